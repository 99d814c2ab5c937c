"""Owns the refusals about fees: code, kind and facts. Raises none."""

from datetime import date

from shared.errors import Conflict, Invalid, NotFound


class UnknownFee(NotFound):
    """No fee of this membership for this year."""

    code = "unknown_fee"

    def __init__(self) -> None:
        super().__init__("Cette cotisation n’existe pas.", field="year")


class FeeNotCalled(NotFound):
    """The fee was not called yet: there is no request for payment."""

    code = "fee_not_called"

    def __init__(self) -> None:
        super().__init__("Cette cotisation n’a pas encore été appelée.", field="year")


class InvalidFeeSchedule(Invalid):
    """The lines of a schedule contradict each other, or leave a hole."""

    code = "invalid_fee_schedule"


class FeeUnknown(Conflict):
    """The schedule does not say what this organisation owes."""

    code = "fee_unknown"

    def __init__(self, *, field: str, year: int) -> None:
        missing = "sa population n’est pas renseignée" if field == "population" else "son type n’y figure pas"
        super().__init__(
            f"Le barème {year} ne donne pas la cotisation de cette collectivité\u00a0: {missing}.",
            field=field,
            year=year,
        )


class FeeStateRefuses(Conflict):
    """The fee is not in a state where this can be done."""

    code = "fee_state_refuses"

    def __init__(self, sentence: str, *, state: str) -> None:
        super().__init__(sentence, state=state)


class InvalidFeeCall(Invalid):
    """The dates of a call cannot be."""

    code = "invalid_fee_call"


class CallsUnderWay(Conflict):
    """The fees of the year are being called, in another way."""

    code = "calls_under_way"

    def __init__(self, *, due_on: date) -> None:
        super().__init__(
            "Les cotisations de cette année sont en cours d’appel, avec une autre échéance.",
            field="due_on",
            due_on=due_on.isoformat(),
        )


class NoYearToCall(Conflict):
    """The membership owes nothing for this year."""

    code = "no_year_to_call"

    def __init__(self, year: int) -> None:
        super().__init__(f"Cette collectivité n’est pas adhérente en {year}.", field="year", year=year)


class WrongAmount(Conflict):
    """What was received is not what was called."""

    code = "wrong_amount"

    def __init__(self, *, called_cents: int) -> None:
        super().__init__(
            "Le montant reçu n’est pas celui de l’appel\u00a0: vérifiez la collectivité et l’année.",
            field="amount_cents",
            called_cents=called_cents,
        )


class InvalidPayment(Invalid):
    """The payment cannot have been so."""

    code = "invalid_payment"


class RoundNotOpen(Conflict):
    """The day has not come to propose this."""

    code = "round_not_open"

    def __init__(self, year: int) -> None:
        super().__init__(f"Cette étape de la campagne {year} n’est pas encore ouverte.", year=year)


class AlreadyReminded(Conflict):
    """This reminder was decided already."""

    code = "already_reminded"

    def __init__(self) -> None:
        super().__init__("Cette relance a déjà été décidée.")
