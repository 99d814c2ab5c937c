"""Members testify at gatherings: proposed, chosen, asked, confirmed as speakers, and then past answers."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.registration.domain.attention import flag_if_lost
from services.registration.domain.changes import postpone
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.programme import DraftClubEvent, PostponeClubEvent
from services.registration.domain.commands.testimonies import (
    AnswerTestimony,
    ChooseTestimony,
    InviteSpeaker,
    ProposeTestimony,
    WithdrawTestimony,
)
from services.registration.domain.errors import ClubEventStateRefuses, ModeNotOffered, StaffOnly
from services.registration.domain.past_answers import AnswerForm, PastAnswer, suggestions
from services.registration.domain.speakers import drop_speaker, mode_of, name_speaker, seat_speaker
from services.registration.domain.testimonies import Testimony, TestimonyState
from services.registration.domain.testimony_errors import (
    InvalidTestimony,
    NotTheirTestimony,
    TestimonyStateRefuses,
)
from shared.commands import Actor
from shared.events import registration as events
from shared.events.envelope import Payload
from tests.unit.registration.given import (
    CONFERENCE,
    IN_PERSON,
    MEMBER,
    NOW,
    ONLINE,
    SOMEBODY,
    STAFF,
    WORKSHOP,
    announced,
    applicant,
    open_desk,
    referent_of,
    register,
    to_cancel,
    to_register,
)


def proposing(**said: Any) -> ProposeTestimony:
    usual: dict[str, Any] = {
        "testimony_id": uuid4(),
        "org": MEMBER.org,
        "person_id": uuid4(),
        "title": "Sans plastique en trois ans",
        "topics": ("plastique",),
    }
    return ProposeTestimony(actor=STAFF, at=NOW, **usual | said)


def proposed() -> Testimony:
    return Testimony.proposed(proposing())[0]


def chosen(club_event: ClubEvent) -> Testimony:
    testimony = proposed()
    testimony.choose(to_choose(testimony, club_event), club_event)
    return testimony


def invited(club_event: ClubEvent) -> Testimony:
    testimony = chosen(club_event)
    testimony.invite(to_invite(testimony), club_event)
    return testimony


def to_choose(testimony: Testimony, club_event: ClubEvent, *, actor: Actor = STAFF) -> ChooseTestimony:
    return ChooseTestimony(actor=actor, at=NOW, testimony_id=testimony.id, club_event_id=club_event.id)


def to_invite(testimony: Testimony, *, actor: Actor = STAFF, at: datetime = NOW) -> InviteSpeaker:
    return InviteSpeaker(actor=actor, at=at, testimony_id=testimony.id)


def to_answer(testimony: Testimony, *, speaks: bool = True, actor: Actor | None = None) -> AnswerTestimony:
    return AnswerTestimony(
        actor=actor or Actor(person_id=testimony.person_id),
        at=NOW,
        testimony_id=testimony.id,
        registration_id=uuid4(),
        speaks=speaks,
    )


def to_withdraw(testimony: Testimony, *, actor: Actor | None = None) -> WithdrawTestimony:
    himself = Actor(person_id=testimony.person_id)
    return WithdrawTestimony(actor=actor or himself, at=NOW, testimony_id=testimony.id)


def types(told: tuple[Payload, ...]) -> list[type]:
    return [type(event) for event in told]


@pytest.mark.parametrize(
    ("said", "field"), [({"title": " "}, "title"), ({"topics": ()}, "topics"), ({"topics": ("x",)}, "topics")]
)
def test_what_nobody_could_choose_is_not_proposed(said: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidTestimony) as refused:
        Testimony.proposed(proposing(**said))
    assert refused.value.facts["field"] == field


def test_a_testimony_goes_from_the_proposal_to_the_gathering_at_which_it_is_given() -> None:
    club_event = announced()
    testimony, told = Testimony.proposed(proposing())
    told += testimony.choose(to_choose(testimony, club_event), club_event)
    told += testimony.invite(to_invite(testimony), club_event)
    told += testimony.answer(to_answer(testimony), club_event)
    told += testimony.give()
    assert types(told) == [
        events.TestimonyProposed,
        events.TestimonyChosen,
        events.SpeakerInvited,
        events.TestimonyConfirmed,
        events.TestimonyGiven,
    ]
    assert (testimony.state, testimony.club_event_id) == (TestimonyState.GIVEN, club_event.id)
    assert testimony.give() == ()
    with pytest.raises(TestimonyStateRefuses):
        testimony.withdraw(to_withdraw(testimony), None)


def test_staff_alone_chooses_and_asks() -> None:
    club_event = announced()
    testimony = proposed()
    with pytest.raises(StaffOnly):
        testimony.choose(to_choose(testimony, club_event, actor=referent_of(MEMBER.org)), club_event)
    testimony.choose(to_choose(testimony, club_event), club_event)
    with pytest.raises(StaffOnly):
        testimony.invite(to_invite(testimony, actor=SOMEBODY), club_event)


def test_what_is_chosen_for_a_draft_is_asked_once_it_is_announced_and_may_be_asked_again() -> None:
    drafting = DraftClubEvent(actor=STAFF, at=NOW, club_event_id=uuid4(), programme=WORKSHOP)
    draft, _ = ClubEvent.draft(drafting)
    testimony = chosen(draft)
    with pytest.raises(ClubEventStateRefuses):
        testimony.invite(to_invite(testimony), draft)
    draft.state = ClubEventState.ANNOUNCED
    for _ in range(2):
        assert types(testimony.invite(to_invite(testimony), draft)) == [events.SpeakerInvited]
    with pytest.raises(ClubEventStateRefuses):
        testimony.invite(to_invite(testimony, at=draft.when.starts_utc), draft)


def test_only_who_is_asked_or_who_speaks_for_them_answers_and_once() -> None:
    club_event = announced()
    testimony = invited(club_event)
    for actor in (SOMEBODY, referent_of(uuid4())):
        with pytest.raises(NotTheirTestimony):
            testimony.answer(to_answer(testimony, actor=actor), club_event)
    testimony.answer(to_answer(testimony, actor=referent_of(MEMBER.org)), club_event)
    with pytest.raises(TestimonyStateRefuses):
        testimony.answer(to_answer(testimony, speaks=False), club_event)


def test_nobody_answers_for_what_is_put_off() -> None:
    club_event = announced()
    testimony = invited(club_event)
    postpone(club_event, PostponeClubEvent(actor=STAFF, at=NOW, club_event_id=club_event.id, reason="Grève"))
    with pytest.raises(ClubEventStateRefuses):
        testimony.answer(to_answer(testimony), club_event)
    assert testimony.state is TestimonyState.INVITED


def test_what_was_declined_may_be_chosen_for_another_gathering() -> None:
    first, second = announced(), announced()
    testimony = invited(first)
    [event] = testimony.answer(to_answer(testimony, speaks=False), first)
    assert isinstance(event, events.TestimonyDeclined)
    assert event.club_event_id == first.id
    assert testimony.club_event_id is None
    testimony.choose(to_choose(testimony, second), second)
    assert testimony.club_event_id == second.id


def test_what_was_kept_for_a_gathering_given_up_is_proposed_again() -> None:
    testimony = invited(announced())
    assert types(testimony.release()) == [events.TestimonyReleased]
    assert (testimony.state, testimony.club_event_id) == (TestimonyState.PROPOSED, None)
    assert testimony.release() == ()


def test_a_testimony_is_taken_back_by_who_may_until_the_gathering_is_held() -> None:
    club_event = announced()
    testimony = invited(club_event)
    with pytest.raises(NotTheirTestimony):
        testimony.withdraw(to_withdraw(testimony, actor=SOMEBODY), club_event)
    club_event.state = ClubEventState.HELD
    with pytest.raises(ClubEventStateRefuses):
        testimony.withdraw(to_withdraw(testimony), club_event)
    club_event.state = ClubEventState.CLOSED
    assert types(testimony.withdraw(to_withdraw(testimony), club_event)) == [events.TestimonyWithdrawn]


def test_a_speaker_takes_no_place_of_the_public() -> None:
    desk, who = open_desk(places=1), applicant()
    seated = seat_speaker(desk, to_register(who), role="", existing=None)
    assert seated.registration.has_seat
    assert types(seated.events) == [events.RegistrationConfirmed]
    assert desk.club_event.seats.modes[ONLINE].free == 1
    assert register(desk, applicant("technical")).registration.has_seat
    desk.cancel(to_cancel(seated.registration), seated.registration)
    assert desk.club_event.seats.modes[ONLINE].free == 0
    assert not desk.club_event.seats.by_org.get(uuid4())


def test_a_speaker_who_had_a_place_or_waited_leaves_it_to_others() -> None:
    desk = open_desk(places=1)
    first, second = applicant("technical"), applicant("technical")
    seated, waiting = register(desk, first).registration, register(desk, second).registration
    assert seat_speaker(desk, to_register(first), role="technical", existing=seated).events == ()
    [event] = seat_speaker(desk, to_register(second), role="technical", existing=waiting).events
    assert isinstance(event, events.RegistrationConfirmed)
    counters = desk.club_event.seats.modes[ONLINE]
    assert (counters.free, counters.waiting) == (1, 0)


def test_a_speaker_who_had_given_their_place_back_comes_anew() -> None:
    desk, who = open_desk(), applicant("technical")
    left = register(desk, who).registration
    desk.cancel(to_cancel(left), left)
    command = to_register(who)
    came = seat_speaker(desk, command, role="technical", existing=left).registration
    assert (came.id, came.speaks, left.is_active) == (command.registration_id, True, False)


def test_a_speaker_comes_although_registrations_are_not_open_and_no_rule_would_let_them() -> None:
    club_event, desk = announced(), open_desk()
    stranger = applicant()
    change = seat_speaker(replace(desk, club_event=club_event), to_register(stranger), role="", existing=None)
    [event] = change.events
    assert isinstance(event, events.RegistrationConfirmed)
    assert event.seats_left == 0
    assert flag_if_lost(desk, change.registration, stranger) is None


def test_a_speaker_comes_as_the_gathering_offers() -> None:
    hybrid, online = announced(CONFERENCE), announced()
    assert [mode_of(hybrid, wanted) for wanted in (None, ONLINE)] == [IN_PERSON, ONLINE]
    with pytest.raises(ModeNotOffered):
        mode_of(online, IN_PERSON)


def test_who_speaks_is_named_with_the_programme_and_partners_learn_of_it() -> None:
    club_event, testimony = announced(), proposed()
    [named] = name_speaker(club_event, testimony)
    assert isinstance(named, events.ClubEventUpdated)
    assert named.changed_fields == ("speakers",)
    assert named.speakers is not None
    assert [(one.org, one.title) for one in named.speakers] == [(MEMBER.org, testimony.title)]
    [dropped] = drop_speaker(club_event, testimony)
    assert isinstance(dropped, events.ClubEventUpdated)
    assert dropped.speakers == ()
    assert drop_speaker(club_event, testimony) == ()


def test_members_are_suggested_by_topics_then_by_how_often_and_how_lately_they_helped() -> None:
    often, lately, once, both = (replace(MEMBER, org=uuid4()) for _ in range(4))

    def given(org: UUID, *topics: str, days_ago: int) -> PastAnswer:
        at = NOW - timedelta(days=days_ago)
        return PastAnswer(
            id=uuid4(), org=org, form=AnswerForm.TESTIMONY, topics=topics, title="", given_at=at
        )

    answers = [
        given(once.org, "plastique", days_ago=30),
        given(lately.org, "plastique", days_ago=1),
        given(often.org, "plastique", days_ago=900),
        given(often.org, "plastique", days_ago=800),
        given(both.org, "plastique", "foncier", "education", days_ago=2000),
    ]
    found = suggestions(("plastique", "foncier"), answers, [once, often, lately, both])
    assert [one.organisation for one in found] == [both, often, lately, once]
    assert found[0].topics == ("foncier", "plastique")
    assert [one.given_at for one in found[1].answers] == [NOW - timedelta(days=days) for days in (800, 900)]
