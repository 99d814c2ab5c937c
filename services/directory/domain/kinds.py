"""Owns the kinds of public bodies that can join the club. Does not say what each may do."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is in law; never guessed from its SIREN."""

    COMMUNE = "commune"
    CC = "cc"
    CA = "ca"
    CU = "cu"
    METROPOLE = "metropole"
    METROPOLE_LYON = "metropole_lyon"
    EPT = "ept"
    DEPARTEMENT = "departement"
    REGION = "region"
    COLLECTIVITE_UNIQUE = "collectivite_unique"
    SYNDICAT_INTERCOMMUNAL = "syndicat_intercommunal"
    SYNDICAT_MIXTE = "syndicat_mixte"
    PNR = "pnr"
    PETR = "petr"
    PAYS = "pays"
    CAISSE_DES_ECOLES = "caisse_des_ecoles"
    OTHER_PUBLIC = "other_public"


CODED = frozenset({OrganisationKind.COMMUNE, OrganisationKind.DEPARTEMENT, OrganisationKind.REGION})
"""Kinds that have a code of the code officiel géographique."""
