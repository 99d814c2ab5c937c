"""Owns the driver's errors as the real servers and networks bring them about, with their labels."""

from typing import Any

from pymongo.errors import AutoReconnect, DuplicateKeyError, OperationFailure

WRITE_CONFLICT = 112
DUPLICATE_KEY = 11_000


def write_conflict(collection: str) -> OperationFailure:
    """Another transaction was faster with a document of this collection."""
    details = {"code": WRITE_CONFLICT, "errorLabels": ["TransientTransactionError"]}
    return OperationFailure(f"WriteConflict on {collection}", WRITE_CONFLICT, details)


def duplicate_key(collection: str, index: str, key: Any) -> DuplicateKeyError:
    """A unique index refuses a document."""
    details = {"code": DUPLICATE_KEY, "keyValue": key}
    return DuplicateKeyError(f"E11000 duplicate key: {collection} {index} {key}", DUPLICATE_KEY, details)


def connection_lost(*, in_transaction: bool = False, at_commit: bool = False) -> AutoReconnect:
    """The connection broke; what was asked may have been done."""
    error = AutoReconnect("connection closed")
    if at_commit:
        error._add_error_label("UnknownTransactionCommitResult")
    elif in_transaction:
        error._add_error_label("TransientTransactionError")
    return error
