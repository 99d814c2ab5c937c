"""Owns the verdict on a signed file, from its bytes alone: what is wrong with it, in French.

It asks nobody. Whether the platform still knows the file, and what became of it since, is for the platform.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from services.conventions.documents.inspection import TOO_HEAVY, Inspection
from services.conventions.domain.documents import digest_of
from services.conventions.domain.signing.found import SignatureFound
from services.conventions.domain.signing.journal import GENESIS, Entry, Step

_JOURNAL: Final = re.compile(r"Journal\u00a0: ([0-9a-f]{64})$")
_END_OF_FILE: Final = re.compile(rb"%%EOF\r?\n?")


def problems_of_file(found: Inspection, seals: Collection[str]) -> Iterator[str]:
    """What keeps a file from being a document as it was signed; without `seals`, who sealed it is not asked.

    `seals` are the fingerprints of the platform's certificates.
    """
    if found.problem:
        yield (
            "Ce PDF est trop lourd à lire." if found.problem == TOO_HEAVY else "Ce n’est pas un PDF lisible."
        )
        return
    if found.encrypted:
        yield "Ce PDF est chiffré."
        return
    if found.active:
        yield "Ce PDF contient du code ou des actions automatiques."
    if not found.signatures:
        yield "Ce PDF ne porte aucune signature."
        return
    for number, each in enumerate(found.signatures, start=1):
        yield from (
            f"Signature {number} («\u00a0{each.signer}\u00a0»)\u00a0: {why}." for why in wrongs_of(each)
        )
    if not found.covered:
        yield "Des octets suivent la dernière signature\u00a0: aucune ne les couvre."
    if seals:
        yield from _problems_of_seals(found.signatures, seals)


def wrongs_of(signature: SignatureFound) -> Iterator[str]:
    """Why a signature does not hold."""
    if not signature.intact:
        yield "elle est abîmée, ou les octets qu’elle couvre ont changé"
    if not signature.whole:
        yield "elle ne couvre pas tout ce qui la précède"
    if not signature.only_signed_after:
        yield "le document a été modifié après elle"
    if signature.stamp is not None and not signature.stamp.intact:
        yield "son horodatage est abîmé"


def _problems_of_seals(signatures: Sequence[SignatureFound], seals: Collection[str]) -> Iterator[str]:
    signed = [each for each in signatures if not each.is_time_stamp]
    if not any(each.certificate_sha256 in seals for each in signed):
        yield "Aucun cachet n’est de la plateforme dont le certificat est donné."
    elif signed[-1].certificate_sha256 not in seals:
        yield "Une signature a été ajoutée après le dernier cachet de la plateforme."


def problems_of_journal(entries: Sequence[Entry]) -> Iterator[str]:
    """Where the chain of a journal is broken."""
    previous = GENESIS
    for number, entry in enumerate(entries, start=1):
        if entry.previous != previous or not entry.is_intact:
            yield f"L’étape {number} du journal a été modifiée, ou une étape manque avant elle."
            return
        previous = entry.hash


def problems_between(
    content: bytes, found: Sequence[SignatureFound], entries: Sequence[Entry], *, base_sha256: str
) -> Iterator[str]:
    """Where a file and the journal of its signing do not tell the same."""
    if base_sha256 not in _beginnings(content):
        yield "Le fichier ne commence pas par le texte dont parle le dossier de preuve."
    ends = {digest_of(content[: each.ends]) for each in found}
    before = base_sha256
    signed = [entry for entry in entries if entry.step is Step.SIGNED]
    for number, entry in enumerate(signed, start=1):
        if entry.facts.get("sha256_before") != before or entry.facts.get("sha256_after") not in ends:
            yield f"La signature {number} du journal n’est pas sur ce fichier."
            return
        before = entry.facts["sha256_after"]
    if before != digest_of(content):
        yield "Le dossier de preuve n’est pas celui de ce fichier, tel qu’il est."
    hashes = {GENESIS, *(entry.hash for entry in entries)}
    for each in found:
        said = _JOURNAL.search(each.says)
        if said and said[1] not in hashes:
            yield "Un cachet porte l’empreinte d’un autre journal que celui du dossier de preuve."


def _beginnings(content: bytes) -> set[str]:
    """The digests of the file as it was after each of its revisions."""
    ends = {match.end() for match in _END_OF_FILE.finditer(content)}
    marks = {match.start() + len(b"%%EOF") for match in _END_OF_FILE.finditer(content)}
    return {digest_of(content[:end]) for end in ends | marks}
