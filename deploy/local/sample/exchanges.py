"""Owns the exchanges of the sample: who would like to learn from whom, how far each has come. Loads none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID


class Stage(IntEnum):
    """How far an exchange has come."""

    SUBMITTED = 0
    QUALIFIED = 1
    PROPOSED = 2
    MATCHED = 3
    UNDER_CONVENTION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleExchange:
    """An organisation that would like to learn, and the one that may teach it."""

    receiving: str
    offering: str
    topic: str
    context: str
    expected_results: str
    stage: Stage
    signatories: Mapping[str, str]
    """Organisation → address of who signs for it, where a convention is being signed."""

    def wish(self, today: date) -> dict[str, Any]:
        """What is asked for."""
        return {
            "topics": [self.topic],
            "context": self.context,
            "expected_results": self.expected_results,
            "from_day": (today + timedelta(days=60)).isoformat(),
            "to_day": (today + timedelta(days=360)).isoformat(),
            "people_to_train": 6,
        }

    def text(self, drafted: Mapping[str, Any], today: date) -> dict[str, Any]:
        """The whole convention, upon what was drafted."""
        details = {
            "address": "Hôtel de ville",
            "represented_by": "son maire",
            "capacity": "Maire",
            "acting_under": "délibération du conseil municipal n° 2026-114 du 20 janvier 2026",
        }
        duration = {
            "effect_on": (today + timedelta(days=30)).isoformat(),
            "ends_on": (today + timedelta(days=395)).isoformat(),
        }
        return {
            "legal_form": "partnership",
            "parties": [{**party, **details} for party in drafted["parties"]],
            "terms": {
                "title": drafted["terms"]["title"],
                "topics": [self.topic],
                "expected_results": self.expected_results,
                "place_of_signature": self.receiving,
                "agents": [
                    {"name": "Responsable de la restauration", "post": "Restauration", "status": "titulaire"}
                ],
                "practice": {
                    "places": f"Cuisine centrale de {self.receiving}",
                    "half_day_quota": 12,
                    "agents_per_visit_max": 2,
                    "calendar": "Une visite par trimestre, hors vacances scolaires.",
                    "contact_person": "Service de la restauration scolaire",
                },
                "money": {"expenses_paid_by": "la collectivité bénéficiaire"},
                "duration": duration,
            },
        }

    def signing(self, orgs: Mapping[str, UUID], people: Mapping[str, UUID]) -> dict[str, Any]:
        """Who is asked to sign."""
        return {
            "signatories": [
                {"org": str(orgs[name]), "person_id": str(people[email]), "capacity": "Maire", "power": "law"}
                for name, email in self.signatories.items()
            ]
        }


EXCHANGES = (
    SampleExchange(
        receiving="Barjac",
        offering="Mouans-Sartoux",
        topic="ferme_municipale",
        context="La commune étudie une régie agricole sur deux hectares.",
        expected_results="Un plan de cultures et un calendrier d’embauche.",
        stage=Stage.SUBMITTED,
        signatories={},
    ),
    SampleExchange(
        receiving="Millau",
        offering="Lons-le-Saunier",
        topic="approvisionnement",
        context="La cuisine centrale voudrait des lots adaptés aux producteurs d’ici.",
        expected_results="Un cahier des charges alloti, prêt pour le prochain marché.",
        stage=Stage.PROPOSED,
        signatories={},
    ),
    SampleExchange(
        receiving="Manduel",
        offering="Mouans-Sartoux",
        topic="gaspillage",
        context="Deux restaurants scolaires, trop de restes les jours de légumes.",
        expected_results="Des pesées chaque semaine, et moitié moins de restes en un an.",
        stage=Stage.UNDER_CONVENTION,
        signatories={
            "Mouans-Sartoux": "camille.haddad@example.org",
            "Manduel": "chloe.fournier@example.org",
        },
    ),
)
