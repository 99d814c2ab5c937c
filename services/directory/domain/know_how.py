"""Owns what is said of an organisation's know-how, and when it can be right. Does not know who may say it."""

from dataclasses import dataclass, replace
from typing import Final

from services.directory.domain.errors.offers import InvalidOffer
from shared.events.topics import TOPICS

MOST_HALF_DAYS: Final = 366 * 2


@dataclass(frozen=True, kw_only=True, slots=True)
class KnowHow:
    """What an organisation is ready to show or teach."""

    topics: tuple[str, ...]
    """Codes of the club's list, the main one first."""
    summary: str
    concerned: str = ""
    """Agents or services that know how, by their function."""
    half_days_per_year: int

    def checked(self) -> "KnowHow":
        """The same as it is to be kept: trimmed, each topic once.

        Raises:
            InvalidOffer: no topic, one that is not of the club's list, no summary, or an impossible number.
        """
        topics = tuple(dict.fromkeys(self.topics))
        if not topics:
            raise InvalidOffer("Une offre porte sur un thème au moins.", field="topics")
        if unknown := [topic for topic in topics if topic not in TOPICS]:
            raise InvalidOffer("Ce thème n’est pas dans la liste du club.", field="topics", unknown=unknown)
        if not self.summary.strip():
            raise InvalidOffer("Décrivez ce que la collectivité peut montrer.", field="summary")
        if not 0 < self.half_days_per_year <= MOST_HALF_DAYS:
            raise InvalidOffer(
                "Le nombre de demi-journées par an n’est pas possible.", field="half_days_per_year"
            )
        return replace(self, topics=topics, summary=self.summary.strip(), concerned=self.concerned.strip())
