"""Owns how the size of the club is counted: its members, and the communes that they represent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.directory.domain.kinds import OrganisationKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """What counts of an organisation that is a member."""

    kind: OrganisationKind
    represented_communes: int
    siren: str | None = None
    epci: str | None = None
    """Of a commune, SIREN of the intercommunalité that it belongs to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KindFigures:
    """How many members of one kind there are, and how many communes they represent."""

    kind: OrganisationKind
    members: int
    represented_communes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClubFigures:
    """How large the club is: an intercommunalité of 28 communes is one member and represents 28."""

    members: int
    represented_communes: int
    """Each once: less than the kinds together where a commune and its intercommunalité are both members."""
    kinds: Sequence[KindFigures]


def club_figures(members: Collection[Member]) -> ClubFigures:
    """The figures of these members, by kind and together."""
    kinds = [
        _of_kind(kind, [member for member in members if member.kind is kind]) for kind in OrganisationKind
    ]
    sirens = {member.siren for member in members if member.siren}
    counted_twice = sum(member.represented_communes for member in members if member.epci in sirens)
    return ClubFigures(
        members=len(members),
        represented_communes=sum(kind.represented_communes for kind in kinds) - counted_twice,
        kinds=[kind for kind in kinds if kind.members],
    )


def _of_kind(kind: OrganisationKind, members: Collection[Member]) -> KindFigures:
    represented = sum(member.represented_communes for member in members)
    return KindFigures(kind=kind, members=len(members), represented_communes=represented)
