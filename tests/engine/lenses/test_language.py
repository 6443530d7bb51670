"""Which word list fits a plan."""

import pytest

from lineofsight.engine.lenses.text import plan_language
from lineofsight.engine.lenses.words import word_lists

PLANS = {
    "en": ["Raise renewals from 82 to 88 %", "Cut waiting time in the call centre"],
    "de": ["Kundenbindung auf 88 % steigern", "Wartezeit im Service halbieren"],
    "fr": ["Réduire le taux d’absentéisme à 4 %", "Former les opérateurs"],
    "es": ["Reducir el tiempo de espera a 5 días", "Capacitar a los operadores"],
    "no": ["Redusere ventetiden til fem dager", "Gjennomføre 12 kurs for ansatte"],
}
NEIGHBOURS = {
    "da": ["Øge kundetilfredsheden til 80 %", "Halvere ventetiden for vores kunder"],
    "nl": ["De klanttevredenheid verhogen naar 80 %", "Wachttijd voor onze klanten halveren"],
    "pt": ["Aumentar a satisfação dos clientes", "Reduzir os custos da produção em 10 %"],
    "it": ["Aumentare la soddisfazione dei clienti", "Ridurre i costi di produzione"],
    "sv": ["Öka kundnöjdheten till 80 %", "Minska väntetiden för våra kunder"],
}


@pytest.mark.parametrize("code", PLANS)
def test_finds_the_language_of_two_titles(code):
    assert plan_language(PLANS[code]) == code


@pytest.mark.parametrize("code", NEIGHBOURS)
def test_takes_no_language_for_a_neighbour_with_a_list(code):
    assert plan_language(NEIGHBOURS[code]) is None


@pytest.mark.parametrize(
    "titles", [["顧客維持率を上げる"], ["Повысить продажи на 10 %"], ["Qwertz"], ["2027"], [""], []]
)
def test_finds_none_where_no_list_knows_the_words(titles):
    assert plan_language(titles) is None


def test_a_plan_of_short_english_labels_is_english():
    titles = ["Storm drains", "Water quality", "Road safety", "Field staff", "Office space"]
    assert plan_language(titles) == "en"


def test_a_few_foreign_titles_do_not_change_the_language():
    assert plan_language([*PLANS["en"], "Neue Lohnsoftware einführen"]) == "en"


def test_loan_words_of_a_german_plan_do_not_make_it_english():
    assert plan_language(["Marketing Performance Team", *PLANS["de"]]) == "de"


def test_names_of_products_do_not_hide_the_language():
    assert plan_language(["Roll out Zyxel Qumulo to Trondheim and Bodø by May"]) == "en"


def test_an_organisations_own_language_is_found():
    lists = word_lists({"cy": {"stop": ["y", "yr", "i"], "work_verbs": ["lansio"]}})
    assert plan_language(["Lansio y wefan", "I bawb"], lists) == "cy"


def test_a_list_for_a_neighbour_makes_it_known():
    lists = word_lists({"nl": {"stop": ["de", "voor", "onze", "naar"], "common": ["klanten"]}})
    assert plan_language(NEIGHBOURS["nl"], lists) == "nl"


def test_a_large_plan_is_read_by_a_sample_of_all_of_it():
    titles = ["Zyxel"] * 10_000 + PLANS["en"] * 20_000
    assert plan_language(titles) == "en"
