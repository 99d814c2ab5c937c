"""Checks that the sample holds together: who is named exists, nobody is real, and whoever asks may come."""

from collections import Counter
from datetime import date
from uuid import uuid4

import pytest

from deploy.local.sample.exchanges import EXCHANGES, Stage
from deploy.local.sample.know_how import OFFERS
from deploy.local.sample.organisations import Standing, sample_organisations
from deploy.local.sample.people import sample_people
from deploy.local.sample.programme import PROGRAMME, SampleClubEvent
from shared.events.topics import TOPICS

ORGANISATIONS = {organisation.name: organisation for organisation in sample_organisations()}
ORGS = {name: uuid4() for name in ORGANISATIONS}
KINDS = {
    "political_meeting",
    "technical_days",
    "political_morning",
    "study_trip",
    "online_workshop",
    "open_conference",
}


def test_addresses_are_unique_and_reach_nobody() -> None:
    addresses = [person.email for person in sample_people()]
    assert len(set(addresses)) == len(addresses) >= 60
    assert all(address.endswith("@example.org") and address.isascii() for address in addresses)


def test_people_hold_roles_in_organisations_of_the_sample() -> None:
    for person in sample_people():
        for role in person.roles:
            assert role.body(ORGS)["org"] == str(ORGS[role.organisation])


def test_some_people_hold_roles_in_two_organisations() -> None:
    counts = Counter(len({role.organisation for role in person.roles}) for person in sample_people())
    assert counts[2] >= 2


def test_every_organisation_that_asks_to_join_has_a_referent() -> None:
    spoken_for = {
        role.organisation for person in sample_people() for role in person.roles if role.name == "referent"
    }
    assert spoken_for >= {
        name for name, one in ORGANISATIONS.items() if one.standing is not Standing.STRANGER
    }
    assert {one.standing for one in ORGANISATIONS.values()} == set(Standing)


def test_members_exchange_and_elected_people_sign() -> None:
    mandates = {
        (person.email, role.organisation)
        for person in sample_people()
        for role in person.roles
        if role.name == "elected"
    }
    for exchange in EXCHANGES:
        for name in (exchange.offering, exchange.receiving):
            assert ORGANISATIONS[name].standing is Standing.MEMBER
        assert {(email, name) for name, email in exchange.signatories.items()} <= mandates
        signed = set(exchange.signatories) == {exchange.offering, exchange.receiving}
        assert signed == (exchange.stage is Stage.UNDER_CONVENTION)
    assert {exchange.stage for exchange in EXCHANGES} >= {Stage.SUBMITTED, Stage.PROPOSED}


def test_members_show_what_they_know_on_topics_of_the_club() -> None:
    assert {ORGANISATIONS[offer.organisation].standing for offer in OFFERS} == {Standing.MEMBER}
    assert {topic for offer in OFFERS for topic in offer.topics} <= TOPICS.keys()
    assert len({(offer.organisation, offer.summary) for offer in OFFERS}) == len(OFFERS)


def test_there_is_one_club_event_of_each_kind_some_full() -> None:
    assert {club_event.kind for club_event in PROGRAMME} == KINDS
    assert len(PROGRAMME) == len({club_event.title for club_event in PROGRAMME}) == 6
    full = {club_event.kind for club_event in PROGRAMME if waiting(club_event)}
    assert full >= {"study_trip", "political_meeting"}
    assert not waiting(next(one for one in PROGRAMME if one.kind == "online_workshop"))


def waiting(club_event: SampleClubEvent) -> int:
    asked = Counter(guest.mode for guest in club_event.guests(sample_people(), ORGANISATIONS))
    return sum(max(0, asked[mode] - places) for mode, places in club_event.capacity.items())


@pytest.mark.parametrize("club_event", PROGRAMME, ids=lambda one: one.kind)
def test_a_club_event_is_on_a_thursday_to_come(club_event: SampleClubEvent) -> None:
    for today in (date(2027, 2, 3), date(2027, 10, 28), date(2028, 2, 29)):
        starts_on = date.fromisoformat(club_event.body(today, ORGS)["starts_local"][:10])
        assert starts_on.weekday() == 3
        assert 0 < (starts_on - today).days < 180


@pytest.mark.parametrize("club_event", PROGRAMME, ids=lambda one: one.kind)
def test_nobody_asks_twice_and_only_members_where_others_may_not(club_event: SampleClubEvent) -> None:
    guests = club_event.guests(sample_people(), ORGANISATIONS)
    assert guests
    assert len({guest.email for guest in guests}) == len(guests)
    if club_event.kind not in {"open_conference", "political_morning"}:
        assert {ORGANISATIONS[guest.organisation].standing for guest in guests} == {Standing.MEMBER}
