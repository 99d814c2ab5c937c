#!/usr/bin/env bash
# uuid7 0.1.0 makes identifiers that are sorted behind those of other makers of UUID version 7 for 170 years.
#
# Guess: version 7 has the milliseconds since 1970 in its first 48 bits (RFC 9562, 5.7), so that identifiers of events
# are sorted by when they were made, whoever made them, and any reader gets the time out of them.
# Seen: this package follows an earlier draft, with whole seconds in the first 36 bits: the version says 7, and what
# reads it as the RFC has it sees a day in the year 2200. Beside those of another maker (uuid-utils 1.2.0 here) a later
# event comes first. Take another package before the first identifier is stored; afterwards both kinds stay in the
# data.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet uuid7==0.1.0 uuid-utils==1.2.0

cat >seen.py <<'PY'
import datetime
import uuid

import uuid_extensions
import uuid_utils


def read(made):
    return datetime.datetime.fromtimestamp((made.int >> 80) / 1000, datetime.timezone.utc)


then = datetime.datetime(2026, 3, 12, 9, 30, tzinfo=datetime.timezone.utc)
first = uuid_extensions.uuid7(int(then.timestamp()) * 10**9)
now = datetime.datetime.now(datetime.timezone.utc)
second = uuid.UUID(str(uuid_utils.uuid7()))
print(f"uuid7, {then:%Y-%m-%d}: version {first.version}, read as {read(first):%Y-%m-%d}")
print(f"uuid-utils, now: version {second.version}, read as now: {abs(read(second) - now).seconds < 60}")
print("sorted as they were made:", first < second)
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
uuid7, 2026-03-12: version 7, read as 2200-03-03
uuid-utils, now: version 7, read as now: True
sorted as they were made: False
SEEN
