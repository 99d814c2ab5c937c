"""What a stranger found in conventions: each test says what is asked, and fails as long as it is not so."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.conventions.api.conventions import _seen
from services.conventions.consumers import subscriptions
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands import signing
from services.conventions.domain.commands import visits as visit_commands
from services.conventions.domain.convention import course, review, signatures
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.convention import Convention, ConventionState, Spent
from services.conventions.domain.convention.deed import DeedState, FrozenDocument
from services.conventions.domain.documents import DocumentKind, StoredDocument
from services.conventions.domain.errors.convention import UnknownConvention
from services.conventions.domain.errors.visits import ConventionNotReady, OutsideConvention
from services.conventions.domain.people import Person
from services.conventions.domain.signing.journal import Journal, Step, Trace
from services.conventions.domain.signing.slots import Code, Method
from services.conventions.domain.visits import planning
from services.conventions.domain.visits.report import Report
from services.conventions.domain.visits.run_sheet import Item
from services.conventions.domain.visits.slots import Half, half_days
from services.conventions.domain.visits.visit import VisitState
from services.conventions.handlers import conventions as conventions_handlers
from services.conventions.handlers import signing as handlers
from services.conventions.handlers.members import keep_people
from services.conventions.handlers.signing import ask_for_new_signatory
from services.conventions.handlers.visits import schedule_visit
from shared.commands import Actor
from shared.errors import DomainError
from shared.events import conventions as told
from shared.events.directory import MandateEnded, MandateStarted, PersonErased, PersonInvited, PersonUpdated
from shared.events.envelope import Payload
from shared.security.signature_links import DocumentSubject, SignatureSubject
from tests.fakes.agreements import InMemoryAgreements, InMemoryVisits, plain_office
from tests.fakes.conventions import InMemoryMembers
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given import told as as_told
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
    finalised,
    in_force,
    opening,
    proof,
    signatory_of,
    signed,
    slot_command,
    transmission,
    watching,
)
from tests.unit.conventions.given_visit import (
    AIDE,
    CHEF,
    DAY,
    NOW,
    VISIT,
    about,
    plan,
    proposed,
    scheduled,
    slot,
)

MAYOR = signatory_of(MANDUEL).person_id


def a_person(person_id: UUID, email: str = "") -> Person:
    return Person(id=person_id, sequence=1, name="Camille Martin", email=email or f"{person_id}@example.org")


def office_of(agreement: Convention, visits: InMemoryVisits | None = None) -> tuple[Any, InMemoryAgreements]:
    store = InMemoryAgreements()
    store.conventions[CONVENTION] = agreement
    for org in ORGS:
        person_id = signatory_of(org).person_id
        store.people[person_id] = a_person(person_id)
    return plain_office(store, visits or InMemoryVisits()), store


def invited(person_id: UUID, email: str = "maire@example.org") -> PersonInvited:
    return PersonInvited(
        person_id=person_id,
        given_name="Camille",
        family_name="Martin",
        email=email,
        phone=None,
        locale="fr",
        roles=(),
    )


def mandate(contract: type[Any], *, starts_on: date, ends_on: date | None, title: str = "maire") -> Any:
    return contract(person_id=MAYOR, org=MANDUEL, starts_on=starts_on, ends_on=ends_on, title_code=title)


async def heard(person_id: UUID, *facts: Payload) -> Person:
    """What conventions knows of a person, once it has heard these events."""
    members = InMemoryMembers()
    for number, fact in enumerate(facts, start=1):
        await keep_people(as_told(fact, number), members)
    known = await members.person(person_id)
    assert known is not None
    return known


# Who may sign.


async def test_who_no_longer_holds_the_mandate_is_not_asked_to_sign() -> None:
    """REPORTS case 10: opened on 20 April with A, whose mandate ended on 28 March: refused, naming it."""
    office, store = office_of(finalised())
    ended = mandate(MandateEnded, starts_on=date(2020, 7, 1), ends_on=date(2027, 3, 28))
    started = mandate(MandateStarted, starts_on=date(2020, 7, 1), ends_on=None)
    store.people[MAYOR] = await heard(MAYOR, invited(MAYOR), started, ended)
    await ask_for_new_signatory(as_told(ended, 3), office)
    with pytest.raises(DomainError):
        await handlers.open_signing(opening(), office)  # on 15 April 2027


async def test_who_was_erased_is_not_asked_to_sign() -> None:
    """No mail can reach them, and no name stands in the proof."""
    office, store = office_of(finalised())
    store.people[MAYOR] = await heard(
        MAYOR, invited(MAYOR), PersonErased(person_id=MAYOR, deadline=date(2027, 4, 30))
    )
    assert (store.people[MAYOR].name, store.people[MAYOR].email) == ("", "")
    with pytest.raises(DomainError):
        await handlers.open_signing(opening(), office)


async def test_another_signatory_is_asked_for_when_one_is_erased_while_signing() -> None:
    """Directory tells PersonErased alone, without MandateEnded: the signing waits 90 days for nobody."""
    office, store = office_of(being_signed())
    erased = PersonErased(person_id=MAYOR, deadline=date(2027, 5, 30))
    for subscription in subscriptions(None, None):  # type: ignore[arg-type]
        if PersonErased in subscription.contracts and subscription.handler is not keep_people:
            await subscription.handler(as_told(erased, 2), office)
    assert any(isinstance(event, told.ConventionSignatoryNeeded) for event in store.told)


async def test_two_parties_do_not_sign_over_one_mailbox() -> None:
    """REPORTS case 27: « the two cannot be the two signatories of one convention over that one mailbox »."""
    office, store = office_of(finalised())
    for org in ORGS[:2]:
        person_id = signatory_of(org).person_id
        store.people[person_id] = a_person(person_id, "mairie@example.org")
    with pytest.raises(DomainError):
        await handlers.open_signing(opening(), office)


async def test_a_mandate_that_will_end_lets_sign_until_then() -> None:
    """Directory tells an end when it is settled: « it is in force until its last day » (role_facts.ended)."""
    office, _ = office_of(being_signed())
    ends = mandate(MandateEnded, starts_on=date(2020, 7, 1), ends_on=date(2027, 12, 31))
    await ask_for_new_signatory(as_told(ends, 3), office)
    signatures.send_code(
        await office.store.convention(CONVENTION),
        signing.SendCode(
            actor=as_signatory(MANDUEL), at=AT, convention_id=CONVENTION, org=MANDUEL, code="1", nonce="n"
        ),
        masked_address="m",
    )


async def test_a_mayor_who_is_re_elected_goes_on_signing() -> None:
    """REPORTS case 28: « one mandate ended, one started, …, no new signatory asked »."""
    office, store = office_of(being_signed())
    former = {"starts_on": date(2020, 7, 1)}
    started = mandate(MandateStarted, ends_on=None, **former)
    again = mandate(MandateStarted, starts_on=date(2027, 4, 11), ends_on=None)
    ended = mandate(MandateEnded, ends_on=date(2027, 4, 10), **former)
    store.people[MAYOR] = await heard(MAYOR, invited(MAYOR), started, again, ended)
    await ask_for_new_signatory(as_told(ended, 4), office)
    assert not [event for event in store.told if isinstance(event, told.ConventionSignatoryNeeded)]


# What a link alone can do, and old links.


async def test_with_the_link_alone_nothing_is_signed() -> None:
    """REPORTS case 15: « with the link alone and without the code nothing can be signed ».

    This is all that the page behind the link gives (`signing_pages.sign_outside`, `Opened.command`): a file
    signed with any certificate that anybody has made counts at once as the mayor's signature.
    """
    office, store = office_of(being_signed())
    document = store.conventions[CONVENTION].deed.document
    assert document is not None
    from_link = {
        "actor": Actor(person_id=MAYOR),
        "at": AT,
        "convention_id": CONVENTION,
        "amendment": None,
        "org": MANDUEL,
        "trace": Trace("203.0.113.9", "curl"),
    }
    content = b"the document"
    digest = digest_and_keep(store, content)
    store.conventions[CONVENTION].deed.open_for_signature().base_sha256 = digest
    command = signing.SignOutside(
        **from_link, document_id=id_of("file"), file=content + b" signed by Mallory"
    )
    with pytest.raises(DomainError):
        await handlers.sign_outside(command, office)


def digest_and_keep(store: InMemoryAgreements, content: bytes) -> str:
    kept = StoredDocument(
        id=DOCUMENT,
        convention_id=CONVENTION,
        reference="CONV-2027-014",
        amendment=None,
        text_version=1,
        kind=DocumentKind.TEXT,
        at=AT,
        people=frozenset(),
        content=content,
    )
    store.keep_document(kept)
    return kept.sha256


def link_of(agreement: Convention, org: UUID) -> str:
    """What the link in the mail names, as `notifications` makes it from the event, which says no version."""
    deed = agreement.deed
    assert deed.signing is not None
    return str(
        SignatureSubject(
            document=DocumentSubject(convention_id=agreement.id),
            org=org,
            person_id=deed.signing.slot_of(org).signatory.person_id,
        )
    )


def reopened(agreement: Convention) -> None:
    """Refused, written anew, approved and opened again with the same signatories."""
    refusal = signing.RefuseToSign(
        actor=as_signatory(MOUANS), at=AT, convention_id=CONVENTION, org=MOUANS, reason="Le quota a changé."
    )
    signatures.refuse(agreement, refusal)
    agreement.terms = replace(agreement.terms, practice=replace(agreement.terms.practice, half_day_quota=4))
    review.request_review(agreement, commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION))
    for org in ORGS:
        review.approve(agreement, approval(org, version=2))
    review.finalise(agreement, None, document_id=id_of("second"), sha256="b" * 64)
    signatures.open_signing(agreement, opening())


def test_an_old_link_never_signs_a_new_text() -> None:
    """REPORTS case 8: L1 « explains that the text has changed and offers a new link, no way to sign »."""
    agreement = being_signed()
    first = link_of(agreement, MANDUEL)
    reopened(agreement)
    assert agreement.deed.text_version == 2
    assert link_of(agreement, MANDUEL) != first


def test_signing_names_the_text_that_was_shown() -> None:
    """REPORTS case 8: « Signing always names the hash of the text that was shown »."""
    asked = set(signing.SignWithCode.__dataclass_fields__)
    assert asked & {"sha256", "document_sha256", "shown_sha256", "text_version", "version"}


async def test_a_corrected_address_kills_the_code_that_went_to_the_wrong_one() -> None:
    """REPORTS case 9: « signatory 2's former link and code die, a new invitation leaves »."""
    office, store = office_of(being_signed())
    members = InMemoryMembers()
    await keep_people(as_told(invited(MAYOR, "dgs@exmaple.org"), 1), members)
    command = slot_command(MANDUEL)
    code = Code.of("123456", salt="n", at=AT)
    signing_now = store.conventions[CONVENTION].deed.open_for_signature()
    signing_now.keep_code(
        signing_now.awaited(MANDUEL, MAYOR, at=command.at), code, at=AT, facts={"channel": "email"}
    )
    corrected = PersonUpdated(**invited(MAYOR, "dgs@example.org").model_dump())
    for subscription in subscriptions(None, None):  # type: ignore[arg-type]
        if PersonUpdated in subscription.contracts:
            over = members if subscription.handler is keep_people else office
            await subscription.handler(as_told(corrected, 2), over)
    assert signing_now.slot_of(MANDUEL).code is None, "the code that was sent to dgs@exmaple.org still serves"


