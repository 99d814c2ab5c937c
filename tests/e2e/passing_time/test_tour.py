"""The tour of the README is true: run as it stands, with the sample, it ends with a visit scheduled."""

import json

from tests.e2e.passing_time.conftest import Toured


def test_the_tour_of_the_readme_leads_from_a_registration_to_a_visit(toured: Toured) -> None:
    done = toured.tour
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert '"code":"already_registered"' in done.stdout
    assert "CONV-" in done.stdout
    assert "signed" in done.stdout
    told = json.loads(done.stdout[done.stdout.rindex('{"items"') :])
    assert [item["event"]["type"] for item in told["items"]] == [
        "conventions.ConventionSigned.v1",
        "conventions.VisitScheduled.v1",
    ]


def test_the_sample_is_loaded_once(toured: Toured) -> None:
    assert toured.told_by_sample > 0
    assert toured.told_by_sample_again == toured.told_by_sample
