"""Owns the roles that a person can hold, with their dates. Knows neither the person nor who may grant one."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from services.directory.domain.errors.people import InvalidRole
from shared.events.directory import PersonRole


class MandateTitle(StrEnum):
    """Elected offices of local authorities."""

    MAIRE = "maire"
    ADJOINT = "adjoint"
    CONSEILLER_MUNICIPAL = "conseiller_municipal"
    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"
    CONSEILLER_COMMUNAUTAIRE = "conseiller_communautaire"
    CONSEILLER_METROPOLITAIN = "conseiller_metropolitain"
    CONSEILLER_DEPARTEMENTAL = "conseiller_departemental"
    CONSEILLER_REGIONAL = "conseiller_regional"
    OTHER = "other"


class PostStatus(StrEnum):
    """How an agent is employed."""

    TITULAIRE = "titulaire"
    STAGIAIRE = "stagiaire"
    CONTRACTUEL_CDD = "contractuel_cdd"
    CONTRACTUEL_CDI = "contractuel_cdi"
    PRIVE = "prive"


class AppointedRole(StrEnum):
    """Roles given by the club or by an organisation, neither elected nor a job."""

    REFERENT = "referent"
    SIGNATORY = "signatory"
    STAFF = "staff"
    ADMIN = "admin"


CLUB_ROLES = frozenset({AppointedRole.STAFF, AppointedRole.ADMIN})
"""Held in the club itself, in no organisation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Days from the first to the last, both included; open while no last day is known."""

    starts_on: date
    ends_on: date | None = None

    def includes(self, day: date) -> bool:
        """Whether the role is in force on that day."""
        return self.starts_on <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < day

    def runs_beyond(self, day: date) -> bool:
        """Whether it is in force on that day and would be on the next one."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)

    def overlaps(self, other: "Period") -> bool:
        """Whether one day belongs to both."""
        return not (self.is_over(other.starts_on) or other.is_over(self.starts_on))

    def next_change_after(self, day: date) -> date | None:
        """The first day after `day` on which the role comes into force, or is so no longer."""
        over_on = None if self.ends_on is None else self.ends_on + timedelta(days=1)
        return min((change for change in (self.starts_on, over_on) if change and change > day), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mandate:
    """An elected office."""

    id: UUID
    org: UUID
    title: MandateTitle
    delegation: str = ""
    period: Period

    @property
    def role(self) -> PersonRole:
        """The role that it gives."""
        return PersonRole(role="elected", org=self.org)


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A job in an organisation."""

    id: UUID
    org: UUID
    title: str
    service: str = ""
    status: PostStatus
    period: Period

    @property
    def role(self) -> PersonRole:
        """The role that it gives."""
        return PersonRole(role="technical", org=self.org)


@dataclass(frozen=True, kw_only=True, slots=True)
class Appointment:
    """A role given by the club or by an organisation."""

    id: UUID
    appointed: AppointedRole
    org: UUID | None = None
    period: Period

    @property
    def role(self) -> PersonRole:
        """The role that it gives."""
        return PersonRole(role=self.appointed, org=self.org)


HeldRole = Mandate | Post | Appointment


def ended_by(held: HeldRole, last_day: date) -> HeldRole:
    """The role, over after `last_day`; one that only begins later ends on its own first day."""
    if held.period.is_over(last_day):
        return held
    return replace(held, period=replace(held.period, ends_on=max(last_day, held.period.starts_on)))


def taken_over(post: Post, *, org: UUID, starts_on: date) -> Post:
    """The post as it goes on in another organisation. Its id follows from both: told twice, it is one."""
    begins = max(starts_on, post.period.starts_on)
    return replace(post, id=uuid5(post.id, str(org)), org=org, period=replace(post.period, starts_on=begins))


def check_role(held: HeldRole) -> None:
    """Refuse a role that cannot be.

    Raises:
        InvalidRole: it ends before it starts, a post has no title, or it is not held where it should be.
    """
    if held.period.ends_on is not None and held.period.ends_on < held.period.starts_on:
        raise InvalidRole("La fin du rôle ne peut pas précéder son début.", field="ends_on")
    if isinstance(held, Post) and not held.title.strip():
        raise InvalidRole("L’intitulé du poste est obligatoire.", field="title")
    if isinstance(held, Appointment) and (held.appointed in CLUB_ROLES) != (held.org is None):
        raise InvalidRole(
            "Un référent ou un signataire l’est pour une collectivité ; "
            "un membre de l’équipe du club, pour aucune.",
            field="org",
        )
