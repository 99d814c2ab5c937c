"""Every route of the running services lets in exactly those whom the table of rights names."""

from collections.abc import Mapping

import pytest

from deploy.local.services import SERVICES
from deploy.rights.rules import Rule, Who
from deploy.rights.table import TABLE
from tests.running.callers import Caller
from tests.running.club import Club
from tests.running.exchange import with_a_convention
from tests.running.requests import FILES, World, world_in


def caller(club: Club, service: str, world: World, who: Who) -> Caller:
    if who is Who.ANONYMOUS:
        return club.stranger(service, None)
    person_id = world.concerned.id if who is Who.CONCERNED else None
    return club.caller(service, *world.roles(who), person_id=person_id)


async def status(caller: Caller, service: str, route: str, world: World) -> int:
    """The status of one request; of a live stream, whose end nobody waits for."""
    method, template = route.split(" ")
    if method == "PUT" and template.endswith(FILES):
        request = caller.request(method, world.path(template), content=b"nothing")
        request.headers["Content-Type"] = "application/pdf"
    else:
        query = {"format": "csv"} if template.endswith("/export") else {}
        request = caller.request(method, world.path(template), json=world.body(service, route), params=query)
    answer = await caller.client.send(request, stream=True)
    await answer.aclose()
    return answer.status_code


def wrong(rule: Rule, answers: Mapping[Who, int]) -> dict[Who, int]:
    """Those who were let in and should not be, or the other way round, with the status they got."""
    refusals = {401, 403, 404} if rule.is_about_somebody else {401, 403}
    found = {who: status for who, status in answers.items() if (status in refusals) == (who in rule.who)}
    if Who.ANONYMOUS not in rule.who and answers[Who.ANONYMOUS] != 401:
        found[Who.ANONYMOUS] = answers[Who.ANONYMOUS]
    return found


@pytest.mark.parametrize("service", SERVICES)
async def test_every_cell_of_the_table_of_rights_is_true(club: Club, service: str) -> None:
    world = await world_in(club)
    if service == "conventions":
        world = await with_a_convention(club, world)
    wrongs = {}
    for route, rule in TABLE[service].items():
        assert world.knows(route) or not rule.is_about_somebody, (
            f"no example in tests/running/requests.py: {route}"
        )
        # Who is refused comes first: nothing has changed yet when the others ask.
        in_turn = sorted(Who, key=lambda who: who in rule.who)
        answers = {
            who: await status(caller(club, service, world, who), service, route, world) for who in in_turn
        }
        if found := wrong(rule, answers):
            wrongs[route] = found
    assert not wrongs
