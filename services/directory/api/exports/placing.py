"""Owns what the files of the directory have in common: each row beside its organisation, or its person."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from services.directory.ports.queries import DirectoryQueries
from services.directory.schemas.tables.rows import In, Of

T = TypeVar("T")


async def placed(
    pages: AsyncIterator[Sequence[T]], queries: DirectoryQueries, org_of: Callable[[T], UUID | None]
) -> AsyncIterator[Sequence[In[T]]]:
    """Each item with its organisation, read once for a page."""
    async for page in pages:
        wanted = {org for item in page if (org := org_of(item))}
        orgs = await queries.organisations_among(wanted)
        yield [In(item, orgs.get(org) if (org := org_of(item)) else None) for item in page]


async def named(
    pages: AsyncIterator[Sequence[T]], queries: DirectoryQueries, person_of: Callable[[T], UUID]
) -> AsyncIterator[Sequence[Of[T]]]:
    """Each item with the person whom it is about, read once for a page; none for who was erased."""
    async for page in pages:
        people = await queries.people_among({person_of(item) for item in page})
        yield [Of(item, people.get(person_of(item))) for item in page]
