#!/usr/bin/env bash
# pandas 3.1.1 reads every yes of a French ODS file as no: VRAI is False.
#
# Guess: a cell that is true or false has its value in the file (office:boolean-value of OpenDocument) beside the word
# that is shown, so TRUE and VRAI are the same cell in two languages.
# Seen: with odfpy 1.4.1 the word is read, and whatever is not TRUE is False: in a file that was made in French nobody
# has agreed, nobody comes, and the column is of Booleans, so nothing looks wrong. Shown as TRUE it is right. With
# python-calamine 0.9.1 pandas reads the value. Read ODS with calamine, or ask for words in such a column.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1

cat >seen.py <<'PY'
import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


def cell(shown, **value):
    made = TableCell(**value)
    made.addElement(P(text=shown))
    return made


def line(table, *cells):
    row = TableRow()
    for each in cells:
        row.addElement(each)
    table.addElement(row)


document = OpenDocumentSpreadsheet()
table = Table(name="Inscriptions")
line(table, cell("Affiché", valuetype="string"), cell("Présent", valuetype="string"))
for shown, value in {"VRAI": "true", "FAUX": "false", "TRUE": "true"}.items():
    line(table, cell(shown, valuetype="string"), cell(shown, valuetype="boolean", booleanvalue=value))
document.spreadsheet.addElement(table)
document.save("inscriptions.ods")

for engine in ("odf", "calamine"):
    read = pandas.read_excel("inscriptions.ods", engine=engine)
    pairs = (f"{shown} {present}" for shown, present in zip(read["Affiché"].astype(str), read["Présent"]))
    print(f"{engine}, {read['Présent'].dtype}:", ", ".join(pairs))
PY

venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
odf, bool: VRAI False, FAUX False, TRUE True
calamine, bool: VRAI True, FAUX False, TRUE True
SEEN
