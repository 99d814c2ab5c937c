"""Owns the schemas as the code has them now. Knows no file and no earlier revision."""

import inspect
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import override

from shared.events.catalogue import contracts
from shared.events.envelope import Envelope, Payload

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENVELOPE = "envelope"
"""The name under which the form common to all events is published, beside the contracts."""


class _PlainSchema(GenerateJsonSchema):
    """Without the titles that pydantic makes up from the names of fields."""

    @override
    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """The envelope's schema and that of each contract's `data`, by name."""
    return {ENVELOPE: _envelope_schema()} | {contract.type(): _schema(contract) for contract in contracts()}


def _schema(contract: type[Payload]) -> dict[str, Any]:
    body = contract.model_json_schema(mode="serialization", schema_generator=_PlainSchema)
    return {"$schema": DIALECT, "$id": contract.dataschema()} | body


def _envelope_schema() -> dict[str, Any]:
    body = Envelope.model_json_schema(mode="serialization", schema_generator=_PlainSchema)
    # Readers may count on what we always write; pydantic holds whatever has a default for optional.
    body["required"] = [name for name in body["properties"] if name != "causationid"]
    title = {"title": "Envelope", "description": inspect.cleandoc(Envelope.__doc__ or "")}
    return {"$schema": DIALECT, "$id": f"urn:essaim:schema:{ENVELOPE}"} | body | title
