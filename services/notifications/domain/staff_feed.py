"""Owns the staff's activity feed: what is written of which fact, and in which place. Does not keep it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from services.notifications.domain.copies import ClubEventCopy, Contact
from services.notifications.domain.typography import typeset
from shared.events.directory import ConsentChanged, ErasureOverdue, ErasureRequested
from shared.events.envelope import Envelope
from shared.events.notifications import EmailBounced, WebhookSwitchedOff
from shared.events.registration import (
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationFlagged,
    RegistrationRefused,
    RegistrationRequested,
    RegistrationTransferred,
    RegistrationWaitlisted,
    SeatedFact,
    SeatOffered,
    SeatOfferExpired,
    SeatsLeftToStaff,
)

MODES = {"in_person": "en présence", "online": "en visio"}
CANCELLED = {
    "by_person": "Inscription annulée à sa demande",
    "by_referent": "Inscription annulée par la collectivité",
    "by_staff": "Inscription annulée par l’équipe du club",
    "club_event_cancelled": "Inscription annulée avec la rencontre",
    "offer_declined": "Place proposée, déclinée",
    "person_erased": "Inscription annulée avec l’effacement de ses données",
}


CONSENTS = {
    "photos": "photos et films",
    "contact_sharing": "coordonnées communiquées aux adhérents",
    "news": "actualités par courriel",
}
HAPPENED: dict[type[RegistrationFact], str] = {
    RegistrationConfirmed: "Inscription confirmée",
    RegistrationRequested: "Demande à examiner",
    RegistrationRefused: "Demande refusée",
    SeatOffered: "Place proposée",
    SeatOfferExpired: "Place proposée, restée sans réponse",
    RegistrationFlagged: "Inscription à vérifier, les conditions ne sont plus remplies",
}


WEBHOOKS_OFF = {
    "gone": "le destinataire n’en veut plus (410)",
    "failing": "rien n’y est reçu depuis cinq jours",
}


class FeedState(StrEnum):
    """What the staff has done with a line."""

    NEW = "new"
    SEEN = "seen"
    HANDLED = "handled"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """What is to be written in the feed."""

    id: UUID
    at: datetime
    """When the fact happened."""
    code: str
    """The kind of fact, as its event names it: `RegistrationConfirmed`."""
    text: str
    """One French sentence, with its typography."""
    link: str
    """Path of the thing concerned in the public API of the service that owns it."""
    subject: str
    """The thing concerned, as events name it: `registration/<id>`."""
    person_id: UUID | None
    """Whom the text names, if anybody."""
    also_named: tuple[UUID, ...] = ()
    """Whom it names beside: the text goes with the data of any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFeedEntry:
    """A line in its place. Positions grow in the order of writing."""

    position: int
    line: FeedLine
    state: FeedState = FeedState.NEW


@dataclass(slots=True, kw_only=True)
class StaffFeed:
    """The end of the feed. Whoever adds a line must have seen the line before it: `version` guards that."""

    id: str = "staff_feed"
    last_position: int = 0
    version: int = 0
    sequence: int = 0

    def add(self, line: FeedLine) -> StaffFeedEntry:
        """Give a line its place: the next, with no gap."""
        self.last_position += 1
        return StaffFeedEntry(position=self.last_position, line=line)


def line_of(event: Envelope[RegistrationFact], *, contact: Contact, club_event: ClubEventCopy) -> FeedLine:
    """What the staff reads of this event; the same event always makes the same line."""
    fact = event.data
    return FeedLine(
        id=uuid5(event.id, "staff_feed"),
        at=event.time,
        code=type(fact).__name__,
        text=typeset(f"{_what_happened(fact)} : {contact.name}, « {club_event.title} »."),
        link=f"/club-events/{fact.club_event_id}/registrations/{fact.registration_id}",
        subject=event.subject,
        person_id=fact.person_id,
    )


