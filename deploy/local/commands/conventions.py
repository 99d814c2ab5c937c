"""Owns `./essaim conventions`: a signed document checked on this machine, with no network and no service."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from deploy.local.failures import LocalFailure
from deploy.local.settings import LocalSettings
from deploy.local.verification import report_on, said_of
from services.conventions.documents.inspection import inspect
from services.conventions.documents.time_stamps import read_certificates
from services.conventions.schemas.evidence import EvidenceOut

app = typer.Typer(help="Conventions\u00a0: documents signés et leurs preuves.", no_args_is_help=True)

FileArgument = Annotated[
    Path, typer.Argument(help="Document signé, PDF.", exists=True, dir_okay=False, readable=True)
]


@app.callback()
def conventions() -> None:
    """Conventions\u00a0: documents signés et leurs preuves."""


@app.command()
def verify(
    *,
    file: FileArgument,
    certificate: Annotated[
        Path | None,
        typer.Option(
            help="Certificats de la plateforme et des autorités d’horodatage, PEM\u202f; "
            "sinon celui du cachet de cette machine, s’il y en a un.",
            exists=True,
            dir_okay=False,
            readable=True,
        ),
    ] = None,
    evidence: Annotated[
        Path | None,
        typer.Option(help="Dossier de preuve, JSON.", exists=True, dir_okay=False, readable=True),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Écrit le résultat en JSON.")] = False,
) -> None:
    """Vérifie un document signé, hors ligne\u00a0: qui, quand, à quel niveau, et si un octet a changé.

    Le code de sortie est 1 si quelque chose ne va pas.
    """
    content, trusted = file.read_bytes(), _trusted(certificate)
    found = asyncio.run(inspect(content, trusted=trusted))
    report = report_on(content, found, trusted=trusted, evidence=_evidence(evidence))
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else "\n".join(said_of(report)))
    if not report["accepted"]:
        raise typer.Exit(1)


def _trusted(certificate: Path | None) -> bytes:
    path = certificate or LocalSettings().seal
    if not path.exists():
        return b""
    content = path.read_bytes()
    try:
        read_certificates(content)
    except ValueError as error:
        raise LocalFailure(f"{path} ne contient aucun certificat PEM.") from error
    return content[content.index(b"-----BEGIN CERTIFICATE-----") :]  # never the key that may stand before


def _evidence(path: Path | None) -> EvidenceOut | None:
    if path is None:
        return None
    try:
        return EvidenceOut.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise LocalFailure(f"{path} n’est pas un dossier de preuve en JSON.") from error
