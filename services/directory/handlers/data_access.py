"""Owns one function per command and event about the access of people to their data: load, decide, save."""

from services.directory.domain.access_export import AccessExport
from services.directory.domain.commands.data_access import RequestAccess
from services.directory.ports.store import Directory
from shared.events.access import PersonalDataCollectedFact
from shared.events.envelope import Envelope


async def request_access(command: RequestAccess, directory: Directory) -> AccessExport:
    """Ask all services what they hold of a person."""
    await directory.person(command.person_id)
    export = await directory.access_export(command.person_id) or AccessExport.never_asked(command)
    directory.save_access_export(export, export.request(command))
    return export


async def keep_collected(event: Envelope[PersonalDataCollectedFact], directory: Directory) -> None:
    """Keep what a service holds of a person; of whom was erased meanwhile, or asked anew, nothing."""
    export = await directory.access_export(event.data.person_id)
    if export is not None and export.keep_part(event.source, event.data):
        directory.save_access_export(export, ())
