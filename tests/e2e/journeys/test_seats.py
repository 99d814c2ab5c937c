"""Seats go to groups, through reviews, from one person to the next when nobody answers, and under a flag."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pymongo import MongoClient

from shared.clock import utc_now
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club, Somebody


async def people_of_a_member(club: Club, count: int) -> list[Somebody]:
    org = await club.member()
    return [await club.person(org) for _ in range(count)]


async def states(club: Club, meeting: Json) -> dict[str, str]:
    kept = await club.registration.all(f"/club-events/{meeting['id']}/registrations")
    return {one["person_id"]: one["state"] for one in kept}


async def has_state(club: Club, registration: Json, state: str) -> None:
    async def reached() -> bool:
        return bool((await club.registration.got(f"/registrations/{registration['id']}"))["state"] == state)

    await eventually(reached, what=f"the registration is {state}")


def path_of(registration: Json) -> str:
    return f"/club-events/{registration['club_event_id']}/registrations/{registration['id']}"


async def test_a_group_has_all_its_seats_or_none_or_as_many_as_fit_as_it_chooses(club: Club) -> None:
    people = await people_of_a_member(club, 3)
    meeting = await club.club_event(capacity={"online": 2})
    path = f"/club-events/{meeting['id']}/group-registrations"
    group = {"people": [one.id for one in people], "org": people[0].org, "mode": "online"}
    await club.registration.refused_once_heard(
        path, {**group, "all_or_nothing": True}, code="group_does_not_fit", free=2
    )
    assert await states(club, meeting) == {}
    made = await club.registration.made(path, {**group, "all_or_nothing": False})
    assert [one["state"] for one in made["items"]] == ["confirmed", "confirmed", "waitlisted"]
    mails = await club.mailbox.wait_about(meeting, 3)
    assert sorted(mail.to for mail in mails) == sorted(one.email for one in people)


async def test_a_reviewed_request_has_a_seat_once_approved_and_none_once_refused(club: Club) -> None:
    approved, refused = await people_of_a_member(club, 2)
    meeting = await club.club_event()
    rules = {"quota_per_organisation": None, "reviewed": True}
    await club.registration.made(f"/club-events/{meeting['id']}/seats", {"rules": rules})
    for somebody, decision, body, state in (
        (approved, "approve", None, "confirmed"),
        (refused, "refuse", {"reason": "not_enough_places"}, "refused"),
    ):
        asked = await club.register(somebody, meeting)
        assert asked["state"] == "pending_review"
        decided = await club.registration.made(f"{path_of(asked)}/{decision}", body)
        assert decided["state"] == state
        again = await club.registration.post(f"{path_of(asked)}/{decision}", body)
        assert again.json()["code"] == "not_pending_review"
    mails = await club.mailbox.wait_about(meeting, 4)
    assert sorted(mail.subject.split("\u00a0:")[0] for mail in mails) == [
        "Demande refusée",
        "Demande reçue",
        "Demande reçue",
        "Inscription confirmée",
    ]


async def test_an_offer_that_nobody_answers_goes_to_the_next_in_line(club: Club) -> None:
    first, *line = await people_of_a_member(club, 3)
    meeting = await club.club_event(capacity={"online": 1})
    seat = await club.register(first, meeting)
    silent, following = [await club.register(somebody, meeting) for somebody in line]
    await club.registration.made(f"{path_of(seat)}/cancel")
    await has_state(club, silent, "offered")
    let_time_pass(club, silent)
    await has_state(club, silent, "expired")
    await has_state(club, following, "offered")
    late = await club.registration.post(f"{path_of(silent)}/offer", {"answer": "accept"})
    assert late.json()["code"] == "nothing_offered"
    taken = await club.registration.made(f"{path_of(following)}/offer", {"answer": "accept"})
    assert taken["state"] == "confirmed"


def let_time_pass(club: Club, registration: Json) -> None:
    """Nobody waits a day for a test: the deadline moves instead of the clock."""
    with MongoClient[dict[str, Any]](
        club.essaim.addresses["mongodb"], uuidRepresentation="standard"
    ) as client:
        client["registration"]["registrations"].update_one(
            {"_id": UUID(registration["id"])},
            {"$set": {"offer_expires_at": utc_now() - timedelta(seconds=1)}},
        )


async def test_a_seat_whose_right_is_lost_is_flagged_and_kept_until_staff_has_settled_it(club: Club) -> None:
    [somebody] = await people_of_a_member(club, 1)
    meeting = await club.club_event()
    seat = await club.register(somebody, meeting)
    [held] = (await club.directory.got(f"/people/{somebody.id}"))["held"]
    today = utc_now().date().isoformat()
    await club.directory.made(f"/people/{somebody.id}/roles/{held['id']}/end", {"ends_on": today})

    async def flagged() -> bool:
        return bool((await club.registration.got(f"/registrations/{seat['id']}"))["needs_attention"])

    await eventually(flagged, what="the seat is flagged")
    assert await states(club, meeting) == {somebody.id: "confirmed"}
    settled = await club.registration.made(f"{path_of(seat)}/settle")
    assert not settled["needs_attention"]
