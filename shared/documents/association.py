"""Owns how the association that runs the club is named in documents. Its values come from settings."""

from pydantic import BaseModel, ConfigDict, Field


class Association(BaseModel):
    """The association, as a letterhead gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(default="Un Plus Bio", description="Legal name.")
    club: str = Field(default="Club des Territoires", description="Name of the club that it runs.")
    address: tuple[str, ...] = Field(
        default=("1 rue de l’Exemple", "30000 Nîmes"), description="Lines of the postal address."
    )
    registration_number: str = Field(
        default="W301000000", description="Number in the national register of associations (RNA)."
    )
    represented_by: str = Field(default="Camille Exemple", description="Its legal representative.")
    capacity: str = Field(default="présidente", description="As what that person represents it.")
    siret: str = Field(
        default="123 456 789 00007", description="Fourteen digits, spaced as people read them."
    )
    email: str = Field(default="club@example.org", description="Where answers go.")
    iban: str = Field(
        default="FR76 3000 1007 9412 3456 7890 185", description="Account that fees are paid to."
    )
    bic: str = Field(default="BDFEFRPPCCT", description="Bank of that account.")
