/** Every word the pages say, in English. Another language is another module of this shape. */

/** For dates, days and the names of languages. */
export const locale = "en-GB";

export const product = "Call monitor";
export const pages = { floor: "Floor", review: "Review", agent: "Agent" };
export const needsScript = "This page needs JavaScript.";

/** Level words belong to the call, never to a person. */
export const levels = { calm: "Calm", watch: "Watch", raised: "Raised", escalated: "Escalated" };
export const trends = { rising: "rising", steady: "not falling", falling: "falling" };
export const who = { agent: "Agent", customer: "Customer", you: "You" };

export const level = {
  for: (/** @type {string} */ time) => `for ${time}`,
  since: (/** @type {string} */ time) => `since ${time}`,
  name: (/** @type {string} */ word) => `Level of the call: ${word}`,
  announce: (/** @type {string} */ word) => `The call is now: ${word}.`,
};

export const voice = {
  level: {
    unknown: "not known yet",
    quieter: "quieter",
    usual: "as usual",
    louder: "louder",
    much_louder: "much louder",
  },
  pace: {
    unknown: "",
    slower: "slower",
    bit_slower: "a bit slower",
    usual: "pace as usual",
    bit_faster: "a bit faster",
    faster: "faster",
  },
  usual: "usual",
  learning: (/** @type {number} */ percent) => `learning, ${percent} %`,
  silent: "silent",
  started: "just began",
  name: (/** @type {string} */ side, /** @type {string} */ words, /** @type {string} */ pace) =>
    `${side}: ${words}${pace ? `, ${pace}` : ""}`,
};

export const strip = {
  name: "Last two minutes: customer above, agent below, both at once hatched",
  from: "2 min ago",
  middle: "1 min",
  now: "now",
};
export const heat = {
  name: (/** @type {string} */ trend, /** @type {string} */ score) =>
    `Heat of the call, last two minutes: ${trend}, now ${score} of 1`,
  whole: "Heat of the call",
};
export const talk = {
  name: (/** @type {number[]} */ s) =>
    `Who talked, last 30 s: customer ${s[2]} s, agent ${s[1]} s, both ${s[3]} s, nobody ${s[0]} s${s[4] ? `, on hold ${s[4]} s` : ""}`,
};
export const transcript = {
  name: "Transcript",
  both: "both at once",
  pause: "pause",
  newest: "To the newest words",
  waiting: "The first words will stand here.",
};

export const link = {
  lost: "The monitor lost the service.",
  since: (/** @type {string} */ time) => `Not live since ${time}`,
  retry: (/** @type {number} */ seconds) => (seconds > 0 ? `Trying again in ${seconds} s` : "Trying again"),
  now: "Try now",
  connecting: "Connecting…",
  back: "Live again.",
};

/** What is off, what it spoils, and what still works first. */
export const faults = {
  no_model: (/** @type {string} */ language) =>
    `Words are not heard in ${language}. Voice, pace and turns still work. Whoever runs the monitor can install a speech model for it: call-monitor models list.`,
  mono_mix: () => "Both voices come on one channel. Words still work; voices, pace and turns are off.",
  bleed: () => "The line echoes: one side is heard on the other. Turns and interruptions are off.",
  clipping: (/** @type {string} */ _language, /** @type {string} */ side) =>
    `The sound of the ${side} clips. All still works; loud speech reads quieter than it is.`,
  gap: () => "Sound is missing for a moment. The clock stays true.",
  low_confidence: (/** @type {string} */ language) =>
    `Most words are unsure. Is this call in ${language}? Rules that need words wait; voice, pace and turns still work.`,
  recogniser: () => "Words stopped. Voice, pace and turns still work.",
  recording: () => "The recording stopped. Everything live still works.",
  other: (/** @type {string} */ kind, /** @type {string} */ off) => (off ? `${kind}: ${off}` : kind),
};
export const faultsShort = {
  no_model: "Words are not heard",
  mono_mix: "One channel, turns off",
  bleed: "Line echoes, turns off",
  clipping: "Sound clips",
  gap: "Sound has gaps",
  low_confidence: "Words are unsure",
  recording: "No recording",
};
export const wordsFrom = {
  file: "Words come from a file",
  files: "Words come from files beside the recordings; no recogniser runs.",
  none: (/** @type {string} */ language) => faults.no_model(language),
  engine: (/** @type {string} */ name) => `Words by ${name}`,
};
export const service = {
  warming: "The recogniser is warming up; words may lag at first.",
  lostRows: (/** @type {number} */ rows) =>
    `The store could not take ${rows} rows. Live pages still work; review will lack them.`,
};

