"""A registration goes all the way: from a person to a mailbox, a calendar, the staff and a partner."""

import json
import re
from datetime import datetime

import httpx
import jsonschema_rs
import pytest

from deploy.contracts.current import ENVELOPE
from deploy.contracts.published import Published
from deploy.local.plain_http import PLAIN
from shared.ids import new_id
from tests.e2e.live_feed import live_feed
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import YEAR, Club, Somebody
from tests.running.mailbox import Invitation, Mail
from tests.running.partner import Partner, listening


async def member_and_workshop(
    club: Club, *, people: int = 1, capacity: int = 2, **programme: str
) -> tuple[list[Somebody], Json]:
    org = await club.member()
    somebodies = [await club.person(org) for _ in range(people)]
    return somebodies, await club.club_event(capacity={"online": capacity}, **programme)


def invitation_of(mail: Mail) -> Invitation:
    assert mail.invitation is not None
    return mail.invitation


@pytest.mark.parametrize(
    ("timezone", "day"), [("Europe/Paris", (3, 25)), ("Europe/Paris", (6, 3)), ("Indian/Reunion", (6, 3))]
)
async def test_the_person_gets_one_mail_with_an_invitation_at_the_right_local_time(
    club: Club, timezone: str, day: tuple[int, int]
) -> None:
    starts = datetime(YEAR + 1, *day, 9, 30)  # noqa: DTZ001 - local by definition
    [camille], workshop = await member_and_workshop(
        club,
        timezone=timezone,
        starts_local=starts.isoformat(),
        ends_local=starts.replace(hour=12).isoformat(),
    )
    registered = await club.register(camille, workshop)
    [mail] = await club.mailbox.wait_about(workshop, 1)
    assert mail.to == camille.email
    assert mail.subject == f"Inscription confirmée\u00a0: {workshop['title']}"
    assert camille.name in mail.text
    assert "9\u00a0h\u00a030" in mail.text
    assert workshop["title"] in mail.html
    assert invitation_of(mail) == Invitation(
        method="REQUEST",
        uid=f"{registered['id']}@essaim",
        sequence=1,
        starts=invitation_of(mail).starts,
        timezone=timezone,
    )
    assert invitation_of(mail).starts.replace(tzinfo=None) == starts


async def test_the_staff_reads_it_in_the_feed_and_sees_it_come(club: Club) -> None:
    [camille], workshop = await member_and_workshop(club)
    async with live_feed(club) as live:
        registered = await club.register(camille, workshop)
        seen = await live.wait_for(camille.id)
    [line] = [
        line async for line in club.notifications.pages("/staff-feed") if line["person_id"] == camille.id
    ]
    assert line == seen
    assert line["code"] == "RegistrationConfirmed"
    assert line["state"] == "new"
    assert line["link"] == f"/club-events/{workshop['id']}/registrations/{registered['id']}"
    assert camille.name in line["text"]
    assert workshop["title"] in line["text"]


async def test_who_comes_back_to_the_live_feed_misses_nothing(club: Club) -> None:
    [camille, claude], workshop = await member_and_workshop(club, people=2)
    async with live_feed(club) as live:
        await club.register(camille, workshop)
        position = (await live.wait_for(camille.id))["position"]
    await club.register(claude, workshop)
    async with live_feed(club, last_event_id=position) as live:
        assert (await live.wait_for(claude.id))["position"] > position
        assert all(line["position"] > position for line in live.lines)


async def test_a_partner_reads_it_as_a_cloudevent_that_obeys_the_published_schema(club: Club) -> None:
    async with listening(club.essaim.addresses["rabbitmq"]) as partner:
        [camille], workshop = await member_and_workshop(club)
        registered = await club.register(camille, workshop)
        [event] = await partner.wait_for(registered["id"], 1)
        await partner.wait_for(workshop["id"], 3)
    assert event["specversion"] == "1.0"
    assert event["type"] == "registration.RegistrationConfirmed.v1"
    assert event["actor"] == f"person:{camille.id}"
    assert event["data"] == {
        "registration_id": registered["id"],
        "club_event_id": workshop["id"],
        "person_id": camille.id,
        "org": camille.org,
        "mode": "online",
        "sessions": [],
        "seats_left": 1,
    }
    _require_published_form(partner)


