"""What a stranger found in the mails of signings: each test fails as long as it is not so."""

from services.notifications.domain.notices import Template
from shared.events import conventions as facts
from tests.unit.notifications.given_exchange import (
    ASKED_TO_SIGN,
    DIRECTOR,
    DRAFTED,
    MANDUEL,
    MAYOR,
    PRESIDENT,
    ROURET,
    Exchange,
    sample,
)


async def test_who_has_signed_is_told_that_somebody_refused() -> None:
    """REPORTS case 7: « and signatory 1 is mailed the reason »; their signature counts no more."""
    exchange = await Exchange().tell(
        DRAFTED, *ASKED_TO_SIGN, sample(facts.ConventionPartySigned, org=ROURET, signatory_id=MAYOR)
    )
    await exchange.tell(sample(facts.ConventionSignatureRefused, org=MANDUEL))
    assert MAYOR in await exchange.told_by(facts.ConventionSignatureRefused)


async def test_the_reason_of_a_refusal_reaches_who_is_told() -> None:
    """REPORTS case 7: mailed the reason. The event has a code alone, always `refused_by_signatory`."""
    fields = set(facts.ConventionSignatureRefused.model_fields)
    assert fields - {"convention_id", "org", "reason_code"}, "no way for the mail to know the reason"


async def test_who_has_signed_is_told_that_the_window_closed() -> None:
    """« les signatures déjà données ne valent plus », says the mail, to everybody but who gave them."""
    exchange = await Exchange().tell(DRAFTED, *ASKED_TO_SIGN)
    await exchange.tell(sample(facts.ConventionSigningExpired))
    told = await exchange.told_by(facts.ConventionSigningExpired)
    assert {MAYOR, PRESIDENT, DIRECTOR} <= set(told)
    assert set(told.values()) == {Template.SIGNING_EXPIRED}
