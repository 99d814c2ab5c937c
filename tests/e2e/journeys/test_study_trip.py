"""A study trip: few places, two for an organisation, requests that staff looks at first."""

from tests.e2e.journeys.test_eligibility import KINDS, asking, somebody, wanted
from tests.e2e.journeys.test_political_morning import link_in, mail_to, opened_and_pressed
from tests.e2e.journeys.test_seats import has_state, path_of
from tests.running.callers import Json
from tests.running.club import Club, Somebody

KIND = "study_trip"


async def three_of_one_member(club: Club) -> list[Somebody]:
    first = await somebody(club, "technical member")
    return [first, *[await club.person(first.org) for _ in range(2)]]


async def trip_of(club: Club, *, places: int = 5) -> Json:
    return await club.club_event(kind=KIND, **KINDS[KIND] | {"capacity": {"in_person": places}})


async def test_the_third_of_an_organisation_waits_beside_free_places_until_one_of_theirs_leaves(
    club: Club,
) -> None:
    first, second, third = await three_of_one_member(club)
    elsewhere = await somebody(club, "elected member")
    trip = await trip_of(club)
    people = (first, second, third, elsewhere)
    seats = [await club.register(person, trip, "in_person") for person in people]
    assert [seat["state"] for seat in seats] == ["confirmed", "confirmed", "waitlisted", "confirmed"]
    assert (await club.registration.got(f"/club-events/{trip['id']}"))["seats"]["in_person"]["free"] == 2
    await asking(club, elsewhere).made(f"{path_of(seats[3])}/cancel")
    await has_state(club, seats[2], "waitlisted")
    await asking(club, first).made(f"{path_of(seats[0])}/cancel")
    offer = await mail_to(club, third, trip, beginning="Une place pour vous")
    await opened_and_pressed(link_in(offer, "accept"), "Je prends la place")
    await has_state(club, seats[2], "confirmed")


async def test_a_larger_quota_and_more_places_are_offered_to_those_who_wait(club: Club) -> None:
    people = await three_of_one_member(club)
    neighbour = await somebody(club, "technical member")
    trip = await trip_of(club, places=3)
    seats = [await club.register(person, trip, "in_person") for person in (*people, neighbour)]
    assert [seat["state"] for seat in seats] == ["confirmed", "confirmed", "waitlisted", "confirmed"]
    path = f"/club-events/{trip['id']}/seats"
    await club.registration.made(path, {"rules": {"quota_per_organisation": 3, "reviewed": False}})
    await has_state(club, seats[2], "waitlisted")
    await club.registration.made(path, {"capacity": {"in_person": 4}})
    await has_state(club, seats[2], "offered")
    fewer = await club.registration.post(path, {"capacity": {"in_person": 2}})
    assert (fewer.status_code, fewer.json()["code"], fewer.json()["taken"]) == (
        409,
        "capacity_below_taken",
        4,
    )


async def test_staff_looks_at_requests_and_who_it_approves_late_keeps_their_turn(club: Club) -> None:
    people = [await somebody(club, "technical member") for _ in range(3)]
    trip = await trip_of(club, places=1)
    rules = {"rules": {"quota_per_organisation": 2, "reviewed": True}}
    await club.registration.made(f"/club-events/{trip['id']}/seats", rules)
    path = f"/club-events/{trip['id']}/registrations"
    asked = [await asking(club, person).made(path, wanted(KIND, person)) for person in people]
    assert {one["state"] for one in asked} == {"pending_review"}
    for index, state in ((2, "confirmed"), (1, "waitlisted"), (0, "waitlisted")):
        decided = await club.registration.made(f"{path_of(asked[index])}/approve")
        assert decided["state"] == state
    line = await club.registration.all(f"/club-events/{trip['id']}/waiting-list")
    assert [one["person_id"] for one in line] == [people[0].id, people[1].id], "the first who asked is first"
    mail = await mail_to(club, people[2], trip, beginning="Demande reçue")
    assert "L’équipe du club l’examine" in mail.text
