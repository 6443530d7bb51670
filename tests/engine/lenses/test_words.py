"""Word lists: what they hold, how words are inflected, how an organisation adds its own."""

import pytest

from lineofsight.engine.lenses.inflect import verb_forms, word_forms
from lineofsight.engine.lenses.text import first_verb, vague
from lineofsight.engine.lenses.words import (
    LANGUAGES,
    Verb,
    merge,
    shipped,
    shipped_tables,
    word_list,
    word_lists,
)

VERBS = ("work_verbs", "outcome_verbs", "other_verbs")


@pytest.mark.parametrize("code", LANGUAGES)
class TestShippedLists:
    def test_no_word_stands_twice_in_a_table(self, code):
        lists = {name: t for name, t in shipped_tables(code).items() if isinstance(t, list)}
        assert {name: words for name, words in lists.items() if len(set(words)) != len(words)} == {}

    def test_no_verb_is_both_work_and_outcome(self, code):
        tables = shipped_tables(code)
        every = [verb for name in VERBS for verb in tables[name]]
        assert len(set(every)) == len(every)

    def test_no_function_word_is_filler_or_a_verb(self, code):
        words = shipped(code)
        assert words.stop.isdisjoint(words.filler)
        assert words.stop.isdisjoint(words.verbs)

    def test_irregular_forms_belong_to_a_verb_of_the_lists(self, code):
        tables = shipped_tables(code)
        assert set(tables["irregular"]) <= {verb for name in VERBS for verb in tables[name]}

    def test_what_tells_verbs_from_nouns_speaks_of_verbs_of_the_lists(self, code):
        tables, words = shipped_tables(code), shipped(code)
        named = {*tables.get("adjectives", ()), *tables.get("also_nouns", ())}
        assert named <= set(words.verbs) | set(tables.get("never_verbs", ()))
        assert words.soft_verbs <= set(tables["work_verbs"])

    def test_every_word_is_small_and_trimmed(self, code):
        lists = [t for t in shipped_tables(code).values() if isinstance(t, list)]
        assert [w for words in lists for w in words if w != w.strip().lower()] == []


class TestInflection:
    @pytest.mark.parametrize(
        ("verb", "forms"),
        [
            ("ship", {"ships", "shipped", "shipping"}),
            ("publish", {"publishes", "published", "publishing"}),
            ("carry out", {"carries out", "carried out", "carrying out"}),
            ("organise", {"organises", "organized", "organizing", "organize"}),
            ("analyse", {"analyze", "analyzed", "analysing"}),
            ("enrol", {"enroll", "enrolled", "enrolling"}),
            ("labour", {"labor", "labored", "labouring"}),
        ],
    )
    def test_english_verbs_in_both_spellings(self, verb, forms):
        assert forms <= verb_forms("en", verb)

    @pytest.mark.parametrize(
        ("verb", "forms"),
        [
            ("einführen", {"eingeführt", "einzuführen", "einführend"}),
            ("veröffentlichen", {"veröffentlicht", "veröffentlichte"}),
            ("implementieren", {"implementiert"}),
            ("starten", {"startet", "gestartet"}),
            ("öffnen", {"öffnet", "geöffnet"}),
            ("steigern", {"steigert", "gesteigert"}),
            ("überarbeiten", {"überarbeitet"}),
        ],
    )
    def test_german_verbs_with_and_without_prefix(self, verb, forms):
        assert forms <= verb_forms("de", verb)

    @pytest.mark.parametrize(
        ("code", "verb", "forms"),
        [
            ("fr", "lancer", {"lance", "lancée", "lançons"}),
            ("fr", "finir", {"finit", "finissent", "fini"}),
            ("es", "lanzar", {"lanza", "lanzado", "lanzará"}),
            ("es", "abrir", {"abre", "abrió", "abrirán"}),
            ("no", "lansere", {"lanserer", "lansert", "lanserte"}),
        ],
    )
    def test_verbs_of_the_other_languages(self, code, verb, forms):
        assert forms <= verb_forms(code, verb)

    @pytest.mark.parametrize(
        ("code", "word", "forms"),
        [
            ("en", "best practice", {"best practices"}),
            ("en", "organisational", {"organizational"}),
            ("de", "operativ", {"operative", "operativen"}),
            ("fr", "créatif", {"créative", "créatives"}),
            ("es", "innovación", {"innovaciones"}),
            ("no", "løsning", {"løsninger", "løsningene"}),
        ],
    )
    def test_nouns_and_adjectives(self, code, word, forms):
        assert forms <= word_forms(code, word)

    def test_a_language_without_rules_keeps_its_words(self):
        assert verb_forms("cy", "lansio") == word_forms("cy", "lansio") == {"lansio"}


class TestExtending:
    def test_an_added_verb_is_read(self):
        words = word_lists({"en": {"work_verbs": ["smurf"]}})["en"]
        assert first_verb("Smurfed 3 villages", words) == Verb("smurf", is_work=True)

    def test_added_filler_is_taken_out(self):
        assert vague("Win the moonshot") is None
        assert vague("Win the moonshot", word_lists({"en": {"filler": ["Moonshot"]}})["en"])

    def test_the_shipped_list_stays_as_it_is(self):
        word_lists({"en": {"work_verbs": ["smurf"]}})
        assert first_verb("Smurfed 3 villages") is None

    def test_a_new_language_can_be_added(self):
        words = word_lists({"cy": {"stop": ["y"], "work_verbs": ["lansio"]}})["cy"]
        assert first_verb("Lansio y wefan", words) == Verb("lansio", is_work=True)

    def test_irregular_forms_are_joined(self):
        merged = merge({"irregular": {"go": ["went"]}}, {"irregular": {"go": ["gone"]}})
        assert merged == {"irregular": {"go": ["went", "gone"]}}

    def test_merging_changes_neither_argument(self):
        tables, extend = {"filler": ["synergy"]}, {"filler": ["moonshot"]}
        merge(tables, extend)
        assert (tables, extend) == ({"filler": ["synergy"]}, {"filler": ["moonshot"]})

    @pytest.mark.parametrize(
        "extend",
        [{"nouns": ["moon"]}, {"filler": "moonshot"}, {"filler": [1]}, {"verbs_last": "yes"}],
    )
    def test_refuses_what_is_no_table_of_words(self, extend):
        with pytest.raises(ValueError, match=r"Word lists have no table|must be a list of words"):
            merge({}, extend)

    def test_a_base_form_is_no_inflection_of_another_verb(self):
        words = word_list("en", {"work_verbs": ["found"], "other_verbs": ["find"],
                                 "irregular": {"find": ["found"]}})  # fmt: skip
        assert words.verbs["found"].lemma == "found"

    def test_an_unknown_language_is_not_shipped(self):
        with pytest.raises(KeyError):
            shipped("xx")
