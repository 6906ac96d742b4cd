import pytest

from monitor.edges.store import Store


@pytest.fixture
async def store(tmp_path):
    opened = await Store.open(tmp_path / "data")
    yield opened
    await opened.close()
