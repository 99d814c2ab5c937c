"""Owns what the API takes and gives of who has already done something, and the French of the reasons."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.profile import OrganisationProfile
from services.directory.domain.ranking import Ground, Ranked, Reason
from services.directory.schemas.fields import Asked, Code, FileFormat
from services.directory.schemas.offers import TopicCode

_SENTENCES = {
    Ground.OFFERS: "Propose de le montrer\u00a0: «\u00a0{what}\u00a0».",
    Ground.OFFER_PAUSED: "Le propose, mais n’est pas disponible en ce moment\u00a0: «\u00a0{what}\u00a0».",
    Ground.TAUGHT: "L’a transmis à une autre collectivité (échange terminé le {on}).",
    Ground.TESTIFIED: "En a témoigné devant le club\u00a0: «\u00a0{what}\u00a0», le {on}.",
    Ground.WELCOMED: "A accueilli «\u00a0{what}\u00a0» le {on}.",
    Ground.LEARNT: "L’a appris d’une autre collectivité (échange terminé le {on}).",
    Ground.SAME_DEPARTEMENT: "Est dans le même département.",
    Ground.SAME_REGION: "Est dans la même région.",
    Ground.SAME_KIND: "Est une collectivité du même type.",
}


class KnowHowAsked(Asked):
    """What somebody wants to learn, and from whom."""

    topic: Annotated[list[TopicCode], Field(min_length=1, max_length=5, description="Any of these.")]
    near: UUID | None = Field(default=None, description="Who asks: who is like it comes before others.")
    kind: OrganisationKind | None = Field(default=None, description="Only organisations of this kind.")
    departement: Code | None = Field(default=None, description="Only in this département.")
    region: Code | None = Field(default=None, description="Only in this région.")
    limit: Annotated[int, Field(ge=1, le=50, description="How many organisations, at most.")] = 20

    def accepts(self, org: UUID, profile: OrganisationProfile) -> bool:
        """Whether an organisation may be named: who asks is not."""
        asked = (
            (self.kind, profile.kind),
            (self.departement, profile.departement),
            (self.region, profile.region),
        )
        return org != self.near and all(wanted in (None, known) for wanted, known in asked)


class KnowHowExported(KnowHowAsked):
    """The answer as a file."""

    file_format: FileFormat


class ReasonOut(BaseModel):
    """One reason to name an organisation."""

    code: Ground
    message: str
    points: int
    on: date | None = Field(description="When it was done; null for what holds today.")
    offer_id: UUID | None

    @classmethod
    def of(cls, reason: Reason) -> "ReasonOut":
        """The form of a reason."""
        on = f"{reason.on:%d/%m/%Y}" if reason.on else ""
        return cls(
            code=reason.ground,
            message=_SENTENCES[reason.ground].format(what=reason.what, on=on),
            points=reason.points,
            on=reason.on,
            offer_id=reason.offer_id,
        )


class RankedOut(BaseModel):
    """An organisation that has already done it."""

    org: UUID
    name: str
    kind: OrganisationKind
    departement: str | None
    region: str | None
    population: int | None
    points: int = Field(description="What the list is sorted by: the sum of the reasons'.")
    reasons: tuple[ReasonOut, ...]

    @classmethod
    def of(cls, ranked: Ranked, profile: OrganisationProfile) -> "RankedOut":
        """The form of an organisation in the answer."""
        return cls(
            org=ranked.org,
            name=profile.name,
            kind=profile.kind,
            departement=profile.departement,
            region=profile.region,
            population=profile.population,
            points=ranked.points,
            reasons=tuple(ReasonOut.of(reason) for reason in ranked.reasons),
        )


class KnowHowOut(BaseModel):
    """Who has already done it, the best first."""

    items: tuple[RankedOut, ...]
