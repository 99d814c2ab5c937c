"""Owns the sessions of a gathering: what they are, and which of them one person can choose.

Counts no seat: the desk does, session by session, as it does for the gathering.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from services.registration.domain.errors import InvalidProgramme, SessionsOverlap, UnknownSession
from shared.events.pieces import When
from shared.events.registration import SessionPiece

SESSIONS_MAX = 60
SESSION_CAPACITY_MAX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A part of a gathering with places of its own, which people choose when they register."""

    id: UUID
    title: str
    when: When
    capacity: int
    """Places, however people attend."""

    def overlaps(self, other: "Session") -> bool:
        """Whether nobody can be at both; one may begin at the minute when the other ends."""
        return self.when.starts_utc < other.when.ends_utc and other.when.starts_utc < self.when.ends_utc


def pieces_of(sessions: Sequence[Session]) -> tuple[SessionPiece, ...]:
    """Sessions, as events carry them."""
    return tuple(
        SessionPiece(session_id=one.id, title=one.title, when=one.when, capacity=one.capacity)
        for one in sessions
    )


def check_sessions(sessions: Sequence[Session], *, when: When | None) -> None:
    """Refuse sessions that cannot be part of a gathering.

    Raises:
        InvalidProgramme: one twice, without a title or places, or outside the dates of the gathering.
    """
    if len({session.id for session in sessions}) < len(sessions):
        raise InvalidProgramme("Une séance figure deux fois au programme.", field="sessions")
    for index, session in enumerate(sessions):
        field = f"sessions.{index}"
        if not session.title.strip():
            raise InvalidProgramme("Le titre de la séance est obligatoire.", field=f"{field}.title")
        if not 1 <= session.capacity <= SESSION_CAPACITY_MAX:
            raise InvalidProgramme(
                f"Le nombre de places va de 1 à {SESSION_CAPACITY_MAX}.", field=f"{field}.capacity"
            )
        if (
            when is None
            or not when.starts_utc <= session.when.starts_utc < session.when.ends_utc <= when.ends_utc
        ):
            raise InvalidProgramme(
                "Une séance a lieu pendant l’évènement\u00a0: ses heures sont hors des siennes.",
                field=f"{field}.starts_local",
            )


def clash(sessions: Sequence[Session], picked: Collection[UUID]) -> bool:
    """Whether nobody can be at all of the sessions that somebody has chosen."""
    held = sorted((one for one in sessions if one.id in picked), key=lambda one: one.when.starts_utc)
    return any(earlier.overlaps(later) for earlier, later in pairwise(held))


def chosen(sessions: Sequence[Session], wanted: Collection[UUID]) -> tuple[Session, ...]:
    """The sessions that somebody asks for, in the order of their beginning.

    Raises:
        UnknownSession: the gathering has no such session.
        SessionsOverlap: two of them are held at the same time.
    """
    known = {session.id: session for session in sessions}
    for session_id in wanted:
        if session_id not in known:
            raise UnknownSession(session_id=str(session_id))
    picked = sorted((known[session_id] for session_id in set(wanted)), key=lambda one: one.when.starts_utc)
    for earlier, later in pairwise(picked):
        if earlier.overlaps(later):
            raise SessionsOverlap(sessions=(str(earlier.id), str(later.id)))
    return tuple(picked)
