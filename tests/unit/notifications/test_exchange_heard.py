"""Checks that nothing that conventions tells goes unheard, and that whoever it concerns is told."""

from typing import Any, cast

import pytest

from services.notifications.consumers import notices
from services.notifications.domain.exchanges.feed import LINES
from services.notifications.domain.exchanges.notices import EXCHANGE_CONTRACTS, TOLD
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges.letters import LETTERS
from shared.events import conventions as facts
from shared.events.envelope import Payload, contracts_of
from tests.unit.notifications.given_exchange import exchange_after

NOT_FOR_MAILS: dict[type[Payload], str] = {
    facts.PersonScrubbed: "directory follows the forgetting of people",
    facts.PersonalDataCollected: "directory gathers what is held of people",
}
TOLD_OTHERWISE: dict[type[Payload], str] = {
    facts.ConventionSigningOpened: "who is to sign now is told by ConventionSignatureRequested, in turn",
    facts.VisitAgentsAssigned: "who comes is told by the appointment that follows",
}


@pytest.mark.parametrize("contract", contracts_of(facts), ids=lambda contract: contract.__name__)
def test_every_fact_is_heard(contract: type[Payload]) -> None:
    heard = any(contract in one.contracts for one in notices(cast(Any, None)))
    assert heard is (contract not in NOT_FOR_MAILS)


@pytest.mark.parametrize("contract", EXCHANGE_CONTRACTS, ids=lambda contract: contract.__name__)
async def test_every_fact_is_told_to_somebody(contract: type[Payload]) -> None:
    exchange = await exchange_after(contract)
    told = bool(await exchange.told_by(contract)) or contract in LINES
    assert told is (contract not in TOLD_OTHERWISE)


def test_every_line_is_of_a_fact_that_is_heard() -> None:
    assert set(LINES) < set(EXCHANGE_CONTRACTS)


def test_every_mail_has_its_words_and_a_name_for_the_team() -> None:
    of_exchanges = list(Template)[list(Template).index(Template.EXCHANGE_QUALIFIED) :]
    assert set(LETTERS) == set(TOLD) == set(of_exchanges)
