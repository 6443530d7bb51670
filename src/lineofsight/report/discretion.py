"""What a file that is made to be passed on names, and what it only counts.

Findings about people and about confidential goals are counted by rule and never told; a
confidential goal keeps its place in every picture and number, without its title. What fewer than
five people answered is not told by group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from lineofsight.engine.codes import GroupKind
from lineofsight.engine.finding import Finding, Subject
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import tell
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.privacy import parted
from lineofsight.report.summary import FEWEST_ANSWERS

QUOTED = re.compile("“[^”]*”")


@dataclass(frozen=True, slots=True)
class Parted:
    """Findings that may be told, and how many may not, by rule."""

    told: list[Finding]
    about_people: Counter[tuple[str, str]]
    confidential: Counter[tuple[str, str]]


class Discretion:
    """Decides what may be named of one organisation."""

    def __init__(self, lenses: Lenses) -> None:
        self._snapshot = lenses.snapshot

    def title(self, node: int) -> str:
        """Return the title of a goal, pillar or the North Star as given, or that it is secret."""
        goals = self._snapshot.goals
        if node < len(goals) and goals.confidential[node]:
            return _("A confidential goal")
        return self._snapshot.node_title(node)

    def parted(self, findings: Iterable[Finding]) -> Parted:
        """Part findings into those that may be told and counts of the others."""
        open_ones, about_people = parted(findings)
        told, confidential = [], Counter[tuple[str, str]]()
        for finding in open_ones:
            if self.may_tell(finding):
                told.append(self._without_small_groups(finding))
            else:
                confidential[finding.rule, finding.name] += 1
        return Parted(told, about_people, confidential)

    def _without_small_groups(self, finding: Finding) -> Finding:
        """Say what leaders answered on a scale without saying whose leaders, where they are few."""
        if finding.rule != "LOS902":
            return finding
        means = finding.evidence.get("distribution")
        if not isinstance(means, Mapping) or not self._has_small_groups(finding.subject.id):
            return finding
        known = [one for one in means.values() if isinstance(one, float)]
        if not known:
            return finding  # counts by answer, not by group
        sentence = _(
            "Asked {question}, leaders of different functions answer from {low} to {high} of 5."
        ).format(
            question=tell.quoted(finding.subject.id.replace("_", " ")),
            low=f"{min(known):.1f}",
            high=f"{max(known):.1f}",
        )
        anonymous = {f"{place}": mean for place, mean in enumerate(sorted(known), start=1)}
        evidence = {**finding.evidence, "distribution": anonymous}
        return replace(finding, sentence=sentence, evidence=evidence)

    def _has_small_groups(self, question: str) -> bool:
        answers = self._snapshot.answers
        mine = (answers.group_kind == GroupKind.LEADERS) & (answers.question == question)
        return bool((answers.count[mine] < FEWEST_ANSWERS).any())

    def may_tell(self, finding: Finding) -> bool:
        """Tell whether a finding is about no confidential goal and quotes the title of none."""
        if not self._hidden_ids:
            return True
        if any(self._is_hidden(one) for one in (finding.subject, *finding.others)):
            return False
        return not (self._hidden_titles & set(QUOTED.findall(finding.sentence)))

    def _is_hidden(self, subject: Subject) -> bool:
        if subject.kind == "link":
            ends = subject.id.rpartition(":")[0].split(">")
            return any(("goal", end) in self._hidden_ids for end in ends)
        if subject.kind == "pair":
            ends = subject.id.split(">")
            return any((kind, end) in self._hidden_ids for end in ends for kind in PAIRED)
        return (subject.kind, subject.id) in self._hidden_ids

    @cached_property
    def _hidden_ids(self) -> set[tuple[str, str]]:
        """Kinds and ids of confidential goals and of what hangs on them."""
        snapshot = self._snapshot
        hidden = snapshot.goals.confidential
        if not hidden.any():
            return set()
        found = {("goal", str(key)) for key in snapshot.goals.ids[hidden]}
        for kind, table in (
            ("key_result", snapshot.key_results),
            ("action", snapshot.actions),
            ("blocker", snapshot.blockers),
        ):
            on_hidden = (table.goal >= 0) & hidden[table.goal]
            found |= {(kind, str(key)) for key in table.ids[on_hidden]}
        return found

    @cached_property
    def _hidden_titles(self) -> set[str]:
        goals, results = self._snapshot.goals, self._snapshot.key_results
        hidden = goals.confidential
        on_hidden = (results.goal >= 0) & hidden[results.goal]
        return {
            tell.quoted(str(text)) for text in (*goals.title[hidden], *results.title[on_hidden])
        }


PAIRED = ("goal", "key_result")
