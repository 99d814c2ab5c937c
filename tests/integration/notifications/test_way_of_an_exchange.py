"""Checks the way of an exchange with real servers: events in any order, mails at the catcher, each once."""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from typing import Any

from icalendar import Calendar

from services.notifications.domain.deliveries import DeliveryState
from services.notifications.repository.queries import MongoStaffFeedQueries
from services.notifications.repository.store import MongoNotifications
from services.notifications.settings import Settings
from shared.clock import utc_now
from shared.events import conventions as facts
from shared.events.directory import OrganisationRegistered, PersonActivated, PersonRole
from shared.events.envelope import Envelope, Payload
from shared.messaging.publisher import RabbitPublisher
from shared.security.links import LinkSigner, Purpose
from shared.storage.mongo import Database
from shared.storage.unit_of_work import UnitOfWork
from tests.eventually import eventually
from tests.integration.notifications.conftest import Catcher, tell, working
from tests.unit.notifications.given import event_of
from tests.unit.notifications.given_exchange import (
    ALI,
    ASKED_TO_SIGN,
    ASSIGNED,
    DRAFTED,
    IN_MANDUEL,
    IN_ROURET,
    MANDUEL,
    MAYOR,
    PEOPLE,
    PROPOSED,
    REQUESTED,
    RESCHEDULED,
    ROURET,
    SCHEDULED,
    Exchange,
    sample,
    subject_of,
    text_of,
)

EXCHANGE = (REQUESTED, sample(facts.MatchProposed), sample(facts.MatchAccepted))
CONVENTION = (DRAFTED, *ASKED_TO_SIGN, sample(facts.ConventionSigned))
VISIT = (PROPOSED, ASSIGNED, SCHEDULED, RESCHEDULED, sample(facts.VisitCancelled))


def known() -> list[Envelope[Any]]:
    """What directory tells of organisations and people."""
    names = {ROURET: "Le Rouret", MANDUEL: "Manduel"}
    organisations = [sample(OrganisationRegistered, org=org, name=name) for org, name in names.items()]
    people = [
        sample(
            PersonActivated,
            person_id=one.person_id,
            given_name=one.given_name,
            family_name=one.family_name,
            email=one.email,
            roles=tuple(PersonRole(role="referent", org=org) for org in one.referent_of),
        )
        for one in PEOPLE
    ]
    return [event_of(fact) for fact in (*organisations, *people)]


def told(*said: Payload) -> list[Envelope[Any]]:
    """The history of one subject."""
    return [
        event_of(fact, sequence=sequence).model_copy(update={"subject": subject_of(fact)})
        for sequence, fact in enumerate(said, start=1)
    ]


async def expected(*said: Payload) -> int:
    """How many mails all this makes."""
    exchange = await Exchange().tell(*said)
    return len(await exchange.mails())


async def all_known(database: Database, *, but: int = 0) -> None:
    async def holds() -> bool:
        counts = [await database[name].count_documents({}) for name in ("contacts", "organisations")]
        return counts == [len(PEOPLE) - but, 2]

    await eventually(holds, what="everybody known")


async def all_sent(database: Database, count: int) -> None:
    async def holds() -> bool:
        states = [document["state"] async for document in database["deliveries"].find()]
        return states == [DeliveryState.SENT] * count

    # What came before its turn waits in a retry queue, for 5 s and then for 30 s.
    await eventually(holds, seconds=90, what=f"{count} mails sent")


def mails_for(catcher: Catcher, address: str) -> Sequence[EmailMessage]:
    messages = [message_from_bytes(mail.raw, EmailMessage, policy=modern) for mail in catcher.mails.all()]
    return [message for message in messages if message["To"].addresses[0].addr_spec == address]


def update_in(message: EmailMessage) -> tuple[int, str]:
    """What a mail asks of a calendar, and which of its requests that is."""
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar: Any = Calendar.from_ical(part.get_content())
    [event] = calendar.walk("VEVENT")
    return int(event["sequence"]), str(calendar["method"])


async def test_everything_delivered_twice_and_backwards_is_told_once(
    settings: Settings, publisher: RabbitPublisher, database: Database, catcher: Catcher
) -> None:
    history = [*told(*EXCHANGE), *told(*CONVENTION), *told(*VISIT)]
    count = await expected(*EXCHANGE, *CONVENTION, *VISIT)
    async with working(settings):
        await tell(publisher, known())
        await all_known(database)
        await tell(publisher, history[::-1])
        await tell(publisher, history)
        await all_sent(database, count)
    assert len(set(catcher.message_ids())) == len(catcher.message_ids()) == count
    codes = [entry.line.code for entry in await MongoStaffFeedQueries(database).after(0, limit=50)]
    assert sorted(codes) == sorted(
        [
            "ExchangeRequested",
            "MatchAccepted",
            "ConventionDrafted",
            "ConventionSigned",
            "VisitScheduled",
            "VisitRescheduled",
            "VisitCancelled",
        ]
    )
    assert sorted(map(update_in, mails_for(catcher, "ali@example.org"))) == [
        (0, "REQUEST"),
        (1, "REQUEST"),
        (2, "CANCEL"),
    ]


