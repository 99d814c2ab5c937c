"""Specifies what the end, an amendment and a termination reach: warnings, quotas, visits, open amendments."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands import signing
from services.conventions.domain.commands import visits as visit_commands
from services.conventions.domain.convention import course, review, signatures
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.convention import Convention, ConventionState, Events, Spent
from services.conventions.domain.convention.deed import DeedState, FrozenDocument
from services.conventions.domain.documents import DocumentKind, StoredDocument
from services.conventions.domain.errors.convention import ConventionStateRefuses, QuotaInUse
from services.conventions.domain.errors.signing import CodeVoid
from services.conventions.domain.errors.visits import OutsideConvention, QuotaExceeded
from services.conventions.domain.people import Person
from services.conventions.domain.signing.journal import Step
from services.conventions.domain.signing.slots import Method
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.slots import Half
from services.conventions.domain.visits.visit import VisitState
from services.conventions.handlers import signatories, visits
from services.conventions.handlers import signing as signing_handlers
from services.conventions.ports.office import Office
from shared.events import conventions as told
from shared.events.envelope import Payload
from tests.fakes.agreements import InMemoryAgreements, InMemoryVisits, plain_office
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import (
    AT,
    CONVENTION,
    DOCUMENT,
    MOUANS,
    ORGS,
    STAFF,
    amended,
    approval,
    as_signatory,
    being_signed,
    filing,
    in_force,
    opening,
    proof,
    signatory_of,
    watching,
)
from tests.unit.conventions.given_visit import VISIT, about, plan, proposed, slot

TEXT = b"the amendment"
IN_NOVEMBER = datetime(2027, 11, 20, 9, tzinfo=UTC)


class Amending:
    """A convention in force, its one amendment ready to be signed, and visits under it."""

    def __init__(self, changes: Changes) -> None:
        self.agreement = amended(changes)
        self.store, self.visits = InMemoryAgreements(), InMemoryVisits()
        self.office: Office = plain_office(self.store, self.visits)
        self.store.conventions[CONVENTION] = self.agreement
        for org in ORGS:
            person_id = signatory_of(org).person_id
            self.store.people[person_id] = Person(id=person_id, sequence=1, email=f"{org}@example.org")
        kept = StoredDocument(
            id=DOCUMENT,
            convention_id=CONVENTION,
            reference="CONV-2027-014-A1",
            amendment=1,
            text_version=1,
            kind=DocumentKind.TEXT,
            at=AT,
            people=frozenset(),
            content=TEXT,
        )
        self.store.keep_document(kept)
        deed = self.agreement.amendment(1).deed
        deed.state = DeedState.IN_REVIEW
        deed.freeze(FrozenDocument(id=DOCUMENT, version=1, sha256=kept.sha256))

    async def schedule(self, day: date) -> None:
        """A visit of two half-days of two agents."""
        wanted = plan(slot(day), slot(day, Half.AFTERNOON))
        self.visits.visits[VISIT] = proposed(self.agreement, wanted=wanted)
        await visits.schedule_visit(visit_commands.ScheduleVisit(**about()), self.office)

    async def open(self, at: datetime = IN_NOVEMBER) -> None:
        await signatories.open_signing(opening(at=at, amendment=1), self.office)

    async def sign(self, *orgs: UUID, at: datetime = IN_NOVEMBER) -> None:
        document = self.agreement.amendment(1).deed.document
        assert document is not None
        for org in orgs:
            asked: dict[str, Any] = {"actor": as_signatory(org), "at": at, "org": org, "amendment": 1}
            asked |= {"convention_id": CONVENTION}
            await signing_handlers.send_code(signing.SendCode(**asked, code="123456", nonce="n"), self.office)
            filed: dict[str, Any] = {
                "document_id": id_of(str(org)),
                "code": "123456",
                "sha256": document.sha256,
            }
            command = signing.SignWithCode(**asked, **filed)
            assert (await signing_handlers.sign_with_code(command, self.office)).accepted


def kinds_of(events: Iterable[Payload]) -> list[str]:
    return [type(event).__name__ for event in events]


def sign_amendment(agreement: Convention, at: datetime, *, by: tuple[UUID, ...] = ORGS) -> Events:
    """The amendment is frozen, opened and signed at this instant; what the last signature tells."""
    deed = agreement.amendment(1).deed
    deed.state = DeedState.IN_REVIEW
    deed.freeze(FrozenDocument(id=DOCUMENT, version=1, sha256="c" * 64))
    signatures.open_signing(agreement, opening(at=at, amendment=1))
    events: Events = ()
    for number, org in enumerate(by):
        left = proof(deed.open_for_signature().sha256, f"{number + 3}" * 64)
        asked = filing(org, at=at, amendment=1)
        events = signatures.record_signature(agreement, asked, Method.SIMPLE_OTP, left)
    return events


def to_terminate(at: datetime) -> commands.RecordTermination:
    return commands.RecordTermination(
        actor=STAFF,
        at=at,
        convention_id=CONVENTION,
        org=MANDUEL,
        notified_on=at.date(),
        reason_code="other",
        reason="Fermeture de la cuisine.",
    )


def test_the_new_end_is_warned_of_though_the_former_one_was() -> None:
    agreement = in_force()
    near = datetime(2028, 8, 2, 8, tzinfo=UTC)
    [warned] = signatures.watch(agreement, watching(near), Spent())
    assert isinstance(warned, told.ConventionEndNear)
    assert (warned.ends_on, warned.days_left) == (date(2028, 8, 31), 29)
    prolonged = commands.DraftAmendment(
        actor=STAFF,
        at=near,
        convention_id=CONVENTION,
        subject="Une année de plus",
        changes=Changes(ends_on=date(2029, 8, 31)),
        effect_on=date(2028, 8, 20),
    )
    course.draft_amendment(agreement, prolonged)
    sign_amendment(agreement, near + timedelta(days=10))
    seen: list[Any] = []
    while agreement.due_at:
        seen += signatures.watch(agreement, watching(agreement.due_at), Spent())
    *warnings, ended = seen
    assert [(each.ends_on, each.days_left) for each in warnings] == [
        (date(2029, 8, 31), 90),
        (date(2029, 8, 31), 30),
    ]
    assert isinstance(ended, told.ConventionEnded)


def test_nobody_is_warned_of_an_end_that_a_termination_comes_before() -> None:
    agreement = in_force()
    course.terminate(agreement, to_terminate(datetime(2028, 5, 1, 8, tzinfo=UTC)))
    seen: list[Payload] = []
    while agreement.due_at:
        seen += signatures.watch(agreement, watching(agreement.due_at), Spent())
    assert kinds_of(seen) == ["ConventionTerminated"]


def test_an_amendment_is_not_signed_once_the_convention_is_over() -> None:
    agreement = amended(Changes(ends_on=date(2029, 8, 31)))
    sign_amendment(agreement, datetime(2028, 8, 20, 8, tzinfo=UTC), by=ORGS[:2])
    over = datetime(2028, 9, 2, 8, tzinfo=UTC)
    events = signatures.watch(agreement, watching(over), Spent())
    assert kinds_of(events) == ["ConventionEnded", "AmendmentAbandoned"]
    assert agreement.amendment(1).deed.state is DeedState.ABANDONED
    with pytest.raises(ConventionStateRefuses):
        signatures.record_signature(
            agreement,
            filing(ORGS[2], at=over, amendment=1),
            Method.SIMPLE_OTP,
            proof("c" * 64, "9" * 64),
        )


def test_an_amendment_is_given_up_with_the_convention_that_a_party_ends() -> None:
    agreement = amended(Changes(half_day_quota=20))
    course.terminate(agreement, to_terminate(datetime(2028, 1, 10, 8, tzinfo=UTC)))
    assert agreement.life.termination is not None
    seen: list[Payload] = []
    while agreement.due_at:
        seen += signatures.watch(agreement, watching(agreement.due_at), Spent())
    assert kinds_of(seen) == ["ConventionTerminated", "AmendmentAbandoned"]


async def test_an_amendment_that_brings_the_end_forward_cancels_visits_beyond_it() -> None:
    amending = Amending(Changes(ends_on=date(2028, 2, 29)))
    await amending.schedule(date(2028, 5, 16))
    await amending.open()
    await amending.sign(*ORGS[:2])
    assert amending.visits.visits[VISIT].state is VisitState.SCHEDULED
    await amending.sign(ORGS[2])
    assert amending.visits.visits[VISIT].state is VisitState.CANCELLED
    assert (await amending.visits.ledger(CONVENTION, 2028)).used == 0
    cancelled = amending.visits.told[-1]
    assert isinstance(cancelled, told.VisitCancelled)
    assert cancelled.reason_code == "convention_ended"


def test_what_an_amendment_adds_is_planned_once_it_is_in_force() -> None:
    agreement = amended(Changes(ends_on=date(2029, 8, 31)))  # in force on 1 January 2028
    sign_amendment(agreement, IN_NOVEMBER)
    beyond = plan(slot(date(2028, 10, 12), Half.MORNING))

    def schedule(at: datetime) -> None:
        visit = proposed(agreement, wanted=beyond)
        planning.schedule(visit, visit_commands.ScheduleVisit(**about(at=at)), agreement, booked=())

    with pytest.raises(OutsideConvention):
        schedule(datetime(2027, 12, 31, 22, tzinfo=UTC))
    schedule(datetime(2027, 12, 31, 23, 30, tzinfo=UTC))  # past midnight in Paris


async def test_half_days_that_an_amendment_adds_are_planned_once_it_is_in_force() -> None:
    amending = Amending(Changes(half_day_quota=23))  # 20 until 31 December 2027
    await amending.open()
    await amending.sign(*ORGS)
    ledger = await amending.visits.ledger(CONVENTION, 2028)
    ledger.reserved = 18
    amending.visits.save_ledger(ledger)
    with pytest.raises(QuotaExceeded) as refused:
        await amending.schedule(date(2028, 5, 16))
    assert (refused.value.facts["quota"], refused.value.facts["left"]) == (20, 2)
    agreement = amending.agreement
    assert [agreement.plannable_in(year, today=date(2028, 1, 1)) for year in (2027, 2028)] == [20, 23]


async def test_an_amendment_leaves_room_for_what_is_planned() -> None:
    amending = Amending(Changes(half_day_quota=2))
    await amending.schedule(date(2028, 5, 16))
    with pytest.raises(QuotaInUse) as refused:
        await amending.open()
    assert refused.value.facts == {"year": 2028, "used": 4, "quota": 2}
    assert amending.agreement.amendment(1).deed.state is DeedState.FINALISED


async def test_nothing_is_planned_beyond_the_quota_that_is_being_signed() -> None:
    amending = Amending(Changes(half_day_quota=2))
    await amending.open()
    with pytest.raises(QuotaExceeded):
        await amending.schedule(date(2028, 5, 16))
    await amending.sign(*ORGS)
    assert amending.agreement.quota_in(2028) == 2


def reopened() -> Convention:
    """Refused, written anew, approved, and opened again with the same signatories."""
    agreement = being_signed()
    refusal = signing.RefuseToSign(
        actor=as_signatory(MOUANS), at=AT, convention_id=CONVENTION, org=MOUANS, reason="Le quota change."
    )
    signatures.refuse(agreement, refusal)
    agreement.terms = replace(agreement.terms, practice=replace(agreement.terms.practice, half_day_quota=4))
    review.request_review(agreement, commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION))
    for org in ORGS:
        review.approve(agreement, approval(org, version=2))
    review.finalise(agreement, None, document_id=id_of("second"), sha256="b" * 64)
    return agreement


def test_another_text_is_asked_for_by_another_link() -> None:
    agreement = reopened()
    requests = [
        event
        for event in signatures.open_signing(agreement, opening())
        if isinstance(event, told.ConventionSignatureRequested)
    ]
    assert {each.text_id for each in requests} == {id_of("second")} != {DOCUMENT}
    assert agreement.state is ConventionState.SIGNING


async def test_who_was_shown_another_text_does_not_sign_this_one() -> None:
    amending = Amending(Changes(ends_on=date(2029, 8, 31)))
    await amending.open()
    asked: dict[str, Any] = {"actor": as_signatory(MANDUEL), "at": IN_NOVEMBER, "org": MANDUEL}
    asked |= {"amendment": 1, "convention_id": CONVENTION}
    await signing_handlers.send_code(signing.SendCode(**asked, code="123456", nonce="n"), amending.office)
    filed: dict[str, Any] = {"document_id": id_of("file"), "code": "123456", "sha256": "0" * 64}
    tried = await signing_handlers.sign_with_code(signing.SignWithCode(**asked, **filed), amending.office)
    assert tried.outcome is signing_handlers.Outcome.OTHER_TEXT
    journal = amending.agreement.amendment(1).deed.open_for_signature().journal
    assert (journal.entries[-1].step, journal.entries[-1].facts["sha256"]) == (Step.OTHER_TEXT, "0" * 64)
    await amending.sign(MANDUEL)


async def test_with_the_link_alone_nothing_is_signed() -> None:
    amending = Amending(Changes(ends_on=date(2029, 8, 31)))
    await amending.open()
    asked: dict[str, Any] = {"actor": as_signatory(MANDUEL), "at": IN_NOVEMBER, "org": MANDUEL}
    asked |= {"amendment": 1, "convention_id": CONVENTION}
    filed: dict[str, Any] = {"document_id": id_of("file"), "file": TEXT + b" signed elsewhere"}
    with pytest.raises(CodeVoid):
        await signing_handlers.sign_outside(
            signing.SignOutside(**asked, **filed, code="123456"), amending.office
        )
    await signing_handlers.send_code(signing.SendCode(**asked, code="123456", nonce="n"), amending.office)
    wrong = signing.SignOutside(**asked, **filed, code="000000")
    assert not (await signing_handlers.sign_outside(wrong, amending.office)).accepted
    right = signing.SignOutside(**asked, **filed, code="123456")
    assert (await signing_handlers.sign_outside(right, amending.office)).accepted