def test_the_evidence_says_who_replaced_a_signatory() -> None:
    """REPORTS case 9: « the change with its actor is in the evidence »."""
    agreement = being_signed()
    successor = signatory_of(MANDUEL, person_id=id_of("successor"))
    signatures.replace_signatory(
        agreement,
        signing.ReplaceSignatory(actor=STAFF, at=AT, convention_id=CONVENTION, signatory=successor),
    )
    journal = agreement.deed.open_for_signature().journal
    [entry] = [entry for entry in journal.entries if entry.step is Step.REPLACED]
    assert any(str(STAFF.person_id) in value for value in entry.facts.values())


async def test_who_was_replaced_no_longer_reads_the_convention() -> None:
    """A mayor who lost the election, replaced before signing, is neither party nor signatory any more."""
    agreement = being_signed()
    signatures.replace_signatory(
        agreement,
        signing.ReplaceSignatory(
            actor=STAFF,
            at=AT,
            convention_id=CONVENTION,
            signatory=signatory_of(MANDUEL, person_id=id_of("successor")),
        ),
    )
    _, store = office_of(agreement)
    with pytest.raises(UnknownConvention):
        await _seen(store, CONVENTION, Actor(person_id=MAYOR))  # type: ignore[arg-type]


def test_the_chain_of_the_evidence_survives_the_erasure_of_an_address() -> None:
    """REPORTS case 13: address and user agent are unreadable once erased, and every evidence verifies."""
    journal = Journal()
    facts = {"org": str(MANDUEL), **Trace("198.51.100.7", "Firefox").facts()}
    journal.write(Step.OPENED, at=AT, signatory_id=MAYOR, facts=facts)
    journal.write(Step.SIGNED, at=AT, signatory_id=MAYOR, facts={"org": str(MANDUEL)})
    first = journal.entries[0]
    journal.entries[0] = replace(first, facts={**first.facts, "ip_address": "", "user_agent": ""})
    assert journal.is_intact


