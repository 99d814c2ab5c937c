"""Each kind of gathering takes whom it is for, and refuses the others with a French sentence and a code."""

from typing import Any, NamedTuple
from uuid import UUID

import pytest

from shared.commands import Role
from tests.running.callers import Caller, Json
from tests.running.club import PLACE, Club, Somebody, appointment, mandate, post

MODES: dict[str, Any] = {
    "in_person": {"mode": "in_person", "place": PLACE, "capacity": {"in_person": 5}},
    "online": {"mode": "online", "capacity": {"online": 5}},
    "hybrid": {"mode": "hybrid", "place": PLACE, "capacity": {"in_person": 5, "online": 5}},
}
KINDS: dict[str, Any] = {
    "political_meeting": MODES["in_person"],
    "technical_days": MODES["in_person"],
    "political_morning": MODES["in_person"] | {"area": ["DEP-30"]},
    "study_trip": MODES["in_person"],
    "online_workshop": MODES["online"],
    "open_conference": MODES["hybrid"],
}


class Case(NamedTuple):
    """Somebody before a gathering of some kind; `reason` tells what the refusal is for, if it is one."""

    kind: str
    who: str
    code: str = ""
    reason: str | None = None


CASES = (
    Case("political_meeting", "elected member"),
    Case("political_meeting", "technical member", "not_eligible", "companion_without_elected"),
    Case("political_meeting", "referent member", "not_eligible", "elected_only"),
    Case("political_meeting", "elected outsider", "no_membership"),
    Case("technical_days", "technical member"),
    Case("technical_days", "elected member", "not_eligible", "never_elected"),
    Case("technical_days", "elected technical member", "not_eligible", "never_elected"),
    Case("technical_days", "referent member", "not_eligible", "technical_only"),
    Case("technical_days", "technical outsider", "no_membership"),
    Case("political_morning", "elected member"),
    Case("political_morning", "technical outsider"),
    Case("political_morning", "referent member", "not_eligible", "neither_elected_nor_technical"),
    Case("political_morning", "elected elsewhere", "not_eligible", "outside_area"),
    Case("political_morning", "technical firm", "not_eligible", "not_a_local_authority"),
    Case("study_trip", "technical member"),
    Case("study_trip", "technical outsider", "no_membership"),
    Case("study_trip", "referent member", "not_eligible", "neither_elected_nor_technical"),
    Case("online_workshop", "elected member"),
    Case("online_workshop", "elected outsider", "no_membership"),
    Case("online_workshop", "referent member", "not_eligible", "neither_elected_nor_technical"),
    Case("open_conference", "technical outsider"),
    Case("open_conference", "referent member"),
    Case("open_conference", "technical firm", "not_eligible", "not_a_local_authority"),
)


async def somebody(club: Club, who: str) -> Somebody:
    """A person as the words say, of an organisation as the last word says; registration knows all of it."""
    *roles, place = who.split()
    org = await _organisation(club, place)
    held = {"elected": mandate(org), "technical": post(org), "referent": appointment("referent", org)}
    person = await club.person(org, *(held[role] for role in roles))
    if place != "firm":  # which no kind of gathering lets in
        await _wait_until_known(club, person, roles=roles, is_member=place == "member")
    return person


async def _organisation(club: Club, place: str) -> str:
    match place:
        case "member":
            return await club.member()
        case "outsider":
            return await club.organisation()
        case "elsewhere":
            return await club.organisation(departement="13", region="93")
    return await club.organisation(kind="other_public", departement="30", region="76")


async def _wait_until_known(club: Club, person: Somebody, *, roles: list[str], is_member: bool) -> None:
    """Return once the person was let in elsewhere because of each role, and because of the membership."""
    staff = club.registration
    probes = {"elected": "political_morning", "technical": "political_morning", "referent": "open_conference"}
    if is_member:
        probes = {"elected": "political_meeting", "technical": "study_trip", "referent": "open_conference"}
    for kind in dict.fromkeys(probes[role] for role in roles):
        area = {"area": ["DEP-30", "DEP-13"]} if kind == "political_morning" else {}
        probe = await club.club_event(kind=kind, **KINDS[kind] | area)
        asked = {"person_id": person.id, "org": person.org, "mode": "in_person"}
        await staff.made_once_heard(f"/club-events/{probe['id']}/registrations", asked)


