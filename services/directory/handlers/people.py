"""Owns one function per command about people and their roles: load, decide, save.

It decides nothing but that what is unique stays so. Where that is checked after an aggregate has changed, the
change was made to a copy: a refusal leaves nothing.
"""

from dataclasses import replace
from datetime import date

from services.directory.domain.commands import people as commands
from services.directory.domain.errors.people import EmailTaken
from services.directory.domain.held_roles import HeldRole
from services.directory.domain.person import Person
from services.directory.ports.store import Directory


async def invite_person(command: commands.InvitePerson, directory: Directory) -> Person:
    """Add a person with a first role."""
    person, events = Person.invite(command)
    await _require_organisation(command.first_role, directory)
    await _require_own_email(person, directory)
    directory.save_person(person, events)
    return person


async def activate_person(command: commands.ActivatePerson, directory: Directory) -> Person:
    """Let an invited person in."""
    person = await directory.person(command.person_id)
    directory.save_person(person, person.activate(command))
    return person


async def update_person(command: commands.UpdatePerson, directory: Directory) -> Person:
    """Replace how a person is named and reached."""
    person = replace(await directory.person(command.person_id))
    events = person.update(command)
    await _require_own_email(person, directory)
    directory.save_person(person, events)
    return person


async def start_role(command: commands.StartRole, directory: Directory) -> Person:
    """Give a person a mandate, a post or an appointment."""
    await _require_organisation(command.role, directory)
    person = await directory.person(command.person_id)
    directory.save_person(person, person.start_role(command))
    return person


async def end_role(command: commands.EndRole, directory: Directory) -> Person:
    """Say the last day of a role."""
    person = await directory.person(command.person_id)
    directory.save_person(person, person.end_role(command))
    return person


async def recheck_roles(command: commands.RecheckRoles, directory: Directory) -> Person:
    """Tell what the passing of days has changed."""
    person = await directory.person(command.person_id)
    directory.save_person(person, person.recheck(command))
    return person


async def _require_organisation(role: HeldRole, directory: Directory) -> None:
    if role.org is not None:
        (await directory.organisation(role.org)).require_standing(role.period.ends_on or date.max)


async def _require_own_email(person: Person, directory: Directory) -> None:
    if await directory.person_with_email(person.identity.email) not in {None, person.id}:
        raise EmailTaken
