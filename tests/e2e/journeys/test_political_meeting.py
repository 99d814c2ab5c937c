"""Rencontres politiques: elected members, who accompanies them, and non-members by invitation."""

from tests.e2e.journeys.test_eligibility import KINDS, asking, somebody, wanted
from tests.e2e.journeys.test_political_morning import link_in, mail_to, opened_and_pressed
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club, mandate

KIND = "political_meeting"


async def meeting_of(club: Club, *, places: int = 5) -> Json:
    return await club.club_event(kind=KIND, **KINDS[KIND] | {"capacity": {"in_person": places}})


async def test_a_mayor_comes_with_a_technician_who_is_flagged_once_the_mayor_does_not(club: Club) -> None:
    mayor = await somebody(club, "elected member")
    technician = await club.person(mayor.org)
    meeting = await meeting_of(club)
    assert meeting["rules"]["quota_per_organisation"] == 4
    assert meeting["order"]["code"] == "elected_first"
    path = f"/club-events/{meeting['id']}"
    group = {
        "people": [technician.id, mayor.id],
        "org": mayor.org,
        "mode": "in_person",
        "all_or_nothing": True,
    }
    made = await club.registration.made_once_heard(f"{path}/group-registrations", group)
    companion, seat = made["items"]
    assert [companion["state"], seat["state"]] == ["confirmed", "confirmed"]
    confirmed = await mail_to(club, mayor, meeting, beginning="Inscription confirmée")
    await opened_and_pressed(link_in(confirmed, "cancel"), "J’annule mon inscription")
    flagged = await club.registration.got(f"/registrations/{companion['id']}")
    assert (flagged["state"], flagged["needs_attention"]) == ("confirmed", True)

    async def told() -> bool:
        lines = await club.notifications.all("/staff-feed")
        about = [line for line in lines if line["link"].endswith(f"/registrations/{companion['id']}")]
        return "RegistrationFlagged" in [line["code"] for line in about]

    await eventually(told, what="staff reads of the companion who is left alone")


async def test_an_elected_person_of_no_member_comes_by_invitation_and_nobody_else_of_theirs(
    club: Club,
) -> None:
    mayor, deputy = await somebody(club, "elected outsider"), await somebody(club, "elected outsider")
    meeting = await meeting_of(club)
    path = f"/club-events/{meeting['id']}"
    guest = {"person_id": mayor.id, "org": mayor.org}
    await club.registration.made(f"{path}/invitations", guest)
    invited = await mail_to(club, mayor, meeting, beginning="Invitation")
    await opened_and_pressed(link_in(invited, "in_person"), "Je viens")
    [kept] = await club.registration.all(f"{path}/registrations")
    assert (kept["person_id"], kept["state"]) == (mayor.id, "confirmed")
    refused = await asking(club, deputy).post(f"{path}/registrations", wanted(KIND, deputy))
    assert (refused.status_code, refused.json()["code"]) == (409, "no_membership")


async def test_in_the_line_the_elected_come_before_those_who_accompany_them(club: Club) -> None:
    first, mayor = await somebody(club, "elected member"), await somebody(club, "elected member")
    technician = await club.person(mayor.org)
    late = await club.person(first.org, mandate(first.org))
    meeting = await meeting_of(club, places=1)
    path = f"/club-events/{meeting['id']}"
    people = (first, mayor, technician, late)
    seats = [await club.register(person, meeting, "in_person") for person in people]
    assert [seat["state"] for seat in seats] == ["confirmed", *["waitlisted"] * 3]
    line = await club.registration.all(f"{path}/waiting-list")
    assert [one["person_id"] for one in line] == [mayor.id, late.id, technician.id]
    await club.registration.made(f"{path}/registrations/{seats[0]['id']}/cancel")
    offered = await club.registration.got(f"/registrations/{seats[1]['id']}")
    assert offered["state"] == "offered"
