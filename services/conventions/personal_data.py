"""Owns what this service holds of people: where it stands, what for, and how it is forgotten."""

from services.conventions.repository.documents import (
    CONVENTIONS,
    DOCUMENTS,
    EXCHANGE_REQUESTS,
    REFERENCES,
    TEXT_VERSIONS,
)
from services.conventions.repository.members import MEMBERSHIPS, OFFERS, ORGANISATIONS, PEOPLE
from services.conventions.repository.visit_documents import BOOKINGS, LEDGERS, REPORTS, VISITS
from shared.events.conventions import PersonalDataCollected, PersonScrubbed
from shared.personal_data import Basis, PersonalData, Place

PERSONAL_DATA = PersonalData(
    scrubbed=PersonScrubbed,
    collected=PersonalDataCollected,
    places=(
        Place(
            collection=PEOPLE,
            person="_id",
            category="Coordonnées",
            purpose="Nommer et joindre les signataires des conventions.",
            basis=Basis.CONTRACT,
            fields={
                "name": "nom",
                "email": "adresse électronique",
                "employers": "collectivités qui l’emploient",
                "held": "mandats et postes",
            },
            erased={
                "name": "",
                "email": "",
                "address_from": 0,
                "employers": [],
                "held": [],
                "is_erased": True,
            },
        ),
        Place(
            collection=CONVENTIONS,
            person="people",
            category="Conventions",
            purpose="Garder les actes que des collectivités ont signés, avec la preuve de leur signature.",
            basis=Basis.LEGAL_OBLIGATION,
            fields={"reference": "référence de la convention que la personne a signée ou servie"},
            erased={},  # an act that binds public bodies stays whole (GDPR, article 17.3.b)
        ),
        Place(
            collection=TEXT_VERSIONS,
            person="people",
            category="Versions des conventions",
            purpose="Garder ce que les parties ont relu avant de signer.",
            basis=Basis.LEGAL_OBLIGATION,
            fields={"number": "numéro de la version qui nomme la personne"},
            erased={},  # part of the act that binds public bodies
        ),
        Place(
            collection=DOCUMENTS,
            person="people",
            category="Documents des conventions",
            purpose="Garder les actes que des collectivités ont signés, tels qu’ils ont été signés.",
            basis=Basis.LEGAL_OBLIGATION,
            fields={"reference": "référence du document", "at": "date du fichier"},
            erased={},  # its bytes are what was signed
        ),
        Place(
            collection=VISITS,
            person="people",
            category="Visites",
            purpose="Préparer les visites, et compter les demi-journées des conventions.",
            basis=Basis.CONTRACT,
            fields={"reference": "référence de la visite à laquelle la personne intervient"},
            erased={},  # ids alone: what was counted stays
        ),
        Place(
            collection=BOOKINGS,
            person="agent",
            category="Demi-journées réservées",
            purpose="Ne pas attendre la même personne en deux lieux.",
            basis=Basis.CONTRACT,
            fields={"visit_id": "visite"},
            named={"visit_id": (VISITS, "reference")},
        ),
        Place(
            collection=REPORTS,
            person="people",
            category="Bilans",
            purpose="Garder ce que les visites ont apporté.",
            basis=Basis.LEGITIMATE_INTEREST,
            fields={"published": "bilan que la personne peut rédiger\u00a0: publié ou non"},
            erased={},  # ids alone
        ),
    ),
    nowhere_else=frozenset({ORGANISATIONS, MEMBERSHIPS, OFFERS, EXCHANGE_REQUESTS, REFERENCES, LEDGERS}),
)
