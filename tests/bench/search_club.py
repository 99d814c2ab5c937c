"""Owns a made-up club, as large as it may become: its organisations and people, always the same ones.

Organisations stand on real territories; people and what they are called are invented.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from uuid import UUID

from services.directory.data.reader import read_territories
from services.directory.domain.held_roles import Period, Post, PostStatus
from services.directory.domain.identity import Identity
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership, MembershipState
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person, PersonState
from services.directory.domain.profile import OrganisationProfile, profile_of
from services.directory.domain.territories import Territory
from shared.articles import after_de
from shared.ids import new_id

ORGANISATIONS, PEOPLE = 5_000, 100_000
BY_HAND_ONE_IN, MEMBERS_ONE_IN = 10, 5
SINCE = Period(starts_on=date(2024, 9, 1))

BY_HAND = {
    OrganisationKind.SYNDICAT_INTERCOMMUNAL: "Syndicat intercommunal de restauration collective",
    OrganisationKind.SYNDICAT_MIXTE: "Syndicat mixte du pays",
    OrganisationKind.PNR: "Parc naturel régional",
    OrganisationKind.CAISSE_DES_ECOLES: "Caisse des écoles",
}
_GIVEN = """
Alain Anne Aurélie Benoît Camille Céline Christophe Claude Dominique Émilie Éric Fatou Hélène Inès Isabelle
Jean Jérôme Karim Loïc Maëlle Marie Michel Nathalie Nicolas Philippe Ségolène Stéphane Sylvie Yasmina Zoé
"""
_FAMILY = """
Bernard Bertrand Bonnet David Dubois Dupont Durand Fontaine Fournier Girard Haddad Lambert Laurent Lefebvre
Leroy Martin Michel Moreau Morel N'Diaye Nguyen Petit Richard Robert Rousseau Roux Simon Thomas
"""
_SYLLABLES = "ba ber bou cha cor del dou fa for gau gui ja la lan mar mon nau per pi ra rou sa sei ta vau ver"
_ENDINGS = "ard aud eau el er et ier in ol on ot ou oux y"
GIVEN, FAMILY = _GIVEN.split(), _FAMILY.split()
SYLLABLES, ENDINGS = _SYLLABLES.split(), _ENDINGS.split()


def organisations(random: Random) -> Iterator[Organisation]:
    """The organisations: most of territories, some made by hand, each in its own place."""
    places = random.sample([place for place in read_territories() if place.siren], ORGANISATIONS)
    for number, place in enumerate(places):
        by_hand = number % BY_HAND_ONE_IN == 0
        profile = _by_hand(place, random) if by_hand else profile_of(place, siren=None, parent_org=None)
        yield Organisation(id=new_id(), profile=profile)


def memberships(orgs: Sequence[Organisation]) -> Iterator[Membership]:
    """The memberships of those that have joined."""
    for organisation in orgs[::MEMBERS_ONE_IN]:
        yield Membership(id=new_id(), org=organisation.id, state=MembershipState.ACTIVE, from_year=2026)


def people(random: Random, orgs: Sequence[UUID]) -> Iterator[Person]:
    """The people, each with a post in one of the organisations."""
    for _ in range(PEOPLE):
        held = Post(
            id=new_id(),
            org=random.choice(orgs),
            title="Responsable de la restauration",
            status=PostStatus.TITULAIRE,
            period=SINCE,
        )
        person_id = new_id()
        identity = Identity(
            given_name=random.choice(GIVEN),
            family_name=_family_name(random),
            email=f"{person_id}@example.org",
        )
        yield Person(id=person_id, identity=identity, state=PersonState.ACTIVE, held=(held,))


def _by_hand(place: Territory, random: Random) -> OrganisationProfile:
    kind, named = random.choice(list(BY_HAND.items()))
    return OrganisationProfile(
        kind=kind,
        name=f"{named} {after_de(place.name, place.article_code)}",
        departement=place.departement,
        region=place.region,
        population=place.population,
    )


def _family_name(random: Random) -> str:
    """One in three is common; of the others few have the same."""
    if random.random() < 1 / 3:
        return random.choice(FAMILY)
    return (random.choice(SYLLABLES) + random.choice(SYLLABLES) + random.choice(ENDINGS)).capitalize()
