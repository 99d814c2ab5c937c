"""Owns one function per command and event about the forgetting of people: load, decide, save."""

from services.directory.domain.commands import erasures as commands
from services.directory.domain.erasure import Erasure
from services.directory.domain.errors.erasures import StillActive, UnknownErasure
from services.directory.domain.person import Person
from services.directory.ports.store import Directory
from shared.events.envelope import Envelope
from shared.events.scrubbing import PersonScrubbedFact


async def request_erasure(command: commands.RequestErasure, directory: Directory) -> Erasure:
    """Ask that a person be forgotten."""
    await directory.person(command.person_id)
    known = await directory.erasure(command.person_id)
    erasure = known or Erasure.begun(command.person_id, command.at)
    directory.save_erasure(erasure, erasure.request(command))
    return erasure


async def refuse_erasure(command: commands.RefuseErasure, directory: Directory) -> Erasure:
    """Say no to a request."""
    erasure = await directory.erasure(command.person_id)
    if erasure is None:
        raise UnknownErasure
    directory.save_erasure(erasure, erasure.refuse(command))
    return erasure


async def erase_person(command: commands.ErasePerson, directory: Directory) -> Erasure:
    """Forget a person, here and everywhere."""
    return await _erase(command, await directory.person(command.person_id), directory)


async def erase_inactive(command: commands.EraseInactive, directory: Directory) -> Erasure:
    """Forget a person who has been without a role for long enough."""
    person = await directory.person(command.person_id)
    if person.last_day is None or person.last_day >= command.without_role_since:
        raise StillActive
    return await _erase(command, person, directory)


async def _erase(
    command: commands.ErasePerson | commands.EraseInactive, person: Person, directory: Directory
) -> Erasure:
    known = await directory.erasure(command.person_id)
    erasure = known or Erasure.begun(command.person_id, command.at)
    events = erasure.grant(command)
    directory.save_person(person, person.erase(deadline=erasure.deadline))
    directory.save_erasure(erasure, events)
    return erasure


async def alert_on_erasure(command: commands.AlertOnErasure, directory: Directory) -> Erasure:
    """Tell which services are late in forgetting a person."""
    erasure = await directory.erasure(command.person_id)
    if erasure is None:
        raise UnknownErasure
    directory.save_erasure(erasure, erasure.alert(command))
    return erasure


async def note_scrubbed(event: Envelope[PersonScrubbedFact], directory: Directory) -> None:
    """Write down which service has forgotten a person."""
    erasure = await directory.erasure(event.data.person_id)
    if erasure is None:
        raise UnknownErasure
    directory.save_erasure(erasure, erasure.note_scrubbed(event.source, at=event.time))
