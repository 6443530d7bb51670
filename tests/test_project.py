"""The project around the code: locks, commands, versions, and what the package contains."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import lineofsight
import sbom

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = [ROOT / "requirements" / f"{name}.txt" for name in ("runtime", "meaning", "server", "dev")]
MEANING = PROJECT["project"]["optional-dependencies"]["meaning"]
SERVER = PROJECT["project"]["optional-dependencies"]["server"]

# Licences that may be combined with Apache-2.0 in what users install.
FREE = re.compile(r"BSD|MIT|Apache|PSF|Python Software Foundation|ISC|Zlib|0BSD|CC0", re.IGNORECASE)
NOT_FREE = re.compile(r"\bA?GPL|\bLGPL|MPL|proprietary|non-commercial", re.IGNORECASE)
# Not here to be asked: BSD-3-Clause and Apache-2.0.
WINDOWS_ONLY = {"colorama", "tzdata"}
# Used as they come, beside our code and not inside it, which is what these licences ask for.
WEAK_COPYLEFT = {
    "certifi": "MPL-2.0, a list of certificates",
    "fido2": "BSD-2-Clause, with a list of suffixes under MPL-2.0",
    "psycopg": "LGPL-3.0-only, a library that is imported",
    "psycopg-binary": "LGPL-3.0-only, the same",
    "psycopg-pool": "LGPL-3.0-only, the same",
    "qrcode": "BSD-3-Clause and MIT; its text also speaks of the trade mark of the name",
}


def pins(lock: Path) -> dict[str, str]:
    """Read name and version of every package of a lock."""
    found = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", line)
        if match:
            found[canonicalize_name(match[1])] = match[2]
    return found


def make(*arguments: str) -> str:
    done = subprocess.run(
        ["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


class TestLock:
    @pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
    def test_every_package_has_the_hashes_of_its_files(self, lock: Path) -> None:
        entries = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
        without = [
            entry.splitlines()[0]
            for entry in entries
            if "==" in entry.splitlines()[0] and "--hash=sha256:" not in entry
        ]

        assert pins(lock)
        assert not without

    @pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
    def test_names_no_host_and_no_path(self, lock: Path) -> None:
        text = lock.read_text(encoding="utf-8")

        assert not re.search(r"://|--index-url|--find-links|--trusted-host|(^|\s)/\w", text)

    @pytest.mark.parametrize(
        ("lock", "wanted"),
        [
            (LOCKS[0], PROJECT["project"]["dependencies"]),
            (LOCKS[1], PROJECT["project"]["dependencies"] + MEANING),
            (LOCKS[2], PROJECT["project"]["dependencies"] + MEANING + SERVER),
            (
                LOCKS[3],
                PROJECT["project"]["dependencies"]
                + MEANING
                + SERVER
                + PROJECT["dependency-groups"]["dev"]
                + PROJECT["build-system"]["requires"],
            ),
        ],
        ids=["runtime", "meaning", "server", "dev"],
    )
    def test_holds_what_the_project_asks_for(self, lock: Path, wanted: list[str]) -> None:
        pinned = pins(lock)
        requirements = [Requirement(text) for text in wanted]
        unmet = [
            str(requirement)
            for requirement in requirements
            if not requirement.specifier.contains(
                pinned.get(canonicalize_name(requirement.name), "0"), prereleases=True
            )
        ]

        assert not unmet, "run `make lock`"

    @pytest.mark.parametrize("lock", LOCKS[:3], ids=lambda lock: lock.stem)
    def test_users_run_what_is_tested(self, lock: Path) -> None:
        tested = pins(LOCKS[3])

        assert {name: tested.get(name) for name in pins(lock)} == pins(lock)

    @pytest.mark.parametrize("package", sorted(pins(LOCKS[2])))
    def test_what_users_install_has_a_free_licence(self, package: str) -> None:
        if package in WINDOWS_ONLY:
            return
        about = metadata(package)
        licence = " ".join(
            [
                about.get("License-Expression") or "",
                (about.get("License") or "")[:200],
                *(line for line in about.get_all("Classifier") or [] if "License" in line),
            ]
        )

        if package not in WEAK_COPYLEFT:
            assert FREE.search(licence), licence
            assert not NOT_FREE.search(licence), licence

    @pytest.mark.parametrize("package", sorted(pins(LOCKS[2])))
    def test_what_users_install_is_named_in_the_notice(self, package: str) -> None:
        notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
        named = {canonicalize_name(name) for name in re.findall(r"^  (\S+)  +\S", notice, re.M)}

        assert package in named

    def test_what_is_carried_inside_is_named_in_the_notice(self) -> None:
        notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
        vendor = ROOT / "src" / "lineofsight" / "web" / "static" / "vendor"

        for one in json.loads((vendor / "manifest.json").read_text(encoding="utf-8")):
            assert re.search(rf"^  {one['name']} ", notice, re.MULTILINE), one["name"]
            assert FREE.search(one["licence"])

    def test_typefaces_stand_beside_their_licences(self) -> None:
        notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
        fonts = ROOT / "src" / "lineofsight" / "report" / "html" / "fonts"

        licences = {path.name for path in fonts.glob("LICENSE*")}
        assert licences
        assert licences == set(re.findall(r"LICENSE-\S+", notice))


class TestPartsList:
    LOCK = LOCKS[2].read_text(encoding="utf-8")

    def test_holds_every_package_of_the_lock_with_its_hashes(self) -> None:
        listed = {
            one["name"]: (
                one["version"],
                {each["hashes"][0]["content"] for each in one["externalReferences"]},
            )
            for one in sbom.parts(self.LOCK)
        }

        assert {canonicalize_name(name): version for name, (version, _) in listed.items()} == pins(
            LOCKS[2]
        )
        in_lock = set(re.findall(r"sha256:([0-9a-f]{64})", self.LOCK))
        assert set().union(*(hashes for _, hashes in listed.values())) == in_lock

    def test_names_the_licence_of_all_that_is_installed_here(self) -> None:
        without = {one["name"] for one in sbom.parts(self.LOCK) if "licenses" not in one}

        assert without <= WINDOWS_ONLY

    def test_holds_what_the_package_carries_inside(self) -> None:
        names = {one["name"] for one in sbom.document(self.LOCK)["components"]}

        assert {"htmx.org", "lucide-static"} <= names

    def test_is_the_same_each_time_and_names_each_part_once(self) -> None:
        one, two = sbom.document(self.LOCK), sbom.document(self.LOCK)

        refs = [each["bom-ref"] for each in one["components"]]
        assert one == two
        assert len(refs) == len(set(refs))


class TestCommands:
    def test_continuous_integration_runs_what_a_contributor_runs(self) -> None:
        lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
        commands = [line for line in lines if line and not line.startswith("#")]

        assert commands == ["set -eu", 'cd "$(dirname "$0")/.."', "make test"]

    def test_help_lists_every_command(self) -> None:
        text = (ROOT / "Makefile").read_text(encoding="utf-8")
        phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)

        assert phony is not None
        listed = re.findall(r"^  make ([a-z-]+)", make("help"), re.MULTILINE)
        assert sorted(listed) == sorted(phony[1].split())

    def test_every_command_is_explained_to_contributors(self) -> None:
        told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        listed = re.findall(r"^  make ([a-z-]+)", make("help"), re.MULTILINE)

        assert [name for name in listed if f"`make {name}" not in told] == []


class TestVersion:
    def test_is_said_once_and_the_same_everywhere(self) -> None:
        changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        newest = re.search(r"^## (\d+\.\d+\.\d+)", changes, re.MULTILINE)

        assert newest is not None
        assert PROJECT["project"]["version"] == lineofsight.__version__ == newest[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.mark.slow
class TestPackage:
    def test_holds_every_file_of_the_source(self, wheel: zipfile.ZipFile) -> None:
        source = ROOT / "src"
        wanted = {
            str(path.relative_to(source))
            for path in (source / "lineofsight").rglob("*")
            if path.is_file()
            and not any(
                part.startswith(".") or part == "__pycache__"
                for part in path.relative_to(source).parts
            )
        }

        assert wanted <= set(wheel.namelist())

    def test_holds_nothing_else_but_its_papers(self, wheel: zipfile.ZipFile) -> None:
        others = [name for name in wheel.namelist() if not name.startswith("lineofsight/")]

        assert others
        assert all(".dist-info/" in name for name in others)

    @pytest.mark.parametrize("paper", ["LICENSE", "NOTICE"])
    def test_carries_the_licence(self, wheel: zipfile.ZipFile, paper: str) -> None:
        assert any(name.endswith(f"licenses/{paper}") for name in wheel.namelist())
