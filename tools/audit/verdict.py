"""Read the reports wapiti wrote into a folder; say what they found, and end with 1 where it is more than information.

.venv/bin/python tools/audit/verdict.py .stamps/wapiti-report
"""

import json
import sys
from pathlib import Path

INFORMATIONAL = 1  # wapiti's levels: 0 none, 1 information, 2 and more are findings


def findings(folder: Path) -> list[str]:
    """One line per finding above informational, in all the reports of a folder."""
    found = []
    for report in sorted(folder.glob("*.json")):
        said = json.loads(report.read_text(encoding="utf-8"))
        for kind in ("vulnerabilities", "anomalies"):
            for name, rows in said.get(kind, {}).items():
                found += [
                    f"{report.stem}: {name}: {row['method']} {row['path']} {row['parameter']}: {row['info']}"
                    for row in rows
                    if row["level"] > INFORMATIONAL
                ]
    return found


def crawled(folder: Path) -> dict[str, int]:
    """How many pages each crawl met."""
    reports = sorted(folder.glob("*.json"))
    return {
        one.stem: int(json.loads(one.read_text(encoding="utf-8"))["infos"].get("crawled_pages_nbr", 0))
        for one in reports
    }


if __name__ == "__main__":
    place = Path(sys.argv[1])
    lines = findings(place)
    met = ", ".join(f"{who} {count}" for who, count in crawled(place).items())
    sys.stdout.write("\n".join([f"Pages met: {met or 'none'}", *lines, f"{len(lines)} findings"]) + "\n")
    sys.exit(1 if lines or not met else 0)
