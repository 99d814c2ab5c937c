"""Owns what is kept of the decision by which an assembly joins the club. Its file is kept beside it."""

from dataclasses import dataclass, replace
from datetime import date

from services.directory.domain.errors.memberships import InvalidDeliberation


@dataclass(frozen=True, kw_only=True, slots=True)
class Deliberation:
    """A decision voted by the assembly of an organisation."""

    number: str
    voted_on: date
    transmitted_on: date | None = None
    """Day of its sending to the prefecture, which makes it enforceable."""
    file_sha256: str | None = None
    """Of the act itself, a PDF; None until it is sent."""

    def in_place_of(self, former: "Deliberation | None") -> "Deliberation":
        """The same, with the file of the former where it is the same decision."""
        same = former is not None and (former.number, former.voted_on) == (self.number, self.voted_on)
        return replace(self, file_sha256=former.file_sha256 if former and same else None)

    def checked(self, *, on: date) -> "Deliberation":
        """The same, once it can be right.

        Raises:
            InvalidDeliberation: it has no number, lies ahead, or was sent before it was voted.
        """
        if not self.number.strip():
            raise InvalidDeliberation("Le numéro de la délibération est obligatoire.", field="number")
        if self.voted_on > on:
            raise InvalidDeliberation("La délibération ne peut pas être à venir.", field="voted_on")
        if self.transmitted_on is not None and self.transmitted_on < self.voted_on:
            raise InvalidDeliberation(
                "La délibération ne peut pas être transmise avant d’être votée.", field="transmitted_on"
            )
        return self
