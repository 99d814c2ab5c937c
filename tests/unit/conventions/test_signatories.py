"""Specifies who may be asked to sign, until when, and what becomes of those who may no longer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.conventions.domain.commands import signing
from services.conventions.domain.convention import signatures
from services.conventions.domain.convention.convention import Convention, Spent
from services.conventions.domain.errors.signing import MandateOver, SharedMailbox, UnknownSignatory
from services.conventions.domain.people import Person, person_after
from services.conventions.domain.signing.journal import Step, Trace
from services.conventions.domain.signing.signing import Signing
from services.conventions.handlers import signatories as handlers
from services.conventions.handlers.signing import refuse_to_sign, send_code
from services.conventions.ports.office import Office
from shared.errors import TooEarly
from shared.events import conventions as told
from shared.events.directory import (
    MandateEnded,
    MandateStarted,
    PersonErased,
    PersonInvited,
    PersonUpdated,
    PostStarted,
)
from shared.events.envelope import Envelope, Payload
from tests.fakes.agreements import InMemoryAgreements, InMemoryVisits, plain_office
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given import told as as_told
from tests.unit.conventions.given_agreement import (
    AT,
    CONVENTION,
    MOUANS,
    ORGS,
    STAFF,
    as_signatory,
    being_signed,
    finalised,
    opening,
    signatory_of,
    watching,
)

MAYOR = signatory_of(MANDUEL).person_id
ELECTED_ON, DEPOSED_ON, ELECTED_AGAIN_ON = date(2020, 7, 1), date(2027, 3, 28), date(2027, 4, 11)


class Town:
    """Three parties whose signatories are known, one convention, and what is heard of its mayor."""

    def __init__(self, agreement: Convention) -> None:
        self.store = InMemoryAgreements()
        self.office: Office = plain_office(self.store, InMemoryVisits())
        self.store.conventions[CONVENTION] = agreement
        for org in ORGS:
            person_id = signatory_of(org).person_id
            self.store.people[person_id] = Person(
                id=person_id, sequence=1, name="Camille Martin", email=f"{org}@example.org"
            )

    @property
    def signing(self) -> Signing:
        return self.store.conventions[CONVENTION].deed.open_for_signature()

    async def hears(self, fact: Payload, *, at: datetime = AT) -> None:
        """Both that follow people hear of the mayor, one after the other."""
        known = self.store.people[MAYOR]
        event: Envelope[Any] = as_told(fact, known.sequence + 1).model_copy(update={"time": at})
        self.store.people[MAYOR] = person_after(known, event, MAYOR)
        await self.follows(event)

    async def follows(self, event: Envelope[Any]) -> None:
        if isinstance(event.data, PersonUpdated):
            await handlers.renew_signature_links(event, self.office)
            return
        await handlers.ask_for_new_signatory(event, self.office)
        if isinstance(event.data, PersonErased):
            await handlers.forget_signatory(event, self.office)

    async def asks_for_code(self, at: datetime = AT) -> None:
        asked: dict[str, Any] = {
            "actor": as_signatory(MANDUEL),
            "at": at,
            "convention_id": CONVENTION,
            "org": MANDUEL,
        }
        trace = Trace(ip_address="198.51.100.7", user_agent="Firefox")
        await send_code(signing.SendCode(**asked, trace=trace, code="123456", nonce="n"), self.office)

    def told(self, kind: type[Payload]) -> Sequence[Any]:
        return [event for event in self.store.told if isinstance(event, kind)]


def mandate(contract: type[Any], *, starts_on: date = ELECTED_ON, ends_on: date | None = None) -> Any:
    return contract(person_id=MAYOR, org=MANDUEL, starts_on=starts_on, ends_on=ends_on, title_code="maire")


def ended(on: date) -> Any:
    return mandate(MandateEnded, ends_on=on)


def called(email: str) -> dict[str, Any]:
    named = {"given_name": "Camille", "family_name": "Martin", "phone": None, "locale": "fr", "roles": ()}
    return {"person_id": MAYOR, "email": email, **named}


async def test_who_no_longer_holds_the_mandate_is_not_asked_to_sign() -> None:
    town = Town(finalised())
    await town.hears(mandate(MandateStarted))
    await town.hears(ended(DEPOSED_ON))
    with pytest.raises(MandateOver) as refused:
        await handlers.open_signing(opening(), town.office)
    assert refused.value.facts["field"] == f"signatories.{ORGS.index(MANDUEL)}.person_id"


async def test_who_was_erased_is_not_asked_to_sign() -> None:
    town = Town(finalised())
    await town.hears(PersonErased(person_id=MAYOR, deadline=date(2027, 4, 30)))
    with pytest.raises(UnknownSignatory):
        await handlers.open_signing(opening(), town.office)


async def test_two_parties_do_not_sign_over_one_mailbox() -> None:
    town = Town(finalised())
    other = signatory_of(MOUANS).person_id
    address = town.store.people[other].email.upper()
    town.store.people[MAYOR] = replace(town.store.people[MAYOR], email=address)
    with pytest.raises(SharedMailbox):
        await handlers.open_signing(opening(), town.office)


async def test_a_successor_is_held_to_the_same() -> None:
    town = Town(being_signed())
    successor = signatory_of(MANDUEL, person_id=id_of("successor"))
    asked = signing.ReplaceSignatory(actor=STAFF, at=AT, convention_id=CONVENTION, signatory=successor)
    with pytest.raises(UnknownSignatory):
        await handlers.replace_signatory(asked, town.office)
    address = town.store.people[signatory_of(MOUANS).person_id].email
    town.store.people[successor.person_id] = Person(id=successor.person_id, sequence=1, email=address)
    with pytest.raises(SharedMailbox):
        await handlers.replace_signatory(asked, town.office)


async def test_a_mandate_that_will_end_lets_sign_until_its_last_day() -> None:
    town = Town(being_signed())
    last_day = AT.date() + timedelta(days=3)
    await town.hears(ended(last_day))
    assert town.told(told.ConventionSignatoryNeeded) == []
    await town.asks_for_code(AT + timedelta(days=3))
    with pytest.raises(MandateOver):
        await town.asks_for_code(AT + timedelta(days=4))


async def test_another_signatory_is_asked_for_the_day_after_the_mandate_ended() -> None:
    town = Town(being_signed())
    await town.hears(ended(date(2027, 4, 18)))
    agreement = town.store.conventions[CONVENTION]
    assert agreement.due_at == datetime(2027, 4, 18, 22, tzinfo=UTC), "midnight in Paris"
    events = signatures.watch(agreement, watching(agreement.due_at), Spent())
    [needed] = events
    assert isinstance(needed, told.ConventionSignatoryNeeded)
    assert (needed.signatory_id, needed.reason_code) == (MAYOR, "mandate_ended")
    assert signatures.watch(agreement, watching(datetime(2027, 4, 19, tzinfo=UTC)), Spent()) == ()


async def test_a_mayor_who_is_re_elected_goes_on_signing() -> None:
    town = Town(being_signed())
    await town.hears(mandate(MandateStarted))
    await town.hears(mandate(MandateStarted, starts_on=ELECTED_AGAIN_ON))
    await town.hears(ended(ELECTED_AGAIN_ON - timedelta(days=1)))
    assert town.told(told.ConventionSignatoryNeeded) == []
    await town.asks_for_code()


async def test_who_comes_back_into_office_before_somebody_else_is_named_signs() -> None:
    town = Town(being_signed())
    await town.hears(ended(DEPOSED_ON))
    assert len(town.told(told.ConventionSignatoryNeeded)) == 1
    again = PostStarted(
        person_id=MAYOR, org=MANDUEL, starts_on=DEPOSED_ON, ends_on=None, title="DGS", status="titulaire"
    )
    await town.hears(again)
    await town.asks_for_code()


async def test_another_signatory_is_asked_for_when_one_is_erased_while_signing() -> None:
    town = Town(being_signed())
    await town.hears(PersonErased(person_id=MAYOR, deadline=date(2027, 5, 30)))
    [needed] = town.told(told.ConventionSignatoryNeeded)
    assert (needed.signatory_id, needed.reason_code) == (MAYOR, "person_erased")


async def test_what_is_heard_before_the_copy_has_it_comes_again() -> None:
    town = Town(being_signed())
    for fact in (ended(DEPOSED_ON), PersonUpdated(**called("other@example.org"))):
        with pytest.raises(TooEarly):
            await town.follows(as_told(fact, 2))


async def test_a_corrected_address_voids_link_and_code_and_asks_again() -> None:
    town = Town(being_signed())
    await town.hears(PersonUpdated(**called("dgs@exmaple.org")))
    await town.asks_for_code()
    await town.hears(PersonUpdated(**called("dgs@example.org")))
    slot = town.signing.slot_of(MANDUEL)
    assert (slot.code, slot.renewals) == (None, 2)
    requests = [each for each in town.told(told.ConventionSignatureRequested) if each.org == MANDUEL]
    assert [(each.occasion, each.renewal) for each in requests] == [("resent", 1), ("resent", 2)]
    [_, changed] = [each for each in town.signing.journal.entries if each.step is Step.ADDRESS_CHANGED]
    assert changed.facts["by"] == "system"


async def test_what_else_changes_of_somebody_voids_nothing() -> None:
    town = Town(being_signed())
    email = town.store.people[MAYOR].email
    await town.hears(PersonUpdated(**called(email) | {"family_name": "Martin-Durand"}))
    assert town.signing.slot_of(MANDUEL).renewals == 0


async def test_the_journal_says_who_replaced_a_signatory() -> None:
    town = Town(being_signed())
    successor = signatory_of(MANDUEL, person_id=id_of("successor"))
    town.store.people[successor.person_id] = Person(id=successor.person_id, sequence=1, email="n@example.org")
    asked = signing.ReplaceSignatory(actor=STAFF, at=AT, convention_id=CONVENTION, signatory=successor)
    await handlers.replace_signatory(asked, town.office)
    [entry] = [each for each in town.signing.journal.entries if each.step is Step.REPLACED]
    assert (entry.facts["by"], entry.facts["successor_id"]) == (str(STAFF), str(successor.person_id))


async def test_who_was_replaced_reads_no_more_and_who_signs_does() -> None:
    town = Town(being_signed())
    successor = signatory_of(MANDUEL, person_id=id_of("successor"))
    town.store.people[successor.person_id] = Person(id=successor.person_id, sequence=1, email="n@example.org")
    asked = signing.ReplaceSignatory(actor=STAFF, at=AT, convention_id=CONVENTION, signatory=successor)
    agreement = await handlers.replace_signatory(asked, town.office)
    assert MAYOR not in agreement.readers
    assert {successor.person_id, signatory_of(MOUANS).person_id} <= agreement.readers
    assert MAYOR in agreement.people, "who is to be forgotten one day"


async def test_from_where_an_erased_person_acted_is_forgotten_in_all_signings() -> None:
    town = Town(being_signed())
    await town.asks_for_code()
    refusal: dict[str, Any] = {
        "actor": as_signatory(MOUANS),
        "at": AT,
        "convention_id": CONVENTION,
        "org": MOUANS,
    }
    await refuse_to_sign(signing.RefuseToSign(**refusal, reason="Trop cher."), town.office)
    journal = town.store.conventions[CONVENTION].deed.signings[0].journal
    [sent] = [entry for entry in journal.entries if entry.step is Step.CODE_SENT]
    assert (sent.told("ip_address"), sent.told("user_agent")) == ("198.51.100.7", "Firefox")
    await town.hears(PersonErased(person_id=MAYOR, deadline=date(2027, 5, 30)))
    [sent] = [entry for entry in journal.entries if entry.step is Step.CODE_SENT]
    assert [sent.told(name) for name in ("ip_address", "user_agent", "address")] == ["", "", ""]
    assert journal.is_intact


async def test_a_forgotten_or_changed_value_is_told_from_a_true_one() -> None:
    town = Town(being_signed())
    await town.asks_for_code()
    journal = town.signing.journal
    place, sent = next(
        (place, each) for place, each in enumerate(journal.entries) if each.step is Step.CODE_SENT
    )
    assert "198.51.100.7" not in str(sent.facts)
    lied = {**sent.private, "ip_address": replace(sent.private["ip_address"], value="203.0.113.9")}
    journal.entries[place] = replace(sent, private=lied)
    assert not journal.is_intact


@pytest.mark.parametrize(
    ("roles", "until"),
    [
        pytest.param([], None, id="none known"),
        pytest.param([(ELECTED_ON, None)], None, id="one without an end"),
        pytest.param([(ELECTED_ON, DEPOSED_ON)], date(2027, 4, 14), id="over"),
        pytest.param([(ELECTED_ON, date(2027, 5, 1))], date(2027, 5, 1), id="ends soon"),
        pytest.param(
            [(ELECTED_ON, date(2027, 5, 1)), (date(2027, 5, 2), None)], None, id="one follows the other"
        ),
        pytest.param(
            [(ELECTED_ON, date(2027, 5, 1)), (date(2027, 5, 4), None)], date(2027, 5, 1), id="with a gap"
        ),
    ],
)
def test_one_signs_until_nothing_is_held_any_more(
    roles: list[tuple[date, date | None]], until: date | None
) -> None:
    person: Person | None = None
    for number, (starts_on, ends_on) in enumerate(roles, start=1):
        fact = mandate(MandateStarted, starts_on=starts_on, ends_on=ends_on)
        person = person_after(person, as_told(fact, number), MAYOR)
    known = person or person_after(None, as_told(PersonInvited(**called("m@example.org")), 1), MAYOR)
    assert known.signs_until(MANDUEL, on=date(2027, 4, 15)) == until
    assert known.signs_until(UUID(int=7), on=date(2027, 4, 15)) is None
