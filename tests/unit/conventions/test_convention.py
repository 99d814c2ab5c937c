"""Checks a convention from its review to its last day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention import course, review, signatures
from services.conventions.domain.convention.completeness import missing_fields
from services.conventions.domain.convention.convention import ConventionState, Spent
from services.conventions.domain.convention.terms import AgentStatus, Clause, Duration, LegalForm, Terms
from services.conventions.domain.errors.convention import (
    DayToCome,
    DeedStateRefuses,
    OtherVersion,
    TextIncomplete,
)
from services.conventions.domain.errors.rights import NotYourOrganisation
from shared.events import conventions as told
from shared.events.envelope import Payload
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import (
    AGENT,
    AT,
    CONVENTION,
    MOUANS,
    ORGS,
    PARTIES,
    STAFF,
    TERMS,
    approval,
    change_asked,
    convention,
    finalised,
    in_force,
    signed,
    transmission,
    watching,
)

MISE_A_DISPOSITION = LegalForm.MISE_A_DISPOSITION


def test_a_text_is_complete_before_it_is_read() -> None:
    draft = convention(terms=replace(TERMS, clauses={}, place_of_signature=""))
    with pytest.raises(TextIncomplete) as refused:
        review.request_review(draft, commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION))
    missing = refused.value.facts["missing"]
    assert missing == ("place_of_signature", *(f"clauses.{code}" for code in Clause))
    assert draft.state is ConventionState.DRAFT


def test_each_party_is_named_by_its_kind_and_by_numbers_that_go_together() -> None:
    offering, *others = PARTIES
    wrong = replace(offering, kind=" ", siret="21300155500013")  # of Manduel
    missing = missing_fields(LegalForm.PARTNERSHIP, (wrong, *others), TERMS)
    assert missing == ("parties.offering.kind", "parties.offering.siret")
    right = replace(offering, siret="21060084700015")
    assert missing_fields(LegalForm.PARTNERSHIP, (right, *others), TERMS) == ()


@pytest.mark.parametrize(
    ("terms", "missing"),
    [
        (TERMS, ()),
        (replace(TERMS, agents=(replace(AGENT, agreement=""),)), ("agents.0.agreement",)),
        (
            replace(TERMS, agents=(replace(AGENT, status=AgentStatus.CONTRACTUEL_CDD),)),
            ("agents.0.status",),
        ),
        (
            replace(
                TERMS,
                agents=(replace(AGENT, status=AgentStatus.CONTRACTUEL_CDI, status_override="Cas prévu."),),
            ),
            (),
        ),
        (
            replace(TERMS, mise_a_disposition=replace(TERMS.mise_a_disposition, attached_body=False)),
            ("money.free_of_charge",),
        ),
        (
            replace(TERMS, duration=Duration(effect_on=date(2028, 2, 29), ends_on=date(2031, 3, 1))),
            ("duration.ends_on",),
        ),
        (
            replace(TERMS, duration=Duration(effect_on=date(2028, 2, 29), ends_on=date(2031, 2, 28))),
            (),
        ),
    ],
)
def test_a_mise_a_disposition_needs_more(terms: Terms, missing: tuple[str, ...]) -> None:
    assert missing_fields(MISE_A_DISPOSITION, PARTIES, terms) == missing
    assert missing_fields(LegalForm.PARTNERSHIP, PARTIES, terms) == ()


def test_a_change_asked_makes_a_new_version_that_all_approve_again() -> None:
    agreement = convention()
    review.request_review(agreement, commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION))
    assert not review.approve(agreement, approval(MOUANS))
    (revised,) = review.comment(agreement, change_asked())
    assert isinstance(revised, told.ConventionRevised)
    assert (agreement.state, agreement.deed.approvals) == (ConventionState.DRAFT, frozenset())
    review.request_review(agreement, commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION))
    with pytest.raises(OtherVersion):
        review.approve(agreement, approval(MOUANS))
    assert [review.approve(agreement, approval(org, version=2)) for org in ORGS] == [False, False, True]


def test_staff_approves_for_the_association_alone() -> None:
    agreement = convention()
    review.request_review(agreement, commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION))
    with pytest.raises(NotYourOrganisation):
        review.approve(agreement, approval(MANDUEL, actor=STAFF))


def test_a_frozen_text_never_changes() -> None:
    change = commands.ReviseText(
        actor=STAFF,
        at=AT,
        convention_id=CONVENTION,
        legal_form=LegalForm.PARTNERSHIP,
        parties=PARTIES,
        terms=TERMS,
    )
    for agreement in (finalised(), signed(), in_force()):
        with pytest.raises(DeedStateRefuses):
            review.revise(agreement, change)


def test_it_begins_on_its_day_once_all_transmissions_are_settled() -> None:
    agreement = signed()
    first_day = datetime(2027, 9, 1, 6, tzinfo=UTC)
    assert signatures.watch(agreement, watching(first_day), Spent()) == ()
    course.record_transmission(agreement, transmission(MOUANS))
    sent = transmission(MANDUEL, required=True, at=first_day)
    assert course.record_transmission(agreement, sent) == ()
    done = replace(sent, transmitted_on=date(2027, 8, 30), receipt_number="030-213001555-D12")
    (begun,) = course.record_transmission(agreement, done)
    assert isinstance(begun, told.ConventionEnteredIntoForce)
    assert agreement.state is ConventionState.IN_FORCE


def test_what_is_still_to_come_is_not_recorded_as_done() -> None:
    agreement, first_day = signed(), datetime(2027, 9, 1, 6, tzinfo=UTC)
    sent = transmission(MANDUEL, required=True, at=first_day, transmitted_on=date(2027, 9, 2))
    with pytest.raises(DayToCome) as refused:
        course.record_transmission(agreement, sent)
    assert refused.value.facts["field"] == "transmitted_on"
    assert agreement.life.transmissions == {}
    in_course = in_force()
    notice = commands.RecordTermination(
        actor=STAFF,
        at=first_day,
        convention_id=CONVENTION,
        org=MANDUEL,
        notified_on=date(2028, 9, 1),
        reason_code="other",
        reason="Fermeture de la cuisine.",
    )
    with pytest.raises(DayToCome) as refused:
        course.terminate(in_course, notice)
    assert refused.value.facts["field"] == "notified_on"
    assert in_course.life.termination is None


def test_it_waits_for_its_first_day() -> None:
    agreement = signed()
    for org in (MOUANS, MANDUEL):
        assert course.record_transmission(agreement, transmission(org)) == ()
    assert agreement.due_at == datetime(2027, 8, 31, 22, tzinfo=UTC)
    assert signatures.watch(agreement, watching(datetime(2027, 8, 31, 21, tzinfo=UTC)), Spent()) == ()
    assert signatures.watch(agreement, watching(agreement.due_at), Spent())


def test_its_end_is_announced_twice_and_comes_once() -> None:
    agreement, seen = in_force(), list[Payload]()
    while agreement.due_at:
        seen += signatures.watch(agreement, watching(agreement.due_at), Spent(3, 12))
    assert [type(event).__name__ for event in seen] == [
        "ConventionEndNear",
        "ConventionEndNear",
        "ConventionEnded",
    ]
    ended = seen[-1]
    assert isinstance(ended, told.ConventionEnded)
    assert (ended.on, ended.half_days_consumed) == (date(2028, 8, 31), 12)


def test_a_warning_says_how_many_days_are_left() -> None:
    short = replace(TERMS, duration=Duration(effect_on=date(2027, 9, 1), ends_on=date(2027, 10, 15)))
    agreement = in_force()
    agreement.terms = short
    seen = list[Payload]()
    while agreement.due_at:
        at = max(agreement.due_at, datetime(2027, 9, 1, 6, tzinfo=UTC))
        seen += signatures.watch(agreement, watching(at), Spent())
    warnings = [event for event in seen if isinstance(event, told.ConventionEndNear)]
    assert [event.days_left for event in warnings] == [44, 30]


def test_an_early_end_waits_for_its_notice() -> None:
    agreement = in_force()
    notice = commands.RecordTermination(
        actor=STAFF,
        at=datetime(2027, 10, 4, 8, tzinfo=UTC),
        convention_id=CONVENTION,
        org=MANDUEL,
        notified_on=date(2027, 10, 1),
        reason_code="other",
        reason="Fermeture de la cuisine.",
    )
    assert course.terminate(agreement, notice) == ()
    assert agreement.due_at == datetime(2027, 11, 29, 23, tzinfo=UTC)
    assert agreement.binds_on(date(2027, 11, 29))
    assert not agreement.binds_on(date(2027, 11, 30))
    (over,) = signatures.watch(agreement, watching(agreement.due_at), Spent())
    assert isinstance(over, told.ConventionTerminated)