async def test_one_wrong_address_keeps_nobody_else_from_being_told_and_the_team_sees_it(
    settings: Settings, publisher: RabbitPublisher, database: Database, catcher: Catcher
) -> None:
    wrong = [
        event.model_copy(update={"data": event.data.model_copy(update={"email": "maire@"})})
        if isinstance(event.data, PersonActivated) and event.data.person_id == MAYOR
        else event
        for event in known()
    ]
    signed = told(*CONVENTION)
    async with working(settings):
        await tell(publisher, wrong)
        await all_known(database)
        await tell(publisher, [*signed, *signed])

        async def all_over() -> bool:
            deliveries = database["deliveries"]
            of_signed = {"notice.template": "convention_signed"}
            ended = [one["state"] async for one in deliveries.find(of_signed)]
            return sorted(ended) == ["hard_bounced", *["sent"] * 4]

        async def shown() -> bool:
            lines = await MongoStaffFeedQueries(database).after(0, limit=50)
            return "EmailBounced" in {entry.line.code for entry in lines}

        await eventually(all_over, seconds=90, what="four are told, and one cannot be")
        await eventually(shown, what="the team is told of the one")
    told_of_it = [mail for mail in catcher.mails.all() if "Signée" in mail.subject]
    assert [len(mail.recipients) for mail in told_of_it] == [1] * 4
    assert len({mail.recipients for mail in told_of_it}) == 4
    wanted = {"notice.person_id": MAYOR, "notice.template": "convention_signed"}
    (kept,) = [one async for one in database["deliveries"].find(wanted)]
    assert kept["last_failure"]
    assert "maire" not in kept["last_failure"]


async def test_signatory_gets_link_and_code_by_two_mails(
    settings: Settings, publisher: RabbitPublisher, database: Database, catcher: Catcher
) -> None:
    now = utc_now()
    asked = sample(facts.ConventionSignatureRequested, expires_at=now.replace(year=now.year + 1))
    issued = sample(facts.ConventionSignatureCodeIssued, expires_at=now.replace(year=now.year + 1))
    void = issued.model_copy(update={"expires_at": now, "nonce": "another"})
    async with working(settings):
        await tell(publisher, [*known(), *told(DRAFTED, asked, issued, void)])

        async def over() -> bool:
            states = [document["state"] async for document in database["deliveries"].find()]
            return sorted(states) == ["sent", "sent", "suppressed"]

        await eventually(over)
    signer = LinkSigner(settings.link_key_file.read_bytes())
    code = signer.code(Purpose.SIGNATURE_CODE, issued.nonce)
    with_link, with_code = sorted(
        mails_for(catcher, "maya@example.org"), key=lambda mail: code in text_of(mail)
    )
    assert code in text_of(with_code)
    assert code not in text_of(with_link)
    [link] = re.findall(rf"{settings.conventions_url}/signatures/(\S+)", text_of(with_link))
    assert MAYOR.hex in signer.verify(Purpose.SIGNATURE, link, at=now)
    kept = repr([document async for document in database["deliveries"].find()])
    assert code not in kept


async def test_agents_unknown_yet_are_invited_once_they_are_known(
    settings: Settings, publisher: RabbitPublisher, database: Database
) -> None:
    people = known()
    agents = [event for event in people if event.data.model_dump().get("person_id") == ALI]
    async with working(settings):
        await tell(publisher, [event for event in people if event not in agents])
        await all_known(database, but=len(agents))
        await tell(publisher, [*told(DRAFTED), *told(PROPOSED, ASSIGNED, SCHEDULED)])

        async def proposed() -> bool:
            return await database["visits"].count_documents({"sequence": 2}) == 1

        await eventually(proposed)
        assert await database["visits"].count_documents({"invited": IN_ROURET}) == 0
        await tell(publisher, agents)
        await all_sent(database, await expected(DRAFTED, PROPOSED, ASSIGNED, SCHEDULED))
    work = UnitOfWork(database)
    visit = await MongoNotifications(work).visit(PROPOSED.visit_id)
    assert visit is not None
    assert {ALI, IN_ROURET, IN_MANDUEL} < set(visit.invited)
