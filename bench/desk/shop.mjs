// A shop to be filled with cases: sites, people, some encounters that were led to their end.
import { readFileSync, writeFileSync } from "node:fs";
import { hire, setUp } from "../../tests/http/lib.mjs";

export const langs = ["en", "zh", "fi", "ru"]; // in the order of bench/desk/fill/words.c
const sites = 21, models = 24;
const corpus = new URL("../../data/corpus/", import.meta.url);

/** Customers' sentences of one language. */
export function sentences(lang) {
  const lines = readFileSync(new URL(`${lang}/customers.jsonl`, corpus), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line).text).filter((text) => text && !/[\n\t]/.test(text) && text.length < 200);
}

/** As bench-desk-fill reads them. */
export function writeTexts(path) {
  writeFileSync(path, langs.flatMap((lang) => sentences(lang).map((text) => `${lang}\t${text}\n`)).join(""));
}

/** Sets a new server up. Gives what is needed to ask it as four people: cookies of sessions. */
export async function setUpShop(server) {
  const boss = await setUp(server);
  const first = (await boss.get("/v1/sites")).json.items[0];
  const all = [first.id];
  while (all.length < sites) all.push((await made(boss.post("/v1/sites", { name: `Site ${all.length}`, emergency_number: "112" }))).id);
  const mia = await hire(boss, server.base, "mia", "associate", first.id);
  const leo = await hire(boss, server.base, "leo", "supervisor", first.id);
  for (const site of all.slice(1, 3)) await made(boss.post(`/v1/people/${leo.id}/memberships`, { role: "supervisor", site }));
  for (const site of all)
    for (let i = 0; i < 3; i++) await made(boss.post("/v1/people", { name: `Person ${i}`, login: `p${i}-${site}`, role: "associate", site }));
  for (let i = 0; i < models; i++) await lead(mia, first.id, langs[i % langs.length], i);
  const cookie = (browser) => Object.entries(browser.cookies).map(([name, value]) => `${name}=${value}`).join("; ");
  return { sites: all, boss: cookie(boss), mia: cookie(mia), leo: cookie(leo), miaId: mia.id };
}

async function made(asked) {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.json;
}

/** An encounter with what a customer says in it, its case, its end. */
async function lead(person, site, lang, number) {
  const encounter = await made(person.post("/v1/encounters", { site, channel: "counter", lang }));
  const said = sentences(lang);
  for (let i = 0; i < 3; i++) {
    const event = i === 1 ? { did: "listen" } : { from: "customer", text: said[(number * 7 + i * 101) % said.length] };
    await made(person.post(`/v1/encounters/${encounter.id}/events`, { events: [{ key: `${number}-${i}`, event }] }));
  }
  await made(person.post("/v1/cases", { encounter: encounter.id, site, subject: said[number].slice(0, 60) }));
  await made(person.post(`/v1/encounters/${encounter.id}/end`, { outcome: "satisfied", thanked: true }));
}
