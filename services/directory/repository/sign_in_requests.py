"""Owns the queue of sign-in mails: taking a request under a lease, and the link that its mail carries."""

from datetime import datetime, timedelta

from pymongo import ASCENDING, ReturnDocument

from services.directory.domain.person import Person, PersonState
from services.directory.domain.sign_in_link import SignInLink, SignInRequest, digest_of
from services.directory.repository import access_documents as form
from services.directory.repository.documents import PEOPLE
from services.directory.repository.person_documents import to_person
from shared.storage.mongo import Database

LEASE = timedelta(seconds=30)
"""Longer than any talk with the mail server may last: a worker that dies loses the request to another."""
MAY_SIGN_IN = [PersonState.INVITED.value, PersonState.ACTIVE.value]


class MongoSignInRequests:
    """The queue, shared by all workers: each claim is one atomic conditional update."""

    def __init__(self, database: Database) -> None:
        self._requests = database[form.REQUESTS]
        self._links = database[form.LINKS]
        self._people = database[PEOPLE]

    async def ask(self, request: SignInRequest) -> None:
        """Queue a mail, unless one to this address waits already: the same write whoever it is."""
        await self._requests.update_one(
            {"_id": digest_of(request.email)},
            {
                "$setOnInsert": {
                    "email": request.email,
                    "asked_at": request.asked_at,
                    "due_at": request.asked_at,
                    "attempts": 0,
                    "expires_at": request.expires_at,
                }
            },
            upsert=True,
        )

    async def take_due(self, at: datetime) -> SignInRequest | None:
        """Lease the request that has been due for longest, if any."""
        document = await self._requests.find_one_and_update(
            {"due_at": {"$lte": at}},
            {"$set": {"due_at": at + LEASE}, "$inc": {"attempts": 1}},
            sort=[("due_at", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return form.to_request(document) if document else None

    async def recipient(self, email: str) -> Person | None:
        """Who has this address, and may sign in."""
        found = await self._people.find_one({"email": email, "state": {"$in": MAY_SIGN_IN}})
        return to_person(found) if found else None

    async def keep_link(self, link: SignInLink) -> None:
        """Have a link open the door, before its mail is sent."""
        await self._links.insert_one(form.from_link(link))

    async def forget(self, request: SignInRequest) -> None:
        """Nothing more is to be done."""
        await self._requests.delete_one({"_id": digest_of(request.email)})

    async def put_off(self, request: SignInRequest, *, until: datetime) -> None:
        """Try again later."""
        await self._requests.update_one({"_id": digest_of(request.email)}, {"$set": {"due_at": until}})