export const prompt = {
  normal: "When they pause",
  after: "Now that the call is over",
  now: "Now",
  name: (/** @type {string} */ words) => `Prompt: ${words}`,
  gotIt: "Got it",
  putAway: "Put away",
  notHelpful: "Not helpful",
  why: "Why?",
  close: "Close",
  sent: { got_it: "Got it", not_helpful: "Not helpful, noted" },
  shown: (/** @type {string} */ time) => `shown ${time}`,
};
/** How a prompt ended, by its closing reason. */
export const outcome = {
  mended: "mended",
  got_it: "got it",
  not_helpful: "not helpful",
  showing: "showing",
  left: "a note for after the call",
  waiting: "waiting for a pause",
  ago: (/** @type {string} */ words, /** @type {string} */ time) => `${words}, ${time} ago`,
};

export const receipt = {
  name: "Receipt",
  measured: "Measured",
  against: "Against",
  limit: "Limit",
  when: "When",
  heard: "Heard",
  why: "Why",
  at: (/** @type {string} */ start, /** @type {string} */ end, /** @type {string} */ length) =>
    `${start} to ${end}, ${length} s`,
  usual: (/** @type {string} */ value) => `usual ${value}`,
  limitOf: (/** @type {string} */ value) => `limit ${value}`,
  over: (/** @type {string} */ value) => `${value} over usual`,
  under: (/** @type {string} */ value) => `${value} under usual`,
  quote: (/** @type {string} */ words) => `“${words}”`,
  heardAt: (/** @type {string} */ side, /** @type {string[]} */ times, /** @type {string} */ as) =>
    `${side}, at ${times.join(", ")}: ${as}`,
  /** What matched words count as, by phrase set. */
  phrases: {
    dismissal: "tells them how to feel",
    empathy: "understanding",
    apology: "an apology",
    supervisor_offer: "offers a supervisor",
    hold_announced: "a hold is announced",
    hold_over: "back from hold",
    frustration: "frustration",
    repeated_complaint: "a complaint repeated",
    supervisor_request: "asks for a supervisor",
    threat_to_leave: "threatens to leave",
    rudeness: "rude words",
    profanity: "profanity",
    threat_of_violence: "a threat of violence",
    complaint: "a complaint",
  },
  nothing: "No measure is stored with it.",
  measures: {
    level: "Loudness",
    level_over_usual: "Loudness",
    brightness: "Brightness",
    pitch: "Pitch",
    speech_rate: "Pace",
    interruptions: "Interruptions",
    longest_overlap: "Longest",
    monologue: "In one turn",
    hold: "On hold for",
    silence: "Silence",
    hot: "Hot for",
    customer_level_over_usual: "Their loudness",
    vocal_arousal: "Their voice",
    word_confidence: "Words made out",
    cut_short: "Pauses cut short",
    longest_gap: "Longest pause left",
    hot_in_all: "Hot in all",
    supervisor_joined: "A supervisor joined",
    debrief: "Asked for by key",
  },
  units: { "syll/s": "syllables a second", count: "", "0-1": "of 1" },
};

