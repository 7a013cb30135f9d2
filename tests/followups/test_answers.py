from __future__ import annotations

import threading

import pytest

from mentors.core import clock
from mentors.core.actor import system
from mentors.followups import queries
from mentors.followups.commands import record_answer, stop_question
from mentors.followups.models import Answer, CheckIn, QuestionStop
from mentors.followups.rules import CHOICES
from mentors.followups.words import ANSWER, PICTO
from mentors.kit.db import db, transaction
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.pairing import commands as pairing
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, Outcome, PairState
from mentors.programmes.rules import Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind, Wish
from tests.followups.pairs import a_pair, later, opened, swept
from tests.given import Given


def tasks() -> list[Task]:
    db.session.expire_all()
    return list(db.session.query(Task).order_by(Task.id))


def said() -> list[str]:
    db.session.expire_all()
    return [row.said for row in db.session.query(Answer).order_by(Answer.id)]


def test_every_answer_has_a_word_and_a_picture() -> None:
    for kind, choices in CHOICES.items():
        assert tuple(ANSWER[kind]) == choices
        assert set(choices) <= set(PICTO)


def test_opening_the_link_answers_nothing(given: Given) -> None:
    a_pair(given)
    swept(later(60))
    page = opened(given, Side.volunteer)
    assert page.status == 200 and page.heading.startswith("Hvordan går det med Amina")
    assert said() == []


def test_a_newcomer_answers_in_her_language_on_the_light_pages(given: Given) -> None:
    a_pair(given)
    swept(later(60))
    page = opened(given, Side.newcomer)
    assert page.soup.html is not None and page.soup.html["lang"] == "ar" and page.soup.html["dir"] == "rtl"
    assert "newcomer" in page.html and all(one.has_attr("defer") for one in page.soup.select("script"))
    assert len(page.soup.select(".face")) == 3
    thanks = page.form("good").submit()
    assert thanks.status == 200 and thanks.path.endswith("/thanks")
    assert said() == ["good"] and tasks() == []


def test_every_tap_is_kept_and_the_last_one_counts(given: Given) -> None:
    pair = a_pair(given)
    swept(later(60))
    page = opened(given, Side.volunteer)
    for word in ("Ikke godt", "Ikke godt", "Godt"):
        page.form(word).submit()
    assert said() == ["bad", "bad", "good"]
    assert [task.kind for task in tasks()] == [TaskKind.bad_face]
    karen = given.coordinator()
    shown = karen.get(f"/desk/people/{db.session.get_one(Pair, pair.id).volunteer.ref}")
    assert shown.says("Svar på vores spørgsmål") and shown.says("Godt")


def test_a_bad_face_is_a_task_for_the_pairs_coordinator(given: Given) -> None:
    karen = given.staff()
    pair = a_pair(given, responsible_id=karen.id)
    swept(later(60))
    opened(given, Side.newcomer).form("bad").submit()
    (task,) = tasks()
    assert (task.kind, task.responsible_id, task.thing) == (TaskKind.bad_face, karen.id, f"pair:{pair.ref}")


def test_an_answer_after_a_week_settles_the_silence(given: Given) -> None:
    a_pair(given)
    for day in (60, 63, 65, 67):
        swept(later(day))
    opened(given, Side.volunteer).form("Okay").submit()
    open_tasks = [task for task in tasks() if task.done_at is None]
    assert [task.person.first_name for task in open_tasks] == ["Amina"]


def test_two_who_have_not_been_in_touch_get_help(given: Given) -> None:
    a_pair(given, PairState.agreed)
    swept(later(7))
    page = opened(given, Side.volunteer)
    assert page.says("Har du og Amina fået kontakt?")
    page.press("Nej, ikke endnu")
    assert [task.kind for task in tasks()] == [TaskKind.no_contact]


def test_both_saying_it_fits_makes_the_pair_active(given: Given) -> None:
    pair = a_pair(given, PairState.agreed, first_met_on=later(1).date())
    swept(later(2))
    for side in Side:
        page = opened(given, side)
        page.visitor.post(page.path + "/answers", data={"said": "good", "csrf_token": _token(page)})
    db.session.expire_all()
    now = db.session.get_one(Pair, pair.id)
    assert (now.state, now.newcomer_fit, now.volunteer_fit) == (PairState.active, Fit.good, Fit.good)


