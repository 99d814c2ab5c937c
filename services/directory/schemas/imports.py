"""Owns the reading of a row of a spreadsheet under its French headings, and the report that is given of it.

It checks form and bounds, as the API does with what it is asked; every rule is for the commands to keep.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from services.directory.domain.errors.imports import ImportUnreadable, LineRefused
from services.directory.domain.held_roles import AppointedRole, HeldRole
from services.directory.domain.imports import ImportLine, LineOutcome, LineReport, Refusal
from services.directory.domain.membership import MembershipState
from services.directory.domain.spreadsheet_import import ImportState, SpreadsheetImport
from services.directory.schemas import columns, wording
from services.directory.schemas.fields import Year
from services.directory.schemas.organisations import ProfileIn
from services.directory.schemas.people import IdentityIn, RoleIn
from shared.commands import Actor
from shared.days import club_day
from shared.documents.spreadsheets import Bounds, Row
from shared.documents.tables import Table, neutralised
from shared.errors import DomainError
from shared.french import fold
from shared.ids import new_id
from shared.web.french import sentence_for

BOUNDS: Final = Bounds(max_rows=20_001)  # the headings are one
MOST_CHARACTERS = 200
HEADINGS: Final = {
    columns.KIND: "kind",
    columns.NAME: "name",
    columns.SIREN: "siren",
    columns.INSEE_CODE: "insee_code",
    columns.DEPARTEMENT: "departement",
    columns.REGION: "region",
    columns.POPULATION: "population",
    columns.REPRESENTED_COMMUNES: "represented_communes",
    columns.PARENT_SIREN: "parent_siren",
    columns.GIVEN_NAME: "given_name",
    columns.FAMILY_NAME: "family_name",
    columns.EMAIL: "email",
    columns.PHONE: "phone",
    columns.ROLE: "role",
    columns.FUNCTION: "title",
    columns.DELEGATION: "delegation",
    columns.SERVICE: "service",
    columns.STATUS: "status",
    columns.STARTS_ON: "starts_on",
    columns.ENDS_ON: "ends_on",
    columns.MEMBERSHIP_STATE: "membership",
    columns.MEMBER_SINCE: "year",
}
_NEEDED = (columns.KIND, columns.NAME)
_BY_FIELD = {field: heading for heading, field in HEADINGS.items()}
_PHONE = re.compile(r"\+[\d .()-]+")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PROFILE = ("name", "siren", "insee_code", "departement", "region", "population", "represented_communes")
_IDENTITY = ("given_name", "family_name", "email", "phone")
_DAYS = ("starts_on", "ends_on")
_ROLE_FORM: Any = TypeAdapter(RoleIn)
_YEAR = TypeAdapter(Year)


class LineOut(BaseModel):
    """What came of a row, or would."""

    line: int = Field(description="Its number in the spreadsheet.")
    outcome: LineOutcome
    message: str
    code: str | None = Field(default=None, description="Of the refusal.")

    @classmethod
    def of(cls, report: LineReport) -> "LineOut":
        """The form of a row's report."""
        refusal = report.refusal
        if refusal is not None:
            where = f"{_BY_FIELD[refusal.field]}\u00a0: " if refusal.field in _BY_FIELD else ""
            message = f"{where}{refusal.sentence}"
            return cls(line=report.number, outcome=report.outcome, message=message, code=refusal.code)
        message = f"À créer\u00a0: {', '.join(report.brings)}." if report.brings else "Déjà dans l’annuaire."
        return cls(line=report.number, outcome=report.outcome, message=message)


class ImportOut(BaseModel):
    """A file to take in, and how far that is."""

    id: UUID
    state: ImportState
    apply: bool = Field(description="Whether it is taken in as soon as no row is refused.")
    asked_at: AwareDatetime
    rows: int
    steps: int = Field(description="Steps of the work under way: looking at all rows, then taking them in.")
    done: int = Field(description="How many of the steps are done.")
    created: int = Field(description="Rows that bring something.")
    unchanged: int = Field(description="Rows that bring nothing new.")
    refused: int = Field(description="Rows that are refused; with one, nothing is taken in.")

    @classmethod
    def of(cls, spreadsheet: SpreadsheetImport) -> "ImportOut":
        """The form of a file to take in."""
        return cls(
            id=spreadsheet.id,
            state=spreadsheet.state,
            apply=spreadsheet.apply,
            asked_at=spreadsheet.asked_at,
            rows=spreadsheet.rows,
            steps=spreadsheet.steps,
            done=spreadsheet.done,
            created=spreadsheet.created,
            unchanged=spreadsheet.unchanged,
            refused=spreadsheet.refused,
        )


_OUTCOMES: Final = {
    LineOutcome.CREATED: "À créer",
    LineOutcome.UNCHANGED: "Inchangée",
    LineOutcome.REFUSED: "Refusée",
}
REPORT: Final[Table[LineReport]] = Table(
    "compte-rendu-import",
    {
        "Ligne": lambda report: report.number,
        "Résultat": lambda report: _OUTCOMES[report.outcome],
        "Détail": lambda report: LineOut.of(report).message,
    },
)


def count_rows(rows: Iterator[Row]) -> int:
    """How many rows a file has under its headings.

    Raises:
        ImportUnreadable: the headings are not those of the template, or nothing stands under them.
        UnreadableTable, TableTooLarge: the file is no spreadsheet, or too large.
    """
    _fields_of(rows)
    count = sum(1 for _ in rows)
    if not count:
        raise ImportUnreadable("Le fichier ne contient aucune ligne à importer.", field="file")
    return count


