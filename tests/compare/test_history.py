"""All states of a document at once say what each two of them say by themselves."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given

from clausebook.compare import Change, History, compare_history, pairs_in
from clausebook.model.document import Snapshot
from tests.compare.test_engine_properties import histories


def alone(change: Change) -> Change:
    """Without the clauses around it, which differ between states where the change itself looks the same."""
    return replace(change, old_parent=None, new_parent=None, origins=())


@given(histories)
def test_ranges_are_the_changes_of_all_pairs(states: tuple[Snapshot, ...]) -> None:
    history = History(states, "en")
    found: dict[tuple[int, int], set[Change]] = {pair: set() for pair in combinations(range(len(states)), 2)}
    for found_range in history.change_ranges:
        for pair in pairs_in(found_range.at):
            assert alone(found_range.change) not in found[pair]
            found[pair].add(alone(found_range.change))
    renames: dict[tuple[int, int], dict[str, str]] = {pair: {} for pair in found}
    for former, later, at in history.renames:
        for pair in pairs_in(at):
            renames[pair][former] = later
    for old, new in found:
        told = compare_history(states, states[old], states[new], "en")
        assert found[old, new] == {alone(change) for change in told.substantive}
        assert renames[old, new] == told.renamed
        assert history.compare(old, new) == told
