"""Owns the watch over reads of whole collections, each of which would grow with the history of the data.

Watched are the services' reads, not those of `ONLOOKER`; what a `$unionWith` reads goes unseen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from deploy.local.services import SERVICES

ONLOOKER = "onlooker"
PROFILE = "system.profile"
KEPT_BYTES = 10_000_000
ON_PURPOSE = {
    "directory.memberships: ['$or', 'from_year']",
    "directory.renewal_campaigns: ['calling']",
    *(f"{service}.idempotency: ['answer']" for service in SERVICES),
    *(f"{service}.signing_keys: ['state']" for service in SERVICES),
}
"""The figures of a day are of all members; who is forgotten is looked for in all that was answered lately; of
campaigns there is one a year, and of keys a few."""
WATCHED = {
    "planSummary": {"$regex": "^COLLSCAN"},
    "op": {"$ne": "getmore"},
    "appName": {"$ne": ONLOOKER},
}


@contextmanager
def no_whole_reads(mongodb_url: str) -> Iterator[None]:
    """Within the block no service reads a whole collection to find some documents of it.

    Raises:
        AssertionError: at its end, with the queries that did.
    """
    with MongoClient[dict[str, Any]](mongodb_url, appname=ONLOOKER) as client:
        databases = [client[service] for service in SERVICES]
        for database in databases:
            database.create_collection(PROFILE, capped=True, size=KEPT_BYTES)
            database.command({"profile": 1, "filter": WATCHED})
        yield
        if found := {read for database in databases for read in _whole_reads(database)} - ON_PURPOSE:
            raise AssertionError("\n".join(["whole collections are read:", *sorted(found)]))


def _whole_reads(database: Database[dict[str, Any]]) -> Iterator[str]:
    database.command("profile", 0)
    for seen in database[PROFILE].find():
        command = seen["command"]
        asked = command.get("filter", command.get("q", command.get("pipeline")))
        yield f"{seen['ns']}: {sorted(asked) if isinstance(asked, dict) else asked}"
