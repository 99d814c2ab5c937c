"""Owns what an API says of its own refusals: problem details, and not what FastAPI would answer by itself."""

from typing import Any

from fastapi import FastAPI

from shared.web.problems import MEDIA_TYPE

PROBLEM = {
    "title": "ProblemDetails",
    "description": "Why nothing was done (RFC 9457); a code may have members of its own.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "description": "urn:essaim:problem: and the code"},
        "title": {"type": "string", "description": "what the status means, in French"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "a sentence for the person who asked, in French"},
        "code": {"type": "string", "description": "stable: what programs go by"},
        "errors": {
            "type": "array",
            "description": "the fields at fault",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
REFUSALS = {"4XX": "The request is refused and has changed nothing.", "503": "Ask again in an instant."}


def describe_refusals(app: FastAPI) -> None:
    """Let `/openapi.json` say how every operation refuses."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        document = describe()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        schemas["ProblemDetails"] = PROBLEM
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"].pop("422", None)
                for status, meaning in REFUSALS.items():
                    operation["responses"].setdefault(status, {"description": meaning, "content": content})
        return document

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way to change a description
