"""Owns the refusals of sign-in, sessions and second factors. Does not decide when to raise them."""

from shared.errors import Conflict, Forbidden, NotFound, TooMany, Unauthenticated


class SignInLinkUsed(Forbidden):
    """The link was used, is too old, or never was one: nobody is told which."""

    code = "sign_in_link_used"

    def __init__(self) -> None:
        super().__init__("Ce lien a déjà servi ou n’est plus valable\u202f: demandez-en un nouveau.")


class AccountClosed(Forbidden):
    """The person holds no role any more."""

    code = "account_closed"

    def __init__(self) -> None:
        super().__init__("Ce compte n’est plus actif\u202f: adressez-vous à l’équipe du club.")


class SessionOver(Unauthenticated):
    """The session was ended, is too old, or its refresh token is none."""

    code = "session_over"

    def __init__(self) -> None:
        super().__init__("Votre session est terminée\u202f: reconnectez-vous.")


class UnknownSession(NotFound):
    """No such session, or not of this person."""

    code = "unknown_session"

    def __init__(self) -> None:
        super().__init__("Cette session n’existe pas.", field="session_id")


class ChallengeOver(Unauthenticated):
    """Too long ago, or never, did somebody prove who they are before they typed a code."""

    code = "challenge_over"

    def __init__(self) -> None:
        super().__init__("Il est trop tard pour ce code\u202f: recommencez la connexion.")


class WrongCode(Forbidden):
    """The code is wrong, or has served."""

    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__("Ce code n’est pas le bon, ou il a déjà servi.", field="code")


class SecondFactorEnrolled(Conflict):
    """A second factor is in place: only an administrator takes it away."""

    code = "second_factor_enrolled"

    def __init__(self) -> None:
        super().__init__("Votre second facteur est déjà en place.")


class SecondFactorMissing(NotFound):
    """There is none, or its first code has not been given yet."""

    code = "second_factor_missing"

    def __init__(self) -> None:
        super().__init__("Aucun second facteur n’est en place.")


class ProConnectOff(NotFound):
    """Nobody has configured it."""

    code = "proconnect_off"

    def __init__(self) -> None:
        super().__init__("La connexion par ProConnect n’est pas en service.")


class ProConnectFailed(Unauthenticated):
    """ProConnect did not answer, or what came back cannot be trusted: nobody is told which."""

    code = "proconnect_failed"

    def __init__(self) -> None:
        super().__init__(
            "La connexion par ProConnect n’a pas abouti\u202f: recommencez, ou demandez un lien par courriel."
        )


class ProConnectAccountUnknown(Forbidden):
    """Nobody has said that this account is theirs."""

    code = "proconnect_account_unknown"

    def __init__(self) -> None:
        super().__init__(
            "Pour rattacher ce compte au vôtre, connectez-vous cette fois par un lien, dans ce navigateur."
        )


class ProConnectAccountTaken(Conflict):
    """The account is somebody else's."""

    code = "proconnect_account_taken"

    def __init__(self) -> None:
        super().__init__("Ce compte ProConnect est déjà rattaché à une autre personne.")


class OtherOrganisation(Forbidden):
    """The person has no role in the organisation that ProConnect vouches for."""

    code = "other_organisation"

    def __init__(self) -> None:
        super().__init__(
            "Vous n’avez pas de rôle en cours dans la collectivité de votre compte ProConnect\u202f: "
            "demandez un lien par courriel."
        )


class TooManyAttempts(TooMany):
    """It was tried too often in a while, from this network or for this address."""

    code = "too_many_attempts"

    def __init__(self, *, retry_after_seconds: int) -> None:
        minutes = -(-retry_after_seconds // 60)
        super().__init__(
            f"Trop d’essais\u202f: recommencez dans {minutes} minute{'s' if minutes > 1 else ''}.",
            retry_after_seconds=retry_after_seconds,
        )
