"""Owns what is told when a role begins or ends. Appointments have no event: the person's own tell them."""

from uuid import UUID

from services.directory.domain.held_roles import Appointment, HeldRole, Mandate, Post
from shared.events.directory import MandateEnded, MandateStarted, PostEnded, PostStarted, RoleFact


def started(person_id: UUID, held: HeldRole) -> tuple[RoleFact, ...]:
    """The fact that a role began, or will on its first day."""
    return _told(person_id, held, mandate=MandateStarted, post=PostStarted)


def ended(person_id: UUID, held: HeldRole) -> tuple[RoleFact, ...]:
    """The fact that the end of a role is settled; it is in force until its last day."""
    return _told(person_id, held, mandate=MandateEnded, post=PostEnded)


def _told(
    person_id: UUID,
    held: HeldRole,
    *,
    mandate: type[MandateStarted | MandateEnded],
    post: type[PostStarted | PostEnded],
) -> tuple[RoleFact, ...]:
    starts_on, ends_on = held.period.starts_on, held.period.ends_on
    match held:
        case Mandate(org=org, title=title):
            fact: RoleFact = mandate(
                person_id=person_id, org=org, title_code=title, starts_on=starts_on, ends_on=ends_on
            )
        case Post(org=org, title=title, status=status):
            fact = post(
                person_id=person_id,
                org=org,
                title=title,
                status=status,
                starts_on=starts_on,
                ends_on=ends_on,
            )
        case Appointment():
            return ()
    return (fact,)