# Amendments.


def sign_amendment(agreement: Convention, at: datetime, by: tuple[UUID, ...] = ORGS) -> Any:
    """The amendment is frozen, opened and signed by all at this instant; what the last signature tells."""
    deed, number = agreement.amendment(1).deed, 1
    deed.state = DeedState.IN_REVIEW
    deed.freeze(FrozenDocument(id=DOCUMENT, version=1, sha256="c" * 64))
    signatures.open_signing(agreement, opening(at=at, amendment=number))
    events: Any = ()
    for index, org in enumerate(by):
        before = deed.open_for_signature().sha256
        asked = filing(org, at=at, amendment=number)
        left = proof(before, f"{index + 3}" * 64)
        events = signatures.record_signature(agreement, asked, Method.SIMPLE_OTP, left)
    return events


def test_the_new_end_is_warned_of_though_the_former_one_was() -> None:
    """REPORTS case 11: « The warning … before 2027-06-30 is not sent, the one for 2027-12-31 is ».

    An end is put off when it is near: the parties were warned 30 days before, and then agreed on a year more.
    """
    agreement = in_force()
    near = datetime(2028, 8, 2, 8, tzinfo=UTC)
    warned = signatures.watch(agreement, watching(near), Spent())
    assert [event.days_left for event in warned if isinstance(event, told.ConventionEndNear)] == [30]
    course.draft_amendment(
        agreement,
        commands.DraftAmendment(
            actor=STAFF,
            at=near,
            convention_id=CONVENTION,
            subject="Une année de plus",
            changes=Changes(ends_on=date(2029, 8, 31)),
            effect_on=date(2028, 8, 20),
        ),
    )
    sign_amendment(agreement, near + timedelta(days=10))
    seen = []
    while agreement.due_at:
        seen += signatures.watch(agreement, watching(agreement.due_at), Spent())
    assert [type(event).__name__ for event in seen] == [
        "ConventionEndNear",
        "ConventionEndNear",
        "ConventionEnded",
    ]


