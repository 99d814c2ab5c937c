#!/usr/bin/env bash
# pycountry 26.2.16: FR- and the number of a département is a subdivision, but for Paris; its parent may be no région.
#
# Guess: ISO 3166-2 has each of the 101 départements as FR-NN, and climbing `parent_code` from it gives its région.
# Seen: FR-75 is not there, Paris being FR-75C alone. From Bas-Rhin one step up is FR-6AE, the European collectivity of
# Alsace, which is no région, and only the second step is. Corsica's parent is no région by its type, and the five
# départements overseas have no parent and two types, neither of which says département or région alone.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet pycountry==26.2.16

cat >seen.py <<'PY'
import pycountry

NUMBERS = [f"{number:02}" for number in range(1, 96) if number != 20]
OVERSEAS = ["971", "972", "973", "974", "976"]


def found(code):
    return pycountry.subdivisions.get(code=f"FR-{code}")


print("missing:", *(code for code in [*NUMBERS, "2A", "2B", *OVERSEAS] if found(code) is None))
for code in ("75C", "67", "6AE", "2A", "20R", *OVERSEAS):
    print(code, "|", found(code).type, "|", found(code).parent_code)
PY
venv/bin/python seen.py | tee seen.txt
diff seen.txt - <<'SEEN'
missing: 75
75C | Metropolitan collectivity with special status | FR-IDF
67 | Metropolitan department | FR-6AE
6AE | European collectivity | FR-GES
2A | Metropolitan department | FR-20R
20R | Metropolitan collectivity with special status | None
971 | Overseas departmental collectivity | None
972 | Overseas unique territorial collectivity | None
973 | Overseas unique territorial collectivity | None
974 | Overseas departmental collectivity | None
976 | Overseas departmental collectivity | None
SEEN
