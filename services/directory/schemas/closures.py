"""Owns what the API takes and gives of the end of many mandates at once, and the French of what follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.closure import ClosureState, MandateClosure
from services.directory.domain.held_roles import AppointedRole, Mandate
from services.directory.domain.person import Person, PersonState
from services.directory.schemas import wording
from services.directory.schemas.fields import Asked, Day
from services.directory.schemas.people import HeldRoleOut

MOST_ORGANISATIONS = 500


class ClosureIn(Asked):
    """Which mandates are to end."""

    orgs: Annotated[list[UUID], Field(min_length=1, max_length=MOST_ORGANISATIONS)]
    ends_on: Day = Field(description="Last day of the mandates.")
    appointments: Annotated[
        list[Literal[AppointedRole.REFERENT, AppointedRole.SIGNATORY]], Field(max_length=2)
    ] = Field(default=[], description="Appointments to end with them, for those whose mandate ends there.")


class ClosureOut(BaseModel):
    """A closure as it stands."""

    id: UUID
    orgs: tuple[UUID, ...]
    ends_on: date
    appointments: tuple[AppointedRole, ...]
    state: ClosureState

    @classmethod
    def of(cls, closure: MandateClosure) -> "ClosureOut":
        """The form of a closure."""
        return cls(
            id=closure.id,
            orgs=closure.orgs,
            ends_on=closure.ends_on,
            appointments=tuple(sorted(closure.appointments)),
            state=closure.state,
        )


class ClosureStandingOut(ClosureOut):
    """A closure, and how many people it still has to reach."""

    people_left: int = Field(description="People with a mandate that it would end, or has not ended yet.")


class Consequence(BaseModel):
    """What follows for a person."""

    code: Literal[
        "mandate_ends",
        "appointment_ends",
        "role_kept",
        "seats_rechecked",
        "signatures_reassigned",
        "person_deactivated",
    ]
    message: str


class ClosedPersonOut(BaseModel):
    """A person whose mandates would end, and what follows."""

    id: UUID
    given_name: str
    family_name: str
    ending: tuple[HeldRoleOut, ...]
    consequences: tuple[Consequence, ...]

    @classmethod
    def of(cls, person: Person, closure: MandateClosure, now: datetime) -> "ClosedPersonOut":
        """What the closure will have done to the person on the day after: tried on a copy."""
        after = replace(person)
        day_after = datetime.combine(closure.ends_on + timedelta(days=1), time(12), tzinfo=UTC)
        after.close_mandates(closure.for_person(person.id, max(now, day_after)))
        ending = [held for held in after.held if held not in person.held]
        consequences = [_end(HeldRoleOut.of(held), is_mandate=isinstance(held, Mandate)) for held in ending]
        return cls(
            id=person.id,
            given_name=person.identity.given_name,
            family_name=person.identity.family_name,
            ending=tuple(HeldRoleOut.of(held) for held in ending),
            consequences=(*consequences, *_afterwards(person, after)),
        )


def _end(held: HeldRoleOut, *, is_mandate: bool) -> Consequence:
    role = wording.ROLES[held.role]
    if is_mandate:
        message = f"Le mandat d’élu·e prend fin le {held.ends_on:%d/%m/%Y}."
        return Consequence(code="mandate_ends", message=message)
    return Consequence(
        code="appointment_ends", message=f"Le rôle «\u00a0{role}\u00a0» prend fin le {held.ends_on:%d/%m/%Y}."
    )


def _afterwards(before: Person, after: Person) -> Sequence[Consequence]:
    found = [
        Consequence(
            code="seats_rechecked",
            message="Ses places aux évènements réservés aux élu·es seront réexaminées.",
        ),
        Consequence(
            code="signatures_reassigned",
            message="Si une convention attend sa signature, un·e autre signataire sera demandé·e.",
        ),
    ]
    found += [
        Consequence(code="role_kept", message=f"Garde le rôle «\u00a0{wording.ROLES[role.role]}\u00a0».")
        for role in after.roles
    ]
    if before.state is PersonState.ACTIVE and after.state is PersonState.INACTIVE:
        found.append(
            Consequence(
                code="person_deactivated",
                message="N’aura plus aucun rôle\u202f: son compte deviendra inactif.",
            )
        )
    return found
