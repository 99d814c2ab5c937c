"""A need goes its way: told, supported, planned as a workshop whose line its members lead."""

from datetime import timedelta

from tests.eventually import eventually
from tests.running.callers import Caller, Json
from tests.running.club import Club, Somebody, hours
from tests.running.moved_clock import MovedClock


def asking(club: Club, person: Somebody) -> Caller:
    return club.caller("registration", person_id=person.id)


async def raised_and_supported(club: Club, author: Somebody, supporter: Somebody) -> Json:
    told = {"org": author.org, "title": "Sortir du plastique en cuisine", "topics": ["plastique"]}
    need = await asking(club, author).made_once_heard("/needs", told)
    path = f"/needs/{need['id']}"
    supported = await asking(club, supporter).made_once_heard(f"{path}/support", {"org": supporter.org})
    assert supported["supporters"] == [supporter.org]
    return await club.registration.made(f"{path}/qualify", {"topics": ["plastique"], "urgency": "high"})


async def mailed(club: Club, person: Somebody, *subjects: str) -> None:
    """Return once mails with these subjects have come to somebody."""

    async def come() -> bool:
        received = await club.mailbox.subjects_for(person.email)
        return all(any(one.startswith(subject) for one in received) for subject in subjects)

    await eventually(come, seconds=60, what=f"mails come: {', '.join(subjects)}")


async def test_need_becomes_a_workshop_whose_line_its_members_lead(club: Club) -> None:
    author, supporter, first, second = [await club.person(await club.member()) for _ in range(4)]
    need = await raised_and_supported(club, author, supporter)
    workshop = await club.club_event(capacity={"online": 1})
    planned = await club.registration.made(f"/needs/{need['id']}/plan", {"club_event_id": workshop["id"]})
    assert (planned["state"], planned["planned_for"]) == ("planned", workshop["id"])

    seated = await club.register(first, workshop)
    waiting = [await club.register(person, workshop) for person in (second, supporter)]
    assert [seated["state"], *(one["state"] for one in waiting)] == ["confirmed", "waitlisted", "waitlisted"]
    path = f"/club-events/{workshop['id']}/registrations"
    await asking(club, first).made(f"{path}/{seated['id']}/cancel")
    # Who supported the need came last, and is offered the seat first.
    offered = await asking(club, supporter).got(f"/registrations/{waiting[1]['id']}")
    assert offered["state"] == "offered"
    accepted = await asking(club, supporter).made(f"{path}/{waiting[1]['id']}/offer", {"answer": "accept"})
    assert accepted["state"] == "confirmed"

    await club.registration.made(f"/club-events/{workshop['id']}/cancel", {"reason": "Intervenante malade"})

    async def given_back() -> bool:
        now = await club.registration.got(f"/needs/{need['id']}")
        return (now["state"], now["planned_for"]) == ("qualified", None)

    await eventually(given_back)


async def test_need_is_answered_by_what_is_held_and_its_author_may_say_that_it_did_not_help(
    club: Club, clock: MovedClock
) -> None:
    author, supporter, other = [await club.person(await club.member()) for _ in range(3)]
    need = await raised_and_supported(club, author, supporter)
    same = await asking(club, other).made_once_heard("/needs", {"org": other.org, "title": "Le plastique"})
    merged = await club.registration.made(f"/needs/{same['id']}/merge", {"into_need_id": need["id"]})
    assert (merged["state"], merged["merged_into"]) == ("merged", need["id"])
    path = f"/needs/{need['id']}"
    assert (await club.registration.got(path))["supporters"] == [supporter.org, other.org]

    begins, lasting = clock.soon(), timedelta(seconds=1)
    workshop = await club.club_event(**hours(begins, lasting))
    await club.registration.made(f"{path}/plan", {"club_event_id": workshop["id"]})
    clock.reach(begins + lasting)

    async def answered() -> bool:
        return bool((await club.registration.got(path))["state"] == "answered")

    await eventually(answered, seconds=60, what="the workshop is held, and the need answered")
    await mailed(club, author, "Une réponse se prépare", "Votre besoin a-t-il trouvé sa réponse")
    await mailed(club, other, "Votre besoin en rejoint un autre")
    stranger = await asking(club, supporter).post(f"{path}/reopen")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "not_the_author")
    reopened = await asking(club, author).made(f"{path}/reopen")
    assert (reopened["state"], reopened["planned_for"]) == ("qualified", None)
    assert (await club.registration.made(f"{path}/close", {"reason": "other"}))["state"] == "closed"


async def test_who_has_no_role_in_a_member_does_not_speak_for_it(club: Club) -> None:
    author = await club.person(await club.member())
    need = await asking(club, author).made_once_heard("/needs", {"org": author.org, "title": "Foncier"})
    stranger = await club.person(await club.organisation())
    for path, body in (
        ("/needs", {"org": author.org, "title": "Foncier"}),
        (f"/needs/{need['id']}/support", {"org": author.org}),
    ):
        refused = await asking(club, stranger).post(path, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_their_organisation")
    twice = await asking(club, author).post(f"/needs/{need['id']}/support", {"org": author.org})
    assert (twice.status_code, twice.json()["code"]) == (409, "already_supported")
