"""Owns an exchange between two organisations, told to a service in memory, fact after fact. Asserts nothing.

Its facts are the published samples, which are about one exchange: Le Rouret sends agents, Manduel asked.
"""

from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from itertools import chain
from typing import Any, TypeVar, cast
from uuid import UUID

from deploy.local.settings import ROOT
from services.notifications.consumers import notices
from services.notifications.domain.copies import Contact, OrganisationCopy
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.exchanges.notices import ExchangeNotice
from services.notifications.domain.notices import Template
from services.notifications.domain.staff_feed import FeedLine
from shared.events import conventions as facts
from shared.events.directory import OrganisationFact
from shared.events.envelope import Envelope, Payload, by_type, parse
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import COMPOSER, NOW, event_of

F = TypeVar("F", bound=Payload)

SAMPLES = ROOT / "shared" / "events" / "samples"


def sample(contract: type[F], **changed: Any) -> F:
    """What the sample of a contract says, but for what is changed."""
    body = (SAMPLES / f"{contract.type()}.json").read_bytes()
    fact: F = parse(body, by_type((contract,))).data
    return fact.model_copy(update=changed)


ROURET, MANDUEL, CLUB = (party.org for party in sample(facts.ConventionDrafted).parties)
MAYOR, PRESIDENT, DIRECTOR = sample(facts.ConventionSigningOpened).signatory_ids
ALI, ZOE = sample(facts.VisitAgentsAssigned).agent_ids
IN_ROURET, IN_MANDUEL, NEWLY = (UUID(int=number) for number in range(1, 4))


def person(person_id: UUID, given_name: str, *referent_of: UUID) -> Contact:
    """Somebody, with an address of their own."""
    return Contact(
        person_id=person_id,
        sequence=1,
        given_name=given_name,
        family_name="Martin",
        email=f"{given_name.lower()}@example.org",
        locale="fr",
        referent_of=referent_of,
    )


PEOPLE = (
    person(IN_ROURET, "Rose", ROURET),
    person(IN_MANDUEL, "Max", MANDUEL),
    person(NEWLY, "Nora"),
    person(MAYOR, "Maya"),
    person(PRESIDENT, "Paul"),
    person(DIRECTOR, "Dora"),
    person(ALI, "Ali"),
    person(ZOE, "Zita"),
)
SIGNED_BY = {ROURET: MAYOR, MANDUEL: PRESIDENT, CLUB: DIRECTOR}
REQUESTED = sample(facts.ExchangeRequested)
DRAFTED = sample(facts.ConventionDrafted, version=1)
PROPOSED = sample(facts.VisitProposed)
ASSIGNED = sample(facts.VisitAgentsAssigned)
SCHEDULED = sample(facts.VisitScheduled)
RESCHEDULED = sample(facts.VisitRescheduled)
ASKED_TO_SIGN = tuple(
    sample(facts.ConventionSignatureRequested, org=org, signatory_id=person_id)
    for org, person_id in SIGNED_BY.items()
)
APPOINTED = (DRAFTED, PROPOSED, ASSIGNED, SCHEDULED)


