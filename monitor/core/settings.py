"""All that the core can be told: one frozen struct, made of those that stand beside what uses them."""

import msgspec

from monitor.core.cue_board import CueSettings
from monitor.core.heat.escalation import EscalationSettings
from monitor.core.heat.flags import FlagSettings
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.prompts import PromptSettings
from monitor.core.prompting.rules.ladder_settings import LadderSettings
from monitor.core.prompting.rules.shape_settings import ShapeSettings
from monitor.core.signal.echo_evidence import BleedSettings
from monitor.core.signal.features import HearingSettings
from monitor.core.turns.hold import HoldSettings
from monitor.core.turns.overlaps import OverlapSettings
from monitor.core.voices.voice import VoiceSettings
from monitor.core.words.language import Language
from monitor.core.words.phrases import PhraseSettings
from monitor.core.words.unsure_words import UnsureSettings


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """config/thresholds.toml: a table for each."""

    hearing: HearingSettings = HearingSettings()
    bleed: BleedSettings = BleedSettings()
    voice: VoiceSettings = VoiceSettings()
    overlaps: OverlapSettings = OverlapSettings()
    hold: HoldSettings = HoldSettings()
    cues: CueSettings = CueSettings()
    phrases: PhraseSettings = PhraseSettings()
    unsure: UnsureSettings = UnsureSettings()
    escalation: EscalationSettings = EscalationSettings()
    ladder: LadderSettings = LadderSettings()
    shape: ShapeSettings = ShapeSettings()
    prompts: PromptSettings = PromptSettings()
    flags: FlagSettings = FlagSettings()


class CoreSettings(msgspec.Struct, frozen=True):
    """What one call is judged by."""

    language: Language
    playbook: tuple[Rule, ...]
    thresholds: Thresholds = Thresholds()
