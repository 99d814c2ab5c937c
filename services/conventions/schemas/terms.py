"""Owns what the routes of conventions take of parties and terms: shapes and bounds, no rule."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.conventions.domain.convention import terms as domain
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.parties import (
    Party,
    PartyRole,
    PowerSource,
    Signatory,
    SigningPower,
)
from services.conventions.schemas.asked import Asked, Day, Line, Topics, Written

AGENTS_MAX = 30
QUOTA_MAX = 1000
Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\P{Cc}*$")]


class PartyIn(Asked):
    """A legal person, as the document names it."""

    org: UUID
    role: PartyRole
    legal_name: Title
    kind: Line = ""
    siren: Annotated[str, Field(pattern=r"^([0-9]{9})?$")] = ""
    siret: Annotated[str, Field(pattern=r"^([0-9]{14})?$")] = ""
    registration_number: Line = ""
    address: Line = ""
    represented_by: Line = ""
    capacity: Line = ""
    acting_under: Line = ""

    def party(self) -> Party:
        """As the domain says it."""
        return Party(**self.model_dump())


class AgentIn(Asked):
    """Who comes, by name or by function."""

    name: Title
    post: Title
    status: domain.AgentStatus
    person_id: UUID | None = None
    agreement: Line = ""
    status_override: Line = ""

    def agent(self) -> domain.Agent:
        """As the domain says it."""
        return domain.Agent(**self.model_dump())


Agents = Annotated[tuple[AgentIn, ...], Field(max_length=AGENTS_MAX)]
Quota = Annotated[int, Field(ge=1, le=QUOTA_MAX)]


class PracticeIn(Asked):
    """How the visits go."""

    places: Line = ""
    half_day_quota: Annotated[int, Field(ge=0, le=QUOTA_MAX)] = 0
    agents_per_visit_max: Annotated[int, Field(ge=1, le=AGENTS_MAX)] = 1
    calendar: Line = ""
    move_notice_days: Annotated[int, Field(ge=0, le=90)] = 7
    contact_person: Line = ""


class MoneyIn(Asked):
    """Who pays what."""

    free_of_charge: bool = True
    reimbursement: Line = ""
    expenses_paid_by: Line = ""


class DurationIn(Asked):
    """From when to when."""

    effect_on: Day | None = None
    ends_on: Day | None = None
    notice_period_days: Annotated[int, Field(ge=0, le=365)] = 60


class MiseADispositionIn(Asked):
    """What the civil-service form asks for besides."""

    assembly_informed_on: Day | None = None
    order_reference: Line = ""
    attached_body: bool = False


class TermsIn(Asked):
    """What is agreed. Clauses are plain text; those that are left out keep the template's wording."""

    title: Title
    topics: Topics
    expected_results: Written = ""
    place_of_signature: Line = ""
    agents: Agents = ()
    practice: PracticeIn = PracticeIn()
    money: MoneyIn = MoneyIn()
    report_within_days: Annotated[int, Field(ge=1, le=365)] = 30
    publication_allowed: bool = False
    duration: DurationIn = DurationIn()
    mise_a_disposition: MiseADispositionIn = MiseADispositionIn()
    clauses: Mapping[domain.Clause, Written] = {}

    def terms(self, template: Mapping[domain.Clause, str]) -> domain.Terms:
        """As the domain says it, upon the template's own wording."""
        return domain.Terms(
            title=self.title,
            topics=self.topics,
            expected_results=self.expected_results,
            place_of_signature=self.place_of_signature,
            agents=tuple(agent.agent() for agent in self.agents),
            practice=domain.Practice(**self.practice.model_dump()),
            money=domain.Money(**self.money.model_dump()),
            report_within_days=self.report_within_days,
            publication_allowed=self.publication_allowed,
            duration=domain.Duration(**self.duration.model_dump()),
            mise_a_disposition=domain.MiseADisposition(**self.mise_a_disposition.model_dump()),
            clauses={**template, **self.clauses},
        )


class ChangesIn(Asked):
    """What an amendment changes; what is left out stays."""

    ends_on: Day | None = None
    half_day_quota: Quota | None = None
    agents: Agents | None = None
    places: Line | None = None
    money: MoneyIn | None = None

    def changes(self) -> Changes:
        """As the domain says it."""
        return Changes(
            ends_on=self.ends_on,
            half_day_quota=self.half_day_quota,
            agents=None if self.agents is None else tuple(agent.agent() for agent in self.agents),
            places=self.places,
            money=domain.Money(**self.money.model_dump()) if self.money else None,
        )


class SignatoryIn(Asked):
    """The natural person who signs for a party, and where the power to sign comes from."""

    person_id: UUID
    org: UUID
    capacity: Title
    power: PowerSource
    power_reference: Line = Field(default="", description="Number of the deliberation or delegation.")
    power_dated: Day | None = None

    def signatory(self) -> Signatory:
        """As the domain says it."""
        power = SigningPower(source=self.power, reference=self.power_reference, dated=self.power_dated)
        return Signatory(person_id=self.person_id, org=self.org, capacity=self.capacity, power=power)
