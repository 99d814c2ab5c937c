"""Owns one function per command about the end of many mandates at once: load, decide, save."""

from services.directory.domain.closure import MandateClosure
from services.directory.domain.commands import closures as commands
from services.directory.domain.person import Person
from services.directory.ports.store import Directory


async def prepare_closure(command: commands.PrepareClosure, directory: Directory) -> MandateClosure:
    """Say which mandates are to end, without ending any."""
    closure = MandateClosure.prepare(command)
    for org in closure.orgs:
        await directory.organisation(org)
    directory.save_closure(closure)
    return closure


async def accept_closure(command: commands.AcceptClosure, directory: Directory) -> MandateClosure:
    """Have what was prepared done, which a worker does."""
    closure = await directory.closure(command.closure_id)
    closure.accept(command)
    directory.save_closure(closure)
    return closure


async def close_mandates(command: commands.CloseMandates, directory: Directory) -> Person:
    """End all mandates of one person in the organisations of a closure."""
    person = await directory.person(command.person_id)
    directory.save_person(person, person.close_mandates(command))
    return person


async def finish_closure(command: commands.FinishClosure, directory: Directory) -> MandateClosure:
    """Note that all of it is done."""
    closure = await directory.closure(command.closure_id)
    closure.finish(command)
    directory.save_closure(closure)
    return closure