def test_an_amendment_is_not_signed_once_the_convention_is_over() -> None:
    """All sign in time but one, two days after the end: told as signed, and nothing is prolonged."""
    agreement = amended(Changes(ends_on=date(2029, 8, 31)))
    before, over = datetime(2028, 8, 20, 8, tzinfo=UTC), datetime(2028, 9, 2, 8, tzinfo=UTC)
    sign_amendment(agreement, before, by=ORGS[:2])
    signatures.watch(agreement, watching(over), Spent())
    assert agreement.state is ConventionState.ENDED
    deed = agreement.amendment(1).deed
    try:
        left = proof(deed.open_for_signature().sha256, "9" * 64)
        last = filing(ORGS[2], at=over, amendment=1)
        events = signatures.record_signature(agreement, last, Method.SIMPLE_OTP, left)
    except DomainError:
        return
    assert not any(isinstance(event, told.AmendmentSigned) for event in events) or (
        agreement.state is ConventionState.IN_FORCE
    ), "told as signed until 2029, while the convention stays ended since 2028"


def test_before_an_amendment_is_in_force_a_visit_beyond_the_first_end_is_refused() -> None:
    """REPORTS case 11: « before 2027-05-02 the same call is refused » (in force on that day)."""
    agreement = amended(Changes(ends_on=date(2029, 8, 31)))  # in effect on 1 January 2028
    sign_amendment(agreement, datetime(2027, 11, 20, 9, tzinfo=UTC))
    beyond = plan(slot(date(2028, 10, 12), Half.MORNING, CHEF))
    visit = proposed(agreement, wanted=beyond)
    before = datetime(2027, 12, 1, 9, tzinfo=UTC)
    command = visit_commands.ScheduleVisit(**about(at=before))
    with pytest.raises(OutsideConvention):
        planning.schedule(visit, command, agreement, booked=())


