"""Owns what the pages of a signature say, and which ways of signing they offer. Signs nothing."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response

from services.conventions.api.signing import trace_of
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.deed import Deed, DeedState
from services.conventions.domain.errors.convention import DeedStateRefuses
from services.conventions.domain.signing.consent import CONSENT
from services.conventions.domain.signing.slots import Slot, SlotState
from shared.application import Idempotency
from shared.commands import Actor
from shared.dates import METROPOLE, deadline_in_words
from shared.ids import new_id
from shared.security.signature_links import SignatureSubject
from shared.web import pages
from shared.web.files import PDF

PATH = "/signatures/{signature_link}"
REASON_MAX_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that holds, and what it opens."""

    link: str
    subject: SignatureSubject
    convention: Convention
    slot: Slot
    request: Request

    @property
    def number(self) -> int | None:
        """Of the amendment; None for the convention itself."""
        return self.subject.document.amendment

    @property
    def deed(self) -> Deed:
        """The text that is signed."""
        return self.convention.deed_of(self.number)

    @property
    def reference(self) -> str:
        """What people call it."""
        return self.convention.reference_of(self.number)

    def path(self, step: str) -> str:
        """Where a step is asked for."""
        return f"{PATH.format(signature_link=self.link)}/{step}"

    def command(self) -> dict[str, Any]:
        """What every command about this signature carries."""
        return {
            "actor": Actor(person_id=self.subject.person_id),
            "convention_id": self.convention.id,
            "amendment": self.number,
            "org": self.subject.org,
            "trace": trace_of(self.request),
        }

    def once(self, step: str, showing: str) -> Idempotency:
        """What makes a step, asked twice from one showing of its form, one request."""
        return Idempotency(key=f"{self.link}/{step}/{showing}", fingerprint="")


def page_of(opened: Opened, at: datetime) -> Response:
    """What the signatory can do now.

    Raises:
        DeedStateRefuses, MandateOver, NotYourTurn, SlotOver: nothing.
    """
    if opened.deed.state is DeedState.SIGNED:
        return pages.form_page(
            f"{opened.reference} est signé par toutes les parties", *_facts(opened), form=_reading(opened)
        )
    if opened.deed.state is not DeedState.SIGNING:
        raise DeedStateRefuses(state=opened.deed.state)
    if opened.slot.state is SlotState.SIGNED:
        return signed_page(opened)
    signing = opened.deed.open_for_signature()
    signing.awaited(opened.subject.org, opened.subject.person_id, at=at)
    until = deadline_in_words(signing.expires_at, timezone=METROPOLE)
    arrived = "Votre document numérisé est arrivé\u202f; l’équipe du club le vérifie."
    waiting = (arrived,) if opened.slot.scan_id is not None else ()
    return pages.form_page(
        f"Signer {opened.reference}",
        *_facts(opened),
        *waiting,
        f"Vous pouvez signer jusqu’au {until}.",
        form=_reading(opened),
        others=_ways(opened),
    )


def _facts(opened: Opened) -> tuple[str, ...]:
    party = opened.convention.party(opened.subject.org)
    others = ", ".join(each.legal_name for each in opened.convention.parties)
    return (
        f"«\u00a0{opened.convention.terms.title}\u00a0», version {opened.deed.text_version}, entre {others}.",
        f"Vous signez pour {party.legal_name}, en qualité de\u00a0: {opened.slot.signatory.capacity}.",
        f"Empreinte du document (SHA-256)\u00a0: {opened.deed.sha256}",
    )


def _reading(opened: Opened) -> pages.Form:
    return pages.Form(action=opened.path("document"), button="Lire le document", opens_file=True)


def _ways(opened: Opened) -> tuple[pages.Form, ...]:
    """By code first: it takes no tool and no paper."""

    def way(step: str, button: str, title: str, *notes: str, **more: Any) -> pages.Form:
        hidden = {"showing": str(new_id())}
        return pages.Form(
            action=opened.path(step), button=button, hidden=hidden, title=title, notes=notes, **more
        )

    return (
        way(
            "code",
            "Recevoir mon code",
            "Signer par code",
            "Un code à six chiffres vous est envoyé par un autre courriel. C’est une signature électronique "
            "simple au sens du règlement (UE) n° 910/2014.",
        ),
        way(
            "own-tool",
            "Recevoir mon code et déposer le document",
            "Signer avec mon propre outil",
            "Enregistrez le document depuis «\u00a0Lire le document\u00a0», et signez ce fichier avec votre "
            "certificat. Un code vous est envoyé par un autre courriel\u00a0: il accompagne le fichier. "
            "Le niveau affiché est celui qui a pu être vérifié.",
        ),
        way(
            "scan",
            "Déposer le document numérisé",
            "Signer sur papier",
            "Imprimez le document, signez-le à la main, numérisez-le en PDF et déposez-le ici. L’équipe du "
            "club le vérifie avant que la signature compte.",
            fields=[_FILE],
        ),
        way(
            "refuse",
            "Je refuse de signer",
            "Refuser de signer",
            "Le texte repart en rédaction, et les signatures déjà données ne comptent plus.",
            fields=[
                pages.Field(
                    name="reason",
                    label="Pourquoi\u202f?",
                    type="textarea",
                    max_length=REASON_MAX_CHARACTERS,
                )
            ],
        ),
    )


_CODE = pages.Field(name="code", label="Code à six chiffres", max_length=6, autocomplete="one-time-code")
_FILE = pages.Field(name="file", label="Fichier PDF, 10 Mo au plus", type="file", accept=PDF)


def code_page(opened: Opened, *, is_wrong: bool = False) -> Response:
    """Where the code is typed that has just been sent."""
    text = opened.deed.open_for_signature().base_sha256
    form = pages.Form(
        action=opened.path("sign"),
        button="Je signe",
        hidden={"showing": str(new_id()), "text": text},
        fields=[_CODE, pages.Field(name="consent", label=CONSENT, type="checkbox")],
    )
    return _with_code(opened, form, is_wrong=is_wrong)


def own_tool_page(opened: Opened, *, is_wrong: bool = False) -> Response:
    """Where the file is given that was signed elsewhere, with the code that has just been sent."""
    form = pages.Form(
        action=opened.path("signed-document"),
        button="Déposer le document signé",
        hidden={"showing": str(new_id())},
        fields=[_CODE, _FILE],
    )
    return _with_code(opened, form, is_wrong=is_wrong)


def _with_code(opened: Opened, form: pages.Form, *, is_wrong: bool) -> Response:
    said = "Ce code n’est pas celui que vous avez reçu." if is_wrong else "Le code est parti par courriel."
    return pages.form_page(
        f"Signer {opened.reference}",
        said,
        *_facts(opened),
        "Le code sert une fois, pendant un quart d’heure.",
        form=form,
        status=HTTPStatus.CONFLICT if is_wrong else HTTPStatus.OK,
    )


def signed_page(opened: Opened) -> Response:
    """What is said to who has signed."""
    return pages.message_page(
        "Votre signature est enregistrée",
        *_facts(opened)[:2],
        "Vous recevrez le document par courriel dès que toutes les parties auront signé.",
    )
