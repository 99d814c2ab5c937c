"""Owns how an answer that everybody may read is kept and asked for again (RFC 9110, 8.8.3 and 13.1.2).

The entity tag is a digest of the bytes: two processes give the same one. It keeps no answer itself.
"""

from hashlib import sha256
from http import HTTPStatus

from fastapi import Response

FRESH_SECONDS = 60


def cacheable(body: bytes, media_type: str, if_none_match: str | None) -> Response:
    """The answer, or only that it is still the one that the reader holds."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={FRESH_SECONDS}",
        "Access-Control-Allow-Origin": "*",
    }
    if _holds(if_none_match or "", tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _holds(if_none_match: str, tag: str) -> bool:
    held = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return tag in held or "*" in held
