"""Owns what this service holds of people: where it stands, what for, and how it is forgotten."""

from services.directory.repository.access_documents import (
    LINKS,
    PROCONNECT_ACCOUNTS,
    RATE_LIMITS,
    REQUESTS,
    SECOND_FACTORS,
    SESSIONS,
)
from services.directory.repository.documents import (
    ACCESS_EXPORTS,
    CAMPAIGNS,
    CONSENTS,
    DELIBERATIONS,
    ERASURES,
    EXCHANGES,
    FEE_SCHEDULES,
    FEES,
    GATHERINGS,
    IMPORT_FILES,
    IMPORT_LINES,
    IMPORTS,
    MANDATE_CLOSURES,
    MEMBERSHIPS,
    OFFERS,
    ORGANISATIONS,
    PEOPLE,
    REFERENCE_DATA,
    SEARCH,
    SIGNING_KEYS,
    TERRITORIES,
    TESTIMONIES,
)
from services.directory.schemas.wording import (
    ERASURE_STATES,
    PERSON_STATES,
    PURPOSES,
    ROLES,
    STATUSES,
    TITLES,
)
from shared.events.directory import PersonalDataCollected, PersonScrubbed
from shared.personal_data import Basis, Kept, PersonalData, Place

PERSONAL_DATA = PersonalData(
    scrubbed=PersonScrubbed,
    collected=PersonalDataCollected,
    places=(
        Place(
            collection=PEOPLE,
            person="_id",
            category="Identité et coordonnées",
            purpose="Tenir l’annuaire du club.",
            basis=Basis.CONTRACT,
            fields={
                "given_name": "prénom",
                "family_name": "nom",
                "email": "adresse électronique",
                "phone": "téléphone",
                "locale": "langue",
                "state": "état",
            },
            words=PERSON_STATES,
            erased={},  # `Person.erase` leaves nothing
        ),
        Place(
            collection=PEOPLE,
            person="_id",
            within="held",
            category="Mandats, postes et fonctions",
            purpose="Savoir qui agit pour quelle collectivité, et depuis quand.",
            basis=Basis.CONTRACT,
            fields={
                "org": "collectivité",
                "title": "intitulé",
                "appointed": "fonction",
                "delegation": "délégation",
                "service": "service",
                "status": "statut",
                "starts_on": "début",
                "ends_on": "fin",
            },
            words={str(code): word for codes in (TITLES, STATUSES, ROLES) for code, word in codes.items()},
            erased={},  # `Person.erase` leaves nothing
        ),
        Place(
            collection=SEARCH,
            person="_id",
            category="Entrée de recherche",
            purpose="Retrouver une personne par son nom.",
            basis=Basis.CONTRACT,
            fields={"name": "nom", "held.org": "collectivités des mandats, postes et fonctions"},
        ),
        Place(
            collection=CONSENTS,
            person="_id",
            category="Consentements",
            purpose="Respecter les choix de la personne, et prouver qu’elle les a faits.",
            basis=Basis.CONSENT,
            within="choices",
            fields={
                "purpose": "objet",
                "granted": "accord donné",
                "wording_version": "version du texte lu",
                "at": "date",
            },
            words=PURPOSES,
        ),
        Place(
            collection=ACCESS_EXPORTS,
            person="_id",
            category="Copie de ses données",
            purpose="Remettre à la personne qui le demande tout ce que le club sait d’elle.",
            basis=Basis.LEGAL_OBLIGATION,
            fields={"requested_at": "date de la demande"},
            kept=Kept(limit="access_exports_days", since="requested_at"),
        ),
        Place(
            collection=ERASURES,
            person="_id",
            category="Demande d’effacement",
            purpose="Traiter la demande et prouver qu’elle l’a été.",
            basis=Basis.LEGAL_OBLIGATION,
            fields={
                "requested_at": "date de la demande",
                "state": "état",
                "reason": "motif donné",
                "refusal": "motif du refus",
                "decided_at": "date de la décision",
                "deadline": "échéance",
            },
            words=ERASURE_STATES,
            erased={},  # `Erasure.grant` forgets the reason
            kept=Kept(limit="erasures_days", since="decided_at"),
        ),
        Place(
            collection=IMPORT_FILES,
            category="Fichier à importer, deux jours au plus",
            purpose="Contrôler le fichier que l’équipe envoie, puis l’importer.",
            basis=Basis.CONTRACT,
            fields={"content": "noms, coordonnées et fonctions des personnes du fichier"},
        ),
        Place(
            collection=REQUESTS,
            category="Demande de connexion, un quart d’heure",
            purpose="Envoyer un lien de connexion à l’adresse donnée.",
            basis=Basis.CONTRACT,
            fields={"email": "adresse électronique", "asked_at": "date de la demande"},
        ),
        Place(
            collection=LINKS,
            category="Lien de connexion, un quart d’heure",
            purpose="Ouvrir une session à qui a reçu le lien, une fois.",
            basis=Basis.CONTRACT,
            fields={"expires_at": "échéance"},
        ),
        Place(
            collection=SESSIONS,
            category="Sessions ouvertes, trente jours au plus",
            purpose="Garder la personne connectée, et lui montrer où elle l’est.",
            basis=Basis.CONTRACT,
            fields={
                "device": "navigateur, tel qu’il se nomme",
                "started_at": "début",
                "refreshed_at": "dernier renouvellement",
                "expires_at": "échéance",
                "roles": "rôles à l’ouverture",
            },
        ),
        Place(
            collection=PROCONNECT_ACCOUNTS,
            category="Compte ProConnect",
            purpose="Reconnaître la personne qui se connecte par ProConnect.",
            basis=Basis.CONTRACT,
            fields={"_id": "identifiant chez ProConnect", "linked_at": "date du rattachement"},
        ),
        Place(
            collection=SECOND_FACTORS,
            person="_id",
            category="Second facteur",
            purpose="Vérifier que l’équipe du club est bien qui elle dit être.",
            basis=Basis.LEGITIMATE_INTEREST,
            fields={"is_enrolled": "en place ou non"},
        ),
    ),
    nowhere_else=frozenset(
        {
            ORGANISATIONS,
            MEMBERSHIPS,
            DELIBERATIONS,  # acts of assemblies, which are public
            FEES,
            FEE_SCHEDULES,
            CAMPAIGNS,
            MANDATE_CLOSURES,
            IMPORTS,
            IMPORT_LINES,  # numbers of rows, and why they are refused
            OFFERS,
            EXCHANGES,
            GATHERINGS,
            TESTIMONIES,  # without who told
            SIGNING_KEYS,
            TERRITORIES,
            REFERENCE_DATA,
            RATE_LIMITS,  # counts under digests, for a quarter of an hour
        }
    ),
)
