"""Owns the search of a whole database for what should be in no document of it."""

from shared.storage.mongo import Database


async def traces(database: Database, *texts: str) -> list[str]:
    """The documents, of any collection, that contain one of these texts anywhere."""
    found = []
    for collection in await database.list_collection_names():
        async for document in database[collection].find():
            written = repr(document)
            found += [
                f"{collection}: {written}"
                for text in texts
                if text in written or repr(text.encode())[2:-1] in written
            ]
    return found
