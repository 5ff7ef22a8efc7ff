"""Results as tables, a section on limits, and a plot, written into a page between its markers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.corpus import SIZES, Size
from benchmarks.plot import Line, plot
from benchmarks.results import DONE, TOO_LONG, Figure, Results

MEASURED = "clausebook"
YARDSTICK = "hugo"
PAGES_BYTES = 1_000_000_000  # GitHub Pages: a published site is no larger than 1 GB …
PAGES_SECONDS = 600  # … and a deployment that takes longer than ten minutes is ended
MARKERS = ("<!-- {name}: made by benchmarks/build.py -->", "<!-- end of {name} -->")


def write_report(results: Results, page: Path, names: Mapping[str, str], scenarios: Mapping[str, str]) -> None:
    """Renew the generated parts of a page, and the plot beside it."""
    text = page.read_text(encoding="utf-8")
    parts = {
        "results": "\n\n".join(result_parts(results, names, scenarios)),
        "limits": "\n\n".join(limit_parts(results)),
    }
    for name, content in parts.items():
        text = put_between(text, name, content)
    page.write_text(text, encoding="utf-8")
    page.with_suffix(".svg").write_text(plot(lines_of(results, names)), encoding="utf-8")


def put_between(text: str, name: str, content: str) -> str:
    """The text with other content between the markers of a name; ends the program where they are missing."""
    begin, end = (marker.format(name=name) for marker in MARKERS)
    head, found, rest = text.partition(begin)
    _, also_found, tail = rest.partition(end)
    if not found or not also_found:
        raise SystemExit(f"the page has no “{begin}” … “{end}”")
    return f"{head}{begin}\n\n{content}\n\n{end}{tail}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def known_sizes(results: Results) -> dict[str, Size]:
    """The sizes that were measured, from small to large."""
    return dict(sorted(results.sizes.items(), key=lambda item: item[1].editions))


# --------------------------------------------------------------------------------------------------------- results


def result_parts(results: Results, names: Mapping[str, str], scenarios: Mapping[str, str]) -> Iterator[str]:
    """Where it was measured, a table for each size, one for small changes, one for growth."""
    yield machine_line(results, names)
    for name, size in known_sizes(results).items():
        if any(results.figure(program, name) for program in names):
            yield f"### {name}: {size_words(size)}"
            yield size_table(results, name, size, names)
    yield "### After a small change"
    yield change_table(results, scenarios)
    growth = growth_table(results, names)
    if growth:
        yield growth


def machine_line(results: Results, names: Mapping[str, str]) -> str:
    """The machine and the versions in one paragraph."""
    facts = results.machine
    versions = ", ".join(
        f"{program} {version}" if version else f"{program} not installed"
        for program, version in results.programs.items()
        if program in names and program != "mkdocs-tuned"
    )
    return (
        f"Measured on {facts['system']}, {facts['processors']} processors ({facts['processor']}), {facts['memory']}, "
        f"Python {facts['python']}; memory as {facts['memory_method']}. {versions}."
    )


def size_words(size: Size) -> str:
    """A size as its factors."""
    return (
        f"{size.documents} documents × {len(size.languages)} languages × {size.versions} versions "
        f"= {size.editions:,} editions of {size.clauses} clauses"
    )


def size_table(results: Results, name: str, size: Size, names: Mapping[str, str]) -> str:
    """Every program built from nothing at one size."""
    yardstick = results.done(YARDSTICK, name)
    rows = [
        [title, *size_row(results.figure(program, name), yardstick, size, results.programs.get(program))]
        for program, title in names.items()
    ]
    head = [
        "from nothing",
        "runs",
        "wall s",
        "CPU s",
        "peak MB",
        "pages",
        "files",
        "MB",
        "ms / edition",
        "KB / edition",
    ]
    return table([*head, "wall ÷ Hugo", "CPU ÷ Hugo"], rows)


def size_row(figure: Figure | None, yardstick: Figure | None, size: Size, version: str | None) -> list[str]:
    """The cells of a program: figures, or why there are none."""
    if figure is None:
        return ["", "not installed" if version == "" else "not measured", *[""] * 9]
    if figure.outcome != DONE:
        return [str(figure.runs), unfinished(figure), *[""] * 9]
    return [
        str(figure.runs),
        seconds(figure.wall),
        seconds(figure.cpu),
        megabytes(figure.peak),
        f"{figure.pages:,}",
        f"{figure.files:,}",
        megabytes(figure.bytes),
        f"{1000 * figure.wall / size.editions:.1f}",
        f"{figure.bytes / size.editions / 1000:.0f}",
        ratio(figure.wall, yardstick.wall if yardstick else None),
        ratio(figure.cpu, yardstick.cpu if yardstick else None),
    ]


def unfinished(figure: Figure) -> str:
    """What is known of a run that did not come to its end; of several equal steps, what all would have taken."""
    if figure.outcome != TOO_LONG:
        return "failed"
    words = f"more than {figure.wall:,.0f}"
    if figure.steps and figure.steps_planned > 1:
        words += f" ({figure.steps} of {figure.steps_planned} steps)"
    return words


def change_table(results: Results, scenarios: Mapping[str, str]) -> str:
    """Clausebook in every scenario: wall and CPU seconds and memory at each size."""
    sizes = [name for name in known_sizes(results) if any(results.figure(MEASURED, name, key) for key in scenarios)]
    rows = []
    for key, title in scenarios.items():
        row = [title]
        for size in sizes:
            figure = results.figure(MEASURED, size, key)
            if figure and figure.outcome == DONE:
                row += [seconds(figure.wall), seconds(figure.cpu), megabytes(figure.peak)]
            else:
                row += [unfinished(figure) if figure else "not measured", "", ""]
        rows.append(row)
    head = [cell for size in sizes for cell in (f"{size} wall s", "CPU s", "peak MB")]
    return table(["Clausebook", *head], rows)


def growth_table(results: Results, names: Mapping[str, str]) -> str:
    """How much more the largest site takes than the one before it, or nothing where no program was measured at both."""
    sizes = list(known_sizes(results).items())[-2:]
    if len(sizes) < 2:
        return ""
    (small, smaller), (large, larger) = sizes
    rows = []
    for program, title in names.items():
        before, after = results.done(program, small), results.done(program, large)
        if before and after:
            cells = [(after.wall, before.wall), (after.cpu, before.cpu), (after.peak or 0, before.peak)]
            rows.append([title, *(ratio(a, b) for a, b in cells), ratio(after.bytes, before.bytes)])
    if not rows:
        return ""
    times = larger.editions / smaller.editions
    words = f"### From {small} to {large}\n\nWith {times:.0f} times as many editions, this many times as much:\n\n"
    return words + table(["from nothing", "wall", "CPU", "peak", "bytes"], rows)


def seconds(value: float) -> str:
    """Seconds with as many digits as mean something."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def megabytes(value: int | None) -> str:
    """Bytes as MB."""
    return "not known" if value is None else f"{value / 1e6:,.1f}" if value < 1e7 else f"{value / 1e6:,.0f}"


