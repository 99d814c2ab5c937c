"""Owns the way between organisations, territories and their documents, whose form stands in `documents`."""

from datetime import date

from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.merger import Merger
from services.directory.domain.organisation import Organisation
from services.directory.domain.profile import OrganisationProfile
from services.directory.domain.territories import Territory
from services.directory.repository.days import from_day
from shared.french import sort_key
from shared.storage.mongo import Document


def from_organisation(organisation: Organisation) -> Document:
    """The document of an organisation."""
    profile = organisation.profile
    return {
        "_id": organisation.id,
        "kind": profile.kind.value,
        "name": profile.name,
        "folded": sort_key(profile.name),
        "siren": profile.siren,
        "siret": profile.siret,
        "insee_code": profile.insee_code,
        "departement": profile.departement,
        "region": profile.region,
        "population": profile.population,
        "parent_org": profile.parent_org,
        "represented_communes": profile.represented_communes,
        "merger": _from_merger(organisation.merger),
        "sequence": organisation.sequence,
    }


def to_organisation(document: Document) -> Organisation:
    """The organisation of a document."""
    profile = OrganisationProfile(
        kind=OrganisationKind(document["kind"]),
        name=document["name"],
        siren=document["siren"],
        siret=document["siret"],
        insee_code=document["insee_code"],
        departement=document["departement"],
        region=document["region"],
        population=document["population"],
        parent_org=document["parent_org"],
        represented_communes=document["represented_communes"],
    )
    return Organisation(
        id=document["_id"],
        profile=profile,
        merger=_to_merger(document["merger"]),
        version=document["version"],
        sequence=document["sequence"],
    )


def _from_merger(merger: Merger | None) -> Document | None:
    if merger is None:
        return None
    return {"succeeded_by": merger.succeeded_by, "effective_on": from_day(merger.effective_on)}


def _to_merger(kept: Document | None) -> Merger | None:
    if kept is None:
        return None
    return Merger(succeeded_by=kept["succeeded_by"], effective_on=date.fromisoformat(kept["effective_on"]))


def from_territory(territory: Territory, edition: str) -> Document:
    """The document of a territory in an edition of the reference data."""
    return {
        "_id": territory.key,
        "kind": territory.kind.value,
        "code": territory.code,
        "name": territory.name,
        "folded": sort_key(territory.name),
        "article_code": territory.article_code,
        "siren": territory.siren,
        "departement": territory.departement,
        "region": territory.region,
        "population": territory.population,
        "epci": territory.epci,
        "communes": territory.communes,
        "edition": edition,
    }


def to_territory(document: Document) -> Territory:
    """The territory of a document."""
    return Territory(
        kind=OrganisationKind(document["kind"]),
        code=document["code"],
        name=document["name"],
        article_code=document["article_code"],
        siren=document["siren"],
        departement=document["departement"],
        region=document["region"],
        population=document["population"],
        epci=document["epci"],
        communes=document["communes"],
    )
