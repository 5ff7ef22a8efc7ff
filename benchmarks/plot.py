"""Lines over two logarithmic axes as an SVG of plain shapes and words, for light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 800, 460
LEFT, RIGHT, TOP, BOTTOM = 66, 262, 44, 52
LABEL_GAP = 17
# Colours that differ in lightness too, for pages in light and in dark; dashes and marks tell the lines apart without colour.
COLOURS = (
    "#b3261e #ff8a80",
    "#1a5fb4 #8ab8ff",
    "#2e7d32 #81c784",
    "#8a5a00 #ffcc66",
    "#6a1b9a #d0a0f0",
    "#37474f #b0bec5",
)
DASHES = ("", "7 4", "2 4", "10 3 2 3", "4 2", "1 3")
TITLE = "Seconds to build a site from nothing"


@dataclass(frozen=True)
class Line:
    """A name, its measured points, and a point that lies somewhere above: a run that was ended."""

    name: str
    points: tuple[tuple[float, float], ...]
    beyond: tuple[float, float] | None = None

    @property
    def all_points(self) -> tuple[tuple[float, float], ...]:
        """The measured points and the one that was not reached."""
        return (*self.points, *([self.beyond] if self.beyond else []))


@dataclass(frozen=True)
class Scale:
    """Maps the logarithm of a value to a place."""

    least: float
    most: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - math.log10(self.least)) / (math.log10(self.most) - math.log10(self.least))
        return round(self.start + share * (self.end - self.start), 1)


def plot(lines: Sequence[Line]) -> str:
    """The SVG. Without any point it says so."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">'
    parts = [head, f'<title id="t">{TITLE}</title>', f'<desc id="d">{escape(description(lines))}</desc>', style()]
    if any(line.all_points for line in lines):
        parts += shapes(lines)
    else:
        parts.append(f'<text x="{LEFT}" y="{TOP}">Nothing was measured.</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def description(lines: Sequence[Line]) -> str:
    """The plot in words: every point of every line."""
    sentences = []
    for line in lines:
        points = [f"{seconds:.3g} s for {editions:,.0f} editions" for editions, seconds in line.points]
        if line.beyond:
            points.append(f"more than {line.beyond[1]:.3g} s for {line.beyond[0]:,.0f}")
        sentences.append(f"{line.name}: {', '.join(points)}.")
    return " ".join(["Wall seconds over editions, both axes logarithmic.", *sentences])


def style() -> str:
    """The looks, once for light and once for dark."""
    pairs = [colour.split() for colour in COLOURS]
    light = "".join(f".c{number}{{--c:{pair[0]}}}" for number, pair in enumerate(pairs))
    dark = "".join(f".c{number}{{--c:{pair[1]}}}" for number, pair in enumerate(pairs))
    return (
        "<style>svg{--ink:#1f2328;--grid:#d0d7de;--page:#fff}text{font:13px system-ui,sans-serif;fill:var(--ink)}"
        ".page{fill:var(--page)}.head{font-weight:600}.grid{stroke:var(--grid)}.line{fill:none;stroke:var(--c);stroke-width:2}"
        ".mark{fill:var(--c)}.open{fill:var(--page);stroke:var(--c);stroke-width:2}.name{fill:var(--c);font-weight:600;paint-order:stroke;stroke:var(--page);stroke-width:4px}"
        f"{light}@media(prefers-color-scheme:dark){{svg{{--ink:#e6edf3;--grid:#3d444d;--page:#0d1117}}{dark}}}</style>"
    )


def shapes(lines: Sequence[Line]) -> Iterator[str]:
    """Everything that is seen."""
    points = [point for line in lines for point in line.all_points]
    across = Scale(*bounds([editions for editions, _ in points]), LEFT, WIDTH - RIGHT)
    up = Scale(*bounds([seconds for _, seconds in points]), HEIGHT - BOTTOM, TOP)
    yield f'<rect class="page" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
    yield f'<text class="head" x="{LEFT}" y="24">{TITLE}</text>'
    yield from grid(across, up, sorted({editions for editions, _ in points}))
    for number, line in enumerate(lines):
        yield from drawn(line, number, across, up)
    yield from labels(lines, across, up)


def bounds(values: Sequence[float]) -> tuple[float, float]:
    """A little less and more than the values."""
    return min(values) / 1.4, max(values) * 1.4


def grid(across: Scale, up: Scale, editions: Sequence[float]) -> Iterator[str]:
    """A line for each power of ten of the seconds and for each size, with their numbers."""
    for power in range(math.ceil(math.log10(up.least)), math.floor(math.log10(up.most)) + 1):
        y = up(10**power)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10**power:,g} s</text>'
    for value in editions:
        x = across(value)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        yield f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{value:,.0f}</text>'
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">editions</text>'


def drawn(line: Line, number: int, across: Scale, up: Scale) -> Iterator[str]:
    """A line and its marks: filled where measured, open where the run was ended."""
    places = [f"{across(editions)},{up(seconds)}" for editions, seconds in line.points]
    colour, dash = f"c{number % len(COLOURS)}", DASHES[number % len(DASHES)]
    yield f'<polyline class="line {colour}" stroke-dasharray="{dash or "none"}" points="{" ".join(places)}"/>'
    for kind, points in (("mark", line.points), ("open", (line.beyond,) if line.beyond else ())):
        for editions, seconds in points:
            yield f'<circle class="{kind} {colour}" cx="{across(editions)}" cy="{up(seconds)}" r="4"/>'


def labels(lines: Sequence[Line], across: Scale, up: Scale) -> Iterator[str]:
    """The name of each line beside its last point, moved apart where two would meet."""
    wanted = sorted((up(line.all_points[-1][1]) + 4, number) for number, line in enumerate(lines) if line.all_points)
    free = float(TOP)
    for y, number in wanted:
        place = max(y, free)
        free = place + LABEL_GAP
        editions, seconds = lines[number].all_points[-1]
        words = f"{lines[number].name}, {'> ' if lines[number].beyond else ''}{seconds:.3g} s"
        x = across(editions) + 10
        yield f'<text class="name c{number % len(COLOURS)}" x="{x}" y="{place:.1f}">{escape(words)}</text>'