def lines_of(rows: Iterator[Row], actor: Actor, at: datetime) -> Iterator[ImportLine | LineReport]:
    """Every row of a file: what it asks for, or the refusal of one that cannot be right."""
    fields = _fields_of(rows)
    for row in rows:
        try:
            yield _line(row, fields, actor, at)
        except DomainError as refusal:
            yield LineReport(row.number, refusal=Refusal.of(refusal))


def _fields_of(rows: Iterator[Row]) -> list[str]:
    heading = next(rows, None)
    headings: Sequence[str] = heading.cells if heading else ()
    known = {fold(heading): field for heading, field in HEADINGS.items()}
    missing = [heading for heading in _NEEDED if heading not in headings]
    unknown = [heading for heading in headings if fold(heading) not in known]
    if missing:
        raise ImportUnreadable(f"Il manque la colonne «\u00a0{missing[0]}\u00a0».", field="file")
    if unknown:
        raise ImportUnreadable(
            f"La colonne «\u00a0{unknown[0][:MOST_CHARACTERS]}\u00a0» n’est pas connue.", field="file"
        )
    if len(set(headings)) < len(headings):
        raise ImportUnreadable("Une colonne se trouve deux fois dans le fichier.", field="file")
    return [known[fold(heading)] for heading in headings]


def _line(row: Row, fields: Sequence[str], actor: Actor, at: datetime) -> ImportLine:
    if len(row.cells) > len(fields):
        raise LineRefused("La ligne compte plus de cellules que d’en-têtes.")
    said = {field: cell for field, cell in zip(fields, row.cells, strict=False) if cell}
    _require_plain(said)
    org, person_id, membership_id = new_id(), new_id(), new_id()
    kind = _code(said, "kind", wording.KINDS)
    profile = _checked(ProfileIn, {"kind": kind} | _some(said, _PROFILE))
    identity, role = _person(said, org)
    membership = _code(said, "membership", _memberships()) if "membership" in said else None
    return ImportLine(
        number=row.number,
        actor=actor,
        at=at,
        org=org,
        profile=profile.profile().checked(),
        parent_siren="".join(said.get("parent_siren", "").split()) or None,
        person_id=person_id,
        identity=identity,
        role=role,
        membership_id=membership_id,
        membership=MembershipState(membership) if membership else None,
        year=_checked_year(said) or club_day(at).year,
    )


def _require_plain(said: Mapping[str, str]) -> None:
    for field, text in said.items():
        if neutralised(text) != text and not (field == "phone" and _PHONE.fullmatch(text)):
            raise LineRefused("Une formule n’est pas acceptée dans une cellule.", field=field)
        if len(text) > MOST_CHARACTERS and field != "email":
            raise LineRefused(f"Il faut au plus {MOST_CHARACTERS} caractères.", field=field)


def _memberships() -> Mapping[str, str]:
    taken = (MembershipState.PROSPECT, MembershipState.APPLIED, MembershipState.ACTIVE)
    return {state.value: wording.MEMBERSHIP_STATES[state] for state in taken}


def _code(said: Mapping[str, str], field: str, words: Mapping[Any, str]) -> str:
    text = fold(said.get(field, ""))
    for code, word in words.items():
        if text in {fold(word), fold(str(code))}:
            return str(code)
    expected = ", ".join(words.values())
    raise LineRefused(f"Il faut l’une de ces valeurs\u00a0: {expected}.", field=field)


def _person(said: Mapping[str, str], org: UUID) -> tuple[Any, HeldRole | None]:
    if not any(field in said for field in (*_IDENTITY, "role")):
        return None, None
    identity = _checked(IdentityIn, _some(said, _IDENTITY)).identity()
    taken = {code: word for code, word in wording.ROLES.items() if code not in {"staff", "admin"}}
    role = _code(said, "role", taken)
    asked: dict[str, Any] = {"org": str(org)} | {day: _day(said[day]) for day in _DAYS if day in said}
    match role:
        case "elected":
            title = _code(said, "title", wording.TITLES)
            asked |= {"form": "mandate", "title": title} | _some(said, ("delegation",))
        case "technical":
            status = _code(said, "status", wording.STATUSES)
            asked |= {"form": "post", "status": status} | _some(said, ("title", "service"))
        case _:
            asked |= {"form": "appointment", "appointed": AppointedRole(role)}
    return identity, _valid(_ROLE_FORM.validate_python, asked).role(new_id())


def _checked(model: type[Any], asked: Mapping[str, Any]) -> Any:
    return _valid(model.model_validate, asked)


def _checked_year(said: Mapping[str, str]) -> int | None:
    if "year" not in said:
        return None
    try:
        return _YEAR.validate_python(said["year"])
    except ValidationError as error:
        raise LineRefused(sentence_for(dict(error.errors()[0])), field="year") from error


def _valid(validate: Any, asked: Mapping[str, Any]) -> Any:
    try:
        return validate(asked)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][-1]) if first["loc"] else ""
        raise LineRefused(sentence_for(dict(first)), field=field) from error


def _day(text: str) -> str:
    """A day as ISO 8601 writes it, from how the French do."""
    found = _DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def _some(said: Mapping[str, str], fields: Sequence[str]) -> dict[str, Any]:
    return {field: said[field] for field in fields if field in said}
