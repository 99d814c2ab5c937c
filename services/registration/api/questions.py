"""Owns the pages that a link in a mail leads to: a GET asks, a POST does what its button says.

Whoever got the mail is taken for the person: the link proves nothing more, and opens nothing else.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Path, Response

from shared.application import Idempotency
from shared.security.links import LINK_MAX_CHARACTERS
from shared.web.pages import Form, form_page, message_page

Link = Annotated[str, Path(max_length=LINK_MAX_CHARACTERS)]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, on which button, and what is said once it was pressed."""

    title: str
    button: str
    done_title: str
    done: str

    def ask(self, about: str, *sentences: str, action: str) -> Response:
        """The page that asks it of a gathering, with more to know before one answers."""
        form = Form(action=action, button=self.button)
        return form_page(self.title, f"«\u00a0{about}\u00a0»", *sentences, form=form)

    def answered(self) -> Response:
        """The page that follows."""
        return message_page(self.done_title, self.done)


def pressed_once(link: str, answer: str) -> Idempotency:
    """The button pressed twice is one answer."""
    return Idempotency(key=f"{link}/{answer}", fingerprint="")
