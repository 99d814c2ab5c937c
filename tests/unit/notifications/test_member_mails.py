"""Specifies the mails about memberships, fees and people themselves: who gets them, words, links."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from itertools import chain
from typing import Any, cast

import pytest

from services.notifications.consumers import notices
from services.notifications.domain.copies import OrganisationCopy
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.members.notices import MEMBER_MAILS, PERSONAL_MAILS, TOLD
from services.notifications.domain.notices import Template
from services.notifications.handlers.members import tell_members, tell_person
from services.notifications.mail.members.letters import MEMBER_LETTERS, PERSONAL_LETTERS
from services.notifications.repository.notice_documents import from_notice, to_notice
from shared.errors import TooEarly
from shared.events import directory as facts
from shared.events.envelope import Payload, contracts_of
from shared.security.fee_call_links import FeeCallSubject
from shared.security.links import LinkExpired, Purpose
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import COMPOSER, MEMBER_LINKS, NOW, SIGNER, event_of
from tests.unit.notifications.given_exchange import IN_MANDUEL, IN_ROURET, person, plain, sample, text_of
from tests.unit.notifications.test_exchange_letters import UNBROKEN, squeezed, words_of

CALLED = sample(facts.FeeCalled)
INVITED = sample(facts.PersonInvited)
MEMBER = OrganisationCopy(org=CALLED.org, sequence=1, name="Communauté d’agglomération Terre de Provence")
ROSE, MAX = person(IN_ROURET, "Rose", MEMBER.org), person(IN_MANDUEL, "Max", MEMBER.org)
KARIM = person(INVITED.person_id, "Karim")
MAILING: tuple[Any, ...] = (tell_members, tell_person)
EVERYBODY = (ROSE, MAX, KARIM)
TOLD_BY: dict[type[Payload], Template] = dict((*MEMBER_MAILS.items(), *PERSONAL_MAILS.items()))
NOT_MAILED: dict[type[Payload], str] = {
    facts.MembershipApplied: "the club is told, by a line of its feed",
    facts.MembershipRenewalDue: "no date alone writes to all members: the team decides on the call",
    facts.MembershipRenewed: "the member itself has said it",
    facts.FeeOverdue: "the reminder that follows says it",
    facts.FeeWaived: "nothing is to be done",
    facts.FeePaymentCancelled: "the staff has put its own mistake right",
}
LETTERS: list[tuple[type[Payload], dict[str, Any]]] = [
    *((contract, {}) for contract in (*MEMBER_MAILS, *PERSONAL_MAILS)),
    (facts.MembershipRejected, {"reason_code": "other"}),
    (facts.FeeReminded, {"rank": 1}),
]


class Member:
    """A member with two referents, and somebody invited: what the samples are about, whatever they say."""

    def __init__(self, *people: Any) -> None:
        self.store = InMemoryNotifications(at=NOW)
        self.store.keep_organisation(MEMBER)
        for contact in people:
            self.store.keep_contact(contact)

    async def tell(self, contract: type[Payload], **changed: Any) -> None:
        """Hand the sample of a contract to what mails of it, about this member."""
        about = {"org": MEMBER.org} if contract in MEMBER_MAILS else {"person_id": KARIM.person_id}
        fact = sample(contract, **about, **changed)
        event: Any = event_of(fact).model_copy(update={"subject": "fee/1"})
        for subscription in notices(cast(Any, None)):
            if subscription.handler in MAILING and contract in subscription.contracts:
                await subscription.handler(event, self.store)

    async def mails(self) -> list[EmailDelivery]:
        """The mails for everybody."""
        queued = [await self.store.of_person(one.person_id, after=None, limit=100) for one in EVERYBODY]
        return list(chain(*queued))

    async def written(self) -> list[EmailMessage]:
        """All mails, as who receives their bytes reads them."""
        mails = []
        for mail in await self.mails():
            contact, known = await self.store.addressed(mail)
            message = COMPOSER.compose(mail, contact=contact, known=known)
            mails.append(message_from_bytes(message.as_bytes(), EmailMessage, policy=modern))
        return mails


async def told(contract: type[Payload], **changed: Any) -> Member:
    """A member that was told the sample of a contract."""
    member = Member(*EVERYBODY)
    await member.tell(contract, **changed)
    return member


@pytest.fixture(params=LETTERS, ids=lambda case: " ".join([case[0].__name__, *map(str, case[1].values())]))
async def member(request: pytest.FixtureRequest) -> Member:
    contract, changed = request.param
    return await told(contract, **changed)


def test_every_fact_about_members_is_mailed_or_said_why_not() -> None:
    about_members = {
        contract
        for contract in contracts_of(facts)
        if issubclass(contract, facts.MembershipFact | facts.FeeFact)
    }
    assert about_members == set(MEMBER_MAILS) | set(NOT_MAILED)
    assert not set(MEMBER_MAILS) & set(NOT_MAILED)


def test_every_mail_has_its_words_and_a_name_for_the_team() -> None:
    assert set(MEMBER_LETTERS) == set(MEMBER_MAILS.values())
    assert set(PERSONAL_LETTERS) == set(PERSONAL_MAILS.values())
    assert set(TOLD) == {*MEMBER_LETTERS, *PERSONAL_LETTERS}


@pytest.mark.parametrize("contract", MEMBER_MAILS, ids=lambda contract: contract.__name__)
async def test_each_referent_is_told_once_and_nobody_else(contract: type[Payload]) -> None:
    mails = await (await told(contract)).mails()
    assert [mail.notice.person_id for mail in mails] == [ROSE.person_id, MAX.person_id]
    assert {mail.notice.template for mail in mails} == {TOLD_BY[contract]}


@pytest.mark.parametrize("contract", PERSONAL_MAILS, ids=lambda contract: contract.__name__)
async def test_what_concerns_somebody_is_told_to_them_alone(contract: type[Payload]) -> None:
    [mail] = await (await told(contract)).mails()
    assert (mail.notice.person_id, mail.notice.template) == (KARIM.person_id, TOLD_BY[contract])


@pytest.mark.parametrize("contract", [facts.MembershipActivated, facts.PersonInvited])
async def test_who_came_with_a_file_is_not_written_to(contract: type[Payload]) -> None:
    assert await (await told(contract, written_to=False)).mails() == []


@pytest.mark.parametrize("contract", MEMBER_MAILS, ids=lambda contract: contract.__name__)
async def test_the_staff_reads_of_a_mail_that_nobody_gets(contract: type[Payload]) -> None:
    member = Member(replace(ROSE, referent_of=()), KARIM)
    await member.tell(contract)
    assert await member.mails() == []
    [entry] = await member.store.after(0, limit=10)
    assert entry.line.text == f"Sans référent·e à prévenir\u00a0: {MEMBER.name}, {TOLD[TOLD_BY[contract]]}."


async def test_nobody_who_was_forgotten_is_written_to() -> None:
    forgotten = [replace(one, email="", given_name="", family_name="") for one in EVERYBODY]
    member = Member(*forgotten)
    await member.tell(facts.FeeCalled)
    await member.tell(facts.ErasureRefused)
    assert await member.mails() == []


async def test_mails_wait_for_the_name_of_the_member_and_for_the_person() -> None:
    member = Member()
    with pytest.raises(TooEarly):
        await member.tell(facts.PersonInvited)
    member.store = InMemoryNotifications(at=NOW)
    with pytest.raises(TooEarly):
        await member.tell(facts.FeeCalled)


async def test_a_mail_is_kept_as_it_was_queued(member: Member) -> None:
    for mail in await member.mails():
        assert to_notice(from_notice(mail.notice)) == mail.notice


async def test_text_and_html_say_the_same(member: Member) -> None:
    for message in await member.written():
        html = text_of(message, "html")
        links = re.findall(r'href="([^"]+)"', html)
        for line in filter(None, map(squeezed, text_of(message).splitlines())):
            assert line in links or line.removesuffix("\u00a0:") in words_of(html)


async def test_typography_is_french_and_nothing_is_left_to_fill_in(member: Member) -> None:
    for message in await member.written():
        for text in (message["Subject"], text_of(message), words_of(text_of(message, "html"))):
            said = re.sub(r"http\S+", "", text)
            assert UNBROKEN.findall(said) == []
            assert re.findall(r"'|None|[{}]|\w+_\w+", said) == []


async def test_who_reads_or_acts_in_their_space_is_led_to_it(member: Member) -> None:
    for message in await member.written():
        text = text_of(message)
        assert "votre espace" not in squeezed(text) or MEMBER_LINKS.to_sign_in in text


async def test_nobody_but_the_reader_is_named(member: Member) -> None:
    for message in await member.written():
        said = message.as_string() + text_of(message) + text_of(message, "html")
        named = [one for one in EVERYBODY if one.email in said]
        assert [one for one in EVERYBODY if one.given_name in said] == named
        assert [str(address) for address in message["To"].addresses] == [
            f"{one.name} <{one.email}>" for one in named
        ]


async def test_same_delivery_gives_the_same_bytes(member: Member) -> None:
    first, again = await member.written(), await member.written()
    assert [message.as_bytes() for message in first] == [message.as_bytes() for message in again]


@pytest.mark.parametrize("contract", [facts.FeeCalled, facts.FeeReminded])
async def test_who_is_asked_to_pay_opens_the_call_from_the_mail(contract: type[facts.FeeAmountFact]) -> None:
    message, _ = await (await told(contract)).written()
    text = plain(text_of(message))
    assert "Numéro à rappeler : COT-2028-0014" in text
    assert "Montant : 500,00 €" in text
    assert "À régler avant le : vendredi 31 mars 2028" in text
    [link] = re.findall(r"http://directory\.example\.org/fee-calls/(\S+)", text)
    until = NOW + timedelta(days=400)
    subject = FeeCallSubject.parse(SIGNER.verify(Purpose.FEE_CALL, link, at=until))
    assert subject == FeeCallSubject(membership_id=CALLED.membership_id, year=2028)
    with pytest.raises(LinkExpired):
        SIGNER.verify(Purpose.FEE_CALL, link, at=until + timedelta(seconds=1))


async def test_a_refused_organisation_reads_the_reason_that_the_club_gave() -> None:
    for code, said in {"not_public": " : le club réunit des collectivités", "other": "."}.items():
        message, _ = await (await told(facts.MembershipRejected, reason_code=code)).written()
        assert f"n’a pas retenu votre demande{said}" in plain(text_of(message))


async def test_who_is_invited_learns_how_to_sign_in_and_how_to_be_forgotten() -> None:
    [message] = await (await told(facts.PersonInvited)).written()
    text = plain(text_of(message))
    assert "http://directory.example.org/sign-in" in text
    assert "il n’y a pas de mot de passe" in text
    assert "nous effaçons vos coordonnées" in text
