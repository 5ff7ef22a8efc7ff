"""Values in a file: a day, and the typed values of a record (`{days: 45}`), from the plain values that YAML gives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from babel.numbers import get_currency_precision, is_currency
from pydantic_core import PydanticCustomError

from clausebook.days import BadDay, parse_day
from clausebook.model.values import (
    Amount,
    Date,
    Number,
    Party,
    Percentage,
    Quantity,
    Text,
    TimeOfDay,
    TimeRange,
    Unit,
    Value,
)
from clausebook.names import suggestion


def fault(code: str, message: str, advice: str = "") -> PydanticCustomError:
    """What a form raises for a value that it cannot take: the code of a problem, what is wrong, what to do."""
    return PydanticCustomError("clausebook", "{message}", {"code": code, "message": message, "advice": advice})


def said(value: Any) -> str:
    """A value as a message names it: words in quotes, and anything else by what it is."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case list():
            return "a list"
        case dict():
            return "a set of keys"
        case str() if len(value) > _SAID:
            return f"“{value[:_SAID]}…”"
    return f"“{value}”"


_SAID = 80


def parse_date(value: Any) -> dt.date:
    """An ISO calendar day. Raises a fault for anything else."""
    if not isinstance(value, str):
        raise fault("bad-date", f"{said(value)} is not a date", "write year-month-day, such as 2027-01-15")
    try:
        return parse_day(value)
    except BadDay as error:
        raise fault("bad-date", error.message, error.advice) from None


def _decimal(value: Any, key: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        advice = "write it with a point: 1.45"
        if isinstance(value, str) and re.fullmatch(
            r"[-+]?[0-9]{1,3}(?:[ .,\u00a0\u202f_’'][0-9]{3})+(?:[.,][0-9]+)?", value
        ):
            advice = "write thousands without a sign between them, and a point before decimals: 1250.50"
        elif isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+,[0-9]+", value):
            advice = f"write a point where the comma stands: {value.replace(',', '.')}"
        elif isinstance(value, str) and re.search(r"[0-9]", value) and re.search(r"[^0-9.,\s]", value):
            advice = "write the number alone, without currency, sign or unit"
        raise fault("bad-value", f"{said(value)} is not a number, which “{key}” needs", advice)
    return Decimal(value)


def _amount(value: Any, currency: str) -> Amount:
    """A sum of money; one with more decimals than its currency has is refused: 1.250 may be meant as a thousand."""
    amount = _decimal(value, "amount")
    exponent = amount.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    most = get_currency_precision(currency)
    if decimals > most:
        whole = str(amount).replace(".", "")
        raise fault(
            "bad-value",
            f"{amount} has {decimals} decimals, but {currency} has {most}",
            f"write {whole} if the point was meant to set off thousands, else {round(amount, most)}",
        )
    return Amount(amount, currency)


def _count(value: Any, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise fault("bad-value", f"{said(value)} is not a whole number from 0, which “{key}” needs")
    if value > _MOST:
        raise fault("bad-value", f"{value} is more than “{key}” can count, which ends at {_MOST:,}")
    return value


_MOST = 100_000


def _time(value: Any, key: str) -> dt.time:
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return dt.time.fromisoformat(value)
    raise fault("bad-value", f"{said(value)} is not a time, which “{key}” needs", 'write it in quotes: "09:00"')


def _words(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise fault("bad-value", f"{said(value)} is not a line of text, which “{key}” needs", "write it in quotes")
    return value


def _currency(value: Any) -> str:
    if not isinstance(value, str) or not is_currency(value):
        raise fault("bad-value", f"{said(value)} is not a currency code", "write the ISO code, such as EUR or DKK")
    return value


T = TypeVar("T")


def _several(value: Any, key: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    items = value if isinstance(value, list) else [value]
    if not items:
        raise fault("bad-value", f"the list of “{key}” is empty")
    return tuple(read(item, key) for item in items)


_VALUE_KEYS = {"amount", "currency", "percent", "number", "time", "from", "to", "date", "text", "whose", *Unit}


# Other names of what has one here; the nearest spelling would mean something else.
_OTHER_NAMES = {
    "workdays": "business-days", "work-days": "business-days", "workingdays": "business-days", "working-days": "business-days",
    "weekdays": "business-days", "werkdagen": "business-days", "hverdage": "business-days", "arbejdsdage": "business-days",
    "jours-ouvrables": "business-days", "percentage": "percent", "procent": "percent", "pct": "percent", "price": "amount", "sum": "amount",
    "money": "amount", "words": "text", "string": "text", "day": "days", "count": "number", "until": "to", "start": "from", "end": "to",
}  # fmt: skip


def _nearest_type(key: str) -> str:
    if ":" in key:
        return f"write a space after the colon: {key.replace(':', ': ', 1)}"
    other = _OTHER_NAMES.get(key.lower())
    return f"did you mean “{other}”?" if other else suggestion(key, _VALUE_KEYS)


def parse_value(value: Any) -> Value:
    """A typed value from its mapping in the record. The keys tell the type."""
    if not isinstance(value, dict):
        raise fault(
            "bad-value",
            f"{said(value)} does not say what it is",
            "write its type: {days: 45}, {amount: 100, currency: DKK}, {text: …}",
        )
    for key in value:
        if key.isdecimal() and value[key] is None:
            message = f"a comma stands in a number before {key}, where it ends a value"
            raise fault("bad-value", message, "write a point before decimals, and nothing between thousands: 1250.50")
        if key not in _VALUE_KEYS:
            raise fault("bad-value", f"{said(key)} is not a type of value", _nearest_type(key))
    if "whose" in value:
        return _with_party(value)
    keys = set(value)
    if keys == {"amount", "currency"}:
        return _amount(value["amount"], _currency(value["currency"]))
    if keys == {"from", "to"}:
        return TimeRange(_time(value["from"], "from"), _time(value["to"], "to"))
    if len(keys) == 1:
        key = keys.pop()
        item = value[key]
        match key:
            case "percent":
                return Percentage(_decimal(item, key))
            case "number":
                return Number(_several(item, key, _decimal))
            case "time":
                return TimeOfDay(_time(item, key))
            case "date":
                return Date(parse_date(item))
            case "text":
                return Text(_several(item, key, _words))
            case _ if key in set(Unit):
                return Quantity(Unit(key), _several(item, key, _count))
    raise fault(
        "bad-value",
        f"the keys {', '.join(sorted(value)) or 'of nothing'} do not make a value",
        "an amount needs amount and currency, a time range from and to; every other value has one key",
    )


def _with_party(value: dict[str, Any]) -> Value:
    """A value that says whose it is."""
    whose = value["whose"]
    if whose not in set(Party):
        raise fault("bad-value", f"{said(whose)} is nobody whose a value could be", f"write {' or '.join(Party)}")
    read = parse_value({key: item for key, item in value.items() if key != "whose"})
    if not isinstance(read, Amount | Percentage | Quantity):
        raise fault("bad-value", "only an amount, a percentage and a period can be somebody's", "leave “whose” out")
    return replace(read, whose=Party(whose))
