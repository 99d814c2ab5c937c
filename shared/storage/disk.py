"""Owns the reading of how much room the database has left. Frees none."""

from shared.storage.mongo import Database


async def free_bytes(database: Database) -> int | None:
    """How much of the disk of its files is free; None where the server does not say."""
    said = await database.command("dbStats")
    if "fsTotalSize" not in said:
        return None
    return int(said["fsTotalSize"] - said["fsUsedSize"])
