"""A Matinée politique: members of its area first, then its local authorities; local actors by invitation."""

from datetime import timedelta

import httpx

from deploy.local.plain_http import PLAIN
from shared.clock import utc_now
from tests.e2e.journeys.test_eligibility import KINDS, asking, somebody, wanted
from tests.eventually import eventually
from tests.running.callers import Json
from tests.running.club import Club, Somebody, appointment
from tests.running.mailbox import Mail

MORNING = KINDS["political_morning"]


async def matinee(club: Club, **programme: str) -> Json:
    return await club.club_event(kind="political_morning", **MORNING | programme)


async def mail_to(club: Club, person: Somebody, meeting: Json, *, beginning: str) -> Mail:
    found: list[Mail] = []

    async def come() -> bool:
        mails = await club.mailbox.about(meeting)
        found[:] = [mail for mail in mails if mail.to == person.email and mail.subject.startswith(beginning)]
        return bool(found)

    await eventually(come, what=f"« {beginning} » comes to {person.email}")
    return found[0]


def link_in(mail: Mail, end: str) -> str:
    [link] = [word for word in mail.text.split() if word.startswith("http") and word.endswith(f"/{end}")]
    return link


async def opened_and_pressed(link: str, button: str) -> httpx.Response:
    """Open the page of a link, which changes nothing, and press its button, twice."""
    async with httpx.AsyncClient(verify=PLAIN) as browser:
        page = await browser.get(link)
        assert page.status_code == 200
        assert button in page.text
        answers = [await browser.post(link) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    return answers[0]


async def test_members_come_first_and_the_local_authorities_of_the_area_after_them(club: Club) -> None:
    member, neighbour = await somebody(club, "elected member"), await somebody(club, "technical outsider")
    elsewhere = await somebody(club, "elected elsewhere")
    today = utc_now().date()
    meeting = await matinee(club, members_first_until=f"{today + timedelta(days=2)}")
    path = f"/club-events/{meeting['id']}/registrations"
    early = await asking(club, neighbour).post(path, wanted("political_morning", neighbour))
    assert (early.status_code, early.json()["reason"]) == (409, "members_first")
    assert (await club.register(member, meeting, "in_person"))["state"] == "confirmed"
    over = MORNING | {"members_first_until": f"{today - timedelta(days=2)}"}
    programme = {name: value for name, value in over.items() if name != "capacity"}
    when = {name: meeting["when"][name] for name in ("starts_local", "ends_local", "timezone")}
    same = {name: meeting[name] for name in ("kind", "title", "audience")}
    changed = await club.registration.send(
        "PUT", f"/club-events/{meeting['id']}", json=programme | when | same
    )
    assert changed.status_code == 200, changed.text
    assert (await club.register(neighbour, meeting, "in_person"))["state"] == "confirmed"
    far = await asking(club, elsewhere).post(path, wanted("political_morning", elsewhere))
    assert (far.status_code, far.json()["reason"]) == (409, "outside_area")


async def test_a_local_actor_comes_by_an_invitation_answered_by_one_click(club: Club) -> None:
    firm = await club.organisation(kind="other_public", departement="34", region="76")
    baker, farmer = [await club.person(firm, appointment("referent", firm)) for _ in range(2)]
    meeting = await matinee(club)
    path = f"/club-events/{meeting['id']}"
    asked = wanted("political_morning", baker)
    await asking(club, baker).refused_once_heard(
        f"{path}/registrations", asked, code="not_eligible", reason="neither_elected_nor_technical"
    )
    sent = [
        await club.registration.made_once_heard(f"{path}/invitations", {"person_id": guest.id, "org": firm})
        for guest in (baker, farmer)
    ]
    assert [one["state"] for one in sent] == ["sent", "sent"]
    twice = await club.registration.post(f"{path}/invitations", {"person_id": baker.id, "org": firm})
    assert (twice.status_code, twice.json()["code"]) == (409, "already_invited")

    comes = await mail_to(club, baker, meeting, beginning="Invitation")
    page = await opened_and_pressed(link_in(comes, "in_person"), "Je viens")
    assert "Votre demande est enregistrée" in page.text
    declines = await mail_to(club, farmer, meeting, beginning="Invitation")
    await opened_and_pressed(link_in(declines, "decline"), "Je ne viendrai pas")
    invitations = await club.registration.all(f"{path}/invitations")
    assert {one["person_id"]: one["state"] for one in invitations} == {
        baker.id: "accepted",
        farmer.id: "declined",
    }
    [kept] = await club.registration.all(f"{path}/registrations")
    assert (kept["person_id"], kept["state"]) == (baker.id, "confirmed")

    confirmed = await mail_to(club, baker, meeting, beginning="Inscription confirmée")
    await opened_and_pressed(link_in(confirmed, "cancel"), "J’annule mon inscription")
    [kept] = await club.registration.all(f"{path}/registrations")
    assert kept["state"] == "cancelled"
    withdrawn = await mail_to(club, baker, meeting, beginning="Inscription annulée")
    assert withdrawn.invitation is not None
    assert withdrawn.invitation.method == "CANCEL"


async def test_a_link_to_give_a_place_back_is_the_person_s_own(club: Club) -> None:
    member = await somebody(club, "elected member")
    colleague = await club.person(member.org)
    meeting = await matinee(club)
    seat = await club.register(member, meeting, "in_person")
    mail = await mail_to(club, member, meeting, beginning="Inscription confirmée")
    path = f"/club-events/{meeting['id']}/registrations/{seat['id']}"
    await club.registration.made_once_heard(f"{path}/transfer", {"person_id": colleague.id})
    async with httpx.AsyncClient(verify=PLAIN) as browser:
        refused = await browser.post(link_in(mail, "cancel"))
    assert (refused.status_code, "pas valable" in refused.text) == (403, True)
    assert (await club.registration.got(f"/registrations/{seat['id']}"))["state"] == "confirmed"
