"""Owns what the API takes and gives of people and their roles: shapes and bounds, no rule."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, assert_never
from uuid import UUID

from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from services.directory.domain.held_roles import (
    AppointedRole,
    Appointment,
    HeldRole,
    Mandate,
    MandateTitle,
    Period,
    Post,
    PostStatus,
)
from services.directory.domain.identity import Identity
from services.directory.domain.person import Person, PersonState
from services.directory.schemas.fields import Asked, Day, Email, Name, Phone, Text, chosen
from shared.events.directory import PersonRole


class Dated(Asked):
    """A role with its days, both included."""

    starts_on: Day
    ends_on: Day | None = Field(default=None, description="Last day; none while it is not known.")

    def period(self) -> Period:
        """The days of the role."""
        return Period(starts_on=self.starts_on, ends_on=self.ends_on)


class MandateIn(Dated):
    """An elected office."""

    form: Literal["mandate"]
    org: UUID
    title: MandateTitle
    delegation: Text = ""

    def role(self, role_id: UUID) -> Mandate:
        """What the command carries."""
        return Mandate(
            id=role_id, org=self.org, title=self.title, delegation=self.delegation, period=self.period()
        )


class PostIn(Dated):
    """A job in an organisation."""

    form: Literal["post"]
    org: UUID
    title: Name
    service: Text = ""
    status: PostStatus

    def role(self, role_id: UUID) -> Post:
        """What the command carries."""
        return Post(
            id=role_id,
            org=self.org,
            title=self.title,
            service=self.service,
            status=self.status,
            period=self.period(),
        )


class AppointmentIn(Dated):
    """A role given by the club or by an organisation."""

    form: Literal["appointment"]
    appointed: AppointedRole
    org: UUID | None = Field(default=None, description="None for the club's own team.")

    def role(self, role_id: UUID) -> Appointment:
        """What the command carries."""
        return Appointment(id=role_id, appointed=self.appointed, org=self.org, period=self.period())


_FORMS: Mapping[str, type[BaseModel]] = {
    "mandate": MandateIn,
    "post": PostIn,
    "appointment": AppointmentIn,
}


def _role_form(value: Mapping[str, Any]) -> type[BaseModel] | None:
    return _FORMS.get(str(value.get("form")))


# A name of its own: FastAPI would take the discriminator for one of the whole, and describe it wrongly.
AnyRoleIn = TypeAliasType(
    "AnyRoleIn", Annotated[MandateIn | PostIn | AppointmentIn, Field(discriminator="form")]
)
RoleIn = Annotated[AnyRoleIn, chosen(_role_form)]


class IdentityIn(Asked):
    """How a person is named and reached, whole."""

    given_name: Name
    family_name: Name
    email: Email
    phone: Phone | None = None
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "fr"

    def identity(self) -> Identity:
        """What the command carries."""
        return Identity(
            given_name=self.given_name,
            family_name=self.family_name,
            email=self.email,
            phone=self.phone,
            locale=self.locale,
        )


class PersonIn(IdentityIn):
    """A person to invite."""

    first_role: RoleIn
    written_to: bool = Field(
        default=False, description="Whether they are told by mail that they are known, and how to sign in."
    )


class RoleEndIn(Asked):
    """The last day of a role."""

    ends_on: Day


class HeldRoleOut(BaseModel):
    """A role with its days, in force or not."""

    id: UUID
    form: Literal["mandate", "post", "appointment"]
    role: str = Field(description="elected, technical, referent, signatory, staff, admin.")
    org: UUID | None
    title: str | None = None
    delegation: str | None = None
    service: str | None = None
    status: PostStatus | None = None
    starts_on: date
    ends_on: date | None

    @classmethod
    def of(cls, held: HeldRole) -> "HeldRoleOut":
        """The form of a held role."""
        return cls(
            id=held.id,
            role=held.role.role,
            org=held.org,
            starts_on=held.period.starts_on,
            ends_on=held.period.ends_on,
            **_told_of(held),
        )


def _told_of(held: HeldRole) -> dict[str, Any]:
    match held:
        case Mandate(title=title, delegation=delegation):
            return {"form": "mandate", "title": title, "delegation": delegation}
        case Post(title=title, service=service, status=status):
            return {"form": "post", "title": title, "service": service, "status": status}
        case Appointment():
            return {"form": "appointment"}
        case never:
            assert_never(never)


class PersonOut(BaseModel):
    """A person as they stand."""

    id: UUID
    given_name: str
    family_name: str
    email: str
    phone: str | None
    locale: str
    state: PersonState
    roles: tuple[PersonRole, ...] = Field(description="In force when the person was last looked at.")
    held: tuple[HeldRoleOut, ...] = Field(description="All roles, past and to come too.")

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        """The form of a person."""
        identity = person.identity
        return cls(
            id=person.id,
            given_name=identity.given_name,
            family_name=identity.family_name,
            email=identity.email,
            phone=identity.phone,
            locale=identity.locale,
            state=person.state,
            roles=person.roles,
            held=tuple(HeldRoleOut.of(held) for held in person.held),
        )
