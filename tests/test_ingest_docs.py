"""``docs/ingest.md`` says what the code does."""

import asyncio
import re
import runpy
from pathlib import Path

import msgspec
import pytest

from monitor.core.call_info import CallInfo, Encoding
from monitor.edges.ingest import native
from monitor.wire import native_ingest
from monitor.wire.native_ingest import NOTICES, Answer, NativeIngest, NoticeLine, WordsLine
from tests.edges.serving import Serving
from tests.service.test_session import noise

DOC = (Path(__file__).parent.parent / "docs" / "ingest.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return DOC.split(f"## {title}\n")[1].split("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    lines = [line for line in section(title).splitlines() if line.startswith("| ") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_every_field_of_the_first_message_is_there_with_its_default():
    documented = {row[0].strip("`"): row[2].strip("`") for row in rows("First message")[1:]}
    defaults = {}
    for field in msgspec.structs.fields(CallInfo):
        value = field.default
        defaults[field.name] = "required" if field.required else msgspec.json.encode(value).decode().replace(",", ", ")
    assert documented == defaults


@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_encoding_is_there(encoding):
    assert f"`{encoding}`" in section("First message")


def test_every_notice_is_there():
    row = next(row for row in rows("After it") if "notice" in row[0])
    assert tuple(re.findall(r"`(\w+)`", row[1])) == NOTICES


def test_example_lines_are_taken():
    for row in rows("After it")[2:]:
        ingest = NativeIngest()
        ingest.receive('{"call_id": "c", "agent": "a"}')
        taken = ingest.receive(row[0].strip("`"))
        assert isinstance(taken, WordsLine | NoticeLine | native_ingest.End)


def test_every_answer_is_there_with_its_fields():
    documented = {row[0].strip("`"): re.findall(r"`(\w+)`", row[1]) for row in rows("Answers")[1:] if row[0][0] == "`"}
    kinds = {kind.__struct_config__.tag: list(kind.__struct_fields__) for kind in Answer.__args__}
    assert documented == kinds


def test_every_close_code_is_there():
    documented = {int(code) for code in re.findall(r"^\| (\d{4}) \|", DOC, re.MULTILINE)}
    assert documented == {native.NORMAL, native_ingest.POLICY, native_ingest.TOO_BIG, native_ingest.TRY_LATER}


def run_example(address: str) -> None:
    code = re.search(r"```python\n(.*?)```", DOC, re.DOTALL)[1].replace("ws://127.0.0.1:8710", address)
    Path("example.py").write_text(code)
    runpy.run_path("example.py")


async def test_example_client_sends_a_call(tmp_path, monkeypatch, capsys):

    (tmp_path / "call.raw").write_bytes(noise(0.3).tobytes())
    monkeypatch.chdir(tmp_path)
    async with Serving() as serving:
        await asyncio.to_thread(run_example, serving.ws)
    assert '"type":"accepted"' in capsys.readouterr().out
    assert len(serving.service.monitors["example-1"].heard()) == 2400
