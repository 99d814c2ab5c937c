"""Owns one function per command about organisations: load, decide, save.

It decides nothing but that what is unique stays so. Where that is checked after an aggregate has changed, the
change was made to a copy: a refusal leaves nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.directory.domain.commands import organisations as commands
from services.directory.domain.errors.organisations import (
    InvalidMerger,
    InvalidOrganisation,
    SirenTaken,
    TerritoryTaken,
    UnknownOrganisation,
)
from services.directory.domain.merger import Merger
from services.directory.domain.organisation import Organisation
from services.directory.ports.store import Directory
from shared.days import club_day


async def register_organisation(command: commands.RegisterOrganisation, directory: Directory) -> Organisation:
    """Enter an organisation, by hand."""
    organisation, events = Organisation.register(command)
    await _require_unique(organisation, directory)
    await _require_parent(organisation, directory)
    directory.save_organisation(organisation, events)
    return organisation


async def register_territory(command: commands.RegisterTerritory, directory: Directory) -> Organisation:
    """Enter the public body of a territory, under its EPCI where that is in the directory."""
    territory = await directory.territory(command.territory)
    parent_org = await directory.organisation_with_siren(territory.epci) if territory.epci else None
    organisation, events = Organisation.register_territory(command, territory, parent_org=parent_org)
    await _require_unique(organisation, directory)
    directory.save_organisation(organisation, events)
    return organisation


async def update_organisation(command: commands.UpdateOrganisation, directory: Directory) -> Organisation:
    """Replace what is known of an organisation."""
    organisation = replace(await directory.organisation(command.org))
    events = organisation.update(command)
    await _require_unique(organisation, directory)
    await _require_parent(organisation, directory)
    directory.save_organisation(organisation, events)
    return organisation


async def merge_organisation(command: commands.MergeOrganisation, directory: Directory) -> Organisation:
    """Have an organisation go over into another, with its people's posts.

    Who takes over is written again, unchanged: of two mergers that would close a circle, one is decided anew.
    """
    organisation = await directory.organisation(command.org)
    successors = await _successors(command.succeeded_by, directory)
    events = organisation.merge(command, successors)
    directory.save_organisation(organisation, events)
    for successor in successors:
        directory.save_organisation(successor, ())
    if organisation.merger is not None:
        await _end_what_hangs_on(organisation.id, organisation.merger, command.at, directory)
    return organisation


async def _successors(org: UUID, directory: Directory) -> Sequence[Organisation]:
    try:
        return await directory.successors(org)
    except UnknownOrganisation as error:
        raise InvalidMerger(
            "La collectivité qui succède doit être dans l’annuaire.", field="succeeded_by"
        ) from error


async def _end_what_hangs_on(org: UUID, merger: Merger, at: datetime, directory: Directory) -> None:
    for person in await directory.people_with_roles_in(org):
        directory.save_person(person, person.follow_merger(org, merger, on=club_day(at)))
    membership = await directory.membership_of(org)
    if membership is not None:
        directory.save_membership(membership, membership.end_with(merger))


async def _require_unique(organisation: Organisation, directory: Directory) -> None:
    profile = organisation.profile
    if profile.siren and await directory.organisation_with_siren(profile.siren) not in {
        None,
        organisation.id,
    }:
        raise SirenTaken
    if profile.insee_code:
        other = await directory.organisation_of_territory(profile.kind, profile.insee_code)
        if other not in {None, organisation.id}:
            raise TerritoryTaken


async def _require_parent(organisation: Organisation, directory: Directory) -> None:
    sentence = "La collectivité de rattachement doit être une autre collectivité de l’annuaire."
    above, met = organisation.profile.parent_org, {organisation.id}
    while above is not None:
        if above in met:
            raise InvalidOrganisation(sentence, field="parent_org")
        met.add(above)
        try:
            above = (await directory.organisation(above)).profile.parent_org
        except UnknownOrganisation as error:
            raise InvalidOrganisation(sentence, field="parent_org") from error
