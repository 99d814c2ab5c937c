"""Owns the French of the directory's codes, for files that people read and write. Sorts nothing."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from services.directory.domain.held_roles import (
    AppointedRole,
    HeldRole,
    Mandate,
    MandateTitle,
    Post,
    PostStatus,
)
from services.directory.domain.kinds import OrganisationKind

KINDS: Final[Mapping[StrEnum, str]] = {
    OrganisationKind.COMMUNE: "Commune",
    OrganisationKind.CC: "Communauté de communes",
    OrganisationKind.CA: "Communauté d’agglomération",
    OrganisationKind.CU: "Communauté urbaine",
    OrganisationKind.METROPOLE: "Métropole",
    OrganisationKind.METROPOLE_LYON: "Métropole de Lyon",
    OrganisationKind.EPT: "Établissement public territorial",
    OrganisationKind.DEPARTEMENT: "Département",
    OrganisationKind.REGION: "Région",
    OrganisationKind.COLLECTIVITE_UNIQUE: "Collectivité territoriale unique",
    OrganisationKind.SYNDICAT_INTERCOMMUNAL: "Syndicat intercommunal",
    OrganisationKind.SYNDICAT_MIXTE: "Syndicat mixte",
    OrganisationKind.PNR: "Parc naturel régional",
    OrganisationKind.PETR: "Pôle d’équilibre territorial et rural",
    OrganisationKind.PAYS: "Pays",
    OrganisationKind.CAISSE_DES_ECOLES: "Caisse des écoles",
    OrganisationKind.OTHER_PUBLIC: "Autre organisme public",
}

TITLES: Final[Mapping[StrEnum, str]] = {
    MandateTitle.MAIRE: "Maire",
    MandateTitle.ADJOINT: "Adjoint·e",
    MandateTitle.CONSEILLER_MUNICIPAL: "Conseiller·ère municipal·e",
    MandateTitle.PRESIDENT: "Président·e",
    MandateTitle.VICE_PRESIDENT: "Vice-président·e",
    MandateTitle.CONSEILLER_COMMUNAUTAIRE: "Conseiller·ère communautaire",
    MandateTitle.CONSEILLER_METROPOLITAIN: "Conseiller·ère métropolitain·e",
    MandateTitle.CONSEILLER_DEPARTEMENTAL: "Conseiller·ère départemental·e",
    MandateTitle.CONSEILLER_REGIONAL: "Conseiller·ère régional·e",
    MandateTitle.OTHER: "Autre mandat",
}

STATUSES: Final[Mapping[StrEnum, str]] = {
    PostStatus.TITULAIRE: "Titulaire",
    PostStatus.STAGIAIRE: "Stagiaire",
    PostStatus.CONTRACTUEL_CDD: "Contractuel·le en CDD",
    PostStatus.CONTRACTUEL_CDI: "Contractuel·le en CDI",
    PostStatus.PRIVE: "Droit privé",
}

ROLES: Final[Mapping[str, str]] = {
    "elected": "Élu·e",
    "technical": "Technicien·ne",
    AppointedRole.REFERENT: "Référent·e",
    AppointedRole.SIGNATORY: "Signataire",
    AppointedRole.STAFF: "Équipe du club",
    AppointedRole.ADMIN: "Administration",
}

PERSON_STATES: Final[Mapping[str, str]] = {
    "invited": "Invité·e",
    "active": "Actif·ve",
    "inactive": "Inactif·ve",
    "erased": "Effacé·e",
}

MEMBERSHIP_STATES: Final[Mapping[str, str]] = {
    "prospect": "Contact",
    "applied": "Demande en cours",
    "active": "Adhérente",
    "renewal_due": "À renouveler",
    "lapsed": "Échue",
    "resigned": "Démissionnaire",
    "rejected": "Refusée",
}

FEE_STATES: Final[Mapping[str, str]] = {
    "not_called": "À appeler",
    "called": "Appelée",
    "overdue": "En retard",
    "paid": "Payée",
    "waived": "Abandonnée",
}

OFFER_STATES: Final[Mapping[str, str]] = {
    "draft": "Brouillon",
    "published": "Publiée",
    "paused": "En pause",
    "withdrawn": "Retirée",
}

PURPOSES: Final[Mapping[str, str]] = {
    "photos": "photos et films",
    "contact_sharing": "coordonnées communiquées aux adhérents",
    "news": "actualités par courriel",
}

ERASURE_STATES: Final[Mapping[str, str]] = {
    "requested": "demandé",
    "refused": "refusé",
    "granted": "accordé",
}

SERVICES: Final[Mapping[str, str]] = {
    "directory": "annuaire",
    "registration": "rencontres",
    "conventions": "conventions",
    "notifications": "courriels",
}

FOUND: Final[Mapping[str, str]] = {
    "territory": "Territoire",
    "organisation": "Collectivité",
    "person": "Personne",
    "offer": "Offre d’expertise",
}

YES, NO = "oui", "non"


def function_of(held: HeldRole) -> str:
    """What a person is called in a role: the office of a mandate, the title of a post."""
    match held:
        case Mandate(title=title):
            return TITLES[title]
        case Post(title=title):
            return title
    return ""