def _require_published_form(partner: Partner) -> None:
    published = Published()
    assert partner.messages
    for message in partner.messages:
        event = json.loads(message.body)
        assert message.content_type == "application/cloudevents+json"
        assert message.message_id == event["id"]
        assert message.routing_key == event["type"]
        for name, held in ((ENVELOPE, event), (event["type"], event["data"])):
            for schema in published.revisions(name).values():
                jsonschema_rs.validator_for(schema, validate_formats=True).validate(held)


async def test_the_same_request_again_has_the_same_answer_and_does_nothing_twice(club: Club) -> None:
    async with listening(club.essaim.addresses["rabbitmq"]) as partner:
        [camille, claude], workshop = await member_and_workshop(club, people=2)
        await club.register(claude, await club.club_event())  # registration has heard of the organisation
        caller = club.caller("registration", person_id=camille.id)
        path, key = f"/club-events/{workshop['id']}/registrations", str(new_id())
        body = {"org": camille.org, "mode": "online"}

        async def heard() -> bool:
            return (await caller.post(path, body, key=key)).status_code == 201

        await eventually(heard)
        first, second = [await caller.post(path, body, key=key) for _ in range(2)]
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.content == second.content
        assert first.headers["Location"] == second.headers["Location"]
        other = await caller.post(path, {"org": camille.org, "mode": "in_person"}, key=key)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")

        last = await club.register(claude, workshop)  # once its traces are there, so would be any of a second
        assert len(await partner.wait_for(last["id"], 1)) == 1
        assert len(partner.told_of(first.json()["id"])) == 1
    mails = await club.mailbox.wait_about(workshop, 2)
    assert sorted(mail.to for mail in mails) == sorted((camille.email, claude.email))
    lines = [line async for line in club.notifications.pages("/staff-feed")]
    about_people = [line for line in lines if workshop["title"] in line["text"] and line["person_id"]]
    assert [line["person_id"] for line in about_people] == [claude.id, camille.id]
    assert (await club.registration.got(f"/club-events/{workshop['id']}"))["seats"]["online"]["free"] == 0


async def test_a_cancelled_seat_is_offered_to_the_next_in_line_who_takes_it(club: Club) -> None:
    people, workshop = await member_and_workshop(club, people=3, capacity=1)
    first, second, third = [await club.register(somebody, workshop) for somebody in people]
    assert [one["state"] for one in (first, second, third)] == ["confirmed", "waitlisted", "waitlisted"]
    assert [one["position"] for one in (first, second, third)] == [None, 1, 2]
    await club.mailbox.wait_about(workshop, 3)  # several mailers send: what follows at once may overtake
    await give_back(club, workshop, first)
    assert await states(club, workshop) == ["cancelled", "offered", "waitlisted"]
    await answer(await offer_to(club, people[1], workshop), "Je prends la place")
    assert await states(club, workshop) == ["cancelled", "confirmed", "waitlisted"]
    mails = await club.mailbox.wait_about(workshop, 6)
    assert sorted((mail.to, mail.subject.split("\u00a0")[0]) for mail in mails) == sorted(
        [
            (people[0].email, "Inscription confirmée"),
            (people[0].email, "Inscription annulée"),
            (people[1].email, "Liste d’attente"),
            (people[1].email, "Une place pour vous"),
            (people[1].email, "Inscription confirmée"),
            (people[2].email, "Liste d’attente"),
        ]
    )
    asked, withdrawn = (invitation_of(mail) for mail in mails if mail.to == people[0].email)
    assert (asked.method, withdrawn.method) == ("REQUEST", "CANCEL")
    assert asked.uid == withdrawn.uid == f"{first['id']}@essaim"
    assert withdrawn.sequence > asked.sequence
    assert withdrawn.starts == asked.starts
    seated = next(mail for mail in mails if mail.to == people[1].email and mail.invitation)
    assert invitation_of(seated).uid == f"{second['id']}@essaim"


