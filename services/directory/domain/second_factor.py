"""Owns the aggregate `SecondFactor`: what somebody proves besides their mailbox. It reads no code itself.

Codes are worked out by `shared.security.one_time_codes`; here is decided that each serves once.
"""

from dataclasses import dataclass
from uuid import UUID

from services.directory.domain.errors.access import SecondFactorEnrolled, SecondFactorMissing, WrongCode


@dataclass(slots=True, kw_only=True)
class SecondFactor:
    """The second factor of a person; it counts once its first code was given."""

    person_id: UUID
    sealed_secret: bytes
    is_enrolled: bool = False
    last_step: int = 0
    """The time step of the last code taken: one that is not later has served."""
    recovery_digests: tuple[str, ...] = ()
    version: int = 0
    sequence: int = 0

    @property
    def id(self) -> UUID:
        """A person has one."""
        return self.person_id

    def begin_again(self, sealed_secret: bytes) -> None:
        """Take another secret, as long as the first code was not given.

        Raises:
            SecondFactorEnrolled: it was.
        """
        if self.is_enrolled:
            raise SecondFactorEnrolled
        self.sealed_secret = sealed_secret

    def enrol(self, step: int | None, recovery_digests: tuple[str, ...]) -> None:
        """Take the first code, and from then on count.

        Raises:
            SecondFactorEnrolled: it does already.
            WrongCode: the code belongs to no step.
        """
        if self.is_enrolled:
            raise SecondFactorEnrolled
        if step is None:
            raise WrongCode
        self.is_enrolled, self.last_step, self.recovery_digests = True, step, recovery_digests

    def accept(self, step: int | None, recovery_digest: str) -> None:
        """Let pass with a code of the application, or with a recovery code, which serves once.

        Raises:
            SecondFactorMissing: it does not count yet.
            WrongCode: neither one nor the other, or it has served.
        """
        if not self.is_enrolled:
            raise SecondFactorMissing
        if step is not None and step > self.last_step:
            self.last_step = step
        elif recovery_digest in self.recovery_digests:
            self.recovery_digests = tuple(one for one in self.recovery_digests if one != recovery_digest)
        else:
            raise WrongCode
