"""Owns what the sample asks of registration: club events, open, with people who ask to come."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from deploy.local.sample.client import Json, Service, for_each
from deploy.local.sample.organisations import sample_organisations
from deploy.local.sample.people import sample_people
from deploy.local.sample.programme import PROGRAMME, Guest, SampleClubEvent

Ids = Mapping[str, UUID]


async def load_programme(registration: Service, orgs: Ids, people: Ids) -> tuple[int, int]:
    """Have the club events open, with their registrations; how many there are of both."""
    known = {item["title"]: item for item in await registration.all("/club-events")}
    known |= {item["title"]: item for item in await registration.all("/club-events", drafts=True)}
    organisations = {organisation.name: organisation for organisation in sample_organisations()}

    async def one(wanted: SampleClubEvent) -> int:
        club_event = known.get(wanted.title) or await _draft(registration, wanted, orgs)
        club_event = await _open(registration, club_event, wanted)
        if club_event["state"] != "open":
            return 0
        guests = wanted.guests(sample_people(), organisations)
        asked = [_asked(guest, orgs=orgs, people=people) for guest in guests]
        await _register(registration, club_event, asked)
        await _give_back(registration, club_event, asked[: wanted.given_back])
        return len(asked)

    return len(PROGRAMME), sum(await for_each(PROGRAMME, one))


async def _draft(registration: Service, wanted: SampleClubEvent, orgs: Ids) -> Json:
    today = datetime.now(UTC).date()
    body = wanted.body(today, orgs)
    return await registration.post("/club-events", body, key=f"{wanted.kind} {today}")


async def _open(registration: Service, club_event: Json, wanted: SampleClubEvent) -> Json:
    path = f"/club-events/{club_event['id']}"
    if club_event["state"] == "draft":
        club_event = await registration.post(f"{path}/announce", key=f"announce {club_event['id']}")
    if club_event["state"] == "announced":
        capacity = {"capacity": dict(wanted.capacity)}
        club_event = await registration.post(f"{path}/open", capacity, key=f"open {club_event['id']}")
    return club_event


async def _register(registration: Service, club_event: Json, asked: Sequence[Json]) -> None:
    """One after the other, so that the waiting list is the same on every machine."""
    path = f"/club-events/{club_event['id']}/registrations"
    known = {item["person_id"] for item in await registration.all(path)}
    for body in asked:
        if body["person_id"] not in known:
            await registration.post(path, body, key=f"{club_event['id']} {body['person_id']}")


async def _give_back(registration: Service, club_event: Json, first: Sequence[Json]) -> None:
    path = f"/club-events/{club_event['id']}/registrations"
    people = {body["person_id"] for body in first}
    for known in await registration.all(path):
        if known["person_id"] in people and known["state"] == "confirmed":
            await registration.post(f"{path}/{known['id']}/cancel", key=f"cancel {known['id']}")


def _asked(guest: Guest, *, orgs: Ids, people: Ids) -> Json:
    return {
        "person_id": str(people[guest.email]),
        "org": str(orgs[guest.organisation]),
        "mode": guest.mode,
    }
