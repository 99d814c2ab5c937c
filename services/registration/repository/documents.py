"""Owns the form of gatherings, registrations and scans in the database, and the way to the aggregates.

    club_events: {_id: UUID, programme: {kind: "study_trip", title: "…", when: {…}, …}, state: "open",
        closes_at: ISODate | null, starts_at: ISODate | null, due_at: ISODate | null, online_link: "",
        opening: {opens_at: "…", capacity: {in_person: 30}, closes_at: null} | null, giving_back: false,
        closing_attendance: false, offering: false, shortening: false,
        documents: [{kind: "minutes", title: "…", url: "https://…"}],
        seats: {modes: {in_person: {capacity: 30, taken: 12, line: [0, 3], next_ticket: 4}},
            by_org: {"019…": 2}, by_session: {"019…": 12}, chosen: {"019…": 15}},
        rules: {quota_per_organisation: 2, reviewed: false}, answers_need: true, has_guests: false,
        speakers: [{testimony_id: UUID, org: UUID, title: "…"}],
        told_at: ISODate, version: 4, sequence: 3}
    registrations: {_id: UUID, club_event_id: UUID, person_id: UUID, org: UUID, mode: "in_person",
        sessions: [UUID], role: "elected", requested_at: ISODate, state: "confirmed", active: true,
        in_line: false, priority: 0, ticket: null, offer_expires_at: null, speaks: false,
        needs_attention: false,
        came_at: ISODate | null, came_to: [UUID], version: 1, sequence: 1}
    scans: {_id: UUID, club_event_id: UUID, registration_id: UUID | null, person_id: UUID | null,
        session_id: UUID | null, scanned_at: ISODate, received_at: ISODate | null,
        refusal: "duplicate" | null}

A document that was written before a field existed has its default.
"""

from dataclasses import asdict
from uuid import UUID

from pydantic import TypeAdapter

from services.registration.domain.attendance import ScanOutcome, ScanRefusal
from services.registration.domain.club_event import ClubEvent, ClubEventState, Speaker
from services.registration.domain.commands.attendance import Scan
from services.registration.domain.programme import AttendanceMode, PlannedOpening, Programme
from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.domain.seat_rules import Priority, SeatRules
from services.registration.domain.seats import Seats, SeatsByMode
from services.registration.domain.timetable import due_at
from shared.events.registration import DocumentPiece
from shared.storage.mongo import Document

CLUB_EVENTS, REGISTRATIONS, SCANS = "club_events", "registrations", "scans"
PEOPLE, ORGANISATIONS, MEMBERSHIPS = "people", "organisations", "memberships"

_PROGRAMME = TypeAdapter(Programme)
_OPENING = TypeAdapter[PlannedOpening | None](PlannedOpening | None)


def from_club_event(club_event: ClubEvent) -> Document:
    """The document of a gathering. Local times are text: they are no instants."""
    when = club_event.programme.when
    return {
        "_id": club_event.id,
        "programme": _PROGRAMME.dump_python(club_event.programme, mode="json"),
        "state": club_event.state.value,
        "closes_at": club_event.closes_at,
        "starts_at": when.starts_utc if when else None,
        "due_at": due_at(club_event),
        "opening": _OPENING.dump_python(club_event.opening, mode="json"),
        "online_link": club_event.online_link,
        "documents": [document.model_dump() for document in club_event.documents],
        "giving_back": club_event.giving_back,
        "closing_attendance": club_event.closing_attendance,
        "offering": club_event.offering,
        "shortening": club_event.shortening,
        "seats": _from_seats(club_event.seats),
        "rules": {
            "quota_per_organisation": club_event.rules.quota_per_organisation,
            "reviewed": club_event.rules.reviewed,
        },
        "answers_need": club_event.answers_need,
        "has_guests": club_event.has_guests,
        "speakers": [asdict(speaker) for speaker in club_event.speakers],
        "told_at": club_event.told_at,
        "sequence": club_event.sequence,
    }


