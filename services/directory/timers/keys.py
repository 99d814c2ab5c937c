"""Owns when signing keys are retired. Decides nothing: `domain.signing_key` says which."""

from pydantic import BaseModel

from services.directory.domain.commands.keys import RetireSigningKey
from services.directory.domain.signing_key import superseded
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM

RETIRE_EVERY_SECONDS = 60.0


class _Retired(BaseModel):
    kid: str


async def retire_superseded_keys(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    """Have no key accepted whose last token has run out."""
    for key in superseded(await queries.published_keys(), at=clock()):
        await application.execute(
            RetireSigningKey(actor=SYSTEM, at=clock(), kid=key.kid),
            key=key.kid,
            model=_Retired,
            answer=lambda retired: _Retired(kid=retired.kid),
        )
