#!/usr/bin/env bash
# Babel 2.19.0 reads « du 5 au 7 mars 2027 » as 5 July and « de 9 h à 12 h » as 9:12.
#
# Guess: parse_date and parse_time read in French what format_date and format_time write in French, and raise a
# ParseError, as their page says, at what they do not understand.
# Seen: the numbers of a text are taken in the order day, month, year, whatever words stand between them. Of two days
# the second is the month, the number of a room is the year, the end of a span of hours the minutes. The date in words
# that format_date itself writes is an IndexError. Dates in figures are read rightly. Whoever lets people type dates
# checks that the text holds nothing but figures and strokes before it is read.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet babel==2.19.0

cat >seen.py <<'PY'
import datetime

from babel.dates import format_date, parse_date, parse_time


def read(parse, text):
    try:
        return parse(text, locale="fr")
    except (ValueError, IndexError) as error:
        return type(error).__name__


written = format_date(datetime.date(2027, 3, 12), "long", locale="fr")
for text in ("12/03/2027", written, "du 5 au 7 mars 2027", "1er et 2 avril 2027", "12 mars 27, salle 4"):
    print(f"{text}: {read(parse_date, text)}")
for text in ("9 h 30", "de 9 h à 12 h", "14 h, salle 3"):
    print(f"{text}: {read(parse_time, text)}")
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
12/03/2027: 2027-03-12
12 mars 2027: IndexError
du 5 au 7 mars 2027: 2027-07-05
1er et 2 avril 2027: 2027-02-01
12 mars 27, salle 4: 0004-12-27
9 h 30: 09:30:00
de 9 h à 12 h: 09:12:00
14 h, salle 3: 14:03:00
SEEN
