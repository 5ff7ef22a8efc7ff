"""Languages: in which language words are written, by the small words that only one of them has.

Of each language a few dozen function words are known; those that two share tell nothing and are left out. A text counts as left in
another language when at least three different words of it are that one's, and they outnumber its own by three to one; two do where no word of
its own, nor of a third language, stands beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_WORDS = {
    "en": "the and of to is are be been was were this that these those which who whose with without from by not may must shall will would should can it its their "
          "your you we our they any each other than if unless when where before after between such only also has have had does do",
    "nl": "de het een en van te is zijn wordt worden werd dit deze die dat welke met zonder door niet mag moet zal zullen kan kunnen wij u uw onze zij elk elke ander andere dan als "
          "indien tenzij wanneer waar voor na tussen ook heeft hebben naar aan bij uit op over geen moeten haar hun",
    "fr": "le la les un une des du de et à est sont être été ce cette ces cet qui que dont avec sans par pas peut peuvent doit doivent sera seront il elle ils leur leurs "
          "votre vous nous notre chaque autre si sauf lorsque lorsqu où avant après entre tel telle seulement aussi ont avait ne aux au sur dans pour ou son sa ses",
    "da": "den det en et og af at er var være blev bliver denne dette disse der som hvis med uden fra ved ikke må skal vil kan kunne vi vores du din jeres de deres hver enhver anden andre "
          "end medmindre når hvor før efter mellem sådan kun også har havde til på om eller i sin sit sine herunder bør",
    "de": "der die das ein eine einer eines und von zu ist sind sein wird werden wurde dieser diese dieses welche welcher mit ohne durch nicht darf muss soll kann können wir sie ihr ihre unser "
          "jede jeder andere als wenn sofern falls wann wo vor nach zwischen auch hat haben auf über kein keine dem den des im am zum zur",
}  # fmt: skip
_USED = Counter(word for words in _WORDS.values() for word in set(words.split()))
_TELLING = {word: language for language, words in _WORDS.items() for word in words.split() if _USED[word] == 1}
_NAMES = {"en": "English", "nl": "Dutch", "fr": "French", "da": "Danish", "de": "German"}
_WORD = re.compile(r"\b[^\W\d_]+\b")
_FEWEST = 3
_FEWEST_ALONE = 2  # where no word of any other language stands beside them
_SHORTEST = 5  # two words of two letters with a space between


@lru_cache(maxsize=5_000)
def other_language(text: str, own: str) -> str:
    """The name of the language in which a text seems to be left; empty where it is `own`, or too little tells."""
    if len(text) < _SHORTEST:
        return ""
    found = Counter(_TELLING[word] for word in set(_WORD.findall(text.lower())) if word in _TELLING)
    if not found:
        return ""
    language, count = found.most_common(1)[0]
    if language == own or count < 3 * found[own]:
        return ""
    return _NAMES[language] if count >= (_FEWEST if len(found) > 1 else _FEWEST_ALONE) else ""


def is_surely(text: str, own: str) -> bool:
    """Whether no part of a text can seem to be left in a language other than `own`: too few words of any tell so."""
    found = Counter(map(_TELLING.get, set(_WORD.findall(text.lower()))))
    return all(count < _FEWEST_ALONE for language, count in found.items() if language not in (None, own))


def is_untranslated(text: str, original: str) -> bool:
    """Whether a translation is its original word for word, with so many words that no name would be."""
    words = re.findall(r"(?<![\w@./{:-])[^\W\d_A-ZÀ-Þ][^\W\d_]+(?![\w@}-]|\.\w)", text)
    return len(words) > _FEWEST and " ".join(text.split()) == " ".join(original.split())
