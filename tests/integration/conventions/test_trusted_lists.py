"""Checks the level of signatures by tools of people’s own against trusted lists; and whom we ask."""

from datetime import timedelta
from functools import partial

import pytest

from services.conventions.documents.assessment import assess
from services.conventions.documents.inspection import look
from services.conventions.documents.notary import PdfNotary
from shared.clock import utc_now
from tests.fakes.certificate_authority import FakeCertificateAuthority, running_authority
from tests.fakes.certificates import DAY, NO_DEVICE, QUALIFIED, SEAL, authority_certificate, key_of
from tests.fakes.list_operator import LONG_AGO, QTST, SEALS, Service
from tests.fakes.signing_tool import SigningTool
from tests.integration.conventions.given_lists import (
    MENTION,
    UNSTAMPED,
    WHO,
    Platform,
    said_at,
    seal_says,
)
from tests.unit.conventions.given_documents import seal_by, text


@pytest.mark.parametrize("by_ocsp", [False, True])
async def test_a_qualified_certificate_with_its_key_in_a_device_signs_at_the_qualified_level(
    platform: Platform, issuer: FakeCertificateAuthority, by_ocsp: bool
) -> None:
    platform.lists(
        Service(certificate=issuer.certificate), Service(certificate=issuer.certificate, type=QTST)
    )
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO, by_ocsp=by_ocsp)))
    assert checked.level == "qualified"
    assert said_at(
        checked,
        f"{UNSTAMPED}certificat qualifié de signature, clé dans un dispositif qualifié, délivré par "
        "«\u00a0Service 1\u00a0» selon la liste de confiance, non révoqué le ",
    )
    assert "signature qualifiée, posée avec un autre outil et vérifiée à réception. Journal" in seal_says(
        checked
    )
    assert issuer.asked == ["/ocsp" if by_ocsp else "/revoked.crl"]


async def test_a_key_outside_a_device_signs_at_the_advanced_level(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO, statements=NO_DEVICE)))
    assert checked.level == "advanced"
    assert said_at(
        checked,
        f"{UNSTAMPED}certificat qualifié de signature, délivré par «\u00a0Service 1\u00a0» selon la liste de "
        "confiance, non révoqué le ",
        ", mais rien n’indique que sa clé est dans un dispositif qualifié",
    )
    assert "signature avancée, posée avec un autre outil" in seal_says(checked)


async def test_a_certificate_that_is_not_qualified_signs_at_the_advanced_level(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO, statements=())))
    assert checked.level == "advanced"
    assert said_at(
        checked,
        f"{UNSTAMPED}certificat non qualifié, délivré par «\u00a0Service 1\u00a0», autorité de la liste de "
        "confiance, non révoqué le ",
    )
    assert "signature avancée, posée avec un autre outil" in seal_says(checked)


async def test_an_authority_of_no_list_stays_simple_and_nobody_is_asked(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    with running_authority("Autre autorité") as other:
        platform.lists(Service(certificate=other.certificate))
        for by_ocsp in (False, True):
            checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO, by_ocsp=by_ocsp)))
            assert checked.level == "simple"
            assert checked.findings == (
                f"{UNSTAMPED}l’autorité du certificat n’est dans aucune liste de confiance."
            )
            assert "signature simple, posée avec un autre outil" in seal_says(checked)
        assert (issuer.asked, other.asked) == ([], [])


async def test_an_authority_that_took_the_name_of_a_listed_one_is_not_asked(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    real = authority_certificate("Autorité d’essai", key_of("Autorité d’essai, la vraie"))
    platform.lists(Service(certificate=real))
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO)))
    assert checked.level == "simple"
    assert said_at(
        checked,
        f"{UNSTAMPED}selon les listes de confiance, l’autorité du certificat ne répond pas, le ",
        ", de son usage pour signer",
    )
    assert issuer.asked == []


