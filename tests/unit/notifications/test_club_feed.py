"""Checks what the staff reads of members, their fees and their know-how."""

from datetime import date

import pytest

from services.notifications.domain.club_feed import CLUB_CONTRACTS, ClubFact, euros, line_of_club
from services.notifications.domain.copies import OrganisationCopy
from services.notifications.handlers.copies import keep_organisations
from services.notifications.handlers.staff_feed import show_club_fact, show_round
from shared.errors import TooEarly
from shared.events import directory as facts
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import NOW, ORG, event_of

MANDUEL = OrganisationCopy(org=ORG, sequence=1, name="Manduel")
NAMED = facts.OrganisationRegistered(
    org=ORG,
    kind="commune",
    name="Manduel",
    siren="213001555",
    insee_code="30155",
    departement="30",
    region="76",
    population=7044,
    parent_org=None,
)
MEMBERSHIP = {"org": ORG, "membership_id": ORG}
FEE = {
    **MEMBERSHIP,
    "year": 2027,
    "amount_cents": 125_000,
    "reference": "COT-2027-0014",
    "date": date(2027, 2, 1),
}
OFFER = {"org": ORG, "offer_id": ORG, "topics": ("plastique", "petite_enfance"), "half_days_per_year": 6}


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (
            facts.MembershipApplied(**MEMBERSHIP, year=2027),
            "Demande d’adhésion, à étudier : Manduel, pour 2027.",
        ),
        (
            facts.MembershipLapsed(**MEMBERSHIP, effective_on=date(2027, 7, 11)),
            "Adhésion échue, faute de renouvellement : Manduel, jusqu’au 11/07/2027.",
        ),
        (
            facts.MembershipRejected(**MEMBERSHIP, reason_code="other"),
            "Demande d’adhésion refusée : Manduel.",
        ),
        (facts.FeePaid(**FEE), "Cotisation reçue : Manduel, 1 250,00 €, COT-2027-0014."),
        (facts.FeeWaived(**MEMBERSHIP, year=2027), "Cotisation abandonnée : Manduel, 2027."),
        (
            facts.ExpertiseOfferPublished(**OFFER),
            "Offre d’expertise publiée : Manduel (Sortie du plastique, Crèches).",
        ),
    ],
)
def test_line_says_what_happened_to_which_member(fact: ClubFact, text: str) -> None:
    line = line_of_club(event_of(fact), organisation=MANDUEL)
    assert line.text.replace("\u00a0", " ").replace("\u202f", " ") == text
    assert line.person_id is None


def test_line_leads_to_what_it_is_about() -> None:
    def link(fact: ClubFact) -> str:
        return line_of_club(event_of(fact), organisation=MANDUEL).link

    assert link(facts.FeePaid(**FEE)) == f"/memberships/{ORG}/fees/2027"
    assert link(facts.MembershipApplied(**MEMBERSHIP, year=2027)) == f"/memberships/{ORG}"
    assert link(facts.ExpertiseOfferPaused(**OFFER)) == f"/expertise-offers/{ORG}"


def test_every_fact_that_is_heard_has_words() -> None:
    for contract in CLUB_CONTRACTS:
        known = {**MEMBERSHIP, **FEE, **OFFER, "from_year": 2027, "represented_communes": 1}
        more = {"reason_code": "other", "effective_on": date(2027, 7, 1), "due_on": date(2027, 3, 31)}
        needed = [name for name, field in contract.model_fields.items() if field.is_required()]
        fact = contract.model_validate({name: {**known, **more}[name] for name in needed})
        assert "Manduel" in line_of_club(event_of(fact), organisation=MANDUEL).text


def test_an_amount_reads_as_in_french() -> None:
    assert euros(123_456_705) == "1\u202f234\u202f567,05\u00a0€"


async def test_the_feed_waits_for_the_name_of_the_organisation() -> None:
    store = InMemoryNotifications(at=NOW)
    paid = event_of(facts.FeePaid(**FEE))
    with pytest.raises(TooEarly):
        await show_club_fact(paid, store)
    await keep_organisations(event_of(NAMED), store)
    await show_club_fact(paid, store)
    merged = facts.OrganisationMerged(org=ORG, succeeded_by=ORG, effective_on=date(2028, 1, 1))
    await keep_organisations(event_of(merged, sequence=2), store)
    assert await store.organisation(ORG) == OrganisationCopy(org=ORG, sequence=2, name="Manduel")
    assert await store.last_position() == 1


@pytest.mark.parametrize(("count", "lines"), [(0, []), (1, ["1 adhérent."]), (12, ["12 adhérents."])])
async def test_a_step_is_one_line_unless_it_is_for_nobody(count: int, lines: list[str]) -> None:
    store = InMemoryNotifications(at=NOW)
    opened = facts.RenewalRoundOpened(year=2027, step="lapse", count=count)
    await show_round(event_of(opened), store)
    assert [entry.line.text.split("\u00a0: ")[1] for entry in await store.after(0, limit=9)] == lines


async def test_calls_are_prepared_from_their_preview() -> None:
    store = InMemoryNotifications(at=NOW)
    await show_round(event_of(facts.RenewalRoundOpened(year=2027, step="call", count=12)), store)
    (entry,) = await store.after(0, limit=9)
    assert entry.line.text == "Appels de cotisation 2027, à préparer\u00a0: 12 adhérents."
    assert entry.line.link == "/renewal-campaigns/2027/preview"
