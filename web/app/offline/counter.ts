// Encounters as screens have them: begun, gone on with, followed.
import { api, Problem, writeKey } from "../api/client";
import { listen } from "../api/live";
import { session } from "../api/session";
import { call } from "./calls";
import { engine, warm } from "./engine";
import type { Counter } from "./index";
import { Line, open, orderly, type Kept } from "./line";
import { allLines, kick } from "./outbox";
import { touch, vault } from "./person";
import { meet, reach } from "./state";
import type { Called, Calling, CoachEvent, Ending, Opening, Start } from "./types";

/** So long a call waits for the desk's name of an encounter that it is just being told of. */
const NAME_MS = 1500;

interface Begun {
  opening: Opening;
  start: Start;
}

function fresh(opening: Opening, more: Partial<Kept>): Kept {
  return {
    local: orderly(), id: null, begunAt: Date.now(), opening, start: {}, record: null, known: [], promises: [], refusals: [], trouble: null, ...more,
  };
}

/** A start made of the last one that the desk made here: its authority and its help, this customer's language. */
async function likeBefore(opening: Opening): Promise<Start | undefined> {
  const before = await (await vault())?.read<Begun>("start", opening.site);
  if (!before) return undefined;
  const { supervisor_authority, authority, security_on_site, supervisor, colleague, emergency_number } = before.start;
  const lang = opening.lang ?? before.start.lang;
  const ui_lang = opening.ui_lang ?? before.start.ui_lang;
  return {
    channel: opening.channel, formal: opening.formal ?? false,
    ...(lang !== undefined && { lang }), ...(ui_lang !== undefined && { ui_lang }),
    ...(security_on_site !== undefined && { security_on_site }), ...(supervisor !== undefined && { supervisor }),
    ...(colleague !== undefined && { colleague }), ...(emergency_number !== undefined && { emergency_number }),
    ...(authority && { authority }), ...(supervisor_authority && { supervisor_authority }),
  };
}

/** What the desk made of it, kept for a time without the desk. */
async function remember(line: Line): Promise<void> {
  const { id, opening, start } = line.kept;
  if (id !== null) await (await vault())?.change({ kind: "start", name: opening.site, value: { opening, start } satisfies Begun });
}

/** Waits until the desk has named it, or is away. */
function named(line: Line): Promise<void> {
  if (line.kept.id !== null || reach.get() === "away") return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(finish, NAME_MS);
    const stop = line.now.watch(({ id }) => id !== null && finish());
    function finish() {
      clearTimeout(timer);
      stop();
      done();
    }
  });
}

function counter(line: Line): Counter {
  const refresh = () => line.refresh().catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
  });
  const stopListening = listen((news) => {
    if (news.kind !== "reset" && (news.subject !== line.kept.id || !news.kind.startsWith("encounter.") || news.kind === "encounter.presence")) return;
    if (news.kind !== "encounter.events" || !line.isOwnNews()) void refresh();
  });
  return {
    now: line.now,
    async tell(event: CoachEvent) {
      void touch();
      const card = line.tell(event);
      void line.settled().then(kick);
      if (engine.get() !== "ready") void warm();
      return card;
    },
    async end(ending: Ending) {
      void touch();
      await line.end(ending);
      kick();
    },
    async call(calling: Calling): Promise<Called> {
      await named(line);
      const called = await call(calling, line.kept.id, line.kept.start.emergency_number);
      if (called.sent) void refresh(); // the coach has heard of it
      return called;
    },
    refresh,
    async discard() {
      await line.forget();
      (await allLines()).delete(line.kept.local);
    },
    close: stopListening,
  };
}

async function add(line: Line): Promise<Counter> {
  (await allLines()).set(line.kept.local, line);
  return counter(line);
}

/** The desk opens it. */
async function openThere(opening: Opening, key: string): Promise<Line> {
  const line = new Line(await vault(), fresh(opening, await open(opening, key)));
  await line.keep();
  await remember(line);
  return line;
}

export async function begin(opening: Opening): Promise<Counter> {
  const key = writeKey();
  void touch();
  const start = await likeBefore(opening);
  const ready = start !== undefined && engine.get() === "ready";
  if (!ready) {
    try {
      return await add(await openThere(opening, key));
    } catch (error) {
      if (!(error instanceof Problem) || reach.get() !== "away" || !start || !(await warm())) throw error;
    }
  }
  const line = new Line(await vault(), fresh(opening, { start }));
  await line.begun(key);
  const begun = await add(line);
  const stop = line.now.watch(({ id }) => {
    if (id === null) return;
    stop();
    void remember(line);
  });
  kick();
  return begun;
}

export async function resume(): Promise<Counter | null> {
  const going = [...(await allLines()).values()].filter((line) => !line.now.get().ended && isMine(line)).sort((a, b) => b.kept.begunAt - a.kept.begunAt)[0];
  if (going) {
    const found = counter(going);
    await Promise.race([found.refresh(), new Promise((done) => setTimeout(done, 300))]);
    if (!going.now.get().ended) return found;
    found.close();
  }
  const person = session.get()?.person.id;
  if (!person) return null;
  try {
    const { items } = await meet((signal) => api.get("/v1/encounters", { query: { person, ended: false, limit: 1 }, signal }));
    return items[0] ? await follow(items[0].id) : null;
  } catch (error) {
    if (error instanceof Problem && reach.get() === "away") return null;
    throw error;
  }
}

const isMine = ({ kept: { record } }: Line): boolean => record === null || record.person === session.get()?.person.id;

export async function follow(id: string): Promise<Counter> {
  const known = [...(await allLines()).values()].find(({ kept }) => kept.id === id);
  if (known) {
    const found = counter(known);
    void found.refresh();
    return found;
  }
  const line = new Line(await vault(), fresh({ site: "", channel: "counter" }, { id }));
  await line.refresh();
  return add(line);
}
