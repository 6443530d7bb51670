"""Write the list of parts (SBOM) of a lock as CycloneDX 1.6 JSON: `tools/sbom.py [LOCK]`.

Names, versions and hashes are those of the lock; licences are what the installed packages say of
themselves. The same lock and the same packages give the same bytes: there is no date in it, and
its serial number follows from the lock.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import lineofsight

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "src" / "lineofsight" / "web" / "static" / "vendor"
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\\n]+?))? \\$"
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
CLASSIFIER = "License :: OSI Approved :: "


def parts(lock: str) -> list[dict[str, object]]:
    """Read the components of a lock, in its order."""
    found = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock):
        pin = PIN.match(entry.partition("\n")[0])
        if pin is None:
            continue
        name, version = pin["name"], pin["version"]
        one: dict[str, object] = {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            # One for each file of the release; an installer takes one of them.
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"pkg:pypi/{name}@{version}",
                    "hashes": [{"alg": "SHA-256", "content": each}],
                }
                for each in HASH.findall(entry)
            ],
        }
        licence = licence_of(name)
        if licence:
            one["licenses"] = licence
        if pin["marker"]:
            one["properties"] = [{"name": "python:marker", "value": pin["marker"]}]
        found.append(one)
    return found


def carried() -> list[dict[str, object]]:
    """Return what the package carries inside: scripts and signs of others, file by file."""
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:npm/{one['package']}@{one['version']}",
            "name": one["package"],
            "version": one["version"],
            "purl": f"pkg:npm/{one['package']}@{one['version']}",
            "licenses": [{"license": {"id": one["licence"]}}],
            "components": [
                {
                    "type": "file",
                    "name": name,
                    "hashes": [{"alg": "SHA-256", "content": digest}],
                }
                for name, digest in one["files"].items()
            ],
        }
        for one in json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    ]


def licence_of(package: str) -> list[dict[str, object]]:
    """Return the licences that an installed package names; none if it is not installed here."""
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return []
    if "License-Expression" in about:
        return [{"expression": about["License-Expression"]}]
    named = [
        line.removeprefix(CLASSIFIER)
        for line in about.get_all("Classifier") or []
        if line.startswith(CLASSIFIER)
    ]
    short = about["License"].partition("\n")[0] if "License" in about else ""
    return [{"license": {"name": name}} for name in named or [short] if name]


def document(lock: str) -> dict[str, object]:
    """Return the list of parts of a lock."""
    root = f"pkg:pypi/lineofsight@{lineofsight.__version__}"
    found = [*parts(lock), *carried()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, root + lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "lineofsight",
                "version": lineofsight.__version__,
                "purl": root,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": found,
        "dependencies": [{"ref": root, "dependsOn": [one["bom-ref"] for one in found]}],
    }


def main() -> None:
    """Print the list of parts of the lock that is named, or of the server's."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements" / "server.txt"
    print(json.dumps(document(path.read_text(encoding="utf-8")), indent=2))


if __name__ == "__main__":
    main()
