"""Owns what the fields of the API have in common: bounds, and the choice of a form by what is asked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from shared.documents.tables import TableFormat

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
EMAIL_MAX_CHARACTERS = 254
PLAIN = r"^[^\p{C}\p{Zl}\p{Zp}]*$"
"""Neither control characters nor what nobody sees: joiners, marks of direction, ends of line."""


class Asked(BaseModel):
    """What is asked says nothing that is not expected."""

    model_config = ConfigDict(extra="forbid")


def _checked_email(text: str) -> str:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValueError("Cette adresse électronique n’est pas valable.") from error
    return text


Name = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Text = Annotated[str, Field(max_length=200, pattern=PLAIN)]
Phone = Annotated[str, Field(max_length=40, pattern=PLAIN, description="As typed.")]
Siren = Annotated[str, Field(min_length=9, max_length=20, description="Nine digits; spaces are ignored.")]
Siret = Annotated[str, Field(min_length=14, max_length=30, description="14 digits; spaces are ignored.")]
Code = Annotated[str, Field(pattern=r"^[0-9AB]{2,5}$", description="Code officiel géographique.")]
Email = Annotated[str, Field(max_length=EMAIL_MAX_CHARACTERS), AfterValidator(_checked_email)]
FileFormat = Annotated[TableFormat, Field(alias="format", description="How the file is written.")]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Year = Annotated[int, Field(ge=2000, le=2100)]


def chosen(form_of: Callable[[Mapping[str, Any]], type[BaseModel] | None]) -> WrapValidator:
    """Validates an object in the form that `form_of` chooses, so that errors name its fields alone.

    The union that it stands on says the same to readers of the API's description, and refuses the rest.
    """

    def validate(value: Any, union: ValidatorFunctionWrapHandler) -> Any:
        form = form_of(value) if isinstance(value, dict) else None
        return form.model_validate(value) if form else union(value)

    return WrapValidator(validate)
