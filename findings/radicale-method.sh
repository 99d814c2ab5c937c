#!/usr/bin/env bash
# Radicale 3.9.0 keeps an invitation as it comes by mail, METHOD and all, and serves it so.
#
# Guess: a CalDAV server refuses an object with METHOD (RFC 4791, 4.1: such an object must not have one), so a program
# that files the attachment of a mail into somebody's calendar learns at once that it has to strip that line.
# Seen: 201, and the object comes back with METHOD:REQUEST. A second object with the same UID is refused (409), as the
# RFC says: what has to be checked is checked for the UID and not for the method.
set -euo pipefail

folder=$(mktemp -d)
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet radicale==3.9.0
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
venv/bin/python -m radicale --server-hosts "127.0.0.1:$port" --auth-type none \
    --storage-filesystem-folder "$folder/kept" >radicale.log 2>&1 &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -rf "$folder"' EXIT

calendar=http://127.0.0.1:$port/camille/club
ask() { curl --silent --user camille: "$@"; }
for _ in $(seq 100); do
    ! ask --output /dev/null "http://127.0.0.1:$port/" || break
    sleep 0.1
done
printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example.org//FR METHOD:REQUEST BEGIN:VEVENT \
    UID:1@example.org DTSTAMP:20270101T000000Z DTSTART:20270312T080000Z DTEND:20270312T100000Z \
    SUMMARY:Atelier END:VEVENT END:VCALENDAR >invitation.ics
put() {
    ask --request PUT --header 'Content-Type: text/calendar' --data-binary @invitation.ics \
        --output /dev/null --write-out "$1: %{http_code}\n" "$calendar/$2"
}
{
    ask --request MKCALENDAR --output /dev/null --write-out 'calendar: %{http_code}\n' "$calendar/"
    put invitation 1.ics
    ask "$calendar/1.ics" | tr -d '\r' | grep METHOD
    put 'same UID elsewhere' 2.ics
} | tee seen.txt
diff seen.txt - <<'SEEN'
calendar: 201
invitation: 201
METHOD:REQUEST
same UID elsewhere: 409
SEEN
