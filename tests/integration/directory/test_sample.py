"""Checks that the sample's part of the directory is loaded whole, and that loading it again adds nothing."""

import httpx
import pytest

from deploy.local.failures import LocalFailure
from deploy.local.sample.client import Service
from deploy.local.sample.directory import load_memberships, load_offers, load_organisations, load_people
from services.directory.repository.territories import load_territories
from shared.commands import Role
from shared.storage.mongo import Database
from tests.integration.directory.conftest import Tokens


async def load(directory: Service) -> tuple[object, ...]:
    orgs = await load_organisations(directory)
    people = await load_people(directory, orgs)
    memberships = await load_memberships(directory, orgs)
    return orgs, people, memberships, await load_offers(directory, orgs)


async def test_the_sample_is_loaded_once(
    client: httpx.AsyncClient, token: Tokens, database: Database
) -> None:
    await load_territories(database, lambda _written, _total: None)
    directory = Service(client, token(Role("staff")))
    first = await load(directory)
    told = await database["outbox"].count_documents({})
    assert await load(directory) == first
    assert await database["outbox"].count_documents({}) == told
    states = [document["state"] async for document in database["memberships"].find()]
    assert (states.count("active"), states.count("applied")) == (19, 1)
    assert await database["expertise_offers"].count_documents({"state": {"$ne": "published"}}) == 0
    assert await database["people"].count_documents({"state": {"$ne": "active"}}) == 0


async def test_a_refusal_is_told_in_one_sentence(client: httpx.AsyncClient, token: Tokens) -> None:
    directory = Service(client, token(Role("staff")))
    with pytest.raises(LocalFailure, match="Ce territoire n’existe pas"):
        await load_organisations(directory)
