"""Owns the aggregate `Convention`: an agreement from its draft to its last day, and what it tells others.

Each text to sign is a `Deed`, and what follows its signature a `Life`; amendments are in it because they
change its terms. What is done with it stands beside: `review`, `signatures`, `course`. It holds no
file and no visit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.conventions.domain.authority import (
    FACILITATOR,
)
from services.conventions.domain.convention.amendments import Amendment
from services.conventions.domain.convention.deed import Deed, DeedState
from services.conventions.domain.convention.life import Life, Stage
from services.conventions.domain.convention.parties import Party, PartyRole
from services.conventions.domain.convention.terms import LegalForm, Terms
from services.conventions.domain.errors.convention import ConventionStateRefuses, NotAParty, UnknownAmendment
from shared.days import first_instant
from shared.events import conventions as told
from shared.events.envelope import Payload

Events = tuple[Payload, ...]


class ConventionState(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    FINALISED = "finalised"
    SIGNING = "signing"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    ENDED = "ended"
    TERMINATED = "terminated"
    CLOSED = "closed"
    ABANDONED = "abandoned"


_OVER = frozenset(
    {
        ConventionState.ENDED,
        ConventionState.TERMINATED,
        ConventionState.CLOSED,
        ConventionState.ABANDONED,
    }
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What the visits under a convention have used up, over all years."""

    visits_count: int = 0
    half_days: int = 0


