// What the benches of the desk share: a server, a client that adds little of its own, percentiles, tables.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import net from "node:net";
import { loadavg, cpus } from "node:os";

/** Starts `amends serve`; waits until it listens. `link`: what makes the owner, the first time. */
export async function serve(program, { db, data, args = [] }) {
  const forever = ["case", "encounter", "event", "customer", "approval", "remedy", "promise", "warning"].flatMap((kind) => [`--retain-${kind}`, "0"]);
  const child = spawn(program, ["serve", "--port", "0", "--db", db, "--data", data, "--log-level", "error", ...forever, ...args],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, AMENDS_CONFIG: "" } });
  const ended = new Promise((done) => child.on("exit", done));
  let text = "";
  const base = await new Promise((done, failed) => {
    child.stdout.on("data", (piece) => {
      text += piece;
      const found = /listening .*: (http:\/\/\S+)\n/.exec(text);
      if (found) setTimeout(() => done(found[1]), 100);
    });
    child.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${text}`)));
  });
  return {
    base, child, setup: /\/setup(#\S+)/.exec(text)?.[1],
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** One connection that is kept; one request at a time. Bytes in, bytes out: what it adds is some 0.1 ms. */
export class Line {
  constructor(base, headers = {}) {
    const { hostname, port } = new URL(base);
    Object.assign(this, { hostname, port: Number(port || 80), headers, socket: undefined, waiting: undefined, bytes: Buffer.alloc(0) });
  }
  #open() {
    this.bytes = Buffer.alloc(0);
    this.socket = net.connect(this.port, this.hostname);
    this.socket.setNoDelay(true);
    this.socket.on("data", (piece) => {
      this.bytes = this.bytes.length ? Buffer.concat([this.bytes, piece]) : piece;
      this.#look(false);
    });
    this.socket.on("error", (error) => this.waiting?.failed(error));
    const { socket } = this;
    socket.on("close", () => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.#look(true);
    });
  }
  /** The answer, where it is whole. */
  #look(closed) {
    const at = this.bytes.indexOf("\r\n\r\n");
    if (!this.waiting) return;
    if (at < 0) return closed && this.waiting.failed(new Error("the connection was closed"));
    const head = this.bytes.subarray(0, at).toString("latin1").toLowerCase();
    let body = this.bytes.subarray(at + 4);
    const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
    if (/\r\ntransfer-encoding: *chunked/.test(head)) {
      if (!body.subarray(-7).toString("latin1").endsWith("0\r\n\r\n")) return;
      body = unchunk(body);
    } else if (length === undefined ? !closed : body.length < Number(length)) return;
    const { done } = this.waiting;
    this.waiting = undefined;
    const status = Number(head.split(" ")[1]);
    this.bytes = Buffer.alloc(0);
    if (/\r\nconnection: *close/.test(head) || (length === undefined && closed)) {
      this.socket?.destroy();
      this.socket = undefined;
    }
    done({ status, head, body });
  }
  /** Gives { status, body, ms }: from the first byte that is sent to the last that comes. */
  async ask(method, path, { json, headers = {} } = {}) {
    const body = json === undefined ? "" : JSON.stringify(json);
    const all = { Host: `${this.hostname}:${this.port}`, ...this.headers, ...headers };
    if (json !== undefined) Object.assign(all, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
    const text = `${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
    const kept = this.socket !== undefined;
    const began = performance.now();
    if (!this.socket) this.#open();
    const answer = await new Promise((done, failed) => {
      this.waiting = { done, failed };
      this.socket.write(text);
    }).catch((error) => {
      // A kept connection may be closed just when it is used; reading can be asked for again.
      this.waiting = undefined;
      this.socket?.destroy();
      this.socket = undefined;
      if (!kept || method !== "GET") throw error;
    });
    if (!answer) return this.ask(method, path, { json, headers });
    answer.ms = performance.now() - began;
    return answer;
  }
  /** The same; anything but success is an error, and the JSON is read. */
  async json(method, path, more) {
    const answer = await this.ask(method, path, more);
    const text = answer.body.toString();
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return Object.assign(answer, { json: text ? JSON.parse(text) : undefined });
  }
  close() {
    this.socket?.destroy();
  }
}

function unchunk(bytes) {
  const pieces = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf("\r\n", at);
    const length = parseInt(bytes.subarray(at, end).toString("latin1"), 16);
    if (!length) return Buffer.concat(pieces);
    pieces.push(bytes.subarray(end + 2, end + 2 + length));
    at = end + 4 + length;
  }
}

/** The value below which this share lies. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

export const ms = (value) => (value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0));

/** Where and how busy: figures of a machine that does other work are provisional. */
export function machine() {
  const load = loadavg()[0];
  const memory = Number(/MemTotal:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))[1]) / 1048576;
  return `${cpus()[0].model.trim()}, ${cpus().length} cores, ${memory.toFixed(0)} GB, load ${load.toFixed(1)}`;
}

export function table(head, rows) {
  console.log(`| ${head.join(" | ")} |\n|${head.map((_, i) => (i ? " ---: |" : " --- |")).join("")}`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
}