async def scheduled_late(agreement: Convention, day: date) -> tuple[Any, InMemoryAgreements, InMemoryVisits]:
    visits = InMemoryVisits()
    office, store = office_of(agreement, visits)
    visits.visits[VISIT] = proposed(agreement, wanted=plan(slot(day), slot(day, Half.AFTERNOON)))
    await schedule_visit(visit_commands.ScheduleVisit(**about()), office)
    return office, store, visits


async def test_an_amendment_that_brings_the_end_forward_cancels_visits_beyond_it() -> None:
    """Issue 13: « an amendment moves every later check, timer and total »; a termination cancels at once."""
    agreement = amended(Changes(ends_on=date(2028, 2, 29)))
    office, store, visits = await scheduled_late(agreement, date(2028, 5, 16))
    at = datetime(2027, 11, 20, 9, tzinfo=UTC)
    deed = agreement.amendment(1).deed
    content = b"the amendment"
    deed.state = DeedState.IN_REVIEW
    deed.freeze(FrozenDocument(id=DOCUMENT, version=1, sha256=digest_and_keep(store, content)))
    await handlers.open_signing(opening(at=at, amendment=1), office)
    for org in ORGS:
        asked = {"actor": as_signatory(org), "at": at, "convention_id": CONVENTION, "org": org}
        await handlers.send_code(signing.SendCode(**asked, amendment=1, code="123456", nonce="n"), office)
        filed = signing.SignWithCode(**asked, amendment=1, document_id=id_of(str(org)), code="123456")
        assert (await handlers.sign_with_code(filed, office)).accepted
    assert any(isinstance(event, told.AmendmentSigned) for event in store.told)
    in_effect = datetime(2028, 1, 2, 9, tzinfo=UTC)
    await conventions_handlers.watch_convention(watching(in_effect), office)
    assert agreement.ends_on == date(2028, 2, 29)
    assert visits.visits[VISIT].state is VisitState.CANCELLED