export const agent = {
  title: "This call",
  pick: {
    title: "Whose calls?",
    field: "Agent’s name",
    open: "Open",
    live: "In a call now",
    none: "Nobody is in a call now.",
    hint: "Each agent’s page wakes by itself when their call begins.",
  },
  noCall: "No call",
  noLink: "No connection",
  ready: "Ready when the phone rings.",
  readyWhy: "This page wakes by itself.",
  listening: "Listening for both voices.",
  listeningWhy: "Your usual is learnt from your first seconds of speech.",
  nothing: "Nothing to suggest.",
  bothUsual: "Both voices as usual.",
  soundOnly: "Voice and pace only.",
  learningThem: "The customer’s usual is still being learnt.",
  unusual: (/** @type {string} */ side, /** @type {string} */ words) => `${side}: ${words}.`,
  ended: "Call ended",
  endedAgo: (/** @type {string} */ time) => `Call ended ${time} ago`,
  endedTitle: "That call is over.",
  endedWhy: (/** @type {string} */ time, /** @type {string} */ top) => `${time} long, highest level ${top}.`,
  endedNext: "This page wakes with the next one.",
  lostWhy: (/** @type {string} */ time) => `Since ${time}. The call itself goes on.`,
  lostStale: "What is grey below is from then. Prompts of the meantime are not replayed.",
  hold: (/** @type {string} */ time) => `on hold, ${time}`,
  held: (/** @type {string} */ time) => `held, ${time}`,
  holdOnly: "on hold",
  quiet: (/** @type {number} */ seconds) => `No sound from the line for ${seconds} s.`,
  help: "Get help",
  helpWhy: "Puts this call at the top of the supervisor’s floor.",
  helpAsked: (/** @type {string} */ time) => `Asked at ${time}. It stands at the top of the floor.`,
  helpNear: "Help is one key away:",
  quietOn: "Quiet for this call: only what can’t wait is shown. Q brings prompts back.",
  sent: {
    question: "Your question is on the floor.",
    unfit_caller: "Marked: the caller is unfit to talk.",
    debrief: "Noted: you want to talk about this call afterwards.",
  },
  who: "Voices",
  strip: "Last two minutes",
};

export const floor = {
  columns: {
    level: "Level of the call",
    agent: "Agent",
    time: "Time",
    heat: "Heat, 2 min",
    voices: "Customer, agent",
    talk: "Who talks, 30 s",
    prompt: "Last prompt",
    flags: "Flags",
  },
  caption: "Active calls, most need first",
  tally: "Calls by level",
  search: "Agent or team",
  clear: "Clear",
  only: (/** @type {string} */ word) => `Only ${word}`,
  empty: "No calls now.",
  emptyWhy: "The floor fills by itself.",
  noMatch: "No call matches.",
  noMatchWhy: "Clear the filter to see all of them.",
  connecting: "Connecting to the floor.",
  asks: (/** @type {string} */ name) => `${name} asks for help`,
  ago: (/** @type {string} */ time) => `${time} ago`,
  open: "Open the call",
  hold: "On hold",
  learning: "Learning their usual",
  notKnown: "not known yet",
  off: "off",
  offMono: "off, one channel",
  asksFlag: (/** @type {string} */ time) => `Asks for help, ${time}`,
  over: "Call ended",
  help: (/** @type {string} */ name) => `${name} asks for help.`,
  hot: (/** @type {string} */ name) => `Escalated: the call of ${name}.`,
  row: (
    /** @type {string} */ level,
    /** @type {string} */ agent,
    /** @type {string} */ team,
    /** @type {string} */ time,
  ) => `${level}, ${agent}, ${team}, ${time}`,
  replay: "Open it in review",
  drawer: {
    name: "The call",
    close: "Close",
    shares: "What lifts the level",
    none: "Nothing lifts this call.",
    ended: "This call is over.",
    connecting: "Opening the call.",
    start: "2 min ago",
    at: (/** @type {string} */ level, /** @type {string} */ time, /** @type {string} */ trend) =>
      `${level} for ${time}, ${trend}`,
    calm: (/** @type {string} */ level, /** @type {string} */ time) => `${level} for ${time}`,
    showing: "Agent sees now",
    lastShown: "Last prompt",
  },
};

