"""Checks the aggregate `Membership`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.directory.domain.commands import memberships as commands
from services.directory.domain.commands.memberships import (
    ActivateMembership,
    ApplyForMembership,
    ResignMembership,
)
from services.directory.domain.deliberation import Deliberation
from services.directory.domain.errors.memberships import (
    DeliberationMissing,
    InvalidDeliberation,
    MembershipStateRefuses,
    NothingToRenew,
    ReferentMissing,
    SirenMissing,
    YearTooFarAhead,
)
from services.directory.domain.errors.rights import ReferentOrStaffOnly, StaffOnly, SystemOnly
from services.directory.domain.membership import MEMBERS, Membership, MembershipState
from shared.commands import SYSTEM, Actor
from shared.events.directory import (
    MembershipActivated,
    MembershipApplied,
    MembershipLapsed,
    MembershipRejected,
    MembershipRenewalDue,
    MembershipRenewed,
    MembershipResigned,
)
from tests.unit.directory.given import (
    BARJAC,
    MANDUEL,
    NOBODY,
    NOW,
    PROFILE,
    STAFF,
    TODAY,
    id_of,
    instant,
    referent_of,
)

ID = id_of("membership")
REFERENT = referent_of(MANDUEL)
NEW_YEAR = instant(2028, 1, 1)


def application(actor: Actor = REFERENT) -> ApplyForMembership:
    return ApplyForMembership(actor=actor, at=NOW, membership_id=ID, org=MANDUEL, year=2027)


def acceptance(actor: Actor = STAFF) -> ActivateMembership:
    return ActivateMembership(actor=actor, at=NOW, membership_id=ID)


def resignation(actor: Actor = REFERENT) -> ResignMembership:
    return ResignMembership(actor=actor, at=NOW, membership_id=ID)


def test_a_membership_is_asked_for_accepted_and_left() -> None:
    membership = Membership(id=ID, org=MANDUEL)
    profile = replace(PROFILE, represented_communes=28)
    assert membership.apply(application(), profile, has_referent=True) == (
        MembershipApplied(org=MANDUEL, membership_id=ID, year=2027),
    )
    assert membership.activate(acceptance(), profile) == (
        MembershipActivated(org=MANDUEL, membership_id=ID, from_year=2027, represented_communes=28),
    )
    assert membership.resign(resignation()) == (
        MembershipResigned(org=MANDUEL, membership_id=ID, effective_on=date(2027, 12, 31)),
    )
    assert membership.rights_end_on == date(2027, 12, 31)


def test_asking_again_after_leaving_forgets_the_last_day_of_rights() -> None:
    membership = Membership(
        id=ID, org=MANDUEL, state=MembershipState.RESIGNED, rights_end_on=date(2026, 12, 31)
    )
    (applied,) = membership.apply(application(), PROFILE, has_referent=True)
    assert isinstance(applied, MembershipApplied)
    assert (membership.state, membership.year) == (MembershipState.APPLIED, 2027)
    assert not membership.gives_rights(TODAY)
    membership.activate(acceptance(), PROFILE)
    assert membership.rights_end_on is None
    assert membership.gives_rights(TODAY)


def test_who_comes_back_before_leaving_keeps_its_rights_without_a_gap() -> None:
    membership = Membership(id=ID, org=MANDUEL)
    membership.apply(application(), PROFILE, has_referent=True)
    membership.activate(acceptance(), PROFILE)
    membership.resign(resignation())
    membership.apply(replace(application(), year=2028), PROFILE, has_referent=True)
    assert membership.gives_rights(TODAY)
    (activated,) = membership.activate(acceptance(), PROFILE)
    assert activated == MembershipActivated(
        org=MANDUEL, membership_id=ID, from_year=2027, represented_communes=1
    )
    assert membership.year == 2028
    assert all(membership.gives_rights(day) for day in (TODAY, date(2027, 12, 31), date(2028, 1, 1)))


def test_nobody_joins_for_a_year_beyond_the_next() -> None:
    with pytest.raises(YearTooFarAhead) as refusal:
        Membership(id=ID, org=MANDUEL).apply(replace(application(), year=2029), PROFILE, has_referent=True)
    assert refusal.value.facts == {"field": "year", "latest": 2028}


def test_a_refused_organisation_may_be_noted_as_a_prospect_again() -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.APPLIED, year=2027)
    rejection = commands.RejectMembership(
        actor=STAFF, at=NOW, membership_id=ID, reason=commands.RejectionReason.INCOMPLETE
    )
    assert membership.reject(rejection) == (
        MembershipRejected(org=MANDUEL, membership_id=ID, reason_code="incomplete"),
    )
    with pytest.raises(MembershipStateRefuses):
        membership.apply(application(), PROFILE, has_referent=True)
    membership.record_contact(commands.RecordProspect(actor=STAFF, at=NOW, membership_id=ID, org=MANDUEL))
    membership.apply(application(), PROFILE, has_referent=True)


@pytest.mark.parametrize(
    ("deliberation", "field"),
    [
        (Deliberation(number=" ", voted_on=date(2027, 1, 10)), "number"),
        (Deliberation(number="12", voted_on=date(2027, 3, 13)), "voted_on"),
        (
            Deliberation(number="12", voted_on=date(2027, 1, 10), transmitted_on=date(2027, 1, 9)),
            "transmitted_on",
        ),
    ],
)
def test_a_deliberation_that_cannot_be_is_refused_and_nothing_changes(
    deliberation: Deliberation, field: str
) -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.APPLIED, year=2027)
    before = replace(membership)
    with pytest.raises(InvalidDeliberation) as refusal:
        membership.activate(replace(acceptance(), deliberation=deliberation), PROFILE)
    assert refusal.value.facts["field"] == field
    assert membership == before


def test_the_act_of_the_assembly_stays_with_its_decision() -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.APPLIED, year=2027)
    attach = commands.AttachDeliberation(
        actor=referent_of(MANDUEL), at=NOW, membership_id=ID, content=b"%PDF-1.7", sha256="d1"
    )
    with pytest.raises(DeliberationMissing):
        membership.attach_deliberation(attach)
    decision = Deliberation(number="12", voted_on=date(2027, 1, 10))
    record = commands.RecordDeliberation(actor=STAFF, at=NOW, membership_id=ID, deliberation=decision)
    membership.record_deliberation(record)
    for wrong, refusal in (
        (replace(attach, content=b"<html>"), InvalidDeliberation),
        (replace(attach, actor=referent_of(id_of("Barjac"))), ReferentOrStaffOnly),
    ):
        with pytest.raises(refusal):
            membership.attach_deliberation(wrong)
    with pytest.raises(DeliberationMissing):
        membership.require_deliberation_file()
    membership.attach_deliberation(attach)

    transmitted = replace(decision, transmitted_on=date(2027, 1, 12))
    membership.record_deliberation(replace(record, deliberation=transmitted))
    assert membership.require_deliberation_file() == "d1"
    membership.record_deliberation(replace(record, deliberation=replace(decision, number="13")))
    with pytest.raises(DeliberationMissing):
        membership.require_deliberation_file()


def renewal_due(year: int = 2028, at: datetime = NEW_YEAR) -> commands.MarkRenewalDue:
    return commands.MarkRenewalDue(
        actor=SYSTEM, at=at, membership_id=ID, year=year, lapses_from=date(year, 7, 1)
    )


def test_a_year_that_begins_is_to_be_confirmed_and_rights_go_on_meanwhile() -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.ACTIVE, year=2027, from_year=2027)
    (due,) = membership.mark_renewal_due(renewal_due(), fee_cents=50_000)
    assert due == MembershipRenewalDue(
        org=MANDUEL, membership_id=ID, year=2028, fee_cents=50_000, due_on=date(2028, 7, 1)
    )
    assert membership.gives_rights(date(2028, 2, 1))
    assert membership.mark_renewal_due(renewal_due(), fee_cents=50_000) == ()
    confirmation = commands.RenewMembership(actor=REFERENT, at=NEW_YEAR, membership_id=ID)
    assert membership.renew(confirmation, PROFILE) == (
        MembershipRenewed(org=MANDUEL, membership_id=ID, from_year=2028, represented_communes=1),
    )


def test_a_year_begins_at_midnight_in_paris() -> None:
    def membership() -> Membership:
        return Membership(id=ID, org=MANDUEL, state=MembershipState.ACTIVE, year=2027, from_year=2027)

    midnight = datetime(2027, 12, 31, 23, 0, tzinfo=UTC)
    with pytest.raises(NothingToRenew):
        membership().mark_renewal_due(renewal_due(at=midnight - timedelta(seconds=1)), fee_cents=None)
    assert membership().mark_renewal_due(renewal_due(at=midnight), fee_cents=None)


def test_only_the_calendar_says_that_a_year_began() -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.ACTIVE, year=2027, from_year=2027)
    with pytest.raises(SystemOnly):
        membership.mark_renewal_due(replace(renewal_due(), actor=STAFF), fee_cents=None)


def test_a_membership_that_nobody_renewed_lapses_on_the_day_that_the_team_says() -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.RENEWAL_DUE, year=2028, from_year=2027)
    lapse = commands.LapseMembership(actor=STAFF, at=instant(2028, 7, 11), membership_id=ID, year=2028)
    assert membership.lapse(lapse) == (
        MembershipLapsed(org=MANDUEL, membership_id=ID, effective_on=date(2028, 7, 11)),
    )
    assert not membership.gives_rights(date(2028, 7, 12))


def test_the_year_of_leaving_is_that_of_the_club_calendar() -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.ACTIVE)
    new_year_in_paris = instant(2027, 12, 31).replace(hour=23, minute=30)
    membership.resign(replace(resignation(), at=new_year_in_paris))
    assert membership.rights_end_on == date(2028, 12, 31)


def test_an_organisation_without_siren_cannot_apply() -> None:
    with pytest.raises(SirenMissing):
        Membership(id=ID, org=MANDUEL).apply(application(), replace(PROFILE, siren=None), has_referent=True)


def test_an_organisation_without_referent_cannot_apply() -> None:
    with pytest.raises(ReferentMissing):
        Membership(id=ID, org=MANDUEL).apply(application(STAFF), PROFILE, has_referent=False)


@pytest.mark.parametrize("state", [MembershipState.APPLIED, MembershipState.ACTIVE])
def test_nobody_applies_twice(state: MembershipState) -> None:
    with pytest.raises(MembershipStateRefuses) as refusal:
        Membership(id=ID, org=MANDUEL, state=state).apply(application(), PROFILE, has_referent=True)
    assert refusal.value.facts["state"] == state


@pytest.mark.parametrize("state", sorted(set(MembershipState) - {MembershipState.APPLIED}))
def test_only_an_application_is_accepted(state: MembershipState) -> None:
    with pytest.raises(MembershipStateRefuses):
        Membership(id=ID, org=MANDUEL, state=state).activate(acceptance(), PROFILE)


@pytest.mark.parametrize("state", sorted(set(MembershipState) - set(MEMBERS)))
def test_only_a_member_resigns(state: MembershipState) -> None:
    with pytest.raises(MembershipStateRefuses):
        Membership(id=ID, org=MANDUEL, state=state).resign(resignation())


@pytest.mark.parametrize("actor", [NOBODY, referent_of(BARJAC)])
def test_only_the_team_and_the_referent_apply_and_resign(actor: Actor) -> None:
    membership = Membership(id=ID, org=MANDUEL)
    with pytest.raises(ReferentOrStaffOnly):
        membership.apply(application(actor), PROFILE, has_referent=True)
    active = Membership(id=ID, org=MANDUEL, state=MembershipState.ACTIVE)
    with pytest.raises(ReferentOrStaffOnly):
        active.resign(resignation(actor))


def test_a_referent_does_not_accept_their_own_application() -> None:
    membership = Membership(id=ID, org=MANDUEL, state=MembershipState.APPLIED)
    with pytest.raises(StaffOnly):
        membership.activate(acceptance(REFERENT), PROFILE)
