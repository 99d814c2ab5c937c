"""Owns many people who may register for anything a member may, and the making of them. Registers nobody."""

import asyncio
from collections.abc import Sequence
from typing import Any

from pymongo import MongoClient

from tests.eventually import eventually
from tests.running.club import Club, Somebody, club_in
from tests.running.essaim import Essaim

CROWD = 500
AT_ONCE = 8
HEARD_SECONDS = 60.0


async def invite_crowd(essaim: Essaim) -> Sequence[Somebody]:
    """People of one member organisation, once registration and notifications have heard of all of them."""
    async with club_in(essaim) as club:
        org, free = await club.member(), asyncio.Semaphore(AT_ONCE)

        async def invite() -> Somebody:
            async with free:
                return await club.person(org)

        crowd = await asyncio.gather(*(invite() for _ in range(CROWD)))
        await _wait_until_known(club, crowd)
    return crowd


async def _wait_until_known(club: Club, crowd: Sequence[Somebody]) -> None:
    """Look into the databases: no route tells it without changing something."""
    with MongoClient[dict[str, Any]](club.essaim.addresses["mongodb"]) as client:

        async def known() -> bool:
            registration = client["registration"]["people"].count_documents({"sequence": {"$gte": 3}})
            contacts = client["notifications"]["contacts"].count_documents({"sequence": {"$gte": 3}})
            return min(registration, contacts) >= len(crowd)

        await eventually(known, seconds=HEARD_SECONDS, what="the crowd is known")