async def test_a_self_signed_certificate_stays_simple(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    checked = await platform.takes(SigningTool(WHO))
    assert checked.level == "simple"
    assert checked.findings == f"{UNSTAMPED}l’autorité du certificat n’est dans aucune liste de confiance."
    assert issuer.asked == []


@pytest.mark.parametrize("was_granted", [True, False])
async def test_a_service_that_was_withdrawn_vouches_for_nobody(
    platform: Platform, issuer: FakeCertificateAuthority, was_granted: bool
) -> None:
    before = (("granted", LONG_AGO),) if was_granted else ()
    platform.lists(
        Service(certificate=issuer.certificate, status="withdrawn", since=utc_now() - 90 * DAY, before=before)
    )
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO)))
    assert checked.level == "simple"
    if was_granted:
        assert said_at(
            checked,
            f"{UNSTAMPED}selon les listes de confiance, l’autorité du certificat ne répond pas, le ",
            ", de son usage pour signer",
        )
    else:
        assert checked.findings.endswith("l’autorité du certificat n’est dans aucune liste de confiance.")
    assert issuer.asked == []


async def test_a_withdrawn_service_whose_key_still_stamps_the_time_vouches_for_nobody(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    past = (("granted", LONG_AGO),)
    platform.lists(
        Service(certificate=issuer.certificate, status="withdrawn", since=utc_now() - 90 * DAY, before=past),
        Service(certificate=issuer.certificate, type=QTST),
    )
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO)))
    assert checked.level == "simple"
    assert said_at(
        checked,
        f"{UNSTAMPED}selon les listes de confiance, l’autorité du certificat ne répond pas, le ",
        ", de son usage pour signer",
    )
    assert issuer.asked == []


async def test_a_certificate_of_two_types_at_once_stays_simple(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO, statements=(*QUALIFIED, "qct_eseal"))))
    assert checked.level == "simple"
    assert checked.findings == (
        f"{UNSTAMPED}le certificat n’a pas pu être vérifié avec les listes de confiance."
    )


async def test_a_service_granted_for_seals_alone_does_not_vouch_for_signatures(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate, made_for=SEALS))
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO)))
    assert checked.level == "simple"
    assert said_at(
        checked,
        f"{UNSTAMPED}selon les listes de confiance, l’autorité du certificat ne répond pas, le ",
        ", de son usage pour signer",
    )
    assert issuer.asked == []


async def test_the_certificate_of_a_seal_makes_no_qualified_signature(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate, made_for=SEALS))
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO, statements=SEAL)))
    assert checked.level == "simple"
    assert checked.findings == (
        f"{UNSTAMPED}certificat délivré par «\u00a0Service 1\u00a0» selon la liste de confiance, mais pour "
        "un cachet ou un site, et non pour la signature d’une personne."
    )
    assert "signature simple, posée avec un autre outil" in seal_says(checked)


@pytest.mark.parametrize("lasts", [-DAY, None])
async def test_a_list_out_of_date_is_not_believed(
    platform: Platform, issuer: FakeCertificateAuthority, lasts: timedelta | None
) -> None:
    platform.operator.issue(platform.folder, Service(certificate=issuer.certificate), lasts=lasts)
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO)))
    assert checked.level == "simple"
    assert checked.findings == (
        f"{UNSTAMPED}l’autorité du certificat n’est dans aucune liste de confiance\u202f; "
        "liste de confiance périmée, à remplacer\u00a0: fr."
    )
    assert issuer.asked == []


async def test_the_bounded_process_finds_the_same(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    notary = PdfNotary(seal_by(), assess=partial(assess, folder=platform.folder))
    before = await text()
    signed = await SigningTool(WHO, issuer.vouch(WHO)).sign(before)
    checked = await notary.check_signed(signed, MENTION, before=before, last=False)
    assert checked.level == "qualified"
    assert "clé dans un dispositif qualifié, délivré par «\u00a0Service 1\u00a0»" in checked.findings
    (platform.folder / "fr.xml").unlink()
    checked = await notary.check_signed(signed, MENTION, before=before, last=False)
    assert checked.level == "simple"
    assert (
        checked.findings == f"{UNSTAMPED}le certificat n’a pas pu être vérifié avec les listes de confiance."
    )


async def test_without_lists_all_is_as_it_was(issuer: FakeCertificateAuthority) -> None:
    before = await text()
    signed = await SigningTool(WHO, issuer.vouch(WHO, statements=QUALIFIED)).sign(before)
    checked = await PdfNotary(seal_by(), look).check_signed(signed, MENTION, before=before, last=False)
    assert checked.level == "simple"
    assert checked.findings == f"{UNSTAMPED}autorité du certificat non vérifiée."
    assert issuer.asked == []
