"""Owns the refusals about the text of a convention and its life. Does not decide when to raise them."""

from services.conventions.domain.errors.kinds import Fact, StateRefuses
from shared.errors import Conflict, Invalid, NotFound


class UnknownConvention(NotFound):
    """No such convention, or not for this actor."""

    code = "unknown_convention"

    def __init__(self) -> None:
        super().__init__("Cette convention n’existe pas.", field="convention_id")


class UnknownAmendment(NotFound):
    """The convention has no amendment of this number."""

    code = "unknown_amendment"

    def __init__(self) -> None:
        super().__init__("Cet avenant n’existe pas.", field="amendment")


class InvalidTerms(Invalid):
    """What is agreed cannot be; `field` names the culprit."""

    code = "invalid_terms"


class InvalidAmendment(Invalid):
    """What is to change cannot; `field` names the culprit."""

    code = "invalid_amendment"


class DayToCome(Invalid):
    """What is said to be done cannot be dated after today; `field` names the day."""

    code = "day_to_come"

    def __init__(self, field: str) -> None:
        super().__init__("Cette date est à venir\u00a0: indiquez ce qui est déjà fait.", field=field)


class DeedStateRefuses(StateRefuses):
    """The text is not where this can be done."""

    code = "convention_text_state_refuses"
    subject = "cette version"


class ConventionStateRefuses(StateRefuses):
    """The convention is not where this can be done."""

    code = "convention_state_refuses"
    subject = "cette convention"


class SirenMissing(Fact):
    """A convention names each public body by its SIREN."""

    code = "siren_missing"
    sentence_for_people = "Le SIREN de chaque collectivité doit être connu avant une convention."


class TextIncomplete(Fact):
    """Fields that the legal form needs are missing; `missing` names them."""

    code = "text_incomplete"
    sentence_for_people = "Il manque des informations obligatoires pour cette forme de convention."


class OtherVersion(Fact):
    """The text has changed since it was read."""

    code = "other_version"
    sentence_for_people = "Le texte a changé depuis votre lecture\u202f; relisez-le avant de l’approuver."


class TooManyComments(Fact):
    """There is no room for more."""

    code = "too_many_comments"
    sentence_for_people = "Trop de remarques sur ce texte."


class AmendmentUnderWay(Fact):
    """One amendment at a time."""

    code = "amendment_under_way"
    sentence_for_people = "Un avenant est déjà en préparation."


class TooManyAmendments(Fact):
    """A new convention is due."""

    code = "too_many_amendments"
    sentence_for_people = "Trop d’avenants\u00a0: une nouvelle convention s’impose."


class QuotaInUse(Conflict):
    """An amendment would leave less than what is planned or consumed."""

    code = "quota_in_use"

    def __init__(self, *, year: int, used: int, quota: int) -> None:
        super().__init__(
            f"En {year}, {used} demi-journées sont déjà prévues ou faites, et l’avenant n’en permet que "
            f"{quota}\u00a0: annulez ou raccourcissez d’abord des visites.",
            year=year,
            used=used,
            quota=quota,
        )


class NotAParty(Fact):
    """The organisation is on neither side."""

    code = "not_a_party"
    sentence_for_people = "Cette collectivité n’est pas partie."
