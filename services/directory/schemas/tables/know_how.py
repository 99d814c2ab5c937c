"""Owns offers, and who has already done something, as files: what stands under each heading."""

from collections.abc import Iterable
from typing import Final

from services.directory.domain.offer import ExpertiseOffer
from services.directory.schemas import columns, wording
from services.directory.schemas.know_how import RankedOut
from services.directory.schemas.tables.rows import ORGANISATION, In
from shared.documents.tables import Table
from shared.events.topics import TOPICS

OFFERS: Final[Table[In[ExpertiseOffer]]] = Table(
    "offres-d-expertise",
    {
        **ORGANISATION,
        columns.OFFER_STATE: lambda row: wording.OFFER_STATES[row.item.state],
        columns.TOPICS: lambda row: _topics(row.item.content.topics),
        columns.SUMMARY: lambda row: row.item.content.summary,
        columns.CONCERNED: lambda row: row.item.content.concerned,
        columns.HALF_DAYS: lambda row: row.item.content.half_days_per_year,
    },
)

RANKED: Final[Table[In[RankedOut]]] = Table(
    "qui-l-a-deja-fait",
    {
        **ORGANISATION,
        columns.DEPARTEMENT: lambda row: row.item.departement,
        columns.REGION: lambda row: row.item.region,
        columns.POPULATION: lambda row: row.item.population,
        columns.POINTS: lambda row: row.item.points,
        columns.REASONS: lambda row: " ".join(reason.message for reason in row.item.reasons),
    },
)


def _topics(codes: Iterable[str]) -> str:
    return ", ".join(TOPICS.get(code, code) for code in codes)
