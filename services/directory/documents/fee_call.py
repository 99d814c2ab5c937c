"""Owns the fee call as a document: its data in French; the page around them is `fee_call.typ`."""

from datetime import date
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.numbers import format_currency

from services.directory.domain.fee import FeeCall
from shared.articles import after_de
from shared.documents.association import Association
from shared.documents.pdf import Json, render_pdf

_TEMPLATE: Final = Path(__file__).with_name("fee_call.typ")


async def fee_call_pdf(call: FeeCall, *, year: int, association: Association) -> bytes:
    """The request for payment that a call is, as it was on its day: the same bytes each time."""
    debtor = call.debtor
    data: dict[str, Json] = {
        "association": association.model_dump(),
        "year": year,
        "reference": call.reference,
        "debtor": {
            "name": debtor.name,
            "after_de": after_de(debtor.name, debtor.article_code),
            "siren": debtor.siren,
            "siret": debtor.siret,
        },
        "amount": format_currency(call.amount_cents / 100, "EUR", locale="fr"),
        "called_on": _in_words(call.called_on),
        "due_on": _in_words(call.due_on),
    }
    return await render_pdf(_TEMPLATE, data, dated=call.called_on)


def _in_words(day: date) -> str:
    """`17 janvier 2028`; the first of a month is `1er`."""
    words = format_date(day, "d MMMM y", locale="fr")
    return words.replace("1 ", "1er ", 1) if day.day == 1 else words
