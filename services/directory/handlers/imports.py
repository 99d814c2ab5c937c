"""Owns the taking in of a spreadsheet: asked for here, done by a worker (`timers.imports`) in its own time.

Its rows are entered by the commands that people give one by one.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.directory.domain.commands import imports as commands
from services.directory.domain.commands import memberships as on_memberships
from services.directory.domain.commands import organisations as on_organisations
from services.directory.domain.commands import people as on_people
from services.directory.domain.errors.imports import LineContradicts, LineRefused
from services.directory.domain.errors.organisations import UnknownTerritory
from services.directory.domain.held_roles import HeldRole
from services.directory.domain.imports import ImportLine, LineReport, Refusal
from services.directory.domain.kinds import CODED
from services.directory.domain.membership import MembershipState
from services.directory.domain.person import Person
from services.directory.domain.spreadsheet_import import SpreadsheetImport
from services.directory.handlers import memberships, organisations, people
from services.directory.ports.store import Directory
from shared.errors import DomainError

ORGANISATION, PERSON, ROLE, MEMBERSHIP = "collectivité", "personne", "rôle", "adhésion"
_NOT_YET = (None, MembershipState.PROSPECT)
_Entering = Callable[[ImportLine, Directory], Awaitable[tuple[str, ...]]]


async def begin_import(command: commands.BeginImport, directory: Directory) -> SpreadsheetImport:
    """Keep a file whose rows a worker looks at."""
    spreadsheet = SpreadsheetImport.begin(command)
    directory.save_import(spreadsheet)
    directory.add_file(spreadsheet, command.content)
    return spreadsheet


async def apply_import(command: commands.ApplyImport, directory: Directory) -> SpreadsheetImport:
    """Have a file taken in, which a worker does."""
    spreadsheet = await directory.spreadsheet_import(command.import_id)
    spreadsheet.ask(command)
    directory.save_import(spreadsheet)
    directory.keep_file(spreadsheet)
    return spreadsheet


async def enter_people(lines: Sequence[ImportLine], directory: Directory) -> Sequence[LineReport]:
    """Stage the organisation of every row, and the person with their role."""
    return [await _reported(line, _organisation_and_person, directory) for line in lines]


async def enter_memberships(lines: Sequence[ImportLine], directory: Directory) -> Sequence[LineReport]:
    """Stage the memberships, once all people are: a member's referent may stand in a later row."""
    return [await _reported(line, _membership, directory) for line in lines if line.membership is not None]


async def _reported(line: ImportLine, enter: _Entering, directory: Directory) -> LineReport:
    try:
        return LineReport(line.number, await enter(line, directory))
    except DomainError as refusal:
        return LineReport(line.number, refusal=Refusal.of(refusal))


async def _organisation_and_person(line: ImportLine, directory: Directory) -> tuple[str, ...]:
    known = await _known_organisation(line, directory)
    org = known or await _register(line, directory)
    profile, kept = line.profile, (await directory.organisation(org)).profile
    if profile.siren and kept.siren and profile.siren != kept.siren:
        raise LineContradicts("Ce SIREN n’est pas celui de la collectivité qui a ce code.", field="siren")
    if profile.insee_code and kept.insee_code and profile.insee_code != kept.insee_code:
        raise LineContradicts(
            "Ce code INSEE n’est pas celui de la collectivité qui a ce SIREN.", field="insee_code"
        )
    return (*(() if known else (ORGANISATION,)), *await _person(line, org, directory))


async def _known_organisation(line: ImportLine, directory: Directory) -> UUID | None:
    profile = line.profile
    if profile.siren is None and profile.insee_code is None:
        raise LineRefused(
            "Il faut un SIREN ou un code INSEE pour reconnaître la collectivité.", field="siren"
        )
    known = await directory.organisation_with_siren(profile.siren) if profile.siren else None
    if known is None and profile.insee_code:
        known = await directory.organisation_of_territory(profile.kind, profile.insee_code)
    return known


async def _register(line: ImportLine, directory: Directory) -> UUID:
    said: Any = {"actor": line.actor, "at": line.at, "org": line.org}
    profile = line.profile
    if profile.kind in CODED and profile.insee_code:
        try:
            key = f"{profile.kind}:{profile.insee_code}"
            command = on_organisations.RegisterTerritory(**said, territory=key, siren=profile.siren)
            return (await organisations.register_territory(command, directory)).id
        except UnknownTerritory:
            pass  # an edition of the reference data may lack it: it is entered as the row says
    if line.parent_siren:
        parent = await directory.organisation_with_siren(line.parent_siren)
        if parent is None:
            raise LineRefused(
                "La collectivité de rattachement doit être dans l’annuaire, ou plus haut dans le fichier.",
                field="parent_siren",
            )
        profile = replace(profile, parent_org=parent)
    command_by_hand = on_organisations.RegisterOrganisation(**said, profile=profile)
    return (await organisations.register_organisation(command_by_hand, directory)).id


async def _person(line: ImportLine, org: UUID, directory: Directory) -> tuple[str, ...]:
    if line.identity is None or line.role is None:
        return ()
    said: Any = {"actor": line.actor, "at": line.at}
    role: HeldRole = replace(line.role, org=org)
    identity = line.identity.checked()
    known = await directory.person_with_email(identity.email)
    if known is None:
        invite = on_people.InvitePerson(**said, person_id=line.person_id, identity=identity, first_role=role)
        await people.invite_person(invite, directory)
        return (PERSON, ROLE)
    if _has(await directory.person(known), role):
        return ()
    await people.start_role(on_people.StartRole(**said, person_id=known, role=role), directory)
    return (ROLE,)


def _has(person: Person, role: HeldRole) -> bool:
    """Whether the person was given it already, even if its end was said otherwise since."""
    return any(
        held.role == role.role and held.period.starts_on == role.period.starts_on for held in person.held
    )


async def _membership(line: ImportLine, directory: Directory) -> tuple[str, ...]:
    org = await _known_organisation(line, directory) or line.org
    said: Any = {"actor": line.actor, "at": line.at, "membership_id": line.membership_id}
    known = await directory.membership_of(org)
    state = known.state if known else None
    if line.membership is MembershipState.PROSPECT:
        if state is not None:
            return ()
        await memberships.record_prospect(on_memberships.RecordProspect(**said, org=org), directory)
        return (MEMBERSHIP,)
    changes = False
    if state in _NOT_YET:
        apply = on_memberships.ApplyForMembership(**said, org=org, year=line.year)
        known, changes = await memberships.apply_for_membership(apply, directory), True
    if known and known.state is MembershipState.APPLIED and line.membership is MembershipState.ACTIVE:
        accepted = said | {"membership_id": known.id, "written_to": False}
        activate = on_memberships.ActivateMembership(**accepted)
        await memberships.activate_membership(activate, directory)
        changes = True
    return (MEMBERSHIP,) if changes else ()
