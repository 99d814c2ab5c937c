"""Checks `./essaim conventions verify`: it accepts what was signed, and refuses it with any byte changed."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from string import hexdigits
from typing import Any

import pytest

from deploy.local.settings import ROOT
from deploy.local.verification import report_on
from services.conventions.documents.inspection import look
from services.conventions.schemas.evidence import EvidenceOut
from tests.fakes.signing_tool import SigningTool
from tests.fakes.time_stamp_authority import running_authority
from tests.histories import histories
from tests.unit.conventions.given_agreement import MOUANS
from tests.unit.conventions.given_documents import seal_by, seal_pem, text
from tests.unit.conventions.given_signing import Desk, opened

RANDOM_PLACES = histories(3)
THOROUGH = histories(1) > 1
STRUCTURE = (
    rb"%PDF-1\.7",
    rb"\d+ 0 obj",
    rb"endobj",
    rb"stream\r?\n",
    rb"endstream",
    rb"/Type ?/Catalog",
    rb"/Type ?/Page\b",
    rb"/Type ?/Pages\b",
    rb"/Contents \d+",
    rb"/MediaBox",
    rb"/StructTreeRoot",
    rb"<pdfaid:part>",
    rb"/AcroForm",
    rb"/Fields",
    rb"/Type ?/Sig\b",
    rb"/ByteRange \[\s*\d+ \d+ \d+ \d+",
    rb"/Reason",
    rb"/M \(",
    rb"/SubFilter",
    rb"/Contents <[0-9a-fA-F]{40}",
    rb"0000>",
    rb"/DSS",
    rb"/CRLs",
    rb"/DocTimeStamp",
    rb"xref\r?\n",
    rb"trailer",
    rb"/Prev \d+",
    rb"startxref\r?\n\d+",
    rb"%%EOF",
)
"""Every kind of region of a signed file."""


@pytest.fixture(scope="module")
def signed() -> tuple[Desk, bytes]:
    """A convention that three parties signed in three ways, with time stamps; who vouches for them."""

    async def sign() -> Desk:
        desk = await opened(seal_by(authority))
        await desk.sign_all()
        return desk

    with running_authority() as authority:
        return asyncio.run(sign()), seal_pem() + authority.root_pem


def places(content: bytes) -> Iterator[int]:
    """Where to change a byte: in each sort of region, and at random; if thorough, in more of them."""
    for region in STRUCTURE:
        found = list(re.finditer(region, content))
        assert found, region
        yield found[-1].start()
        yield from (found[0].start(), found[-1].end() - 1) if THOROUGH else ()
    chance = Random(2027)  # noqa: S311  # places, no secrets
    yield from (chance.randrange(len(content)) for _ in range(RANDOM_PLACES))
    yield from (0, len(content) - 1)


async def report(content: bytes, trusted: bytes = b"") -> dict[str, Any]:
    return report_on(content, await look(content, trusted=trusted), trusted=trusted)


async def test_one_byte_changed_anywhere_is_refused_with_a_reason(signed: tuple[Desk, bytes]) -> None:
    content = signed[0].document
    assert (await report(content))["accepted"]
    accepted = []
    for place in sorted(set(places(content))):
        for flip in (0x01, 0x20) if chr(content[place]) in hexdigits else (0x01,):
            changed = bytearray(content)
            changed[place] ^= flip
            said = await report(bytes(changed))
            if said["accepted"] or not said["problems"]:
                accepted.append((place, flip, content[place - 10 : place + 10]))
    assert accepted == []


async def test_a_byte_lost_or_added_is_refused(signed: tuple[Desk, bytes]) -> None:
    content = signed[0].document
    for changed in (content[:-1], content + b"\n", content[1:], content[:5000] + content[5001:], b""):
        assert (await report(changed))["problems"]


async def test_who_when_and_how_is_said_of_each_signature(signed: tuple[Desk, bytes]) -> None:
    desk, trusted = signed
    said = await report(desk.document, trusted)
    assert said["accepted"]
    names = [each["signer"] for each in said["signatures"]]
    assert names == [
        "Essaim, essai",
        "Dominique Durand",
        "Essaim, essai",
        "Essaim, essai",
        "Horodatage d’essai",
    ]
    assert [each["is_seal_of_platform"] for each in said["signatures"]] == [True, False, True, True, False]
    assert [each["profile"] for each in said["signatures"]] == ["B-LTA", "B-B", "B-LTA", "B-LTA", ""]
    assert all(each["stamp_trusted"] for each in said["signatures"] if each["stamped_at"])


async def test_a_file_that_nobody_signed_is_refused() -> None:
    assert (await report(await text()))["problems"] == ["Ce PDF ne porte aucune signature."]


async def test_a_signature_put_after_the_platforms_own_is_seen(signed: tuple[Desk, bytes]) -> None:
    desk, trusted = signed
    added = await SigningTool("Somebody").sign(desk.document)
    problems = (await report(added, trusted))["problems"]
    assert problems == ["Une signature a été ajoutée après le dernier cachet de la plateforme."]


async def test_another_seal_is_not_that_of_the_platform(signed: tuple[Desk, bytes]) -> None:
    problems = (await report(signed[0].document, seal_pem("Another")))["problems"]
    assert problems == ["Aucun cachet n’est de la plateforme dont le certificat est donné."]


def spoilt(evidence: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The evidence with one thing changed, each in turn."""

    def changed(*path: Any, to: Any) -> dict[str, Any]:
        copy = json.loads(json.dumps(evidence))
        inner = copy
        for name in path[:-1]:
            inner = inner[name]
        assert inner[path[-1]] != to
        inner[path[-1]] = to
        return dict(copy)

    other = "f" * 64
    yield "digest", changed("sha256", to=other)
    yield "base", changed("base_sha256", to=other)
    yield "fact", changed("steps", 3, "facts", "ip_address", to="203.0.113.9")
    yield "time", changed("steps", 2, "at", to="2027-04-15T08:31:00Z")
    yield "step", changed("steps", 3, "step", to="reminded")
    yield "hash", changed("steps", 4, "hash", to=other)
    yield "unknown step", changed("steps", 1, "step", to="dreamed")
    yield "name", changed("signatures", 0, "signatory", "name", to="Somebody else")
    yield "power", changed("signatures", 1, "signatory", "power_reference", to="D 1")
    yield "consent", changed("signatures", 0, "consent", to="Oui.")
    yield "method", changed("signatures", 2, "method", to="simple_otp")
    yield "file", changed("signatures", 0, "document", "sha256_after", to=other)
    yield "own steps", changed("signatures", 0, "steps", to=[])
    yield "certificate", changed("signatures", 0, "found", 0, "certificate", to="")
    shorter = json.loads(json.dumps(evidence))
    del shorter["steps"][5]
    yield "lost step", shorter


