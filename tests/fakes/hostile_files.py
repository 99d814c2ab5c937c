"""Owns files that somebody might upload by mistake, or to do harm."""

import zlib
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from services.conventions.documents.notary import UPLOAD_MAX_BYTES

NO_PDF = b"<html><body>Bonjour</body></html>"
EXPLODES_TO_BYTES = 300_000_000
NESTED = 100_000

Writer = IncrementalPdfFileWriter


def writing(content: bytes) -> Writer:
    """What adds to a document."""
    return IncrementalPdfFileWriter(BytesIO(content), strict=False)


def written(writer: Writer) -> bytes:
    """The document with what was added."""
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def encrypted(content: bytes) -> bytes:
    """The same document, that nobody reads without a password."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(content), strict=False))
    writer.encrypt("a password", "another one")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def too_large(content: bytes) -> bytes:
    """The same document and what comes after it: one byte more than is taken."""
    return content.ljust(UPLOAD_MAX_BYTES + 1, b"\n")


def add_script(writer: Writer) -> Writer:
    """Have a script run when the document is opened."""
    script = generic.DictionaryObject()
    script[generic.pdf_name("/S")] = generic.pdf_name("/JavaScript")
    script[generic.pdf_name("/JS")] = generic.pdf_string("app.alert('!')")
    writer.root[generic.pdf_name("/OpenAction")] = writer.add_object(script)
    writer.update_root()
    return writer


def add_page_action(writer: Writer) -> Writer:
    """Have the first page do something when it is shown."""
    page = writer.root["/Pages"]["/Kids"][0]
    action = generic.DictionaryObject({generic.pdf_name("/S"): generic.pdf_name("/Named")})
    page[generic.pdf_name("/AA")] = generic.DictionaryObject({generic.pdf_name("/O"): action})
    writer.update_container(page)
    return writer


def add_bomb(writer: Writer) -> Writer:
    """Add a stream that is small, and enormous once it is unpacked."""
    small = zlib.compress(bytes(EXPLODES_TO_BYTES), 9)
    packed = {generic.pdf_name("/Filter"): generic.pdf_name("/FlateDecode")}
    writer.root[generic.pdf_name("/Bomb")] = writer.add_object(
        generic.StreamObject(packed, encoded_data=small)
    )
    writer.update_root()
    return writer


def nested_deeply(content: bytes) -> bytes:
    """A document whose catalog is a hundred thousand lists, one in the other."""
    start = content.rindex(b"startxref")
    catalog = b"1 0 obj\n<< /Type /Catalog /Deep " + b"[" * NESTED + b"]" * NESTED + b" >>\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n%010d 00000 n \n" % start
    trailer = b"trailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (start + len(catalog))
    return content[:start] + catalog + table + trailer


def change_page(writer: Writer) -> Writer:
    """Write over the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    over = generic.StreamObject(stream_data=b"q 1 0 0 rg 0 0 595 842 re f Q")
    page[generic.pdf_name("/Contents")] = writer.add_object(over)
    writer.update_container(page)
    return writer
