"""Owns the words of the mails about an amendment, until every party has signed it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges.conventions import (
    NEXT_VERSION,
    READ_AND_APPROVE,
    replaces_former,
)
from services.notifications.mail.exchanges.letter import Letter, Told
from services.notifications.mail.exchanges.signing import REOPEN, reason_of
from shared.events import conventions as facts

AS_IT_IS: Final = "La convention, elle, continue de s’appliquer telle qu’elle est signée."


def review_requested(told: Told[facts.AmendmentReviewRequested, ConventionCopy]) -> Letter:
    """The parties are asked to read and approve."""
    return Letter(
        subject=f"À relire : avenant {told.fact.reference}",
        heading="Un avenant à relire et à approuver",
        message=(
            f"Le texte d’un avenant à la convention est prêt à être relu.{replaces_former(told.fact.version)}"
        ),
        details=_amendment(told.fact),
        link=told.space,
        after=READ_AND_APPROVE,
    )


def change_asked(told: Told[facts.AmendmentRevised, ConventionCopy]) -> Letter:
    """A party asked for a change."""
    return Letter(
        subject=f"Texte à revoir : avenant {told.fact.reference}",
        heading="Un changement est demandé",
        message=(
            "Une partie demande un changement : l’avenant revient en rédaction, et les accords déjà donnés "
            "ne comptent plus."
        ),
        details=_amendment(told.fact),
        after=NEXT_VERSION,
        is_warning=True,
    )


def signature_refused(told: Told[facts.AmendmentSignatureRefused, ConventionCopy]) -> Letter:
    """A signatory refused."""
    return Letter(
        subject=f"Signature refusée : avenant {told.fact.reference}",
        heading="L’avenant n’est pas signé",
        message=(
            f"La signature a été refusée pour {told.known.name_of(told.fact.org)}. L’avenant revient en "
            f"rédaction, et les signatures déjà données à cette version ne valent plus. {AS_IT_IS}"
        ),
        details=(*_amendment(told.fact), *reason_of(told.fact)),
        after=NEXT_VERSION,
        is_warning=True,
    )


def signing_expired(told: Told[facts.AmendmentSigningExpired, ConventionCopy]) -> Letter:
    """The signing window closed."""
    return Letter(
        subject=f"Délai de signature passé : avenant {told.fact.reference}",
        heading="Le délai pour signer l’avenant est passé",
        message=(
            "Toutes les parties n’ont pas signé à temps : les signatures déjà données à l’avenant ne valent "
            f"plus. {AS_IT_IS}"
        ),
        details=_amendment(told.fact),
        after=REOPEN,
        is_warning=True,
    )


def abandoned(told: Told[facts.AmendmentAbandoned, ConventionCopy]) -> Letter:
    """Given up before every party signed."""
    if told.fact.reason_code == "convention_over":
        message = "La convention a pris fin avant que tous aient signé cet avenant : il n’a plus d’objet."
    else:
        message = f"L’équipe du club a abandonné cet avenant avant sa signature. {AS_IT_IS}"
    return Letter(
        subject=f"Abandonné : avenant {told.fact.reference}",
        heading="L’avenant est abandonné",
        message=message,
        details=_amendment(told.fact),
        is_warning=True,
    )


def _amendment(fact: facts.AmendmentFact) -> tuple[tuple[str, str], ...]:
    return (("Avenant", str(fact.number)),)


LETTERS: Final[Mapping[Template, Callable[[Told[Any, Any]], Letter]]] = {
    Template.AMENDMENT_REVIEW_REQUESTED: review_requested,
    Template.AMENDMENT_CHANGE_ASKED: change_asked,
    Template.AMENDMENT_REFUSED: signature_refused,
    Template.AMENDMENT_EXPIRED: signing_expired,
    Template.AMENDMENT_ABANDONED: abandoned,
}
