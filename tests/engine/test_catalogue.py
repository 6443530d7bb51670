"""The catalogue of rules: ours, and those that an organisation installs beside them."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from lineofsight.engine import rules, subjects
from lineofsight.engine.check import check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue, page
from lineofsight.engine.rules.rule import Audience, Hit, Limits, Rule, rule
from tests.engine.build import snapshot


class Installed:
    """What is installed under a name, as `importlib.metadata` gives it."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def load(self) -> ModuleType:
        return self._module


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Install modules with rules; whoever asks for another group of names gets none."""

    def put(*modules: ModuleType) -> None:
        def entry_points(*, group: str) -> list[Installed]:
            return [Installed(one) for one in modules] if group == "lineofsight.rules" else []

        monkeypatch.setattr(rules, "entry_points", entry_points)
        catalogue.cache_clear()

    yield put
    monkeypatch.undo()
    catalogue.cache_clear()


def module_with(**values: object) -> ModuleType:
    module = ModuleType("acme_rules")
    vars(module).update(values)
    return module


def of_our_own(code: str) -> Rule:
    """Build a rule that sees the first goal of every plan."""

    @rule(code, "no-unicorns", Audience(first="the owner"))
    def see(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
        yield Hit(subjects.goal(0), "A unicorn.", (), "Why?", {})

    return see


def test_rules_from_outside_stand_beside_ours_in_order(install: Any) -> None:
    install(module_with(one=of_our_own("ACME01")), module_with(one=of_our_own("LOS150")))

    codes = [one.code for one in catalogue()]

    assert codes[0] == "ACME01"
    assert codes == sorted(codes)
    assert {"LOS101", "LOS150", "LOS906"} < set(codes)


def test_they_are_run_like_ours(install: Any) -> None:
    install(module_with(one=of_our_own("ACME01")))

    found = check(snapshot(goals=[{"id": "G1", "title": "Towns stay"}]))

    assert "ACME01" in found.run
    assert ("ACME01", "A unicorn.") in {(f.rule, f.sentence) for f in found.findings}


def test_what_is_no_rule_in_their_module_is_passed_over(install: Any) -> None:
    install(module_with(one=of_our_own("ACME01"), LIMIT=3, helper=of_our_own))

    assert sum(one.code == "ACME01" for one in catalogue()) == 1


def test_a_module_may_import_a_rule_of_ours(install: Any) -> None:
    ours = catalogue()[0]
    install(module_with(borrowed=ours, one=of_our_own("ACME01")))

    assert sum(one is ours for one in catalogue()) == 1


def test_two_rules_with_one_code_are_refused(install: Any) -> None:
    install(module_with(one=of_our_own("LOS101")))

    with pytest.raises(
        ValueError, match="two rules have the code LOS101: rename the one you added"
    ):
        catalogue()


def test_a_rule_without_a_page_has_none() -> None:
    assert page("ACME01") is None


def test_codes_are_numbers_of_a_hundred_and_names_are_words() -> None:
    for one in catalogue():
        assert one.code.startswith("LOS")
        assert one.code[3:].isdecimal()
        assert len(one.code) == 6
        assert one.name == one.name.lower().replace(" ", "-")


def test_names_are_given_once() -> None:
    names = [one.name for one in catalogue()]

    assert len(names) == len(set(names))


def test_everyone_knows_who_hears_first() -> None:
    assert [one.code for one in catalogue() if not one.audience.first] == []
