"""Owns how often something about sign-in may be tried, and by whom it is counted. Keeps no count itself."""

from datetime import timedelta
from uuid import UUID

from fastapi import Request

from services.directory.domain.errors.access import TooManyAttempts
from services.directory.ports.access import RateLimits
from shared.clock import Clock
from shared.web.networks import network_of

WITHIN = timedelta(minutes=15)
LINKS_PER_ADDRESS = 5
LINKS_PER_NETWORK = 60
"""A town hall goes out by one address."""
CODES_PER_PERSON = 5
"""Three of a million are right at a time: who has the mailbox and tries all day fails 999 times of 1000."""


class Attempts:
    """Counts tries, whatever comes of them."""

    def __init__(self, limits: RateLimits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock

    async def link(self, email: str, request: Request) -> None:
        """Count that a link was asked for.

        Raises:
            TooManyAttempts: too many for this address, or from this network.
        """
        await self._count(f"network:{network_of(request)}", LINKS_PER_NETWORK)
        await self._count(f"address:{email}", LINKS_PER_ADDRESS)

    async def code(self, person_id: UUID) -> None:
        """Count that a code was given.

        Raises:
            TooManyAttempts: too many by, or in the name of, this person.
        """
        await self._count(f"code:{person_id}", CODES_PER_PERSON)

    async def _count(self, key: str, most: int) -> None:
        if wait := await self._limits.hit(key, most=most, within=WITHIN, at=self._clock()):
            raise TooManyAttempts(retry_after_seconds=wait)
