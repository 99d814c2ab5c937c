"""Owns the French words for the codes that events carry. The mails around them are in `templates/`."""

from collections.abc import Collection, Sequence
from uuid import UUID

from shared.dates import appointment_in_words
from shared.events.pieces import Place
from shared.events.registration import SessionPiece

ONLINE = "En visio"

KINDS = {
    "political_meeting": "Rencontres politiques",
    "technical_days": "Journées techniques",
    "political_morning": "Matinée politique",
    "study_trip": "Voyage d’études",
    "online_workshop": "Atelier en visio",
    "open_conference": "Colloque ouvert",
}

CANCELLATIONS = {
    "by_person": "Comme vous l’avez demandé, votre inscription est annulée.",
    "by_referent": "Votre collectivité a annulé votre inscription.",
    "by_staff": "L’équipe du club a annulé votre inscription.",
    "offer_declined": "Vous avez décliné la place proposée : merci de nous l’avoir dit.",
    "transferred": "Votre place a été transmise à une autre personne de votre collectivité.",
}

REFUSALS = {
    "not_the_audience": "Cette rencontre s’adresse à un autre public.",
    "organisation_represented": "Votre collectivité y est déjà représentée.",
    "not_enough_places": "Il n’y a pas assez de places pour toutes les demandes.",
}


def kind_in_words(kind: str) -> str:
    """What a gathering of this kind is called."""
    return KINDS.get(kind, "Rencontre du club")


def place_in_words(place: Place | None, *, mode: str) -> str:
    """Where the person goes: `Salle Leprun, 3 rue du Four, 30129 Manduel`, or online."""
    if mode == "online" or place is None:
        return ONLINE
    town = f"{place.postal_code} {place.city}".strip()
    return ", ".join(part for part in (place.label, place.address, town) if part)


def sessions_in_words(chosen: Collection[UUID], sessions: Sequence[SessionPiece]) -> list[str]:
    """The parts that somebody chose, each with its hours, in the order of their beginning."""
    wanted = [session for session in sessions if session.session_id in chosen]
    in_turn = sorted(wanted, key=lambda session: session.when.starts_utc)
    return [f"{session.title}, {appointment_in_words(session.when)}" for session in in_turn]


def rank_in_words(position: int) -> str:
    """Where the person is in a line: `en 1re position`, `en 12e position`."""
    return f"en {position}{'re' if position == 1 else 'e'} position"


def refusal_in_words(reason_code: str) -> str:
    """Why the request was turned down, where there is something to say."""
    return REFUSALS.get(reason_code, "")


def cancellation_in_words(reason_code: str, reason: str) -> str:
    """Why the person no longer has a place; `reason` is what the staff wrote of a gathering it cancelled."""
    if reason_code != "club_event_cancelled":
        return CANCELLATIONS.get(reason_code, "Votre inscription est annulée.")
    why = f" Motif : {reason.rstrip(' .')}." if reason else ""
    return f"Cette rencontre n’aura pas lieu, et nous en sommes désolés.{why}"
