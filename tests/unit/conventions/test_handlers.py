"""Checks that copies follow each history in its order, whatever comes twice, late or too early."""

import pytest

from services.conventions.handlers.members import keep_memberships, keep_organisations
from shared.errors import TooEarly
from shared.events.directory import OrganisationMerged
from tests.fakes.conventions import InMemoryMembers
from tests.unit.conventions.given import (
    ACTIVATED,
    APPLIED,
    MANDUEL,
    MEMBERSHIP,
    REGISTERED,
    TODAY,
    UPDATED,
    membership,
    organisation,
    told,
)


@pytest.fixture
def members() -> InMemoryMembers:
    return InMemoryMembers()


async def test_an_organisation_is_known_as_last_told(members: InMemoryMembers) -> None:
    await keep_organisations(told(REGISTERED, 1), members)
    assert await members.organisation(MANDUEL) == organisation(sequence=1, siren=None)
    await keep_organisations(told(UPDATED, 2), members)
    assert await members.organisation(MANDUEL) == organisation()


async def test_an_organisation_that_merges_is_still_known(members: InMemoryMembers) -> None:
    merged = OrganisationMerged(org=MANDUEL, succeeded_by=MEMBERSHIP, effective_on=TODAY)
    with pytest.raises(TooEarly):
        await keep_organisations(told(merged, 1), members)
    members.keep_organisation(organisation())
    await keep_organisations(told(merged, 3), members)
    await keep_organisations(told(UPDATED.model_copy(update={"name": "Manduel-Redessan"}), 4), members)
    assert await members.organisation(MANDUEL) == organisation(sequence=4, name="Manduel-Redessan")


async def test_an_older_event_changes_nothing(members: InMemoryMembers) -> None:
    members.keep_organisation(organisation())
    await keep_organisations(told(REGISTERED, 1), members)
    assert await members.organisation(MANDUEL) == organisation()


async def test_an_event_that_comes_before_its_turn_waits(members: InMemoryMembers) -> None:
    with pytest.raises(TooEarly):
        await keep_organisations(told(UPDATED, 2), members)
    assert await members.organisation(MANDUEL) is None


async def test_a_membership_follows_its_own_history(members: InMemoryMembers) -> None:
    await keep_memberships(told(APPLIED, 1), members)
    await keep_memberships(told(ACTIVATED, 2), members)
    await keep_memberships(told(APPLIED, 1), members)
    assert await members.membership(MEMBERSHIP) == membership()
    with pytest.raises(TooEarly):
        await keep_memberships(told(ACTIVATED, 4), members)
    assert await members.membership(MEMBERSHIP) == membership()
