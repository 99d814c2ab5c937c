"""Owns the words of the mails about memberships, fees, and people themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from services.notifications.domain.club_feed import euros
from services.notifications.domain.copies import OrganisationCopy
from services.notifications.domain.members.notices import MemberFact, MemberNotice, PersonalNotice
from services.notifications.domain.notices import Template
from services.notifications.domain.typography import one_line
from services.notifications.mail.exchanges.letter import ANSWER_IN, ANY_QUESTION, SIGN_IN, Box, Letter, Link
from services.notifications.mail.members.links import MemberLinks
from shared.dates import day_in_words
from shared.events import directory as facts

F_co = TypeVar("F_co", bound=MemberFact, covariant=True)

READ_CALL: Final = "Ouvrir l’appel de cotisation (PDF)"
REASONS: Final = {
    "not_public": "le club réunit des collectivités et des établissements publics",
    "out_of_scope": "votre projet sort de ce que le club fait",
    "incomplete": "il manque des éléments à la demande",
    "duplicate": "votre collectivité a déjà une demande ou une adhésion",
}


@dataclass(frozen=True, slots=True)
class Told(Generic[F_co]):
    """What a letter is written from."""

    fact: F_co
    notice: MemberNotice
    links: MemberLinks


def activated(told: Told[facts.MembershipActivated]) -> Letter:
    """The organisation is a member."""
    return Letter(
        subject=f"Bienvenue au club : adhésion {told.fact.from_year}",
        heading="Bienvenue au club",
        message=(
            "L’adhésion de votre collectivité est acceptée. Vos collègues peuvent s’inscrire aux rencontres, "
            "raconter un besoin, et demander un échange avec une collectivité qui a déjà fait."
        ),
        details=(("Adhérente à partir de", str(told.fact.from_year)),),
        link=Link(SIGN_IN, told.links.to_sign_in),
        after=f"Ajoutez vos collègues {ANSWER_IN}.\n\n{ANY_QUESTION}",
    )


def rejected(told: Told[facts.MembershipRejected]) -> Letter:
    """The club said no."""
    reason = REASONS.get(told.fact.reason_code)
    return Letter(
        subject="Votre demande d’adhésion",
        heading="Votre demande d’adhésion n’est pas retenue",
        message=f"L’équipe du club n’a pas retenu votre demande{f' : {reason}' if reason else ''}.",
        is_warning=True,
    )


def resigned(told: Told[facts.MembershipResigned]) -> Letter:
    """A member leaves."""
    return Letter(
        subject="Votre départ du club est noté",
        heading="Votre départ est noté",
        message="Votre collectivité quitte le club. Merci de ce que vous y avez apporté.",
        details=(("Dernier jour de vos droits", day_in_words(told.fact.effective_on)),),
        is_warning=True,
    )


def lapsed(told: Told[facts.MembershipLapsed]) -> Letter:
    """A membership that was not renewed is over."""
    return Letter(
        subject="Votre adhésion a pris fin",
        heading="Votre adhésion a pris fin",
        message=(
            "L’adhésion de votre collectivité n’a pas été confirmée cette année : elle a pris fin, et vos "
            "offres d’expertise sont en pause. Vous pouvez adhérer de nouveau quand vous le souhaitez."
        ),
        details=(("Dernier jour de vos droits", day_in_words(told.fact.effective_on)),),
        is_warning=True,
    )


def fee_called(told: Told[facts.FeeCalled]) -> Letter:
    """The fee is to be paid."""
    return _owed(
        told,
        subject=f"Appel de cotisation {told.fact.year} : {told.fact.reference}",
        heading=f"Votre cotisation {told.fact.year}",
        message=(
            f"Voici l’appel de cotisation de votre collectivité pour {told.fact.year}. Transmettez-le à "
            "votre service comptable : il y trouve où et comment régler. Si votre adhésion est à confirmer "
            "cette année, ce règlement la confirme."
        ),
    )


def fee_reminded(told: Told[facts.FeeReminded]) -> Letter:
    """The fee was not received."""
    again = "de nouveau " if told.fact.rank > 1 else ""
    return _owed(
        told,
        subject=f"Rappel, cotisation {told.fact.year} : {told.fact.reference}",
        heading=f"Votre cotisation {told.fact.year} est attendue",
        message=(
            f"Sauf erreur de notre part, votre cotisation {told.fact.year} ne nous est pas parvenue. Nous "
            f"vous adressons {again}l’appel. Si le règlement est en route, ne tenez pas compte de ce message."
        ),
    )


def fee_paid(told: Told[facts.FeePaid]) -> Letter:
    """The fee was received."""
    fact = told.fact
    return Letter(
        subject=f"Cotisation {fact.year} reçue : {fact.reference}",
        heading="Cotisation reçue, merci",
        message=f"La cotisation {fact.year} de votre collectivité nous est bien parvenue.",
        details=(
            ("Numéro de l’appel", fact.reference),
            ("Montant", euros(fact.amount_cents)),
            ("Reçue le", day_in_words(fact.date)),
        ),
    )


def invited(links: MemberLinks) -> Letter:
    """Somebody is one of the club's people from now on."""
    return Letter(
        subject="Votre invitation au Club des Territoires",
        heading="Le club vous attend",
        message=(
            "Un·e collègue ou l’équipe vous a ajouté·e au Club des Territoires, le réseau des collectivités "
            "qui nourrissent bien. Connectez-vous avec cette adresse : il n’y a pas de mot de passe, un lien "
            "vous est envoyé à chaque fois."
        ),
        link=Link(SIGN_IN, links.to_sign_in),
        after=f"Ce n’est pas pour vous ? Répondez-nous, nous effaçons vos coordonnées.\n\n{ANY_QUESTION}",
    )


