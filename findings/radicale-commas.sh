#!/usr/bin/env bash
# Radicale 3.9.0 cuts the properties that it does not know at their first comma: the address of a video conference too.
#
# Guess: a CalDAV server keeps what it does not know as it came (RFC 4791, 5.3.3: objects may have properties that are
# no standard ones, and the server takes them); a comma parts values in the few properties that say so, and in others
# it belongs to the value.
# Seen: 201, and the address of CONFERENCE and IMAGE (RFC 7986) ends before the comma, as does the text for Outlook;
# the place for Apple's maps has lost its longitude. URL, a property of RFC 5545 itself, keeps its comma, and a comma
# that is escaped, as in a text it has to be, stays. Whoever files events there writes addresses with %2C for the comma.
set -euo pipefail

folder=$(mktemp -d)
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet radicale==3.9.0 vobject==0.9.9
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
printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example.org//FR BEGIN:VEVENT \
    UID:1@example.org DTSTAMP:20270101T000000Z DTSTART:20270312T080000Z DTEND:20270312T100000Z SUMMARY:Atelier \
    'URL:https://example.org/ateliers?lieux=12,14' \
    'CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://example.org/visio?salles=12,14' \
    'IMAGE;VALUE=URI:https://example.org/photos/12,14.png' \
    'X-ALT-DESC;FMTTYPE=text/html:<p>Bonjour, soyez là à 9 h.</p>' \
    'X-APPLE-STRUCTURED-LOCATION;VALUE=URI:geo:48.856667,2.350987' \
    'X-ACCUEIL:Hall\, rez-de-chaussée' END:VEVENT END:VCALENDAR >atelier.ics
{
    ask --request MKCALENDAR --output /dev/null --write-out 'calendar: %{http_code}\n' "$calendar/"
    ask --request PUT --header 'Content-Type: text/calendar; charset=utf-8' --data-binary @atelier.ics \
        --output /dev/null --write-out 'event: %{http_code}\n' "$calendar/1.ics"
    ask "$calendar/1.ics" | python3 -c 'import sys; print(sys.stdin.read().replace("\r", "").replace("\n ", ""))' |
        grep -E '^(URL|CONFERENCE|IMAGE|X-)'
} | tee seen.txt
diff seen.txt - <<'SEEN'
calendar: 201
event: 201
CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://example.org/visio?salles=12
IMAGE;VALUE=URI:https://example.org/photos/12
URL:https://example.org/ateliers?lieux=12,14
X-ACCUEIL:Hall\, rez-de-chaussée
X-ALT-DESC;FMTTYPE=text/html:<p>Bonjour
X-APPLE-STRUCTURED-LOCATION;VALUE=URI:geo:48.856667
SEEN
