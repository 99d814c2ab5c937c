"""Owns one function per command about signing keys: load, decide, save. Decides nothing itself."""

from services.directory.domain.commands import keys as commands
from services.directory.domain.errors.keys import UnknownSigningKey
from services.directory.domain.signing_key import SigningKey
from services.directory.ports.store import Directory


async def publish_signing_key(command: commands.PublishSigningKey, directory: Directory) -> SigningKey:
    """Have tokens signed with a key accepted; for one that is already, nothing.

    Raises:
        SigningKeyRetiredForGood: it was retired.
    """
    known = await directory.signing_key(command.kid)
    if known is not None:
        known.require_published()
        return known
    key, events = SigningKey.publish(command)
    directory.save_signing_key(key, events)
    return key


async def retire_signing_key(command: commands.RetireSigningKey, directory: Directory) -> SigningKey:
    """Have tokens signed with a key accepted no longer."""
    key = await directory.signing_key(command.kid)
    if key is None:
        raise UnknownSigningKey
    directory.save_signing_key(key, key.retire(command))
    return key