def asking(club: Club, person: Somebody) -> Caller:
    return club.caller("registration", person_id=person.id)


def wanted(kind: str, person: Somebody) -> Json:
    mode = "online" if KINDS[kind]["mode"] == "online" else "in_person"
    return {"org": person.org, "mode": mode}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}, {case.who}")
async def test_each_kind_takes_whom_it_is_for(club: Club, case: Case) -> None:
    person = await somebody(club, case.who)
    gathering = await club.club_event(kind=case.kind, **KINDS[case.kind])
    path = f"/club-events/{gathering['id']}/registrations"
    caller, asked = asking(club, person), wanted(case.kind, person)
    if not case.code:
        assert (await caller.made(path, asked))["state"] == "confirmed"
        return
    answer = await caller.refused_once_heard(path, asked, code=case.code, reason=case.reason)
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"urn:essaim:problem:{case.code}"
    assert problem["detail"].endswith(".")
    assert problem["detail"][0].isupper()
    assert not await club.registration.all(path)


async def test_a_technician_accompanies_an_elected_colleague_who_registered_first(club: Club) -> None:
    elected = await somebody(club, "elected member")
    technical = await club.person(elected.org)
    meeting = await club.club_event(kind="political_meeting", **KINDS["political_meeting"])
    path = f"/club-events/{meeting['id']}/registrations"
    asked = wanted("political_meeting", technical)
    alone = await asking(club, technical).refused_once_heard(
        path, asked, code="not_eligible", reason="companion_without_elected"
    )
    assert "s’inscrire d’abord" in alone.json()["detail"]
    await asking(club, elected).made(path, asked)
    assert (await asking(club, technical).made(path, asked))["state"] == "confirmed"


async def test_nobody_registers_twice_after_the_end_or_for_a_stranger(club: Club) -> None:
    camille = await somebody(club, "technical member")
    workshop = await club.club_event(**KINDS["online_workshop"])
    path, asked = f"/club-events/{workshop['id']}/registrations", wanted("online_workshop", camille)
    registered = await asking(club, camille).made(path, asked)
    twice = await asking(club, camille).refused_once_heard(path, asked, code="already_registered")
    assert (twice.status_code, twice.json()["registration_id"]) == (409, registered["id"])
    assert twice.json()["detail"] == "Cette personne est déjà inscrite à cet évènement."

    stranger = club.caller("registration")
    other = await stranger.post(path, asked | {"person_id": camille.id})
    assert (other.status_code, other.json()["code"]) == (403, "not_allowed_to_register_other")
    wrong_mode = await asking(club, camille).post(path, asked | {"mode": "in_person"})
    assert (wrong_mode.status_code, wrong_mode.json()["code"]) == (422, "mode_not_offered")
    assert wrong_mode.json()["errors"][0]["field"] == "mode"

    await club.registration.made(f"/club-events/{workshop['id']}/close")
    late = await asking(club, camille).post(path, asked)
    assert (late.status_code, late.json()["code"]) == (409, "registration_closed")
    assert late.json()["detail"] == "Les inscriptions à cet évènement ne sont pas ouvertes."


async def test_a_referent_registers_colleagues_and_nobody_else(club: Club) -> None:
    camille = await somebody(club, "technical member")
    claude = await somebody(club, "technical member")
    workshop = await club.club_event(**KINDS["online_workshop"])
    path = f"/club-events/{workshop['id']}/registrations"
    referent = club.caller("registration", Role("referent", UUID(camille.org)))
    asked = wanted("online_workshop", camille) | {"person_id": camille.id}
    assert (await referent.made(path, asked))["person_id"] == camille.id
    refused = await referent.post(path, wanted("online_workshop", claude) | {"person_id": claude.id})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed_to_register_other")


async def test_a_study_trip_takes_two_of_an_organisation_and_lets_the_third_wait(club: Club) -> None:
    first = await somebody(club, "technical member")
    second, third = [await club.person(first.org) for _ in range(2)]
    elsewhere = await somebody(club, "technical member")
    trip = await club.club_event(kind="study_trip", **KINDS["study_trip"])
    assert trip["rules"]["quota_per_organisation"] == 2
    people = (first, second, third, elsewhere)
    states = [(await club.register(person, trip, "in_person"))["state"] for person in people]
    assert states == ["confirmed", "confirmed", "waitlisted", "confirmed"]
