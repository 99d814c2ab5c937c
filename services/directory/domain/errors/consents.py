"""Owns the refusals about consents: code, kind and facts. Raises none."""

from shared.errors import Conflict


class OutdatedWording(Conflict):
    """A consent is given on the text in force, and no other."""

    code = "outdated_wording"

    def __init__(self, *, in_force: int) -> None:
        super().__init__(
            "Ce texte n’est plus celui qui est soumis aux personnes : relisez-le avant d’accepter.",
            field="wording_version",
            in_force=in_force,
        )
