"""Owns leases: which live process works on which partition, or on the whole. Knows not what the work is.

A lease is taken by one conditional update, judged by the database's clock alone, and lost by silence: a
process that dies loses its partitions when `ttl_seconds` have passed. Two processes may for a moment both
believe that they hold one (a pause longer than the lease): what they do must bear being done twice.

    leases:  {_id: "outbox/5", holder: "worker-…", expires_at: ISODate("…")}
    holders: {_id: "outbox/worker-…", work: "outbox", seen_at: ISODate("…")}
"""

from datetime import UTC, datetime
from math import ceil

from pymongo import IndexModel

from shared.storage.mongo import Database, Document

LEASES = "leases"
HOLDERS = "lease_holders"
LEASE_TTL_SECONDS = 10
FREE = {"holder": None, "expires_at": datetime.fromtimestamp(0, UTC)}
IS_OVER = {"$expr": {"$lt": ["$expires_at", "$$NOW"]}}
HOLDER_INDEXES = (IndexModel("seen_at", name="forgotten", expireAfterSeconds=3600),)


class Leases:
    """A fair share of the partitions of one kind of work, for one holder."""

    def __init__(
        self,
        database: Database,
        work: str,
        holder: str,
        *,
        partitions: int,
        ttl_seconds: int = LEASE_TTL_SECONDS,
    ) -> None:
        self._leases = database[LEASES]
        self._holders = database[HOLDERS]
        self._work = work
        self._holder = holder
        self._partitions = partitions
        self._ttl_ms = ttl_seconds * 1000

    async def prepare(self) -> None:
        """Make the leases, free, where they do not exist yet."""
        for lease_id in self._ids():
            await self._leases.update_one({"_id": lease_id}, {"$setOnInsert": FREE}, upsert=True)

    async def hold(self) -> list[int]:
        """Renew what is held, give back what exceeds a fair share, take what is free up to it."""
        share = ceil(self._partitions / await self._live_holders())
        await self._leases.update_many(self._mine(), [{"$set": self._lease()}])
        held = sorted([_number(document["_id"]) async for document in self._leases.find(self._mine())])
        if excess := held[share:]:
            await self._free({"_id": {"$in": [f"{self._work}/{number}" for number in excess]}})
        held = held[:share]
        for number in range(self._partitions):
            if len(held) >= share:
                break
            if number not in held and await self._take(number):
                held.append(number)
        return held

    async def leave(self) -> None:
        """Give everything back at once, so that nobody waits for the leases to run out."""
        await self._free({"_id": {"$in": self._ids()}})
        await self._holders.delete_one({"_id": f"{self._work}/{self._holder}"})

    async def _live_holders(self) -> int:
        await self._holders.update_one(
            {"_id": f"{self._work}/{self._holder}"},
            [{"$set": {"work": self._work, "seen_at": "$$NOW"}}],
            upsert=True,
        )
        alive = {"$expr": {"$gte": ["$seen_at", {"$subtract": ["$$NOW", self._ttl_ms]}]}}
        # This one lives, even if the database took longer than the lease between the two questions.
        return max(1, await self._holders.count_documents({"work": self._work, **alive}))

    async def _take(self, number: int) -> bool:
        free = {"_id": f"{self._work}/{number}", **IS_OVER}
        result = await self._leases.update_one(free, [{"$set": self._lease()}])
        return bool(result.matched_count)

    async def _free(self, which: Document) -> None:
        await self._leases.update_many({**which, "holder": self._holder}, {"$set": FREE})

    def _ids(self) -> list[str]:
        return [f"{self._work}/{number}" for number in range(self._partitions)]

    def _mine(self) -> Document:
        return {"_id": {"$in": self._ids()}, "holder": self._holder}

    def _lease(self) -> Document:
        return _lease(self._holder, self._ttl_ms)


class Turn:
    """The one lease of a work that has no partitions: whoever asks first while nobody holds it has it."""

    def __init__(self, database: Database, work: str, holder: str, *, ttl_seconds: int) -> None:
        self._leases = database[LEASES]
        self._id = f"{work}/0"
        self._holder = holder
        self._ttl_ms = ttl_seconds * 1000
        self._is_made = False

    async def take(self) -> bool:
        """Take it, or renew it; whether it is this holder's now."""
        if not self._is_made:
            await self._leases.update_one({"_id": self._id}, {"$setOnInsert": FREE}, upsert=True)
            self._is_made = True
        ours = {"_id": self._id, "$or": [{"holder": self._holder}, IS_OVER]}
        taken = await self._leases.update_one(ours, [{"$set": _lease(self._holder, self._ttl_ms)}])
        return bool(taken.matched_count)

    async def leave(self) -> None:
        """Give it back at once, so that nobody waits for it to run out."""
        await self._leases.update_one({"_id": self._id, "holder": self._holder}, {"$set": FREE})


def _lease(holder: str, ttl_ms: int) -> Document:
    return {"holder": holder, "expires_at": {"$add": ["$$NOW", ttl_ms]}}


def _number(lease_id: str) -> int:
    return int(lease_id.rsplit("/", 1)[1])
