"""Owns what an organisation asks for when it would like to learn from another. Decides nothing."""

from dataclasses import dataclass
from datetime import date

from services.conventions.domain.errors.exchange import InvalidWish


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the receiving organisation would like to learn, and when."""

    topics: tuple[str, ...]
    context: str
    expected_results: str
    from_day: date
    to_day: date
    people_to_train: int

    def check(self) -> None:
        """Let pass what can be.

        Raises:
            InvalidWish: no topic, the same topic twice, or a period that ends before it begins.
        """
        if not self.topics or len(set(self.topics)) < len(self.topics):
            raise InvalidWish("Indiquez au moins un thème, chacun une seule fois.", field="topics")
        if self.to_day < self.from_day:
            raise InvalidWish("La période finit avant d’avoir commencé.", field="to_day")

    def check_clear(self) -> None:
        """Let pass what staff can work on.

        Raises:
            InvalidWish: as `check`, or no expected results.
        """
        self.check()
        if not self.expected_results.strip():
            raise InvalidWish("Les résultats attendus sont à préciser.", field="expected_results")