def test_an_old_link_answers_the_newest_question_of_its_kind(given: Given) -> None:
    a_pair(given, planned_end_on=None)
    swept(later(60))
    old = opened(given, Side.volunteer)
    swept(later(120))
    with clock.stopped(later(60)):
        old.form("Okay").submit()
    rows = db.session.query(CheckIn).filter(CheckIn.person_id == db.session.query(Pair).one().volunteer_id)
    assert [(row.due_on, [a.said for a in row.answers]) for row in rows.order_by(CheckIn.id)] == [
        (later(60).date(), []), (later(120).date(), ["ok"]),
    ]  # fmt: skip
    assert rows.order_by(CheckIn.id.desc()).first().closed_at is not None  # type: ignore[union-attr]


def test_two_phones_at_once_keep_both_taps_and_make_one_task(given: Given) -> None:
    a_pair(given)
    swept(later(60))
    check_in = db.session.query(CheckIn).order_by(CheckIn.id).first()
    assert check_in is not None
    key, problems = check_in.id, []
    db.session.commit()

    def tap() -> None:
        try:
            with given.app.app_context(), transaction():
                record_answer(given.by(), db.session.get_one(CheckIn, key), "bad")
        except BaseException as problem:
            problems.append(problem)

    town = given.town()
    assert town
    db.session.commit()
    phones = [threading.Thread(target=tap) for _phone in range(4)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert not problems and said() == ["bad"] * 4
    assert [task.kind for task in tasks()] == [TaskKind.bad_face]


def test_a_no_to_one_question_stops_that_question_only_and_can_be_taken_back(given: Given) -> None:
    pair = a_pair(given)
    swept(later(60))
    page = opened(given, Side.volunteer)
    stopped = page.press("Spørg mig ikke om det mere")
    assert stopped.says("Vi spørger dig ikke om det mere.")
    page.press("Spørg mig ikke om det mere")  # pressed on the page still open on another phone
    assert db.session.query(QuestionStop).count() == 1
    swept(later(106))
    mine = db.session.query(CheckIn).filter_by(person_id=db.session.get_one(Pair, pair.id).volunteer_id)
    assert [str(row.kind) for row in mine.order_by(CheckIn.id)] == ["check_in", "ending"]
    shown = given.coordinator().get(f"/desk/pairs/{db.session.get_one(Pair, pair.id).ref}")
    assert shown.says("Karin vil ikke spørges om")
    with clock.stopped(later(61)):
        assert stopped.press("Spørg mig igen").form("Spørg mig ikke om det mere")
    assert db.session.query(QuestionStop).filter_by(taken_back_at=None).count() == 0


def test_a_pair_that_wants_no_questions_is_looked_at_all_the_same(given: Given) -> None:
    pair = a_pair(given, planned_end_on=None)
    swept(later(60))
    for row in db.session.query(CheckIn).all():
        stop_question(given.by(), row)
    db.session.commit()
    assert queries.next_follow_up_of(pair.id) is not None
    swept(later(60 + 200))
    swept(later(60 + 200))
    assert [task.kind for task in tasks()] == [TaskKind.quiet_pair]


def test_i_want_to_stop_reaches_the_coordinator_at_once_and_can_be_undone_the_same_day(given: Given) -> None:
    given.staff()
    pair = a_pair(given)
    swept(later(60))
    page = opened(given, Side.newcomer)
    asked = page.visitor.get(page.path + "/stop?lang=da")
    assert tasks() == [], "opening the page sends nothing"
    sent = asked.press("Ja, jeg vil stoppe")
    assert sent.status == 200 and sent.form("Fortryd")
    (task,) = tasks()
    assert (task.kind, task.thing) == (TaskKind.wants_to_stop, f"pair:{db.session.get_one(Pair, pair.id).ref}")
    assert db.session.query(Message).filter_by(kind="tasks/urgent").one().is_urgent
    sent.press("Fortryd")
    assert [one for one in tasks() if one.done_at is None] == []
    asked.press("Ja, jeg vil stoppe")
    assert [one.kind for one in tasks() if one.done_at is None] == [TaskKind.wants_to_stop]
    assert db.session.get_one(Pair, pair.id).state is PairState.active, "a coordinator calls first"


def test_three_months_after_the_end_both_are_asked_how_it_went_on(given: Given) -> None:
    pair = a_pair(given)
    with clock.stopped(later(30)):
        pairing.end_pair(system(pair.municipality_id), db.session.get_one(Pair, pair.id), outcome=Outcome.network)
        db.session.commit()
    assert swept(later(120)) == 0
    assert swept(later(121)) == 2 and swept(later(121)) == 0
    with clock.stopped(later(121)):
        page = opened(given, Side.volunteer)
        assert page.heading.startswith("Du og Amina er ikke et par mere")
        assert page.form("Ikke godt").submit().says("Tak for dit svar")
    assert [task.kind for task in tasks()] == [TaskKind.bad_face]
    for day in (124, 126, 140):
        swept(later(day))
    assert [task.kind for task in tasks()] == [TaskKind.bad_face], "silence after the end calls for nobody"


def _token(page: object) -> str:
    return str(page.soup.find("input", {"name": "csrf_token"})["value"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(("button", "wish"), [("Ja, vi fortsætter", Wish.extend), ("Nej, vi slutter", Wish.finish)])
def test_near_the_end_the_wish_reaches_the_coordinator(given: Given, button: str, wish: Wish) -> None:
    a_pair(given, planned_end_on=later(20).date())
    swept(later(6))
    opened(given, Side.volunteer).press(button)
    (task,) = tasks()
    assert (task.kind, task.wish) == (TaskKind.ending_soon, wish)


def test_whoever_changes_her_wish_changes_the_task(given: Given) -> None:
    a_pair(given, planned_end_on=later(20).date())
    swept(later(6))
    page = opened(given, Side.volunteer)
    page.press("Ja, vi fortsætter")
    page.press("Nej, vi slutter")
    (task,) = tasks()
    assert task.wish is Wish.finish


def test_she_can_ask_to_be_called_and_pressing_twice_is_one_call(given: Given) -> None:
    given.staff()
    a_pair(given)
    swept(later(60))
    thanks = opened(given, Side.volunteer).form("Godt").submit()
    assert thanks.press("Ring til mig").says("Vi ringer til dig")
    thanks.press("Ring til mig")
    assert [task.kind for task in tasks()] == [TaskKind.call_me]
    assert db.session.query(Message).filter_by(kind="tasks/urgent").count() == 1


@pytest.mark.parametrize("nonsense", ["", "great", "extend", "\x00", "good\n"])
def test_an_answer_that_is_none_gets_a_sentence(given: Given, nonsense: str) -> None:
    a_pair(given)
    swept(later(60))
    page = opened(given, Side.volunteer)
    answered = page.visitor.post(page.path + "/answers", data={"said": nonsense, "csrf_token": _token(page)})
    assert answered.status == 422 and answered.says("Vælg et af svarene.") and said() == []


def test_a_pair_that_is_over_says_so_kindly(given: Given) -> None:
    pair = a_pair(given)
    swept(later(60))
    page = opened(given, Side.volunteer)
    db.session.get_one(Pair, pair.id).state = PairState.ended
    db.session.commit()
    now = page.visitor.get(page.path)
    assert now.says("Jeres forløb er slut") and now.soup.select(".face") == []
    page.form("Godt").submit()  # from the page that was open before: kept, and nothing set going
    page.form("Ikke godt").submit()
    assert said() == ["good", "bad"]
    assert [task.kind for task in tasks()] == [TaskKind.bad_face], "a bad face is heard even then"


def test_another_purpose_does_not_open_the_question(given: Given) -> None:
    a_pair(given)
    swept(later(60))
    page = opened(given, Side.volunteer)
    for link in db.session.query(PersonalLink):
        link.purpose = "my_contact"
    db.session.commit()
    assert page.visitor.get(page.path).status == 410
    assert db.session.query(CheckIn).count() == 2


def test_a_short_sms_says_nothing_about_anybody(given: Given) -> None:
    a_pair(given)
    swept(later(60))
    for message in db.session.query(Message):
        said = message.body.split("\u27e6")[0]
        assert len(said) <= 70 and "Amina" not in said and "Karin" not in said
