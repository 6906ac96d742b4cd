/** The wire as pages see it: monitor/wire/browser.py, monitor/wire/review.py, monitor/core/events.py. */

export type Channel = "agent" | "customer";
export type Level = "calm" | "watch" | "raised" | "escalated";
export type Trend = "rising" | "steady" | "falling";

export interface Measure {
  name: string;
  value: number;
  unit: string;
  usual?: number | null;
  limit?: number | null;
}
export interface Heard {
  words: string;
  channel: Channel;
  start: number;
  end: number;
  rule: string;
  /** -1 to 1: what the words add to the heat, or take back; absent where neither */
  heat?: number;
}
export interface Evidence {
  start: number;
  end: number;
  measures?: Measure[];
  heard?: Heard[];
}
export interface Word {
  text: string;
  start: number;
  end: number;
  confidence: number;
}

interface Base {
  at: number;
  call_id: string;
}
export interface CallStarted extends Base {
  type: "call_started";
  source: string;
  language: string;
  agent: string;
  team: string;
  direction: string;
  started_at: string;
  words_from: string;
}
export interface CallEnded extends Base {
  type: "call_ended";
  duration_seconds: number;
  agent_speech_seconds: number;
  customer_speech_seconds: number;
  reason: string;
}
export interface Utterance extends Base {
  type: "utterance";
  channel: Channel;
  start: number;
  end: number;
  text: string;
  words: Word[];
  final: boolean;
  /** So many leading words no longer change. */
  stable: number;
  /** `count` words from `first` on are read as one: figures, spelled-out letters. */
  joined?: { first: number; count: number; text: string }[];
}
export interface Speech extends Base {
  type: "speech";
  channel: Channel;
  start: number;
  end: number;
  level_dbfs: number | null;
  level_over_baseline_db: number | null;
  alpha_db: number | null;
  f0_hz: number | null;
  f0_over_baseline_st: number | null;
  syllables: number;
  syllables_per_second: number | null;
}
export interface Overlap extends Base {
  type: "overlap";
  id: string;
  channel: Channel;
  start: number;
  end: number;
  label: string;
  final: boolean;
  counted: boolean;
  because: string;
}
export interface Hold extends Base {
  type: "hold";
  state: "on" | "off";
  how: string;
}
export interface Stage extends Base {
  type: "stage";
  name: string;
  /** The words that say so. */
  heard: Heard[];
}
export interface Cue extends Base {
  type: "cue";
  id: string;
  kind: string;
  channel: Channel | null;
  state: "opened" | "closed";
  start: number;
  evidence: Evidence;
}
export interface Escalation extends Base {
  type: "escalation";
  level: Level;
  score: number;
  shares: Record<string, number>;
}
export interface Prompt extends Base {
  type: "prompt";
  id: string;
  rule: string;
  state: "due" | "shown" | "withheld" | "closed";
  text: string;
  urgency: "normal" | "now";
  receipt: Evidence;
  reason: string;
  say: string;
  /** A note: shown once the call is over, until it is put away. */
  after_call?: boolean;
}
export interface Checklist extends Base {
  type: "checklist";
  item: string;
  state: "done" | "missing";
  /** The words that did it. */
  heard: Heard[];
}
export interface Flag extends Base {
  type: "flag";
  id: string;
  reason: string;
  state: string;
}
export interface Fault extends Base {
  type: "fault";
  kind: string;
  channel: Channel | null;
  switches_off: string;
  state: string;
}
export interface VoiceNow {
  speaking: boolean;
  level_over_baseline_db: number | null;
  pace_over_usual_percent: number | null;
  usual_known: number;
}
export interface Levels extends Base {
  type: "levels";
  agent: VoiceNow;
  customer: VoiceNow;
  overlap: boolean;
  on_hold: boolean;
  score: number;
  level: Level;
}
export type AnyEvent =
  | CallStarted
  | CallEnded
  | Utterance
  | Speech
  | Overlap
  | Hold
  | Stage
  | Cue
  | Escalation
  | Prompt
  | Checklist
  | Flag
  | Fault
  | Levels;

