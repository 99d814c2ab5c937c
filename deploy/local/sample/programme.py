"""Owns the club events of the sample: one of each kind, in the coming months, with who asks to come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from deploy.local.sample.organisations import SampleOrganisation, Standing
from deploy.local.sample.people import SamplePerson

THURSDAY = 3
OCCITANIE = frozenset({"12", "30", "32", "34"})
"""Its départements that the sample has an organisation in."""


class Guest(NamedTuple):
    """Somebody who asks for a place, for an organisation."""

    email: str
    organisation: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleClubEvent:
    """A gathering to come."""

    kind: str
    title: str
    audience: str
    topics: tuple[str, ...]
    weeks_ahead: int
    hours: tuple[time, time]
    days: int = 1
    place: Mapping[str, str] | None
    venue: str | None = None
    area: tuple[str, ...] = ()
    capacity: Mapping[str, int]
    asked: int
    """People who ask for a place, at most."""
    given_back: int = 0
    """Seats given back by the first who asked: they are on offer to the first in line."""
    roles: frozenset[str] = field(default=frozenset({"elected", "technical"}))

    def body(self, today: date, orgs: Mapping[str, UUID]) -> dict[str, Any]:
        """What registration is asked: on a Thursday, some weeks from today."""
        day = today + timedelta(weeks=self.weeks_ahead)
        day += timedelta(days=(THURSDAY - day.weekday()) % 7)
        begins, ends = self.hours
        return {
            "kind": self.kind,
            "title": self.title,
            "starts_local": datetime.combine(day, begins).isoformat(),
            "ends_local": datetime.combine(day + timedelta(days=self.days - 1), ends).isoformat(),
            "timezone": "Europe/Paris",
            "mode": "hybrid" if len(self.capacity) > 1 else next(iter(self.capacity)),
            "place": self.place,
            "venue_org": str(orgs[self.venue]) if self.venue else None,
            "area": self.area,
            "audience": self.audience,
            "topics": self.topics,
        }

    def guests(
        self, people: Sequence[SamplePerson], organisations: Mapping[str, SampleOrganisation]
    ) -> list[Guest]:
        """Those who ask for a place; all of them may come."""
        return list(self._may_come(people, organisations))[: self.asked]

    def _may_come(
        self, people: Sequence[SamplePerson], organisations: Mapping[str, SampleOrganisation]
    ) -> Iterator[Guest]:
        modes = list(self.capacity)
        for number, person in enumerate(people):
            if self.kind == "technical_days" and person.is_elected:
                continue
            for role in person.roles:
                if role.name in self.roles and self._welcomes(organisations[role.organisation]):
                    yield Guest(person.email, role.organisation, modes[number % 3 // 2 % len(modes)])
                    break

    def _welcomes(self, organisation: SampleOrganisation) -> bool:
        if self.area:
            return organisation.departement in OCCITANIE
        return self.kind == "open_conference" or organisation.standing is Standing.MEMBER


PROGRAMME = (
    SampleClubEvent(
        kind="political_morning",
        title="Matinée politique Occitanie\u00a0: la terre nourricière, un bien communal",
        audience="Élu·es et technicien·nes d’Occitanie, adhérents ou non.",
        topics=("foncier", "relocalisation"),
        weeks_ahead=3,
        hours=(time(9, 30), time(12, 30)),
        place={
            "label": "Salle du conseil",
            "address": "1 place de la Mairie",
            "postal_code": "30129",
            "city": "Manduel",
            "insee_code": "30155",
        },
        venue="Manduel",
        area=("REG-76",),
        capacity={"in_person": 40},
        asked=14,
    ),
    SampleClubEvent(
        kind="online_workshop",
        title="Atelier en visio\u00a0: peser les restes, et en faire quelque chose",
        audience="Élu·es et technicien·nes des collectivités adhérentes.",
        topics=("gaspillage", "equipes_cuisine"),
        weeks_ahead=4,
        hours=(time(14, 0), time(15, 30)),
        place=None,
        capacity={"online": 100},
        asked=18,
    ),
    SampleClubEvent(
        kind="study_trip",
        title="Voyage d’études à Mouans-Sartoux\u00a0: la régie agricole, six hectares pour mille repas",
        audience="Élu·es et technicien·nes des collectivités adhérentes\u202f; petit groupe.",
        topics=("ferme_municipale", "gaspillage"),
        weeks_ahead=6,
        hours=(time(9, 0), time(17, 0)),
        place={
            "label": "Domaine de Haute-Combe",
            "address": "",
            "postal_code": "06370",
            "city": "Mouans-Sartoux",
            "insee_code": "06084",
        },
        venue="Mouans-Sartoux",
        capacity={"in_person": 8},
        asked=12,
        given_back=2,
    ),
    SampleClubEvent(
        kind="technical_days",
        title="Journées techniques\u00a0: la cuisine centrale de demain",
        audience="Technicien·nes des collectivités adhérentes uniquement.",
        topics=("cuisine_neuve", "equipes_cuisine", "menus_vegetariens"),
        weeks_ahead=9,
        hours=(time(9, 30), time(16, 0)),
        days=2,
        place={
            "label": "Palais des congrès",
            "address": "3 boulevard de Champagne",
            "postal_code": "21000",
            "city": "Dijon",
            "insee_code": "21231",
        },
        venue="Dijon",
        capacity={"in_person": 60},
        asked=24,
        roles=frozenset({"technical"}),
    ),
    SampleClubEvent(
        kind="open_conference",
        title="Colloque ouvert\u00a0: la démocratie alimentaire à l’épreuve du terrain",
        audience="Toutes les collectivités, adhérentes ou non.",
        topics=("democratie_alimentaire", "gouvernance"),
        weeks_ahead=12,
        hours=(time(9, 30), time(17, 0)),
        place={
            "label": "Auditorium de la métropole",
            "address": "",
            "postal_code": "34000",
            "city": "Montpellier",
            "insee_code": "34172",
        },
        venue="Montpellier",
        capacity={"in_person": 20, "online": 200},
        asked=40,
    ),
    SampleClubEvent(
        kind="political_meeting",
        title="Rencontres politiques du Club des Territoires",
        audience="Élu·es des collectivités adhérentes.",
        topics=("gouvernance", "approvisionnement"),
        weeks_ahead=16,
        hours=(time(10, 0), time(17, 30)),
        place={
            "label": "Hôtel de ville",
            "address": "",
            "postal_code": "39000",
            "city": "Lons-le-Saunier",
            "insee_code": "39300",
        },
        venue="Lons-le-Saunier",
        capacity={"in_person": 15},
        asked=40,
        roles=frozenset({"elected"}),
    ),
)
