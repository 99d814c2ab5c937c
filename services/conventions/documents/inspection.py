"""Owns the look into a PDF from outside: what it is and which signatures hold. A process of its own does it.

`python -m services.conventions.documents.inspection` reads the file from its input and writes findings as
JSON, within `bounds.py`.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import read_certification_data

from services.conventions.documents.active_content import is_active
from services.conventions.documents.bounds import BROKEN, bind, said_within_bounds
from services.conventions.documents.differences import adds_only_signatures
from services.conventions.documents.signatures import signatures_of
from services.conventions.documents.time_stamps import read_certificates
from services.conventions.domain.signing.found import SignatureFound, StampFound

CPU_MAX_SECONDS = 15
WALL_MAX_SECONDS = 30.0
TOO_HEAVY = "too_heavy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What was found in a file; `problem` is empty when it could be read."""

    problem: str = ""
    encrypted: bool = False
    active: bool = False
    """Whether it holds scripts, or does something by itself when it is opened."""
    pages: int = 0
    signatures: tuple[SignatureFound, ...] = ()
    signed_before: int = 0
    """How many signatures stood in the beginning that was named."""
    only_signed_since: bool = True
    """Nothing was changed after that beginning, but for signatures."""
    closed: bool = False
    """Who signed it first certifies that nobody may change anything: not even sign."""
    covered: bool = False
    """The last signature, or time stamp, covers the file to its last byte."""


async def inspect(content: bytes, *, since: int = 0, trusted: bytes = b"") -> Inspection:
    """Look into a file, whatever it is; one that cannot be read in bounds says so as its `problem`.

    `since` is the length of its beginning that is known; `trusted` are certificates, in PEM.
    """
    found = await said_within_bounds(
        __name__, str(since), trusted.decode(), content=content, wall_max_seconds=WALL_MAX_SECONDS
    )
    if found is None:
        return Inspection(problem=TOO_HEAVY)
    return _read(json.loads(found))


async def look(content: bytes, *, since: int = 0, trusted: bytes = b"") -> Inspection:
    """The findings, without any bound: for files of our own making, and for the bounded process."""
    roots = read_certificates(trusted) if trusted else ()
    try:
        return await _look(content, since, roots)
    except (PdfDecodeLimitError, MemoryError):
        return Inspection(problem=TOO_HEAVY)
    except BROKEN as error:
        # A broken file may break any assumption of the reader; what matters is that it cannot be read.
        return Inspection(problem=f"unreadable: {error}"[:300])


async def _look(content: bytes, since: int, trusted: Sequence[x509.Certificate]) -> Inspection:
    reader = PdfFileReader(BytesIO(content), strict=False)
    if reader.encrypted:
        return Inspection(encrypted=True)
    active = is_active(reader)
    signatures = await signatures_of(reader, trusted)
    before = PdfFileReader(BytesIO(content[:since]), strict=False) if since else None
    return Inspection(
        active=active,
        pages=int(reader.root["/Pages"]["/Count"]),
        signatures=signatures,
        signed_before=len(before.embedded_regular_signatures) if before else 0,
        only_signed_since=before is None or _only_signed(reader, before),
        closed=_is_closed(reader),
        covered=bool(signatures) and signatures[-1].ends == len(content),
    )


def _is_closed(reader: PdfFileReader) -> bool:
    certified = read_certification_data(reader)
    return certified is not None and certified.permission is MDPPerm.NO_CHANGES


def _only_signed(reader: PdfFileReader, before: PdfFileReader) -> bool:
    """Whether nothing but signatures came after what stood before; where some stood, they tell."""
    return bool(before.embedded_signatures) or adds_only_signatures(reader, before)


def _read(said: dict[str, Any]) -> Inspection:
    signatures = tuple(
        SignatureFound(**{**each, "stamp": StampFound(**each["stamp"]) if each["stamp"] else None})
        for each in said["signatures"]
    )
    return Inspection(**{**said, "signatures": signatures})


def main() -> None:
    """Inspect one file, in bounds."""
    bind(cpu_max_seconds=CPU_MAX_SECONDS)
    since, trusted = int(sys.argv[1]), sys.argv[2].encode()
    found = asyncio.run(look(sys.stdin.buffer.read(), since=since, trusted=trusted))
    sys.stdout.write(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
