"""Owns the lists of organisations, people, roles and memberships as files: what stands under each heading."""

from dataclasses import dataclass

from services.directory.domain.held_roles import HeldRole, Mandate, Post
from services.directory.domain.membership import Membership
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person
from services.directory.schemas import columns, wording
from services.directory.schemas.tables.rows import ORGANISATION, In, of_org
from shared.documents.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class PersonRoleRow:
    """A role of a person, in force or not."""

    person: Person
    held: HeldRole


ORGANISATIONS: Table[In[Organisation]] = Table(
    "collectivites",
    {
        columns.KIND: lambda row: wording.KINDS[row.item.profile.kind],
        columns.NAME: lambda row: row.item.profile.name,
        columns.SIREN: lambda row: row.item.profile.siren,
        columns.INSEE_CODE: lambda row: row.item.profile.insee_code,
        columns.DEPARTEMENT: lambda row: row.item.profile.departement,
        columns.REGION: lambda row: row.item.profile.region,
        columns.POPULATION: lambda row: row.item.profile.population,
        columns.REPRESENTED_COMMUNES: lambda row: row.item.profile.represented_communes,
        columns.PARENT_SIREN: of_org(lambda parent: parent.siren),
    },
)

PEOPLE: Table[Person] = Table(
    "personnes",
    {
        columns.GIVEN_NAME: lambda person: person.identity.given_name,
        columns.FAMILY_NAME: lambda person: person.identity.family_name,
        columns.EMAIL: lambda person: person.identity.email,
        columns.PHONE: lambda person: person.identity.phone,
        columns.PERSON_STATE: lambda person: wording.PERSON_STATES[person.state],
    },
)

ROLES: Table[In[PersonRoleRow]] = Table(
    "roles",
    {
        **ORGANISATION,
        columns.GIVEN_NAME: lambda row: row.item.person.identity.given_name,
        columns.FAMILY_NAME: lambda row: row.item.person.identity.family_name,
        columns.EMAIL: lambda row: row.item.person.identity.email,
        columns.ROLE: lambda row: wording.ROLES[row.item.held.role.role],
        columns.FUNCTION: lambda row: wording.function_of(row.item.held),
        columns.DELEGATION: lambda row: _delegation(row.item.held),
        columns.SERVICE: lambda row: row.item.held.service if isinstance(row.item.held, Post) else None,
        columns.STATUS: lambda row: _status(row.item.held),
        columns.STARTS_ON: lambda row: row.item.held.period.starts_on,
        columns.ENDS_ON: lambda row: row.item.held.period.ends_on,
    },
)

MEMBERSHIPS: Table[In[Membership]] = Table(
    "adhesions",
    {
        **ORGANISATION,
        columns.MEMBERSHIP_STATE: lambda row: wording.MEMBERSHIP_STATES[row.item.state],
        columns.MEMBER_SINCE: lambda row: row.item.from_year,
        columns.RIGHTS_END_ON: lambda row: row.item.rights_end_on,
        columns.REPRESENTED_COMMUNES: of_org(lambda profile: profile.represented_communes),
    },
)


def _delegation(held: HeldRole) -> Cell:
    return held.delegation if isinstance(held, Mandate) else None


def _status(held: HeldRole) -> Cell:
    return wording.STATUSES[held.status] if isinstance(held, Post) else None
