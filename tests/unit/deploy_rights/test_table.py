"""Checks that the table of rights forgets no route, and what is said when it does."""

from pathlib import Path

from deploy.rights.checks import gaps, stale_page
from deploy.rights.page import render
from deploy.rights.routes import routes_of_all
from deploy.rights.rules import ANYBODY, REFERENT_OR_STAFF, STAFF
from deploy.rights.table import TABLE


def test_every_route_of_every_service_has_a_rule() -> None:
    assert list(gaps(routes_of_all(), TABLE)) == []


def test_a_route_without_a_rule_is_named_with_the_line_to_add() -> None:
    (said,) = gaps({"directory": frozenset({"POST /secrets"})}, {"directory": {}})
    assert "directory" in said
    assert '"POST /secrets": STAFF,' in said


def test_a_rule_without_a_route_is_named() -> None:
    (said,) = gaps({"directory": frozenset()}, {"directory": {"GET /nothing": STAFF}})
    assert "« GET /nothing » n’existe plus" in said


def test_a_page_that_says_something_else_is_stale(tmp_path: Path) -> None:
    table, page = {"directory": {"GET /health/live": ANYBODY}}, tmp_path / "rights.md"
    assert list(stale_page(table, page))
    page.write_text(render(table))
    assert list(stale_page(table, page)) == []
    assert list(stale_page({"directory": {"GET /health/live": STAFF}}, page))


def test_only_a_rule_about_somebody_needs_a_real_request() -> None:
    assert REFERENT_OR_STAFF.but("here").is_about_somebody
    assert not STAFF.but("there").is_about_somebody
