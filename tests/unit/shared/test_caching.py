"""An answer that everybody may read is sent again only where it has changed."""

import pytest

from shared.web.caching import cacheable

BODY = b'{"items": []}'
TAG = cacheable(BODY, "application/json", None).headers["ETag"]


@pytest.mark.parametrize("held", [TAG, f"W/{TAG}", f'"other", {TAG}', "*"])
def test_who_holds_the_answer_is_told_so(held: str) -> None:
    answer = cacheable(BODY, "application/json", held)
    assert (answer.status_code, answer.body, answer.headers["ETag"]) == (304, b"", TAG)


@pytest.mark.parametrize("held", [None, "", '"other"', TAG.strip('"')])
def test_who_does_not_is_given_it(held: str | None) -> None:
    answer = cacheable(BODY, "application/json", held)
    assert (answer.status_code, answer.body) == (200, BODY)
    assert "public" in answer.headers["Cache-Control"]
