"""Checks that files from outside are taken in only as what they should be, and that each refusal says why."""

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm

from services.conventions.documents.inspection import look
from services.conventions.documents.notary import PdfNotary
from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.errors.signing import UploadRefused
from tests.fakes import hostile_files as hostile
from tests.fakes.signing_tool import SigningTool, scanned
from tests.programs import output_of
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import ORGS
from tests.unit.conventions.given_documents import mention, seal_by, text
from tests.unit.conventions.given_signing import opened

BOUNDED = PdfNotary(seal_by())
NOTARY = PdfNotary(seal_by(), look)
"""The same without the process of its own, which takes a second to start."""
TOOL = SigningTool("Camille Martin")
MENTION = mention(ORGS[1], "external_pades")
Change = Callable[[hostile.Writer], hostile.Writer]


async def refusal_of_signed(content: bytes, before: bytes, notary: PdfNotary = NOTARY) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        await notary.check_signed(content, MENTION, before=before, last=False)
    assert refused.value.facts["field"] == "file"
    return refused.value


async def refusal_of_scan(content: bytes, notary: PdfNotary = NOTARY) -> UploadRefused:
    with pytest.raises(UploadRefused) as refused:
        await notary.check_scan(content)
    assert refused.value.facts["field"] == "file"
    return refused.value


@pytest.fixture(params=["first", "second"])
async def before(request: pytest.FixtureRequest) -> bytes:
    """The document, that nobody signed or that somebody did."""
    document = await text()
    return document if request.param == "first" else await seal_by().put(document, mention(ORGS[0]))


async def test_the_document_signed_elsewhere_is_taken_and_sealed(before: bytes) -> None:
    signed = await TOOL.sign(before)
    checked = await BOUNDED.check_signed(signed, MENTION, before=before, last=False)
    assert checked.content.startswith(signed)
    assert (checked.signer, checked.level, checked.profile) == ("Camille Martin", "simple", "B-B")


async def test_another_document_is_refused(before: bytes) -> None:
    other = await TOOL.sign(await text("CONV-2027-015"))
    for content in (before, other, hostile.NO_PDF, hostile.encrypted(await text())):
        assert (await refusal_of_signed(content, before)).facts["reason"] == "other_document"


async def test_the_document_with_no_new_signature_is_refused(before: bytes) -> None:
    added = before + b"\n% a comment\n"
    assert (await refusal_of_signed(added, before)).facts["reason"] == "signature_count"


async def test_two_signatures_at_once_are_refused(before: bytes) -> None:
    twice = await TOOL.sign(await TOOL.sign(before))
    assert (await refusal_of_signed(twice, before)).facts["reason"] == "signature_count"


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (hostile.change_page, {"changed_document", "invalid_signature"}),
        (hostile.add_script, {"active_content"}),
        (hostile.add_page_action, {"active_content"}),
    ],
)
async def test_what_was_slipped_in_with_the_signature_is_refused(
    before: bytes, change: Change, reasons: set[str]
) -> None:
    signed = await TOOL.sign_changed(change(hostile.writing(before)))
    assert (await refusal_of_signed(signed, before)).facts["reason"] in reasons


async def test_what_would_fill_the_memory_is_refused() -> None:
    before = await text()
    signed = await TOOL.sign_changed(hostile.add_bomb(hostile.writing(before)))
    assert (await refusal_of_signed(signed, before, BOUNDED)).facts["reason"] == "too_heavy"


async def test_a_page_changed_after_the_signature_is_refused(before: bytes) -> None:
    signed = await TOOL.sign(before)
    changed = hostile.written(hostile.change_page(hostile.writing(signed)))
    assert (await refusal_of_signed(changed, before)).facts["reason"] == "invalid_signature"


async def test_a_signature_with_a_byte_changed_is_refused(before: bytes) -> None:
    signed = bytearray(await TOOL.sign(before))
    signed[len(before) + 500] ^= 1
    refused = await refusal_of_signed(bytes(signed), before)
    assert refused.facts["reason"] in {"invalid_signature", "unreadable", "changed_document"}