@dataclass(slots=True, kw_only=True)
class Convention:
    """An agreement between organisations. Its events have the subject `convention/<id>`."""

    id: UUID
    reference: str
    exchange_request_id: UUID
    legal_form: LegalForm
    template_version: int
    parties: tuple[Party, ...]
    terms: Terms
    """As signed at first; `terms_on` has what amendments changed."""
    deed: Deed = field(default_factory=Deed)
    life: Life = field(default_factory=Life)
    amendments: list[Amendment] = field(default_factory=list)
    version: int = 0
    sequence: int = 0

    def tell_drafted(self) -> Events:
        """What others learn when staff begins to write."""
        return (told.ConventionDrafted(**self.text_facts()),)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be planned under it any more."""
        return self.state in _OVER

    @property
    def has_run(self) -> bool:
        """Whether it was carried out, to its end or to an early one."""
        return self.is_over and self.deed.state is DeedState.SIGNED

    @property
    def wants_final_report(self) -> bool:
        """Whether the report on the whole exchange is to be asked for now."""
        over = self.state in {ConventionState.ENDED, ConventionState.TERMINATED}
        return over and self.life.final_report_id is None

    @property
    def state(self) -> ConventionState:
        """Where it stands."""
        if self.deed.state is DeedState.SIGNED and self.life.stage is not Stage.NOT_BEGUN:
            return ConventionState(self.life.stage.value)
        return ConventionState(self.deed.state.value)

    @property
    def effect_on(self) -> date:
        """The first day, which every text has once it was in review."""
        return _known(self.terms.duration.effect_on)

    @property
    def ends_on(self) -> date:
        """The last day, as signed amendments have it."""
        return self._end_after(self._signed_amendments())

    def quota_in(self, year: int) -> int:
        """Half-days allowed in a calendar year, as the last amendment in force in it says."""
        return self.terms_on(date(year, 12, 31)).practice.half_day_quota

    def plannable_in(self, year: int, *, today: date) -> int:
        """Half-days that may be planned in a calendar year: what an amendment adds, once it is in force.

        No more than what an amendment leaves that is being signed.
        """
        by_now = self.terms_on(min(today, date(year, 12, 31))).practice.half_day_quota
        asked = [
            each.changes.half_day_quota
            for each in self.amendments
            if each.deed.state is DeedState.SIGNING and each.effect_on.year <= year
        ]
        return min([self.quota_in(year), by_now, *(quota for quota in asked if quota is not None)])

    def binds_on(self, day: date) -> bool:
        """Whether a visit on this day would be within its period and before an early end."""
        termination = self.life.termination
        stopped = termination is not None and day >= termination.effective_on
        return self.effect_on <= day <= self.ends_on and not stopped

    def lets_plan(self, day: date, *, today: date) -> bool:
        """Whether a visit on this day may be planned: what an amendment adds, once it is in force."""
        in_force = [each for each in self._signed_amendments() if each.effect_on <= today]
        return self.binds_on(day) and day <= self._end_after(in_force)

    def was_in_force_on(self, days: Iterable[date]) -> bool:
        """Whether these days, which are past, lie in the time for which it was carried out."""
        since = self.life.since(self.effect_on)
        begun = self.life.stage is not Stage.NOT_BEGUN
        return begun and all(day >= since and self.binds_on(day) for day in days)

    @property
    def offering_org(self) -> UUID:
        """Who sends agents."""
        return self._org_of(PartyRole.OFFERING)

    @property
    def receiving_org(self) -> UUID:
        """Who asked for help."""
        return self._org_of(PartyRole.RECEIVING)

    def terms_on(self, day: date) -> Terms:
        """What is agreed for this day: the first text, and the amendments in force by then."""
        terms = self.terms
        for amendment in self._signed_amendments():
            if amendment.effect_on <= day:
                terms = amendment.changes.applied_to(terms)
        return terms

    def terms_of(self, amendment: int | None) -> Terms:
        """What a text says: the convention's own, or with the changes up to those of an amendment."""
        if amendment is None:
            return self.terms
        wanted = self.amendment(amendment)
        return wanted.changes.applied_to(self.terms_on(date.max))

    def amendment(self, number: int) -> Amendment:
        """One amendment.

        Raises:
            UnknownAmendment: there is none of this number.
        """
        for amendment in self.amendments:
            if amendment.number == number:
                return amendment
        raise UnknownAmendment

    def deed_of(self, amendment: int | None) -> Deed:
        """The text to review and sign.

        Raises:
            UnknownAmendment: there is no amendment of this number.
        """
        return self.deed if amendment is None else self.amendment(amendment).deed

    def reference_of(self, amendment: int | None) -> str:
        """The human reference of a text: `CONV-2027-014`, `CONV-2027-014-A1`."""
        return self.reference if amendment is None else f"{self.reference}-A{amendment}"

    def party(self, org: UUID) -> Party:
        """One party.

        Raises:
            NotAParty: the organisation is not bound by it.
        """
        for party in self.parties:
            if party.org == org:
                return party
        raise NotAParty

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody whom its texts name and the directory knows: signatories and agents."""
        deeds = [self.deed, *(amendment.deed for amendment in self.amendments)]
        agents = self._agents_of(self.amendments)
        return agents | {person for deed in deeds for each in deed.signings for person in each.people}

    @property
    def readers(self) -> frozenset[UUID]:
        """Who reads it beside its parties: those who sign it now, or have, and its agents."""
        deeds = [self.deed, *(amendment.deed for amendment in self.amendments)]
        slots = [slot for deed in deeds if deed.signing for slot in deed.signing.slots]
        agents = self._agents_of(
            each for each in self.amendments if each.deed.state is not DeedState.ABANDONED
        )
        return agents | {slot.signatory.person_id for slot in slots}

    def _agents_of(self, amendments: Iterable[Amendment]) -> frozenset[UUID]:
        terms = [self.terms, *(self.terms_of(amendment.number) for amendment in amendments)]
        return frozenset(agent.person_id for each in terms for agent in each.agents if agent.person_id)

    @property
    def due_at(self) -> datetime | None:
        """When time does something to it, if nothing else does."""
        deeds = [self.deed, *(amendment.deed for amendment in self.amendments)]
        due = [deed.signing.due_at for deed in deeds if deed.state is DeedState.SIGNING and deed.signing]
        if self.deed.state is DeedState.SIGNED:
            day = self.life.next_day(effect_on=self.effect_on, ends_on=self.ends_on, orgs=self.bodies)
            due += [first_instant(day)] if day else []
        return min(due, default=None)

    def tell_revised(self, reason_code: str) -> Events:
        """What others learn when a text goes back to its draft."""
        return (told.ConventionRevised(**self.text_facts(), reason_code=reason_code),)

    def _signed_amendments(self) -> tuple[Amendment, ...]:
        return tuple(each for each in self.amendments if each.deed.state is DeedState.SIGNED)

    def _end_after(self, amendments: Iterable[Amendment]) -> date:
        ends_on = _known(self.terms.duration.ends_on)
        for amendment in amendments:
            ends_on = amendment.changes.ends_on or ends_on
        return ends_on

    def _org_of(self, role: PartyRole) -> UUID:
        return next(party.org for party in self.parties if party.role is role)

    def require(self, *allowed: ConventionState) -> None:
        """Let pass in these states.

        Raises:
            ConventionStateRefuses: in all others.
        """
        if self.state not in allowed:
            raise ConventionStateRefuses(state=self.state)

    @property
    def bodies(self) -> frozenset[UUID]:
        """The public bodies bound by it; the association has no act to transmit."""
        return frozenset(party.org for party in self.parties if party.org != FACILITATOR)

    @property
    def told_parties(self) -> tuple[told.Party, ...]:
        """The parties as events say them."""
        return tuple(told.Party(org=party.org, role=party.role) for party in self.parties)

    def text_facts(self) -> dict[str, object]:
        """What every event about its text says."""
        return {
            "convention_id": self.id,
            "reference": self.reference,
            "version": self.deed.text_version,
            "parties": self.told_parties,
            "legal_form": self.legal_form,
        }

    def amendment_facts(self, number: int) -> dict[str, Any]:
        """What every event about an amendment that is not signed says."""
        return {"convention_id": self.id, "number": number, "reference": self.reference_of(number)}


def _known(day: date | None) -> date:
    if day is None:
        raise RuntimeError("a text that was in review has its days")
    return day
