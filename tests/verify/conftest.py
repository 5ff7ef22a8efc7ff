"""The published small site, made once for each worker, and copies of it to be changed."""

import shutil
from pathlib import Path

import pytest

from clausebook.verify.copies import Copies
from tests.verify.published import copies_of, publish


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def copies(published: Path) -> Copies:
    return copies_of(published)


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """A copy of the published site, with its built site."""
    shutil.copytree(published, tmp_path / "copy")
    return tmp_path / "copy"
