"""Owns the reading of codes of second factors as they are typed. Whether one has served is the domain's."""

from dataclasses import dataclass
from uuid import UUID

from services.directory.api.attempts import Attempts
from services.directory.ports.access import AccessQueries
from shared.clock import Clock
from shared.security.one_time_codes import matching_step
from shared.security.sealing import Seal


@dataclass(frozen=True, kw_only=True, slots=True)
class Codes:
    """Reads codes, so many in a while."""

    queries: AccessQueries
    attempts: Attempts
    seal: Seal
    clock: Clock

    async def step(self, person_id: UUID, code: str) -> int | None:
        """The time step of a code of the person's application; none where it is no such code.

        Raises:
            TooManyAttempts: too many were given in a while.
        """
        await self.attempts.code(person_id)
        factor = await self.queries.second_factor(person_id)
        if factor is None:
            return None
        return matching_step(self.seal.open(factor.sealed_secret).decode(), code, at=self.clock())
