"""Owns how this service's collections are listed: a page at a time, or what is due. Knows no collection."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pymongo import ASCENDING

from shared.storage.mongo import Collection, Document


async def page_of_documents(
    collection: Collection, wanted: Document, *, after: UUID | None, limit: int
) -> Sequence[Document]:
    """The first documents after an id, in the order of their making."""
    beyond = {"_id": {"$gt": after}} if after else {}
    found = collection.find(wanted | beyond, sort=[("_id", ASCENDING)], limit=limit)
    return [document async for document in found]


async def due_documents(collection: Collection, at: datetime, *, limit: int) -> Sequence[Document]:
    """What time does something to by now, the longest due first."""
    wanted = {"due_at": {"$type": "date", "$lte": at}}
    found = collection.find(wanted, sort=[("due_at", ASCENDING)], limit=limit)
    return [document async for document in found]
