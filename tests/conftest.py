"""What all tests share: none writes into the folder of the user who runs it, and property tests look at the same examples each time.

However busy the machine is. `CLAUSEBOOK_EXPLORE=1` has them look for new examples.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from clausebook.languages import SiteLanguages, use_site
from clausebook.private import KEY_VARIABLE
from tests import EXPLORING

settings.register_profile(
    "suite",
    deadline=None,
    derandomize=not EXPLORING,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def no_site() -> None:
    """Each test begins without the languages of another one's site."""
    use_site(SiteLanguages())


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
