"""Owns the words of the mails about the signing of a convention or an amendment. Names no signatory.

It says no more of a signature than was checked: one given by code is a simple electronic signature
(règlement (UE) no 910/2014).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.notices import Template
from services.notifications.domain.typography import one_line
from services.notifications.mail.exchanges.conventions import NEXT_VERSION, period_in_words
from services.notifications.mail.exchanges.letter import Letter, Link, Told, deadline
from services.notifications.mail.exchanges.links import DOWNLOADABLE_FOR
from shared.articles import after_de
from shared.dates import day_in_words, time_in_words
from shared.days import club_day, club_time
from shared.events import conventions as facts
from shared.security.signature_links import DocumentSubject

ASKED: Final = {
    "invited": "Vous êtes invité·e à signer",
    "reminded": "Votre signature est toujours attendue",
    "resent": "Voici de nouveau votre lien pour signer",
}
CHANGED: Final = {
    "ends_on": "la date de fin",
    "half_day_quota": "le nombre de demi-journées",
    "agents": "les agents",
    "places": "les lieux",
    "money": "les conditions financières",
}
ALL_SIGNED: Final = "Toutes les parties ont signé, et chaque signature a été vérifiée."
LEVELS: Final = (
    "Le document et son dossier de preuve disent le niveau de chaque signature : simple, avancée ou "
    "qualifiée. Une signature donnée avec un code reçu par message est une signature électronique simple."
)
REOPEN: Final = (
    "L’équipe du club peut en rouvrir la signature. Dites-nous ce qui a manqué, en répondant à ce message."
)


def signature_requested(told: Told[facts.ConventionSignatureRequested, ConventionCopy]) -> Letter:
    """A signatory is asked to sign."""
    fact, party = told.fact, told.known.name_of(told.fact.org)
    return Letter(
        subject=f"À signer : {_document(fact)}",
        heading=ASKED.get(fact.occasion, ASKED["invited"]),
        message=f"Pour {party}, votre signature est attendue avant le {deadline(fact.expires_at)}.",
        details=_amendment(fact),
        link=Link("Lire et signer", told.links.to_sign(fact)),
        after=(
            "Ce lien vous est personnel : ne le transmettez pas.\n\n"
            "Pour signer par code, vous recevrez six chiffres par un message séparé : c’est une signature "
            "électronique simple. La page permet aussi de signer avec votre propre outil ou sur papier, et "
            "de refuser en disant pourquoi."
        ),
    )


def signature_code(told: Told[facts.ConventionSignatureCodeIssued, ConventionCopy]) -> Letter:
    """The code that proves who signs."""
    fact, party = told.fact, told.known.name_of(told.fact.org)
    until = time_in_words(club_time(fact.expires_at).time())
    return Letter(
        subject=f"Votre code de signature : {_document(fact)}",
        heading="Votre code de signature",
        message=f"Voici le code que vous avez demandé pour signer au nom {after_de(party)}.",
        details=_amendment(fact),
        code=told.links.code(fact),
        after=(
            f"Il sert une seule fois, jusqu’à {until} (heure de Paris).\n\n"
            "Personne ne vous demandera ce code par téléphone ni par message, pas même l’équipe du club : ne "
            "le donnez à personne.\n\n"
            "Vous n’avez rien demandé ? N’en faites rien, et prévenez-nous en répondant à ce message."
        ),
    )


def signatory_needed(told: Told[facts.ConventionSignatoryNeeded, ConventionCopy]) -> Letter:
    """Who was to sign may no longer."""
    fact, party = told.fact, told.known.name_of(told.fact.org)
    why = " : son mandat est terminé" if fact.reason_code == "mandate_ended" else ""
    return Letter(
        subject=f"Signataire à désigner : {_document(fact)}",
        heading="Une autre personne doit signer",
        message=f"La personne qui devait signer pour {party} ne le peut plus{why}.",
        details=_amendment(fact),
        after=(
            "Répondez à ce message en nous disant qui signe désormais, et ce qui lui en donne le pouvoir : "
            "la loi, une délibération ou une délégation."
        ),
        is_warning=True,
    )


def reason_of(
    fact: facts.ConventionSignatureRefused | facts.AmendmentSignatureRefused,
) -> tuple[tuple[str, str], ...]:
    """Why a signatory refused, in their words."""
    return (("Motif", one_line(fact.reason)),) if fact.reason else ()


def signature_refused(told: Told[facts.ConventionSignatureRefused, ConventionCopy]) -> Letter:
    """A signatory refused."""
    return Letter(
        subject=f"Signature refusée : convention {told.known.reference}",
        heading="La convention n’est pas signée",
        message=(
            f"La signature a été refusée pour {told.known.name_of(told.fact.org)}. Le texte revient en "
            "rédaction, et les signatures déjà données à cette version ne valent plus."
        ),
        details=reason_of(told.fact),
        after=NEXT_VERSION,
        is_warning=True,
    )


def signing_expired(told: Told[facts.ConventionSigningExpired, ConventionCopy]) -> Letter:
    """The signing window closed."""
    return Letter(
        subject=f"Délai de signature passé : convention {told.known.reference}",
        heading="Le délai pour signer est passé",
        message=(
            "Toutes les parties n’ont pas signé à temps : les signatures déjà données ne valent plus. Le "
            "texte, lui, ne change pas."
        ),
        after=REOPEN,
        is_warning=True,
    )


def convention_signed(told: Told[facts.ConventionSigned, ConventionCopy]) -> Letter:
    """Every party signed."""
    fact = told.fact
    return Letter(
        subject=f"Signée : convention {fact.reference}",
        heading="La convention est signée",
        message=ALL_SIGNED,
        details=(
            ("Durée", period_in_words(fact)),
            ("Demi-journées", f"{fact.half_day_quota} par année civile"),
            ("Empreinte SHA-256", fact.sha256),
        ),
        link=_download(told, DocumentSubject(convention_id=fact.convention_id)),
        after=(
            f"{_about_download(told)}\n\n{LEVELS}\n\n"
            "La convention entre en vigueur à sa date d’effet, une fois faites les transmissions au contrôle "
            "de légalité, là où il en faut."
        ),
    )


def amendment_signed(told: Told[facts.AmendmentSigned, ConventionCopy]) -> Letter:
    """Every party signed an amendment."""
    fact = told.fact
    changes = ", ".join(CHANGED.get(name, name) for name in fact.changed_fields)
    fingerprint = (("Empreinte SHA-256", fact.sha256),) if fact.sha256 else ()
    return Letter(
        subject=f"Signé : avenant {fact.number} à la convention {told.known.reference}",
        heading="L’avenant est signé",
        message=ALL_SIGNED,
        details=(("Avenant", str(fact.number)), ("Ce qui change", changes), *fingerprint),
        link=_download(told, DocumentSubject(convention_id=fact.convention_id, amendment=fact.number)),
        after=f"{_about_download(told)}\n\n{LEVELS}",
    )


def _document(fact: facts.SignatureFact) -> str:
    return f"convention {fact.reference}" if fact.amendment is None else f"avenant {fact.reference}"


def _amendment(fact: facts.SignatureFact) -> tuple[tuple[str, str], ...]:
    return () if fact.amendment is None else (("Avenant", fact.reference),)


def _download(told: Told[Any, ConventionCopy], document: DocumentSubject) -> Link:
    until = told.notice.at + DOWNLOADABLE_FOR
    return Link("Télécharger le document signé", told.links.to_signed(document, until=until))


def _about_download(told: Told[Any, ConventionCopy]) -> str:
    until = day_in_words(club_day(told.notice.at + DOWNLOADABLE_FOR))
    return (
        f"Ce lien donne le document à qui le suit, jusqu’au {until} : gardez-en une copie.\n\n"
        f"Chacun peut vérifier cette copie, à tout moment : {told.links.verification}"
    )


LETTERS: Final[Mapping[Template, Callable[[Told[Any, Any]], Letter]]] = {
    Template.SIGNATURE_REQUESTED: signature_requested,
    Template.SIGNATURE_CODE: signature_code,
    Template.SIGNATORY_NEEDED: signatory_needed,
    Template.SIGNATURE_REFUSED: signature_refused,
    Template.SIGNING_EXPIRED: signing_expired,
    Template.CONVENTION_SIGNED: convention_signed,
    Template.AMENDMENT_SIGNED: amendment_signed,
}
