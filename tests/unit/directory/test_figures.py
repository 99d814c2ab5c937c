"""Checks how the size of the club is counted."""

from services.directory.domain.figures import KindFigures, Member, club_figures
from services.directory.domain.kinds import OrganisationKind

METROPOLE = Member(kind=OrganisationKind.METROPOLE, represented_communes=28, siren="243000643")
INSIDE = Member(kind=OrganisationKind.COMMUNE, represented_communes=1, siren="213001555", epci="243000643")
OUTSIDE = Member(kind=OrganisationKind.COMMUNE, represented_communes=1, epci="200069193")
SYNDICAT = Member(kind=OrganisationKind.SYNDICAT_MIXTE, represented_communes=12)


def test_nobody_is_no_member() -> None:
    figures = club_figures([])
    assert (figures.members, figures.represented_communes, figures.kinds) == (0, 0, [])


def test_a_member_is_one_and_represents_its_communes() -> None:
    figures = club_figures([METROPOLE, SYNDICAT, OUTSIDE])
    assert (figures.members, figures.represented_communes) == (3, 41)
    assert figures.kinds == [
        KindFigures(kind=OrganisationKind.COMMUNE, members=1, represented_communes=1),
        KindFigures(kind=OrganisationKind.METROPOLE, members=1, represented_communes=28),
        KindFigures(kind=OrganisationKind.SYNDICAT_MIXTE, members=1, represented_communes=12),
    ]


def test_a_commune_represented_by_its_intercommunality_too_counts_once() -> None:
    figures = club_figures([METROPOLE, INSIDE, OUTSIDE])
    assert (figures.members, figures.represented_communes) == (3, 29)
    assert sum(kind.represented_communes for kind in figures.kinds) == 30