/** Shares of the score by family. */
export const shares = {
  families: {
    customer_voice: "Customer’s voice",
    agent_voice: "Agent’s voice",
    turns: "Turns",
    words: "Words",
  },
  voice: (/** @type {string} */ words) => `${capital(words)}.`,
  voiceOver: (/** @type {string} */ words, /** @type {string} */ db) => `${capital(words)}, ${db} dB over their usual now.`,
  voiceUnder: (/** @type {string} */ words, /** @type {string} */ db) => `${capital(words)}, ${db} dB under their usual now.`,
  voiceQuiet: "Silent now.",
  turns: (/** @type {number} */ times, /** @type {number} */ longest) =>
    times === 0
      ? "No talking at once in the last minute."
      : `Both talked at once ${times === 1 ? "one time" : `${times} times`} in the last minute, longest ${longest} s.`,
  words: (/** @type {{ words: string, at: string }[]} */ heard) =>
    heard.map((each) => `“${each.words}” at ${each.at}`).join(", ") + ".",
  wordsEarlier: "Said before this page followed the call.",
};

export const review = {
  list: "Ended calls",
  flagged: "Flagged",
  rest: "Other calls",
  search: "Words, agent, team, reason",
  found: "Lines in which it was said",
  otherLines: (/** @type {number} */ n) => (n === 1 ? "and one line more" : `and ${n} lines more`),
  noWord: "Type a word that was said, or a name.",
  moreFound: "It was said in more calls than these. Another word narrows it down.",
  more: "Older calls",
  none: "No call has ended yet.",
  noneWhy: "Ended calls stand here, flagged ones first.",
  noMatch: "No call matches.",
  pick: "Pick a call.",
  pickWhy: "Flagged ones stand first, with the reason.",
  loading: "Opening the call.",
  failed: "The service did not answer.",
  again: "Try again",
  notFound: "No ended call has this id.",
  prompts: (/** @type {number} */ n) => (n === 0 ? "no prompts" : n === 1 ? "one prompt" : `${n} prompts`),
  top: "highest level",
  ended: {
    hung_up: "",
    connection_lost: "Ended when the line to its source was lost.",
    service_stopped: "Ended when the service was stopped.",
    crash: "Ended by a crash of the service. What was heard until then is here.",
    other: (/** @type {string} */ reason) => `Ended: ${reason}.`,
  },
  endedShort: { crash: "crash", connection_lost: "line lost", service_stopped: "service stopped" },
  noRecording: "No recording. The clock, words and markers still work.",
  badRecording: "The recording can’t be played. The clock, words and markers still work.",
  noWords: (/** @type {string} */ language) => `Words were not heard in ${language}: no speech model for it was installed. Level, voices, turns and prompts are here.`,
  noWordsHeard: "No words were heard.",
  lanes: {
    heat: "Heat",
    heatOf: "of the call",
    turns: "Turns",
    both: "hatched: both",
    prompts: "Prompts",
    cues: "Cues",
    left: "dashed: left out",
    name: "The call on one clock",
  },
  play: "Play",
  pause: "Pause",
  back: "Back 5 s",
  on: "On 5 s",
  prompt: "Next prompt",
  skip: "Skip silence",
  speed: "Speed",
  of: (/** @type {string} */ total) => `of ${total}`,
  flag: "Flag",
  flagTitle: "Flag this call",
  flagReason: "Why should someone look at it?",
  flagSend: "Flag the call",
  cancel: "Cancel",
  flagSaved: "Flagged.",
  flaggedAt: (/** @type {string} */ reason, /** @type {string} */ time) => `${reason}, ${time}`,
  moments: "What happened",
  noMoments: "Nothing stood out: no prompt, no flag, calm all through.",
  reached: "level of the call",
  hold: "On hold",
  resumed: "Back from hold",
  shown: (/** @type {string} */ time) => `Shown ${time}.`,
  closed: (/** @type {string} */ time, /** @type {string} */ why) => `Closed ${time}, ${why}.`,
  withheld: (/** @type {string} */ why) => `Not shown: ${why}.`,
  opened: (/** @type {string} */ time) => `Open from ${time}`,
  until: (/** @type {string} */ time) => ` to ${time}.`,
  playThis: (/** @type {number} */ seconds) => `Play these ${seconds} s`,
  here: (/** @type {number} */ n, /** @type {number} */ all) => `${n} of ${all} here`,
  nextHere: "Next here",
  cameIn: (/** @type {string} */ over, /** @type {string} */ seconds, /** @type {string} */ label) =>
    `came in over the ${over}, ${seconds} s: ${label}`,
  notCounted: (/** @type {string} */ label, /** @type {string} */ seconds) => `not counted: ${label}, ${seconds} s`,
  counted: "Counted",
  because: "Because",
  seek: (/** @type {string} */ time) => `Play from ${time}`,
  source: "Which words",
  heardAgain: (/** @type {string} */ engine) => `Heard again by ${engine}`,
  heardLive: (/** @type {string} */ engine) => `Live by ${engine}`,
  liveFile: "Live from a file",
  liveNone: "Live: no words",
  againInstead: (/** @type {string} */ because) => `No better model could be loaded: ${because}.`,
  againFailed: (/** @type {string} */ because) => `Could not be heard again: ${because.replace(/\.$/, "")}.`,
  againNothing: (/** @type {string} */ engine) => `Heard again by ${engine}: no words.`,
};

