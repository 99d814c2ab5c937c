"""Owns what this service holds of people: where it stands, what for, and how it is forgotten."""

from collections.abc import Mapping

from services.notifications.domain.exchanges.notices import TOLD as TOLD_OF_EXCHANGES
from services.notifications.domain.members.notices import TOLD as TOLD_OF_MEMBERS
from services.notifications.domain.needs import TOLD as TOLD_OF_NEEDS
from services.notifications.repository import partner_documents
from services.notifications.repository.documents import (
    CLUB_EVENTS,
    CONTACTS,
    DELIVERIES,
    FEED,
    FEED_END,
    NEEDS,
    ORGANISATIONS,
    REMINDERS,
    SEATS,
)
from services.notifications.repository.exchange_documents import CONVENTIONS, EXCHANGE_REQUESTS, VISITS
from shared.events.notifications import PersonalDataCollected, PersonScrubbed
from shared.personal_data import Basis, Kept, PersonalData, Place

TEMPLATES: Mapping[str, str] = {
    "registration_confirmed": "inscription confirmée",
    "registration_waitlisted": "liste d’attente",
    "registration_cancelled": "inscription annulée",
    "registration_requested": "demande d’inscription reçue",
    "registration_refused": "demande d’inscription refusée",
    "seat_offered": "place proposée",
    "seat_offer_expired": "proposition de place terminée",
    "club_event_changed": "changement d’une rencontre",
    "club_event_postponed": "report d’une rencontre",
    "online_link": "lien de connexion",
    **{
        template.value: called
        for template, called in {**TOLD_OF_EXCHANGES, **TOLD_OF_MEMBERS, **TOLD_OF_NEEDS}.items()
    },
    "club_event_reminder": "rappel d’une rencontre",
    "guest_invited": "invitation à une rencontre",
    "speaker_invited": "invitation à témoigner",
    "invitation_withdrawn": "invitation à une rencontre retirée",
}
STATES = {
    "queued": "à envoyer",
    "sending": "en cours d’envoi",
    "sent": "envoyé",
    "soft_bounced": "retardé",
    "hard_bounced": "non remis",
    "suppressed": "non envoyé",
}


def _feed_line(person: str, category: str) -> Place:
    """A line of the feed, which may name several people."""
    return Place(
        collection=FEED,
        person=person,
        category=category,
        purpose="Tenir l’équipe au courant de ce qui se passe dans le club.",
        basis=Basis.LEGITIMATE_INTEREST,
        fields={"at": "date du fait", "code": "nature du fait", "text": "phrase lue par l’équipe"},
        erased={"text": "Ligne effacée avec les données de la personne."},
        kept=Kept(limit="staff_feed_days", since="at"),
    )


def _visit(person: str, category: str, purpose: str) -> Place:
    """A visit, which several people go to or know of."""
    return Place(
        collection=VISITS,
        person=person,
        category=category,
        purpose=purpose,
        basis=Basis.CONTRACT,
        fields={"reference": "visite", "when.starts_local": "début"},
        erased={},  # ids stay
    )


PERSONAL_DATA = PersonalData(
    scrubbed=PersonScrubbed,
    collected=PersonalDataCollected,
    places=(
        Place(
            collection=CONTACTS,
            person="_id",
            category="Coordonnées",
            purpose="Adresser les courriels de service et nommer la personne dans le fil de l’équipe.",
            basis=Basis.CONTRACT,
            fields={
                "given_name": "prénom",
                "family_name": "nom",
                "email": "adresse électronique",
                "locale": "langue des courriels",
                "referent_of": "référent·e de",
            },
            named={"referent_of": (ORGANISATIONS, "name")},
            erased={"given_name": "", "family_name": "", "email": "", "locale": "fr", "referent_of": []},
        ),
        Place(
            collection=SEATS,
            category="Destinataires des rencontres",
            purpose="Prévenir les personnes inscrites quand une rencontre change.",
            basis=Basis.CONTRACT,
            fields={"club_event_id": "rencontre", "mode": "mode de participation"},
            erased={},  # ids stay
        ),
        Place(
            collection=CONVENTIONS,
            person="signatories.person_id",
            category="Signataires des conventions",
            purpose="Prévenir les personnes qui signent une convention de ce qu’elle devient.",
            basis=Basis.CONTRACT,
            fields={"reference": "convention"},
            erased={},  # ids stay
        ),
        Place(
            collection=NEEDS,
            person="author",
            category="Besoins suivis",
            purpose="Prévenir qui a exprimé un besoin de ce qu’il devient.",
            basis=Basis.CONTRACT,
            fields={"title": "besoin"},
            erased={},  # ids stay
        ),
        _visit("agents", "Agents en visite", "Prévenir et inviter les agents qui interviennent."),
        _visit("invited", "Invitations aux visites", "Mettre à jour l’agenda de qui y a une visite."),
        Place(
            collection=DELIVERIES,
            person="notice.person_id",
            category="Suivi des courriels",
            purpose="Savoir si un courriel de service est parvenu, et le renvoyer sinon.",
            basis=Basis.LEGITIMATE_INTEREST,
            fields={
                "notice.template": "modèle du courriel",
                "notice.club_event_id": "rencontre",
                "notice.convention_id": "convention",
                "notice.visit_id": "visite",
                "notice.organisation_id": "collectivité",
                "notice.need_id": "besoin",
                "queued_at": "mise en file",
                "sent_at": "envoi",
                "state": "état",
                "last_failure": "réponse du dernier échec",
            },
            named={
                "notice.club_event_id": (CLUB_EVENTS, "title"),
                "notice.convention_id": (CONVENTIONS, "reference"),
                "notice.visit_id": (VISITS, "reference"),
                "notice.organisation_id": (ORGANISATIONS, "name"),
                "notice.need_id": (NEEDS, "title"),
            },
            words={**TEMPLATES, **STATES},
            erased={"last_failure": ""},
            kept=Kept(limit="mails_days", since="queued_at"),
        ),
        _feed_line("person_id", "Fil de l’équipe"),
        _feed_line("also_named", "Fil de l’équipe, où d’autres sont nommés"),
    ),
    nowhere_else=frozenset(
        {CLUB_EVENTS, FEED_END, ORGANISATIONS, EXCHANGE_REQUESTS, REMINDERS, *partner_documents.INDEXES}
    ),
)
