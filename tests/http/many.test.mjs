// A search among more than it looks at for one page: it says where to go on, and nothing is left out.
import { equal, ok } from "node:assert/strict";
import { hire, setUp, start, Suite } from "./lib.mjs";

const looks = 500; // AM_SEARCH_LOOKS
const server = await start();
const suite = new Suite("http-many");
const boss = await setUp(server);
const here = (await boss.get("/v1/sites")).json.items[0].id;
const there = (await boss.post("/v1/sites", { name: "There", emergency_number: "112" })).json.id;
const ann = await hire(boss, server.base, "ann", "supervisor", here);
await boss.post(`/v1/people/${ann.id}/memberships`, { role: "supervisor", site: there });

const add = async (site, subject) => {
  const answer = await boss.post("/v1/cases", { site, subject });
  equal(answer.status, 201, answer.text);
  return answer.json.id;
};

await suite.test("a page may be empty and not the last", async () => {
  const oldest = await add(there, "late delivery");
  for (let i = 0; i < looks; i += 50) await Promise.all(Array.from({ length: 50 }, () => add(here, "late delivery")));
  const newest = await add(there, "late train");
  const first = (await boss.get(`/v1/cases?q=late+delivery&site=${there}`)).json;
  equal(first.items.length, 0);
  ok(first.next);
  const second = (await boss.get(`/v1/cases?q=late+delivery&site=${there}&cursor=${first.next}`)).json;
  equal(second.items.map((item) => item.id).join(), oldest);
  equal(second.next, null);
  equal((await boss.get(`/v1/cases?q=late+train&site=${there}`)).json.items[0].id, newest);
});

await suite.test("whoever works at two sites has the cases of both in their order, page by page", async () => {
  const ids = [];
  let path = "/v1/cases?limit=200";
  for (let next; path; path = next && `/v1/cases?limit=200&cursor=${next}`) {
    const answer = (await ann.get(path)).json;
    ids.push(...answer.items.map((item) => item.id));
    next = answer.next;
  }
  equal(ids.length, looks + 2);
  equal(ids.join(), [...new Set(ids)].sort().reverse().join());
});

suite.end();
await server.stop();
