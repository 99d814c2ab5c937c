"""Owns what the parties agree on, as structured fields: what a document is written from. Writes none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


class LegalForm(StrEnum):
    """Under which law agents come."""

    PARTNERSHIP = "partnership"
    MISE_A_DISPOSITION = "mise_a_disposition"


class AgentStatus(StrEnum):
    """How an agent is employed."""

    TITULAIRE = "titulaire"
    STAGIAIRE = "stagiaire"
    CONTRACTUEL_CDD = "contractuel_cdd"
    CONTRACTUEL_CDI = "contractuel_cdi"
    PRIVE = "prive"


class Clause(StrEnum):
    """The clauses whose wording staff may change; each template has one for every code."""

    AIM = "aim"
    LEGAL_BASIS = "legal_basis"
    CHARTER = "charter"
    FACILITATION = "facilitation"
    AUTHORITY = "authority"
    MISSION_ORDERS = "mission_orders"
    WELCOME = "welcome"
    HYGIENE = "hygiene"
    EQUIPMENT = "equipment"
    EXPENSES = "expenses"
    INSURANCE = "insurance"
    ACCIDENTS = "accidents"
    DISCRETION = "discretion"
    IMAGE = "image"
    OWNERSHIP = "ownership"
    FOLLOW_UP = "follow_up"
    PERSONAL_DATA = "personal_data"
    RENEWAL = "renewal"
    AMENDMENT = "amendment"
    TERMINATION = "termination"
    DISPUTES = "disputes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who comes: by name, or by function where the name does not matter."""

    name: str
    post: str
    status: AgentStatus
    person_id: UUID | None = None
    """Where the directory knows the person: they are then not booked twice."""
    agreement: str = ""
    """Reference and date of the agent's written agreement."""
    status_override: str = ""
    """Why staff lets somebody come who is not tenured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """How the visits go."""

    places: str = ""
    half_day_quota: int = 0
    """Half-days allowed in each calendar year."""
    agents_per_visit_max: int = 1
    calendar: str = ""
    move_notice_days: int = 7
    """Notice to move a date."""
    contact_person: str = ""
    """Who welcomes, at the receiving organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Who pays what."""

    free_of_charge: bool = True
    reimbursement: str = ""
    """Basis, rate and invoicing, where it is not free of charge."""
    expenses_paid_by: str = ""
    """Who pays travel, meals and lodging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """From when to when."""

    effect_on: date | None = None
    ends_on: date | None = None
    notice_period_days: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MiseADisposition:
    """What the civil-service form asks for besides."""

    assembly_informed_on: date | None = None
    order_reference: str = ""
    attached_body: bool = False
    """Whether one of the parties is attached to the other, which alone lets it be free of charge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed."""

    title: str
    topics: tuple[str, ...]
    expected_results: str = ""
    place_of_signature: str = ""
    agents: tuple[Agent, ...] = ()
    practice: Practice = field(default_factory=Practice)
    money: Money = field(default_factory=Money)
    report_within_days: int = 30
    """After each visit, and after the last one for the final report."""
    publication_allowed: bool = False
    duration: Duration = field(default_factory=Duration)
    mise_a_disposition: MiseADisposition = field(default_factory=MiseADisposition)
    clauses: Mapping[Clause, str] = field(default_factory=dict)
    """Wording of each clause, plain text; the template's own where staff changed nothing."""
