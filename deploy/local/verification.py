"""Owns what is said of a signed document that was looked into, alone or beside its evidence."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from services.conventions.documents.inspection import Inspection
from services.conventions.documents.time_stamps import read_certificates
from services.conventions.documents.verdict import (
    problems_between,
    problems_of_file,
    problems_of_journal,
    wrongs_of,
)
from services.conventions.domain.documents import digest_of
from services.conventions.domain.signing.found import SignatureFound
from services.conventions.domain.signing.journal import Entry, Private, Step
from services.conventions.schemas.evidence import EvidenceOut, SignatureEvidenceOut, StepOut


def report_on(
    content: bytes, found: Inspection, *, trusted: bytes = b"", evidence: EvidenceOut | None = None
) -> dict[str, Any]:
    """All that can be said of a file and what was found in it; it is accepted where there is no problem."""
    seals = {each.sha256.hex() for each in read_certificates(trusted)} if trusted else set()
    problems = list(problems_of_file(found, seals))
    if evidence is not None:
        problems += _problems_of_evidence(content, found, evidence)
    return {
        "accepted": not problems,
        "problems": problems,
        "sha256": digest_of(content),
        "certificate_given": bool(seals),
        "evidence_given": evidence is not None,
        "signatures": [_told(each, seals) for each in found.signatures],
    }


def said_of(report: dict[str, Any]) -> Iterator[str]:
    """The report as a person reads it."""
    for number, each in enumerate(report["signatures"], start=1):
        mark = "✗" if each["wrongs"] else "✓"
        yield f"{mark} {number}. {each['what']} de «\u00a0{each['signer']}\u00a0»{_when(each)}"
        if each["says"]:
            yield f"     {each['says']}"
        yield f"     {', '.join(each['wrongs'] or _rights(each))}."
    if not report["certificate_given"]:
        yield "Sans certificat de la plateforme (--certificate), l’auteur des cachets n’est pas vérifié."
    yield from (f"✗ {problem}" for problem in report["problems"])
    if report["accepted"]:
        with_evidence = ", et le dossier de preuve le confirme" if report["evidence_given"] else ""
        yield f"Document intact{with_evidence}. SHA-256\u00a0: {report['sha256']}"
    else:
        yield f"Document refusé. SHA-256\u00a0: {report['sha256']}"


def _told(each: SignatureFound, seals: set[str]) -> dict[str, Any]:
    return {
        "what": "Horodatage du document" if each.is_time_stamp else "Signature",
        "signer": each.signer,
        "says": each.says,
        "claims_at": each.claims_at,
        "stamped_at": each.stamp.at if each.stamp else "",
        "stamped_by": each.stamp.authority if each.stamp else "",
        "stamp_trusted": each.stamp.trusted if each.stamp else False,
        "profile": each.profile,
        "certificate_sha256": each.certificate_sha256,
        "is_seal_of_platform": each.certificate_sha256 in seals,
        "intact": each.intact,
        "covers_all_before": each.whole,
        "only_signatures_after": each.only_signed_after,
        "wrongs": list(wrongs_of(each)),
    }


def _when(each: dict[str, Any]) -> str:
    if each["stamped_at"]:
        authority = "" if each["stamp_trusted"] else ", autorité non vérifiée"
        return f", horodaté le {_day(each['stamped_at'])} par «\u00a0{each['stamped_by']}\u00a0»{authority}"
    return f", le {_day(each['claims_at'])} selon son auteur" if each["claims_at"] else ""


def _rights(each: dict[str, Any]) -> Sequence[str]:
    profile = f"PAdES {each['profile']}, " if each["profile"] else ""
    seal = ["cachet de la plateforme"] if each["is_seal_of_platform"] else []
    return [*seal, f"{profile}intact", "couvre tout ce qui précède", "seules des signatures ont suivi"]


def _day(instant: str) -> str:
    return f"{datetime.fromisoformat(instant):%d/%m/%Y à %H:%M:%S (UTC%z)}"


def _problems_of_evidence(content: bytes, found: Inspection, evidence: EvidenceOut) -> Iterator[str]:
    try:
        entries = [_entry(step) for step in evidence.steps]
    except ValueError:
        yield "Le dossier de preuve nomme une étape qui n’existe pas."
        return
    yield from problems_of_journal(entries)
    yield from problems_between(content, found.signatures, entries, base_sha256=evidence.base_sha256)
    if evidence.sha256 != digest_of(content):
        yield "Le dossier de preuve annonce une autre empreinte que celle du fichier."
    for each in evidence.signatures:
        yield from _problems_of_signature(each, evidence, found)


def _problems_of_signature(
    each: SignatureEvidenceOut, evidence: EvidenceOut, found: Inspection
) -> Iterator[str]:
    """Where what the evidence says of one signature is not what its journal, or the file, says."""
    mine = [step for step in evidence.steps if step.facts.get("org") == str(each.org)]
    facts = next((step.facts for step in reversed(mine) if step.step == Step.SIGNED), {})
    said = {
        "name": each.signatory.name,
        "capacity": each.signatory.capacity,
        "power": each.signatory.power.value,
        "power_reference": each.signatory.power_reference,
        "power_dated": each.signatory.power_dated.isoformat() if each.signatory.power_dated else "",
        "method": each.method.value if each.method else "",
        "level": each.level,
        "findings": each.findings,
        "document_id": each.document.id if each.document else "",
        "sha256_before": each.document.sha256_before if each.document else "",
        "sha256_after": each.document.sha256_after if each.document else "",
    }
    wrong = [name for name, value in said.items() if facts and facts.get(name) != value]
    wrong += ["consent"] if facts and facts.get("consent", "") != each.consent else []
    wrong += ["steps"] if list(each.steps) != mine else []
    left, seen = ({_mark(one) for one in some} for some in (each.found, found.signatures))
    wrong += [] if left <= seen else ["found"]
    if wrong:
        whose = f"pour {each.organisation}\u00a0: {', '.join(wrong)}."
        yield f"Le dossier de preuve ne dit pas ce que disent son journal et le fichier, {whose}"


def _mark(found: SignatureFound) -> tuple[object, ...]:
    """What tells one signature from another, however it is judged."""
    return found.ends, found.certificate, found.says, found.stamp.token if found.stamp else ""


def _entry(step: StepOut) -> Entry:
    return Entry(
        step=Step(step.step),
        at=step.at,
        signatory_id=step.signatory_id,
        facts=step.facts,
        private={name: Private(salt=each.salt, value=each.value) for name, each in step.private.items()},
        previous=step.previous,
        hash=step.hash,
    )
