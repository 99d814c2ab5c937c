"""Owns the loading of the sample: what is missing of it is asked of the services, the rest is left alone.

It uses nothing but their public HTTP APIs, so that a second loading finds all there and adds nothing.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import httpx

from deploy.local.plain_http import PLAIN
from deploy.local.sample.client import Service
from deploy.local.sample.conventions import load_exchanges
from deploy.local.sample.directory import load_memberships, load_offers, load_organisations, load_people
from deploy.local.sample.registration import load_programme
from deploy.local.settings import LocalSettings
from shared.commands import Role
from shared.security.tokens import TokenSigner

ANSWER_SECONDS = 30.0
LOADER = uuid5(UUID(int=0), "sample")


async def load(addresses: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Have the whole sample in the services at these addresses, and tell how it goes.

    Raises:
        LocalFailure: a service refuses something, or does not answer.
    """
    signer = TokenSigner(LocalSettings().signing_key.read_bytes())

    def token(role: Role) -> str:
        return signer.sign(person_id=LOADER, roles=[role], now=datetime.now(UTC))

    team = token(Role("staff"))
    usual: dict[str, Any] = {"timeout": ANSWER_SECONDS, "verify": PLAIN}
    async with (
        httpx.AsyncClient(base_url=addresses["directory"], **usual) as to_directory,
        httpx.AsyncClient(base_url=addresses["registration"], **usual) as to_registration,
        httpx.AsyncClient(base_url=addresses["conventions"], **usual) as to_conventions,
    ):
        directory, registration = Service(to_directory, team), Service(to_registration, team)
        orgs = await load_organisations(directory)
        say(f"Jeu d’exemple\u00a0: {len(orgs)} collectivités.")
        people = await load_people(directory, orgs)
        say(f"Jeu d’exemple\u00a0: {len(people)} personnes inventées.")
        memberships = await load_memberships(directory, orgs)
        say(f"Jeu d’exemple\u00a0: {memberships} adhésions.")
        say(f"Jeu d’exemple\u00a0: {await load_offers(directory, orgs)} offres d’expertise.")
        gatherings, places = await load_programme(registration, orgs, people)
        say(f"Jeu d’exemple\u00a0: {gatherings} évènements du club, {places} inscriptions.")

        def referent_of(org: UUID) -> Service:
            return Service(to_conventions, token(Role("referent", org)))

        exchanges = await load_exchanges(Service(to_conventions, team), referent_of, orgs, people)
        say(f"Jeu d’exemple\u00a0: {exchanges} échanges, dont un en cours de signature.")
