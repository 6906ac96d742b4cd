"""All settings: shipped files, a site's folder over them key by key, the environment last."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from monitor.config_layers import ConfigError, Source, build, environment_names, from_environment, line_of, read_toml
from monitor.core.nearest import nearest
from monitor.core.prompting.check import hears
from monitor.core.prompting.playbook import Act, Agent, Rule, Team, spoken
from monitor.core.settings import CoreSettings, Thresholds
from monitor.core.words.joining import Numbers
from monitor.core.words.language import Language, Message, PhraseFile, PhraseSet
from monitor.core.words.phrase_patterns import BARE, PHRASE_PARTS, Compiler, faults
from monitor.edges.vosk.pool import PoolSettings
from monitor.edges.web.server import WebSettings
from monitor.service.calls import CallSettings
from monitor.service.hub import HubSettings
from monitor.service.retention import RetentionSettings
from monitor.service.second_pass import SecondPassSettings
from monitor.shipped import shipped

PREFIX = "CALL_MONITOR"
CONFIG_VARIABLE = f"{PREFIX}_CONFIG"
FILES = ("service.toml", "thresholds.toml", "playbook.toml", "acts.toml", "languages")
ACT_KEYS = ("said", "given", "unless", "after", "answered_by", "listens")
"""Keys of a rule that name acts."""
PLAYBOOK_TABLES = {"rule", "team", "agent"}
WORDINGS = "en"
"""Whose wordings serve a language that has none."""

SiteLanguage = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
T = TypeVar("T", bound=msgspec.Struct)


class StorageSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where calls are kept."""

    data: str = "data"
    """Folder of the database and the recordings."""


class SiteSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for all calls, unless something says otherwise."""

    language: SiteLanguage = "en"
    """Of calls whose source, agent and team say none."""


class ServiceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """config/service.toml: a table for each."""

    site: SiteSettings = SiteSettings()
    web: WebSettings = WebSettings()
    calls: CallSettings = CallSettings()
    hub: HubSettings = HubSettings()
    storage: StorageSettings = StorageSettings()
    retention: RetentionSettings = RetentionSettings()
    recogniser: PoolSettings = PoolSettings()
    second_pass: SecondPassSettings = SecondPassSettings()


class Settings(msgspec.Struct, frozen=True):
    """Everything that is set, read once at start."""

    service: ServiceSettings
    thresholds: Thresholds
    playbook: tuple[Rule, ...]
    languages: dict[str, Language]
    acts: dict[str, Act]
    teams: dict[str, Team] = {}
    agents: dict[str, Agent] = {}

    @property
    def data(self) -> Path:
        """Folder of the database and the recordings."""
        return Path(self.service.storage.data)

    def core(self, code: str, team: str = "") -> CoreSettings:
        """What a call in this language and team is judged by.

        ``pt-BR`` takes ``pt``, an unknown language only the wordings, and the rules that need no words; a
        rule that a language does not word whispers in English.
        """
        language = self.languages.get(code) or self.languages.get(code.partition("-")[0]) or Language(code)
        english = self.languages[WORDINGS].messages
        if english.keys() - language.messages.keys():
            language = msgspec.structs.replace(language, messages=english | language.messages)
        playbook = spoken(self.playbook, self.thresholds.prompts.speak, self.teams.get(team))
        playbook = tuple(rule for rule in playbook if hears(language, rule))
        return CoreSettings(language, playbook, self.thresholds)

    def language_of(self, agent: str, team: str) -> str:
        """The language of a call whose source says none: the agent's, else the team's, else the site's."""
        own = self.agents[agent].language if agent in self.agents else ""
        teams = self.teams[team].language if team in self.teams else ""
        return own or teams or self.service.site.language

    @property
    def call_languages(self) -> tuple[str, ...]:
        """Every language that the settings name for calls, the site's first."""
        told = {team.language for team in self.teams.values()} | {agent.language for agent in self.agents.values()}
        return tuple(dict.fromkeys((self.service.site.language, *sorted(told - {""}))))

    def at(self, port: int | None = None, data: Path | None = None) -> "Settings":
        """The same with what the command line says."""
        web, storage = self.service.web, self.service.storage
        if port is not None:
            web = msgspec.structs.replace(web, port=port)
        if data is not None:
            storage = StorageSettings(str(data))
        return msgspec.structs.replace(self, service=msgspec.structs.replace(self.service, web=web, storage=storage))


