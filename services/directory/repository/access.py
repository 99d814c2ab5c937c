"""Owns the loading, saving and reading of sessions, links and second factors, and the counts of tries."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from pymongo import DESCENDING, ReturnDocument

from services.directory.domain.person import Person, PersonState
from services.directory.domain.proconnect import ProConnectAccount
from services.directory.domain.second_factor import SecondFactor
from services.directory.domain.session import Session
from services.directory.domain.sign_in_link import SignInLink
from services.directory.repository import access_documents as form
from services.directory.repository.documents import PEOPLE
from services.directory.repository.store import MongoDirectory
from shared.events.envelope import Payload
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork

SESSIONS_SHOWN = 100


class MongoAccess:
    """The store of sign-in. What one decision of a batch changed, the next one reads from memory."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._directory = MongoDirectory(work)

    async def person(self, person_id: UUID) -> Person:
        """One person.

        Raises:
            UnknownPerson: there is none.
        """
        return await self._directory.person(person_id)

    def save_person(self, person: Person, events: Sequence[Payload]) -> None:
        """Stage a person and their events."""
        self._directory.save_person(person, events)

    async def sign_in_link(self, digest: str) -> SignInLink | None:
        """The link that was not used yet."""
        if (form.LINKS, digest) in self._work.known:
            return None  # used by an earlier decision of this batch
        found = await self._work.database[form.LINKS].find_one({"_id": digest})
        return form.to_link(found) if found else None

    def use_sign_in_link(self, link: SignInLink) -> None:
        """Stage the end of a link: of two who use it at once, one gets in."""
        self._work.known[form.LINKS, link.digest] = None
        self._work.remove(form.LINKS, link)

    async def session(self, session_id: UUID) -> Session | None:
        """A session that was not ended."""
        key = (form.SESSIONS, session_id)
        if key not in self._work.known:
            found = await self._work.database[form.SESSIONS].find_one({"_id": session_id})
            self._work.known[key] = form.to_session(found) if found else None
        session: Session | None = self._work.known[key]
        return session

    async def sessions_of(self, person_id: UUID) -> Sequence[Session]:
        """The sessions of a person."""
        found = self._work.database[form.SESSIONS].find({"person_id": person_id}, {"_id": 1})
        sessions = [await self.session(document["_id"]) async for document in found]
        return [session for session in sessions if session is not None]

    def save_session(self, session: Session) -> None:
        """Stage a session."""
        self._work.known[form.SESSIONS, session.id] = session
        self._work.save(form.SESSIONS, session, form.from_session, ())

    def end_session(self, session: Session) -> None:
        """Stage the end of a session."""
        self._work.known[form.SESSIONS, session.id] = None
        self._work.remove(form.SESSIONS, session)

    async def second_factor(self, person_id: UUID) -> SecondFactor | None:
        """The second factor of a person, enrolled or not."""
        key = (form.SECOND_FACTORS, person_id)
        if key not in self._work.known:
            found = await self._work.database[form.SECOND_FACTORS].find_one({"_id": person_id})
            self._work.known[key] = form.to_second_factor(found) if found else None
        factor: SecondFactor | None = self._work.known[key]
        return factor

    def save_second_factor(self, factor: SecondFactor) -> None:
        """Stage a second factor."""
        self._work.known[form.SECOND_FACTORS, factor.id] = factor
        self._work.save(form.SECOND_FACTORS, factor, form.from_second_factor, ())

    def remove_second_factor(self, factor: SecondFactor) -> None:
        """Stage the end of a second factor."""
        self._work.known[form.SECOND_FACTORS, factor.id] = None
        self._work.remove(form.SECOND_FACTORS, factor)

    async def proconnect_account(self, subject: str) -> ProConnectAccount | None:
        """The account at ProConnect that somebody has said to be theirs."""
        key = (form.PROCONNECT_ACCOUNTS, subject)
        if key not in self._work.known:
            found = await self._work.database[form.PROCONNECT_ACCOUNTS].find_one({"_id": subject})
            self._work.known[key] = form.to_proconnect_account(found) if found else None
        account: ProConnectAccount | None = self._work.known[key]
        return account

    def save_proconnect_account(self, account: ProConnectAccount) -> None:
        """Stage an account at ProConnect."""
        self._work.known[form.PROCONNECT_ACCOUNTS, account.subject] = account
        self._work.save(form.PROCONNECT_ACCOUNTS, account, form.from_proconnect_account, ())

    async def organisation_with_siren(self, siren: str) -> UUID | None:
        """The organisation that has this SIREN."""
        return await self._directory.organisation_with_siren(siren)


class MongoAccessQueries:
    """Reads served by an index, each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def invited_by_link(self, digest: str, at: datetime) -> bool | None:
        """Whether a link brings somebody in for the first time; None for a link that brings in nobody."""
        link = await self._database[form.LINKS].find_one({"_id": digest, "expires_at": {"$gt": at}})
        if link is None:
            return None
        person = await self._database[PEOPLE].find_one({"_id": link["person_id"]}, {"state": 1})
        return person["state"] == PersonState.INVITED if person else None

    async def sessions_of(self, person_id: UUID, at: datetime) -> Sequence[Session]:
        """The sessions of a person that go on, the last begun first."""
        going_on = {"person_id": person_id, "expires_at": {"$gt": at}}
        last_first = [("started_at", DESCENDING)]
        found = self._database[form.SESSIONS].find(going_on, sort=last_first, limit=SESSIONS_SHOWN)
        return [form.to_session(document) async for document in found]

    async def second_factor(self, person_id: UUID) -> SecondFactor | None:
        """The second factor of a person, enrolled or not."""
        found = await self._database[form.SECOND_FACTORS].find_one({"_id": person_id})
        return form.to_second_factor(found) if found else None


class MongoRateLimits:
    """Counts per window of time; who and what is counted is kept as a digest."""

    def __init__(self, database: Database) -> None:
        self._counts = database[form.RATE_LIMITS]

    async def hit(self, key: str, *, most: int, within: timedelta, at: datetime) -> int:
        """Count one more try, and tell how many seconds to wait: 0 if it is one of those allowed."""
        seconds = int(within.total_seconds())
        window = int(at.timestamp()) // seconds
        over_at = datetime.fromtimestamp((window + 1) * seconds, UTC)
        counted = await self._counts.find_one_and_update(
            {"_id": f"{sha256(key.encode()).hexdigest()}:{seconds}:{window}"},
            {"$inc": {"count": 1}, "$setOnInsert": {"expires_at": over_at}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return 0 if counted["count"] <= most else max(1, int((over_at - at).total_seconds()))
