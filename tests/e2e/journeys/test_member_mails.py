"""Follows a membership by what it brings into mailboxes: an invitation, a welcome, a call that opens."""

import re
from datetime import timedelta
from http import HTTPStatus

import httpx

from deploy.local.plain_http import PLAIN
from shared.clock import utc_now
from tests.eventually import eventually
from tests.running.club import YEAR, Club, appointment
from tests.running.mailbox import Mail


async def mail_to(club: Club, email: str, title: str) -> Mail:
    """The one mail with this in its subject, which is for this address, once it has come."""
    found: list[Mail] = []

    async def come() -> bool:
        found[:] = [mail for mail in await club.mailbox.about({"title": title}) if mail.to == email]
        return bool(found)

    await eventually(come, what=f"{title}, to {email}")
    [mail] = found
    return mail


async def opened(link: str) -> httpx.Response:
    """What a stranger's browser gets."""
    async with httpx.AsyncClient(timeout=30, verify=PLAIN) as browser:
        return await browser.get(link)


def link_in(mail: Mail, page: str) -> str:
    """The one link of a mail to a page of directory."""
    [link] = re.findall(rf"http://\S+/{page}\S*", mail.text)
    return str(link)


async def test_what_mails_say_of_a_membership_can_be_opened_from_them(club: Club) -> None:
    org = await club.organisation()
    quiet = await club.person(org)
    email = f"accueil-{org[-8:]}@example.org"
    identity = {"given_name": "Zoé", "family_name": "Lefèvre", "email": email}
    referent = {**identity, "first_role": appointment("referent", org), "written_to": True}
    await club.directory.made("/people", referent)
    invitation = await mail_to(club, email, "Votre invitation")
    assert (await opened(link_in(invitation, "sign-in"))).status_code == HTTPStatus.OK

    asked = await club.directory.made("/memberships", {"org": org, "year": YEAR})
    await club.directory.made(f"/memberships/{asked['id']}/activate")
    welcome = await mail_to(club, email, "Bienvenue au club")
    assert f"Adhérente à partir de\u00a0: {YEAR}" in welcome.text
    due_on = (utc_now() + timedelta(days=60)).date().isoformat()
    called = await club.directory.made(f"/memberships/{asked['id']}/fees/{YEAR}/call", {"due_on": due_on})
    link = link_in(await mail_to(club, email, called["reference"]), "fee-calls")
    document = await opened(link)
    assert (document.headers["Content-Type"], document.content[:4]) == ("application/pdf", b"%PDF")
    bent = await opened(f"{link[:-6]}AAAAAA")
    assert bent.status_code == HTTPStatus.FORBIDDEN

    written_to = await club.mailbox.written_to()
    assert email in written_to
    assert quiet.email not in written_to, "activated by the team, and not written to"
