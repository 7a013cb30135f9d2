"""Read pip-audit's report: say which packages have a known fault, and how many could not be looked up.
Ends with 1 on a fault, and with 3 where no package could be looked up.

.venv/bin/python tools/audit/faults.py report.json
"""

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    packages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["dependencies"]
    faults = [f"{one['name']} {one['version']}: {fault['id']}" for one in packages for fault in one.get("vulns", ())]
    unknown = sum("skip_reason" in one for one in packages)
    said = f"{len(packages) - unknown} packages looked up, {unknown} unknown to the list, {len(faults)} faults"
    sys.stdout.write("\n".join([*faults, said]) + "\n")
    sys.exit(1 if faults else 3 if unknown == len(packages) else 0)
