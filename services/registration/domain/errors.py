"""Owns the refusals of the registration service: code, kind and facts. Does not decide when to raise them."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownClubEvent(NotFound):
    """No such club event."""

    code = "unknown_club_event"

    def __init__(self) -> None:
        super().__init__("Cet évènement du club n’existe pas.", field="club_event_id")


class UnknownRegistration(NotFound):
    """No such registration."""

    code = "unknown_registration"

    def __init__(self) -> None:
        super().__init__("Cette inscription n’existe pas.", field="registration_id")


class UnknownPerson(Invalid):
    """Nobody in our copy of the directory has this id."""

    code = "unknown_person"

    def __init__(self) -> None:
        super().__init__("Cette personne n’est pas connue du club.", field="person_id")


class UnknownOrganisation(Invalid):
    """No organisation in our copy of the directory has this id."""

    code = "unknown_organisation"

    def __init__(self, *, field: str = "org") -> None:
        super().__init__("Cette collectivité n’est pas connue du club.", field=field)


class StaffOnly(Forbidden):
    """The programme is the team's own business."""

    code = "staff_only"

    def __init__(self) -> None:
        super().__init__("Seule l’équipe du club peut faire cela.")


class NotAllowedToRegisterOther(Forbidden):
    """The actor is neither the person, nor a referent of the organisation, nor staff."""

    code = "not_allowed_to_register_other"

    def __init__(self) -> None:
        super().__init__(
            "Vous pouvez vous inscrire vous-même ; "
            "pour une autre personne, c’est au référent de sa collectivité ou à l’équipe du club de le faire."
        )


class NotAllowedToCancelOther(Forbidden):
    """The actor is neither the person, nor a referent of the organisation, nor staff."""

    code = "not_allowed_to_cancel_other"

    def __init__(self) -> None:
        super().__init__(
            "Seuls la personne inscrite, le référent de sa collectivité "
            "et l’équipe du club peuvent annuler cette inscription."
        )


class OnlineLinkPrivate(Forbidden):
    """Only who has a seat is told where a gathering is attended online."""

    code = "online_link_private"

    def __init__(self) -> None:
        super().__init__("Le lien de connexion est réservé aux personnes dont l’inscription est confirmée.")


class InvalidProgramme(Invalid):
    """Something in the programme of a club event cannot be right; `field` names it."""

    code = "invalid_programme"


class InvalidSchedule(Invalid):
    """These dates and times cannot be; `field` names the culprit."""

    code = "invalid_schedule"


class InvalidCapacity(Invalid):
    """Places must be given for each attendance mode of the club event, and for no other."""

    code = "invalid_capacity"


class ProgrammeIncomplete(Conflict):
    """A draft lacks what the public must know; `missing` names it."""

    code = "programme_incomplete"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            "Cet évènement ne peut pas encore être annoncé : il manque des informations au programme.",
            field=missing[0],
            missing=missing,
        )


class ClubEventStateRefuses(Conflict):
    """The club event is not in a state where this can be done."""

    code = "club_event_state_refuses"

    def __init__(self, sentence: str, *, state: str) -> None:
        super().__init__(sentence, state=state)


class AttendanceMissing(Conflict):
    """Of some people with a seat nobody said whether they came."""

    code = "attendance_missing"

    def __init__(self, *, unsettled: int) -> None:
        people = "d’une personne" if unsettled == 1 else f"de {unsettled} personnes"
        super().__init__(f"La présence {people} reste à relever.", unsettled=unsettled)


class CapacityBelowTaken(Conflict):
    """More people are already confirmed than there would be places."""

    code = "capacity_below_taken"

    def __init__(self, *, mode: str, taken: int) -> None:
        super().__init__(
            f"Cette capacité est inférieure au nombre de places déjà attribuées ({taken}).",
            field=f"capacity.{mode}",
            taken=taken,
        )


class UnknownSession(Invalid):
    """The club event has no such session."""

    code = "unknown_session"

    def __init__(self, *, session_id: str) -> None:
        super().__init__("Cette séance ne figure pas au programme.", field="sessions", session_id=session_id)


class SessionsOverlap(Conflict):
    """Two sessions that somebody asks for are held at the same time."""

    code = "sessions_overlap"

    def __init__(self, *, sessions: tuple[str, str]) -> None:
        super().__init__(
            "Deux des séances choisies ont lieu en même temps.", field="sessions", sessions=sessions
        )


class RegistrationNotOpen(Conflict):
    """Registrations are not taken: not yet, no longer, or not any more for this deadline."""

    code = "registration_closed"

    def __init__(self, *, state: str) -> None:
        super().__init__("Les inscriptions à cet évènement ne sont pas ouvertes.", state=state)


class ModeNotOffered(Invalid):
    """The club event cannot be attended in this way."""

    code = "mode_not_offered"

    def __init__(self, *, offered: tuple[str, ...]) -> None:
        super().__init__(
            "Cet évènement ne propose pas ce mode de participation.", field="mode", offered=offered
        )


class AlreadyRegistered(Conflict):
    """One active registration per person and club event."""

    code = "already_registered"

    def __init__(self, *, registration_id: str, state: str) -> None:
        super().__init__(
            "Cette personne est déjà inscrite à cet évènement.",
            registration_id=registration_id,
            state=state,
        )


class AlreadyCancelled(Conflict):
    """The registration holds nothing that could be given back."""

    code = "already_cancelled"

    def __init__(self) -> None:
        super().__init__("Cette inscription est déjà annulée.")


class NotEligible(Conflict):
    """The rules of this kind of club event leave the person out; the fact `reason` is a stable word."""

    code = "not_eligible"

    def __init__(self, sentence: str, *, reason: str) -> None:
        super().__init__(sentence, reason=reason)


class NoMembership(Conflict):
    """What is asked for is for members, and the organisation is not one on that day."""

    code = "no_membership"

    def __init__(
        self,
        sentence: str = "Cet évènement est réservé aux adhérents du Club des Territoires, "
        "et cette collectivité n’a pas d’adhésion en cours.",
    ) -> None:
        super().__init__(sentence)
