"""Owns what the routes of signing take and give: shapes and bounds, no rule."""

from typing import Annotated, Self

from pydantic import Field

from services.conventions.domain.signing.consent import CONSENT
from services.conventions.handlers.signing import Attempt, Outcome
from services.conventions.schemas.asked import Reason
from services.conventions.schemas.conventions import ConventionOut, DeedIn
from services.conventions.schemas.terms import SignatoryIn


class CodeIn(DeedIn):
    """The code that came by a message, with the consent that was read."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    sha256: Annotated[
        str, Field(pattern=r"^[0-9a-f]{64}$", description="`text_sha256` of the text that was shown.")
    ]
    consent: Annotated[bool, Field(description=CONSENT)]


class RefusalIn(DeedIn):
    """Why the signatory does not sign."""

    reason: Reason


class ReplacementIn(DeedIn):
    """Who signs instead."""

    signatory: SignatoryIn


class TriedOut(ConventionOut):
    """A convention after a try to sign it."""

    outcome: Outcome

    @classmethod
    def of_attempt(cls, attempt: Attempt) -> Self:
        """The shape of what became of it."""
        return cls(**ConventionOut.of(attempt.convention).model_dump(), outcome=attempt.outcome)
