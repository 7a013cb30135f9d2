from mentors.people.rules import Channel, Identity, Reachability, channels_for, is_same_person


def test_a_phone_in_the_pocket_comes_before_a_mailbox() -> None:
    assert channels_for(Reachability("+4520304050", "a@b.dk")) == (Channel.sms, Channel.email)


def test_her_own_wish_comes_first() -> None:
    assert channels_for(Reachability("+4520304050", "a@b.dk", Channel.email))[0] is Channel.email


def test_a_family_that_shares_a_phone_is_not_one_person() -> None:
    father, daughter = Identity("Omar Ali", "+4520304050", None), Identity("Leila Ali", "+4520304050", None)
    assert not is_same_person(father, daughter)


def test_the_same_name_written_otherwise_with_the_same_mail_is_one_person() -> None:
    assert is_same_person(Identity("José  Ruiz", None, "j@r.es"), Identity("jose ruiz", "+4520304050", "j@r.es"))
