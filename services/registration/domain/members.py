"""Owns the little that this service must know of people and organisations, copied from directory's events.

Holds no address, and names no person: seats are decided on roles, memberships and territories alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

ELECTED = "elected"
TECHNICAL = "technical"
ROLE_WORDS: Mapping[str, str] = {ELECTED: "Élu·e", TECHNICAL: "Technicien·ne"}
"""How people read the roles in which most come."""
SPEAKER = "Intervenant·e"

LOCAL_AUTHORITY_KINDS = frozenset(
    {
        "commune",
        "cc",
        "ca",
        "cu",
        "metropole",
        "metropole_lyon",
        "ept",
        "departement",
        "region",
        "collectivite_unique",
        "syndicat_intercommunal",
        "syndicat_mixte",
        "pnr",
        "petr",
        "pays",
        "caisse_des_ecoles",
    }
)
"""What the club calls « une collectivité »: every kind of organisation but `other_public`."""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A mandate, a post or another role of a person in an organisation, between two days, both included."""

    role: str
    org: UUID
    starts_on: date
    ends_on: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the role is held on this day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person, as far as a seat is concerned."""

    person_id: UUID
    roles: tuple[HeldRole, ...] = ()

    def roles_in(self, org: UUID, *, on: date) -> frozenset[str]:
        """The names of the roles held in this organisation on this day."""
        return frozenset(held.role for held in self.roles if held.org == org and held.in_force(on))

    def is_elected_anywhere(self, *, on: date) -> bool:
        """Whether the person holds a mandate on this day, in whatever organisation."""
        return any(held.role == ELECTED and held.in_force(on) for held in self.roles)


@dataclass(frozen=True, slots=True)
class Membership:
    """The rights of an organisation in the club: from a year on, until a last day if it ended."""

    from_year: int
    last_day: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it gives members' rights on this day."""
        return self.from_year <= on.year and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, as far as a seat is concerned. Codes are text, from the Code officiel géographique."""

    org: UUID
    kind: str
    departement: str | None = None
    region: str | None = None
    membership: Membership | None = None
    name: str = ""

    @property
    def is_local_authority(self) -> bool:
        """Whether it is a « collectivité », member or not."""
        return self.kind in LOCAL_AUTHORITY_KINDS

    def is_member(self, *, on: date) -> bool:
        """Whether it has members' rights on this day."""
        return self.membership is not None and self.membership.in_force(on)

    def lies_in(self, area: tuple[str, ...]) -> bool:
        """Whether its département or its région is among these (`DEP-30`, `REG-76`)."""
        return f"DEP-{self.departement}" in area or f"REG-{self.region}" in area


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who comes for an organisation.

    `elected_colleague` tells that an elected person of the same organisation has an active registration at
    the same club event; only the Rencontres politiques ask. `backs_need` tells that the organisation
    raised or supported the need that the club event answers. `invited` tells that an invitation of the person
    to the club event holds, for this organisation.
    """

    attendee: Attendee
    organisation: Organisation
    elected_colleague: bool = False
    backs_need: bool = False
    invited: bool = False

    def roles(self, *, on: date) -> frozenset[str]:
        """The roles held on this day in the organisation that the person comes for."""
        return self.attendee.roles_in(self.organisation.org, on=on)

    def role(self, *, on: date) -> str:
        """The role in which the person comes: a mandate before a post, a post before any other.

        Empty for somebody who holds no role there.
        """
        held = self.roles(on=on)
        for role in (ELECTED, TECHNICAL):
            if role in held:
                return role
        return min(held, default="")