export interface CallCard {
  call_id: string;
  agent: string;
  team: string;
  language: string;
  direction: string;
  source: string;
  started_at: string;
  words_from: string;
}
export interface FloorRow {
  card: CallCard;
  at: number;
  level: Level;
  level_since: number;
  trend: Trend;
  score: number;
  shares: Record<string, number>;
  heat: number[];
  talk: number[];
  agent_voice: VoiceNow | null;
  customer_voice: VoiceNow | null;
  on_hold: boolean;
  last_prompt: Prompt | null;
  flags: Flag[];
  faults: Fault[];
  help_since: number | null;
}
/** agent dB, customer dB (null: silent or not known), both at once, on hold, prompt on show, agent speaks, customer speaks */
export type StripSecond = [number | null, number | null, boolean, boolean, boolean, boolean?, boolean?];
export interface CallSnapshot {
  row: FloorRow;
  utterances: Utterance[];
  prompt: Prompt | null;
  strip: StripSecond[];
  levels: Levels | null;
  escalation: Escalation | null;
  /** Phrases matched so far. */
  heard: Heard[];
  /** The last state of each item that has one. */
  checklist: Checklist[];
  /** The agent wants no prompts in this call but those that can't wait. */
  quiet: boolean;
}
/** The agent's last call, once it is over, and the notes on it that were not put away. */
export interface AfterCall {
  call_id: string;
  seconds: number;
  top_level: Level;
  notes: Prompt[];
}
/** Scores at which the levels are entered. */
export interface Borders {
  watch: number;
  raised: number;
  escalated: number;
}
export interface ServiceState {
  version: string;
  recogniser: "ready" | "warming" | "off";
  models: string[];
  off_because: string;
  active_calls: number;
  lost_rows: number;
  trouble?: string;
  borders?: Borders | null;
}
export interface AgentSnapshot {
  type: "agent_snapshot";
  agent: string;
  service: ServiceState;
  call: CallSnapshot | null;
  after?: AfterCall | null;
}
export interface CallTopicSnapshot {
  type: "call_snapshot";
  service: ServiceState;
  call: CallSnapshot | null;
}
export interface FloorSnapshot {
  type: "floor_snapshot";
  service: ServiceState;
  rows: FloorRow[];
}
export interface EventMessage {
  type: "event";
  event: AnyEvent;
}
export interface RowMessage {
  type: "row";
  row: FloorRow;
}
export interface GoneMessage {
  type: "gone";
  call_id: string;
}
/** The ended call that the page shows was heard again, or could not be. */
export interface HeardAgainMessage {
  type: "heard_again";
  call_id: string;
}
export type ServerMessage =
  | AgentSnapshot
  | CallTopicSnapshot
  | FloorSnapshot
  | EventMessage
  | RowMessage
  | GoneMessage
  | HeardAgainMessage;

export type Verdict = "got_it" | "not_helpful";
export interface AnswerMessage {
  type: "answer";
  call_id: string;
  prompt_id: string;
  verdict: Verdict;
}
export interface HelpMessage {
  type: "help";
  call_id: string;
}
export type AgentNotice = "quiet" | "prompts_again" | "unfit_caller" | "question" | "debrief";
export interface NoticeMessage {
  type: "notice";
  call_id: string;
  notice: AgentNotice;
}
export interface TickMessage {
  type: "tick";
  call_id: string;
  item: string;
}
export type BrowserMessage = AnswerMessage | HelpMessage | NoticeMessage | TickMessage;

export interface EndedCall {
  call_id: string;
  agent: string;
  team: string;
  language: string;
  direction: string;
  source: string;
  started_at: string;
  seconds: number;
  ended: string;
  top_level: Level;
  words_from: string;
  flags: Flag[];
  prompts: number;
  has_recording: boolean;
}
export interface EndedCalls {
  calls: EndedCall[];
}
export interface FoundLine {
  channel: Channel;
  at: number;
  /** Every second one matched. */
  pieces: string[];
}
export interface FoundCall {
  call: EndedCall;
  lines: FoundLine[];
  count: number;
}
export interface FoundCalls {
  calls: FoundCall[];
  more: boolean;
}
export interface SecondTranscript {
  words_from: string;
  because: string;
  utterances: Utterance[];
  /** Why no better model heard it; empty where the best one did. */
  instead: string;
}
export interface CallDetail {
  call: EndedCall;
  events: AnyEvent[];
  second_pass: SecondTranscript | null;
}
export interface Peaks {
  seconds: number;
  agent: number[];
  customer: number[];
}