def line_of_transfer(
    event: Envelope[RegistrationTransferred],
    *,
    former: Contact,
    contact: Contact,
    club_event: ClubEventCopy,
) -> FeedLine:
    """What the staff reads of a seat that went over to a colleague."""
    fact = event.data
    text = f"Place transmise de {former.name} à {contact.name} : « {club_event.title} »."
    return FeedLine(
        id=uuid5(event.id, "staff_feed"),
        at=event.time,
        code=type(fact).__name__,
        text=typeset(text),
        link=f"/club-events/{fact.club_event_id}/registrations/{fact.registration_id}",
        subject=event.subject,
        person_id=fact.to_person_id,
        also_named=(fact.from_person_id,),
    )


def line_of_seats_left(event: Envelope[SeatsLeftToStaff], *, club_event: ClubEventCopy) -> FeedLine:
    """What the staff reads when it is to call those who wait."""
    fact = event.data
    seats = f"{fact.free} place{'s' if fact.free > 1 else ''} {MODES.get(fact.mode, fact.mode)}"
    text = f"À pourvoir par téléphone : {seats}, {fact.waiting} en attente, « {club_event.title} »."
    return FeedLine(
        id=uuid5(event.id, "staff_feed"),
        at=event.time,
        code=type(fact).__name__,
        text=typeset(text),
        link=f"/club-events/{fact.club_event_id}/registrations",
        subject=event.subject,
        person_id=None,
    )


def line_of_erasure(event: Envelope[ErasureRequested], *, contact: Contact) -> FeedLine:
    """What the staff reads when a person asks to be forgotten."""
    person_id = event.data.person_id
    text = f"Effacement demandé : {contact.name}."
    return line_about(event, text, person_id=person_id, link=f"/people/{person_id}/erasure")


def line_of_late_erasure(event: Envelope[ErasureOverdue]) -> FeedLine:
    """What the staff reads when services are late in forgetting somebody, whom it does not name."""
    fact = event.data
    services = ", ".join(fact.missing)
    text = f"Effacement à terminer avant le {fact.deadline:%d/%m/%Y}, sans confirmation de : {services}."
    return line_about(event, text, person_id=None, link=f"/people/{fact.person_id}/erasure")


def line_of_consent(event: Envelope[ConsentChanged], *, contact: Contact) -> FeedLine:
    """What the staff reads when a person gives a consent, or withdraws it."""
    fact = event.data
    change = "Consentement donné" if fact.granted else "Consentement retiré"
    text = f"{change}, {CONSENTS.get(fact.purpose, fact.purpose)} : {contact.name}."
    return line_about(event, text, person_id=fact.person_id, link=f"/people/{fact.person_id}/consents")


def line_of_bounce(event: Envelope[EmailBounced], *, contact: Contact) -> FeedLine:
    """What the staff reads of a mail that came back."""
    person_id = event.data.person_id
    text = f"Courriel non remis, adresse à vérifier : {contact.name}."
    return line_about(event, text, person_id=person_id, link=f"/deliveries?person_id={person_id}")


def line_of_webhook(event: Envelope[WebhookSwitchedOff]) -> FeedLine:
    """What the staff reads when nothing is sent to a partner any more."""
    fact = event.data
    why = WEBHOOKS_OFF.get(fact.reason_code, "sans réponse")
    text = f"Webhook d’un partenaire arrêté, {why} : à voir avec lui, puis à réactiver."
    return line_about(event, text, person_id=None, link=f"/partners/{fact.partner_id}/webhooks")


def line_about(event: Envelope[Any], text: str, *, person_id: UUID | None, link: str) -> FeedLine:
    """The line of an event, whoever or whatever it is about; the same event always makes the same line."""
    return FeedLine(
        id=uuid5(event.id, "staff_feed"),
        at=event.time,
        code=type(event.data).__name__,
        text=typeset(text),
        link=link,
        subject=event.subject,
        person_id=person_id,
    )


def _what_happened(fact: RegistrationFact) -> str:
    match fact:
        case RegistrationWaitlisted():
            return f"Liste d’attente, {_mode(fact)}, rang {fact.position}"
        case RegistrationCancelled():
            return CANCELLED.get(fact.reason_code, "Inscription annulée")
        case SeatedFact():
            return f"{HAPPENED[type(fact)]}, {_mode(fact)}"
        case _:
            return HAPPENED[type(fact)]


def _mode(fact: SeatedFact) -> str:
    return MODES.get(fact.mode, fact.mode)
