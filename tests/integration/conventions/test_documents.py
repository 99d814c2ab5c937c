"""Checks the documents: they say what they must, and what they declare stays true once they are signed."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.conventions.documents.seal import Seal, new_seal
from services.conventions.documents.time_stamps import read_certificates
from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.terms import Clause, LegalForm, Terms
from services.conventions.domain.convention.text import text_of
from services.conventions.domain.documents import Text
from services.conventions.domain.errors.signing import SealOver
from tests.programs import output_of
from tests.unit.conventions.given_agreement import AGENT, DOCUMENT, ORGS, TERMS, amended, convention
from tests.unit.conventions.given_documents import (
    DATED,
    PRESS,
    PUBLIC_URL,
    mention,
    seal_by,
    seal_pem,
    signed_by_all,
)

PARTNERSHIP = text_of(convention(), None, document_id=DOCUMENT)
MISE_A_DISPOSITION = text_of(convention(legal_form=LegalForm.MISE_A_DISPOSITION), None, document_id=DOCUMENT)
AMENDMENT = text_of(amended(Changes(half_day_quota=30)), 1, document_id=DOCUMENT)
"""One of each sort of document."""


async def read(text: Text, folder: Path) -> str:
    """The text of the pages, on one line."""
    return " ".join(written(await PRESS.write(text, dated=DATED), folder).split())


def written(content: bytes, folder: Path) -> str:
    file = folder / "document.pdf"
    file.write_bytes(content)
    return output_of("pdftotext", "-layout", file, "-")


SAID = {
    1: ("CONV-2027-014, version 1", "Convention de partenariat", "Fait à Manduel", "Modèle version 1"),
    2: (
        "Commune de Mouans-Sartoux, commune, SIREN 210600847, 1 place de la Mairie,",
        "représentée par Camille Martin, Maire, agissant en vertu de délibération n° 12 du 2 mars 2027",
    ),
    3: ("Un Plus Bio, association déclarée sous le n° W301000000", "Camille Exemple, présidente"),
    4: ("Clause aim.", "Clause legal_basis.", "Clause charter."),
    5: ("Organisation des équipes en cuisine", "Des menus faits maison", "Demande d’échange"),
    6: (AGENT.name, AGENT.post, "titulaire", "accord de l’agent", "Clause authority."),
    7: (
        TERMS.practice.places,
        "20 au plus par année civile",
        "2 au plus par visite",
        TERMS.practice.calendar,
        "avec 7 jours de préavis",
        "Clause mission_orders.",
    ),
    8: ("Clause welcome.", "Clause hygiene.", "Clause equipment.", TERMS.practice.contact_person),
    9: (
        "Les interventions sont gratuites",
        "à la charge de la collectivité bénéficiaire",
        "Clause expenses.",
    ),
    10: (
        "Clause insurance.",
        "Clause accidents.",
        "Clause discretion.",
        "Clause image.",
        "Clause ownership.",
    ),
    11: ("Clause follow_up.", "dans un délai de 30 jours", "Un bilan n’est publié qu’avec l’accord"),
    12: ("Clause personal_data.",),
    13: (
        "1er septembre 2027",
        "31 août 2028",
        "Clause renewal.",
        "Clause amendment.",
        "Clause termination.",
        "60 jours",
    ),
    14: ("Clause disputes.",),
    15: ("Pour la collectivité intervenante", "Pour l’association", "Déroulé", "Calendrier prévisionnel"),
}
"""What the reference of the domain (section 7) asks of each convention, item by item."""


@pytest.mark.parametrize("item", SAID)
async def test_a_convention_says_all_that_it_must(item: int, tmp_path: Path) -> None:
    pages = await read(PARTNERSHIP, tmp_path)
    assert [said for said in SAID[item] if said not in pages] == []


async def test_the_association_is_named_where_it_does_not_sign_too(tmp_path: Path) -> None:
    pages = await read(replace(PARTNERSHIP, parties=PARTNERSHIP.parties[:2]), tmp_path)
    assert "Pour l’association" not in pages
    assert [said for said in SAID[3] if said not in pages] == []


async def test_a_mise_a_disposition_says_what_its_form_asks_for_besides(tmp_path: Path) -> None:
    pages = await read(MISE_A_DISPOSITION, tmp_path)
    wanted = (
        "Convention de mise à disposition",
        "2 mars 2027",
        "Arrêté 2027-41",
        "Accords écrits des agents",
    )
    assert [said for said in wanted if said not in pages] == []


async def test_a_single_day_and_no_notice_are_said_as_such(tmp_path: Path) -> None:
    practice = replace(TERMS.practice, move_notice_days=0)
    terms = replace(
        TERMS,
        practice=practice,
        report_within_days=1,
        duration=replace(TERMS.duration, notice_period_days=1),
    )
    pages = await read(replace(PARTNERSHIP, terms=terms), tmp_path)
    wanted = ("Déplacer une date sans préavis", "dans un délai de 1 jour.", "Le préavis est de 1 jour.")
    assert [said for said in wanted if said not in pages] == []


async def test_a_departement_is_represented_as_french_has_it(tmp_path: Path) -> None:
    gard, *others = PARTNERSHIP.parties
    gard = replace(gard, legal_name="Département du Gard", kind="departement")
    pages = await read(replace(PARTNERSHIP, parties=(gard, *others)), tmp_path)
    assert "Département du Gard, département, SIREN 210600847" in pages
    assert "représenté par Camille Martin" in pages
    assert "représentée par Camille Martin" in pages  # the commune


async def test_an_amendment_says_what_it_changes(tmp_path: Path) -> None:
    pages = await read(AMENDMENT, tmp_path)
    wanted = ("Avenant n° 1", "CONV-2027-014-A1", "nombre de demi-journées par an", "30 au plus par année")
    assert [said for said in wanted if said not in pages] == []


@pytest.mark.parametrize("text", [PARTNERSHIP, MISE_A_DISPOSITION, AMENDMENT])
async def test_a_document_is_the_same_each_time_and_can_be_verified_by_its_address(
    text: Text, tmp_path: Path
) -> None:
    once, again = [await PRESS.write(text, dated=DATED) for _ in range(2)]
    assert once == again
    pages = "".join(written(once, tmp_path).split())
    assert f"{PUBLIC_URL}/verification/{DOCUMENT}" in pages
    assert "électroniquesimple" in pages


async def test_a_document_is_in_french_and_every_hyphen_of_it_can_be_found(tmp_path: Path) -> None:
    narrow = "Saint-Rémy-de-Provence accompagne l’approvisionnement intercommunautaire. " * 20
    party = replace(PARTNERSHIP.parties[0], legal_name="Commune de Saint-Rémy-de-Provence")
    terms = replace(PARTNERSHIP.terms, clauses={**PARTNERSHIP.terms.clauses, Clause.AIM: narrow})
    content = await PRESS.write(
        replace(PARTNERSHIP, parties=(party, *PARTNERSHIP.parties[1:]), terms=terms), dated=DATED
    )
    assert PdfFileReader(BytesIO(content)).root["/Lang"] == "fr-FR"
    pages = written(content, tmp_path)
    assert "\u00ad" not in pages
    assert "CONV-2027-014" in pages
    assert "".join(pages.split()).count("Saint-Rémy-de-Provence") >= 21


async def test_nothing_is_sealed_with_a_certificate_that_has_ended() -> None:
    ended = Seal(new_seal(name="Essaim, essai", now=datetime(2010, 1, 1, tzinfo=UTC)))
    with pytest.raises(SealOver):
        await ended.put(await PRESS.write(PARTNERSHIP, dated=DATED), mention(ORGS[0]))


@pytest.mark.parametrize("text", [PARTNERSHIP, MISE_A_DISPOSITION, AMENDMENT])
async def test_no_document_speaks_of_another_civil_service_position(text: Text, tmp_path: Path) -> None:
    real = replace(text, terms=replace(text.terms, clauses=PRESS.clauses(text.legal_form, 1)))
    pages = (await read(real, tmp_path)).lower()
    assert "détache" not in pages
    assert set(real.terms.clauses) == set(Clause)


@pytest.mark.parametrize("text", [PARTNERSHIP, MISE_A_DISPOSITION, AMENDMENT])
async def test_a_preview_says_that_it_is_one_and_has_no_address_to_verify_it_at(
    text: Text, tmp_path: Path
) -> None:
    preview = await PRESS.write(replace(text, document_id=None), dated=DATED)
    pages = " ".join(written(preview, tmp_path).split())
    assert f"Projet à relire, version {text.version} : ce texte n’est pas final" in pages
    assert PUBLIC_URL not in pages
    assert "Projet" not in written(await PRESS.write(text, dated=DATED), tmp_path)


async def test_a_draft_that_lacks_nearly_everything_can_be_read(tmp_path: Path) -> None:
    draft = Text(
        reference="CONV-2027-014",
        version=1,
        template_version=1,
        legal_form=LegalForm.PARTNERSHIP,
        parties=(),
        terms=Terms(title="", topics=()),
        exchange_request_id=DOCUMENT,
        document_id=None,
    )
    assert "CONV-2027-014, version 1" in await read(draft, tmp_path)


async def test_a_signed_document_is_still_an_archive_that_can_be_read_aloud() -> None:
    plain, signed = await PRESS.write(PARTNERSHIP, dated=DATED), await signed_by_all(seal_by())
    before, after = (PdfFileReader(BytesIO(content)).root for content in (plain, signed))
    assert after["/Metadata"].data == before["/Metadata"].data
    for declared in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert declared in after["/Metadata"].data
    assert after["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in after
    for field in map(after["/AcroForm"]["/Fields"].__getitem__, range(3)):
        printed, hidden = 4, 2
        assert field["/F"] & (printed | hidden) == printed  # PDF/A (ISO 19005-2, 6.3.2)
        left, bottom, right, top = (float(edge) for edge in field["/Rect"])
        assert (left, bottom) == (right, top)  # nothing to show, so no appearance (6.3.3)
        assert right < 0  # beside the page: no part of what is read aloud (ISO 14289-1, 7.18.1)
        assert field["/TU"].startswith("Signature pour ")
    assert after["/Pages"]["/Kids"][0]["/Tabs"] == "/S"


async def test_the_validator_of_pyhanko_accepts_every_signature() -> None:
    reader = PdfFileReader(BytesIO(await signed_by_all(seal_by())))
    trusted = ValidationContext(trust_roots=list(read_certificates(seal_pem())), allow_fetching=False)
    statuses = [
        await async_validate_pdf_signature(signature, trusted)
        for signature in reader.embedded_regular_signatures
    ]
    assert [status.bottom_line for status in statuses] == [True] * 3


async def test_pdfsig_accepts_every_signature(tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(await signed_by_all(seal_by()))
    said = output_of("pdfsig", "-nocert", file)
    assert said.count("Signature Validation: Signature is Valid.") == 3
    assert said.count("Signature Type: ETSI.CAdES.detached") == 3
    assert said.count("Not total document signed") == 2
