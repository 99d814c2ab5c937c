"""Owns what the server does with each kind of read; what it gives away may be changed by who gets it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ReturnDocument

from tests.simulation.store.expressions import updated
from tests.simulation.store.server import Server
from tests.simulation.store.table import Document, Table
from tests.simulation.store.values import MISSING, at, copied, rank
from tests.simulation.store.writes import Result, Writer

Order = Sequence[tuple[str, int]]


def find(  # noqa: PLR0913  # as the driver has it
    server: Server,
    table: Table,
    wanted: Mapping[str, Any],
    projection: Mapping[str, Any] | None = None,
    *,
    sort: Order = (),
    limit: int = 0,
) -> list[Document]:
    """Documents that are found, in order where one is asked for."""
    found = in_order(list(table.find(wanted, server.now())), sort)
    return [_projected(document, projection) for document in (found[:limit] if limit else found)]


def in_order(documents: list[Document], sort: Order) -> list[Document]:
    """The same, sorted."""
    for path, direction in reversed(sort):
        documents.sort(key=lambda document: rank(at(document, path)), reverse=direction < 0)
    return documents


def claim(
    server: Server, table: Table, wanted: Mapping[str, Any], update: Any, options: Mapping[str, Any]
) -> Document | None:
    """Update the first that is found; the document before, or after."""
    if unknown := options.keys() - {"sort", "return_document", "upsert"}:
        raise NotImplementedError(f"options of a claim: {unknown}")
    writer = Writer(server, table, None, Result())
    found = in_order(list(table.find(wanted, server.now())), options.get("sort") or ())
    if found:
        chosen = {"_id": found[0]["_id"]}
    elif options.get("upsert"):
        chosen = dict(wanted)
    else:
        return None
    before = found[0] if found else None
    writer.add_update(chosen, update, multi=False, upsert=options.get("upsert"))
    if options.get("return_document") is not ReturnDocument.AFTER:
        return None if before is None else whole(before)
    return whole(table.documents[chosen.get("_id", writer.result.upserted_id)])


def aggregate(server: Server, table: Table, stages: Sequence[Mapping[str, Any]]) -> list[Document]:
    """What the stages of a pipeline make of a collection, as far as reading together uses them."""
    documents: list[Document] | None = None
    for stage in stages:
        ((name, asked),) = stage.items()
        if name == "$match" and documents is None:
            documents = find(server, table, asked)
        elif name == "$set" and documents is not None:
            now = server.now()
            documents = [updated(document, [{"$set": asked}], now, inserting=False) for document in documents]
        elif name == "$unionWith" and documents is not None:
            documents += aggregate(server, server.table(asked["coll"]), asked["pipeline"])
        else:
            raise NotImplementedError(f"{name} of an aggregation")
    return documents or []


def whole(document: Document) -> Document:
    """A document for somebody else, who may change theirs."""
    given: Document = copied(document)
    return given


def _projected(document: Document, projection: Mapping[str, Any] | None) -> Document:
    if not projection:
        return whole(document)
    if any(value != 1 for value in projection.values()):
        raise NotImplementedError("projections that leave out")
    chosen: Document = {"_id": document["_id"]}
    for path in projection:
        value = at(document, path)
        if value is MISSING:
            continue
        holder = chosen
        *above, key = path.split(".")
        for name in above:
            holder = holder.setdefault(name, {})
        holder[key] = copied(value)
    return chosen
