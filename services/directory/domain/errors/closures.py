"""Owns the refusals about the end of many mandates at once: code, kind and facts. Raises none."""

from shared.errors import NotFound


class UnknownClosure(NotFound):
    """No such closure was prepared."""

    code = "unknown_closure"

    def __init__(self) -> None:
        super().__init__("Cette clôture de mandats n’a pas été préparée.", field="closure_id")
