"""No test writes into the folder of the user who runs it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausebook.private import KEY_VARIABLE


@pytest.fixture(scope="session", autouse=True)
def own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The user's cache folder for all tests of a worker and for the commands that they run."""
    folder = tmp_path_factory.mktemp("user") / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.delenv(KEY_VARIABLE, raising=False)
        # Where there is no such setting, caches lie below the home folder.
        if os.name != "posix":
            patch.setenv("LOCALAPPDATA", str(folder))
        yield folder
