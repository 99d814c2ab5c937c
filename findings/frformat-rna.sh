#!/usr/bin/env bash
# frformat 0.5.0 finds the RNA number of an association from Corsica or overseas invalid.
#
# Guess: what data.gouv.fr's own tools check the formats of French open data with takes every number of the national
# register of associations (RNA).
# Seen: it wants W and nine digits. The three signs behind the W are the prefecture's, and those of Corsica and overseas
# have a letter among them (2A1, 2B2, 9R1 for La Réunion, 9G1 for Guadeloupe): such numbers are refused. csv-detective
# 0.13.0, of the same house, calls a column of them something else (code_waldec) than one of the mainland (code_rna),
# and a column with both code_waldec too. Whoever imports associations allows a letter as the third sign.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet frformat==0.5.0 csv-detective==0.13.0

cat >seen.py <<'PY'
import csv

from csv_detective import routine
from frformat import CodeRNA

PLACES = {"Paris": "W751", "Corse-du-Sud": "W2A1", "Haute-Corse": "W2B2", "Guadeloupe": "W9G1", "La Réunion": "W9R1"}
for place, begins in PLACES.items():
    print(f"{place}, {begins}000001:", CodeRNA().is_valid(f"{begins}000001"))
columns = {"mainland": ["W751"] * 5, "overseas": ["W9R1"] * 5, "both": ["W751", "W751", "W751", "W2A1", "W9R1"]}
with open("associations.csv", "w") as file:
    rows = zip(*([f"{begins}{number:06}" for number, begins in enumerate(column, 1)] for column in columns.values()))
    csv.writer(file).writerows([columns, *rows])
found = routine("associations.csv", num_rows=-1, save_results=False)["columns"]
print("columns:", ", ".join(f"{name} {found[name]['format']}" for name in columns))
PY
venv/bin/python seen.py 2>/dev/null | tee seen.txt
diff seen.txt - <<'SEEN'
Paris, W751000001: True
Corse-du-Sud, W2A1000001: False
Haute-Corse, W2B2000001: False
Guadeloupe, W9G1000001: False
La Réunion, W9R1000001: False
columns: mainland code_rna, overseas code_waldec, both code_waldec
SEEN
