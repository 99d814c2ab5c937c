"""Owns the refusals about signatures, documents and files. Does not decide when to raise them."""

from services.conventions.domain.errors.kinds import Fact, StateRefuses
from shared.errors import Forbidden, Invalid, NotFound, Unavailable


class UnknownSigning(NotFound):
    """The text was not given to be signed, or not so often."""

    code = "unknown_signing"

    def __init__(self) -> None:
        super().__init__("Ce texte n’a pas été mis en signature, ou pas tant de fois.", field="round")


class UnknownDocument(NotFound):
    """No document of this platform has this id or digest."""

    code = "unknown_document"

    def __init__(self) -> None:
        super().__init__("Ce document n’est pas connu de la plateforme.", field="sha256")


class UnreadableDigest(Invalid):
    """It is neither a digest nor the name of a document."""

    code = "unreadable_digest"

    def __init__(self) -> None:
        super().__init__(
            "Ce n’est pas une empreinte SHA-256\u00a0: elle compte 64 chiffres ou lettres de a à f.",
            field="sha256",
        )


class UnknownSignatory(Invalid):
    """Nobody in our copy of the directory has this id."""

    code = "unknown_signatory"

    def __init__(self, field: str) -> None:
        super().__init__("Cette personne n’est pas connue du club.", field=field)


class NotTheSignatory(Forbidden):
    """Somebody else signs for the party."""

    code = "not_the_signatory"

    def __init__(self) -> None:
        super().__init__("Seule la personne désignée signe pour cette partie.")


class SlotOver(StateRefuses):
    """The party signed, refused, or is too late."""

    code = "signature_over"
    subject = "cette signature"


class SignatoriesIncomplete(Fact):
    """Each party signs by one person whose power is complete; `field` names the culprit."""

    code = "signatories_incomplete"
    sentence_for_people = (
        "Il faut, pour chaque partie, une seule personne habilitée à signer, "
        "avec la référence et la date de son habilitation."
    )


class TooManySignings(Fact):
    """Refused or left unsigned too often: something else is wrong."""

    code = "too_many_signings"
    sentence_for_people = "Trop de mises en signature de ce texte\u00a0: une nouvelle convention s’impose."


class UnknownSlot(Fact):
    """The party does not sign this text."""

    code = "unknown_slot"
    sentence_for_people = "Cette collectivité ne signe pas ce texte."


class NotYourTurn(Fact):
    """Others sign first."""

    code = "not_your_turn"
    sentence_for_people = "Une autre partie signe avant\u202f; vous recevrez un courriel à votre tour."


class MandateOver(Fact):
    """The signatory's mandate ended."""

    code = "mandate_over"
    sentence_for_people = "Le mandat de cette personne a pris fin\u202f; un autre signataire est à désigner."


class SharedMailbox(Fact):
    """Two signatories read one mailbox: whoever reads it could sign for both."""

    code = "shared_mailbox"
    sentence_for_people = (
        "Deux signataires ont la même adresse électronique\u00a0: il en faut une à chacun pour signer."
    )


class LinkReplaced(Fact):
    """Another link was sent since, to the right address."""

    code = "link_replaced"
    sentence_for_people = (
        "Ce lien a été remplacé\u00a0: ouvrez celui du dernier courriel que vous avez reçu pour signer."
    )


class TextReplaced(Fact):
    """The text has changed since the link was sent, or since the page was shown."""

    code = "text_replaced"
    sentence_for_people = (
        "Le texte a changé depuis\u00a0: rien ne peut être signé ici. Un nouveau lien vous est envoyé par "
        "courriel quand la nouvelle version est à signer."
    )


class CodeVoid(Fact):
    """No code stands: none sent, used, too late, or too many wrong ones."""

    code = "code_void"
    sentence_for_people = "Ce code n’est plus valable\u202f; demandez-en un nouveau."


class WrongCode(Fact):
    """It is not the code that was sent."""

    code = "wrong_code"
    sentence_for_people = "Ce code n’est pas celui que vous avez reçu."


class TooManyCodes(Fact):
    """Too many codes within an hour."""

    code = "too_many_codes"
    sentence_for_people = "Trop de codes demandés\u202f; réessayez dans une heure."


class JournalFull(Fact):
    """Too many steps for one signing."""

    code = "journal_full"
    sentence_for_people = "Trop d’essais pour cette signature\u202f; l’équipe du club doit la rouvrir."


class NoScan(Fact):
    """Nothing was uploaded."""

    code = "no_scan"
    sentence_for_people = "Aucun document numérisé n’a été déposé pour cette partie."


class ReasonMissing(Invalid):
    """A refusal says why."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__("Le motif est obligatoire.", field="reason")


class DocumentMoved(Fact):
    """Another signature came in between."""

    code = "document_moved"
    sentence_for_people = (
        "Ce fichier n’est pas la suite du document actuel\u00a0: une autre signature y a été ajoutée, "
        "ou il s’agit d’un autre document. Téléchargez-le à nouveau."
    )


class UploadRefused(Invalid):
    """A file from outside that is not what it has to be; the sentence says why."""

    code = "upload_refused"

    def __init__(self, sentence: str, *, reason: str) -> None:
        super().__init__(sentence, field="file", reason=reason)


class ConsentMissing(Invalid):
    """Nobody signs without having agreed to."""

    code = "consent_missing"

    def __init__(self) -> None:
        super().__init__("Il faut consentir pour signer.", field="consent")


class TimeStampUnavailable(Unavailable):
    """The authority gave no time stamp that can be believed: no local time takes its place."""

    code = "time_stamp_unavailable"

    def __init__(self) -> None:
        super().__init__(
            "L’autorité d’horodatage ne répond pas\u00a0: rien n’a été signé, et un code déjà reçu reste "
            "valable. Réessayez dans quelques minutes.",
            retry_after_seconds=120,
        )


class SealOver(Unavailable):
    """The certificate of the platform's seal has ended: what it signs, no validator would believe."""

    code = "seal_over"

    def __init__(self) -> None:
        super().__init__(
            "Le certificat du cachet de la plateforme est arrivé à son terme\u00a0: rien n’a été signé. "
            "Prévenez l’équipe du club, qui doit le renouveler."
        )
