"""What members need: told, supported, planned, answered, and taken up again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.registration.domain.commands import needs as commands
from services.registration.domain.errors import NoMembership, StaffOnly
from services.registration.domain.members import Membership
from services.registration.domain.need_errors import (
    AlreadySupported,
    InvalidNeed,
    NeedStateRefuses,
    NotTheAuthor,
    NotTheirOrganisation,
    TooLateToReopen,
)
from services.registration.domain.needs import REOPENED_WITHIN, Need, NeedState, require_member
from shared.commands import Actor
from shared.events import registration as events
from tests.unit.registration.given import MEMBER, NEIGHBOUR, NOW, STAFF, applicant, referent_of

AUTHOR = Actor(person_id=uuid4())


def raised(*, org: UUID = MEMBER.org, topics: tuple[str, ...] = ("plastique",)) -> Need:
    command = commands.RaiseNeed(
        actor=AUTHOR, at=NOW, need_id=uuid4(), org=org, title=" Sortir du plastique ", topics=topics
    )
    return Need.raised(command)[0]


def to_qualify(need: Need, *, topics: tuple[str, ...] = ("plastique",), actor: Actor = STAFF) -> Need:
    need.qualify(commands.QualifyNeed(actor=actor, at=NOW, need_id=need.id, topics=topics, urgency="high"))
    return need


def planned(linked: UUID) -> Need:
    need = to_qualify(raised())
    need.plan(commands.PlanNeed(actor=STAFF, at=NOW, need_id=need.id, club_event_id=linked))
    return need


def to_support(need: Need, org: UUID) -> events.NeedSupported:
    [event] = need.support(commands.SupportNeed(actor=AUTHOR, at=NOW, need_id=need.id, org=org))
    assert isinstance(event, events.NeedSupported)
    return event


def to_reopen(need: Need, *, actor: Actor = AUTHOR, after: timedelta = timedelta()) -> commands.ReopenNeed:
    return commands.ReopenNeed(actor=actor, at=NOW + after, need_id=need.id)


def test_need_is_raised_with_its_topics() -> None:
    need = raised()
    assert (need.title, need.state, need.backers) == ("Sortir du plastique", NeedState.RAISED, (MEMBER.org,))


def test_need_about_nothing_known_is_refused() -> None:
    with pytest.raises(InvalidNeed) as refused:
        raised(topics=("meteo",))
    assert refused.value.facts["field"] == "topics"
    assert refused.value.sentence == "Le thème «\u00a0meteo\u00a0» n’existe pas."


def test_each_organisation_supports_once() -> None:
    need, other = raised(), uuid4()
    assert to_support(need, other).supporters == 1
    for org in (other, MEMBER.org):
        with pytest.raises(AlreadySupported):
            to_support(need, org)
    assert need.supporters == (other,)


def test_supporters_follow_a_merger_once_each() -> None:
    both, left_alone = uuid4(), uuid4()
    need, into = raised(), raised(org=uuid4())
    for org in (both, left_alone):
        to_support(need, org)
    to_support(into, both)
    command = commands.MergeNeed(actor=STAFF, at=NOW, need_id=need.id, into_need_id=into.id)
    told, followed = need.merge(command, into)
    assert told == (events.NeedMerged(need_id=need.id, into_need_id=into.id),)
    assert [event.org for event in followed if isinstance(event, events.NeedSupported)] == [
        MEMBER.org,
        left_alone,
    ]
    assert set(into.backers) == {into.org, both, MEMBER.org, left_alone}
    with pytest.raises(NeedStateRefuses):
        to_support(need, uuid4())


def test_need_never_merges_into_itself() -> None:
    need = raised()
    with pytest.raises(InvalidNeed):
        need.merge(commands.MergeNeed(actor=STAFF, at=NOW, need_id=need.id, into_need_id=need.id), need)


@pytest.mark.parametrize("linked", [{}, {"club_event_id": uuid4(), "exchange_request_id": uuid4()}])
def test_need_is_planned_as_one_thing(linked: dict[str, UUID]) -> None:
    need = to_qualify(raised())
    with pytest.raises(InvalidNeed):
        need.plan(commands.PlanNeed(actor=STAFF, at=NOW, need_id=need.id, **linked))
    assert need.state is NeedState.QUALIFIED


def test_only_a_qualified_need_is_planned() -> None:
    need = raised()
    with pytest.raises(NeedStateRefuses):
        need.plan(commands.PlanNeed(actor=STAFF, at=NOW, need_id=need.id, club_event_id=uuid4()))


def test_what_is_held_answers_once() -> None:
    need = planned(uuid4())
    told = need.answer(reason_code="club_event_held", at=NOW)
    assert told == (events.NeedAnswered(need_id=need.id, reason_code="club_event_held"),)
    assert need.answer(reason_code="club_event_held", at=NOW) == ()
    assert need.give_back(reason_code="club_event_cancelled") == ()


def test_what_is_cancelled_gives_the_need_back() -> None:
    need = planned(uuid4())
    need.give_back(reason_code="club_event_cancelled")
    assert (need.state, need.planned_for) == (NeedState.QUALIFIED, None)


def test_author_says_within_a_month_that_it_did_not_help() -> None:
    need = planned(uuid4())
    need.answer(reason_code="club_event_held", at=NOW)
    with pytest.raises(NotTheAuthor):
        need.reopen(to_reopen(need, actor=Actor(person_id=uuid4())))
    with pytest.raises(TooLateToReopen):
        need.reopen(to_reopen(need, after=REOPENED_WITHIN + timedelta(seconds=1)))
    told = need.reopen(to_reopen(need, after=REOPENED_WITHIN))
    assert told == (events.NeedReopened(need_id=need.id, reason_code="did_not_help"),)


def test_only_staff_qualifies_and_closes() -> None:
    need = raised()
    with pytest.raises(StaffOnly):
        to_qualify(need, actor=AUTHOR)
    with pytest.raises(StaffOnly):
        need.close(commands.CloseNeed(actor=AUTHOR, at=NOW, need_id=need.id, reason="solved"))
    need.close(commands.CloseNeed(actor=STAFF, at=NOW, need_id=need.id, reason="solved"))
    with pytest.raises(NeedStateRefuses):
        to_qualify(need)


def test_who_has_a_role_speaks_for_a_member() -> None:
    technical = applicant("technical").attendee
    require_member(AUTHOR, attendee=technical, organisation=MEMBER, at=NOW)
    require_member(referent_of(MEMBER.org), attendee=None, organisation=MEMBER, at=NOW)
    require_member(STAFF, attendee=None, organisation=MEMBER, at=NOW)
    with pytest.raises(NotTheirOrganisation):
        require_member(AUTHOR, attendee=technical, organisation=replace(MEMBER, org=uuid4()), at=NOW)
    with pytest.raises(NoMembership):
        require_member(STAFF, attendee=None, organisation=NEIGHBOUR, at=NOW)


def test_a_member_speaks_on_the_day_that_the_club_s_calendar_shows() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    joins = replace(MEMBER, membership=Membership(from_year=2027))
    leaves = replace(MEMBER, membership=Membership(from_year=2020, last_day=date(2026, 12, 31)))
    require_member(STAFF, attendee=None, organisation=joins, at=new_year)
    with pytest.raises(NoMembership):
        require_member(STAFF, attendee=None, organisation=leaves, at=new_year)


def test_who_is_no_member_is_not_told_of_a_gathering_when_they_raise_a_need() -> None:
    with pytest.raises(NoMembership) as refused:
        require_member(STAFF, attendee=None, organisation=NEIGHBOUR, at=NOW)
    assert "évènement" not in refused.value.sentence