def to_club_event(document: Document) -> ClubEvent:
    """The gathering of a document."""
    return ClubEvent(
        id=document["_id"],
        programme=_PROGRAMME.validate_python(document["programme"]),
        state=ClubEventState(document["state"]),
        closes_at=document["closes_at"],
        seats=_to_seats(document["seats"]),
        rules=SeatRules(**document.get("rules", {})),
        opening=_OPENING.validate_python(document.get("opening")),
        online_link=document.get("online_link", ""),
        documents=tuple(DocumentPiece(**one) for one in document.get("documents", ())),
        giving_back=document.get("giving_back", False),
        closing_attendance=document.get("closing_attendance", False),
        offering=document.get("offering", False),
        shortening=document.get("shortening", False),
        answers_need=document.get("answers_need", False),
        has_guests=document.get("has_guests", False),
        speakers=tuple(Speaker(**one) for one in document.get("speakers", ())),
        told_at=document.get("told_at"),
        version=document["version"],
        sequence=document["sequence"],
    )


def from_registration(registration: Registration) -> Document:
    """The document of a registration."""
    return {
        "_id": registration.id,
        "club_event_id": registration.club_event_id,
        "person_id": registration.person_id,
        "org": registration.org,
        "mode": registration.mode.value,
        "sessions": list(registration.sessions),
        "role": registration.role,
        "requested_at": registration.requested_at,
        "state": registration.state.value,
        "active": registration.is_active,
        "in_line": registration.is_in_line,
        "priority": registration.priority.value,
        "ticket": registration.ticket,
        "offer_expires_at": registration.offer_expires_at,
        "speaks": registration.speaks,
        "needs_attention": registration.needs_attention,
        "came_at": registration.came_at,
        "came_to": list(registration.came_to),
        "sequence": registration.sequence,
    }


def to_registration(document: Document) -> Registration:
    """The registration of a document."""
    return Registration(
        id=document["_id"],
        club_event_id=document["club_event_id"],
        person_id=document["person_id"],
        org=document["org"],
        mode=AttendanceMode(document["mode"]),
        sessions=tuple(document.get("sessions", ())),
        role=document["role"],
        requested_at=document["requested_at"],
        state=RegistrationState(document["state"]),
        priority=Priority(document["priority"]),
        ticket=document["ticket"],
        offer_expires_at=document.get("offer_expires_at"),
        speaks=document.get("speaks", False),
        needs_attention=document.get("needs_attention", False),
        came_at=document.get("came_at"),
        came_to=tuple(document.get("came_to", ())),
        version=document["version"],
        sequence=document["sequence"],
    )


def _from_seats(seats: SeatsByMode) -> Document:
    return {
        "modes": {
            mode.value: {
                "capacity": counters.capacity,
                "taken": counters.taken,
                "line": counters.line,
                "next_ticket": counters.next_ticket,
            }
            for mode, counters in seats.modes.items()
        },
        "by_org": {str(org): taken for org, taken in seats.by_org.items()},
        "by_session": {str(session): taken for session, taken in seats.by_session.items()},
        "chosen": {str(session): people for session, people in seats.chosen.items()},
    }


def _to_seats(document: Document) -> SeatsByMode:
    chosen = document.get("chosen") or document["by_session"]
    return SeatsByMode(
        modes={AttendanceMode(mode): Seats(**counters) for mode, counters in document["modes"].items()},
        by_org={UUID(org): taken for org, taken in document["by_org"].items()},
        by_session={UUID(session): taken for session, taken in document["by_session"].items()},
        chosen={UUID(session): people for session, people in chosen.items()},
    )


def from_scan(outcome: ScanOutcome) -> Document:
    """The document of a scan."""
    return {
        "_id": outcome.scan.scan_id,
        "club_event_id": outcome.club_event_id,
        "registration_id": outcome.scan.registration_id,
        "person_id": outcome.person_id,
        "session_id": outcome.scan.session_id,
        "scanned_at": outcome.scan.scanned_at,
        "received_at": outcome.received_at,
        "refusal": outcome.refusal.value if outcome.refusal else None,
    }


def to_scan(document: Document) -> ScanOutcome:
    """What became of a scan."""
    scan = Scan(
        scan_id=document["_id"],
        registration_id=document["registration_id"],
        session_id=document["session_id"],
        scanned_at=document["scanned_at"],
    )
    refusal = ScanRefusal(document["refusal"]) if document["refusal"] else None
    return ScanOutcome(
        scan=scan,
        club_event_id=document["club_event_id"],
        person_id=document["person_id"],
        refusal=refusal,
        received_at=document.get("received_at"),
    )
