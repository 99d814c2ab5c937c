"""Specifies what the staff reads of exchanges, where each line leads, and that no line names anybody."""

from typing import Any

import pytest

from services.notifications.domain.exchanges.feed import LINES
from shared.events import conventions as facts
from shared.events.envelope import Payload
from tests.unit.notifications.given_exchange import (
    DRAFTED,
    MANDUEL,
    PEOPLE,
    PROPOSED,
    REQUESTED,
    exchange_after,
    plain,
    sample,
)

TOPICS = "Organisation des équipes en cuisine, Réduction du gaspillage"
CONVENTION = "CONV-2027-014, Manduel et Le Rouret"
VISIT = "VIS-2027-031, Le Rouret chez Manduel"


@pytest.mark.parametrize(
    ("contract", "changed", "text"),
    [
        (facts.ExchangeRequested, {}, f"Demande d’échange à étudier : Manduel ({TOPICS})."),
        (facts.ExchangeRequestQualified, {}, f"Demande d’échange prise en charge : Manduel ({TOPICS})."),
        (facts.ExchangeRequestDeclined, {}, "Demande d’échange refusée, faute d’offre : Manduel."),
        (
            facts.ExchangeRequestDeclined,
            {"reason_code": "other"},
            "Demande d’échange refusée, autre motif : Manduel.",
        ),
        (facts.ExchangeRequestWithdrawn, {}, "Demande d’échange retirée, par la collectivité : Manduel."),
        (
            facts.ExchangeRequestReopened,
            {},
            f"Demande d’échange à reprendre, convention abandonnée : Manduel ({TOPICS}).",
        ),
        (
            facts.MatchDeclined,
            {},
            "Mise en relation sans suite, déclinée par la collectivité intervenante : Manduel et Le Rouret.",
        ),
        (facts.MatchAccepted, {}, f"Convention à préparer : Manduel et Le Rouret ({TOPICS})."),
        (facts.ExchangeFulfilled, {}, "Échange terminé : Manduel et Le Rouret, 12 demi-journées."),
        (facts.ConventionDrafted, {}, f"Convention en préparation : {CONVENTION}."),
        (facts.ConventionRevised, {}, f"Texte à revoir, changement demandé : {CONVENTION}."),
        (
            facts.ConventionFinalised,
            {},
            f"Texte approuvé par toutes les parties, signature à ouvrir : {CONVENTION}.",
        ),
        (
            facts.ConventionSignatoryNeeded,
            {"amendment": 1, "reference": "CONV-2027-014-A1"},
            "Signataire à remplacer, mandat terminé : Le Rouret, CONV-2027-014-A1.",
        ),
        (facts.ConventionPartySigned, {}, f"Signature donnée, par code : Le Rouret, {CONVENTION}."),
        (
            facts.ConventionSignatureRefused,
            {"org": MANDUEL},
            f"Signature refusée, texte à revoir : Manduel, {CONVENTION}.",
        ),
        (
            facts.ConventionSigningExpired,
            {},
            f"Délai de signature passé, à rouvrir : Le Rouret n’a pas signé, {CONVENTION}.",
        ),
        (facts.ConventionSigned, {}, f"Convention signée : {CONVENTION}."),
        (facts.ConventionEnteredIntoForce, {}, f"Convention en vigueur, jusqu’au 31/08/2028 : {CONVENTION}."),
        (facts.AmendmentSigned, {}, f"Avenant 1 signé : {CONVENTION}."),
        (facts.ConventionEndNear, {}, f"Fin de convention, le 31/08/2028 : {CONVENTION}."),
        (facts.ConventionEnded, {}, f"Convention arrivée à son terme, 12 demi-journées : {CONVENTION}."),
        (
            facts.ConventionTerminated,
            {"half_days_consumed": 1},
            f"Convention résiliée au 31/08/2028, 1 demi-journée : {CONVENTION}.",
        ),
        (facts.ConventionClosed, {}, f"Convention close, 12 demi-journées : {CONVENTION}."),
        (facts.ConventionAbandoned, {}, f"Convention abandonnée avant signature : {CONVENTION}."),
        (facts.HalfDayQuotaReached, {}, f"Demi-journées épuisées pour 2027, 20 au total : {CONVENTION}."),
        (facts.VisitScheduled, {}, f"Visite programmée, le 14/10/2027 : {VISIT}."),
        (facts.VisitRescheduled, {}, f"Visite modifiée, désormais le 04/11/2027 : {VISIT}."),
        (facts.VisitCancelled, {}, f"Visite annulée, demi-journées libérées : {VISIT}."),
        (
            facts.VisitConfirmationAwaited,
            {"occasion": "overdue"},
            f"Visite à confirmer, passée depuis une semaine : {VISIT}.",
        ),
        (facts.VisitHeld, {}, f"Visite tenue, 4 demi-journées : {VISIT}."),
        (facts.VisitNotHeld, {}, f"Visite non tenue : {VISIT}."),
        (facts.VisitReported, {}, f"Bilan de visite acquis : {VISIT}."),
        (facts.ReportSubmitted, {}, f"Bilan de visite à valider : {VISIT}."),
        (facts.ReportSubmitted, {"visit_id": None}, f"Bilan final à valider : {CONVENTION}."),
        (facts.ReportValidated, {}, f"Bilan de visite validé : {VISIT}."),
        (facts.ReportPublished, {}, f"Bilan de visite publié : {VISIT}."),
    ],
)
async def test_line_says_what_happened(contract: type[Payload], changed: dict[str, Any], text: str) -> None:
    exchange = await exchange_after(contract, **changed)
    assert (await exchange.texts())[-1] == text


