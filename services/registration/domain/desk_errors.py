"""Owns the refusals of seats: offers, reviews, groups, transfers. Does not decide when to raise them."""

from shared.errors import Conflict, Forbidden, Invalid


class NotAllowedToAnswerOffer(Forbidden):
    """The actor is neither the person, nor a referent of the organisation, nor staff."""

    code = "not_allowed_to_answer_offer"

    def __init__(self) -> None:
        super().__init__(
            "Seuls la personne à qui la place est proposée, le référent de sa collectivité "
            "et l’équipe du club peuvent y répondre."
        )


class NotAllowedToTransfer(Forbidden):
    """The actor is neither a referent of the organisation nor staff."""

    code = "not_allowed_to_transfer"

    def __init__(self) -> None:
        super().__init__(
            "Seuls le référent de la collectivité et l’équipe du club "
            "peuvent remplacer une personne inscrite."
        )


class NothingOffered(Conflict):
    """No seat is held for this registration: it never was, or the offer was answered."""

    code = "nothing_offered"

    def __init__(self, *, state: str) -> None:
        super().__init__(
            "Aucune place n’est proposée à cette personne, ou elle y a déjà répondu.", state=state
        )


class OfferOver(Conflict):
    """The deadline of the offer has passed."""

    code = "offer_over"

    def __init__(self) -> None:
        super().__init__("Le délai de réponse est passé\u202f: la place est proposée à la personne suivante.")


class OfferStillOpen(Conflict):
    """The person still has time to answer."""

    code = "offer_still_open"

    def __init__(self) -> None:
        super().__init__("Le délai de réponse n’est pas encore passé.")


NOT_PENDING = {
    "confirmed": "Cette demande est déjà acceptée\u202f: "
    "une inscription confirmée s’annule, elle ne se refuse pas.",
    "offered": "Cette demande est déjà acceptée, et une place est proposée\u202f: "
    "l’inscription s’annule, elle ne se refuse pas.",
    "waitlisted": "Cette demande est déjà acceptée, et attend une place\u202f: "
    "l’inscription s’annule, elle ne se refuse pas.",
    "attended": "L’évènement a eu lieu\u202f: cette demande ne s’examine plus.",
    "absent": "L’évènement a eu lieu\u202f: cette demande ne s’examine plus.",
    "refused": "Cette demande est déjà refusée.",
    "cancelled": "Cette inscription est déjà annulée.",
    "expired": "Cette inscription a pris fin\u202f: la place proposée est restée sans réponse.",
}
"""What is said of a request that was decided, by the state of the registration."""


class NotPendingReview(Conflict):
    """Nothing is to be decided of this registration."""

    code = "not_pending_review"

    def __init__(self, *, state: str) -> None:
        super().__init__(NOT_PENDING.get(state, "Cette demande n’attend pas d’examen."), state=state)


class NotConfirmed(Conflict):
    """The registration has no seat that somebody else could have."""

    code = "not_confirmed"

    def __init__(self, *, state: str) -> None:
        super().__init__("Seule une inscription confirmée peut passer à une autre personne.", state=state)


class NotWaiting(Conflict):
    """The person does not wait for a seat."""

    code = "not_waiting"

    def __init__(self, *, state: str) -> None:
        super().__init__("Cette personne n’est pas sur la liste d’attente.", state=state)


class NothingToSettle(Conflict):
    """Nobody flagged the registration."""

    code = "nothing_to_settle"

    def __init__(self) -> None:
        super().__init__("Cette inscription n’est pas signalée.")


class NoSeatFree(Conflict):
    """Every seat is taken or offered, or the organisation or a session has no more."""

    code = "no_seat_free"

    def __init__(self) -> None:
        super().__init__("Il n’y a pas de place libre pour cette personne.")


class GroupDoesNotFit(Conflict):
    """All were to have a seat, and there are fewer."""

    code = "group_does_not_fit"

    def __init__(self, *, asked: int, free: int) -> None:
        super().__init__(
            f"Il reste {free} place{'s' if free > 1 else ''} pour ce groupe de {asked} personnes\u202f: "
            "personne n’a été inscrit.",
            asked=asked,
            free=free,
        )


class PersonTwice(Invalid):
    """A group names somebody twice."""

    code = "person_twice"

    def __init__(self) -> None:
        super().__init__("Cette personne figure deux fois dans le groupe.")


class NoSeatToAttend(Conflict):
    """Whether somebody came is said of those who have a seat."""

    code = "no_seat_to_attend"

    def __init__(self, *, state: str) -> None:
        super().__init__("Cette personne n’a pas de place confirmée.", state=state)


class NotAttended(Conflict):
    """Who is not known to have come has no certificate."""

    code = "not_attended"

    def __init__(self, *, state: str) -> None:
        super().__init__("La présence de cette personne n’a pas été relevée.", state=state)


class AlreadyArrived(Conflict):
    """The person was seen at the door: the seat has served them."""

    code = "already_arrived"

    def __init__(self) -> None:
        super().__init__(
            "Cette personne a été accueillie à l’évènement\u202f: "
            "son inscription ne s’annule plus et ne passe plus à une autre."
        )


class AttendanceKnown(Conflict):
    """The gathering has taken place: who was registered for it is history."""

    code = "attendance_known"

    def __init__(self, *, state: str) -> None:
        super().__init__("L’évènement a eu lieu\u202f: cette inscription ne s’annule plus.", state=state)


class InvalidQuota(Invalid):
    """The quota is no number of seats."""

    code = "invalid_quota"

    def __init__(self, *, most: int) -> None:
        super().__init__(f"Le quota par collectivité va de 1 à {most}.", field="quota_per_organisation")
