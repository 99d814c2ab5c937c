"""Owns what the kernel relies on of a database, asked in the same way of the real one and of that in memory.

Each behaviour gets a database whose collections `things` and `seats` exist, with `INDEXES`.
"""

from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from pymongo import IndexModel, InsertOne, ReplaceOne, ReturnDocument, UpdateMany, UpdateOne
from pymongo.errors import PyMongoError

from shared.storage.mongo import (
    DURABLE,
    Contention,
    Operation,
    Query,
    Writes,
    find_together,
    is_contention,
    is_duplicate,
    read_together,
    write_together,
)

THINGS, SEATS = "things", "seats"
ONE_ACTIVE = IndexModel(
    [("event", 1), ("person", 1)],
    name="one_active",
    unique=True,
    partialFilterExpression={"active": True},
)
INDEXES = {THINGS: (), SEATS: (ONE_ACTIVE,)}
AT = datetime(2027, 3, 1, 8, 30, 0, 123_000, tzinfo=UTC)
Behaviour = Callable[[Any], Coroutine[Any, Any, None]]


@contextmanager
def _transaction(database: Any) -> Iterator[Any]:
    with database.client.start_session() as session, session.start_transaction(write_concern=DURABLE):
        yield session


def _set(key: str, value: int) -> UpdateOne:
    return UpdateOne({"_id": key}, {"$set": {"value": value}})


def _seat(number: int, *, active: bool) -> dict[str, Any]:
    return {"_id": number, "event": "e", "person": "p", "active": active}


async def what_another_transaction_writes_is_contended(database: Any) -> None:
    await database[THINGS].insert_one({"_id": "a", "value": 0})

    def both(sync: Any) -> None:
        with _transaction(sync) as one:
            sync[THINGS].bulk_write([_set("a", 1)], session=one)
            with pytest.raises(PyMongoError) as refused, _transaction(sync) as other:
                sync[THINGS].bulk_write([_set("a", 2)], session=other)
            assert is_contention(refused.value)

    await read_together(database, both)
    assert await database[THINGS].find_one({"_id": "a"}) == {"_id": "a", "value": 1}


async def what_was_written_since_a_transaction_began_is_contended(database: Any) -> None:
    await database[THINGS].insert_many([{"_id": key, "value": 0} for key in ("a", "b")])

    def late(sync: Any) -> None:
        with pytest.raises(PyMongoError) as refused, _transaction(sync) as session:  # noqa: PT012  # the last
            sync[THINGS].bulk_write([_set("b", 1)], session=session)
            sync[THINGS].bulk_write([_set("a", 1)])
            sync[THINGS].bulk_write([_set("a", 2)], session=session)
        assert is_contention(refused.value)

    await read_together(database, late)
    found = database[THINGS].find({}, sort=[("_id", 1)])
    assert [one["value"] async for one in found] == [1, 0]


async def an_id_that_another_transaction_inserts_is_contended(database: Any) -> None:
    def both(sync: Any) -> None:
        with _transaction(sync) as one:
            sync[THINGS].bulk_write([InsertOne({"_id": "a"})], session=one)
            with pytest.raises(PyMongoError) as refused, _transaction(sync) as other:
                sync[THINGS].bulk_write([InsertOne({"_id": "a"})], session=other)
            assert is_contention(refused.value)

    await read_together(database, both)
    assert await database[THINGS].count_documents({}) == 1


async def what_is_not_committed_is_seen_by_nobody_else(database: Any) -> None:
    seen: list[int] = []

    def within(sync: Any) -> None:
        with _transaction(sync) as session:
            sync[THINGS].bulk_write([InsertOne({"_id": "a"})], session=session)
            seen.append(len(list(sync[THINGS].find({}))))
        seen.append(len(list(sync[THINGS].find({}))))

    await read_together(database, within)
    assert seen == [0, 1]


async def a_second_insert_of_an_id_is_a_duplicate(database: Any) -> None:
    await database[THINGS].insert_one({"_id": "a"})
    with pytest.raises(PyMongoError) as refused:
        await database[THINGS].insert_one({"_id": "a"})
    assert is_duplicate(refused.value)
    rows = [InsertOne({"_id": "b"}), InsertOne({"_id": "a"})]
    with pytest.raises(PyMongoError) as refused:
        await write_together(database, [Writes(THINGS, rows, guarded=False)])
    assert is_duplicate(refused.value)
    assert await database[THINGS].find_one({"_id": "b"}) is None


