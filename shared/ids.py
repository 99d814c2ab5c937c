"""Owns how identifiers are made: time-ordered random UUIDs (version 7, RFC 9562). Gives them no meaning."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh identifier, later in order than those made before it by this process."""
    return uuid7()
