"""Owns the lists of this service as files: their names, and what stands under each heading.

Says nothing of who may have one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.guests import Guest, Headcount, Waiting
from services.registration.domain.needs import Need
from services.registration.domain.registrations import RegistrationState
from services.registration.schemas import wording
from services.registration.schemas.attendance import Turnout, turnouts
from shared.documents.tables import Cell, Table
from shared.events.topics import TOPICS
from shared.french import sort_key


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need, with the names of the organisations that have it."""

    need: Need
    names: Mapping[UUID, str]

    def named(self, orgs: Iterable[UUID]) -> str:
        """These organisations, as people call them."""
        return ", ".join(self.names.get(org, "") for org in orgs)


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """The numbers of one group of people."""

    by: str
    group: str
    turnout: Turnout


_PERSON: Mapping[str, Callable[[Guest], Cell]] = {
    "Nom": lambda guest: guest.name.family_name,
    "Prénom": lambda guest: guest.name.given_name,
    "Collectivité": lambda guest: guest.organisation,
    "Département": lambda guest: guest.departement,
    "Rôle": lambda guest: wording.capacity_of(guest.registration),
    "Participation": lambda guest: wording.MODES[guest.registration.mode],
}

NEEDS: Table[NeedRow] = Table(
    "besoins",
    {
        "Besoin": lambda row: row.need.title,
        "Description": lambda row: row.need.description,
        "Thèmes": lambda row: ", ".join(TOPICS.get(topic, topic) for topic in row.need.topics),
        "Collectivité": lambda row: row.named([row.need.org]),
        "Soutiens": lambda row: len(row.need.supporters),
        "Soutenu par": lambda row: row.named(row.need.supporters),
        "Urgence": lambda row: wording.URGENCIES[row.need.urgency],
        "État": lambda row: wording.NEED_STATES[row.need.state],
        "Exprimé le": lambda row: row.need.raised_at,
        "Traité le": lambda row: row.need.answered_at,
    },
)
STATISTICS: Table[StatisticsRow] = Table(
    "statistiques",
    {
        "Par": lambda row: row.by,
        "Groupe": lambda row: row.group,
        "Attendu·es": lambda row: row.turnout.expected,
        "Venu·es": lambda row: row.turnout.came,
    },
)


def registrations_of(club_event: ClubEvent) -> Table[Guest]:
    """The registrations of a gathering, with the sessions that it has."""
    titles = _titles(club_event)
    return Table(
        "inscriptions",
        {
            **_PERSON,
            "Séances": lambda guest: _listed(titles, guest.registration.sessions),
            "État": lambda guest: wording.STATES[guest.registration.state],
            "Signalée": lambda guest: "Oui" if guest.registration.needs_attention else "Non",
            "Demandée le": lambda guest: guest.registration.requested_at,
            "Arrivée": lambda guest: guest.registration.came_at,
        },
    )


def waiting_list_of(club_event: ClubEvent) -> Table[Waiting]:
    """Who waits at a gathering, each with their place in the line of their mode."""
    titles = _titles(club_event)
    return Table(
        "liste-attente",
        {
            "Rang": lambda waiting: waiting.position,
            **{heading: _of_guest(cell) for heading, cell in _PERSON.items()},
            "Séances": lambda waiting: _listed(titles, waiting.guest.registration.sessions),
            "Demandée le": lambda waiting: waiting.guest.registration.requested_at,
        },
    )


def attendance_of(club_event: ClubEvent) -> Table[Guest]:
    """Who came to a gathering and who did not; nothing stands for what nobody has settled yet."""
    titles = _titles(club_event)
    return Table(
        "presences",
        {
            **_PERSON,
            "Présence": _presence,
            "Arrivée": lambda guest: guest.registration.came_at,
            "Séances suivies": lambda guest: _listed(titles, guest.registration.came_to),
        },
    )


def statistics_of(headcounts: Sequence[Headcount]) -> Sequence[StatisticsRow]:
    """Who came, in numbers: all together, then by organisation, role and département."""
    names = {str(one.org): one.organisation for one in headcounts}
    return list(
        chain(
            _rows("Total", turnouts(headcounts, lambda _: ""), lambda _: ""),
            _rows("Collectivité", turnouts(headcounts, lambda one: str(one.org)), lambda org: names[org]),
            _rows("Rôle", turnouts(headcounts, lambda one: wording.role_of(one.role)), str),
            _rows("Département", turnouts(headcounts, lambda one: one.departement or ""), str),
        )
    )


def _rows(by: str, found: Mapping[str, Turnout], name_of: Callable[[str], str]) -> list[StatisticsRow]:
    rows = [StatisticsRow(by, name_of(key), turnout) for key, turnout in found.items()]
    return sorted(rows, key=lambda row: sort_key(row.group))


def _of_guest(cell: Callable[[Guest], Cell]) -> Callable[[Waiting], Cell]:
    return lambda waiting: cell(waiting.guest)


def _presence(guest: Guest) -> str:
    if guest.registration.came_at is not None:
        return "Oui"
    return "Non" if guest.registration.state is RegistrationState.ABSENT else ""


def _titles(club_event: ClubEvent) -> Mapping[UUID, str]:
    return {session.id: session.title for session in club_event.programme.sessions}


def _listed(titles: Mapping[UUID, str], sessions: Collection[UUID]) -> str:
    return ", ".join(titles[session] for session in sessions if session in titles)
