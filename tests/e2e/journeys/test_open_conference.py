"""A colloque ouvert: places in the hall and online, for members and others; moved, put off, given up."""

from tests.e2e.journeys.test_eligibility import KINDS, asking, somebody
from tests.e2e.journeys.test_political_morning import link_in, mail_to, opened_and_pressed
from tests.e2e.journeys.test_seats import has_state, path_of
from tests.running.callers import Json
from tests.running.club import YEAR, Club, Somebody, appointment
from tests.running.mailbox import Mail

KIND = "open_conference"
LINK = "https://visio.example.org/colloque"
LATER = {"starts_local": f"{YEAR + 1}-11-04T09:30:00", "ends_local": f"{YEAR + 1}-11-04T17:00:00"}


async def conference(club: Club, **capacity: int) -> Json:
    return await club.club_event(kind=KIND, **KINDS[KIND] | {"capacity": capacity})


async def outsiders(club: Club, count: int) -> list[Somebody]:
    org = await club.organisation()
    return [await club.person(org, appointment("referent", org)) for _ in range(count)]


async def mails_of(club: Club, person: Somebody, meeting: Json) -> list[Mail]:
    return [mail for mail in await club.mailbox.about(meeting) if mail.to == person.email]


async def test_the_hall_is_full_while_there_is_room_online(club: Club) -> None:
    seated, waiting, far = [*await outsiders(club, 2), await somebody(club, "elected member")]
    meeting = await conference(club, in_person=1, online=2)
    seats = [
        await club.register(person, meeting, mode)
        for person, mode in ((seated, "in_person"), (waiting, "in_person"), (far, "online"))
    ]
    assert [seat["state"] for seat in seats] == ["confirmed", "waitlisted", "confirmed"]
    shown = await club.stranger("registration", None).got(f"/public/programme/{meeting['id']}")
    assert {mode: one["full"] for mode, one in shown["seats"].items()} == {"in_person": True, "online": False}
    await asking(club, far).made(f"{path_of(seats[2])}/cancel")
    await has_state(club, seats[1], "waitlisted")
    await club.registration.made(
        f"/club-events/{meeting['id']}/seats", {"capacity": {"in_person": 2, "online": 2}}
    )
    await has_state(club, seats[1], "offered")


async def test_the_private_link_is_for_who_has_a_seat_online_alone(club: Club) -> None:
    hall, online, waiting = await outsiders(club, 3)
    meeting = await conference(club, in_person=1, online=1)
    for person, mode in ((hall, "in_person"), (online, "online"), (waiting, "online")):
        await club.register(person, meeting, mode)
    await club.mailbox.reaches(meeting, 3)
    path = f"/club-events/{meeting['id']}/online-link"
    assert (await club.registration.send("PUT", path, json={"link": LINK})).status_code == 200
    mail = await mail_to(club, online, meeting, beginning="Lien de connexion")
    assert LINK in mail.text
    assert (await asking(club, online).got(path))["link"] == LINK
    refused = await asking(club, waiting).send("GET", path)
    assert (refused.status_code, refused.json()["code"]) == (403, "online_link_private")
    for person in (hall, waiting):
        assert not [one for one in await mails_of(club, person, meeting) if LINK in one.text]
    everybody = club.stranger("registration", None)
    for form in ("", f"/{meeting['id']}", ".ics", ".jsonld", ".openagenda.json"):
        assert LINK not in (await everybody.client.get(f"/public/programme{form}")).text


async def test_what_is_put_off_keeps_everybody_and_leaves_calendars_until_it_has_a_date(club: Club) -> None:
    seated, waiting = await outsiders(club, 2)
    meeting = await conference(club, in_person=1, online=1)
    seats = [await club.register(person, meeting, "in_person") for person in (seated, waiting)]
    await club.mailbox.reaches(meeting, 2)
    path = f"/club-events/{meeting['id']}"
    await club.registration.made(f"{path}/postpone", {"reason": "La salle est inondée."})
    for person, method in ((seated, "CANCEL"), (waiting, None)):
        told = await mail_to(club, person, meeting, beginning="Rencontre reportée")
        assert "La salle est inondée" in told.text
        assert (told.invitation.method if told.invitation else None) == method
    closed = await asking(club, waiting).post(f"{path}/registrations", {"org": waiting.org})
    assert closed.json()["code"] == "registration_closed"
    assert (await club.registration.made(f"{path}/reschedule", LATER))["state"] == "announced"
    moved = await mail_to(club, seated, meeting, beginning="Changement")
    withdrawn = await mail_to(club, seated, meeting, beginning="Rencontre reportée")
    assert moved.invitation is not None
    assert withdrawn.invitation is not None
    assert (moved.invitation.uid, moved.invitation.method) == (withdrawn.invitation.uid, "REQUEST")
    assert moved.invitation.sequence > withdrawn.invitation.sequence
    assert "4 novembre" in moved.text
    await club.registration.made(f"{path}/open", {"capacity": {"in_person": 2, "online": 1}})
    await has_state(club, seats[0], "confirmed")
    await has_state(club, seats[1], "offered")
    offer = await mail_to(club, waiting, meeting, beginning="Une place pour vous")
    await opened_and_pressed(link_in(offer, "accept"), "Je prends la place")
    await has_state(club, seats[1], "confirmed")
