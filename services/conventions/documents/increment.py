"""Owns how something is added to a PDF without changing a byte of it: as an increment, beside the page."""

from io import BytesIO
from typing import Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings

INVISIBLE: Final = InvisSigSettings(box_out_of_bounds=True)
"""The only way for a signature without a place on the page to be both PDF/A and PDF/UA."""


class Increment(IncrementalPdfFileWriter):
    """What is added to a document. Its metadata (XMP) stay as its author wrote them.

    pyHanko would write them anew, each time, with other prefixes and forms than those that PDF/A describes.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content), strict=False)  # as other tools leave what they have signed

    @property
    def fields(self) -> int:
        """How many fields the document has: each signature is one."""
        return len(self.root["/AcroForm"]["/Fields"]) if "/AcroForm" in self.root else 0

    def _update_meta(self) -> None:
        """Leave them."""
