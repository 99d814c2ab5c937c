"""Owns what the first signature may change in a document: it adds itself, and no page shows anything else.

Later ones are watched by those before them: pyHanko compares each revision with what they signed.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

_OF_CATALOG: Final = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"}
_OF_PAGE: Final = {"/Annots"}


def adds_only_signatures(reader: PdfFileReader, before: PdfFileReader) -> bool:
    """Whether what was added to `before`, the beginning of the same file, is a signature and its needs."""
    first = before.xrefs.total_revisions
    added = range(first, reader.xrefs.total_revisions)
    if any(reader.xrefs.refs_freed_in_revision(revision) for revision in added):
        return False
    known = {_number(each) for old in range(first) for each in before.xrefs.explicit_refs_in_revision(old)}
    written = {_number(each) for new in added for each in reader.xrefs.explicit_refs_in_revision(new)}
    return all(_may_change(number, before, reader) for number in known & written)


def _number(reference: generic.Reference) -> tuple[int, int]:
    return reference.idnum, reference.generation


def _may_change(number: tuple[int, int], before: PdfFileReader, reader: PdfFileReader) -> bool:
    was, became = (each.get_object(generic.Reference(*number, pdf=each)) for each in (before, reader))
    if _written(was) == _written(became):
        return True
    if not isinstance(was, generic.DictionaryObject) or not isinstance(became, generic.DictionaryObject):
        return False
    if number == _number(before.root_ref):
        return _changed(was, became) <= _OF_CATALOG
    if was.get("/Type", "") == "/Page":
        return _changed(was, became) <= _OF_PAGE and _only_signatures_added(was, became)
    about = before.trailer.raw_get("/Info") if "/Info" in before.trailer else None
    is_about = about is not None and _number(about.reference) == number
    return is_about or was.get("/Type", "") == "/Metadata"


def _changed(was: generic.DictionaryObject, became: generic.DictionaryObject) -> set[str]:
    names = set(was) | set(became)
    return {name for name in names if _written(_raw(was, name)) != _written(_raw(became, name))}


def _only_signatures_added(was: generic.DictionaryObject, became: generic.DictionaryObject) -> bool:
    old, new = _annotations(was), _annotations(became)
    if [_written(each) for each in new[: len(old)]] != [_written(each) for each in old]:
        return False
    return all(_is_signature(each.get_object()) for each in new[len(old) :])


def _annotations(page: generic.DictionaryObject) -> Sequence[Any]:
    listed = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    return list.copy(listed)


def _is_signature(annotation: Any) -> bool:
    field = annotation if "/FT" in annotation else annotation.get("/Parent", {})
    return bool(annotation.get("/Subtype", "") == "/Widget" and field.get("/FT", "") == "/Sig")


def _raw(dictionary: generic.DictionaryObject, name: str) -> Any:
    return dictionary.raw_get(name) if name in dictionary else None


def _written(thing: Any) -> bytes:
    if thing is None:
        return b""
    stream = BytesIO()
    thing.write_to_stream(stream, None)
    return stream.getvalue()
