"""All that the core can be told: one frozen struct, made of those that stand beside what uses them."""

import msgspec

from monitor.core.cue_board import CueSettings
from monitor.core.escalation import EscalationSettings
from monitor.core.features import HearingSettings
from monitor.core.flags import FlagSettings
from monitor.core.hold import HoldSettings
from monitor.core.language import Language
from monitor.core.overlaps import OverlapSettings
from monitor.core.phrases import PhraseSettings
from monitor.core.prompts import PromptSettings, Rule
from monitor.core.rules.ladder import LadderSettings
from monitor.core.voice import VoiceSettings


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """config/thresholds.toml: a table for each."""

    hearing: HearingSettings = HearingSettings()
    voice: VoiceSettings = VoiceSettings()
    overlaps: OverlapSettings = OverlapSettings()
    hold: HoldSettings = HoldSettings()
    cues: CueSettings = CueSettings()
    phrases: PhraseSettings = PhraseSettings()
    escalation: EscalationSettings = EscalationSettings()
    ladder: LadderSettings = LadderSettings()
    prompts: PromptSettings = PromptSettings()
    flags: FlagSettings = FlagSettings()


class CoreSettings(msgspec.Struct, frozen=True):
    """What one call is judged by."""

    language: Language
    playbook: tuple[Rule, ...]
    thresholds: Thresholds = Thresholds()
