"""Checks that a service starts with trusted lists that can be read, and says at once which one cannot."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.conventions.documents.assessment import UnusableLists, require_usable
from services.conventions.documents.trusted_lists import read_lists
from services.conventions.main import create_api
from services.conventions.settings import Settings
from shared.clock import utc_now
from tests.fakes.certificates import DAY, authority_certificate, key_of
from tests.fakes.list_operator import FakeListOperator, Service
from tests.unit.conventions.given_documents import seal_pem

LISTED = Service(certificate=authority_certificate("Autorité d’essai", key_of("Autorité d’essai")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two lists that are good."""
    FakeListOperator().issue(tmp_path, LISTED)
    FakeListOperator("Autre opérateur").issue(tmp_path, LISTED, name="be")
    return tmp_path


def no_pem(folder: Path) -> None:
    (folder / "be.pem").unlink()


def no_certificate(folder: Path) -> None:
    (folder / "be.pem").write_text("no certificate")


def another_operator(folder: Path) -> None:
    (folder / "be.pem").write_bytes(FakeListOperator("Encore un autre").pem)


def a_word_changed(folder: Path) -> None:
    file = folder / "be.xml"
    file.write_bytes(file.read_bytes().replace(b"granted", b"withdrawn", 1))


def no_signature(folder: Path) -> None:
    (folder / "be.xml").write_text('<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"/>')


def within_another(folder: Path) -> None:
    """The list that is signed stands in one that is not, which says that it is the newer one."""
    file = folder / "be.xml"
    signed = file.read_bytes().partition(b"?>")[2]
    begins = b'<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#">'
    file.write_bytes(begins + signed + b"</TrustServiceStatusList>")


def other_xml(folder: Path) -> None:
    (folder / "be.xml").write_text("<list/>")


def no_xml(folder: Path) -> None:
    (folder / "be.xml").write_text("%PDF-1.7")


def no_list(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_pem, "be.xml has no be.pem beside it"),
        (no_certificate, r"be.pem holds no certificate \(PEM\)"),
        (another_operator, "be.xml is not signed with a certificate of be.pem"),
        (a_word_changed, "be.xml is not signed with a certificate of be.pem"),
        (no_signature, "be.xml is not signed with a certificate of be.pem"),
        (within_another, "be.xml is not signed with a certificate of be.pem"),
        (other_xml, "be.xml is XML, but no trusted list"),
        (no_xml, "be.xml is no trusted list"),
        (no_list, "holds no trusted list"),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused(
    folder: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(folder)
    with pytest.raises(UnusableLists, match=said):
        read_lists(folder, now=utc_now())


def test_lists_that_are_out_of_date_are_named_and_the_others_are_read(folder: Path) -> None:
    FakeListOperator().issue(folder, LISTED, name="old", lasts=-DAY)
    lists = read_lists(folder, now=utc_now())
    assert lists.outdated == ("old",)
    assert len(set(lists.authorities.known_certificate_authorities)) == 1


def test_no_process_starts_with_a_list_that_its_operator_did_not_sign(folder: Path) -> None:
    require_usable(folder)
    another_operator(folder)
    (seal := folder / "seal.pem").write_bytes(seal_pem())
    known = {"mongodb_url": "mongodb://127.0.0.1:1", "link_key_file": seal, "seal_file": seal}
    with pytest.raises(UnusableLists, match="CONVENTIONS_TRUSTED_LISTS: be"):
        create_api(Settings.model_validate({**known, "trusted_lists": folder}))
    with pytest.raises(ValidationError, match="trusted_lists"):
        Settings.model_validate({**known, "trusted_lists": folder / "fr.xml"})
