// A screen that listens to live events.
import { get } from "node:http";
import { asked } from "./lib.mjs";

/** A screen that listens. */
export class Screen {
  constructor(base, headers, { after, last } = {}) {
    Object.assign(this, { events: [], id: undefined, beats: 0, ended: false, rest: "", waiting: [] });
    const all = { ...headers, ...(last !== undefined && { "Last-Event-ID": String(last) }) };
    this.opened = new Promise((done, failed) => {
      this.request = get(`${base}/v1/live${after === undefined ? "" : `?after=${after}`}`, { headers: all }, (answer) => {
        this.answer = answer;
        asked.add(`GET /v1/live ${answer.statusCode}`);
        answer.setEncoding("utf8");
        answer.on("data", (text) => this.take(text));
        for (const name of ["end", "close", "error"]) answer.on(name, () => { this.ended = true; this.look(); });
        done(answer.statusCode);
      });
      this.request.on("error", (error) => { this.ended = true; this.look(); failed(error); });
    });
    this.opened.catch(() => {});
  }
  take(text) {
    const blocks = (this.rest + text).split("\n\n");
    this.rest = blocks.pop();
    for (const block of blocks) {
      const event = {};
      for (const line of block.split("\n")) {
        const [, name, value] = /^([a-z]*): ?(.*)$/.exec(line) ?? [];
        if (name === "") this.beats++;
        else event[name] = value;
      }
      if (event.id !== undefined) this.id = Number(event.id);
      if (event.data !== undefined) this.events.push({ ...event, id: Number(event.id), ...JSON.parse(event.data) });
    }
    this.look();
  }
  look() { this.waiting = this.waiting.filter(({ holds, done }) => !(holds() && (done(), true))); }
  /** Until it holds; fails after a while. */
  until(holds, ms = 4000) {
    return new Promise((done, failed) => {
      const timer = setTimeout(() => failed(new Error(`waited in vain: ${holds}`)), ms);
      this.waiting.push({ holds, done: () => { clearTimeout(timer); done(); } });
      this.look();
    });
  }
  get kinds() { return this.events.map(({ kind, event }) => event ?? kind); }
  close() { this.request.destroy(); }
}

/** What a browser shows to be let in. */
export const cookie = (browser) => ({ Cookie: Object.entries(browser.cookies).map(([name, value]) => `${name}=${value}`).join("; ") });
