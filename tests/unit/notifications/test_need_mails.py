"""Specifies the mails about needs: who gets them, and what they say."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.notifications.domain.copies import Contact
from services.notifications.domain.needs import DID_NOT_HELP, NEED_MAILS, TOLD
from services.notifications.domain.notices import Template
from services.notifications.handlers.needs import tell_of_needs
from services.notifications.mail.needs import NEED_LETTERS
from services.notifications.repository.notice_documents import from_notice, to_notice
from shared.errors import TooEarly
from shared.events import registration as facts
from shared.events.registration import NEED_CONTRACTS
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import COMPOSER, NOW, event_of
from tests.unit.notifications.given_exchange import person, plain, sample, text_of

NEED, ORG, SUPPORTING, EVENT = uuid4(), uuid4(), uuid4(), uuid4()
AUTHOR = person(uuid4(), "Zoé")
REFERENT = person(uuid4(), "Rose", SUPPORTING)
ELSEWHERE = person(uuid4(), "Max", uuid4())
FORGOTTEN = Contact(
    person_id=uuid4(), sequence=9, given_name="", family_name="", email="", locale="fr", referent_of=(ORG,)
)
EVERYBODY = (AUTHOR, REFERENT, ELSEWHERE, FORGOTTEN)
RAISED = facts.NeedRaised(need_id=NEED, org=ORG, title="Trop de plastique", topics=("plastique",))
SUPPORTED = facts.NeedSupported(need_id=NEED, org=SUPPORTING, supporters=1)
PLANNED = facts.NeedPlanned(need_id=NEED, club_event_id=EVENT)
NOT_MAILED = {
    facts.NeedRaised: "who tells of it knows",
    facts.NeedSupported: "the programme counts it, and the feed of the staff says it",
    facts.NeedQualified: "nothing that its author may expect has changed yet",
}
WORDS: list[tuple[facts.NeedFact, str]] = [
    (PLANNED, "L’équipe prépare un évènement du club pour y répondre."),
    (
        facts.NeedPlanned(need_id=NEED, exchange_request_id=EVENT),
        "L’équipe prépare un partage d’expertise pour y répondre.",
    ),
    (facts.NeedAnswered(need_id=NEED, reason_code="club_event_held"), "dans les 30 jours"),
    (
        facts.NeedAnswered(need_id=NEED, reason_code="exchange_fulfilled"),
        "Le partage d’expertise prévu pour y répondre est allé à son terme.",
    ),
    (
        facts.NeedReopened(need_id=NEED, reason_code="club_event_cancelled"),
        "L’évènement du club prévu pour y répondre est annulé. L’équipe cherche une autre réponse.",
    ),
    (facts.NeedMerged(need_id=NEED, into_need_id=uuid4()), "L’équipe les a réunis"),
    (facts.NeedClosed(need_id=NEED, reason_code="out_of_scope"), ": il sort de ce que le club fait."),
    (facts.NeedClosed(need_id=NEED, reason_code="other"), "ne donne pas d’autre suite à ce besoin."),
]


class Needs:
    """One need, and who has to do with it."""

    def __init__(self, *people: Contact) -> None:
        self.store = InMemoryNotifications(at=NOW)
        self._sequence = 0
        for contact in people:
            self.store.keep_contact(contact)

    async def tell(self, *told: facts.NeedFact, actor: UUID | None = AUTHOR.person_id) -> "Needs":
        """Let these happen one after the other."""
        for fact in told:
            self._sequence += 1
            event = event_of(fact, sequence=self._sequence)
            said_by = f"person:{actor}" if actor else "system"
            await tell_of_needs(event.model_copy(update={"actor": said_by}), self.store)
        return self

    async def templates(self) -> dict[UUID, list[Template]]:
        """The mails for each."""
        return {
            one.person_id: [
                mail.notice.template
                for mail in await self.store.of_person(one.person_id, after=None, limit=10)
            ]
            for one in EVERYBODY
        }


def test_every_fact_about_needs_is_mailed_or_said_why_not() -> None:
    assert set(NEED_CONTRACTS) == {*NEED_MAILS, *NOT_MAILED}
    assert set(NEED_LETTERS) == set(NEED_MAILS.values()) == set(TOLD)


@pytest.mark.parametrize(("fact", "words"), WORDS, ids=[type(fact).__name__ for fact, _ in WORDS])
async def test_who_has_the_need_is_told_once_and_nobody_else(fact: facts.NeedFact, words: str) -> None:
    needs = await Needs(*EVERYBODY).tell(RAISED, SUPPORTED, fact)
    template = NEED_MAILS[type(fact)]
    assert await needs.templates() == {
        AUTHOR.person_id: [template],
        REFERENT.person_id: [template],
        ELSEWHERE.person_id: [],
        FORGOTTEN.person_id: [],
    }
    [mail] = await needs.store.of_person(REFERENT.person_id, after=None, limit=10)
    assert to_notice(from_notice(mail.notice)) == mail.notice
    contact, known = await needs.store.addressed(mail)
    message = COMPOSER.compose(mail, contact=contact, known=known)
    assert words in plain(text_of(message))
    assert "Trop de plastique" in message["Subject"]
    assert "Trop de plastique" in text_of(message, "html")
    assert AUTHOR.email not in message.as_string()


async def test_what_its_author_has_said_is_not_told_back_to_them() -> None:
    did_not_help = facts.NeedReopened(need_id=NEED, reason_code=DID_NOT_HELP)
    needs = await Needs(*EVERYBODY).tell(RAISED, SUPPORTED, did_not_help)
    assert not any((await needs.templates()).values())


async def test_a_fact_that_comes_twice_is_told_once() -> None:
    needs = await Needs(*EVERYBODY).tell(RAISED, PLANNED)
    needs._sequence -= 1
    await needs.tell(PLANNED)
    assert (await needs.templates())[AUTHOR.person_id] == [Template.NEED_PLANNED]


async def test_who_raised_it_and_is_referent_of_a_supporter_is_told_once() -> None:
    both: Any = person(AUTHOR.person_id, "Zoé", SUPPORTING)
    needs = await Needs(both).tell(RAISED, SUPPORTED, PLANNED)
    assert len((await needs.templates())[AUTHOR.person_id]) == 1


async def test_a_forgotten_author_is_not_written_to_and_one_unknown_yet_is_waited_for() -> None:
    needs = await Needs(FORGOTTEN).tell(RAISED, PLANNED, actor=FORGOTTEN.person_id)
    assert not any((await needs.templates()).values())
    with pytest.raises(TooEarly):
        await Needs().tell(RAISED, PLANNED)


async def test_what_no_person_raised_is_told_to_its_supporters() -> None:
    needs = await Needs(*EVERYBODY).tell(RAISED, SUPPORTED, PLANNED, actor=None)
    assert [person_id for person_id, mails in (await needs.templates()).items() if mails] == [
        REFERENT.person_id
    ]


async def test_a_fact_of_a_need_that_is_not_known_yet_waits() -> None:
    for early in (sample(facts.NeedPlanned), sample(facts.NeedClosed)):
        with pytest.raises(TooEarly):
            await Needs(*EVERYBODY).tell(early)
