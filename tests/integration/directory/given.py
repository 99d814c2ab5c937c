"""Owns the bodies that the tests of the directory's API start from. Checks nothing."""

from typing import Any
from uuid import UUID

Json = dict[str, Any]

MANDUEL: Json = {
    "kind": "commune",
    "name": "Manduel",
    "siren": "213001555",
    "siret": None,
    "insee_code": "30155",
    "departement": "30",
    "region": "76",
    "population": 7044,
    "parent_org": None,
    "represented_communes": 1,
}
BARJAC: Json = {
    **MANDUEL,
    "name": "Barjac",
    "siren": "213000292",
    "insee_code": "30029",
    "population": 1608,
}
CAMILLE: Json = {
    "given_name": "Camille",
    "family_name": "Durand",
    "email": "camille.durand@example.org",
    "phone": None,
    "locale": "fr",
}


def appointment(role: str, org: str | UUID | None) -> Json:
    return {
        "form": "appointment",
        "appointed": role,
        "org": str(org) if org else None,
        "starts_on": "2026-01-01",
    }


def mandate(org: str | UUID) -> Json:
    return {
        "form": "mandate",
        "org": str(org),
        "title": "maire",
        "delegation": "",
        "starts_on": "2026-03-20",
        "ends_on": "2032-03-19",
    }


def post(org: str | UUID) -> Json:
    return {
        "form": "post",
        "org": str(org),
        "title": "Cheffe de cuisine",
        "service": "Restauration",
        "status": "titulaire",
        "starts_on": "2020-09-01",
        "ends_on": None,
    }


def person(first_role: Json, name: str = "camille.durand") -> Json:
    return {**CAMILLE, "email": f"{name}@example.org", "first_role": first_role}
