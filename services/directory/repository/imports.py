"""Owns what a worker needs to take in a file: its turn, the file, and a unit of work for some of its rows.

Reads ahead what the rows name, so that 20,000 of them do not ask the database one by one. Decides nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ASCENDING, ReturnDocument

from services.directory.domain.imports import ImportLine, LineReport
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person
from services.directory.domain.spreadsheet_import import TURN, WORKED_ON, SpreadsheetImport
from services.directory.repository import documents as form
from services.directory.repository.import_documents import from_report, to_import
from services.directory.repository.membership_documents import to_membership
from services.directory.repository.organisation_documents import to_organisation
from services.directory.repository.person_documents import to_person
from services.directory.repository.store import MongoDirectory
from shared.events.directory import PersonRole
from shared.events.envelope import Payload
from shared.storage.mongo import Contention, Database, Document, DriverError, is_contention
from shared.storage.unit_of_work import AggregateId, Origin, UnitOfWork
from shared.telemetry import correlation_id

AT_ONCE = 2_000


class MongoImport(MongoDirectory):
    """The directory's store for some rows of a file."""

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work)
        self._sirens: dict[str, UUID | None] = {}
        self._codes: dict[tuple[OrganisationKind, str], UUID | None] = {}
        self._emails: dict[str, UUID | None] = {}
        self._referents: dict[UUID, bool] = {}

    async def read_ahead(self, lines: Sequence[ImportLine]) -> None:
        """Read all that the rows name; what is not found is known not to be there."""
        sirens = {siren for line in lines for siren in (line.profile.siren, line.parent_siren) if siren}
        emails = {line.identity.email.strip().lower() for line in lines if line.identity}
        self._sirens = dict.fromkeys(sirens)
        self._emails = dict.fromkeys(emails)
        for found in await self._all(form.ORGANISATIONS, "siren", sirens):
            organisation = self._known(form.ORGANISATIONS, to_organisation(found))
            self._sirens[organisation.profile.siren] = organisation.id
        for found in await self._all(form.PEOPLE, "email", emails):
            person = self._known(form.PEOPLE, to_person(found))
            self._emails[person.identity.email] = person.id
        orgs = {org for org in self._sirens.values() if org}
        for found in await self._all(form.MEMBERSHIPS, "org", orgs):
            membership: Membership = self._known(form.MEMBERSHIPS, to_membership(found))
            self._work.known[form.MEMBERSHIPS, membership.org] = membership
        for found in await self._all(form.PEOPLE, "roles.org", orgs, {"roles.role": "referent"}):
            self._note_referent(to_person(found))

    async def organisation_with_siren(self, siren: str) -> UUID | None:
        """The organisation that has this SIREN, in the directory or by a row."""
        if siren not in self._sirens:
            self._sirens[siren] = await super().organisation_with_siren(siren)
        return self._sirens[siren]

    async def organisation_of_territory(self, kind: OrganisationKind, insee_code: str) -> UUID | None:
        """The organisation of this kind that has this INSEE code, in the directory or by a row."""
        if (kind, insee_code) not in self._codes:
            self._codes[kind, insee_code] = await super().organisation_of_territory(kind, insee_code)
        return self._codes[kind, insee_code]

    def save_organisation(self, organisation: Organisation, events: Sequence[Payload]) -> None:
        """Stage an organisation and its events."""
        super().save_organisation(organisation, events)
        profile = organisation.profile
        if profile.siren:
            self._sirens[profile.siren] = organisation.id
        if profile.insee_code:
            self._codes[profile.kind, profile.insee_code] = organisation.id

    async def person_with_email(self, email: str) -> UUID | None:
        """The person who has this address, in the directory or by a row."""
        if email not in self._emails:
            self._emails[email] = await super().person_with_email(email)
        return self._emails[email]

    def save_person(self, person: Person, events: Sequence[Payload]) -> None:
        """Stage a person and their events."""
        super().save_person(person, events)
        self._emails[person.identity.email] = person.id
        self._note_referent(person)

    async def has_referent(self, org: UUID) -> bool:
        """Whether somebody is a referent of the organisation, in the directory or by a row."""
        if org not in self._referents:
            self._referents[org] = await super().has_referent(org)
        return self._referents[org]

    async def commit(self) -> None:
        """Write all that was staged, in the one transaction that `UnitOfWork.commit` is, or nothing.

        Raises:
            Contention: somebody wrote meanwhile what this was decided on; nothing is written.
        """
        try:
            await self._work.commit()
        except DriverError as error:
            if is_contention(error):
                raise Contention(str(error)) from error
            raise

    def _note_referent(self, person: Person) -> None:
        for role in person.roles:
            if role.org is not None and role == PersonRole(role="referent", org=role.org):
                self._referents[role.org] = True

    def _known(self, collection: str, aggregate: Any) -> Any:
        return self._work.known.setdefault((collection, aggregate.id), aggregate)

    async def _all(
        self, collection: str, field: str, wanted: Collection[Any], also: Document | None = None
    ) -> list[Document]:
        asked, found = list(wanted), []
        for start in range(0, len(asked), AT_ONCE):
            some = {field: {"$in": asked[start : start + AT_ONCE]}, **(also or {})}
            found += [document async for document in self._work.database[collection].find(some)]
        return found