async def test_a_seat_that_is_declined_is_offered_to_the_one_after(club: Club) -> None:
    people, workshop = await member_and_workshop(club, people=4, capacity=1)
    first, *_ = [await club.register(somebody, workshop) for somebody in people]
    await give_back(club, workshop, first)
    await answer(await offer_to(club, people[1], workshop), "Je décline")
    assert await states(club, workshop) == ["cancelled", "cancelled", "offered", "waitlisted"]
    await answer(await offer_to(club, people[2], workshop), "Gardez-moi sur la liste")
    assert await states(club, workshop) == ["cancelled", "cancelled", "waitlisted", "offered"]
    await answer(await offer_to(club, people[3], workshop), "Je prends la place")
    again = await club.mailbox.wait_about(workshop, 1)
    used = await answer_page(offered_link(again, people[1], "Je décline"))
    assert (used.status_code, "y a déjà répondu" in used.text) == (409, True)


async def give_back(club: Club, workshop: Json, registration: Json) -> None:
    somebody = club.caller("registration", person_id=registration["person_id"])
    path = f"/club-events/{workshop['id']}/registrations/{registration['id']}/cancel"
    assert (await somebody.made(path))["state"] == "cancelled"


async def states(club: Club, workshop: Json) -> list[str]:
    return [
        one["state"] for one in await club.registration.all(f"/club-events/{workshop['id']}/registrations")
    ]


async def offer_to(club: Club, somebody: Somebody, workshop: Json) -> Mail:
    """The mail that offers a seat."""
    found: list[Mail] = []

    async def come() -> bool:
        mails = await club.mailbox.about(workshop)
        found[:] = [mail for mail in mails if mail.to == somebody.email and "/seat-offers/" in mail.text]
        return bool(found)

    await eventually(come, what=f"an offer to {somebody.email}")
    return found[-1]


def link_in(mail: Mail, button: str) -> str:
    """The link that leads to a button: which answer it is, the mail says in the words before it."""
    answers = {
        "Je prends la place": "accept",
        "Je décline": "decline",
        "Gardez-moi sur la liste": "keep_waiting",
    }
    [link] = re.findall(rf"http://\S+/seat-offers/\S+/{answers[button]}\b", mail.text)
    return str(link)


def offered_link(mails: list[Mail], somebody: Somebody, button: str) -> str:
    offers = [mail for mail in mails if mail.to == somebody.email and "/seat-offers/" in mail.text]
    return link_in(offers[0], button)


async def answer_page(link: str) -> httpx.Response:
    async with httpx.AsyncClient(verify=PLAIN) as browser:
        return await browser.get(link)


async def answer(mail: Mail, button: str) -> None:
    """Open the page of the mail's link, which changes nothing, and press its button, twice."""
    link = link_in(mail, button)
    async with httpx.AsyncClient(verify=PLAIN) as browser:
        page = await browser.get(link)
        assert page.status_code == 200
        assert button in page.text
        for _ in range(2):
            assert (await browser.post(link)).status_code == 200


async def test_a_gathering_given_up_withdraws_every_invitation(club: Club) -> None:
    people, workshop = await member_and_workshop(club, people=2)
    registered = [await club.register(somebody, workshop) for somebody in people]
    await club.mailbox.wait_about(workshop, 2)
    reason = "L’intervenante est souffrante."
    await club.registration.made(f"/club-events/{workshop['id']}/cancel", {"reason": reason})
    mails = await club.mailbox.wait_about(workshop, 4)
    withdrawn = [mail for mail in mails if invitation_of(mail).method == "CANCEL"]
    assert {invitation_of(mail).registration_id for mail in withdrawn} == {one["id"] for one in registered}
    assert all(reason in mail.text for mail in withdrawn)
    assert len(mails) == 4
