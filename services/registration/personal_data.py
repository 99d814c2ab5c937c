"""Owns what this service holds of people: where it stands, what for, and how it is forgotten."""

from services.registration.repository.documents import (
    CLUB_EVENTS,
    MEMBERSHIPS,
    ORGANISATIONS,
    PEOPLE,
    REGISTRATIONS,
    SCANS,
)
from services.registration.repository.invitations import INVITATIONS
from services.registration.repository.need_documents import NEEDS
from services.registration.repository.past_answers import PAST_ANSWERS
from services.registration.repository.testimonies import TESTIMONIES
from shared.events.registration import PersonalDataCollected, PersonScrubbed
from shared.personal_data import Basis, Kept, PersonalData, Place

ROLES = {"elected": "élu·e", "technical": "technicien·ne"}
MODES = {"in_person": "en présence", "online": "en visio"}
STATES = {
    "pending_review": "à examiner",
    "waitlisted": "en liste d’attente",
    "offered": "place proposée",
    "confirmed": "confirmée",
    "refused": "refusée",
    "expired": "proposition restée sans réponse",
    "cancelled": "annulée",
    "attended": "présence constatée",
    "absent": "absence constatée",
}
INVITATION_STATES = {
    "sent": "envoyée",
    "accepted": "acceptée",
    "declined": "déclinée",
    "withdrawn": "retirée",
}
TESTIMONY_STATES = {
    "proposed": "proposé",
    "chosen": "choisi",
    "invited": "invitation envoyée",
    "confirmed": "confirmé",
    "declined": "décliné",
    "withdrawn": "retiré",
    "given": "donné",
}

PERSONAL_DATA = PersonalData(
    scrubbed=PersonScrubbed,
    collected=PersonalDataCollected,
    places=(
        Place(
            collection=PEOPLE,
            person="_id",
            category="Nom",
            purpose="Accueillir la personne aux rencontres.",
            basis=Basis.CONTRACT,
            fields={"given_name": "prénom", "family_name": "nom"},
            erased={"given_name": "", "family_name": "", "sort_name": "", "roles": []},
        ),
        Place(
            collection=PEOPLE,
            person="_id",
            within="roles",
            category="Rôles",
            purpose="Vérifier qui peut s’inscrire à une rencontre, et pour quelle collectivité.",
            basis=Basis.CONTRACT,
            fields={"role": "rôle", "org": "collectivité", "starts_on": "début", "ends_on": "fin"},
            words=ROLES,
            erased={},  # with the name
        ),
        Place(
            collection=REGISTRATIONS,
            category="Inscriptions aux rencontres",
            purpose="Tenir les places et la liste d’attente des rencontres.",
            basis=Basis.CONTRACT,
            fields={
                "club_event_id": "rencontre",
                "org": "collectivité représentée",
                "mode": "mode de participation",
                "role": "rôle au moment de l’inscription",
                "requested_at": "date de la demande",
                "state": "état",
                "came_at": "arrivée",
            },
            named={"club_event_id": (CLUB_EVENTS, "programme.title")},
            words=ROLES | MODES | STATES,
            erased={},  # ids and counts stay
            kept=Kept(limit="registrations_days", since="requested_at"),
        ),
        Place(
            collection=SCANS,
            category="Passages à l’accueil des rencontres",
            purpose="Relever les présences, y compris depuis un appareil hors ligne.",
            basis=Basis.CONTRACT,
            fields={
                "club_event_id": "rencontre",
                "scanned_at": "passage",
                "received_at": "réception du passage",
            },
            named={"club_event_id": (CLUB_EVENTS, "programme.title")},
            erased={},  # ids stay
            kept=Kept(limit="registrations_days", since="scanned_at"),
        ),
        Place(
            collection=INVITATIONS,
            category="Invitations aux rencontres",
            purpose="Accueillir des personnes que les règles d’une rencontre laissent de côté.",
            basis=Basis.LEGITIMATE_INTEREST,
            fields={
                "club_event_id": "rencontre",
                "org": "collectivité représentée",
                "sent_at": "date de l’invitation",
                "state": "état",
            },
            named={"club_event_id": (CLUB_EVENTS, "programme.title")},
            words=INVITATION_STATES,
            erased={},  # ids and counts stay
            kept=Kept(limit="registrations_days", since="sent_at"),
        ),
        Place(
            collection=TESTIMONIES,
            category="Témoignages",
            purpose="Faire témoigner des adhérents devant les autres.",
            basis=Basis.CONTRACT,
            fields={
                "org": "collectivité",
                "title": "titre",
                "summary": "résumé",
                "proposed_at": "date de la proposition",
                "club_event_id": "rencontre",
                "state": "état",
            },
            named={"club_event_id": (CLUB_EVENTS, "programme.title")},
            words=TESTIMONY_STATES,
            erased={},  # what an organisation has done outlives who told it
        ),
        Place(
            collection=NEEDS,
            category="Besoins exprimés",
            purpose="Répondre aux difficultés des adhérents, et savoir qui dit si la réponse a suffi.",
            basis=Basis.CONTRACT,
            fields={
                "org": "collectivité concernée",
                "title": "titre",
                "description": "description",
                "raised_at": "date",
            },
            erased={},  # what an organisation needs outlives who said so
        ),
    ),
    nowhere_else=frozenset({CLUB_EVENTS, ORGANISATIONS, MEMBERSHIPS, PAST_ANSWERS}),
)
