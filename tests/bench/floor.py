"""Owns the floor that speed is compared with: a bare endpoint that inserts one document, and nothing else.

Same framework, driver, server settings and durability as the services; no rule, no authentication, no event.
"""

import sys
from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel

from shared.clock import utc_now
from shared.ids import new_id
from shared.process import serve
from shared.storage.mongo import connect, open_database


class Asked(BaseModel):
    """The same body as a registration's."""

    person_id: UUID
    org: UUID
    mode: str


def create_floor(mongodb_url: str, database: str) -> FastAPI:
    """The bare endpoint."""
    app = FastAPI()
    collection = open_database(connect(mongodb_url), database)["floor"]

    @app.post("/floor", status_code=201)
    async def insert(body: Asked) -> dict[str, str]:
        document = {"_id": new_id(), **body.model_dump(), "at": utc_now()}
        await collection.insert_one(document)
        return {"id": str(document["_id"])}

    @app.get("/health/ready")
    async def ready() -> dict[str, str]:
        return {"status": "ok"}

    return app


if __name__ == "__main__":
    serve(create_floor(sys.argv[1], sys.argv[2]), host="127.0.0.1", port=int(sys.argv[3]))
