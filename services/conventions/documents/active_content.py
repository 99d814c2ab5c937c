"""Owns what makes a PDF more than pages to read: scripts, actions of its own, streams that explode.

It looks at every object of the file, in all its revisions, within the limits of the reader.
"""

from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

_ACTIVE_KEYS: Final = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMedia"}
_ACTIVE_ACTIONS: Final = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
    "/RichMediaExecute",
    "/GoToE",
    "/GoToR",
    "/Movie",
    "/Sound",
}
_NESTED_MAX: Final = 100


def is_active(reader: PdfFileReader) -> bool:
    """Whether the file holds scripts, or does more by itself than show a page when it is opened.

    Raises:
        PdfError: a stream decodes to more than the reader's limits allow, or an object is broken.
    """
    opens = reader.root.get("/OpenAction", None)
    if isinstance(opens, generic.DictionaryObject) and opens.get("/S", None) != "/GoTo":
        return True
    return any(_acts(part) for thing in _objects(reader) for part in _parts(thing, _NESTED_MAX))


def _objects(reader: PdfFileReader) -> Iterator[Any]:
    """Every object as each revision wrote it: what a later one put in its place is another."""
    for revision in range(reader.xrefs.total_revisions):
        for reference in reader.xrefs.explicit_refs_in_revision(revision):
            yield reader.get_object(reference, revision=revision)


def _parts(thing: Any, nested_max: int) -> Iterator[generic.DictionaryObject]:
    """The dictionaries in an object; of a stream, which is one, every filter is undone within the limits."""
    if nested_max == 0:
        raise RecursionError("nested too deeply")
    if isinstance(thing, generic.StreamObject):
        _require_bounded(thing)
    if isinstance(thing, generic.DictionaryObject):
        yield thing
        held: Any = [thing.raw_get(name) for name in thing]
    else:
        held = thing if isinstance(thing, generic.ArrayObject) else ()
    for each in held:
        if isinstance(each, generic.DictionaryObject | generic.ArrayObject):
            yield from _parts(each, nested_max - 1)


def _require_bounded(stream: generic.StreamObject) -> None:
    try:
        _ = stream.data
    except NotImplementedError:
        """An image whose form only a viewer knows: it holds the size that it says."""


def _acts(part: generic.DictionaryObject) -> bool:
    if not _ACTIVE_KEYS.isdisjoint(part):
        return True
    return str(part.get("/S", "")) in _ACTIVE_ACTIONS
