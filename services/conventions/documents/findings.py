"""Owns what is said in French of a signature that came with a document: its level, and what was found."""

from datetime import UTC, datetime
from typing import Final

from services.conventions.domain.signing.assessed import Assessed, Level, Why
from services.conventions.domain.signing.found import SignatureFound

LEVELS: Final = {Level.SIMPLE: "simple", Level.ADVANCED: "avancée", Level.QUALIFIED: "qualifiée"}
_NEVER_ASKED: Final = "autorité du certificat non vérifiée"
_OF_LISTS: Final = {
    Why.QUALIFIED: "certificat qualifié de signature, clé dans un dispositif qualifié, délivré par "
    "{service} selon la liste de confiance, non révoqué le {at}",
    Why.NO_DEVICE: "certificat qualifié de signature, délivré par {service} selon la liste de confiance, "
    "non révoqué le {at}, mais rien n’indique que sa clé est dans un dispositif qualifié",
    Why.NOT_QUALIFIED: "certificat non qualifié, délivré par {service}, autorité de la liste de confiance, "
    "non révoqué le {at}",
    Why.UNKNOWN_AUTHORITY: "l’autorité du certificat n’est dans aucune liste de confiance",
    Why.NOT_VALID: "le certificat n’était pas dans ses dates de validité le {at}",
    Why.NOT_GRANTED: "selon les listes de confiance, l’autorité du certificat ne répond pas, le {at}, de son "
    "usage pour signer",
    Why.NOT_FOR_SIGNATURES: "certificat délivré par {service} selon la liste de confiance, mais pour "
    "un cachet ou un site, et non pour la signature d’une personne",
    Why.REVOCATION_UNKNOWN: "certificat délivré par {service} selon la liste de confiance, mais sa "
    "révocation n’a pas pu être vérifiée",
    Why.NOT_ASSESSED: "le certificat n’a pas pu être vérifié avec les listes de confiance",
}


def findings_of(found: SignatureFound, assessed: Assessed | None) -> str:
    """What the check of an intact signature says; without trusted lists, `assessed` is None."""
    stamp = f", horodatée le {found.stamp.at}" if found.stamp else ", sans horodatage"
    said = f"Signature intacte de «\u00a0{found.signer}\u00a0»{stamp}"
    if assessed is None:
        return f"{said}\u202f; {_NEVER_ASKED}."
    if found.stamp and assessed.at and not assessed.stamp_counts:
        said += " par une autorité hors des listes de confiance (l’heure du dépôt compte à sa place)"
    return f"{said}\u202f; {_of_lists(assessed)}."


def _of_lists(assessed: Assessed) -> str:
    said = _OF_LISTS[assessed.why].format(
        service=f"«\u00a0{assessed.service}\u00a0»", at=minute(assessed.at) if assessed.at else ""
    )
    if assessed.outdated and assessed.level is Level.SIMPLE:
        said += f"\u202f; liste de confiance périmée, à remplacer\u00a0: {', '.join(assessed.outdated)}"
    return said


def minute(instant: str) -> str:
    """`15/04/2027 à 08:30 UTC`, of ISO 8601."""
    return f"{datetime.fromisoformat(instant).astimezone(UTC):%d/%m/%Y à %H:%M} UTC"
