"""Owns spreadsheets of made-up associations: organisations, people, roles, memberships. Sends none."""

import csv
import io
from collections.abc import Iterator

from stdnum import luhn

from shared.clock import utc_now

HEADINGS = (
    *("Type", "Collectivité", "SIREN", "Département", "Région", "Population"),
    *("Prénom", "Nom", "Courriel", "Rôle", "Fonction", "Statut", "Début", "Adhésion", "Adhérente depuis"),
)
KIND = "Syndicat intercommunal"
TEAM = (
    ("Technicien·ne", "Cheffe de cuisine", "Titulaire", "2020-09-01"),
    ("Élu·e", "Maire", "", "2020-05-25"),
    ("Technicien·ne", "Agente", "Stagiaire", "2021-09-01"),
    ("Référent·e", "", "", "2020-01-01"),
)
"""Those of one organisation, a row each; the membership stands in the first, its referent in the last."""


def spreadsheet(rows: int, *, series: int) -> bytes:
    """A CSV of so many rows, four for each organisation, all of which are new; of each series are others."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(rows, series))
    return text.getvalue().encode()


def email_of(row: int, *, series: int) -> str:
    """The address of the person in a row, the first of which is 0."""
    return f"s{series}-{row}@example.org"


def _rows(count: int, series: int) -> Iterator[tuple[object, ...]]:
    year = utc_now().year
    for row in range(count):
        number, who = divmod(row, len(TEAM))
        siren = f"{series:03d}{number:05d}"
        org = (KIND, f"Syndicat {siren}", siren + luhn.calc_check_digit(siren), "30", "76", 1200)
        role, function, status, starts_on = TEAM[who]
        person = ("Camille", f"Durand {row}", email_of(row, series=series), role, function, status, starts_on)
        yield (*org, *person, *(("Adhérente", year) if who == 0 else ("", "")))
