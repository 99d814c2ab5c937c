"""Owns the words of the mails about a convention's text and its life; its signing is in `signing.py`."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges.letter import ANSWER_IN, ANY_QUESTION, Letter, Told
from shared.articles import counted
from shared.dates import day_in_words
from shared.events import conventions as facts

FINAL_REPORT: Final = (
    f"Il reste le bilan final, que la collectivité bénéficiaire remet à l’équipe du club.\n\n{ANY_QUESTION}"
)
READ_AND_APPROVE: Final = (
    f"Lisez-le {ANSWER_IN}, puis approuvez-le, ou dites ce qui est à changer. Une fois approuvé par toutes "
    f"les parties, il ne change plus et peut être signé.\n\n{ANY_QUESTION}"
)
NEXT_VERSION: Final = f"L’équipe du club vous enverra la nouvelle version à relire.\n\n{ANY_QUESTION}"


def review_requested(told: Told[facts.ConventionReviewRequested, ConventionCopy]) -> Letter:
    """The parties are asked to read and approve."""
    return Letter(
        subject=f"À relire : convention {told.known.reference}",
        heading="Un texte à relire et à approuver",
        message=f"Le texte de la convention est prêt à être relu.{replaces_former(told.fact.version)}",
        link=told.space,
        after=READ_AND_APPROVE,
    )


def change_asked(told: Told[facts.ConventionRevised, ConventionCopy]) -> Letter:
    """A party asked for a change."""
    return Letter(
        subject=f"Texte à revoir : convention {told.known.reference}",
        heading="Un changement est demandé",
        message=(
            "Une partie demande un changement : le texte revient en rédaction, et les accords déjà donnés ne "
            "comptent plus."
        ),
        after=NEXT_VERSION,
        is_warning=True,
    )


def in_force(told: Told[facts.ConventionEnteredIntoForce, ConventionCopy]) -> Letter:
    """The first day came."""
    fact = told.fact
    return Letter(
        subject=f"En vigueur : convention {told.known.reference}",
        heading="La convention est en vigueur",
        message="La convention s’applique désormais : les visites peuvent avoir lieu.",
        details=(("Durée", period_in_words(fact)),),
        link=told.space,
        after=f"Proposez des dates de visite {ANSWER_IN}.\n\n{ANY_QUESTION}",
    )


def end_near(told: Told[facts.ConventionEndNear, ConventionCopy]) -> Letter:
    """The last day comes near."""
    ends_on, days_left = day_in_words(told.fact.ends_on), counted(told.fact.days_left, "jour")
    return Letter(
        subject=f"Fin dans {days_left} : convention {told.known.reference}",
        heading=f"La convention prend fin dans {days_left}",
        message=f"Le dernier jour de la convention est le {ends_on}. Elle ne se renouvelle pas d’elle-même.",
        after=(
            "Pour la prolonger, un avenant doit être signé avant cette date : dites-le-nous dès maintenant, "
            "en répondant à ce message."
        ),
        is_warning=True,
    )


def ended(told: Told[facts.ConventionEnded, ConventionCopy]) -> Letter:
    """The last day is over."""
    return Letter(
        subject=f"Arrivée à son terme : convention {told.known.reference}",
        heading="La convention est arrivée à son terme",
        message=f"La convention a pris fin, comme prévu, le {day_in_words(told.fact.on)}.",
        details=(_spent(told.fact),),
        after=FINAL_REPORT,
    )


def terminated(told: Told[facts.ConventionTerminated, ConventionCopy]) -> Letter:
    """A party ended it early."""
    on = day_in_words(told.fact.on)
    return Letter(
        subject=f"Résiliée : convention {told.known.reference}",
        heading="La convention est résiliée",
        message=f"La convention ne s’applique plus depuis le {on}. Les visites à venir sont annulées.",
        details=(_spent(told.fact),),
        after=FINAL_REPORT,
        is_warning=True,
    )


def abandoned(told: Told[facts.ConventionAbandoned, ConventionCopy]) -> Letter:
    """Given up before every party signed."""
    asked = told.notice.org == told.known.receiving_org
    search = "\n\nL’équipe du club reprend sa recherche pour votre demande d’échange." if asked else ""
    return Letter(
        subject=f"Abandonnée : convention {told.known.reference}",
        heading="La convention est abandonnée",
        message=f"L’équipe du club a abandonné cette convention avant sa signature.{search}",
        is_warning=True,
    )


def quota_reached(told: Told[facts.HalfDayQuotaReached, ConventionCopy]) -> Letter:
    """All half-days of a year are planned or spent."""
    year, half_days = told.fact.year, counted(told.fact.quota, "demi-journée")
    return Letter(
        subject=f"Plus de demi-journée en {year} : convention {told.known.reference}",
        heading=f"Il ne reste plus de demi-journée en {year}",
        message=f"La convention prévoit {half_days} en {year} : tout est réservé ou consommé.",
        after=(
            "Pour une autre visite cette année-là, il faut en annuler une, ou signer un avenant.\n\n"
            f"{ANY_QUESTION}"
        ),
        is_warning=True,
    )


def replaces_former(version: int) -> str:
    """What is said of a version that is not the first one."""
    return f" C’est la version {version} : elle remplace la précédente." if version > 1 else ""


def period_in_words(fact: facts.ConventionEnteredIntoForce | facts.ConventionSigned) -> str:
    """From the first day to the last one."""
    return f"du {day_in_words(fact.effect_on)} au {day_in_words(fact.ends_on)}"


def _spent(fact: facts.ConventionOverFact) -> tuple[str, str]:
    return "Consommé", counted(fact.half_days_consumed, "demi-journée")


LETTERS: Final[Mapping[Template, Callable[[Told[Any, Any]], Letter]]] = {
    Template.REVIEW_REQUESTED: review_requested,
    Template.CHANGE_ASKED: change_asked,
    Template.CONVENTION_IN_FORCE: in_force,
    Template.CONVENTION_END_NEAR: end_near,
    Template.CONVENTION_ENDED: ended,
    Template.CONVENTION_TERMINATED: terminated,
    Template.CONVENTION_ABANDONED: abandoned,
    Template.QUOTA_REACHED: quota_reached,
}
