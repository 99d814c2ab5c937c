"""Owns the words of the mails about exchange requests, from the request to the end of the exchange."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.exchanges.requests import ExchangeRequestCopy
from services.notifications.domain.notices import Template
from services.notifications.mail.exchanges.letter import (
    ANSWER_IN,
    ANY_QUESTION,
    Letter,
    Told,
    deadline,
    topics_in_words,
)
from shared.articles import counted
from shared.events import conventions as facts

WHY_DECLINED: Final = {
    "not_member": "\n\nLes échanges sont réservés aux adhérents : votre collectivité ne l’est pas.",
    "out_of_scope": "\n\nElle sort de ce que le club peut accompagner.",
    "no_offer": "\n\nAucune collectivité du club ne propose pour l’instant l’expérience que vous cherchez.",
}
SEARCH_GOES_ON: Final = "\n\nL’équipe du club poursuit sa recherche pour votre demande."


def exchange_qualified(told: Told[facts.ExchangeRequestQualified, ExchangeRequestCopy]) -> Letter:
    """Staff took the request on."""
    return Letter(
        subject=f"Demande prise en charge : {topics_in_words(told.fact.topics)}",
        heading="Votre demande est prise en charge",
        message=(
            "L’équipe du club a étudié votre demande d’échange, et cherche une collectivité qui puisse y "
            "répondre. Elle vous proposera une mise en relation."
        ),
    )


def exchange_declined(told: Told[facts.ExchangeRequestDeclined, ExchangeRequestCopy]) -> Letter:
    """Staff declined the request."""
    why = WHY_DECLINED.get(told.fact.reason_code, "")
    return Letter(
        subject=f"Demande sans suite : {topics_in_words(told.known.topics)}",
        heading="Votre demande reste sans suite",
        message=f"L’équipe du club ne peut pas donner suite à votre demande d’échange.{why}",
        after="Pour en parler, répondez à ce message.",
        is_warning=True,
    )


def match_proposed(told: Told[facts.MatchProposed, ExchangeRequestCopy]) -> Letter:
    """Staff proposed an offering organisation."""
    fact, known = told.fact, told.known
    offering = known.name_of(fact.offering_org)
    if told.notice.org == fact.receiving_org:
        heading = "Une collectivité pour votre demande"
        message = (
            f"Pour votre demande d’échange, l’équipe du club vous propose une collectivité : {offering}."
        )
    else:
        heading = "Une collectivité aimerait apprendre de vous"
        message = f"{known.receiving} demande un échange sur ces sujets, et l’équipe du club pense à vous."
    return Letter(
        subject=f"Mise en relation proposée : {topics_in_words(known.topics)}",
        heading=heading,
        message=message,
        details=(("Collectivité proposée", offering),),
        link=told.space,
        after=(
            f"Acceptez ou déclinez {ANSWER_IN}, avant le {deadline(fact.expires_at)}. L’échange se prépare "
            f"une fois que les deux collectivités ont accepté.\n\n{ANY_QUESTION}"
        ),
    )


def match_reminded(told: Told[facts.MatchReminded, ExchangeRequestCopy]) -> Letter:
    """An answer is still awaited."""
    fact, known = told.fact, told.known
    other = fact.offering_org if told.notice.org == fact.receiving_org else fact.receiving_org
    return Letter(
        subject=f"Votre réponse est attendue : {topics_in_words(known.topics)}",
        heading="Votre réponse est attendue",
        message=f"L’équipe du club vous a proposé un échange avec {known.name_of(other)}.",
        details=(("Collectivité proposée", known.name_of(fact.offering_org)),),
        link=told.space,
        after=(
            f"Acceptez ou déclinez {ANSWER_IN}, avant le {deadline(fact.expires_at)} : ensuite, la "
            f"proposition prend fin.\n\n{ANY_QUESTION}"
        ),
    )


def match_declined(told: Told[facts.MatchDeclined, ExchangeRequestCopy]) -> Letter:
    """A proposal is over without a match."""
    fact, known = told.fact, told.known
    offering = known.name_of(fact.offering_org)
    asked = told.notice.org == fact.receiving_org
    why = {
        "by_offering": f"{offering} ne peut pas donner suite à cette mise en relation.",
        "by_receiving": f"{known.receiving} ne donne pas suite à cette mise en relation.",
        "by_staff": "L’équipe du club a retiré cette mise en relation : vous n’avez plus à y répondre.",
        "withdrawn": "Cette mise en relation n’est plus d’actualité : vous n’avez plus à y répondre.",
    }.get(fact.reason_code, "Le délai de réponse est passé : cette mise en relation prend fin.")
    return Letter(
        subject=f"Mise en relation sans suite : {topics_in_words(known.topics)}",
        heading="Cette mise en relation reste sans suite",
        message=why + (SEARCH_GOES_ON if asked else ""),
        details=(("Collectivité proposée", offering),),
        is_warning=True,
    )


def match_accepted(told: Told[facts.MatchAccepted, ExchangeRequestCopy]) -> Letter:
    """Both organisations want the exchange."""
    return Letter(
        subject=f"Échange accepté : {told.known.receiving} et {told.known.offering}",
        heading="L’échange est accepté",
        message=(
            "Bonne nouvelle : les deux collectivités ont accepté l’échange. L’équipe du club prépare la "
            "convention, et vous demandera de la relire."
        ),
    )


def exchange_fulfilled(told: Told[facts.ExchangeFulfilled, ExchangeRequestCopy]) -> Letter:
    """The exchange is over, with its last report."""
    visits = counted(told.fact.visits_count, "visite")
    half_days = counted(told.fact.half_days_consumed, "demi-journée")
    return Letter(
        subject=f"Échange terminé : {told.known.receiving} et {told.known.offering}",
        heading="L’échange est terminé",
        message="Le bilan final est validé, et l’échange prend fin. Merci à vos équipes !",
        details=(("En tout", f"{visits}, {half_days}"),),
    )


LETTERS: Final[Mapping[Template, Callable[[Told[Any, Any]], Letter]]] = {
    Template.EXCHANGE_QUALIFIED: exchange_qualified,
    Template.EXCHANGE_DECLINED: exchange_declined,
    Template.MATCH_PROPOSED: match_proposed,
    Template.MATCH_REMINDED: match_reminded,
    Template.MATCH_DECLINED: match_declined,
    Template.MATCH_ACCEPTED: match_accepted,
    Template.EXCHANGE_FULFILLED: exchange_fulfilled,
}
