"""Settings in layers: what overrides what, and how a mistake is named."""

from typing import Annotated

import msgspec
import pytest

from monitor.config_layers import ConfigError, Source, build, environment_names, from_environment, read_toml


class Web(msgspec.Struct, frozen=True):
    host: str
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8710
    names: tuple[str, ...] = ()


class Turns(msgspec.Struct, frozen=True):
    pause_seconds: float = 0.5

    def __post_init__(self) -> None:
        if self.pause_seconds < 0:
            raise ValueError("pause_seconds must not be negative")


class All(msgspec.Struct, frozen=True):
    web: Web
    turns: Turns


SHIPPED = Source("config/service.toml", {"web": {"host": "127.0.0.1", "port": 1}, "turns": {}})


def site(values: dict) -> list[Source]:
    return [SHIPPED, Source("site/service.toml", values)]


def test_later_source_overrides_single_keys():
    assert build(All, site({"web": {"port": 2}})) == All(Web("127.0.0.1", 2), Turns())


def test_whole_number_is_taken_where_seconds_are_asked_for():
    assert build(All, site({"turns": {"pause_seconds": 2}})).turns.pause_seconds == 2.0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"web": {"prot": 2}}, "site/service.toml: unknown key web.prot; did you mean port?"),
        ({"wbe": {"port": 2}}, "site/service.toml: unknown table wbe; did you mean web?"),
        ({"web": {"port": "2"}}, "site/service.toml: web.port: expected `int`, got `str`"),
        ({"web": {"port": 70000}}, "site/service.toml: web.port: expected `int` <= 65535"),
        ({"web": 3}, "site/service.toml: web must be a table, [web]"),
        ({"turns": {"pause_seconds": -1.0}}, "site/service.toml: [turns] pause_seconds must not be negative"),
    ],
)
def test_mistake_names_file_and_key(values, said):
    with pytest.raises(ConfigError) as error:
        build(All, site(values))
    assert str(error.value).startswith(said)


def test_missing_key_is_named():
    with pytest.raises(ConfigError, match=r"service\.toml: the key web\.host is missing"):
        build(All, [Source("service.toml", {"web": {}})])


def test_environment_is_the_last_layer_and_is_text():
    layer = from_environment(
        All, {"CALL_MONITOR_WEB_PORT": "9", "CALL_MONITOR_WEB_NAMES": "a, b", "HOME": "x"}, "CALL_MONITOR"
    )
    assert build(All, [SHIPPED, layer]).web == Web("127.0.0.1", 9, ("a", "b"))


def test_environment_mistake_names_the_variables_key():
    layer = from_environment(All, {"CALL_MONITOR_WEB_PORT": "many"}, "CALL_MONITOR")
    with pytest.raises(ConfigError, match=r"environment: web\.port"):
        build(All, [SHIPPED, layer])


def test_every_key_has_a_variable():
    assert environment_names(All, "CALL_MONITOR")["CALL_MONITOR_TURNS_PAUSE_SECONDS"] == ("turns", "pause_seconds")


def test_file_that_is_not_toml_is_named(tmp_path):
    path = tmp_path / "service.toml"
    path.write_text("[web\n")
    with pytest.raises(ConfigError, match=r"service\.toml is not valid TOML"):
        read_toml(path)
    with pytest.raises(ConfigError, match="can't be read"):
        read_toml(tmp_path / "none.toml")
