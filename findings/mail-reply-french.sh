#!/usr/bin/env bash
# mail-parser-reply 1.36 gives the whole quoted mail as the answer when Gmail's French line above it is broken in two.
#
# Guess: French being one of its languages, what is taken off an answer in English is taken off one in French: the
# quoted mail, with the line that names its writer.
# Seen: in English that line may be broken, as Gmail breaks it in plain text behind a long name; in French it may not,
# and then the answer goes on with all that one's own service wrote. « a écrit » on two lines does the same. Join the
# lines from « Le » to « a écrit : » before reading.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet mail-parser-reply==1.36

cat >seen.py <<'PY'
from mailparser_reply import EmailReplyParser

LONG = "Réseau des cantines scolaires de la région\n<reseau@example.org>"
SHORT = "Réseau <reseau@example.org>"
CASES = {
    "en, one line": f"Yes.\n\nOn Fri, Mar 12, 2027 at 9:30 AM, {SHORT} wrote:\n\n> Four seats?\n",
    "fr, one line": f"Oui.\n\nLe ven. 12 mars 2027 à 09:30, {SHORT} a écrit :\n\n> Quatre places ?\n",
    "en, two lines": f"Yes.\n\nOn Fri, Mar 12, 2027 at 9:30 AM, {LONG} wrote:\n\n> Four seats?\n",
    "fr, two lines": f"Oui.\n\nLe ven. 12 mars 2027 à 09:30, {LONG} a écrit :\n\n> Quatre places ?\n",
    "fr, within the verb": f"Oui.\n\nLe ven. 12 mars 2027 à 09:30, {SHORT} a\nécrit :\n\n> Quatre places ?\n",
}
for name, text in CASES.items():
    answer = EmailReplyParser(languages=["fr", "en"]).read(text=text).latest_reply
    first, *rest = answer.splitlines()
    print(f"{name}: {first!r}" + (f" and {len(rest)} more lines" if rest else ""))
PY
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
en, one line: 'Yes.'
fr, one line: 'Oui.'
en, two lines: 'Yes.'
fr, two lines: 'Oui.' and 5 more lines
fr, within the verb: 'Oui.' and 5 more lines
SEEN
