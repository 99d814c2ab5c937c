"""Who has advanced tells the others: proposed, chosen, asked by mail, seated, and remembered afterwards."""

from datetime import timedelta

from tests.e2e.journeys.test_eligibility import asking
from tests.e2e.journeys.test_political_morning import link_in, mail_to, opened_and_pressed
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import PLACE, Club, Somebody, hours
from tests.running.moved_clock import MovedClock

TOPIC = "petite_enfance"
TOLD = {"title": "Des crèches toutes bio", "topics": [TOPIC]}


async def proposal_of(club: Club, speaker: Somebody) -> Json:
    return await asking(club, speaker).made_once_heard("/testimonies", {"org": speaker.org, **TOLD})


async def kept(club: Club, testimony: Json) -> tuple[str, str | None]:
    now = await club.registration.got(f"/testimonies/{testimony['id']}")
    return now["state"], now["club_event_id"]


async def asked_to_speak(club: Club, testimony: Json, meeting: Json) -> None:
    path = f"/testimonies/{testimony['id']}"
    await club.registration.made(f"{path}/choose", {"club_event_id": meeting["id"]})
    assert (await club.registration.made(f"{path}/invite"))["state"] == "invited"


async def test_a_speaker_says_yes_by_one_click_and_comes_beside_the_places_of_the_public(club: Club) -> None:
    speaker, listener = [await club.person(await club.member()) for _ in range(2)]
    meeting = await club.club_event(capacity={"online": 1}, topics=[TOPIC])
    testimony = await proposal_of(club, speaker)
    assert (await club.register(listener, meeting))["state"] == "confirmed", "the only place"
    await asked_to_speak(club, testimony, meeting)
    asked = await mail_to(club, speaker, meeting, beginning="Votre témoignage")
    await opened_and_pressed(link_in(asked, "online"), "Je témoigne en visio")
    assert await kept(club, testimony) == ("confirmed", meeting["id"])
    confirmed = await mail_to(club, speaker, meeting, beginning="Inscription confirmée")
    assert confirmed.invitation is not None
    shown = await club.stranger("registration", None).got(f"/public/programme/{meeting['id']}")
    assert [(one["org"], one["title"]) for one in shown["speakers"]] == [(speaker.org, TOLD["title"])]
    assert shown["seats"]["online"] == {"capacity": 1, "full": True}
    seats = await club.registration.all(f"/club-events/{meeting['id']}/registrations")
    assert {one["person_id"]: (one["state"], one["speaks"]) for one in seats} == {
        listener.id: ("confirmed", False),
        speaker.id: ("confirmed", True),
    }
    await opened_and_pressed(link_in(confirmed, "cancel"), "J’annule mon inscription")
    assert await kept(club, testimony) == ("declined", None)
    shown = await club.stranger("registration", None).got(f"/public/programme/{meeting['id']}")
    assert shown["speakers"] == []


async def test_who_cannot_speak_says_so_and_who_is_not_asked_is_refused(club: Club) -> None:
    speaker, other = [await club.person(await club.member()) for _ in range(2)]
    meeting = await club.club_event(topics=[TOPIC])
    testimony = await proposal_of(club, speaker)
    stranger = await asking(club, other).post("/testimonies", {"org": speaker.org, **TOLD})
    assert (stranger.status_code, stranger.json()["code"]) == (403, "not_their_organisation")
    await asked_to_speak(club, testimony, meeting)
    answer = f"/testimonies/{testimony['id']}/answer"
    refused = await asking(club, other).post(answer, {"speaks": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_their_testimony")
    asked = await mail_to(club, speaker, meeting, beginning="Votre témoignage")
    await opened_and_pressed(link_in(asked, "decline"), "Je ne peux pas")
    assert await kept(club, testimony) == ("declined", None)
    assert not await club.registration.all(f"/club-events/{meeting['id']}/registrations")
    listed = await asking(club, speaker).all("/testimonies")
    assert [one["id"] for one in listed] == [testimony["id"]]


async def test_a_gathering_given_up_leaves_its_testimonies_to_another(club: Club) -> None:
    speaker = await club.person(await club.member())
    meeting = await club.club_event(topics=[TOPIC])
    testimony = await proposal_of(club, speaker)
    await asked_to_speak(club, testimony, meeting)
    await asking(club, speaker).made(f"/testimonies/{testimony['id']}/answer", {"speaks": True})
    await club.registration.made(f"/club-events/{meeting['id']}/cancel", {"reason": "Grève"})
    assert await kept(club, testimony) == ("proposed", None)
    withdrawn = await mail_to(club, speaker, meeting, beginning="Inscription annulée")
    assert withdrawn.invitation is not None
    assert withdrawn.invitation.method == "CANCEL"


async def test_who_told_or_welcomed_is_suggested_for_the_next_need_on_the_topic(
    club: Club, clock: MovedClock
) -> None:
    tells, asks = [await club.person(await club.member()) for _ in range(2)]
    welcomes = await club.member()
    begins, lasting = clock.soon(), timedelta(seconds=1)
    testimony = await proposal_of(club, tells)
    meeting = await club.club_event(
        kind="open_conference",
        mode="in_person",
        place=PLACE,
        venue_org=welcomes,
        topics=[TOPIC],
        capacity={"in_person": 5},
        **hours(begins, lasting),
    )
    await asked_to_speak(club, testimony, meeting)
    await asking(club, tells).made(f"/testimonies/{testimony['id']}/answer", {"speaks": True})
    need = await asking(club, asks).made_once_heard(
        "/needs", {"org": asks.org, "title": "Du bio à la crèche", "topics": [TOPIC]}
    )
    clock.reach(begins + lasting)
    found: dict[str, list[str]] = {}

    async def remembered() -> bool:
        items = (await club.registration.got(f"/needs/{need['id']}/suggestions"))["items"]
        found.update({one["org"]: [answer["form"] for answer in one["answers"]] for one in items})
        return {tells.org, welcomes} <= set(found)

    await eventually(remembered, seconds=40, what="who told and who welcomed is suggested")
    assert (found[tells.org], found[welcomes]) == (["testimony"], ["welcome"])
    assert asks.org not in found
    assert (await kept(club, testimony))[0] == "given"

    async def named() -> bool:
        items = (await club.directory.got("/know-how", topic=TOPIC, limit=50))["items"]
        return (tells.org, "testified") in {
            (one["org"], reason["code"]) for one in items for reason in one["reasons"]
        }

    await eventually(named, what="who told is named by the directory")
