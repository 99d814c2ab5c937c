#!/usr/bin/env bash
# aio-pika 10.2.1 takes one and the same datetime for UTC in a message's timestamp and for local time in its expiration.
#
# Guess: a datetime without a zone means the same wherever a message takes one, or is refused.
# Seen: at La Réunion a message with the local time of two hours from now for both expires in two hours, and says it was
# made in six; in Guyane, an hour ago. Given in UTC without its zone, as utcnow gives it, the timestamp is right and the
# message lives four hours too short, that is not at all. Where the clock is UTC, as in most containers and in CI, all
# is well. Give both with a zone, or the expiration as a number of seconds.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet aio-pika==10.2.1

cat >seen.py <<'PY'
import datetime

from aio_pika import Message
from pamqp.decode import timestamp as decoded
from pamqp.encode import timestamp as encoded

now = datetime.datetime.now(datetime.timezone.utc)
later = now + datetime.timedelta(hours=2, minutes=1)
TIMES = {"with its zone": later, "local": later.astimezone().replace(tzinfo=None), "UTC": later.replace(tzinfo=None)}
for name, time in TIMES.items():
    sent = Message(b"", timestamp=time, expiration=time).properties
    stamp = decoded(encoded(sent.timestamp))[1] - now
    hours = (stamp.total_seconds() // 3600, int(sent.expiration) // 3600000)
    print(f"{name}: timestamp in {hours[0]:.0f} h, expires in {hours[1]} h")
PY

for zone in Indian/Reunion America/Cayenne UTC; do
    echo "$zone"
    TZ=$zone venv/bin/python seen.py
done | tee seen.txt
diff seen.txt - <<'SEEN'
Indian/Reunion
with its zone: timestamp in 2 h, expires in 2 h
local: timestamp in 6 h, expires in 2 h
UTC: timestamp in 2 h, expires in -2 h
America/Cayenne
with its zone: timestamp in 2 h, expires in 2 h
local: timestamp in -1 h, expires in 2 h
UTC: timestamp in 2 h, expires in 5 h
UTC
with its zone: timestamp in 2 h, expires in 2 h
local: timestamp in 2 h, expires in 2 h
UTC: timestamp in 2 h, expires in 2 h
SEEN