async def test_a_signature_that_lets_nobody_sign_after_it_is_refused(before: bytes) -> None:
    locked = await TOOL.sign_changed(IncrementalPdfFileWriter(BytesIO(before)), locks=True)
    refused = await refusal_of_signed(locked, before)
    assert refused.facts["reason"] == "locked_document"
    assert "verrouille" in refused.sentence


async def test_a_document_may_be_certified_by_who_signs_first_if_others_can_sign_then() -> None:
    before = await text()

    async def certified(others_may: MDPPerm) -> bytes:
        return await TOOL.sign_changed(IncrementalPdfFileWriter(BytesIO(before)), certifies=others_may)

    closed = await refusal_of_signed(await certified(MDPPerm.NO_CHANGES), before)
    assert closed.facts["reason"] == "locked_document"
    open_ = await certified(MDPPerm.FILL_FORMS)
    taken = await NOTARY.check_signed(open_, MENTION, before=before, last=False)
    assert [each.holds for each in (await look(taken.content)).signatures] == [True, True]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where NSS keeps a key, and a certificate of its owner's own."""
    folder = tmp_path_factory.mktemp("keys")
    store, noise = f"sql:{folder}", folder / "noise"
    noise.write_bytes(bytes(range(256)))
    output_of("certutil", "-N", "-d", store, "--empty-password")
    asked = ("-n", "camille", "-s", "CN=Camille Martin", "-t", "CT,C,C", "-z", noise)
    output_of("certutil", "-S", "-x", "-d", store, *asked)
    return folder


async def test_a_signature_by_the_tool_of_poppler_is_taken(before: bytes, keys: Path, tmp_path: Path) -> None:
    """As by Okular: it breaks a rule of objects' generations, and does not say its length at first (NSS)."""
    plain, signed = tmp_path / "plain.pdf", tmp_path / "signed.pdf"
    plain.write_bytes(before)
    output_of("pdfsig", "-nssdir", keys, "-add-signature", "-nick", "camille", plain, signed)
    taken = await NOTARY.check_signed(signed.read_bytes(), MENTION, before=before, last=False)
    assert (taken.signer, taken.level, taken.profile) == ("Camille Martin", "simple", "")


async def test_a_document_too_large_is_refused(before: bytes) -> None:
    large = hostile.too_large(await TOOL.sign(before))
    assert (await refusal_of_signed(large, before)).facts["reason"] == "too_large"


async def test_a_scanned_paper_is_taken() -> None:
    await BOUNDED.check_scan(scanned())


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda _: hostile.NO_PDF, "unreadable"),
        (lambda _: b"%PDF-1.7\n", "unreadable"),
        (hostile.nested_deeply, "unreadable"),
        (hostile.encrypted, "encrypted"),
        (hostile.too_large, "too_large"),
        (lambda scan: hostile.written(hostile.add_script(hostile.writing(scan))), "active_content"),
        (lambda scan: hostile.written(hostile.add_page_action(hostile.writing(scan))), "active_content"),
        (lambda scan: hostile.written(hostile.add_bomb(hostile.writing(scan))), "too_heavy"),
    ],
)
async def test_a_scan_that_cannot_be_kept_and_read_is_refused(
    spoil: Callable[[bytes], bytes], reason: str
) -> None:
    refused = await refusal_of_scan(spoil(scanned()), BOUNDED)
    assert refused.facts["reason"] == reason
    assert refused.sentence.endswith(".")


async def test_no_refused_file_changes_anything() -> None:
    desk = await opened()
    await desk.upload_scan(FACILITATOR)
    before, files = deepcopy(desk.convention), set(desk.store.documents)
    other = await TOOL.sign(await text("CONV-2027-015"))
    script = await TOOL.sign_changed(hostile.add_script(hostile.writing(desk.document)))
    for file in (hostile.NO_PDF, desk.document, other, script, hostile.too_large(other)):
        with pytest.raises(UploadRefused):
            await desk.sign_outside(MANDUEL, file)
    kept = desk.store.documents[next(iter(files))].content
    for file in (hostile.NO_PDF, kept, hostile.encrypted(scanned()), hostile.too_large(scanned())):
        with pytest.raises(UploadRefused):
            await desk.upload_scan(FACILITATOR, file)
    assert desk.convention == before
    assert set(desk.store.documents) == files
