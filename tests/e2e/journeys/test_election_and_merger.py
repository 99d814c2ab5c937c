"""After an election mandates end at once, after a merger an organisation goes over: every service hears."""

from datetime import timedelta

from shared.clock import utc_now
from shared.days import club_day
from tests.e2e.journeys.test_eligibility import KINDS
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club, Somebody, mandate, post

YESTERDAY = str(club_day(utc_now()) - timedelta(days=1))
TODAY = str(club_day(utc_now()))


async def states(club: Club, *people: Somebody) -> list[str]:
    return [(await club.directory.got(f"/people/{person.id}"))["state"] for person in people]


async def flagged(club: Club, meeting: Json) -> dict[str, bool]:
    """Whether the seat of each person at a gathering is to be looked at again."""
    seats = await club.registration.all(f"/club-events/{meeting['id']}/registrations")
    return {seat["person_id"]: seat["needs_attention"] for seat in seats}


async def test_an_election_is_looked_at_then_ends_mandates_and_has_seats_looked_at(club: Club) -> None:
    org, elsewhere = await club.member(), await club.member()
    leaving, works_too = [await club.person(org, *roles(org)) for roles in (_elected, _elected_agent)]
    stays = await club.person(elsewhere, mandate(elsewhere))
    meeting = await club.club_event(kind="political_meeting", **KINDS["political_meeting"])
    for person in (leaving, works_too, stays):
        await club.register(person, meeting, "in_person")

    asked = {"orgs": [org], "ends_on": YESTERDAY, "appointments": ["signatory"]}
    path = f"/mandate-closures/{(await club.directory.made('/mandate-closures', asked))['id']}"
    page = await club.directory.all(f"{path}/people")
    told = {item["id"]: {found["code"] for found in item["consequences"]} for item in page}
    assert told == {
        leaving.id: {"mandate_ends", "seats_rechecked", "signatures_reassigned", "person_deactivated"},
        works_too.id: {"mandate_ends", "seats_rechecked", "signatures_reassigned", "role_kept"},
    }
    assert await states(club, leaving, works_too, stays) == ["active"] * 3
    assert not any((await flagged(club, meeting)).values())

    await club.directory.made(f"{path}/apply")

    async def heard() -> bool:
        closure = await club.directory.got(path)
        return closure["state"] == "done" and (await flagged(club, meeting))[leaving.id]

    await eventually(heard, what="all is ended, and the seat of who is elected no more is flagged")
    assert (await club.directory.got(path))["people_left"] == 0
    assert await states(club, leaving, works_too, stays) == ["inactive", "active", "active"]
    assert not (await flagged(club, meeting))[stays.id]
    history = (await club.directory.got(f"/people/{leaving.id}"))["held"]
    assert [(held["role"], held["ends_on"]) for held in history] == [("elected", YESTERDAY)]


async def test_a_merger_takes_agents_along_and_its_members_rights_end(club: Club) -> None:
    successor, merged = await club.member(), await club.member()
    agent, mayor = await club.person(merged, post(merged)), await club.person(merged, mandate(merged))
    workshop = await club.club_event(**KINDS["online_workshop"])
    await club.register(mayor, workshop)

    said = {"succeeded_by": successor, "effective_on": TODAY}
    assert (await club.directory.made(f"/organisations/{merged}/merger", said))["merger"] == said
    roles = (await club.directory.got(f"/people/{agent.id}"))["roles"]
    assert roles == [{"role": "technical", "org": successor}]
    assert await states(club, agent, mayor) == ["active", "inactive"]

    async def heard() -> bool:
        return (await flagged(club, workshop))[mayor.id]

    await eventually(heard, what="the seat of a merged organisation's mayor is flagged")
    gone_over = Somebody(agent.id, successor, agent.email, agent.name)
    assert (await club.register(gone_over, workshop))["state"] == "confirmed"


def _elected(org: str) -> list[Json]:
    return [mandate(org)]


def _elected_agent(org: str) -> list[Json]:
    return [mandate(org), post(org)]