def load(
    config: Path | None = None, environment: Mapping[str, str] = os.environ, *, phrases_too: bool = True
) -> Settings:
    """Settings of a site's folder (``--config``, or ``CALL_MONITOR_CONFIG``) over the shipped ones.

    Raises ``ConfigError``, which names file and key. Without ``phrases_too`` a phrase that
    can't be read stays in: ``playbook check`` tells of all of them.
    """
    site = config or (Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None)
    folders = [shipped("config")]
    if site is not None:
        _check_folder(site)
        folders.append(site)
    _check_environment(environment)
    acts = {act.id: act for act in _by_id(Act, "act", _sources(folders, "acts.toml"))}
    languages = _languages(folders, acts)
    if phrases_too:
        _check_phrases(folders[1:], languages)
    return Settings(
        _tables(ServiceSettings, "service.toml", folders, environment),
        _tables(Thresholds, "thresholds.toml", folders, environment),
        _playbook(_sources(folders, "playbook.toml"), acts),
        languages,
        acts,
        {team.id: team for team in _by_id(Team, "team", _only_of("team", _sources(folders, "playbook.toml")))},
        {agent.id: agent for agent in _by_id(Agent, "agent", _only_of("agent", _sources(folders, "playbook.toml")))},
    )


def _tables(kind: type[T], name: str, folders: list[Path], environment: Mapping[str, str]) -> T:
    return build(kind, [*_sources(folders, name), from_environment(kind, environment, PREFIX)])


def _sources(folders: list[Path], name: str) -> list[Source]:
    return [read_toml(folder / name) for folder in folders if (folder / name).exists()]


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise ConfigError(f"{folder} is not a folder of settings")
    for path in sorted(folder.iterdir()):
        if (path.suffix == ".toml" or path.is_dir()) and path.name not in FILES and not path.name.startswith("."):
            raise ConfigError(f"{path} is not read; did you mean {nearest(path.name, FILES)}?")


def _check_environment(environment: Mapping[str, str]) -> None:
    known = {CONFIG_VARIABLE, *environment_names(ServiceSettings, PREFIX), *environment_names(Thresholds, PREFIX)}
    for name in environment:
        if name.startswith(f"{PREFIX}_") and name not in known:
            raise ConfigError(f"environment: unknown variable {name}; did you mean {nearest(name, known)}?")


def _by_id(kind: type[T], key: str, sources: list[Source]) -> tuple[T, ...]:
    """Structs of ``[[key]]`` entries, later sources overriding those of the same ``id`` key by key."""
    layers: dict[str, list[Source]] = {}
    for source in sources:
        for other in source.values.keys() - {key}:
            raise ConfigError(f"{source.name}: unknown table {other}; did you mean {key}?")
        for entry in source.values.get(key, []):
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
                raise ConfigError(f"{source.name}: every [[{key}]] needs an id")
            layers.setdefault(entry["id"], []).append(Source(source.name, entry))
    return tuple(build(kind, entries, f"{key} {name}") for name, entries in layers.items())


def _playbook(sources: list[Source], acts: Mapping[str, Act]) -> tuple[Rule, ...]:
    """The rules, each listening for acts that there are."""
    for source in sources:
        for rule in source.values.get("rule", []):
            for key in ACT_KEYS:
                for name in rule.get(key, []):
                    _check_act(name, acts, f"{source.name}: rule {rule.get('id')}: {key}")
    rules = _by_id(Rule, "rule", _only_of("rule", sources))
    ids = {rule.id for rule in rules}
    for source in sources:
        for other in source.values.keys() - PLAYBOOK_TABLES:
            raise ConfigError(f"{source.name}: unknown table {other}; did you mean {nearest(other, PLAYBOOK_TABLES)}?")
        for team in source.values.get("team", []):
            for name in set(team.get("rules", {})) - ids:
                where = f"{source.name}: team {team.get('id')}"
                raise ConfigError(f"{where}: no rule {name!r}; did you mean {nearest(name, ids)}?")
    return rules


