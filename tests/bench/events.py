"""Owns the events that benches tell: valid, of the size that is usual. Tells none itself."""

from uuid import UUID

from shared.clock import utc_now
from shared.events.directory import OrganisationRegistered
from shared.events.envelope import Envelope, Payload
from shared.ids import new_id

ANNOUNCED = OrganisationRegistered


def announced(org: UUID, *, sequence: int = 1) -> Envelope[Payload]:
    """That an organisation was registered."""
    fact = ANNOUNCED(
        org=org,
        kind="commune",
        name="Saint-Rémy-de-Provence",
        siren="211300983",
        insee_code="13100",
        departement="13",
        region="93",
        population=9_893,
        parent_org=None,
    )
    return Envelope[Payload](
        id=new_id(),
        source=fact.owner(),
        type=fact.type(),
        time=utc_now(),
        subject=f"{fact.aggregate}/{org}",
        sequence=sequence,
        correlationid=str(new_id()),
        actor="system",
        dataschema=fact.dataschema(),
        data=fact,
    )
