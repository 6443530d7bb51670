"""Titles: their verbs, their words, and whether they say anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.lenses.text import content_words, first_verb, tokenize, vague
from lineofsight.engine.lenses.words import word_lists

LISTS = word_lists()
PIECES = ("the", "best-in-class", "high", "quality", "storm", "drains", "to", "5", "repair", "win")


class TestTokenize:
    def test_keeps_decimals_grouped_thousands_hyphens_and_abbreviations_whole(self):
        assert tokenize("8.5 of 1,000 self-service U.S. users, e.g. on Login.gov") == [
            "8.5", "of", "1,000", "self-service", "u.s", "users", "e.g", "on", "login.gov",
        ]  # fmt: skip

    def test_parts_words_at_slashes_ampersands_and_sentence_ends(self):
        assert tokenize("SEO/PPC & ads.\nNext: more") == ["seo", "ppc", "ads", "next", "more"]

    def test_drops_the_possessive_whichever_apostrophe_is_typed(self):
        assert tokenize("GSA's and GSA’s") == ["gsa", "and", "gsa"]

    def test_keeps_the_vowel_signs_of_other_scripts_in_their_word(self):
        assert len(tokenize("ग्राहक संतुष्टि बढ़ाना")) == 3

    def test_reads_composed_and_decomposed_accents_alike(self):
        assert tokenize("Qualite\u0301") == tokenize("Qualité") == ["qualité"]

    @given(st.text(alphabet=st.characters(codec="ascii")))
    def test_reads_ascii_as_it_reads_any_other_text(self, text):
        assert tokenize(text) == tokenize(text + " é")[:-1]


class TestContentWords:
    def test_leaves_out_function_words_and_numbers_but_no_filler(self):
        words = content_words("By 2027 the quality of our work is 3x better")
        assert words == ["quality", "work", "better"]


class TestFirstVerb:
    @pytest.mark.parametrize(
        "title",
        [
            "Ship the new app",
            "Ships the new app",
            "Shipped the new app",
            "Shipping the new app",
            "The team ships the new app",
            "New app shipped by May",
            "By 2027, ship the new app",
            "We will ship it",
            "SHIP THE APP",
        ],
    )
    def test_knows_a_verb_of_work_in_every_inflection(self, title):
        verb = first_verb(title)
        assert verb is not None
        assert (verb.lemma, verb.is_work) == ("ship", True)

    @pytest.mark.parametrize(
        ("title", "lemma"),
        [
            ("Organize 3 days", "organise"),
            ("Organise 3 days", "organise"),
            ("Finalized the contract", "finalise"),
            ("Program the pumps", "programme"),
            ("Enroll 40 towns", "enrol"),
            ("Held 12 workshops", "hold"),
            ("Host 2 conferences", "host"),
            ("Rolled out the new ERP to two plants", "roll out"),
            ("Rolling out the ERP", "roll out"),
            ("Set up a help desk", "set up"),
            ("Re-design the site", "redesign"),
            ("Carried out 5 audits", "carry out"),
        ],
    )
    def test_names_the_base_form_whatever_the_spelling(self, title, lemma):
        verb = first_verb(title)
        assert verb is not None
        assert verb.lemma == lemma

    @pytest.mark.parametrize(
        "title",
        ["Reduce churn", "Cut lead time", "Increase usage", "Halving the backlog", "Win 5 towns"],
    )
    def test_a_verb_of_change_is_no_work(self, title):
        verb = first_verb(title)
        assert verb is not None
        assert not verb.is_work

    @pytest.mark.parametrize(
        "title",
        [
            "Training hours per person",
            "Test coverage",
            "Product launch",
            "Customer support",
            "Launch of the portal",
            "Design & standards",
            "Release lead time",
            "Marketing plan",
            "Renewals of small towns",
            "Launch",
            "",
        ],
    )
    def test_does_not_take_a_noun_for_a_verb(self, title):
        assert first_verb(title) is None

    @pytest.mark.parametrize(
        "title",
        [
            "Test the pumps",
            "Launch a portal",
            "Plan and build the line",
            "Train 40 operators",
            "Portal: launch in May",
            "Team to launch in May",
        ],
    )
    def test_takes_the_same_word_for_a_verb_where_it_opens_a_clause(self, title):
        verb = first_verb(title)
        assert verb is not None
        assert verb.is_work

    def test_a_participle_before_its_noun_is_an_adjective(self):
        assert first_verb("Integrated reporting") is None

    def test_a_participle_after_its_noun_is_a_verb(self):
        verb = first_verb("Payroll integrated by May")
        assert verb is not None
        assert verb.lemma == "integrate"

    def test_what_follows_a_relative_pronoun_describes_a_noun(self):
        assert first_verb("Share of people who completed school") is None

    @pytest.mark.parametrize(
        "title",
        [
            "Build trust with small towns",
            "Build a safe, skilled and proud workforce",
            "Create jobs",
            "Recruit and retain nurses",
            "Hire, train and keep fitters",
        ],
    )
    def test_work_that_is_not_over_when_handed_over_is_no_work(self, title):
        verb = first_verb(title)
        assert verb is not None
        assert not verb.is_work

    @pytest.mark.parametrize(
        "title", ["Build a portal", "Deliver 12 courses on trust", "Hire and train fitters"]
    )
    def test_its_neighbours_are_work(self, title):
        verb = first_verb(title)
        assert verb is not None
        assert verb.is_work

    @pytest.mark.parametrize(
        ("code", "title", "lemma", "is_work"),
        [
            ("de", "Neue Lohnsoftware einführen", "einführen", True),
            ("de", "Handbuch veröffentlicht", "veröffentlichen", True),
            ("de", "Wartezeit im Service verkürzen", "verkürzen", False),
            ("de", "Vertrauen in kleinen Gemeinden aufbauen", "aufbauen", False),
            ("fr", "Lancer la nouvelle application", "lancer", True),
            ("fr", "Mise en place du nouvel ERP", "mettre en place", True),
            ("fr", "Réduire l’absentéisme à 4 %", "réduire", False),
            ("es", "Realizar 12 talleres", "realizar", True),
            ("es", "Duplicar las ventas", "duplicar", False),
            ("no", "Gjennomføre 12 kurs", "gjennomføre", True),
            ("no", "Nytt system er innført", "innføre", True),
            ("no", "Halvere nedetiden", "halvere", False),
        ],
    )
    def test_reads_the_other_languages(self, code, title, lemma, is_work):
        verb = first_verb(title, LISTS[code])
        assert verb is not None
        assert (verb.lemma, verb.is_work) == (lemma, is_work)

    @pytest.mark.parametrize("title", ["Planung der Wartung", "Senkung der Kosten", "Neue Schulen"])
    def test_a_german_noun_is_known_by_its_capital(self, title):
        assert first_verb(title, LISTS["de"]) is None

    @given(st.text())
    def test_reads_any_text(self, text):
        verb = first_verb(text)
        assert verb is None or verb.lemma in LISTS["en"].verbs


class TestVague:
    @pytest.mark.parametrize(
        "title",
        [
            "Drive operational excellence",
            "World-class synergy",
            "Foster a culture of continuous improvement",
            "Become the best in class",
            "Take our business to the next level",
            "Improve quality",
            "Leverage state-of-the-art solutions across the enterprise to unlock potential",
            "Optimizing organizational capabilities",
            "???",
        ],
    )
    def test_fires_where_fewer_than_two_words_are_left(self, title):
        cause = vague(title)
        assert cause is not None
        assert "few_words" in cause.causes

    @pytest.mark.parametrize(
        "title", ["Improve water quality", "Enhance cybersecurity", "Improve quality by 20 %"]
    )
    def test_is_silent_where_two_words_are_left(self, title):
        assert vague(title) is None

    def test_names_the_words_left_and_the_filler_as_written(self):
        cause = vague("Achieve World-Class excellence")
        assert cause is not None
        assert (cause.words, cause.filler) == (("Achieve",), ("World-Class", "excellence"))

    @pytest.mark.parametrize("title", ["Storm drains", "Towns with storm drains"])
    def test_fires_for_up_to_four_words_without_verb_and_number(self, title):
        cause = vague(title)
        assert cause is not None
        assert cause.causes == ("label",)
        assert cause.words == tuple(title.split())

    def test_is_silent_for_five_words(self):
        assert vague("Towns and their storm drains") is None

    def test_is_silent_for_four_words_with_a_verb(self):
        assert vague("Towns adopt storm drains") is None

    @pytest.mark.parametrize("title", ["12 storm drains", "Twelve storm drains", "Drains 2027"])
    def test_is_silent_for_four_words_with_a_number(self, title):
        assert vague(title) is None

    @pytest.mark.parametrize("title", ["B2B portals", "Q3 portals"])
    def test_a_digit_inside_a_name_is_no_number(self, title):
        assert vague(title) is not None

    def test_both_causes_stand_in_one(self):
        cause = vague("Organisational excellence")
        assert cause is not None
        assert cause.causes == ("few_words", "label")

    def test_a_hyphenated_word_is_one_word(self):
        assert vague("Low-pressure storm-water drains north") is not None

    @pytest.mark.parametrize("title", ["顧客維持率を上げる", "Повысить продажи"])
    def test_is_silent_in_a_script_without_word_lists(self, title):
        assert vague(title) is None

    @pytest.mark.parametrize(
        ("code", "title"),
        [
            ("de", "Qualität kontinuierlich verbessern"),
            ("fr", "Viser l’excellence"),
            ("es", "Generar valor para nuestros clientes"),
            ("no", "Beste praksis i hele organisasjonen"),
        ],
    )
    def test_fires_in_the_other_languages(self, code, title):
        assert vague(title, LISTS[code]) is not None

    @given(st.lists(st.sampled_from(PIECES)))
    def test_the_quick_look_settles_no_title_otherwise_than_the_careful_one(self, pieces):
        # Quotation marks hide a word from the quick look and mean nothing to the careful one.
        quoted = [f'"{piece}"' for piece in pieces]
        assert (vague(" ".join(pieces)) is None) == (vague(" ".join(quoted)) is None)
