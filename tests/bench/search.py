"""Owns the bench of the search: names typed letter by letter, over HTTP, in the directory of a large club.

All the territories of France are loaded as they always are, and timed; organisations and people are written
as the service would write them. One request at a time, as the letters come; one in four with filters.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlencode

from rich.progress import track

from deploy.local import screen, services
from deploy.local.every_key import ensure_keys
from deploy.local.mongodb import MongodbServer
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.reference_data import DATABASE, load_reference_data, refresh_search
from deploy.local.services import ServerUrls
from deploy.local.settings import LocalSettings
from services.directory.data.reader import count_territories, read_territories
from services.directory.repository.membership_documents import from_membership
from services.directory.repository.organisation_documents import from_organisation
from services.directory.repository.person_documents import from_person
from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.security.tokens import TokenSigner
from shared.storage.mongo import Collection, Document, connect, open_database
from tests.bench import search_club
from tests.bench.http_client import Request, percentile, post_all

BATCH = 2_000
NAMES = 120
"""Names typed, of each: territories, organisations, people."""
LETTERS = 12
FILTERED_ONE_IN = 4
FILTERS = (
    {"departement": "30"},
    {"region": "76"},
    {"kind": "cc"},
    {"member": "true"},
    {"population_min": 5_000},
)
WARM_UP = 200
READY_SECONDS = 60.0
NOTHING = b'"items":[]'

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DirectorySystem:
    """A directory's API and its database."""

    mongodb_url: str
    port: int
    signer: TokenSigner


@contextmanager
def running_directory() -> Iterator[DirectorySystem]:
    """A directory that is up and empty, on a server of its own; gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="essaim-bench-")))
        mongodb = MongodbServer(folder / "mongodb", log=folder / "mongodb.log")
        stack.callback(mongodb.kill)
        mongodb.start()
        settings = LocalSettings(state=folder, directory_port=free_port())
        ensure_keys(settings)
        api = services.api("directory", settings, ServerUrls(mongodb=mongodb.url, rabbitmq=""))
        stack.callback(api.processes[0].kill)
        api.launch()
        api.processes[0].wait_until(api.is_ready, within_seconds=READY_SECONDS)
        signer = TokenSigner(settings.signing_key.read_bytes())
        yield DirectorySystem(mongodb.url, settings.directory_port, signer)


def measure(system: DirectorySystem) -> dict[str, float]:
    """Fill the directory, then type: the figures of `./essaim bench search`."""
    begun = time.perf_counter()
    asyncio.run(load_reference_data(system.mongodb_url))
    territory_import_s = time.perf_counter() - begun
    random = Random(2027)  # noqa: S311  # invents names, no secrets
    names = asyncio.run(_fill(system, random))
    requests = list(_typed(system, names, random))
    with screen.busy("Recherche, lettre après lettre…"):
        answers = asyncio.run(post_all(LOOPBACK, system.port, requests, clients=1))
    if any(answer.status != 200 for answer in answers):
        raise RuntimeError("a search was refused")
    if any(NOTHING in answer.body for answer in answers[1::FILTERED_ONE_IN]):
        raise RuntimeError("a name that exists was not found")
    seconds = [answer.seconds for answer in answers[WARM_UP:]]
    return {
        "p50_ms": round(percentile(seconds, 0.5) * 1000, 1),
        "p95_ms": round(percentile(seconds, 0.95) * 1000, 1),
        "territories": count_territories(),
        "organisations": search_club.ORGANISATIONS,
        "people": search_club.PEOPLE,
        "territory_import_s": round(territory_import_s, 1),
    }


async def _fill(system: DirectorySystem, random: Random) -> Sequence[str]:
    """Write the club down; some names of each sort of thing in it."""
    with closing(connect(system.mongodb_url)) as client:
        database = open_database(client, DATABASE)
        orgs = list(search_club.organisations(random))
        people = list(search_club.people(random, [organisation.id for organisation in orgs]))
        await _write(database["organisations"], orgs, from_organisation)
        await _write(database["memberships"], list(search_club.memberships(orgs)), from_membership)
        await _write(database["people"], people, from_person)
    await refresh_search(system.mongodb_url)
    return [
        *random.sample([territory.name for territory in read_territories()], NAMES),
        *random.sample([organisation.profile.name for organisation in orgs], NAMES),
        *(f"{p.identity.family_name} {p.identity.given_name}" for p in random.sample(people, NAMES)),
    ]


async def _write(collection: Collection, things: Sequence[T], document: Callable[[T], Document]) -> None:
    left = iter(things)
    for _ in track(range(0, len(things), BATCH), description=collection.name, console=screen.BESIDE):
        await collection.insert_many(
            [document(thing) | {"version": 1} for thing in islice(left, BATCH)], ordered=False
        )


def _typed(system: DirectorySystem, names: Sequence[str], random: Random) -> Iterator[Request]:
    token = system.signer.sign(
        person_id=new_id(), roles=(Role("staff"),), now=utc_now(), lifetime=timedelta(hours=1)
    )
    beginnings = [name[:letters] for name in names for letters in range(1, min(len(name), LETTERS) + 1)]
    random.shuffle(beginnings)
    for number, typed in enumerate(beginnings[:WARM_UP] + beginnings):
        asked: dict[str, Any] = {"q": typed}
        if number % FILTERED_ONE_IN == 0:
            asked |= random.choice(FILTERS)
        yield Request.get(f"/search?{urlencode(asked)}", headers={"Authorization": f"Bearer {token}"})
