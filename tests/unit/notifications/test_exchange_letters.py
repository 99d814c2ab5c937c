"""Specifies the mails about exchanges: their words, what they never say, the same bytes each time."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.domain.copies import OrganisationCopy
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges.links import NO_TEXT
from shared.events import conventions as facts
from shared.security.links import LinkExpired, Purpose
from shared.security.signature_links import DocumentSubject, SignatureSubject
from tests.unit.notifications.exchange_cases import CASES, name_of
from tests.unit.notifications.given import MEMBER_LINKS, NOW, SIGNER
from tests.unit.notifications.given_exchange import (
    ALI,
    CLUB,
    DIRECTOR,
    IN_MANDUEL,
    IN_ROURET,
    MANDUEL,
    MAYOR,
    PEOPLE,
    REQUESTED,
    Exchange,
    exchange_after,
    plain,
    sample,
    text_of,
)

MAILED = [case for case in CASES if case[-1]]
AMENDED = {"amendment": 1, "reference": "CONV-2027-014-A1"}
UNBROKEN = re.compile(r"[^\u202f][;!?]|[^\u00a0][:»](?!//)|«[^\u00a0]")


@pytest.fixture(params=MAILED, ids=name_of)
async def exchange(request: pytest.FixtureRequest) -> Exchange:
    contract, changed, *_ = request.param
    return await exchange_after(contract, **changed)


async def written_in(exchange: Exchange) -> list[tuple[EmailMessage, UUID]]:
    """All mails so far, and whom each is for."""
    return [(await exchange.written(mail), mail.notice.person_id) for mail in await exchange.mails()]


def squeezed(text: str) -> str:
    """The text with one space or line end for several; no-break spaces stay."""
    return re.sub(r"[ \n]+", " ", text).strip()


def words_of(html: str) -> str:
    """What somebody reads of the page, from its heading on."""
    return squeezed(re.sub(r"<[^>]+>", " ", html.partition("<h1")[2].partition(">")[2]))


async def test_text_and_html_say_the_same(exchange: Exchange) -> None:
    for message, _ in await written_in(exchange):
        html = text_of(message, "html")
        links = re.findall(r'href="([^"]+)"', html)
        for line in filter(None, map(squeezed, text_of(message).splitlines())):
            assert line in links or line.removesuffix("\u00a0:") in words_of(html)


async def test_who_answers_from_their_space_is_led_to_it(exchange: Exchange) -> None:
    for message, _ in await written_in(exchange):
        text = text_of(message)
        assert ("votre espace" in squeezed(text)) == (MEMBER_LINKS.to_sign_in in text)


async def test_typography_is_french(exchange: Exchange) -> None:
    for message, _ in await written_in(exchange):
        for text in (message["Subject"], text_of(message), words_of(text_of(message, "html"))):
            without_links = re.sub(r"http\S+", "", text)
            assert UNBROKEN.findall(without_links) == []
            assert "'" not in without_links


async def test_nobody_but_the_reader_is_named(exchange: Exchange) -> None:
    for message, reader in await written_in(exchange):
        said = message.as_string() + text_of(message) + text_of(message, "html")
        for person in PEOPLE:
            assert (person.name in said) is (person.person_id == reader)
            assert (person.email in said) is (person.person_id == reader)


async def test_no_mail_speaks_of_another_status_or_claims_a_level(exchange: Exchange) -> None:
    for message, _ in await written_in(exchange):
        said = (message["Subject"] + text_of(message) + text_of(message, "html")).lower()
        assert "détach" not in said
        assert "signature qualifiée" not in said
        assert "signature avancée" not in said


async def test_nothing_is_left_to_fill_in(exchange: Exchange) -> None:
    for message, _ in await written_in(exchange):
        said = message["Subject"] + text_of(message)
        assert re.findall(r"None|[{}]|\w+_\w+", re.sub(r"http\S+", "", said)) == []


async def test_same_delivery_gives_the_same_bytes(exchange: Exchange) -> None:
    for mail in await exchange.mails():
        assert (await exchange.written(mail)).as_bytes() == (await exchange.written(mail)).as_bytes()


async def test_signatory_reads_what_to_sign_and_until_when() -> None:
    asked = sample(facts.ConventionSignatureRequested)
    exchange = await exchange_after(facts.ConventionSignatureRequested)
    message = await exchange.mail(MAYOR, Template.SIGNATURE_REQUESTED)
    text = plain(text_of(message))
    assert plain(message["Subject"]) == "À signer : convention CONV-2027-014"
    assert "Pour Le Rouret, votre signature est attendue avant le jeudi 6 mai 2027, 10 h 30" in text
    assert "c’est une signature électronique simple." in text
    [link] = re.findall(r"http://conventions\.example\.org/signatures/(\S+)", text)
    subject = SIGNER.verify(Purpose.SIGNATURE, link, at=asked.expires_at)
    assert SignatureSubject.parse(subject) == SignatureSubject(
        document=DocumentSubject(convention_id=asked.convention_id),
        org=asked.org,
        person_id=MAYOR,
        text_id=asked.text_id or NO_TEXT,
        renewal=asked.renewal,
    )
    with pytest.raises(LinkExpired):
        SIGNER.verify(Purpose.SIGNATURE, link, at=asked.expires_at + timedelta(seconds=1))


async def test_who_was_asked_to_sign_reads_why_somebody_refused() -> None:
    exchange = await exchange_after(facts.ConventionSignatureRefused, reason="Le quota\na changé.")
    message = await exchange.mail(MAYOR, Template.SIGNATURE_REFUSED)
    assert "Motif : Le quota a changé." in plain(text_of(message))


async def test_a_mandate_is_said_to_be_over_where_it_is() -> None:
    for reason_code, said in (
        ("mandate_ended", "plus : son mandat est terminé."),
        ("person_erased", "plus."),
    ):
        exchange = await exchange_after(facts.ConventionSignatoryNeeded, reason_code=reason_code)
        message = await exchange.mail(IN_ROURET, Template.SIGNATORY_NEEDED)
        assert f"La personne qui devait signer pour Le Rouret ne le peut {said}" in plain(text_of(message))


async def test_an_amendment_to_what_is_over_has_no_object() -> None:
    exchange = await exchange_after(facts.AmendmentAbandoned, reason_code="convention_over")
    message = await exchange.mail(IN_ROURET, Template.AMENDMENT_ABANDONED)
    assert "La convention a pris fin avant que tous aient signé cet avenant" in plain(text_of(message))


async def test_signatory_of_an_amendment_gets_the_link_to_it() -> None:
    exchange = await exchange_after(facts.ConventionSignatureRequested, **AMENDED)
    message = await exchange.mail(MAYOR, Template.SIGNATURE_REQUESTED)
    assert plain(message["Subject"]) == "À signer : avenant CONV-2027-014-A1"
    [link] = re.findall(r"/signatures/(\S+)", text_of(message))
    subject = SignatureSubject.parse(SIGNER.verify(Purpose.SIGNATURE, link, at=NOW))
    assert subject.document.amendment == 1


async def test_code_comes_alone_with_its_time_and_a_warning() -> None:
    issued = sample(facts.ConventionSignatureCodeIssued)
    exchange = await exchange_after(facts.ConventionSignatureCodeIssued)
    message = await exchange.mail(MAYOR, Template.SIGNATURE_CODE)
    code = SIGNER.code(Purpose.SIGNATURE_CODE, issued.nonce)
    for kind in ("plain", "html"):
        text = plain(text_of(message, kind))
        assert text.count(code) == 1
        assert "jusqu’à 10 h 30 (heure de Paris)" in text
        assert "Personne ne vous demandera ce code par téléphone" in text
        assert "/signatures/" not in text
    assert code not in message["Subject"]


@pytest.mark.parametrize("occasion", ["invited", "reminded", "resent"])
async def test_what_asks_to_sign_never_has_the_code(occasion: str) -> None:
    exchange = await exchange_after(facts.ConventionSignatureRequested, occasion=occasion)
    await exchange.tell(sample(facts.ConventionSignatureCodeIssued))
    code = SIGNER.code(Purpose.SIGNATURE_CODE, sample(facts.ConventionSignatureCodeIssued).nonce)
    message = await exchange.mail(MAYOR, Template.SIGNATURE_REQUESTED)
    assert code not in message.as_string()
    assert code not in text_of(message)


async def test_the_association_is_named_when_it_signs() -> None:
    exchange = await exchange_after(
        facts.ConventionSignatureRequested, org=CLUB, signatory_id=DIRECTOR, occasion="reminded"
    )
    message = await exchange.mail(DIRECTOR, Template.SIGNATURE_REQUESTED)
    assert "Pour Un Plus Bio, votre signature" in text_of(message)
    assert "Votre signature est toujours attendue" in text_of(message, "html")


@pytest.mark.parametrize(
    ("contract", "template", "amendment"),
    [
        (facts.ConventionSigned, Template.CONVENTION_SIGNED, None),
        (facts.AmendmentSigned, Template.AMENDMENT_SIGNED, 1),
    ],
)
async def test_what_was_signed_can_be_downloaded_for_90_days_and_checked(
    contract: type[facts.ConventionSigned | facts.AmendmentSigned], template: Template, amendment: int | None
) -> None:
    exchange = await exchange_after(contract)
    message = await exchange.mail(IN_MANDUEL, template)
    text = plain(text_of(message))
    assert f"Empreinte SHA-256 : {sample(contract).sha256}" in text
    assert "Une signature donnée avec un code reçu par message est une signature électronique simple." in text
    assert "jusqu’au dimanche 2 mai 2027" in text
    assert "vérifier cette copie, à tout moment : http://conventions.example.org/verification" in text
    [link] = re.findall(r"http://conventions\.example\.org/signed-documents/(\S+)", text)
    until = NOW + timedelta(days=90)
    document = DocumentSubject.parse(SIGNER.verify(Purpose.SIGNED_DOCUMENT, link, at=until))
    convention_id = sample(facts.ConventionSigned).convention_id
    assert document == DocumentSubject(convention_id=convention_id, amendment=amendment)
    with pytest.raises(LinkExpired):
        SIGNER.verify(Purpose.SIGNED_DOCUMENT, link, at=until + timedelta(seconds=1))


async def test_an_amendment_of_unknown_fingerprint_shows_none() -> None:
    exchange = await exchange_after(facts.AmendmentSigned, sha256=None)
    message = await exchange.mail(IN_MANDUEL, Template.AMENDMENT_SIGNED)
    text = plain(text_of(message))
    assert "Ce qui change : la date de fin, le nombre de demi-journées" in text
    assert "SHA-256" not in text


async def test_each_side_of_a_proposal_reads_its_own_words() -> None:
    exchange = await exchange_after(facts.MatchProposed)
    asked = text_of(await exchange.mail(IN_MANDUEL, Template.MATCH_PROPOSED))
    offering = text_of(await exchange.mail(IN_ROURET, Template.MATCH_PROPOSED))
    assert "Pour votre demande d’échange" in asked
    assert "Manduel demande un échange sur ces sujets" in offering
    for text in map(plain, (asked, offering)):
        assert "Collectivité proposée : Le Rouret" in text
        assert "avant le jeudi 6 mai 2027, 10 h 30 (heure de Paris)" in text


async def test_agent_and_referent_read_what_concerns_them() -> None:
    exchange = await exchange_after(facts.VisitScheduled)
    agent = plain(text_of(await exchange.mail(ALI, Template.VISIT_SCHEDULED)))
    referent = plain(text_of(await exchange.mail(IN_MANDUEL, Template.VISIT_SCHEDULED)))
    assert "votre ordre de mission" not in referent
    assert "établit votre ordre de mission avant le départ" in agent
    assert "La visite de 2 agents du Rouret chez Manduel est programmée." in referent
    for text in (agent, referent):
        assert "Quand : jeudi 14 octobre 2027, de 8 h 30 à 17 h" in text
        assert "Où : Cuisine centrale, 2 rue des Écoles, 30129 Manduel" in text


@pytest.mark.parametrize(
    ("reason_code", "said"),
    [
        ("not_member", "réservés aux adhérents"),
        ("out_of_scope", "sort de ce que le club peut accompagner"),
        ("no_offer", "ne propose pour l’instant"),
        ("other", "ne peut pas donner suite"),
    ],
)
async def test_reason_of_a_refusal_is_said(reason_code: str, said: str) -> None:
    exchange = await exchange_after(facts.ExchangeRequestDeclined, reason_code=reason_code)
    assert said in text_of(await exchange.mail(IN_MANDUEL, Template.EXCHANGE_DECLINED))


@settings(deadline=None)
@given(name=st.text(min_size=1))
def test_names_from_outside_stay_text(name: str) -> None:
    async def written() -> EmailMessage:
        exchange = Exchange()
        hostile = f"{name}\r\nBcc: eve@example.org\r\n\r\n<b>{name}"
        exchange.store.keep_organisation(OrganisationCopy(org=MANDUEL, sequence=1, name=hostile))
        await exchange.tell(REQUESTED, sample(facts.MatchAccepted))
        return await exchange.mail(IN_MANDUEL, Template.MATCH_ACCEPTED)

    message = run(written())
    assert "Bcc" not in message
    assert "<b>" not in text_of(message, "html")
    assert "\nBcc" not in text_of(message)


def run(coroutine: Any) -> Any:
    """The result of what waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("a service in memory waits for nothing")


async def test_headers_are_those_of_every_mail() -> None:
    exchange = await exchange_after(facts.MatchAccepted)
    message = await exchange.mail(IN_MANDUEL, Template.MATCH_ACCEPTED)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime == datetime(2027, 2, 1, 9, tzinfo=UTC)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
