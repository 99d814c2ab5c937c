"""Owns the function per command about consents: load, decide, save. Decides nothing itself."""

from services.directory.domain.commands.consents import ChangeConsent
from services.directory.domain.consents import Consents
from services.directory.ports.store import Directory


async def change_consent(command: ChangeConsent, directory: Directory) -> Consents:
    """Write down what a person consents to."""
    await directory.person(command.person_id)
    consents = await directory.consents(command.person_id)
    if events := consents.change(command):
        directory.save_consents(consents, events)
    return consents