async def a_partial_unique_index_counts_what_it_covers(database: Any) -> None:
    await database[SEATS].insert_many([_seat(1, active=True), _seat(2, active=False)])
    with pytest.raises(PyMongoError) as refused:
        await database[SEATS].insert_one(_seat(3, active=True))
    assert is_duplicate(refused.value)
    with pytest.raises(PyMongoError) as refused:
        await database[SEATS].update_one({"_id": 2}, {"$set": {"active": True}})
    assert is_duplicate(refused.value)


async def a_unique_key_can_change_hands_within_a_transaction(database: Any) -> None:
    await database[SEATS].insert_one(_seat(1, active=True))
    change: list[Operation] = [
        ReplaceOne({"_id": 1}, _seat(1, active=False)),
        InsertOne(_seat(2, active=True)),
    ]
    await write_together(database, [Writes(SEATS, change, guarded=True)])
    assert [one["_id"] async for one in database[SEATS].find({"active": True})] == [2]


async def two_of_one_unique_key_in_a_transaction_are_a_duplicate(database: Any) -> None:
    both = [InsertOne(_seat(1, active=True)), InsertOne(_seat(2, active=True))]
    with pytest.raises(PyMongoError) as refused:
        await write_together(database, [Writes(SEATS, both, guarded=True)])
    assert is_duplicate(refused.value)
    assert await database[SEATS].count_documents({}) == 0


async def a_guarded_write_that_finds_nothing_undoes_all(database: Any) -> None:
    writes = [
        Writes(SEATS, [InsertOne(_seat(1, active=True))], guarded=False),
        Writes(THINGS, [ReplaceOne({"_id": "a", "version": 1}, {"_id": "a", "version": 2})], guarded=True),
    ]
    with pytest.raises(Contention):
        await write_together(database, writes)
    assert await database[SEATS].count_documents({}) == 0


async def values_come_back_as_mongodb_keeps_them(database: Any) -> None:
    paris = timezone(timedelta(hours=1))
    written = {
        "_id": UUID(int=7),
        "at": datetime(2027, 3, 1, 9, 30, 0, 123_456, tzinfo=paris),
        "pair": (1, "x"),
        "none": None,
        "bytes": b"\x00",
        "inner": {"flag": True, "number": 1.5},
    }
    await database[THINGS].insert_one(dict(written))
    written["pair"] = "changed"
    found = await database[THINGS].find_one({"_id": UUID(int=7)})
    assert found == {**written, "at": AT, "pair": [1, "x"]}
    found["inner"]["flag"] = False
    again = await database[THINGS].find_one({"_id": UUID(int=7)})
    assert again["inner"]["flag"] is True


async def filters_find_what_they_say(database: Any) -> None:
    documents = [
        {"_id": 1, "value": 1, "tags": ["x", "y"], "at": AT, "inner": {"name": "n"}},
        {"_id": 2, "value": None, "tags": []},
        {"_id": 3, "tags": ["y"], "rows": [{"key": 5}, {"key": 6}]},
        {"_id": 4, "value": "text", "at": None},
    ]
    await database[THINGS].insert_many(documents)
    for wanted, ids in (
        ({"value": None}, [2, 3]),
        ({"value": {"$ne": None}}, [1, 4]),
        ({"value": {"$exists": False}}, [3]),
        ({"value": {"$lte": 5}}, [1]),
        ({"value": {"$gt": ""}}, [4]),
        ({"tags": "y"}, [1, 3]),
        ({"tags": {"$in": ["x", "z"]}}, [1]),
        ({"tags": {"$nin": ["x"]}}, [2, 3, 4]),
        ({"at": {"$type": "date", "$lte": AT}}, [1]),
        ({"inner.name": "n"}, [1]),
        ({"rows.key": 6}, [3]),
        ({"$or": [{"_id": {"$lt": 2}}, {"value": "text"}]}, [1, 4]),
        ({"value": {"$regex": "ex"}}, [4]),
    ):
        found = [one["_id"] async for one in database[THINGS].find(wanted, sort=[("_id", 1)])]
        assert (wanted, found) == (wanted, ids)
    order = database[THINGS].find({}, {"_id": 1}, sort=[("value", -1), ("_id", 1)], limit=3)
    assert [one async for one in order] == [{"_id": 4}, {"_id": 1}, {"_id": 2}]