/** Kinds of cues; of the agent always behaviour. */
export const cues = {
  raised_voice: "Raised voice",
  fast_speech: "Fast speech",
  quiet_speech: "Quiet speech",
  flat_tone: "Flat tone",
  mirroring: "Voice follows the customer up",
  interruption: "Keeps coming in",
  monologue: "Long turn",
  dead_air: "Dead air",
  hold: "Long hold",
  phrase: "Words",
  vocal_arousal: "Customer’s voice is up",
};
export const overlaps = {
  simultaneous: "started together",
  smooth_switch: "smooth switch",
  backchannel: "backchannel",
  interruption: "interruption",
  attempted: "attempt",
  competing: "both went on",
  pause_barge_in: "came in at a pause",
  other: "other",
};

/** The call's checklist, in the order of a call. */
export const checklist = {
  title: (/** @type {number} */ done, /** @type {number} */ all) => `Checklist, ${done} of ${all} done`,
  done: "done",
  missing: "missing",
  open: "not yet",
  tick: "Tick by hand",
  /** Shown only once they matter. */
  rare: ["answered_in_time", "follow_up", "way_back", "settles_it"],
  items: {
    answered_in_time: "Answered",
    greet: "Greeting",
    ask_name: "Name",
    use_name: "Name used",
    clarify: "Checked back",
    settles_it: "Settles it",
    contact_detail: "Contact",
    summarise: "Summary",
    way_back: "Way back",
    follow_up: "Follow-up",
    thank: "Thanks",
  },
};

export const keys = {
  title: "Keys",
  on: "Single keys work on this page",
  close: "Close",
  all: "All keys",
  off: "Keys are off",
  agent: {
    g: "Got it; after a call, put the note away",
    n: "Not helpful",
    y: "Why, and back",
    h: "Get help",
    a: "Ask the floor before you answer",
    q: "Quiet for this call, and back",
    u: "Caller unfit to talk",
    d: "Talk about this call afterwards",
  },
  floor: {
    "↑ ↓": "Row up, row down",
    Enter: "Open the call",
    Esc: "Close it",
    A: "Open the call that asks for help",
    "/": "Search",
  },
  review: {
    Space: "Play, pause",
    K: "Pause, play",
    "J L": "Back 5 s, on 5 s",
    "P ⇧P": "Next, last prompt",
    "[ ]": "Marker before, after",
    ", .": "Slower, faster",
    S: "Skip silence",
    R: "Play the receipt’s stretch",
    F: "Flag",
    "/": "Search",
    Esc: "Close the receipt",
  },
  any: { "?": "All keys" },
};
export const days = { today: "today", yesterday: "yesterday" };
export const theme = { name: "Light or dark", auto: "As the system", light: "Light", dark: "Dark" };

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