async def test_reserved_and_consumed_never_exceed_the_quota_of_an_amendment() -> None:
    """DOMAIN 4: « Invariant per convention and calendar year: reserved + consumed ≤ quota »."""
    agreement = amended(Changes(half_day_quota=2))  # from 1 January 2028
    _, _, visits = await scheduled_late(agreement, date(2028, 5, 16))
    used = (await visits.ledger(CONVENTION, 2028)).used
    assert used == 4
    try:
        sign_amendment(agreement, datetime(2027, 11, 20, 9, tzinfo=UTC))
    except DomainError:
        return
    assert used <= agreement.quota_in(2028), "more is reserved than agreed, and nobody is told"


# Dates and outcomes.


def test_nobody_is_warned_of_an_end_that_a_termination_comes_before() -> None:
    agreement = in_force()
    course.terminate(
        agreement,
        commands.RecordTermination(
            actor=STAFF,
            at=datetime(2028, 5, 1, 8, tzinfo=UTC),
            convention_id=CONVENTION,
            org=MANDUEL,
            notified_on=date(2028, 5, 1),
            reason_code="other",
            reason="Fermeture de la cuisine.",
        ),
    )
    assert agreement.life.termination is not None
    assert agreement.life.termination.effective_on < agreement.ends_on
    events = signatures.watch(agreement, watching(datetime(2028, 6, 2, 22, 30, tzinfo=UTC)), Spent())
    assert not [event for event in events if isinstance(event, told.ConventionEndNear)]


def test_a_visit_before_the_convention_entered_into_force_was_not_held_under_it() -> None:
    """DOMAIN 5.9, `scheduled` → `held`: « last slot passed, convention was in force »."""
    agreement = signed()
    visit = scheduled(agreement)  # on 14 October; the effect date is 1 September
    for org in (MOUANS, MANDUEL):
        late = datetime(2027, 12, 1, 9, tzinfo=UTC)  # the prefecture got the act in December
        course.record_transmission(agreement, transmission(org, at=late))
    assert agreement.state is ConventionState.IN_FORCE
    command = visit_commands.ConfirmVisit(
        **about(at=datetime(2027, 12, 2, 9, tzinfo=UTC)), slots=visit.plan.slots, participants_count=6
    )
    with pytest.raises(ConventionNotReady):
        visit.confirm(command, agreement)


def test_the_agents_who_really_came_write_the_report() -> None:
    """DOMAIN 5.9 « real agents and slots recorded », 5.10 « drafted (agent or referent) »."""
    agreement, stand_in = in_force(), id_of("stand-in")
    visit = scheduled(agreement, wanted=plan(slot(DAY, Half.MORNING, CHEF)))
    really = (slot(DAY, Half.MORNING, stand_in),)
    visit.confirm(
        visit_commands.ConfirmVisit(**about(at=NOW + timedelta(days=40)), slots=really, participants_count=6),
        agreement,
    )
    assert visit.outcome is not None
    assert half_days(visit.outcome.slots) == {2027: 1}
    report = Report.on_visit(visit, agreement, report_id=id_of("report"), at=NOW + timedelta(days=41))
    assert report.may_write(Actor(person_id=stand_in))
    assert not report.may_write(Actor(person_id=CHEF))


def test_a_visit_that_moves_by_a_week_keeps_its_run_sheet() -> None:
    """The sessions of a gathering move with it; the déroulé of a visit is wiped without a word."""
    agreement = in_force()
    visit = scheduled(agreement, wanted=plan(slot(DAY, Half.MORNING, CHEF, AIDE)))
    item = Item(day=DAY, starts=time(9), ends=time(10), title="Visite de la cuisine")
    visit.write_run_sheet(visit_commands.WriteRunSheet(**about(), items=(item,)))
    later = plan(slot(DAY + timedelta(days=7), Half.MORNING, CHEF, AIDE))
    planning.reschedule(visit, visit_commands.RescheduleVisit(**about(), plan=later), agreement, booked=())
    assert [each.title for each in visit.run_sheet] == ["Visite de la cuisine"]
