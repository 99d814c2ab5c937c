"""Owns the programs of others that tests run: the project’s own script installs those that are missing."""

import shutil
import subprocess
from pathlib import Path

from deploy.local.installation import ensure_programs
from deploy.local.settings import LocalSettings

PACKAGES = {
    "pdfsig": "poppler-utils",
    "pdftotext": "poppler-utils",
    "certutil": "libnss3-tools",
    "chromium": "chromium",
    "ruby": "ruby ruby-icalendar",
}


def program(name: str) -> Path:
    """Where a program is."""
    ensure_programs({name: PACKAGES[name]}, LocalSettings())
    found = shutil.which(name)
    assert found is not None, f"{PACKAGES[name]} holds no {name}"
    return Path(found)


def output_of(name: str, *arguments: str | Path) -> str:
    """What a program says, once it has ended well."""
    done = subprocess.run([program(name), *arguments], capture_output=True, check=True, text=True)
    return done.stdout
