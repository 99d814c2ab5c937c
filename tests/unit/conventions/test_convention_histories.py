"""Random histories of a convention and its signatures: a signed text is the text that everybody signed."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import TypeAdapter

from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands import signing
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.convention import Convention, ConventionState
from services.conventions.domain.convention.deed import Deed, DeedState
from services.conventions.domain.convention.terms import LegalForm, Terms
from services.conventions.domain.documents import digest_of
from services.conventions.domain.people import Person, person_after
from services.conventions.domain.signing.journal import GENESIS, Step
from services.conventions.domain.signing.slots import SlotState
from services.conventions.handlers.signatories import ask_for_new_signatory
from services.conventions.handlers.table import COMMANDS
from shared.commands import SYSTEM, Actor
from shared.errors import DomainError
from shared.events import conventions as told
from shared.events.directory import MandateEnded
from shared.events.envelope import Envelope, Payload
from shared.ids import new_id
from tests.fakes.agreements import InMemoryAgreements, InMemoryVisits, plain_office
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given import told as as_told
from tests.unit.conventions.given_agreement import (
    AT,
    CONVENTION,
    MOUANS,
    ORGS,
    PARTIES,
    REQUEST,
    STAFF,
    TERMS,
    matched,
    signatory_of,
    speaker_of,
)

DUMP = TypeAdapter(Convention)
STATE = ConventionState
AFTER: dict[STATE, frozenset[STATE]] = {
    STATE.DRAFT: frozenset({STATE.IN_REVIEW, STATE.ABANDONED}),
    STATE.IN_REVIEW: frozenset({STATE.DRAFT, STATE.FINALISED, STATE.ABANDONED}),
    STATE.FINALISED: frozenset({STATE.SIGNING, STATE.ABANDONED}),
    STATE.SIGNING: frozenset({STATE.SIGNED, STATE.DRAFT, STATE.FINALISED, STATE.ABANDONED}),
    STATE.SIGNED: frozenset({STATE.IN_FORCE}),
    STATE.IN_FORCE: frozenset({STATE.ENDED, STATE.TERMINATED}),
    STATE.ENDED: frozenset(),
    STATE.TERMINATED: frozenset(),
    STATE.ABANDONED: frozenset(),
}
"""Where a convention can go from each state: the table of the domain."""
TOLD_ON: dict[tuple[STATE, STATE], type[Payload]] = {
    (STATE.DRAFT, STATE.IN_REVIEW): told.ConventionReviewRequested,
    (STATE.IN_REVIEW, STATE.DRAFT): told.ConventionRevised,
    (STATE.IN_REVIEW, STATE.FINALISED): told.ConventionFinalised,
    (STATE.FINALISED, STATE.SIGNING): told.ConventionSigningOpened,
    (STATE.SIGNING, STATE.SIGNED): told.ConventionSigned,
    (STATE.SIGNING, STATE.DRAFT): told.ConventionSignatureRefused,
    (STATE.SIGNING, STATE.FINALISED): told.ConventionSigningExpired,
    (STATE.SIGNED, STATE.IN_FORCE): told.ConventionEnteredIntoForce,
    (STATE.IN_FORCE, STATE.ENDED): told.ConventionEnded,
    (STATE.IN_FORCE, STATE.TERMINATED): told.ConventionTerminated,
}
AMENDMENT_TOLD_ON: dict[tuple[DeedState, DeedState], type[Payload]] = {
    (DeedState.DRAFT, DeedState.IN_REVIEW): told.AmendmentReviewRequested,
    (DeedState.IN_REVIEW, DeedState.DRAFT): told.AmendmentRevised,
    (DeedState.IN_REVIEW, DeedState.FINALISED): told.AmendmentFinalised,
    (DeedState.FINALISED, DeedState.SIGNING): told.ConventionSignatureRequested,
    (DeedState.SIGNING, DeedState.SIGNED): told.AmendmentSigned,
    (DeedState.SIGNING, DeedState.DRAFT): told.AmendmentSignatureRefused,
    (DeedState.SIGNING, DeedState.FINALISED): told.AmendmentSigningExpired,
}
ORG, TEXT = st.sampled_from(ORGS), st.sampled_from((None, 1, 2))
NAMES = st.sampled_from(("signatory", "deputy", "stranger"))
CODE = "123456"
FIRST_DAY = datetime(2027, 9, 1, 6, tzinfo=UTC)


def person_of(name: str, org: UUID) -> UUID:
    return signatory_of(org).person_id if name == "signatory" else id_of(f"{name} of {org}")


class ConventionHistories(RuleBasedStateMachine):
    """Everybody asks for anything at any time; what is refused must leave no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.store, self.at = InMemoryAgreements(), AT
        self.office = plain_office(self.store, InMemoryVisits())
        self.store.requests[REQUEST] = matched()
        self.store.requests[REQUEST].put_under_convention(CONVENTION)
        self.store.conventions[CONVENTION] = Convention(
            id=CONVENTION,
            reference="CONV-2027-014",
            exchange_request_id=REQUEST,
            legal_form=LegalForm.PARTNERSHIP,
            template_version=1,
            parties=PARTIES,
            terms=TERMS,
        )
        for org in ORGS:
            for name in ("signatory", "deputy", "stranger"):
                person_id = person_of(name, org)
                email = f"{person_id}@example.org"
                self.store.people[person_id] = Person(id=person_id, sequence=1, name=name, email=email)
        self.frozen: dict[int | None, tuple[int, Terms]] = {}
        self.lost: set[tuple[UUID, UUID]] = set()

    @property
    def now(self) -> Convention:
        return self.store.conventions[CONVENTION]

    def deed(self, amendment: int | None) -> Deed | None:
        known = {each.number: each.deed for each in self.now.amendments}
        return self.now.deed if amendment is None else known.get(amendment)

    @initialize(steps=st.integers(0, 6))
    def begin(self, steps: int) -> None:
        for _ in range(steps):
            self.go_on(None, SlotState.SIGNED)

    @rule(amendment=TEXT, how_far=st.sampled_from((SlotState.VIEWED, SlotState.SIGNED)))
    def go_on(self, amendment: int | None, how_far: SlotState) -> None:
        """The step that usually comes next."""
        deed = self.deed(amendment)
        match deed.state if deed else None:
            case DeedState.DRAFT:
                self.request_review(amendment)
            case DeedState.IN_REVIEW:
                self.approve(amendment, 0, list(ORGS))
            case DeedState.FINALISED:
                self.open_signing(amendment, list(ORGS), len(ORGS), ordered=True)
            case DeedState.SIGNING:
                for org in ORGS[: None if how_far is SlotState.SIGNED else 2]:
                    self.sign_with_code(org, amendment, "signatory", CODE)
            case DeedState.SIGNED if self.now.state is STATE.SIGNED:
                self.at = max(self.at, FIRST_DAY)
                for org in (MOUANS, MANDUEL):
                    self.transmit(org, required=False)

    @rule(title=st.sampled_from(("Équipes", "Équipes en cuisine")), by_staff=st.booleans())
    def revise(self, title: str, *, by_staff: bool) -> None:
        actor = STAFF if by_staff else speaker_of(MANDUEL)
        terms = replace(TERMS, title=title)
        about = {"legal_form": self.now.legal_form, "parties": PARTIES, "terms": terms}
        self.does(commands.ReviseText, actor, **about)

    @rule(amendment=TEXT)
    def request_review(self, amendment: int | None) -> None:
        self.does(commands.RequestReview, STAFF, amendment=amendment)

    @rule(org=ORG, amendment=TEXT, asks_change=st.booleans())
    def comment(self, org: UUID, amendment: int | None, *, asks_change: bool) -> None:
        said = {"comment_id": new_id(), "org": org, "body": "Le lieu.", "asks_change": asks_change}
        self.does(commands.CommentText, speaker_of(org), amendment=amendment, **said)

    @rule(amendment=TEXT, version=st.sampled_from((0, 0, 0, -1)), orgs=st.permutations(ORGS))
    def approve(self, amendment: int | None, version: int, orgs: list[UUID]) -> None:
        for org in orgs:
            deed = self.deed(amendment)
            read = version + (deed.text_version if deed else 1)
            said = {"org": org, "document_id": new_id(), "version": read}
            self.does(commands.ApproveText, speaker_of(org), amendment=amendment, **said)

    @rule(amendment=TEXT, ordered=st.booleans(), orgs=st.permutations(ORGS), count=st.sampled_from((3, 3, 2)))
    def open_signing(self, amendment: int | None, orgs: list[UUID], count: int, *, ordered: bool) -> None:
        signatories = tuple(signatory_of(org) for org in orgs[:count])
        self.does(signing.OpenSigning, STAFF, amendment=amendment, signatories=signatories, ordered=ordered)

    @rule(org=ORG, amendment=TEXT, name=NAMES, code=st.sampled_from((CODE, CODE, "000000")))
    def sign_with_code(self, org: UUID, amendment: int | None, name: str, code: str) -> None:
        actor = Actor(person_of(name, org))
        self.does(signing.SendCode, actor, amendment=amendment, org=org, code=CODE, nonce="n")
        deed = self.deed(amendment)
        shown = deed.document.sha256 if deed and deed.document else ""
        said = {"org": org, "document_id": new_id(), "code": code, "sha256": shown}
        self.does(signing.SignWithCode, actor, amendment=amendment, **said)

    @rule(org=ORG, amendment=TEXT, name=NAMES, on_what=st.sampled_from(("this", "this", "another")))
    def sign_outside(self, org: UUID, amendment: int | None, name: str, on_what: str) -> None:
        deed = self.deed(amendment)
        known = self.store.documents.get(deed.sha256 or "") if deed else None
        before = known.content if known and on_what == "this" else b"another document"
        said = {"org": org, "document_id": new_id(), "file": before + b"\nmy own signature"}
        self.does(signing.SignOutside, Actor(person_of(name, org)), amendment=amendment, **said)

    @rule(org=ORG, amendment=TEXT, confirmed=st.booleans())
    def sign_on_paper(self, org: UUID, amendment: int | None, *, confirmed: bool) -> None:
        said = {"org": org, "document_id": new_id(), "file": b"a scan"}
        self.does(signing.UploadScan, speaker_of(org), amendment=amendment, **said)
        if confirmed:
            said = {"org": org, "document_id": new_id()}
            self.does(signing.ConfirmScan, STAFF, amendment=amendment, **said)

    @rule(org=ORG, amendment=TEXT, name=NAMES, reason=st.sampled_from(("Trop cher.", " ")))
    def refuse(self, org: UUID, amendment: int | None, name: str, reason: str) -> None:
        actor = Actor(person_of(name, org))
        self.does(signing.RefuseToSign, actor, amendment=amendment, org=org, reason=reason)

    @rule(org=ORG, amendment=TEXT, name=NAMES)
    def replace_signatory(self, org: UUID, amendment: int | None, name: str) -> None:
        new = signatory_of(org, person_id=person_of(name, org))
        if self.does(signing.ReplaceSignatory, STAFF, amendment=amendment, signatory=new):
            assert (org, new.person_id) not in self.lost

    @rule(org=ORG, name=NAMES)
    def lose_mandate(self, org: UUID, name: str) -> None:
        person_id = person_of(name, org)
        yesterday, known = self.at.date() - timedelta(days=1), self.store.people[person_id]
        ended = MandateEnded(
            person_id=person_id, org=org, starts_on=date(2026, 3, 28), ends_on=yesterday, title_code="maire"
        )
        event: Envelope[Any] = as_told(ended, known.sequence + 1).model_copy(update={"time": self.at})
        self.store.people[person_id] = person_after(known, event, person_id)
        asyncio.run(ask_for_new_signatory(event, self.office))
        self.lost.add((org, person_id))

    @rule(amendment=TEXT, sure=st.sampled_from((False,) * 5 + (True,)))
    def abandon(self, amendment: int | None, *, sure: bool) -> None:
        if sure:
            self.does(commands.Abandon, STAFF, amendment=amendment, reason_code="other", reason="Reporté.")

    @precondition(lambda self: self.now.state is STATE.SIGNED)
    @rule(org=st.sampled_from((MOUANS, MANDUEL)), required=st.booleans())
    def transmit(self, org: UUID, *, required: bool) -> None:
        self.does(commands.RecordTransmission, speaker_of(org), org=org, required=required)

    @precondition(lambda self: self.now.state in {STATE.SIGNED, STATE.IN_FORCE})
    @rule(quota=st.integers(5, 30), steps=st.integers(0, 5))
    def amend(self, quota: int, steps: int) -> None:
        said = {"subject": "Plus", "changes": Changes(half_day_quota=quota), "effect_on": self.at.date()}
        self.does(commands.DraftAmendment, STAFF, **said)
        for _ in range(steps):
            self.go_on(len(self.now.amendments), SlotState.SIGNED)

    @precondition(lambda self: self.now.state is STATE.IN_FORCE)
    @rule(org=st.sampled_from((MOUANS, MANDUEL)))
    def terminate(self, org: UUID) -> None:
        said = {"notified_on": self.at.date(), "reason_code": "other", "reason": "Fermeture."}
        self.does(commands.RecordTermination, STAFF, org=org, **said)

    @rule(days=st.sampled_from((1, 8, 50, 91, 200)))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        for _ in range(2):  # done twice, the second finds nothing left to do
            before = len(self.store.told)
            self.does(commands.WatchConvention, SYSTEM, report_id=new_id())
        assert len(self.store.told) == before

    @invariant()
    def what_is_signed_is_what_everybody_signed(self) -> None:
        for number in (None, *(each.number for each in self.now.amendments)):
            deed = self.now.deed_of(number)
            if deed.signing is None or deed.document is None:
                continue
            journal = deed.signing.journal
            assert journal.is_intact
            assert not journal.entries or journal.entries[0].previous == GENESIS
            seen = [deed.signing.base_sha256]
            for entry in journal.entries:
                if entry.step is Step.SIGNED:
                    assert entry.facts["sha256_before"] == seen[-1]
                    seen.append(entry.facts["sha256_after"])
            if deed.state is DeedState.SIGNED:
                assert all(slot.state is SlotState.SIGNED for slot in deed.signing.slots)
                assert sorted(slot.signatory.org for slot in deed.signing.slots) == sorted(ORGS)
                assert len(seen) == len(ORGS) + 1
                document = self.store.documents[seen[-1]]
                assert digest_of(document.content) == deed.sha256 == seen[-1]
                text = self.store.documents[deed.document.sha256].content
                assert document.content.startswith(text)

    @invariant()
    def turns_are_kept_and_nobody_is_asked_twice_at_a_time(self) -> None:
        for number in (None, *(each.number for each in self.now.amendments)):
            deed = self.now.deed_of(number)
            if deed.state is not DeedState.SIGNING or deed.signing is None:
                continue
            slots = deed.signing.slots
            if deed.signing.ordered:
                begun = [slot.state is not SlotState.WAITING for slot in slots]
                assert begun == sorted(begun, reverse=True)
                assert sum(slot.is_awaited for slot in slots) <= 1
            else:
                assert all(slot.state is not SlotState.WAITING for slot in slots)

    @invariant()
    def a_frozen_text_never_changes(self) -> None:
        for number in (None, *(each.number for each in self.now.amendments)):
            deed = self.now.deed_of(number)
            if deed.document is None:
                self.frozen.pop(number, None)
                continue
            text = deed.text_version, self.now.terms_of(number)
            assert self.frozen.setdefault(number, text) == text
            assert deed.document.version == deed.text_version

    @invariant()
    def it_is_said_once_that_all_have_signed(self) -> None:
        counted = Counter(type(event) for event in self.store.told)
        is_signed = self.now.deed.state is DeedState.SIGNED
        assert counted[told.ConventionSigned] == is_signed
        amended = sum(each.deed.state is DeedState.SIGNED for each in self.now.amendments)
        assert counted[told.AmendmentSigned] == amended

    def does(self, command: type[Any], actor: Actor, **asked: Any) -> bool:
        """Decide as the service does; whether it was accepted."""
        made = command(actor=actor, at=self.at, convention_id=CONVENTION, **asked)
        before, state, count = DUMP.dump_json(self.now), self.now.state, len(self.store.told)
        signed, amended = self._signed(), self._amended()
        try:
            asyncio.run(COMMANDS[command](made, self.office))  # type: ignore[arg-type]  # each is a coroutine
            refused = False
        except DomainError:
            refused = True
        if refused:
            assert DUMP.dump_json(self.now) == before
            assert len(self.store.told) == count
            return False
        events = [type(event) for event in self.store.told[count:]]
        if self.now.state is not state:
            self._went(state, events)
        for number, before_it in amended.items():
            self._amendment_went(before_it, self.now.amendment(number).deed.state, events)
        for slot in self._signed() - signed:
            assert slot not in self.lost
        return True

    def _went(self, state: STATE, events: list[type[Payload]]) -> None:
        path = (state, self.now.state)
        if path in {(STATE.SIGNED, STATE.ENDED), (STATE.SIGNED, STATE.TERMINATED)}:
            assert told.ConventionEnteredIntoForce in events
            return
        assert self.now.state in AFTER[state], path
        expected = told.ConventionAbandoned if self.now.state is STATE.ABANDONED else TOLD_ON[path]
        assert expected in events

    def _amendment_went(self, before: DeedState, now: DeedState, events: list[type[Payload]]) -> None:
        if now is not before:
            is_given_up = now is DeedState.ABANDONED
            assert (told.AmendmentAbandoned if is_given_up else AMENDMENT_TOLD_ON[before, now]) in events

    def _amended(self) -> dict[int, DeedState]:
        return {each.number: each.deed.state for each in self.now.amendments}

    def _signed(self) -> set[tuple[UUID, UUID]]:
        deeds = [self.now.deed, *(each.deed for each in self.now.amendments)]
        slots = [slot for deed in deeds if deed.signing for slot in deed.signing.slots]
        return {
            (slot.signatory.org, slot.signatory.person_id) for slot in slots if slot.state is SlotState.SIGNED
        }


TestConventionHistories = ConventionHistories.TestCase
TestConventionHistories.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