async def test_evidence_is_checked_against_its_chain_and_the_file(signed: tuple[Desk, bytes]) -> None:
    desk, _ = signed
    found = await look(desk.document)
    told = EvidenceOut.of(await desk.evidence()).model_dump_json()
    true = EvidenceOut.model_validate_json(told)
    assert report_on(desk.document, found, evidence=true)["problems"] == []
    for what, changed in spoilt(json.loads(told)):
        evidence = EvidenceOut.model_validate(changed)
        assert report_on(desk.document, found, evidence=evidence)["problems"], what


async def test_the_evidence_of_another_convention_is_refused(signed: tuple[Desk, bytes]) -> None:
    other = await opened()
    await other.sign_with_code(MOUANS)
    evidence = EvidenceOut.of(await other.evidence())
    found = await look(signed[0].document)
    assert report_on(signed[0].document, found, evidence=evidence)["problems"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.local.cli", "conventions", "verify", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_says_it_in_french_and_by_its_exit_code(
    signed: tuple[Desk, bytes], tmp_path: Path
) -> None:
    desk, trusted = signed
    file, certificate = tmp_path / "signed.pdf", tmp_path / "trusted.pem"
    file.write_bytes(desk.document)
    certificate.write_bytes(trusted)
    good = run(file, "--certificate", certificate)
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("cachet de la plateforme") == 3
    assert "Document intact" in good.stdout
    assert "autorité non vérifiée" not in good.stdout
    content = bytearray(desk.document)
    content[2000] ^= 1
    file.write_bytes(content)
    bad = run(file, "--json")
    assert bad.returncode == 1
    told = json.loads(bad.stdout)
    assert not told["accepted"]
    assert told["problems"]