async def updates_do_what_they_say(database: Any) -> None:
    things = database[THINGS]
    free = {"$setOnInsert": {"holder": None}}
    await things.update_one({"_id": "lease"}, free, upsert=True)
    await things.update_one({"_id": "lease"}, {"$set": {"holder": "one"}})
    await things.update_one({"_id": "lease"}, free, upsert=True)
    assert await things.find_one({"_id": "lease"}) == {"_id": "lease", "holder": "one"}
    until = {"until": {"$add": ["$$NOW", 60_000]}}
    await things.update_one({"_id": "lease"}, [{"$set": until}])
    over = {"_id": "lease", "$expr": {"$lt": ["$until", "$$NOW"]}}
    assert (await things.update_one(over, [{"$set": {"holder": "two"}}])).matched_count == 0
    newer = {"$cond": [{"$lt": ["$sequence", 3]}, {"$literal": {"_id": "s", "sequence": 3}}, "$$ROOT"]}
    change = [UpdateOne({"_id": "s"}, [{"$replaceWith": newer}], upsert=True)]
    await write_together(database, [Writes(THINGS, change, guarded=False)])
    await things.update_one({"_id": "s"}, {"$inc": {"sequence": 2}})
    await write_together(database, [Writes(THINGS, change, guarded=False)])
    assert await things.find_one({"_id": "s"}) == {"_id": "s", "sequence": 5}
    marked = [UpdateMany({"sequence": 5}, {"$set": {"marked": True}})]
    await write_together(database, [Writes(THINGS, marked, guarded=False)])
    assert await things.count_documents({"marked": True}) == 1


async def a_claim_takes_the_first_of_its_order(database: Any) -> None:
    rows = [{"_id": number, "due": 5 - number, "pending": True} for number in range(4)]
    await database[THINGS].insert_many(rows)
    claimed = await database[THINGS].find_one_and_update(
        {"pending": True},
        {"$set": {"pending": False}, "$inc": {"attempts": 1}},
        sort=[("due", 1)],
        return_document=ReturnDocument.AFTER,
    )
    assert claimed == {"_id": 3, "due": 2, "pending": False, "attempts": 1}
    assert await database[THINGS].find_one_and_update({"pending": None}, {"$set": {"x": 1}}) is None


async def what_is_read_together_comes_to_who_asked(database: Any) -> None:
    await database[THINGS].insert_many([{"_id": number, "odd": bool(number % 2)} for number in range(6)])
    await database[SEATS].insert_one(_seat(1, active=True))
    odd: list[Any] = []
    seats: list[Any] = []
    queries = [Query(THINGS, {"odd": True}, odd.append), Query(SEATS, {"active": True}, seats.append)]
    await find_together(database, queries)
    assert sorted(one["_id"] for one in odd) == [1, 3, 5]
    assert seats == [_seat(1, active=True)]


BEHAVIOURS: Sequence[Behaviour] = (
    what_another_transaction_writes_is_contended,
    what_was_written_since_a_transaction_began_is_contended,
    an_id_that_another_transaction_inserts_is_contended,
    what_is_not_committed_is_seen_by_nobody_else,
    a_second_insert_of_an_id_is_a_duplicate,
    a_partial_unique_index_counts_what_it_covers,
    a_unique_key_can_change_hands_within_a_transaction,
    two_of_one_unique_key_in_a_transaction_are_a_duplicate,
    a_guarded_write_that_finds_nothing_undoes_all,
    values_come_back_as_mongodb_keeps_them,
    filters_find_what_they_say,
    updates_do_what_they_say,
    a_claim_takes_the_first_of_its_order,
    what_is_read_together_comes_to_who_asked,
)
