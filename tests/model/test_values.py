"""How every type of value prints in every language. `_` stands for a no-break space, `~` for a narrow or thin one."""

import datetime as dt
from decimal import Decimal

import pytest

from clausebook.model.value_forms import parse_value
from clausebook.model.values import Value, format_day, format_value

TABLE = [
    ({"amount": 100, "currency": "DKK"}, "DKK_100", "100_danske kroner", "DKK_100", "100_DKK"),
    ({"amount": Decimal("99.5"), "currency": "EUR"}, "€99.50", "99,50_€", "€_99,50", "99,50_€"),
    ({"amount": 1250, "currency": "EUR"}, "€1,250", "1.250_€", "€_1.250", "1~250_€"),
    ({"percent": Decimal("1.45")}, "1.45%", "1,45_%", "1,45%", "1,45_%"),
    ({"percent": 75}, "75%", "75_%", "75%", "75_%"),
    ({"days": 0}, "0 days", "0 dage", "0 dagen", "0_jour"),
    ({"days": 45}, "45 days", "45 dage", "45 dagen", "45_jours"),
    ({"weeks": 2}, "2 weeks", "2 uger", "2 weken", "2_semaines"),
    ({"months": 1}, "1 month", "1 måned", "1 maand", "1_mois"),
    ({"months": 12}, "12 months", "12 måneder", "12 maanden", "12_mois"),
    ({"years": 5}, "5 years", "5 år", "5 jaar", "5 ans"),
    ({"hours": 10}, "10 hours", "10 timer", "10 uur", "10_heures"),
    ({"minutes": 30}, "30 minutes", "30 minutter", "30 minuten", "30 minutes"),
    ({"hours": [4, 8, 20, 40]}, "4, 8, 20 or 40 hours", "4, 8, 20 eller 40 timer", "4, 8, 20 of 40 uur", "4, 8, 20 ou 40_heures"),
    ({"business-days": 5}, "5 business days", "5 hverdage", "5 werkdagen", "5 jours ouvrables"),
    ({"business-days": 1}, "1 business day", "1 hverdag", "1 werkdag", "1 jour ouvrable"),
    ({"number": 1200}, "1,200", "1.200", "1.200", "1~200"),
    ({"number": Decimal("0.125")}, "0.125", "0,125", "0,125", "0,125"),
    ({"time": "09:00"}, "09:00", "09.00", "09:00", "09:00"),
    ({"from": "09:00", "to": "17:00"}, "09:00–17:00", "09.00–17.00", "09:00–17:00", "09:00~–~17:00"),
    ({"date": "2013-12-01"}, "1 December 2013", "1. december 2013", "1 december 2013", "1er décembre 2013"),
    ({"date": "2013-11-21"}, "21 November 2013", "21. november 2013", "21 november 2013", "21 novembre 2013"),
    ({"text": "Example Bank"}, "Example Bank", "Example Bank", "Example Bank", "Example Bank"),
    ({"text": ["A", "B", "C"]}, "A, B and C", "A, B og C", "A, B en C", "A, B et C"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row[0]))
def test_prints(row: tuple[object, ...]) -> None:
    value: Value = parse_value(row[0])
    printed = [format_value(value, language) for language in ("en", "da", "nl", "fr")]
    plain = [text.replace("\u00a0", "_").replace("\u202f", "~").replace("\u2009", "~") for text in printed]
    assert plain == list(row[1:])


def test_first_of_a_month_in_french() -> None:
    assert format_day(dt.date(2021, 11, 1), "fr") == "1er novembre 2021"
    assert format_day(dt.date(2021, 11, 11), "fr") == "11 novembre 2021"
