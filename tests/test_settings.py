"""What is set: shipped, then the site's, then the environment's."""

from pathlib import Path

import pytest

from monitor.config_layers import ConfigError
from monitor.settings import load
from monitor.shipped import shipped

NOTHING: dict[str, str] = {}


def site(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_shipped_settings_load_and_listen_on_this_machine_only():
    settings = load(None, NOTHING)
    assert settings.service.web.host == "127.0.0.1"
    assert settings.service.hub.mailbox_messages == 256
    assert {"slow_down", "lower_voice", "dont_interrupt", "offer_supervisor"} <= {rule.id for rule in settings.playbook}


def test_site_overrides_key_by_key(tmp_path):
    folder = site(
        tmp_path,
        service="[web]\nport = 9000\n",
        playbook='[[rule]]\nid = "slow_down"\ncooldown_seconds = 99.0\n',
    )
    before, after = load(None, NOTHING), load(folder, NOTHING)
    assert (after.service.web.port, after.service.web.host) == (9000, "127.0.0.1")
    rules = {rule.id: rule for rule in before.playbook}, {rule.id: rule for rule in after.playbook}
    assert rules[1]["slow_down"].cooldown_seconds == 99.0
    assert rules[1]["slow_down"].priority == rules[0]["slow_down"].priority
    assert rules[1]["lower_voice"] == rules[0]["lower_voice"]


def test_site_may_word_a_whisper_anew(tmp_path):
    folder = site(tmp_path, languages__en__messages='[slow_down]\nwhisper = "Take your time."\n')
    before = load(None, NOTHING).core("en").language.message("slow_down")
    after = load(folder, NOTHING).core("en").language.message("slow_down")
    assert after.whisper == "Take your time."
    assert after.reason == before.reason


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"service": "[web]\nprot = 1\n"}, r"service\.toml:2: unknown key web\.prot; did you mean port\?"),
        ({"service": "[wbe]\nport = 1\n"}, r"service\.toml:1: unknown table wbe; did you mean web\?"),
        ({"service": "[calls]\nmost = 0\n"}, r"service\.toml:2: calls\.most: expected `int` >= 1"),
        ({"service": '[web]\nport = "1"\n'}, r"service\.toml:2: web\.port: expected `int`, got `str`"),
        (
            {"playbook": '[[rule]]\nid = "slow_down"\npriorty = 1\n'},
            r"playbook\.toml:3: unknown key .*did you mean priority\?",
        ),
        (
            {"playbook": '[[team]]\nid = "a"\nrules = { slow_dawn = "off" }\n'},
            r"team a: no rule 'slow_dawn'; did you mean slow_down\?",
        ),
        ({"playbook": "[[rul]]\n"}, r"playbook\.toml: unknown table rul; did you mean rule\?"),
        ({"playbook": "[[rule]]\npriority = 1\n"}, r"playbook\.toml: every \[\[rule\]\] needs an id"),
        ({"thresholds": "[overlap]\nx = 1\n"}, r"thresholds\.toml:1: unknown table overlap; did you mean overlaps\?"),
        ({"thresold": ""}, r"thresold\.toml is not read; did you mean thresholds\.toml\?"),
        (
            {"playbook": '[[rule]]\nid = "own_it"\nsaid = ["blaim"]\n'},
            r"rule own_it: said: 'blaim' is no act of acts\.toml; did you mean blame\?",
        ),
        (
            {"languages__en__phrases": '[[set]]\nid = "dismisal"\nchannel = "agent"\n'},
            r"phrases\.toml: set: 'dismisal' is no act of acts\.toml; did you mean dismissal\?",
        ),
        (
            {"languages__en__phrases": '[[set]]\nid = "blame"\nchannel = "customer"\n'},
            r"set blame: this act is the agent's, not the customer's",
        ),
        ({"languages__en__phrases": "fillerz = []\n"}, r"phrases\.toml:1: unknown key fillerz; did you mean fillers\?"),
        (
            {"languages__en__phrases": '[[set]]\nid = "blame"\nchannel = "agent"\nphrases = [\n  "@bos did it",\n]\n'},
            r"phrases\.toml:5: set blame: phrases: no class 'bos'; did you mean boss\?",
        ),
        (
            {"languages__de__phrases": '[[set]]\nid = "blame"\nnot_when = ["schuld? ..."]\n'},
            r"phrases\.toml:3: set blame: not_when: phrase 'schuld\? ' has no word that must be heard",
        ),
        (
            {"languages__en__messages": '[slow_down]\nwhisper = "Slow down."\nreason = "You: {rate"\n'},
            r"messages\.toml.*reason 'You: \{rate' is no template",
        ),
    ],
)
def test_mistake_in_a_sites_file_names_file_key_and_the_nearest(tmp_path, files, said):
    with pytest.raises(ConfigError, match=said):
        load(site(tmp_path, **files), NOTHING)


def test_folder_that_is_none_is_said(tmp_path):
    with pytest.raises(ConfigError, match="is not a folder of settings"):
        load(tmp_path / "none", NOTHING)


