"""Owns the French words of lists for what the code names in English. Decides nothing."""

from collections.abc import Mapping

from services.registration.domain.members import ROLE_WORDS, SPEAKER
from services.registration.domain.needs import NeedState
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Registration, RegistrationState

STATES: Mapping[RegistrationState, str] = {
    RegistrationState.PENDING_REVIEW: "À examiner",
    RegistrationState.CONFIRMED: "Confirmée",
    RegistrationState.WAITLISTED: "Liste d’attente",
    RegistrationState.OFFERED: "Place proposée",
    RegistrationState.REFUSED: "Refusée",
    RegistrationState.EXPIRED: "Offre expirée",
    RegistrationState.CANCELLED: "Annulée",
    RegistrationState.ATTENDED: "Présence",
    RegistrationState.ABSENT: "Absence",
}
MODES: Mapping[AttendanceMode, str] = {
    AttendanceMode.IN_PERSON: "Sur place",
    AttendanceMode.ONLINE: "En ligne",
}
NEED_STATES: Mapping[NeedState, str] = {
    NeedState.RAISED: "Exprimé",
    NeedState.QUALIFIED: "Qualifié",
    NeedState.MERGED: "Regroupé",
    NeedState.PLANNED: "Programmé",
    NeedState.ANSWERED: "Traité",
    NeedState.CLOSED: "Clos",
}
URGENCIES: Mapping[str, str] = {"low": "Faible", "normal": "Normale", "high": "Forte", "": ""}


def capacity_of(registration: Registration) -> str:
    """As what somebody comes."""
    return SPEAKER if registration.speaks else role_of(registration.role)


def role_of(role: str) -> str:
    """The role in which somebody comes."""
    return ROLE_WORDS.get(role, "Autre rôle" if role else "Sans rôle connu")
