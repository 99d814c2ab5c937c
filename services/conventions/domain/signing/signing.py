"""Owns the signing of one version of a text: whose turn it is, who has signed, and what is still awaited.

It knows neither the text nor the file: what a signature left on the document comes as a `Proof`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.conventions.domain.convention.parties import Signatory
from services.conventions.domain.errors.signing import (
    DocumentMoved,
    JournalFull,
    MandateOver,
    NoScan,
    NotTheSignatory,
    NotYourTurn,
    SlotOver,
    TooManyCodes,
    UnknownSlot,
)
from services.conventions.domain.signing.journal import Journal, Step, Trace
from services.conventions.domain.signing.slots import Code, Method, Proof, Slot, SlotState
from shared.days import club_day, first_instant

A_DAY = timedelta(days=1)
WINDOW = timedelta(days=90)
REMINDED_AFTER = tuple(timedelta(days=days) for days in (7, 21, 45))
CODES_PER_HOUR_MAX = 5


@dataclass(slots=True, kw_only=True)
class Signing:
    """The slots of all parties, in the order of their turns where there is one."""

    opened_at: datetime
    ordered: bool
    text_version: int
    document_id: UUID
    base_sha256: str
    slots: list[Slot]
    journal: Journal = field(default_factory=Journal)
    reminders: int = 0

    @property
    def expires_at(self) -> datetime:
        """When the window closes."""
        return self.opened_at + WINDOW

    @property
    def sha256(self) -> str:
        """Of the document as it stands, with the signatures so far."""
        for entry in reversed(self.journal.entries):
            if entry.step is Step.SIGNED:
                return entry.facts["sha256_after"]
        return self.base_sha256

    @property
    def is_complete(self) -> bool:
        """Whether everybody signed."""
        return all(slot.state is SlotState.SIGNED for slot in self.slots)

    def completes_it(self, slot: Slot) -> bool:
        """Whether this signature is the last one awaited."""
        return all(other is slot or other.state is SlotState.SIGNED for other in self.slots)

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody who was asked to sign, those replaced too."""
        asked = {entry.signatory_id for entry in self.journal.entries}
        return frozenset(asked | {slot.signatory.person_id for slot in self.slots})

    @property
    def due_at(self) -> datetime:
        """When time does something to it."""
        left = self.reminders < len(REMINDED_AFTER)
        next_step = self.opened_at + REMINDED_AFTER[self.reminders] if left else self.expires_at
        known = (slot.signs_until for slot in self.slots if slot.is_open and not slot.mandate_over)
        ends = [first_instant(last_day + A_DAY) for last_day in known if last_day is not None]
        return min([next_step, *ends])

    def slot_of(self, org: UUID) -> Slot:
        """The slot of a party.

        Raises:
            UnknownSlot: it does not sign.
        """
        for slot in self.slots:
            if slot.signatory.org == org:
                return slot
        raise UnknownSlot

    def invite_next(self, at: datetime) -> list[Slot]:
        """Ask all who wait, or the next one where there are turns; those newly asked.

        Who may no longer sign is not asked: their turn waits for whoever is named instead.
        """
        waiting = [slot for slot in self.slots if slot.state is SlotState.WAITING]
        if self.ordered:
            waiting = [] if any(slot.is_awaited for slot in self.slots) else waiting[:1]
        waiting = [slot for slot in waiting if not slot.mandate_over]
        for slot in waiting:
            slot.state = SlotState.INVITED
            self._log(Step.INVITED, slot, at)
        return waiting

    def note_opened(self, org: UUID, person_id: UUID | None, *, at: datetime, trace: Trace) -> None:
        """The signatory opened the document. Said once: reading it again changes nothing.

        Raises:
            NotTheSignatory, MandateOver, NotYourTurn, SlotOver: see `awaited`.
        """
        slot = self.awaited(org, person_id, at=at)
        if slot.state is SlotState.INVITED:
            slot.state = SlotState.VIEWED
            self._log(Step.OPENED, slot, at, trace.facts())

    def keep_code(self, slot: Slot, code: Code, *, at: datetime, facts: Mapping[str, str]) -> None:
        """Take the digest of the code that is being sent; the one before is void.

        Raises:
            TooManyCodes: too many within an hour.
            JournalFull: too many steps for one signing.
        """
        recent = sum(
            entry.step is Step.CODE_SENT
            and entry.signatory_id == slot.signatory.person_id
            and entry.at > at - timedelta(hours=1)
            for entry in self.journal.entries
        )
        if recent >= CODES_PER_HOUR_MAX:
            raise TooManyCodes
        self._require_room()
        slot.code, slot.state = code, SlotState.VIEWED
        self._log(Step.CODE_SENT, slot, at, facts)

    def take_code(self, slot: Slot, code: str, *, at: datetime, trace: Trace) -> None:
        """Count a code that was given: a wrong one is one try less, a right one serves once.

        Raises:
            CodeVoid: see `Slot.standing_code`.
        """
        known = slot.standing_code(at)
        if known.matches(code):
            slot.code = None
            self._log(Step.CODE_CHECKED, slot, at, trace.facts())
            return
        slot.code = replace(known, tries=known.tries + 1)
        self._log(Step.CODE_REFUSED, slot, at, trace.facts() | {"tries": str(known.tries + 1)})

    def sign(
        self, slot: Slot, method: Method, proof: Proof, *, at: datetime, facts: Mapping[str, str]
    ) -> None:
        """Take a signature that was checked.

        Raises:
            DocumentMoved: it is not on the document as it stands.
        """
        if proof.sha256_before != self.sha256:
            raise DocumentMoved
        slot.sign(method, proof, at=at)
        said = proof.facts() | slot.signatory.facts()
        self._log(Step.SIGNED, slot, at, {**facts, "method": method.value, **said})

    def take_scan(
        self, slot: Slot, *, scan_id: UUID, sha256: str, at: datetime, facts: Mapping[str, str]
    ) -> None:
        """Keep a scanned paper until staff has looked at it.

        Raises:
            JournalFull: too many steps for one signing.
        """
        self._require_room()
        slot.scan_id, slot.scan_sha256 = scan_id, sha256
        self._log(Step.SCAN_UPLOADED, slot, at, {**facts, "scan_sha256": sha256})

    def scanned(self, org: UUID, *, at: datetime) -> Slot:
        """The slot of a party whose paper waits to be confirmed.

        Raises:
            UnknownSlot, NotYourTurn, SlotOver, MandateOver: see `awaited`.
            NoScan: nothing was uploaded.
        """
        slot = self.awaited(org, at=at)
        if slot.scan_id is None:
            raise NoScan
        return slot

    def confirm_scan(self, slot: Slot, *, at: datetime, by: str) -> None:
        """Say that the scanned paper is this text, signed by this person."""
        self._log(Step.SCAN_CONFIRMED, slot, at, {"by": by, "scan_sha256": slot.scan_sha256})

    def refuse(self, slot: Slot, *, reason: str, at: datetime, trace: Trace) -> None:
        """Take a refusal: the whole signing is over."""
        slot.state = SlotState.REFUSED
        self._log(Step.REFUSED, slot, at, trace.facts() | {"reason": reason})

    def resend(self, org: UUID, *, at: datetime) -> Slot:
        """Ask a signatory again.

        Raises:
            UnknownSlot, NotYourTurn, SlotOver, MandateOver: see `awaited`.
            JournalFull: too many steps for one signing.
        """
        slot = self.awaited(org, at=at)
        self._require_room()
        self._log(Step.RESENT, slot, at)
        return slot

    def open_slots_of(self, person_id: UUID) -> list[Slot]:
        """The slots that this person may still sign."""
        return [slot for slot in self.slots if slot.is_open and slot.signatory.person_id == person_id]

    def lose(self, today: date) -> list[Slot]:
        """Stop the signatures of those whose mandate is over by now; the slots that need somebody else."""
        over = [slot for slot in self.slots if slot.is_open and slot.is_over(today) and not slot.mandate_over]
        for slot in over:
            slot.mandate_over, slot.code = True, None
        return over

    def renew(self, slot: Slot, *, at: datetime, by: str) -> None:
        """Make void what was sent to an address that was wrong: the link and the code."""
        slot.renewals, slot.code = slot.renewals + 1, None
        self._log(Step.ADDRESS_CHANGED, slot, at, {"by": by})

    def note_other_text(self, slot: Slot, sha256: str, *, at: datetime, trace: Trace) -> None:
        """Note that somebody meant to sign another text than this one.

        Raises:
            JournalFull: too many steps for one signing.
        """
        self._require_room()
        self._log(Step.OTHER_TEXT, slot, at, trace.facts() | {"sha256": sha256})

    def replace(self, signatory: Signatory, *, at: datetime, by: str, signs_until: date | None) -> list[Slot]:
        """Put another person in a party's slot; those newly asked.

        Raises:
            UnknownSlot: the party does not sign.
            SlotOver: it has signed.
        """
        slot = self.slot_of(signatory.org)
        if not slot.is_open:
            raise SlotOver(state=slot.state)
        self._log(Step.REPLACED, slot, at, {"by": by, "successor_id": str(signatory.person_id)})
        self.slots[self.slots.index(slot)] = Slot(
            signatory=signatory, signs_until=signs_until, renewals=slot.renewals + 1
        )
        return self.invite_next(at)

    def remind(self, at: datetime) -> list[Slot]:
        """Count the reminder that is due, if one is; those still awaited then."""
        due = sum(at >= self.opened_at + after for after in REMINDED_AFTER)
        if due == self.reminders:
            return []
        self.reminders = due
        awaited = [slot for slot in self.slots if slot.is_awaited and not slot.mandate_over]
        for slot in awaited:
            self._log(Step.REMINDED, slot, at)
        return awaited

    def expire(self, at: datetime) -> None:
        """Close the window: who has not signed no longer can."""
        for slot in self.slots:
            if slot.state is not SlotState.SIGNED:
                slot.state = SlotState.EXPIRED
                self._log(Step.EXPIRED, slot, at)

    def awaited(self, org: UUID, person_id: UUID | None = None, *, at: datetime) -> Slot:
        """The slot of a party that may sign now; of this person, where one is named.

        Raises:
            UnknownSlot: the party does not sign.
            NotTheSignatory: somebody else signs for it.
            MandateOver: its signatory may no longer sign.
            NotYourTurn: others sign first.
            SlotOver: it has signed, refused, or is too late.
        """
        slot = self.slot_of(org)
        if person_id is not None and slot.signatory.person_id != person_id:
            raise NotTheSignatory
        if slot.mandate_over or slot.is_over(club_day(at)):
            raise MandateOver
        if slot.state is SlotState.WAITING:
            raise NotYourTurn
        if not slot.is_awaited:
            raise SlotOver(state=slot.state)
        if at >= self.expires_at:
            raise SlotOver(state=SlotState.EXPIRED)
        return slot

    def _require_room(self) -> None:
        if self.journal.is_full:
            raise JournalFull

    def _log(self, step: Step, slot: Slot, at: datetime, facts: Mapping[str, str] | None = None) -> None:
        person_id = slot.signatory.person_id
        said = {"org": str(slot.signatory.org), **(facts or {})}
        self.journal.write(step, at=at, signatory_id=person_id, facts=said)
