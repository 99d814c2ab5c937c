"""Owns by which rules seats are given at a gathering: quota, review, and who comes before whom in the line.

Knows no counter, and not who may come at all: that is eligibility.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from services.registration.domain.members import ELECTED, Applicant
from services.registration.domain.programme import Kind


class Priority(IntEnum):
    """The classes of the line: all of the first come before any of the second."""

    FIRST = 0
    SECOND = 1


@dataclass(frozen=True, slots=True)
class SeatRules:
    """What staff decides of the seats of a gathering."""

    quota_per_organisation: int | None = None
    """Seats that one organisation may have, in all modes together."""
    reviewed: bool = False
    """Staff looks at each request before it gets a seat or a place in the line."""


@dataclass(frozen=True, slots=True)
class Order:
    """In which order seats are given: a stable word, and the French sentence that is published."""

    code: str
    text: str


USUAL_RULES: Mapping[Kind, SeatRules] = {
    Kind.POLITICAL_MEETING: SeatRules(quota_per_organisation=4),
    Kind.STUDY_TRIP: SeatRules(quota_per_organisation=2),
}
"""The rules that a gathering of a kind starts with, where it has any."""

BY_ARRIVAL = Order("arrival", "Les places sont attribuées dans l’ordre d’arrivée des demandes.")
ORDERS: Mapping[Kind, Order] = {
    Kind.POLITICAL_MEETING: Order(
        "elected_first",
        "Sur la liste d’attente, les élu·es passent avant les personnes qui les accompagnent\u202f; "
        "à rang égal, l’ordre d’arrivée des demandes fait foi.",
    ),
    Kind.POLITICAL_MORNING: Order(
        "members_first",
        "Les adhérents du club s’inscrivent d’abord, pendant la période qui leur est réservée\u202f; "
        "ensuite, les places sont attribuées dans l’ordre d’arrivée des demandes.",
    ),
    Kind.ONLINE_WORKSHOP: Order(
        "need_first",
        "Sur la liste d’attente, les collectivités qui ont exprimé ou soutenu le besoin "
        "passent d’abord\u202f; à rang égal, l’ordre d’arrivée des demandes fait foi.",
    ),
}


def usual_rules(kind: Kind) -> SeatRules:
    """What a gathering of this kind starts with."""
    return USUAL_RULES.get(kind, SeatRules())


def order_of(kind: Kind) -> Order:
    """The order that is published with a gathering of this kind."""
    return ORDERS.get(kind, BY_ARRIVAL)


def priority_of(kind: Kind, applicant: Applicant, *, role: str) -> Priority:
    """The class in which somebody waits, should they have to."""
    first = {
        "elected_first": role == ELECTED,
        "need_first": applicant.backs_need,
    }.get(order_of(kind).code, True)
    return Priority.FIRST if first else Priority.SECOND
