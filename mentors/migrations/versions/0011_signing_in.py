"""Signing in: second factors, cards with a PIN, the municipality's provider, known devices, dated limits."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

STAGES = ("half", "setup", "whole")
KINDS = ("totp", "passkey")


def _enum(name, members):
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=32)


def _at(name, nullable=True):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id():
    return sa.Column("id", sa.Integer(), nullable=False)


def _of(table, column, target, ondelete="CASCADE"):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _key(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade():
    with op.batch_alter_table("sitting") as batch:
        batch.add_column(sa.Column("stage", _enum("sittingstage", STAGES), nullable=False, server_default="whole"))
        batch.add_column(sa.Column("device", sa.Text(), nullable=False, server_default="other other"))
        batch.add_column(_at("proved_at"))
        batch.add_column(sa.Column("idle_minutes", sa.Integer(), nullable=False, server_default="30"))
    # A participant who is signed in keeps the day she had.
    op.execute(
        "UPDATE sitting SET idle_minutes = 1440 WHERE account_id IN (SELECT id FROM account WHERE person_id IS NOT NULL)"
    )
    with op.batch_alter_table("sitting") as batch:
        for name in ("stage", "device", "idle_minutes"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "second_factor", _id(), sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False), sa.Column("kind", _enum("factorkind", KINDS), nullable=False),
        sa.Column("device", sa.Text(), nullable=False), sa.Column("secret", sa.Text()), sa.Column("credential_id", sa.Text()),
        sa.Column("public_key", sa.Text()), sa.Column("counter", sa.Integer()), _at("made_at", False), _at("used_at"),
        _of("second_factor", "account_id", "account.id"), _key("second_factor"),
        sa.UniqueConstraint("ref", name=op.f("uq_second_factor_ref")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_second_factor_credential_id")),
    )  # fmt: skip
    op.create_index("ix_second_factor_account_id", "second_factor", ["account_id"])
    op.create_table(
        "recovery_code", _id(), sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False), _at("used_at"),
        _of("recovery_code", "account_id", "account.id"), _key("recovery_code"),
    )  # fmt: skip
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "outside_identity", _id(), sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False), sa.Column("subject", sa.Text(), nullable=False), _at("bound_at", False),
        _of("outside_identity", "account_id", "account.id"), _key("outside_identity"),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_outside_identity_issuer_subject")),
        sa.UniqueConstraint("account_id", "issuer", name=op.f("uq_outside_identity_account_id_issuer")),
    )  # fmt: skip
    op.create_table(
        "known_device", _id(), sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False), _at("seen_at", False),
        _of("known_device", "account_id", "account.id"), _key("known_device"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_known_device_token_hash")),
    )  # fmt: skip
    op.create_index("ix_known_device_account_id", "known_device", ["account_id"])
    op.create_table(
        "used_once", sa.Column("key", sa.Text(), nullable=False), _at("at", False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_used_once")),
    )  # fmt: skip
    op.create_table(
        "card", _id(), sa.Column("link_id", sa.Integer(), nullable=False), sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False), sa.Column("wrong", sa.Integer(), nullable=False),
        _at("locked_until"), _at("made_at", False),
        _of("card", "link_id", "personal_link.id"), _of("card", "person_id", "person.id"), _key("card"),
        sa.UniqueConstraint("link_id", name=op.f("uq_card_link_id")),
    )  # fmt: skip
    op.create_index("ix_card_person_id", "card", ["person_id"])
    minutes = [
        sa.Column(f"{who}_{what}", sa.Integer(), nullable=False)
        for who in ("staff", "others")
        for what in ("idle", "life")
    ]
    op.create_table(
        "sign_in_policy", _id(), sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False), sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False), *minutes, sa.Column("set_by", sa.Text(), nullable=False),
        _of("sign_in_policy", "municipality_id", "municipality.id", None), _key("sign_in_policy"),
        sa.UniqueConstraint("ref", name=op.f("uq_sign_in_policy_ref")),
        sa.UniqueConstraint("municipality_id", "valid_from", name=op.f("uq_sign_in_policy_municipality_id_valid_from")),
    )  # fmt: skip


def downgrade():
    for name in (
        "sign_in_policy",
        "card",
        "used_once",
        "known_device",
        "outside_identity",
        "recovery_code",
        "second_factor",
    ):
        op.drop_table(name)
    # A card without its PIN would open a page by itself; and whoever has come only halfway is not in.
    op.execute(
        "UPDATE personal_link SET withdrawn_at = CURRENT_TIMESTAMP WHERE purpose = 'card' AND withdrawn_at IS NULL"
    )
    op.execute("DELETE FROM sitting WHERE stage <> 'whole'")
    with op.batch_alter_table("sitting") as batch:
        batch.drop_constraint(op.f("ck_sitting_sittingstage"), type_="check")
        for name in ("idle_minutes", "proved_at", "device", "stage"):
            batch.drop_column(name)
