"""What was translated once is told from memory, in each language by itself."""

import pytest
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import translation


def test_a_sentence_is_told_the_same_again() -> None:
    with override("de"):
        assert [gettext("January"), gettext("January")] == ["Januar", "Januar"]


def test_each_language_remembers_its_own() -> None:
    told = []
    for language in ("de", "fr", "en-gb"):
        with override(language):
            told.append(gettext("January"))
    assert told == ["Januar", "janvier", "January"]


def test_what_no_catalogue_holds_stays_as_it_is() -> None:
    with override("en-gb"):
        assert gettext("No catalogue holds this sentence.") == "No catalogue holds this sentence."


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineofsight.web.sentences.MOST", 0)
    known = dict(vars(translation("de")).get("_told", {}))

    with override("de"):
        gettext("Nobody has asked for this before.")

    assert vars(translation("de"))["_told"] == known
