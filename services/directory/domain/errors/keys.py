"""Owns the refusals about signing keys: code, kind and facts. Raises none."""

from shared.errors import Conflict, NotFound


class UnknownSigningKey(NotFound):
    """No such signing key."""

    code = "unknown_signing_key"

    def __init__(self) -> None:
        super().__init__("Cette clé de signature n’existe pas.", field="kid")


class SigningKeyRetiredForGood(Conflict):
    """A key that is no longer trusted does not come back."""

    code = "signing_key_retired"

    def __init__(self) -> None:
        super().__init__("Cette clé de signature a été retirée définitivement.", field="kid")
