#!/usr/bin/env bash
# pandas 3.1.1 reads what a cell with hours in an ODS file shows, and not what it holds.
#
# Guess: hours come from the value of the cell (office:time-value of OpenDocument), as its dates and amounts do, and a
# day of them or more is a span of time, as it is from an XLSX file.
# Seen: with odfpy 1.4.1 the words in the cell are read: 5 min 30 s, shown as 05:30, becomes half past five, seconds
# that are not shown are gone, 30 min is an error, and so is 25:00, which makes the whole file unreadable. With
# python-calamine 0.9.1 pandas reads the value, and hands on a sum of 24 hours or more as a text among times of the day.
# Whoever adds up the hours that volunteers gave reads with calamine, and reads that text.
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

SHOWN = {"09:30": "PT09H30M45S", "05:30": "PT00H05M30S", "30 min": "PT00H30M00S", "25:00": "PT25H00M00S"}


def write(shown, value):
    document, table, row = OpenDocumentSpreadsheet(), Table(name="Heures"), TableRow()
    cell = TableCell(valuetype="time", timevalue=value)
    cell.addElement(P(text=shown))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save("heures.ods")


def read(engine):
    try:
        return repr(pandas.read_excel("heures.ods", header=None, engine=engine).iloc[0, 0])
    except ValueError as error:
        return type(error).__name__


for shown, value in SHOWN.items():
    write(shown, value)
    print(f"{value}, shown as {shown}: odf {read('odf')}, calamine {read('calamine')}")
PY
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
PT09H30M45S, shown as 09:30: odf datetime.time(9, 30), calamine datetime.time(9, 30, 45)
PT00H05M30S, shown as 05:30: odf datetime.time(5, 30), calamine datetime.time(0, 5, 30)
PT00H30M00S, shown as 30 min: odf DateParseError, calamine datetime.time(0, 30)
PT25H00M00S, shown as 25:00: odf DateParseError, calamine 'PT25H00M00S'
SEEN
