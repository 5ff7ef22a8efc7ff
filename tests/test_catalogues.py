"""Every word of the interface is in every catalogue, filled in, with the same placeholders."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from clausebook.languages import SOURCE_LANGUAGE, translated

ROOT = Path(__file__).parents[1]
CALLS = {"N_", "words", "text", "_", "plural", "ngettext", "self", "pattern"}


def words_of_python(path: Path) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "words")
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value]
        if name in {"plural", "ngettext", "patterns"} and len(texts) >= 2:
            yield tuple(texts[:2])
        elif name in CALLS and texts:
            yield (texts[0],)


def words_of_template(path: Path) -> Iterator[tuple[str, ...]]:
    text = path.read_text(encoding="utf-8")
    for match in re.finditer(r"\b_(?:\.plain)?\(\"([^\"]+)\"", text):
        yield (match[1],)
    for match in re.finditer(r"\bplural\(\"([^\"]+)\", \"([^\"]+)\"", text):
        yield (match[1], match[2])


def used_words() -> set[tuple[str, ...]]:
    found = {words for path in (ROOT / "clausebook").rglob("*.py") for words in words_of_python(path)}
    templates = [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}]
    return found | {words for path in templates for words in words_of_template(path)}


@pytest.mark.parametrize("language", [code for code in translated() if code != SOURCE_LANGUAGE])
def test_catalogue_is_complete(language: str) -> None:
    data = (ROOT / "clausebook" / "languages" / language / "messages.po").read_bytes()
    catalogue = read_po(io.BytesIO(data), locale=language, abort_invalid=True)
    entries = {(m.id if isinstance(m.id, tuple) else (m.id,)): m for m in catalogue if m.id}
    assert used_words() - entries.keys() == set(), "words without an entry"
    assert entries.keys() - used_words() == set(), "entries that nothing uses"
    for source, message in entries.items():
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not message.fuzzy
        assert len(translations) == (catalogue.num_plurals if len(source) > 1 else 1), source
        for number, translation in enumerate(translations):
            original = source[min(number, len(source) - 1)]
            assert isinstance(original, str)
            assert isinstance(translation, str)
            assert translation.strip(), f"{original} is not translated"
            assert set(re.findall(r"\{[\w:-]+\}", original)) == set(re.findall(r"\{[\w:-]+\}", translation)), original


def test_no_other_language_in_the_templates() -> None:
    """Words between tags stand in `_()`: a letter outside of tags and expressions would be visible and untranslated."""
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^<>]*>", "", text)
        assert not re.search(r"[A-Za-z]{2,}", text.replace("404", "")), path


def test_no_colon_is_typed_in_a_template() -> None:
    """What stands before a colon differs between languages: “{what}: {where}” is a phrase of the catalogues."""
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<(script|style)\b.*?</\1>|<[^<>]*>", "", text, flags=re.DOTALL)
        assert ":" not in text, path
    for layer in ("pages", "sentences"):
        for path in (ROOT / "clausebook" / layer).rglob("*.py"):
            typed = [
                part.value
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.JoinedStr)
                for part in node.values
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and re.match(r": |.*[^\w\"]: $", part.value)
            ]
            assert typed == [], path