def _only_of(key: str, sources: list[Source]) -> list[Source]:
    return [Source(source.name, _only(source.values, key)) for source in sources]


def _check_act(name: str, acts: Mapping[str, Act], where: str) -> None:
    if name not in acts:
        raise ConfigError(f"{where}: {name!r} is no act of acts.toml; did you mean {nearest(name, acts)}?")


def _languages(folders: list[Path], acts: Mapping[str, Act]) -> dict[str, Language]:
    found = (path.name for folder in folders if (folder / "languages").is_dir() for path in _subfolders(folder))
    codes = sorted({WORDINGS, *found})
    return {code: _language(code, [folder / "languages" / code for folder in folders], acts) for code in codes}


def _check_phrases(folders: list[Path], languages: Mapping[str, Language]) -> None:
    """A site's phrases are read at once: no call should be the first to find that one can't be."""
    for code, language in languages.items():
        files = [file for folder in folders for file in _phrase_files(folder / "languages" / code)]
        compiler = Compiler(language)
        for file in files:
            for each in file.values.get("set", []):
                written = {part: tuple(each.get(part, ())) for part in PHRASE_PARTS}
                for part, line, error in faults(compiler, msgspec.structs.replace(BARE, **written)):
                    place = line_of(Path(file.name), rf'.*"{re.escape(line)}"')
                    where = f"{file.name}:{place}" if place else file.name
                    raise ConfigError(f"{where}: set {each['id']}: {part}: {error}")


def _subfolders(folder: Path) -> list[Path]:
    return [path for path in (folder / "languages").iterdir() if path.is_dir()]


def _language(code: str, folders: list[Path], acts: Mapping[str, Act]) -> Language:
    phrases = [source for folder in folders for source in _phrase_files(folder)]
    for file in phrases:
        _check_sets(file, acts)
    messages = _sources(folders, "messages.toml")
    sets = _by_id(PhraseSet, "set", [Source(file.name, _only(file.values, "set")) for file in phrases])
    rest = build(PhraseFile, [Source(file.name, _without(file.values, "set")) for file in phrases])
    numbers = build(Numbers, _sources(folders, "numbers.toml"))
    return Language.of(code, msgspec.structs.replace(rest, set=sets), _messages(messages), numbers)


def _check_sets(file: Source, acts: Mapping[str, Act]) -> None:
    """Every phrase set says how an act is done, by the side that does it."""
    for each in file.values.get("set", []):
        name, channel = each.get("id"), each.get("channel")
        if not isinstance(name, str):
            continue
        _check_act(name, acts, f"{file.name}: set")
        if channel is not None and channel != acts[name].channel:
            raise ConfigError(f"{file.name}: set {name}: this act is the {acts[name].channel}'s, not the {channel}'s")


def _phrase_files(folder: Path) -> list[Source]:
    """``phrases.toml``, then every file of ``phrases/``."""
    return [*_sources([folder], "phrases.toml"), *(read_toml(path) for path in sorted(folder.glob("phrases/*.toml")))]


def _messages(sources: list[Source]) -> dict[str, Message]:
    layers: dict[str, list[Source]] = {}
    for source in sources:
        for rule, table in source.values.items():
            if not isinstance(table, dict):
                raise ConfigError(f"{source.name}: {rule} must be a table, [{rule}]")
            layers.setdefault(rule, []).append(Source(source.name, table))
    return {rule: build(Message, tables, rule) for rule, tables in layers.items()}


def _only(values: dict[str, Any], key: str) -> dict[str, Any]:
    return {key: values[key]} if key in values else {}


def _without(values: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != key}