def test_environment_comes_last_and_names_a_folder(tmp_path):
    folder = site(tmp_path, service="[web]\nport = 9000\n[calls]\nmost = 3\n")
    settings = load(None, {"CALL_MONITOR_CONFIG": str(folder), "CALL_MONITOR_WEB_PORT": "9001", "HOME": "/"})
    assert settings.service.web.port == 9001
    assert settings.service.calls.most == 3


def test_unknown_variable_is_named_with_the_nearest():
    with pytest.raises(ConfigError, match="unknown variable CALL_MONITOR_WEB_PROT; did you mean CALL_MONITOR_WEB_PORT"):
        load(None, {"CALL_MONITOR_WEB_PROT": "1"})


def test_language_without_files_takes_the_wordings_and_no_phrases():
    core = load(None, NOTHING).core("xx")
    assert core.language.code == "xx"
    assert core.language.messages == load(None, NOTHING).core("en").language.messages
    assert core.language.phrase_sets == ()


def test_a_rule_that_a_language_does_not_word_whispers_in_english(tmp_path):
    own = {"languages__fr__messages": '[slow_down]\nwhisper = "Plus lentement."\n'}
    messages = load(site(tmp_path, **own), NOTHING).core("fr").language.messages
    english = load(None, NOTHING).core("en").language.messages
    assert messages["slow_down"].whisper == "Plus lentement."
    assert messages["tell_boss"] == english["tell_boss"]
    assert messages.keys() == english.keys()


@pytest.mark.parametrize("name", ["playbook", "languages__en__phrases", "languages__en__messages"])
def test_a_file_far_too_large_is_refused_before_it_is_read(tmp_path, name):
    folder = site(tmp_path, **{name: "# padding\n" * 1_050_000})
    with pytest.raises(ConfigError, match=r"\.toml has 10\.5 MB, and a file of settings has 2 MB at most"):
        load(folder, NOTHING)


def test_region_takes_its_language():
    settings = load(None, NOTHING)
    assert settings.core("en-GB").language == settings.core("en").language


def test_command_line_has_the_last_word(tmp_path):
    settings = load(None, NOTHING).at(port=0, data=tmp_path)
    assert (settings.service.web.port, settings.data) == (0, tmp_path)


def test_what_the_product_carries_is_there():
    assert (shipped("config") / "service.toml").is_file()


@pytest.mark.parametrize(
    ("team", "rule", "speaks"),
    [
        ("", "slow_down", "on"),
        ("sales", "slow_down", "on"),
        ("billing", "slow_down", "shadow"),
        ("billing", "lower_voice", "off"),
        ("billing", "dont_dismiss", "on"),
    ],
)
def test_a_team_may_be_piloted_rule_by_rule(tmp_path, team, rule, speaks):
    playbook = """
        [[team]]
        id = "billing"
        prompts = "shadow"
        rules = { lower_voice = "off", dont_dismiss = "on" }
    """
    core = load(site(tmp_path, playbook=playbook), NOTHING).core("en", team)
    assert next(each.prompts for each in core.playbook if each.id == rule) == speaks


@pytest.mark.parametrize(
    ("agent", "team", "language"),
    [
        ("Ada", "", "hu"),
        ("Ada", "support-de", "hu"),
        ("Bo", "support-de", "de-AT"),
        ("Bo", "sales", "ro"),
        ("", "", "ro"),
    ],
)
def test_the_language_of_a_call_is_the_agents_else_the_teams_else_the_sites(tmp_path, agent, team, language):
    playbook = """
        [[team]]
        id = "support-de"
        language = "de-AT"
        [[team]]
        id = "sales"
        [[agent]]
        id = "Ada"
        language = "hu"
    """
    settings = load(site(tmp_path, playbook=playbook, service='[site]\nlanguage = "ro"\n'), NOTHING)
    assert settings.language_of(agent, team) == language
    assert settings.call_languages == ("ro", "de-AT", "hu")


@pytest.mark.parametrize(
    "files",
    [
        {"service": '[site]\nlanguage = ""\n'},
        {"service": '[site]\nlanguage = "English"\n'},
        {"playbook": '[[agent]]\nid = "Ada"\nlanguage = "Deutsch"\n'},
        {"playbook": '[[team]]\nid = "sales"\nlanguage = "DE"\n'},
    ],
)
def test_a_language_is_told_by_its_code(tmp_path, files):
    with pytest.raises(ConfigError, match="language"):
        load(site(tmp_path, **files), NOTHING)


def test_a_language_without_phrases_keeps_the_rules_that_need_no_words():
    settings = load(None, NOTHING)
    ids = {rule.id for rule in settings.core("ko").playbook}
    assert {"lower_voice", "slow_down", "dead_air"} <= ids
    assert not ids & {"ask_name", "greet", "apologise", "offer_supervisor"}
    assert settings.core("hu").playbook == settings.playbook


def test_the_whole_site_may_be_in_the_shadow(tmp_path):
    core = load(site(tmp_path, thresholds='[prompts]\nspeak = "shadow"\n'), NOTHING).core("en")
    assert {each.prompts for each in core.playbook} == {"shadow"}
