"""Owns what the rows of the directory's files are made of, and the columns that many of them share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from services.directory.domain.identity import Identity
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person
from services.directory.domain.profile import OrganisationProfile
from services.directory.schemas import columns, wording
from shared.documents.tables import Cell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class In(Generic[T]):
    """Something, and the organisation that it is about or belongs to."""

    item: T
    org: Organisation | None


@dataclass(frozen=True, slots=True)
class Of(Generic[T]):
    """Something, and the person whom it is about; None once they are erased."""

    item: T
    person: Person | None


def of_org(cell: Callable[[OrganisationProfile], Cell]) -> Callable[[In[Any]], Cell]:
    """What stands in a cell about the organisation."""
    return lambda row: cell(row.org.profile) if row.org else None


def of_person(cell: Callable[[Identity], Cell]) -> Callable[[Of[Any]], Cell]:
    """What stands in a cell about the person."""
    return lambda row: cell(row.person.identity) if row.person else None


def euros(cents: int | None) -> Cell:
    """An amount as a spreadsheet counts with it."""
    return None if cents is None else Decimal(cents) / 100


ORGANISATION: Final[Mapping[str, Callable[[In[Any]], Cell]]] = {
    columns.KIND: of_org(lambda profile: wording.KINDS[profile.kind]),
    columns.NAME: of_org(lambda profile: profile.name),
    columns.SIREN: of_org(lambda profile: profile.siren),
    columns.INSEE_CODE: of_org(lambda profile: profile.insee_code),
}
PERSON: Final[Mapping[str, Callable[[Of[Any]], Cell]]] = {
    columns.GIVEN_NAME: of_person(lambda identity: identity.given_name),
    columns.FAMILY_NAME: of_person(lambda identity: identity.family_name),
    columns.EMAIL: of_person(lambda identity: identity.email),
}