class Exchange:
    """The service in memory, and whoever is concerned."""

    def __init__(self) -> None:
        self.store = InMemoryNotifications(at=NOW)
        self.store.keep_organisation(OrganisationCopy(org=ROURET, sequence=1, name="Le Rouret"))
        self.store.keep_organisation(OrganisationCopy(org=MANDUEL, sequence=1, name="Manduel"))
        for contact in PEOPLE:
            self.store.keep_contact(contact)
        self._told: Counter[str] = Counter()

    async def tell(self, *said: Payload) -> "Exchange":
        """Tell facts, each as the next of its subject."""
        for fact in said:
            await self.hear(self.event(fact))
        return self

    def event(self, fact: F) -> Envelope[F]:
        """The fact as the next one of its subject."""
        subject = subject_of(fact)
        self._told[subject] += 1
        return event_of(fact, sequence=self._told[subject]).model_copy(update={"subject": subject})

    async def hear(self, event: Envelope[Any]) -> None:
        """Hand an event to whatever listens to it."""
        for subscription in notices(cast(Any, None)):
            if type(event.data) in subscription.contracts:
                await subscription.handler(event, self.store)

    async def mails(self) -> list[EmailDelivery]:
        """The mails for everybody."""
        queued = [await self.store.of_person(one.person_id, after=None, limit=100) for one in PEOPLE]
        return list(chain(*queued))

    async def told_by(self, contract: type[Payload]) -> dict[UUID, Template]:
        """Who was told of facts of this kind, and by which mail; each once."""
        notices = [notice_in(mail) for mail in await self.mails()]
        told = [(one.person_id, one.template) for one in notices if isinstance(one.fact, contract)]
        assert len(told) == len(dict(told))
        return dict(told)

    async def mail(self, person_id: UUID, template: Template) -> EmailMessage:
        """One mail for somebody, as who receives its bytes reads it."""
        [found] = [
            mail
            for mail in await self.mails()
            if mail.notice.person_id == person_id and mail.notice.template is template
        ]
        return await self.written(found)

    async def written(self, delivery: EmailDelivery) -> EmailMessage:
        """A mail, as who receives its bytes reads it."""
        contact, known = await self.store.addressed(delivery)
        message = COMPOSER.compose(delivery, contact=contact, known=known)
        return message_from_bytes(message.as_bytes(), EmailMessage, policy=modern)

    async def lines(self) -> list[FeedLine]:
        """What the staff reads."""
        return [entry.line for entry in await self.store.after(0, limit=100)]

    async def texts(self) -> list[str]:
        """What the staff reads, with ordinary spaces."""
        return [plain(line.text) for line in await self.lines()]


def subject_of(fact: Payload) -> str:
    """The subject of a fact's event."""
    names = ("visit_id", "exchange_request_id", "convention_id")
    if isinstance(fact, OrganisationFact):
        return f"organisation/{fact.org}"
    if isinstance(fact, facts.ReportFact):
        return f"report/{fact.report_id}"
    if isinstance(fact, facts.ConventionFact):
        return f"convention/{fact.convention_id}"
    return f"{fact.aggregate}/{next(getattr(fact, name) for name in names if hasattr(fact, name))}"


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """What one of the alternatives says."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def notice_in(delivery: EmailDelivery) -> ExchangeNotice:
    """The notice of a mail about an exchange."""
    assert isinstance(delivery.notice, ExchangeNotice)
    return delivery.notice


BEFORE: dict[type[Payload], tuple[Payload, ...]] = {
    facts.ExchangeRequested: (),
    facts.ExchangeFulfilled: (REQUESTED, sample(facts.MatchAccepted)),
    facts.ExchangeRequestFact: (REQUESTED,),
    facts.ConventionDrafted: (),
    facts.ConventionSigned: (DRAFTED, *ASKED_TO_SIGN),
    facts.ConventionSignatureRefused: (DRAFTED, *ASKED_TO_SIGN),
    facts.ConventionSigningExpired: (DRAFTED, *ASKED_TO_SIGN),
    facts.AmendmentSigned: (
        DRAFTED,
        sample(facts.ConventionSignatureRequested, amendment=1, reference="CONV-2027-014-A1"),
    ),
    facts.ConventionFact: (DRAFTED,),
    facts.HalfDayQuotaReached: (DRAFTED,),
    facts.VisitProposed: (DRAFTED,),
    facts.VisitAgentsAssigned: (DRAFTED, PROPOSED),
    facts.VisitScheduled: (DRAFTED, PROPOSED, ASSIGNED),
    facts.VisitFact: APPOINTED,
    facts.ReportFact: APPOINTED,
}
"""What is told before a fact of each kind; of the kinds that it is of, the first counts."""


async def exchange_after(contract: type[Payload], **changed: Any) -> Exchange:
    """An exchange of which everything was told up to the sample of this contract."""
    before = next(steps for kind, steps in BEFORE.items() if issubclass(contract, kind))
    return await Exchange().tell(*before, sample(contract, **changed))
