"""Owns what tests make in a running system, over its public APIs alone: members, people, gatherings."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import SystemRandom
from typing import Any
from uuid import UUID

import httpx
from stdnum import luhn

from deploy.local.plain_http import PLAIN
from deploy.local.services import SERVICES
from shared.clock import utc_now
from shared.commands import Role
from shared.days import club_time
from shared.ids import new_id
from tests.running.callers import Caller, Json
from tests.running.essaim import Essaim
from tests.running.mailbox import Mailbox

ANSWER_SECONDS = 30.0
STAFF = Role("staff")
YEAR = utc_now().year
PLACE = {"label": "Salle des fêtes", "postal_code": "30129", "city": "Manduel"}

_chance = SystemRandom()
_numbers = count(1)


@dataclass(frozen=True)
class Somebody:
    """A person who was invited."""

    id: str
    org: str
    email: str
    name: str


class Club:
    """The staff's hand in a running system, and everybody's."""

    def __init__(self, essaim: Essaim, clients: Mapping[str, httpx.AsyncClient]) -> None:
        self.essaim = essaim
        self.mailbox = Mailbox(clients["mail"])
        self._clients = clients
        self.directory, self.registration, self.conventions, self.notifications = (
            self.caller(service, STAFF) for service in SERVICES
        )

    def caller(self, service: str, *roles: Role, person_id: str | None = None) -> Caller:
        """Somebody before a service."""
        return Caller(self._clients[service], self.essaim.token(*roles, person_id=person_id))

    def stranger(self, service: str, token: str | None) -> Caller:
        """Somebody before a service, with another token or none."""
        return Caller(self._clients[service], token)

    async def organisation(self, **profile: Any) -> str:
        """A new organisation: a commune of the Gard, unless said otherwise; its id."""
        siren = f"{_chance.randrange(10**8):08d}"
        usual = {
            "kind": "commune",
            "name": f"Commune {siren}",
            "departement": "30",
            "region": "76",
            "population": 1000,
        }
        body = {**usual, "siren": siren + luhn.calc_check_digit(siren), **profile}
        return str((await self.directory.made("/organisations", body))["id"])

    async def member(self, **profile: Any) -> str:
        """A new organisation that is a member; its id."""
        org = await self.organisation(**profile)
        await self.join(org)
        return org

    async def join(self, org: str) -> str:
        """Make an organisation a member, in the three steps that it takes; the id of the membership."""
        await self.person(org, appointment("referent", org))
        asked = await self.directory.made("/memberships", {"org": org, "year": YEAR})
        active = await self.directory.made(f"/memberships/{asked['id']}/activate")
        assert active["state"] == "active"
        return str(asked["id"])

    async def person(self, org: str, *roles: Json) -> Somebody:
        """A new person of an organisation, invited and activated: in a post, unless other roles are given."""
        first, *others = roles or (post(org),)
        name = f"n{next(_numbers)}-{new_id().hex[-8:]}"
        identity = {"given_name": "Camille", "family_name": name, "email": f"{name}@example.org"}
        person_id = (await self.directory.made("/people", {**identity, "first_role": first}))["id"]
        for role in others:
            await self.directory.made(f"/people/{person_id}/roles", role)
        await self.directory.made(f"/people/{person_id}/activate")
        return Somebody(person_id, org, identity["email"], name)

    async def club_event(self, *, capacity: Mapping[str, int] | None = None, **programme: Any) -> Json:
        """An open gathering: an online workshop with two places, unless said otherwise."""
        usual = {
            "kind": "online_workshop",
            "title": f"Sortir du plastique {new_id().hex[-8:]}",
            "starts_local": datetime(YEAR + 1, 3, 18, 9, 30).isoformat(),  # noqa: DTZ001 - local by definition
            "ends_local": datetime(YEAR + 1, 3, 18, 12).isoformat(),  # noqa: DTZ001 - local by definition
            "mode": "online",
            "audience": "Les élu·es et technicien·nes des collectivités adhérentes",
        }
        drafted = await self.registration.made("/club-events", usual | programme)
        path = f"/club-events/{drafted['id']}"
        await self.registration.made(f"{path}/announce")
        return await self.registration.made(f"{path}/open", {"capacity": capacity or {"online": 2}})

    async def register(self, somebody: Somebody, club_event: Json, mode: str = "online") -> Json:
        """A place for a person who asks for it themself, as soon as registration has heard of them."""
        caller = self.caller("registration", person_id=somebody.id)
        path = f"/club-events/{club_event['id']}/registrations"
        return await caller.made_once_heard(path, {"org": somebody.org, "mode": mode})


def hours(begins: datetime, lasting: timedelta) -> Json:
    """The hours of a gathering that begins at this instant, on the club's own clocks."""
    starts = club_time(begins).replace(tzinfo=None)
    return {"starts_local": starts.isoformat(), "ends_local": (starts + lasting).isoformat()}


def post(org: str | UUID) -> Json:
    """A job in an organisation."""
    return {
        "form": "post",
        "org": str(org),
        "title": "Cheffe de cuisine",
        "status": "titulaire",
        "starts_on": "2020-09-01",
    }


def mandate(org: str | UUID) -> Json:
    """An elected office."""
    return {"form": "mandate", "org": str(org), "title": "maire", "starts_on": "2020-05-25"}


def appointment(role: str, org: str | UUID | None) -> Json:
    """A role given by the club or by an organisation."""
    starts_on = "2020-01-01"
    return {"form": "appointment", "appointed": role, "org": org and str(org), "starts_on": starts_on}


@asynccontextmanager
async def club_in(essaim: Essaim) -> AsyncIterator[Club]:
    """A club with connections of its own to every part that answers over HTTP."""
    limits = httpx.Limits(max_connections=50)
    answering = [name for name, address in essaim.addresses.items() if address.startswith("http://")]
    async with AsyncExitStack() as stack:
        clients = {}
        for name in answering:
            client = httpx.AsyncClient(
                base_url=essaim.addresses[name], timeout=ANSWER_SECONDS, limits=limits, verify=PLAIN
            )
            clients[name] = await stack.enter_async_context(client)
        yield Club(essaim, clients)