def ratio(value: float, base: float | None) -> str:
    """How many times the base, or nothing without one."""
    if not base:
        return ""
    times = value / base
    return f"{times:.0f}" if times >= 100 else f"{times:.1f}"


# ---------------------------------------------------------------------------------------------------------- limits


def limit_parts(results: Results) -> Iterator[str]:
    """The limits of GitHub Pages in editions, from the largest site that was measured."""
    found = [
        (name, size, figure)
        for name, size in known_sizes(results).items()
        if (figure := results.done(MEASURED, name)) is not None
    ]
    if not found:
        yield "Not measured."
        return
    name, size, figure = found[-1]
    each = figure.bytes / size.editions
    pace = figure.wall / size.editions
    yield table(
        ["limit", "at size", "measured per edition", "editions"],
        [
            ["1 GB a site", name, f"{each / 1000:.0f} KB", f"{rounded(PAGES_BYTES / each):,}"],
            ["10 minutes, if a whole build from nothing had to fit", name, f"{1000 * pace:.1f} ms", f"{rounded(PAGES_SECONDS / pace):,}"],
        ],
    )  # fmt: skip
    if name != max(SIZES, key=lambda key: SIZES[key].editions):
        yield "The largest size was not measured; what an edition takes there may differ, and these numbers with it."


def rounded(value: float) -> int:
    """To two digits: no more is known."""
    digits = len(str(int(value))) - 2
    return int(round(value, -digits)) if digits > 0 else int(value)


# ------------------------------------------------------------------------------------------------------------ plot


def lines_of(results: Results, names: Mapping[str, str]) -> list[Line]:
    """Each program as a line of points (editions, wall seconds); the last may be one that was not reached."""
    found = []
    for program, title in names.items():
        points = []
        beyond = None
        for name, size in known_sizes(results).items():
            figure = results.figure(program, name)
            if figure and figure.outcome == DONE:
                points.append((size.editions, figure.wall))
            elif figure and figure.outcome == TOO_LONG and beyond is None:
                beyond = (size.editions, figure.wall)
        if points or beyond:
            found.append(Line(title, tuple(points), beyond))
    return found
