"""Checks who is named first when somebody asks who has already done something, and why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.directory.domain.know_how import KnowHow
from services.directory.domain.offer import ExpertiseOffer, OfferState
from services.directory.domain.past_work import ExchangeCopy, GatheringCopy, TestimonyCopy
from services.directory.domain.ranking import Evidence, Ground, Ranked, rank
from tests.unit.directory.given import BARJAC, MANDUEL, PROFILE, TODAY, id_of

MILLAU, PARIS = id_of("Millau"), id_of("Paris")
PROFILES = {
    MANDUEL: PROFILE,
    BARJAC: replace(PROFILE, name="Barjac"),
    MILLAU: replace(PROFILE, name="Millau", departement="12"),
    PARIS: replace(PROFILE, name="Paris", departement="75", region="11"),
}
KNOW_HOW = KnowHow(topics=("plastique",), summary="Sortir les barquettes.", half_days_per_year=6)


def offer(state: OfferState = OfferState.PUBLISHED) -> ExpertiseOffer:
    return ExpertiseOffer(id=id_of(state), org=MANDUEL, content=KNOW_HOW, state=state)


def exchange(fulfilled_on: date | None = TODAY) -> ExchangeCopy:
    return ExchangeCopy(
        exchange_request_id=id_of("exchange"),
        sequence=6,
        topics=("plastique",),
        offering_org=MILLAU,
        receiving_org=PARIS,
        fulfilled_on=fulfilled_on,
    )


GATHERING = GatheringCopy(
    club_event_id=id_of("gathering"), sequence=4, title="Matinée", venue_org=BARJAC, held_on=TODAY
)
TOLD = TestimonyCopy(
    testimony_id=id_of("testimony"),
    sequence=5,
    org=BARJAC,
    title="Sans plastique en trois ans",
    topics=("plastique",),
    given_on=TODAY,
)


def ranked(
    offers: Sequence[ExpertiseOffer] = (),
    exchanges: Sequence[ExchangeCopy] = (),
    gatherings: Sequence[GatheringCopy] = (),
    testimonies: Sequence[TestimonyCopy] = (),
    *,
    near: bool = False,
) -> Sequence[Ranked]:
    evidence = Evidence(offers=offers, exchanges=exchanges, gatherings=gatherings, testimonies=testimonies)
    return rank(evidence, PROFILES, near=PROFILES[PARIS] if near else None, on=TODAY)


def grounds(found: Sequence[Ranked]) -> dict[object, list[Ground]]:
    return {one.org: [reason.ground for reason in one.reasons] for one in found}


def test_who_offers_comes_before_who_taught_who_welcomed_and_who_learnt() -> None:
    found = ranked([offer()], [exchange()], [GATHERING])
    assert list(grounds(found).items()) == [
        (MANDUEL, [Ground.OFFERS]),
        (MILLAU, [Ground.TAUGHT]),
        (BARJAC, [Ground.WELCOMED]),
        (PARIS, [Ground.LEARNT]),
    ]
    assert found[0].reasons[0].what == KNOW_HOW.summary


def test_who_told_of_it_comes_before_who_only_welcomed() -> None:
    found = ranked(gatherings=[replace(GATHERING, venue_org=PARIS)], testimonies=[TOLD])
    assert list(grounds(found).items()) == [(BARJAC, [Ground.TESTIFIED]), (PARIS, [Ground.WELCOMED])]
    assert (found[0].reasons[0].what, found[0].reasons[0].on) == (TOLD.title, TODAY)
    (long_ago,) = ranked(testimonies=[replace(TOLD, given_on=date(2020, 1, 1))])
    assert long_ago.points == 2


def test_what_is_long_ago_counts_half_and_what_is_not_over_not_at_all() -> None:
    (long_ago,) = [one for one in ranked([], [exchange(date(2020, 1, 1))]) if one.org == MILLAU]
    assert long_ago.points == 3
    assert ranked([], [exchange(None)], [replace(GATHERING, held_on=None)]) == []


def test_reasons_add_up_the_best_first() -> None:
    (one,) = ranked([offer()], [], [replace(GATHERING, venue_org=MANDUEL)])
    assert [reason.ground for reason in one.reasons] == [Ground.OFFERS, Ground.WELCOMED]
    assert one.points == 12
    (paused,) = ranked([offer(OfferState.PAUSED)])
    assert paused.points < one.points


def test_who_is_near_comes_first_among_equals() -> None:
    around = [replace(GATHERING, venue_org=org) for org in (BARJAC, PARIS)]
    assert [one.org for one in ranked([], [], around)] == [BARJAC, PARIS]
    near = ranked([], [], around, near=True)
    assert [one.org for one in near] == [PARIS, BARJAC]
    assert [reason.ground for reason in near[0].reasons] == [
        Ground.WELCOMED,
        Ground.SAME_DEPARTEMENT,
        Ground.SAME_KIND,
    ]


def test_who_is_not_asked_for_is_not_named() -> None:
    evidence = Evidence(offers=[offer()], exchanges=[exchange()], gatherings=[], testimonies=[])
    assert rank(evidence, {}, near=None, on=TODAY) == []
    assert set(evidence.orgs()) == {MANDUEL, MILLAU, PARIS}
