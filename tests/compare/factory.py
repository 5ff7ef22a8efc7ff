"""Small states of a document for the comparison tests, and a plain way to write redlines down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from clausebook.compare import Op, RedBlock, Redline, Run, redline
from clausebook.model.document import Clause, Edition, Snapshot
from clausebook.model.numbering import Level
from clausebook.model.values import Amount, Quantity, Unit, Value
from clausebook.model.wording import Wording
from clausebook.names import VersionNumber

LEVELS = [Level.parse(pattern) for pattern in ("1", "1.1", "(a)", "(i)")]
LANGUAGES = ("da", "en", "nl", "fr")

FEE_100: dict[str, Value] = {"fee": Amount(Decimal(100), "DKK"), "period": Quantity(Unit.DAYS, (30,))}
FEE_125: dict[str, Value] = {**FEE_100, "fee": Amount(Decimal(125), "DKK")}


@dataclass(frozen=True)
class Part:
    """A clause without its number. `other` gives the text in languages where it is not the same one."""

    id: str
    text: str = ""
    parts: Sequence["Part"] = ()
    title: str = ""
    was: Sequence[str] = ()
    defines: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    other_title: Mapping[str, str] = field(default_factory=dict)


def clauses(parts: Iterable[Part], language: str, depth: int = 0, parent: str = "") -> tuple[Clause, ...]:
    found = []
    for position, part in enumerate(parts, 1):
        count = LEVELS[depth].count(position)
        number = LEVELS[depth].number(count, parent)
        found.append(
            Clause(
                part.id,
                LEVELS[depth].label(count, parent),
                number,
                part.other_title.get(language, part.title),
                part.other.get(language, part.text),
                "",
                tuple(part.was),
                part.defines,
                clauses(part.parts, language, depth + 1, number),
            )
        )
    return tuple(found)


def state(
    *parts: Part, number: str | None = "1.0", values: Mapping[str, Value] = FEE_100, languages: Sequence[str] = ("en",)
) -> Snapshot:
    editions = {
        language: Edition(language, "Terms", "", clauses(parts, language), "test.yml") for language in languages
    }
    return Snapshot("terms", VersionNumber.parse(number) if number else None, values, editions)


def redline_texts(old: str, new: str, old_state: Snapshot | None = None, new_state: Snapshot | None = None) -> Redline:
    """The redline between two texts of a clause that stands last in two states."""
    before = clauses([Part("x", old)], "en")[0]
    after = clauses([Part("x", new)], "en")[0]
    return redline(before, after, Wording(old_state or state(), "en"), Wording(new_state or state(), "en"))


def written(runs: Iterable[Run]) -> str:
    """Runs as a line: `[-deleted-]`, `{+inserted+}`."""
    frames = {Op.SAME: ("", ""), Op.DEL: ("[-", "-]"), Op.INS: ("{+", "+}")}
    found = "".join(frames[run.op][0] + run.text + frames[run.op][1] for run in runs)
    return found.replace("-][-", "").replace("+}{+", "")


def outline(blocks: Iterable[RedBlock]) -> list[str]:
    """The leaves as lines, each with the sign of the innermost block around it that was inserted or deleted."""
    lines = []
    for block in blocks:
        if block.blocks:
            lines += outline(block.blocks)
        else:
            sign = {Op.SAME: " ", Op.DEL: "-", Op.INS: "+"}[block.op]
            text = "".join(run.text for run in block.runs) if block.op is not Op.SAME else written(block.runs)
            lines.append(f"{sign} {text}")
    return lines
