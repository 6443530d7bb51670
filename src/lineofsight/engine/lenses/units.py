"""Units: which of them measure change, and which count what was done. DEFINITIONS 7, LOS301."""

from __future__ import annotations

import re

SIGNS = frozenset("%‰/$€£¥₹₽₺₩")
"""Percent, rates and money; one of these anywhere in a unit is enough."""

SHARES = frozenset(
    [
        "percent",
        "percentage",
        "pct",
        "pp",
        "ppt",
        "permille",
        "ratio",
        "rate",
        "rates",
        "share",
        "prozent",
        "prozentpunkte",
        "anteil",
        "quote",
        "rate",
        "pourcent",
        "pourcentage",
        "taux",
        "porcentaje",
        "porciento",
        "tasa",
        "cuota",
        "prosent",
        "prosentpoeng",
        "andel",
    ]
)
RATES = frozenset(["per", "pro", "par", "por"])
MONEY = frozenset(
    [
        "euro",
        "euros",
        "eur",
        "keur",
        "meur",
        "teur",
        "dollar",
        "dollars",
        "usd",
        "pound",
        "pounds",
        "sterling",
        "gbp",
        "franc",
        "francs",
        "franken",
        "chf",
        "yen",
        "jpy",
        "yuan",
        "cny",
        "rmb",
        "rupee",
        "rupees",
        "inr",
        "krone",
        "kroner",
        "krona",
        "kronor",
        "nok",
        "sek",
        "dkk",
        "real",
        "reais",
        "brl",
        "peso",
        "pesos",
        "mxn",
        "rand",
        "zar",
        "zloty",
        "pln",
        "cad",
        "aud",
        "nzd",
        "sgd",
        "hkd",
        "cent",
        "cents",
        "pence",
        "penny",
    ]
)
TIME = frozenset(
    [
        "s",
        "sec",
        "secs",
        "second",
        "seconds",
        "ms",
        "millisecond",
        "milliseconds",
        "min",
        "mins",
        "minute",
        "minutes",
        "h",
        "hr",
        "hrs",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "quarter",
        "quarters",
        "year",
        "years",
        "sekunde",
        "sekunden",
        "minuten",
        "stunde",
        "stunden",
        "tag",
        "tage",
        "tagen",
        "woche",
        "wochen",
        "monat",
        "monate",
        "jahr",
        "jahre",
        "seconde",
        "secondes",
        "heure",
        "heures",
        "jour",
        "jours",
        "semaine",
        "semaines",
        "mois",
        "an",
        "ans",
        "année",
        "années",
        "segundo",
        "segundos",
        "minuto",
        "minutos",
        "hora",
        "horas",
        "día",
        "días",
        "dia",
        "dias",
        "semana",
        "semanas",
        "mes",
        "meses",
        "año",
        "años",
        "sekund",
        "sekunder",
        "minutt",
        "minutter",
        "time",
        "timer",
        "dag",
        "dager",
        "døgn",
        "uke",
        "uker",
        "måned",
        "måneder",
        "år",
    ]
)
# Around a word of time these leave it a length of time; "days held" and "training days" are counts.
KINDS_OF_TIME = frozenset(
    [
        "working",
        "business",
        "calendar",
        "elapsed",
        "average",
        "mean",
        "median",
        "full",
        "lead",
        "cycle",
        "waiting",
    ]
)
AFTER_TIME = frozenset(
    ["of", "to", "from", "since", "until", "till", "after", "before", "between", "late", "early"]
)

_WORD = re.compile(r"[^\W\d_]+")


def measures_change(unit: str) -> bool:
    """Tell whether a unit measures change: a percentage, money, a length of time or a rate.

    Examples
    --------
    >>> [measures_change(unit) for unit in ("%", "kEUR", "days", "visits per week", "litres/day")]
    [True, True, True, True, True]
    >>> [measures_change(unit) for unit in ("", "releases", "days held", "training hours")]
    [False, False, False, False]
    """
    if SIGNS & set(unit):
        return True
    words = _WORD.findall(unit.casefold())
    if any(word in SHARES or word in RATES or word in MONEY for word in words):
        return True
    rest = [word for word in words if word not in KINDS_OF_TIME]
    return bool(rest) and rest[0] in TIME and (len(rest) == 1 or rest[1] in AFTER_TIME)