def erasure_refused(links: MemberLinks) -> Letter:
    """The club does not forget somebody who asked for it, for now."""
    return Letter(
        subject="Votre demande d’effacement",
        heading="Votre demande d’effacement n’est pas acceptée",
        message=(
            "Le club ne peut pas effacer vos données pour l’instant : le motif se lit dans votre espace, "
            "avec votre demande."
        ),
        link=Link(SIGN_IN, links.to_sign_in),
        after=(
            "Vous pouvez demander de nouveau, et saisir la CNIL si la réponse ne vous convient pas."
            f"\n\n{ANY_QUESTION}"
        ),
        is_warning=True,
    )


MEMBER_LETTERS: Final[Mapping[Template, Callable[[Told[Any]], Letter]]] = {
    Template.MEMBERSHIP_ACTIVATED: activated,
    Template.MEMBERSHIP_REJECTED: rejected,
    Template.MEMBERSHIP_RESIGNED: resigned,
    Template.MEMBERSHIP_LAPSED: lapsed,
    Template.FEE_CALLED: fee_called,
    Template.FEE_REMINDED: fee_reminded,
    Template.FEE_PAID: fee_paid,
}
PERSONAL_LETTERS: Final[Mapping[Template, Callable[[MemberLinks], Letter]]] = {
    Template.PERSON_INVITED: invited,
    Template.ERASURE_REFUSED: erasure_refused,
}


def member_letter(notice: MemberNotice, known: OrganisationCopy, links: MemberLinks) -> tuple[Letter, Box]:
    """The words of a mail to a referent, and what it is about."""
    letter = MEMBER_LETTERS[notice.template](Told(notice.fact, notice, links))
    return letter, Box("Collectivité", one_line(known.name), ())


def personal_letter(notice: PersonalNotice, links: MemberLinks) -> tuple[Letter, Box]:
    """The words of a mail to somebody about themself, and what it is about."""
    return PERSONAL_LETTERS[notice.template](links), Box("Réseau Un Plus Bio", "Club des Territoires", ())


def _owed(
    told: Told[facts.FeeCalled] | Told[facts.FeeReminded], *, subject: str, heading: str, message: str
) -> Letter:
    fact = told.fact
    return Letter(
        subject=subject,
        heading=heading,
        message=message,
        details=(
            ("Numéro à rappeler", fact.reference),
            ("Montant", euros(fact.amount_cents)),
            ("À régler avant le", day_in_words(fact.due_on)),
        ),
        link=Link(READ_CALL, told.links.to_call(fact, at=told.notice.at)),
        is_warning=isinstance(fact, facts.FeeReminded),
    )
