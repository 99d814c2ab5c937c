"""Owns the refusals of a spreadsheet to take in: code, kind and sentence. Raises none."""

from shared.errors import Conflict, Invalid, NotFound


class UnknownImport(NotFound):
    """No such file was sent, or long ago."""

    code = "unknown_import"

    def __init__(self) -> None:
        super().__init__("Ce fichier n’a pas été envoyé, ou il y a longtemps.", field="import_id")


class ImportUnreadable(Invalid):
    """The file has not the columns that are needed, or no row."""

    code = "import_unreadable"


class ImportRefused(Conflict):
    """Rows of the file are refused: all of it is taken in, or nothing."""

    code = "import_refused"

    def __init__(self, *, refused: int) -> None:
        super().__init__(
            "Des lignes de ce fichier sont refusées\u202f: corrigez-les et envoyez-le de nouveau.",
            refused=refused,
        )


class ImportTooOld(Conflict):
    """The file is kept no longer."""

    code = "import_too_old"

    def __init__(self) -> None:
        super().__init__("Ce fichier n’est plus gardé\u202f: envoyez-le de nouveau.", field="import_id")


class LineRefused(Invalid):
    """A row cannot be right."""

    code = "line_refused"


class LineContradicts(Conflict):
    """A row says otherwise than the directory of what cannot change."""

    code = "line_contradicts"
