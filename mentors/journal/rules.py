"""The chain of the journal: what each line's hash covers, and what is wrong with a chain that is read again.

A line's hash is an HMAC (RFC 2104, SHA-256) over the hash of the line before it and over the line itself. Whoever can
write in the database but has no key cannot make a chain that fits. The person and the reason stand in it as salted
digests: when she is forgotten, they and the salt go, and the chain still fits.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

HOUSE = 0  # the chain of the lines that belong to no municipality


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal as the chain looks at it."""

    id: int
    municipality_id: int | None
    at: datetime
    by: str
    act: str
    thing: str | None
    person_id: int | None
    reason: str | None
    salt: str | None
    person_digest: str | None
    reason_digest: str | None
    chain: int | None
    seq: int | None
    previous: str | None
    hash: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come: written in the database, printed, and put beside it."""

    chain: int
    seq: int
    hash: str


def chain_of(municipality_id: int | None) -> int:
    return HOUSE if municipality_id is None else municipality_id


def key_id(key: str) -> str:
    """A name for a key, by which a line tells what it was sealed with. Eight hex digits."""
    return hashlib.sha256(b"mentors journal key name:" + key.encode()).hexdigest()[:8]


def digest(salt: str, kind: str, value: object) -> str | None:
    """What stands in the chain instead of a person or a reason; None for nothing."""
    if value is None:
        return None
    return hashlib.sha256(f"{salt}:{kind}:{value}".encode("utf-8", "surrogatepass")).hexdigest()


def seal(key: str, previous: str, line: Line) -> str:
    """The hash of a line that follows `previous` (empty for the first one): `<key id>:<64 hex digits>`."""
    covered = [
        previous, line.chain, line.seq, line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.by, line.act, line.thing, line.person_digest, line.reason_digest,
    ]  # fmt: skip
    secret = hashlib.sha256(b"mentors journal:" + key.encode()).digest()
    return f"{key_id(key)}:{hmac.new(secret, json.dumps(covered).encode(), hashlib.sha256).hexdigest()}"


def moved(gone_id: int, keep_id: int) -> str:
    """How the journal names that one record of a person became another."""
    return f"person:{gone_id}>{keep_id}"


def formerly(things: Iterable[str]) -> dict[int, set[int]]:
    """Which numbers each record has taken over, from the lines that say so, at second hand too."""
    taken: dict[int, set[int]] = {}
    for thing in things:
        gone, _, keep = thing.removeprefix("person:").partition(">")
        if gone.isdecimal() and keep.isdecimal():
            taken.setdefault(int(keep), set()).update({int(gone), *taken.get(int(gone), ())})
    return taken


def faults(
    lines: Iterable[Line], heads: Mapping[int, Head], keys: Iterable[str], former: Mapping[int, set[int]]
) -> Iterator[str]:
    """One sentence per fault. `lines` come by chain, then in order; what was never sealed first or last.
    `former`: as `formerly` says.

    A chain that is broken in one place is read on from there, so that every place is named.
    """
    known = {key_id(key): key for key in keys}
    ends: dict[int, Head] = {}
    for line in lines:
        if line.chain is None or line.seq is None or line.hash is None:
            yield f"line {line.id} is outside the chain: it was written past the house"
            continue
        before = ends.get(line.chain, Head(line.chain, 0, ""))
        yield from _faults_of(line, before, known, former)
        ends[line.chain] = Head(line.chain, line.seq, line.hash)
    for chain in sorted(ends.keys() | heads.keys()):
        end, head = ends.get(chain), heads.get(chain)
        if end is None and head is not None:
            yield f"{_named(chain)}: all {head.seq} lines are gone"
        elif head is None:
            yield f"{_named(chain)}: the record of its end is gone"
        elif end is not None and head != end:
            yield f"{_named(chain)}: it ends at line {end.seq}, but {head.seq} were written; the last are gone or changed"


def _faults_of(line: Line, before: Head, known: Mapping[str, str], former: Mapping[int, set[int]]) -> Iterator[str]:
    where = f"{_named(line.chain)}, line {line.seq} (id {line.id})"
    assert line.seq is not None and line.hash is not None
    if line.seq == before.seq + 2:
        yield f"{_named(line.chain)}: line {line.seq - 1} is gone"
    elif line.seq > before.seq + 2:
        yield f"{_named(line.chain)}: lines {before.seq + 1} to {line.seq - 1} are gone"
    elif line.seq <= before.seq:
        yield f"{where} stands twice"
    elif line.previous != before.hash:
        yield f"{where} does not follow the line before it"
    key = known.get(line.hash.partition(":")[0])
    if key is None:
        yield f"{where} was sealed with a key this house does not have (JOURNAL_KEYS)"
    elif not hmac.compare_digest(seal(key, line.previous or "", line), line.hash):
        yield f"{where} was changed"
    elif line.chain != chain_of(line.municipality_id):
        yield f"{where} was moved to another municipality"
    elif not _is_about(line, former):
        yield f"{where} was changed: it is about another person than it was"
    elif not _is_veiled(line, "reason", line.reason, line.reason_digest):
        yield f"{where} was changed: it gives another reason than it did"


def _is_about(line: Line, former: Mapping[int, set[int]]) -> bool:
    if line.person_id is None:
        return True
    numbers = {line.person_id, *former.get(line.person_id, ())}
    return any(_is_veiled(line, "person", number, line.person_digest) for number in numbers)


def _is_veiled(line: Line, kind: str, value: object, kept: str | None) -> bool:
    """Whether a value is the one that was sealed, or has been forgotten."""
    if value is None:
        return True
    return line.salt is not None and digest(line.salt, kind, value) == kept


def anchor_faults(anchors: Iterable[Head], found: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """What heads that were put away earlier say about the lines there are now, by chain and number."""
    for anchor in anchors:
        now = found.get((anchor.chain, anchor.seq))
        if now is None:
            yield f"{_named(anchor.chain)}: line {anchor.seq} was there when its hash was put away, and is gone"
        elif now != anchor.hash:
            yield f"{_named(anchor.chain)}: line {anchor.seq} is another one than when its hash was put away"


def written(head: Head, at: datetime) -> str:
    """A head as a line of a file: time, chain, number, hash."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {head.chain} {head.seq} {head.hash}"


def read(line: str) -> Head:
    """A head from a line of such a file. Raises ValueError."""
    parts = line.split()
    if len(parts) != 4:
        raise ValueError(line)
    return Head(int(parts[1]), int(parts[2]), parts[3])


def _named(chain: int | None) -> str:
    return "the house's own chain" if chain == HOUSE else f"the chain of municipality {chain}"
