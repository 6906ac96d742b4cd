"""Events as a table a person can read: when, what, who, and what was measured."""

from rich.table import Table
from rich.text import Text

from monitor.core.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    Checklist,
    Cue,
    Escalation,
    Evidence,
    Fault,
    Flag,
    Hold,
    Level,
    Levels,
    Overlap,
    Prompt,
    Speech,
    Stage,
    Utterance,
)

COLUMNS = ("at", "what", "who", "detail")
STYLES = {Level.WATCH: "yellow", Level.RAISED: "dark_orange", Level.ESCALATED: "bold red"}


def event_table(title: str) -> Table:
    """An empty table, to be filled by ``add``."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(
            column, no_wrap=column != "detail", overflow="fold", justify="right" if column == "at" else "left"
        )
    return table


def add(table: Table, event: AnyEvent) -> None:
    """One row; partial utterances and what is said again at once are left out."""
    row = _row(event)
    if row:
        style = STYLES.get(event.level, "") if isinstance(event, Escalation) else ""
        # As plain text: what was said may hold square brackets, which rich takes for styles.
        table.add_row(clock(event.at), *map(Text, row), style="bold cyan" if isinstance(event, Prompt) else style)


def clock(seconds: float) -> str:
    """Seconds on the call's clock as minutes and seconds: 2:05.3."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"


def _row(event: AnyEvent) -> tuple[str, str, str] | None:
    match event:
        case CallStarted():
            return "call", "", f"language {event.language}, words from: {event.words_from}"
        case CallEnded():
            spoken = f"agent spoke {event.agent_speech_seconds:.0f} s, customer {event.customer_speech_seconds:.0f} s"
            return "call ended", "", f"{event.reason} after {event.duration_seconds:.1f} s; {spoken}"
        case Utterance():
            return ("said", event.channel, event.text) if event.final and event.text else None
        case Speech():
            return "speech", event.channel, _speech(event)
        case Overlap():
            return ("overlap", event.channel, f"{event.label}: {event.because}") if event.final else None
        case Cue():
            return f"cue {event.state}", event.channel or "both", f"{event.kind}{_evidence(event.evidence)}"
        case Prompt():
            return f"prompt {event.state}", "", f"{event.text} [{event.rule}] {event.reason}"
        case _:
            return _state(event)


def _state(event: AnyEvent) -> tuple[str, str, str] | None:
    match event:
        case Escalation():
            shares = ", ".join(f"{family} {share:.2f}" for family, share in event.shares.items() if share)
            return "heat", "", f"{event.level} {event.score:.2f}" + (f" ({shares})" if shares else "")
        case Hold():
            return "hold", "", f"{event.state}: {event.how}"
        case Stage():
            return "stage", "", event.name
        case Checklist():
            return "checklist", "agent", f"{event.item}: {event.state}"
        case Flag():
            return "flag", "", event.reason
        case Fault():
            return f"fault {event.state}", event.channel or "", f"{event.kind}: switches off {event.switches_off}"
        case Levels():
            return None
    return None


def _speech(event: Speech) -> str:
    parts = [f"{event.end - event.start:.1f} s"]
    if event.level_over_baseline_db is not None:
        parts.append(f"{event.level_over_baseline_db:+.1f} dB")
    if event.f0_over_baseline_st is not None:
        parts.append(f"{event.f0_over_baseline_st:+.1f} st")
    if event.syllables_per_second is not None:
        parts.append(f"{event.syllables_per_second:.1f} syll/s")
    return ", ".join(parts)


def _evidence(evidence: Evidence) -> str:
    measures = [
        f"{each.name} {each.value:.1f} {each.unit}" + (f" (limit {each.limit:.1f})" if each.limit is not None else "")
        for each in evidence.measures
    ]
    heard = [f"“{each.words}” ({each.rule})" for each in evidence.heard]
    said = "; ".join(measures + heard)
    return f": {said}" if said else ""
