// What a filter costs that answers each line with a line: start, processor time, memory.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100; // of /proc/PID/stat, on every Linux that we know
const SECONDS = 1.5;
const STARTS = 9;

class Filter {
  constructor(command, args) {
    this.child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
    this.answers = 0;
    this.child.stdin.on("error", () => {}); // told by the end instead
    this.child.stdout.on("data", (bytes) => {
      for (const byte of bytes) if (byte === 10) this.answers++;
      this.look?.();
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("close", resolve);
    });
  }
  /** Sends lines and waits for as many answers. */
  async send(lines) {
    const until = this.answers + lines.length;
    const answered = new Promise((resolve, reject) => {
      this.look = () => this.answers >= until && resolve();
      this.ended.then(() => reject(new Error(`${this.child.spawnfile} ended early`)), reject);
    });
    this.child.stdin.write(lines.join("\n") + "\n");
    await answered;
  }
  processorSeconds() {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }
  /** Largest resident memory, MiB. */
  memory() {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, "utf8"))[1]) / 1024;
  }
  async end() {
    this.child.stdin.end();
    await this.ended;
  }
}

/** {start: median milliseconds to the first answer, rate: lines per second of processor time, memory: MiB}. */
export async function costOf(command, args, lines) {
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    const from = performance.now();
    const filter = new Filter(command, args);
    await filter.send(lines.slice(0, 1));
    starts.push(performance.now() - from);
    await filter.end();
  }
  const filter = new Filter(command, args);
  await filter.send(lines);
  const from = filter.processorSeconds();
  let count = 0;
  while (filter.processorSeconds() - from < SECONDS) {
    await filter.send(lines);
    count += lines.length;
  }
  const rate = count / (filter.processorSeconds() - from);
  const memory = filter.memory();
  await filter.end();
  return { start: starts.sort((a, b) => a - b)[STARTS >> 1], rate, memory };
}
