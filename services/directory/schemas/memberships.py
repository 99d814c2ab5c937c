"""Owns what the API takes and gives of memberships: shapes and bounds."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.commands.memberships import RejectionReason
from services.directory.domain.deliberation import Deliberation
from services.directory.domain.membership import Membership, MembershipState
from services.directory.schemas.fields import Asked, Day, Name, Year


class MembershipIn(Asked):
    """A membership to ask for."""

    org: UUID
    year: Year = Field(description="First year asked for.")


class ProspectIn(Asked):
    """An organisation that may join some day."""

    org: UUID


class DeliberationIn(Asked):
    """The decision of an assembly to join."""

    number: Name = Field(description="As the organisation writes it.")
    voted_on: Day
    transmitted_on: Day | None = Field(default=None, description="Day of its sending to the prefecture.")

    def deliberation(self) -> Deliberation:
        """What the command carries."""
        return Deliberation(**self.model_dump())


class ActivationIn(Asked):
    """What is known when an organisation is accepted."""

    deliberation: DeliberationIn | None = Field(default=None, description="Absent while it is promised.")


class RejectionIn(Asked):
    """Why an organisation is refused."""

    reason: RejectionReason


class DeliberationOut(BaseModel):
    """The decision of an assembly to join."""

    number: str
    voted_on: date
    transmitted_on: date | None
    file_sha256: str | None = Field(description="Digest of the act itself; null until it is sent.")


class MembershipOut(BaseModel):
    """A membership as it stands."""

    id: UUID
    org: UUID
    state: MembershipState
    from_year: int | None = Field(description="First year of the rights that run.")
    year: int | None = Field(description="Last year asked for or confirmed; with `renewal_due`, to confirm.")
    rights_end_on: date | None = Field(description="Last day of rights, once resigned or lapsed.")
    deliberation: DeliberationOut | None = Field(description="Null while it is promised.")

    @classmethod
    def of(cls, membership: Membership) -> "MembershipOut":
        """The form of a membership."""
        return cls(
            id=membership.id,
            org=membership.org,
            state=membership.state,
            from_year=membership.from_year,
            year=membership.year,
            rights_end_on=membership.rights_end_on,
            deliberation=_deliberation_out(membership.deliberation),
        )


def _deliberation_out(known: Deliberation | None) -> DeliberationOut | None:
    if known is None:
        return None
    return DeliberationOut(
        number=known.number,
        voted_on=known.voted_on,
        transmitted_on=known.transmitted_on,
        file_sha256=known.file_sha256,
    )
