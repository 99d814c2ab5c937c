"""Owns the job that makes a key: `python -m deploy.docker.key PURPOSE FILE`.

The key lies in a volume, neither in the image nor in this repository, and another run leaves it as it is;
`rotation` alone puts a new one before it.
"""

import argparse
from pathlib import Path

from deploy.local.every_key import ensure_seal
from deploy.local.keys import (
    ensure_access_key,
    ensure_link_key,
    ensure_partner_key,
    ensure_signing_key,
    rotate_signing_key,
)

MAKERS = {
    "tokens": ensure_signing_key,
    "links": ensure_link_key,
    "access": ensure_access_key,
    "partners": ensure_partner_key,
    "seal": ensure_seal,
    "rotation": rotate_signing_key,
}


def main() -> None:
    """Make the key unless it is there."""
    parser = argparse.ArgumentParser(prog="python -m deploy.docker.key")
    parser.add_argument("signs", choices=MAKERS, help="what the key is for")
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    MAKERS[asked.signs](asked.file)


if __name__ == "__main__":
    main()
