"""Owns what is left of a gathering once it has taken place: minutes and other documents, kept by address."""

from dataclasses import dataclass

from services.registration.domain.authority import require_staff
from services.registration.domain.club_event import ClubEvent, ClubEventState, Events
from services.registration.domain.commands.programme import DocumentClubEvent
from services.registration.domain.errors import AttendanceMissing, InvalidProgramme
from shared.events.registration import ClubEventDocumented

MINUTES = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """Who came to a gathering, in numbers."""

    attended: int
    organisations: int
    """Those that they came for."""
    unsettled: int
    """People with a seat of whom nobody said whether they came."""


def document(club_event: ClubEvent, command: DocumentClubEvent, *, turnout: Turnout) -> Events:
    """Add documents; with the minutes and the attendance, the gathering is documented. More may follow.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it has not taken place.
        InvalidProgramme: there are no minutes among them.
        AttendanceMissing: of some people nobody said whether they came.
    """
    require_staff(command.actor)
    club_event.require_state(
        ClubEventState.HELD,
        ClubEventState.DOCUMENTED,
        sentence="Seul un évènement qui a eu lieu se documente.",
    )
    documents = tuple(sorted(command.documents, key=lambda one: one.kind != MINUTES))
    if not documents or documents[0].kind != MINUTES:
        raise InvalidProgramme("Le compte rendu doit figurer parmi les documents.", field="documents")
    if turnout.unsettled:
        raise AttendanceMissing(unsettled=turnout.unsettled)
    club_event.state = ClubEventState.DOCUMENTED
    club_event.documents = documents
    documented = ClubEventDocumented(
        club_event_id=club_event.id,
        attended_count=turnout.attended,
        organisations_count=turnout.organisations,
        documents=documents,
    )
    return (documented,)
