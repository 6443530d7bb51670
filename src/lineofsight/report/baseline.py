"""A baseline: findings that were there before, and so do not count."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lineofsight.engine.check import CheckResult
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.archive import open_regular
from lineofsight.planfile.problems import PlanError
from lineofsight.report.json import FORMAT, VERSION

Identity = tuple[str, str, str]
MOST_BYTES = 256 * 1024 * 1024
MOST_PARTS = 4_000_000  # objects and lists: each takes some hundred bytes in memory


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings that are known.

    Parameters
    ----------
    identities : frozenset of (rule, subject kind, subject id)
    """

    identities: frozenset[Identity]

    def new_only(self, result: CheckResult) -> tuple[CheckResult, int]:
        """Leave out of a result what is known; return the rest and how many were left out."""
        new = tuple(one for one in result.findings if one.identity not in self.identities)
        return replace(result, findings=new), len(result.findings) - len(new)


def read(path: Path) -> Baseline:
    """Read a document that ``check --format json`` wrote.

    Raises
    ------
    PlanError
        It is another kind of document, or cannot be read.
    """
    with open_regular(path, MOST_BYTES) as stream:
        content = stream.read()
    if content.count(b"[") + content.count(b"{") > MOST_PARTS:
        raise _refused(path, _("It is too large to be a list of findings."))
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, nested without end
        raise _refused(path, _("It is not a JSON document.")) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _refused(path, _("It is not a list of findings."))
    if found.get("version") != VERSION:
        raise _refused(path, _("Its version is not {version}.").format(version=VERSION))
    try:
        return Baseline(frozenset(_identities(found["findings"])))
    except (KeyError, TypeError) as error:
        raise _refused(path, _("A finding in it lacks its rule or subject.")) from error


def _identities(findings: Iterable[dict[str, Any]]) -> Iterable[Identity]:
    for one in findings:
        yield str(one["rule"]), str(one["subject"]["kind"]), str(one["subject"]["id"])


def _refused(path: Path, message: str) -> PlanError:
    return PlanError.one(
        str(path), message, _("Write one with `lineofsight check PLAN --format json`.")
    )
