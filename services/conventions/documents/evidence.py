"""Owns the evidence of a signing as a document: its data in French; the page is the `.typ` beside."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from services.conventions.domain.convention.parties import PowerSource, SigningPower
from services.conventions.domain.signing.evidence import Evidence, SignatureEvidence
from services.conventions.domain.signing.found import SignatureFound, StampFound
from services.conventions.domain.signing.journal import Entry, Step
from services.conventions.domain.signing.slots import Method, SlotState
from shared.days import club_day
from shared.documents.association import Association
from shared.documents.pdf import Json, render_pdf

_TEMPLATE: Final = Path(__file__).with_name("evidence.typ")
_STATES: Final = {
    SlotState.WAITING: "attend son tour",
    SlotState.INVITED: "invitée, sans réponse",
    SlotState.VIEWED: "document ouvert, sans signature",
    SlotState.SIGNED: "signée",
    SlotState.REFUSED: "refusée",
    SlotState.EXPIRED: "délai passé sans signature",
}
METHODS: Final = {
    Method.SIMPLE_OTP: "code reçu par message (signature électronique simple)",
    Method.EXTERNAL_PADES: "document signé avec un autre outil, puis déposé",
    Method.PAPER_SCAN: "papier signé à la main, numérisé et confirmé par l’équipe",
}
LEVELS: Final = {"simple": "simple", "advanced": "avancé", "qualified": "qualifié"}
_POWERS: Final = {
    PowerSource.LAW: "la loi (exécutif de la collectivité)",
    PowerSource.DELIBERATION: "une délibération",
    PowerSource.DELEGATION: "une délégation de signature",
}
_STEPS: Final = {
    Step.INVITED: "invitation à signer",
    Step.RESENT: "invitation renvoyée",
    Step.REMINDED: "relance",
    Step.REPLACED: "remplacement du signataire",
    Step.ADDRESS_CHANGED: "adresse corrigée, ancien lien annulé",
    Step.OPENED: "ouverture du document",
    Step.CODE_SENT: "envoi du code",
    Step.CODE_REFUSED: "code refusé",
    Step.CODE_CHECKED: "code vérifié",
    Step.OTHER_TEXT: "autre texte présenté, rien de signé",
    Step.SCAN_UPLOADED: "dépôt du papier numérisé",
    Step.SCAN_CONFIRMED: "papier confirmé par l’équipe",
    Step.SIGNED: "signature",
    Step.REFUSED: "refus de signer",
    Step.EXPIRED: "fin du délai",
}
_CHANNELS: Final = {"email": "courriel"}


async def evidence_pdf(evidence: Evidence, association: Association) -> bytes:
    """The document: PDF/A-2a and PDF/UA-1, like those that it speaks of."""
    signing = evidence.signing
    data: dict[str, Json] = {
        "association": association.model_dump(),
        "reference": evidence.reference,
        "version": signing.text_version,
        "round": evidence.round,
        "opened_at": instant(signing.opened_at),
        "at": instant(evidence.at),
        "document_id": str(signing.document_id),
        "base_sha256": signing.base_sha256,
        "sha256": signing.sha256,
        "signatures": [_signature(each) for each in evidence.signatures],
        "last_hash": signing.journal.last_hash,
        "steps_count": len(signing.journal.entries),
        "intact": signing.journal.is_intact,
    }
    return await render_pdf(_TEMPLATE, data, dated=club_day(evidence.at))


def _signature(evidence: SignatureEvidence) -> dict[str, Json]:
    slot, proof = evidence.slot, evidence.slot.proof
    return {
        "party": evidence.party.legal_name,
        "signatory": ", ".join(part for part in (evidence.name, evidence.signatory.capacity) if part),
        "power": power(evidence.signatory.power),
        "state": _STATES[slot.state],
        "method": METHODS[slot.method] if slot.method else "",
        "level": LEVELS[proof.level] if proof else "",
        "signed_at": instant(slot.signed_at) if slot.signed_at else "",
        "document_id": evidence.document_id,
        "sha256_before": proof.sha256_before if proof else "",
        "sha256_after": proof.sha256_after if proof else "",
        "scan_sha256": slot.scan_sha256,
        "consent": evidence.consent,
        "code_sent": f"{_CHANNELS[evidence.channel]} {evidence.address}" if evidence.channel else "",
        "findings": proof.findings if proof else "",
        "found": [_found(each) for each in evidence.found],
        "steps": [_step(entry) for entry in evidence.steps],
    }


def _found(found: SignatureFound) -> dict[str, Json]:
    return {
        "what": "Horodatage du document" if found.is_time_stamp else "Signature",
        "signer": found.signer,
        "certificate_sha256": found.certificate_sha256,
        "profile": f"PAdES {found.profile}" if found.profile else "",
        "stamp": _stamp(found.stamp) if found.stamp else "sans horodatage",
        "verdict": "intacte, couvre tout ce qui la précède"
        if found.holds
        else "abîmée ou suivie de changements",
    }


def _stamp(stamp: StampFound) -> str:
    return f"{instant(datetime.fromisoformat(stamp.at))}, par {stamp.authority}"


def _step(entry: Entry) -> dict[str, Json]:
    return {
        "step": _STEPS[entry.step],
        "at": instant(entry.at),
        "ip_address": entry.told("ip_address"),
        "user_agent": entry.told("user_agent"),
        "hash": entry.hash,
    }


def power(held: SigningPower) -> str:
    """Where the power to sign comes from: `une délibération, D 2027-12 du 02/03/2027`."""
    dated = f"du {held.dated:%d/%m/%Y}" if held.dated else ""
    act = " ".join(part for part in (held.reference, dated) if part)
    return f"{_POWERS[held.source]}, {act}" if act else _POWERS[held.source]


def instant(at: datetime) -> str:
    """`15/04/2027 08:30:00 UTC`."""
    return f"{at.astimezone(UTC):%d/%m/%Y %H:%M:%S} UTC"