class _Trial(UnitOfWork):
    """What is decided only to see whether it can be: it is not committed, so that nothing need be told."""

    def record(self, event: Payload, aggregate_id: AggregateId, sequence: int) -> None:
        """Stage no event."""


class MongoImports:
    """The files that wait, shared by all workers: each turn is one atomic conditional update."""

    def __init__(self, source: str, database: Database) -> None:
        self._source = source
        self._database = database

    async def take_due(self, at: datetime) -> SpreadsheetImport | None:
        """Take the file that has waited for longest, if any, for a `TURN`."""
        document = await self._database[form.IMPORTS].find_one_and_update(
            {"state": {"$in": [state.value for state in WORKED_ON]}, "due_at": {"$lte": at}},
            {"$set": {"due_at": at + TURN}, "$inc": {"version": 1}},
            sort=[("due_at", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return to_import(document) if document else None

    async def content(self, import_id: UUID) -> bytes:
        """The file itself, of one that is worked on."""
        found = await self._database[form.IMPORT_FILES].find_one({"_id": import_id})
        if found is None:
            raise LookupError(f"import {import_id}: a file is kept while it is worked on")
        return bytes(found["content"])

    async def begin(
        self, spreadsheet: SpreadsheetImport, lines: Sequence[ImportLine], at: datetime
    ) -> MongoImport:
        """The store for these rows of a file, with what they name."""
        store = MongoImport(UnitOfWork(self._database, self._origin(spreadsheet, at)))
        await store.read_ahead(lines)
        return store

    async def try_out(
        self, spreadsheet: SpreadsheetImport, lines: Sequence[ImportLine], at: datetime
    ) -> MongoImport:
        """The same, of which nothing is ever committed."""
        store = MongoImport(_Trial(self._database, self._origin(spreadsheet, at)))
        await store.read_ahead(lines)
        return store

    async def keep_reports(self, spreadsheet: SpreadsheetImport, reports: Sequence[LineReport]) -> None:
        """Keep what was found of every row, in place of what was found before."""
        kept = self._database[form.IMPORT_LINES]
        await kept.delete_many({"import_id": spreadsheet.id})
        for start in range(0, len(reports), AT_ONCE):
            some = reports[start : start + AT_ONCE]
            await kept.insert_many([from_report(report, spreadsheet) for report in some], ordered=False)

    def _origin(self, spreadsheet: SpreadsheetImport, at: datetime) -> Origin:
        return Origin(self._source, spreadsheet.actor, at, correlation_id())
