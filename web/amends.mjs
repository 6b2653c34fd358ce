// The engine in a browser or Node.js: CONTRACT.md's objects in and out, over amends.wasm. No dependencies.
//
//   const amends = await Amends.load(bytesOrResponse);
//   amends.signals({ text: "I want my money back!" });
//   const encounter = amends.encounter();
//   encounter.step({ start: { lang: "en" } });
//   encounter.step({ from: "customer", text: "…" });

const WIRE_VERSION = 1;
const CODE_OBSERVED = 64;
const KINDS = { start: 0, said: 1, observed: 2, did: 3, gave: 4, authority: 5, overruleSignal: 6, overruleAct: 7, undo: 8, outcome: 9 };
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

/** An error that the engine answered: `status` is its name. */
export class AmendsError extends Error {
  constructor(status) {
    super(`amends: ${status}`);
    this.status = status;
  }
}

export class Amends {
  /** Loads from the bytes of amends.wasm, or a Response (or promise of one) for it. */
  static async load(source) {
    const ready = await source;
    const wasm =
      typeof Response !== "undefined" && ready instanceof Response
        ? await WebAssembly.instantiateStreaming(ready, {})
        : await WebAssembly.instantiate(ready, {});
    return new Amends(wasm.instance.exports);
  }

  constructor(exports) {
    this.wasm = exports;
    exports._initialize?.();
    this.session = exports.wasm_open();
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

  /** The index of a language's code; -1 where it is to be found. */
  language(code) {
    if (code === undefined) return -1;
    const index = this.languages.indexOf(code);
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

  authorityBytes(writer, authority = {}) {
    const places = 10 ** digits(authority.currency);
    const minor = (amount = 0) => Math.round(amount * places);
    const remedies = this.labels.remedy;
    const bits = (test) => remedies.reduce((sum, name, i) => sum + (test(authority[name]) ? 2 ** i : 0), 0);
    writer.raw(utf8.encode((authority.currency ?? "").padEnd(4, "\0")));
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
      [entry.message, entry.reason, entry.suggestion] = this.text(
        this.wasm.wasm_finding(this.session, lang, this.find("finding", entry.finding), rule, uiLang < 0 ? lang : uiLang), 3);
      entry.rule = this.text(this.wasm.wasm_rule(this.session, lang, rule));
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
    amends.authorityBytes(writer, authority);
    if (!event.start) return writer.bytes;
    const start = event.start;
    const flags =
      (start.register === "formal" || (start.register === undefined && start.channel === "email") ? 1 : 0) +
      (start.security_on_site ? 2 : 0) + (start.supervisor === false ? 0 : 4) + (start.colleague === false ? 0 : 8) +
      (start.supervisor_authority ? 16 : 0);
    writer.number(amends.language(start.lang), 1).number(amends.language(start.ui_lang), 1);
    writer.number(amends.find("channel", start.channel ?? "counter"), 1).number(flags, 1);
    amends.authorityBytes(writer, start.authority);
    amends.authorityBytes(writer, start.supervisor_authority);
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
      const kind = ["signal", "observed", "state"][reader.number(1)];
      const list = ["signal", "observation", "state"];
      why[kind] = labels[list[["signal", "observed", "state"].indexOf(kind)]][reader.number(1)];
      const hasSpan = reader.number(1);
      const sources = reader.number(4);
      const span = reader.span();
      if (hasSpan) Object.assign(why, span);
      why.sources = ["D0", "D1", "D2", "D3", "D4", "ours"].filter((_, i) => (sources >> i) & 1);
      card.why.push(why);
    }
    card.acts = acts.map((act) => labels.act[act]);
    const said = [];
    for (let left = reader.number(1); left > 0; left--) said.push([reader.number(1), reader.number(4)]);
    const findingsLang = reader.signed();
    const findingCount = reader.number(1);
    card.findings = amends.findings(reader, findingCount, findingsLang, this.uiLang);
    const fill = (text) => text.replaceAll("{emergency_number}", this.emergencyNumber);
    card.say = said.map(([act, phrase]) => ({ act: labels.act[act], text: fill(amends.text(wasm.wasm_phrase(session, lang, phrase))) }));
    card.do = acts
      .filter((act) => !said.some(([spoken]) => spoken === act))
      .map((act) => ({ act: labels.act[act], text: fill(amends.text(wasm.wasm_instruction(session, this.uiLang < 0 ? lang : this.uiLang, act, this.channel))) }));
    return card;
  }
}
