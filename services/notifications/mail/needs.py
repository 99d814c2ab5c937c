"""Owns the words of the mails about needs."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.needs import NeedCopy, NeedNotice
from services.notifications.domain.notices import Template
from services.notifications.domain.typography import one_line
from services.notifications.mail.exchanges.letter import ANY_QUESTION, Box, Letter
from shared.events import registration as facts

TAKEN_PLACE: Final = {
    "club_event_held": "L’évènement du club prévu pour y répondre a eu lieu.",
    "exchange_fulfilled": "Le partage d’expertise prévu pour y répondre est allé à son terme.",
}
GIVEN_UP: Final = {
    "club_event_cancelled": "L’évènement du club prévu pour y répondre est annulé.",
    "exchange_given_up": "Le partage d’expertise prévu pour y répondre n’aura pas lieu.",
}
CLOSED_FOR: Final = {
    "out_of_scope": "il sort de ce que le club fait",
    "solved": "il est résolu",
    "no_answer": "le club n’a pas trouvé comment y répondre",
}


def planned(fact: facts.NeedPlanned, title: str) -> Letter:
    """Something is to answer it."""
    by_event = "L’équipe prépare un évènement du club pour y répondre."
    by_exchange = "L’équipe prépare un partage d’expertise pour y répondre."
    return Letter(
        subject=f"Une réponse se prépare : {title}",
        heading="Une réponse à votre besoin se prépare",
        message=by_event if fact.club_event_id else by_exchange,
    )


def answered(fact: facts.NeedAnswered, title: str) -> Letter:
    """What was planned has taken place."""
    return Letter(
        subject=f"Votre besoin a-t-il trouvé sa réponse ? {title}",
        heading="Votre besoin a-t-il trouvé sa réponse ?",
        message=TAKEN_PLACE.get(fact.reason_code, "Ce qui était prévu pour y répondre a eu lieu."),
        after=(
            "Si cela ne suffit pas, répondez à ce message dans les 30 jours : l’équipe cherchera une autre "
            f"réponse.\n\n{ANY_QUESTION}"
        ),
    )


def reopened(fact: facts.NeedReopened, title: str) -> Letter:
    """What was planned does not take place."""
    given_up = GIVEN_UP.get(fact.reason_code, "Ce qui était prévu pour y répondre n’aura pas lieu.")
    return Letter(
        subject=f"La réponse prévue n’aura pas lieu : {title}",
        heading="La réponse prévue n’aura pas lieu",
        message=f"{given_up} L’équipe cherche une autre réponse.",
        is_warning=True,
    )


def merged(_: facts.NeedMerged, title: str) -> Letter:
    """Another goes on in its place."""
    return Letter(
        subject=f"Votre besoin en rejoint un autre : {title}",
        heading="Votre besoin en rejoint un autre",
        message=(
            "Une autre collectivité a exprimé le même besoin. L’équipe les a réunis : votre collectivité "
            "compte parmi celles qui le soutiennent, et ses référent·es seront prévenu·es de la suite."
        ),
    )


def closed(fact: facts.NeedClosed, title: str) -> Letter:
    """The club does not go on with it."""
    reason = CLOSED_FOR.get(fact.reason_code)
    return Letter(
        subject=f"Votre besoin est clos : {title}",
        heading="Votre besoin est clos",
        message=f"L’équipe du club ne donne pas d’autre suite à ce besoin{f' : {reason}' if reason else ''}.",
        is_warning=True,
    )


NEED_LETTERS: Final[Mapping[Template, Callable[[Any, str], Letter]]] = {
    Template.NEED_PLANNED: planned,
    Template.NEED_ANSWERED: answered,
    Template.NEED_REOPENED: reopened,
    Template.NEED_MERGED: merged,
    Template.NEED_CLOSED: closed,
}


def need_letter(notice: NeedNotice, known: NeedCopy) -> tuple[Letter, Box]:
    """The words of a mail about a need, and what it is about."""
    title = one_line(known.title)
    return NEED_LETTERS[notice.template](notice.fact, title), Box("Besoin", title, ())