@pytest.mark.parametrize(
    ("contract", "changed"),
    [
        (facts.ConventionRevised, {"reason_code": "by_staff"}),
        (facts.AmendmentRevised, {"reason_code": "by_staff"}),
        (facts.ConventionRevised, {"reason_code": "signature_refused"}),
        (facts.VisitConfirmationAwaited, {"occasion": "asked"}),
        (facts.ConventionSignatureCodeIssued, {}),
        (facts.ConventionSignatureRequested, {}),
        (facts.MatchProposed, {}),
        (facts.MatchReminded, {}),
    ],
)
async def test_the_staff_is_spared_what_it_has_just_done_or_others_are_asked(
    contract: type[Payload], changed: dict[str, Any]
) -> None:
    exchange = await exchange_after(contract, **changed)
    assert contract.__name__ not in {line.code for line in await exchange.lines()}


@pytest.mark.parametrize("contract", LINES, ids=lambda contract: contract.__name__)
async def test_no_line_names_anybody(contract: type[Payload]) -> None:
    exchange = await exchange_after(contract)
    for line in await exchange.lines():
        assert line.person_id is None
        assert not any(person.family_name in line.text for person in PEOPLE)


@pytest.mark.parametrize(
    ("contract", "link"),
    [
        (facts.MatchAccepted, f"/exchange-requests/{REQUESTED.exchange_request_id}"),
        (facts.ConventionSigned, f"/conventions/{DRAFTED.convention_id}"),
        (facts.HalfDayQuotaReached, f"/conventions/{DRAFTED.convention_id}"),
        (facts.VisitHeld, f"/visits/{PROPOSED.visit_id}"),
        (facts.ReportSubmitted, f"/reports/{sample(facts.ReportSubmitted).report_id}"),
    ],
)
async def test_line_leads_to_what_it_is_about(contract: type[Payload], link: str) -> None:
    lines = await (await exchange_after(contract)).lines()
    assert (lines[-1].code, lines[-1].link) == (contract.__name__, link)


async def test_line_has_its_typography() -> None:
    [line] = await (await exchange_after(facts.ExchangeRequested)).lines()
    assert "étudier\u00a0: Manduel" in line.text
    assert plain(line.text) != line.text
