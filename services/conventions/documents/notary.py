"""Owns what is sealed, and what is let in from outside: why a file is refused, in French."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final, Protocol

from services.conventions.documents.findings import findings_of, minute
from services.conventions.documents.inspection import TOO_HEAVY, Inspection, inspect
from services.conventions.documents.seal import Seal
from services.conventions.domain.documents import CheckedFile, Mention
from services.conventions.domain.errors.signing import TimeStampUnavailable, UploadRefused
from services.conventions.domain.signing.assessed import Assessed, Level, Why
from services.conventions.domain.signing.found import SignatureFound

UPLOAD_MAX_BYTES: Final = 10_000_000
_HEADER: Final = b"%PDF-"
_HEADER_WITHIN_BYTES: Final = 1024
"""Where readers look for it (Adobe, PDF Reference 1.7, appendix H, implementation note 13)."""
SEALING_MAX_SECONDS: Final = 25.0
"""Whoever signs waits for it: all tries to have time stamps end then."""


class Inspect(Protocol):
    """How a file is looked into."""

    def __call__(self, content: bytes, *, since: int = 0) -> Awaitable[Inspection]:
        """What is found; `since` is the length of its beginning that is known."""


Assess = Callable[[bytes], Awaitable[Assessed]]
"""How trusted lists are asked about the newest signature of a file."""


class PdfNotary:
    """Seals with the platform's certificate, and checks files, by default in a bounded process.

    Without trusted lists to ask, no higher level than simple is claimed, whatever a certificate says.
    """

    def __init__(self, seal: Seal, inspect: Inspect = inspect, *, assess: Assess | None = None) -> None:
        self._seal = seal
        self._inspect = inspect
        self._assess = assess

    async def seal(self, content: bytes, mention: Mention, *, last: bool) -> CheckedFile:
        """Add a signature of the platform that says who signed and how; with the last one, preserve it all.

        Raises:
            SealOver: the certificate of the platform's seal has ended.
            TimeStampUnavailable: a time stamp is due, and none can be had.
        """
        profile = self._seal.profile(last=last)
        return CheckedFile(
            content=await self._sealed(content, mention, last=last),
            level=mention.level,
            profile=profile,
            signer=self._seal.name,
            findings="Cachet de la plateforme, ajouté au document sans en changer les octets "
            f"(PAdES {profile}{', sans horodatage' if profile == 'B-B' else ''}).",
        )

    async def check_signed(
        self, content: bytes, mention: Mention, *, before: bytes, last: bool
    ) -> CheckedFile:
        """Take a document that somebody signed with a tool of their own, and seal that it came so.

        Raises:
            UploadRefused: it is not the document with one more valid signature, or that one was revoked, or
                lets nobody sign after it.
            SealOver: the certificate of the platform's seal has ended.
            TimeStampUnavailable: a time stamp is due, and none can be had.
        """
        _require_size(content)
        if not content.startswith(before) or content == before:
            raise UploadRefused(
                "Ce n’est pas ce document signé\u00a0: signez le fichier téléchargé ici, "
                "sans le modifier ni le réimprimer.",
                reason="other_document",
            )
        found = await self._inspect(content, since=len(before))
        _require_readable(found)
        signatures = [each for each in found.signatures if not each.is_time_stamp]
        if len(signatures) != found.signed_before + 1:
            raise UploadRefused("Le fichier doit porter une signature de plus.", reason="signature_count")
        _require_valid(found.signatures)
        if not found.only_signed_since:
            raise UploadRefused(
                "Le document a été modifié en le signant\u00a0: signez-le tel qu’il a été téléchargé.",
                reason="changed_document",
            )
        if found.closed:
            raise _locked()
        mine = signatures[-1]
        assessed = await self._assess(content) if self._assess else None
        _require_unrevoked(mine, assessed)
        mention = replace(mention, level=assessed.level if assessed else Level.SIMPLE)
        sealed = await self._sealed(content, mention, last=last)
        _require_unlocked(await self._inspect(sealed))
        return CheckedFile(
            content=sealed,
            level=mention.level,
            profile=mine.profile,
            signer=mine.signer,
            findings=findings_of(mine, assessed),
        )

    async def check_scan(self, content: bytes) -> None:
        """Let pass a file that can be kept and read as a PDF.

        Raises:
            UploadRefused: it cannot.
        """
        _require_size(content)
        if _HEADER not in content[:_HEADER_WITHIN_BYTES]:  # no process of its own is needed to see that
            raise _unreadable()
        found = await self._inspect(content)
        _require_readable(found)
        if found.pages < 1:
            raise UploadRefused("Ce PDF n’a aucune page.", reason="no_page")

    async def _sealed(self, content: bytes, mention: Mention, *, last: bool) -> bytes:
        async with _in_time():
            sealed = await self._seal.put(content, mention)
            return await self._seal.preserve(sealed) if last else sealed


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(SEALING_MAX_SECONDS):
            yield
    except TimeoutError as error:
        raise TimeStampUnavailable from error


def _unreadable() -> UploadRefused:
    return UploadRefused("Ce fichier n’est pas un PDF que l’on peut lire.", reason="unreadable")


def _require_size(content: bytes) -> None:
    if len(content) > UPLOAD_MAX_BYTES:
        raise UploadRefused("Le fichier dépasse 10\u00a0Mo.", reason="too_large")


def _require_readable(found: Inspection) -> None:
    if found.problem == TOO_HEAVY:
        raise UploadRefused("Ce PDF est trop lourd à lire.", reason="too_heavy")
    if found.problem:
        raise _unreadable()
    if found.encrypted:
        raise UploadRefused("Ce PDF est protégé par un mot de passe ou chiffré.", reason="encrypted")
    if found.active:
        raise UploadRefused("Ce PDF contient du code ou des actions automatiques.", reason="active_content")


def _require_valid(signatures: Sequence[SignatureFound]) -> None:
    for each in signatures:
        if not each.holds:
            raise UploadRefused(
                f"La signature de «\u00a0{each.signer}\u00a0» n’est pas valide\u00a0: "
                "le document a changé depuis, ou elle est abîmée.",
                reason="invalid_signature",
            )


def _require_unlocked(sealed: Inspection) -> None:
    """Let pass a signature that the next one does not make void: some tools can lock a document."""
    if not all(each.holds for each in sealed.signatures):
        raise _locked()


def _locked() -> UploadRefused:
    return UploadRefused(
        "Votre signature verrouille le document\u00a0: personne ne pourrait plus signer après vous. Signez "
        "de nouveau, sans l’option qui verrouille le document ou interdit de le modifier.",
        reason="locked_document",
    )


def _require_unrevoked(mine: SignatureFound, assessed: Assessed | None) -> None:
    if assessed is not None and assessed.why is Why.REVOKED:
        raise UploadRefused(
            f"Le certificat de «\u00a0{mine.signer}\u00a0», ou celui d’une autorité dont il dépend, "
            f"est révoqué depuis le {minute(assessed.revoked_at)}\u00a0: signez avec un autre certificat.",
            reason="revoked_certificate",
        )
