import pytest

from monitor.edges.database.store import Store


@pytest.fixture
async def store(tmp_path):
    opened = await Store.open(tmp_path / "data")
    yield opened
    await opened.close()
