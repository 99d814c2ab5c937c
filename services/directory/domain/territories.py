"""Owns what the reference data says of a territory. Knows neither its files nor the club's members."""

from dataclasses import dataclass

from services.directory.domain.kinds import CODED, OrganisationKind
from shared.articles import after_de


@dataclass(frozen=True, kw_only=True, slots=True)
class Territory:
    """A commune, an intercommunality, a département or a région, as it stands in one edition of the data."""

    kind: OrganisationKind
    code: str
    """INSEE code; for an EPCI or an EPT, its SIREN."""
    name: str
    article_code: str | None
    """Official link code of the name (TNCC), which says *du*, *de la*, *d'* …"""
    siren: str | None
    departement: str | None
    region: str
    population: int | None
    epci: str | None
    """SIREN of the EPCI that a commune belongs to."""
    communes: int
    """Communes covered by a commune (1) or an intercommunality; 1 for a département or a région."""

    @property
    def key(self) -> str:
        """Its stable name in this application: `commune:06084`, `epci:200039857`, `ept:…`, `region:93`."""
        family = self.kind if self.kind in CODED | {OrganisationKind.EPT} else "epci"
        return f"{family}:{self.code}"

    @property
    def insee_code(self) -> str | None:
        """Its code in the code officiel géographique, for the kinds that have one."""
        return self.code if self.kind in CODED else None

    @property
    def official_name(self) -> str:
        """The name of the public body: *Département du Gard*, *Région Occitanie*, *Le Rouret*."""
        if self.kind == OrganisationKind.DEPARTEMENT:
            return f"Département {after_de(self.name, self.article_code)}"
        return f"Région {self.name}" if self.kind == OrganisationKind.REGION else self.name
