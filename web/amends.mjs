// The engine in a browser or Node.js: CONTRACT.md's objects in and out, over amends.wasm and the image of a playbook. No dependencies.
//
//   const amends = await Amends.load(wasm, image); // each: bytes, or a Response, or a promise of one
//   amends.signals({ text: "I want my money back!" });
//   const encounter = amends.encounter();
//   encounter.step({ start: { lang: "en" } });
//   encounter.step({ from: "customer", text: "…" });

const WIRE_VERSION = 1;
const CODE_OBSERVED = 64;
const KINDS = { start: 0, said: 1, observed: 2, did: 3, gave: 4, authority: 5, overruleSignal: 6, overruleAct: 7, undo: 8, outcome: 9 };
const SOURCES = ["D0", "D1", "D2", "D3", "D4", "ours"];
const LISTS = ["signal", "observation", "act", "finding", "move", "level", "channel", "outcome", "remedy", "state", "role", "status"];
const MINOR_DIGITS = { 0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF", 3: "BHD IQD JOD KWD LYD OMR TND" };

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

/** Little-endian bytes, growing. */
class Writer {
  bytes = [];
  number(value, width) {
    let rest = BigInt.asUintN(width * 8, BigInt(value));
    for (let i = 0; i < width; i++, rest >>= 8n) this.bytes.push(Number(rest & 255n));
    return this;
  }
  raw(bytes) {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
  string(text = "") {
    const bytes = utf8.encode(text);
    return this.number(bytes.length, 4).raw(bytes);
  }
}

/** Little-endian bytes, read in order. */
class Reader {
  constructor(bytes) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bytes = bytes;
    this.at = 0;
  }
  number(width) {
    let value = 0;
    for (let i = 0; i < width; i++) value += this.bytes[this.at++] * 2 ** (8 * i);
    return value;
  }
  signed() {
    return this.view.getInt8(this.at++);
  }
  string() {
    const length = this.number(4);
    const text = fromUtf8.decode(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return text;
  }
  span() {
    return { start: this.number(4), end: this.number(4) };
  }
}

function digits(currency) {
  for (const [count, codes] of Object.entries(MINOR_DIGITS)) if (currency && codes.includes(currency)) return Number(count);
  return 2;
}

const named = (sources) => SOURCES.filter((_, i) => (sources >> i) & 1);

/** An error that the engine answered: `status` is its name. */
export class AmendsError extends Error {
  constructor(status) {
    super(`amends: ${status}`);
    this.status = status;
  }
}

/** Puts bytes into linear memory. */
function place(exports, bytes) {
  const at = exports.wasm_allocate(bytes.length);
  if (at !== 0) new Uint8Array(exports.memory.buffer).set(bytes, at);
  return { at, length: bytes.length };
}

/** A large answer, piece by piece as it comes: nothing waits for the whole, and it is in memory once. */
async function fetched(exports, answer) {
  if (!answer.ok) throw new AmendsError("AMENDS_E_IMAGE");
  const length = answer.headers.has("content-encoding") ? 0 : Number(answer.headers.get("content-length"));
  if (!length || !answer.body) return place(exports, new Uint8Array(await answer.arrayBuffer()));
  const at = exports.wasm_allocate(length);
  if (at === 0) return { at, length };
  let done = 0;
  for (const reader = answer.body.getReader(); ; ) {
    const { value } = await reader.read();
    if (!value) break;
    if (done + value.length > length) throw new AmendsError("AMENDS_E_IMAGE");
    new Uint8Array(exports.memory.buffer).set(value, at + done);
    done += value.length;
  }
  if (done !== length) throw new AmendsError("AMENDS_E_IMAGE");
  return { at, length };
}

export class Amends {
  /** Loads amends.wasm and a compiled playbook: bytes, or a Response, or a promise of one of them. */
  static async load(wasm, image) {
    const isResponse = (ready) => typeof Response !== "undefined" && ready instanceof Response;
    const [program, playbook] = await Promise.all([wasm, image]);
    const { instance } = isResponse(program)
      ? await WebAssembly.instantiateStreaming(program, {})
      : await WebAssembly.instantiate(program, {});
    instance.exports._initialize?.();
    const placed = isResponse(playbook) ? await fetched(instance.exports, playbook) : place(instance.exports, new Uint8Array(playbook));
    return new Amends(instance.exports, placed);
  }

  /** `image`: where it stands in linear memory, and its length; it stays there and is read in place. */
  constructor(exports, image) {
    this.wasm = exports;
    this.session = image.at === 0 ? 0 : exports.wasm_open(image.at, image.length);
    if (this.session === 0) throw new AmendsError("AMENDS_E_IMAGE");
    this.labels = Object.fromEntries(LISTS.map((list, i) => [list, this.#labelList(i)]));
    this.languages = [];
    for (let i = 0; ; i++) {
      const code = this.#cString(exports.wasm_language(this.session, i));
      if (code === "") break;
      this.languages.push(code);
    }
  }

  #cString(pointer) {
    const memory = new Uint8Array(this.wasm.memory.buffer);
    let end = pointer;
    while (memory[end] !== 0) end++;
    return fromUtf8.decode(memory.subarray(pointer, end));
  }

  #labelList(list) {
    const names = [];
    for (let i = 0; ; i++) {
      const name = this.#cString(this.wasm.wasm_label(list, i));
      if (name === "?") return names;
      names.push(name);
    }
  }

  /** Calls with the bytes placed in linear memory; gives a copy of the answer's bytes. */
  withBytes(bytes, call) {
    const pointer = this.wasm.wasm_allocate(Math.max(1, bytes.length));
    try {
      new Uint8Array(this.wasm.memory.buffer).set(bytes, pointer);
      return this.answer(call(pointer, bytes.length));
    } finally {
      this.wasm.wasm_release(pointer);
    }
  }

  answer(length) {
    if (length < 0) throw new AmendsError(this.labels.status[-length]);
    const from = this.wasm.wasm_answer(this.session);
    return new Uint8Array(this.wasm.memory.buffer).slice(from, from + length);
  }

  text(length, count = 1) {
    const reader = new Reader(this.answer(length));
    const texts = Array.from({ length: count }, () => reader.string());
    return count === 1 ? texts[0] : texts;
  }

  /** The index of a language's code (BCP 47); -1 where it is to be found. */
  language(code) {
    const primary = code?.split(/[-_]/)[0];
    if (primary === undefined || primary === "und") return -1;
    const index = this.languages.indexOf(primary);
    if (index < 0) throw new AmendsError("AMENDS_E_LANGUAGE");
    return index;
  }

  named(list, bits) {
    return this.labels[list].filter((_, i) => (bits / 2 ** i) & 1);
  }

  find(list, name) {
    const index = this.labels[list].indexOf(name);
    if (index < 0) throw new AmendsError("AMENDS_E_ARGUMENT");
    return index;
  }

  readingBytes({ text, lang, channel }) {
    const channelIndex = channel === undefined ? -1 : this.find("channel", channel);
    return this.withBytes(utf8.encode(text), (pointer, length) =>
      this.wasm.wasm_read(this.session, pointer, length, this.language(lang), channelIndex),
    );
  }

  /** A word of the screen, such as "screen.emergency_number"; "" where there is none. */
  word(lang, path) {
    return lang < 0 ? "" : this.#withText(path, (pointer) => this.text(this.wasm.wasm_word(this.session, lang, pointer)));
  }

  #withText(text, use) {
    const bytes = utf8.encode(`${text}\0`);
    const pointer = this.wasm.wasm_allocate(bytes.length);
    new Uint8Array(this.wasm.memory.buffer).set(bytes, pointer);
    try {
      return use(pointer);
    } finally {
      this.wasm.wasm_release(pointer);
    }
  }

  /** CONTRACT.md, `amends signals`. */
  signals(input) {
    const reader = new Reader(this.readingBytes(input));
    reader.number(1);
    const lang = reader.signed();
    const anger = reader.number(1);
    const signals = this.named("signal", reader.number(4));
    reader.number(8);
    for (let i = 0; i < this.labels.signal.length; i++) reader.number(2);
    const evidence = [];
    for (let left = reader.number(2); left > 0; left--) {
      const span = reader.span();
      const signal = this.labels.signal[reader.number(1)];
      reader.number(3);
      evidence.push({ signal, ...span });
    }
    return { ...(input.id !== undefined && { id: input.id }), lang: this.languages[lang] ?? "und", anger, signals, evidence };
  }

  /** Amounts that name no currency are in the one that is given. */
  authorityBytes(writer, authority = {}, otherwise = "") {
    const currency = authority.currency ?? otherwise;
    const places = 10 ** digits(currency);
    const minor = (amount = 0) => Math.round(amount * places);
    const remedies = this.labels.remedy;
    const bits = (test) => remedies.reduce((sum, name, i) => sum + (test(authority[name]) ? 2 ** i : 0), 0);
    writer.raw(utf8.encode(currency.padEnd(4, "\0")));
    writer.number(authority.all ? 1 : 0, 1);
    writer.number(bits((value) => value !== undefined), 2).number(bits((value) => value === true), 2);
    writer.number(Math.round((authority.discount_percent ?? 0) * 100), 4);
    return writer.number(minor(authority.refund), 8).number(minor(authority.voucher), 8).number(minor(authority.free_item), 8);
  }

  reviewBytes({ text, customer, authority, lang, channel }) {
    const writer = new Writer().string(text).number(customer === undefined ? 0 : 1, 1).string(customer);
    this.authorityBytes(writer, authority);
    writer.number(this.language(lang), 1).number(channel === undefined ? -1 : this.find("channel", channel), 1);
    return this.withBytes(writer.bytes, (pointer, length) => this.wasm.wasm_review(this.session, pointer, length));
  }

  findings(reader, count, lang, uiLang) {
    const found = [];
    for (let left = count; left > 0; left--) {
      const span = reader.span();
      const finding = this.labels.finding[reader.number(1)];
      found.push({ finding, ...span, rule: reader.number(2) });
    }
    for (const entry of found) {
      const rule = entry.rule;
      const told = new Reader(this.answer(
        this.wasm.wasm_finding(this.session, lang, this.find("finding", entry.finding), rule, uiLang < 0 ? lang : uiLang)));
      for (const name of ["message", "reason", "suggestion"]) entry[name] = told.string();
      entry.rule = this.text(this.wasm.wasm_rule(this.session, lang, rule));
      entry.sources = named(told.number(1));
    }
    return found;
  }

  /** CONTRACT.md, `amends review`. */
  review(input) {
    const reader = new Reader(this.reviewBytes(input));
    reader.number(1);
    const lang = reader.signed();
    reader.number(8);
    const findings = this.findings(reader, reader.number(2), lang, this.language(input.ui_lang));
    const moves = [];
    for (let left = reader.number(2); left > 0; left--) {
      const span = reader.span();
      moves.push({ move: this.labels.move[reader.number(1)], ...span });
      reader.number(2);
    }
    return { ...(input.id !== undefined && { id: input.id }), lang: this.languages[lang] ?? "und", findings, moves };
  }

  /** A new encounter; free it with dispose(). */
  encounter() {
    return new Encounter(this);
  }
}

/** One encounter: step(event) gives the card (CONTRACT.md, `amends coach`). */
export class Encounter {
  constructor(amends) {
    this.amends = amends;
    this.pointer = amends.wasm.wasm_encounter();
    this.channel = 0;
    this.uiLang = -1;
    this.emergencyNumber = "";
    this.currency = "";
  }

  dispose() {
    this.amends.wasm.wasm_release(this.pointer);
    this.pointer = 0;
  }

  /** What was seen or overruled: a signal's or an observation's number. */
  #seen(name) {
    const signal = this.amends.labels.signal.indexOf(name);
    return signal >= 0 ? signal : CODE_OBSERVED + this.amends.find("observation", name);
  }

  #fields(event) {
    const { amends } = this;
    if (event.start) return { kind: KINDS.start };
    if (event.text !== undefined) return { kind: KINDS.said, role: amends.find("role", event.from) };
    if (event.observed !== undefined) return { kind: KINDS.observed, code: this.#seen(event.observed) };
    if (event.did !== undefined) return { kind: KINDS.did, code: amends.find("act", event.did) };
    if (event.gave !== undefined) return { kind: KINDS.gave, authority: event.gave };
    if (event.authority !== undefined) return { kind: KINDS.authority, authority: event.authority };
    if (event.overrule !== undefined)
      return amends.labels.act.includes(event.overrule)
        ? { kind: KINDS.overruleAct, code: amends.find("act", event.overrule) }
        : { kind: KINDS.overruleSignal, code: this.#seen(event.overrule) };
    if (event.undo) return { kind: KINDS.undo };
    if (event.outcome !== undefined) return { kind: KINDS.outcome, code: amends.find("outcome", event.outcome) };
    throw new AmendsError("AMENDS_E_ARGUMENT");
  }

  /** The event as bytes of amends/wire.h. */
  eventBytes(event) {
    const { amends } = this;
    const { kind, role = 0, code = 0, authority } = this.#fields(event);
    const writer = new Writer().number(WIRE_VERSION, 1).number(kind, 1).number(role, 1).number(code, 4);
    writer.string(event.text).string(event.speaker).string(event.to);
    amends.authorityBytes(writer, authority, this.currency);
    if (!event.start) return writer.bytes;
    const start = event.start;
    const flags =
      (start.formal ? 1 : 0) + (start.security_on_site ? 2 : 0) + (start.supervisor === false ? 0 : 4) + (start.colleague === false ? 0 : 8) +
      (start.supervisor_authority ? 16 : 0);
    writer.number(amends.language(start.lang), 1).number(amends.language(start.ui_lang), 1);
    writer.number(amends.find("channel", start.channel ?? "counter"), 1).number(flags, 1);
    amends.authorityBytes(writer, start.authority);
    amends.authorityBytes(writer, start.supervisor_authority, start.authority?.currency);
    return writer.string(start.emergency_number).bytes;
  }

  /** The card's bytes after an event's bytes; the encounter goes on from there. */
  stepBytes(bytes) {
    return this.amends.withBytes(bytes, (pointer, length) =>
      this.amends.wasm.wasm_step(this.amends.session, this.pointer, pointer, length),
    );
  }

  step(event) {
    const card = this.stepBytes(this.eventBytes(event));
    if (event.start) {
      this.channel = this.amends.find("channel", event.start.channel ?? "counter");
      this.uiLang = this.amends.language(event.start.ui_lang);
      this.emergencyNumber = event.start.emergency_number ?? "";
      this.currency = event.start.authority?.currency ?? "";
    }
    return this.#card(new Reader(card));
  }

  #card(reader) {
    const { amends } = this;
    const { wasm, session, labels } = amends;
    reader.number(1);
    const card = { n: reader.number(4), acts: [], escalate: labels.level[reader.number(1)], say: [], do: [], avoid: [] };
    card.anger = reader.number(1);
    card.reiteration = reader.number(1);
    card.heat = reader.number(2) / 1000;
    const lang = reader.signed();
    card.avoid = amends.named("finding", reader.number(1));
    card.signals = amends.named("signal", reader.number(4));
    card.why = [];
    const acts = [];
    for (let left = reader.number(1); left > 0; left--) {
      acts.push(reader.number(1));
      const why = { act: labels.act[reader.number(1)] };
      const kind = ["signal", "observation", "state"][reader.number(1)];
      const code = reader.number(1);
      const hasSpan = reader.number(1);
      // Anger read in a text is evidence like a signal; seen without words it is an observation.
      const field = kind === "observation" ? (hasSpan ? "signal" : "observed") : kind;
      why[field] = code >= CODE_OBSERVED && kind !== "state" ? labels.observation[code - CODE_OBSERVED] : labels[kind][code];
      const sources = reader.number(4);
      const span = reader.span();
      if (hasSpan) Object.assign(why, span);
      why.sources = named(sources);
      card.why.push(why);
    }
    card.acts = acts.map((act) => labels.act[act]);
    const said = [];
    for (let left = reader.number(1); left > 0; left--) said.push([reader.number(1), reader.number(4)]);
    const findingsLang = reader.signed();
    const findingCount = reader.number(1);
    card.findings = amends.findings(reader, findingCount, findingsLang, this.uiLang < 0 ? lang : this.uiLang);
    const number = () => this.emergencyNumber || amends.word(lang, "screen.emergency_number") || "emergency number";
    const fill = (text) => text.replaceAll("{emergency_number}", number);
    card.say = said.map(([act, phrase]) => ({ act: labels.act[act], text: fill(amends.text(wasm.wasm_phrase(session, lang, phrase))) }));
    card.do = acts
      .filter((act) => !said.some(([spoken]) => spoken === act))
      .map((act) => ({ act: labels.act[act], text: fill(amends.text(wasm.wasm_instruction(session, this.uiLang < 0 ? lang : this.uiLang, act, this.channel))) }));
    return card;
  }
}
