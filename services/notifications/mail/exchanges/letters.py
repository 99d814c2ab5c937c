"""Owns which letter each notice of an exchange is written with. The words are in the modules beside."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.exchanges.copies import ExchangeCopy
from services.notifications.domain.exchanges.notices import ExchangeNotice
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges import amendments, conventions, reports, requests, signing, visits
from services.notifications.mail.exchanges.letter import Letter, Told
from services.notifications.mail.exchanges.links import ExchangeLinks

LETTERS: Final[Mapping[Template, Callable[[Told[Any, Any]], Letter]]] = {
    **requests.LETTERS,
    **conventions.LETTERS,
    **signing.LETTERS,
    **amendments.LETTERS,
    **visits.LETTERS,
    **reports.LETTERS,
}


def letter_of(notice: ExchangeNotice, known: ExchangeCopy, links: ExchangeLinks) -> Letter:
    """The words of a mail, from what is known now of what it is about."""
    return LETTERS[notice.template](Told(notice, notice.fact, known, links))
