"""The command as a person runs it, and small plans to run it on."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from lineofsight.cli.main import main

KESTREL = Path(__file__).parents[2] / "docs" / "examples" / "kestrel"
AS_OF = "2026-11-21"

Tables = dict[str, Any]


def run(*arguments: object) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(one) for one in arguments], prog_name="lineofsight")


def findings(*arguments: object) -> list[dict[str, Any]]:
    """Check with JSON output and return the findings."""
    found: list[dict[str, Any]] = json.loads(run("check", *arguments, "--format", "json").stdout)[
        "findings"
    ]
    return found


def plan() -> Tables:
    """A sound plan of three goals, and G3, which nothing connects (LOS101, high).

    Nothing shows what P4 works on (LOS102, with ``--people``).
    """
    return {
        "organization": {"name": "Brask", "as_of": AS_OF},
        "people": [
            {"id": "P1", "name": "Ana Silva"},
            {"id": "P2", "name": "Tom Ek", "manager_id": "P1"},
            {"id": "P3", "name": "Bo Lund", "manager_id": "P1"},
            {"id": "P4", "name": "Cleo Quist", "manager_id": "P1"},
        ],
        "pillars": [
            {
                "id": "A",
                "name": "Bread worth walking for",
                "sponsor_id": "P1",
                "champion_ids": ["P2"],
            }
        ],
        "goals": [
            goal("G1", "Nine of ten loaves are sold on the day they are baked", "P1"),
            goal("G2", "Shops order what they sold on the same weekday", "P2"),
            goal("G4", "Every shop has bread from this morning at noon", "P3"),
            goal("G3", "The second oven stands still less than an hour a week", "P1"),
        ],
        "links": [
            {"kind": "supports", "from_id": "G1", "to_id": "A", "confirmed_on": "2026-11-01"},
            {"kind": "supports", "from_id": "G2", "to_id": "G1", "confirmed_on": "2026-11-01"},
            {"kind": "supports", "from_id": "G4", "to_id": "G1", "confirmed_on": "2026-11-01"},
        ],
    }


def goal(key: str, title: str, owner: str, **more: object) -> dict[str, object]:
    """A goal of a year."""
    dates = {"start": "2026-01-01", "end": "2026-12-31"}
    return {"id": key, "title": title, "owner_id": owner, **dates, **more}


def write(folder: Path, tables: Tables | None = None, name: str = "plan.json") -> Path:
    """Write a plan as JSON."""
    path = folder / name
    document = {
        "format": "lineofsight-plan",
        "version": 1,
        **(plan() if tables is None else tables),
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
