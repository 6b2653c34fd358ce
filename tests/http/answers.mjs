// Runs after all tests of HTTP, which leave what they asked and were answered in the file HTTP_ASKED: was every answer that the
// description documents given to somebody, and is every one that was given documented?
import { readFileSync } from "node:fs";
import { Browser, start } from "./lib.mjs";

const heard = new Map(); // "POST /v1/cases/0…/close" to its statuses
for (const line of readFileSync(process.env.HTTP_ASKED, "utf8").split("\n").filter(Boolean)) {
  const [, what, status] = /^(.*) (\d+)$/.exec(line);
  heard.set(what, (heard.get(what) ?? new Set()).add(status));
}
const server = await start();
const api = (await new Browser(server.base).get("/v1/openapi.json")).json;
await server.stop();

/** What no route documents, because any may answer it: what a proxy or a client in haste meets. */
const anywhere = new Set(["404", "405", "429", "500", "503", "304", "431"]);
const missing = [], undocumented = [];
let routes = 0, answers = 0;
for (const [path, methods] of Object.entries(api.paths)) {
  if (path.startsWith("/v1/test/")) continue;
  for (const [method, { responses }] of Object.entries(methods)) {
    const name = `${method.toUpperCase()} ${path}`;
    const pattern = new RegExp(`^${method.toUpperCase()} ${path.replace(/\{\w+\}/g, "[0-9a-hjkmnp-tv-z]{13}")}$`);
    const given = new Set();
    for (const [what, statuses] of heard) if (pattern.test(what)) for (const status of statuses) given.add(status);
    routes++;
    answers += Object.keys(responses).length;
    for (const status of Object.keys(responses)) if (!given.has(status)) missing.push(`${name} ${status}`);
    for (const status of given) if (!(status in responses) && !anywhere.has(status)) undocumented.push(`${name} ${status}`);
  }
}
console.log(`http-answers: ${answers} documented answers of ${routes} routes, ${answers - missing.length} given, ${undocumented.length} given and not documented`);
for (const line of missing.slice(0, 20)) console.log(`documented, never given: ${line}`);
for (const line of undocumented) console.log(`given, not documented: ${line}`);
if (missing.length || undocumented.length || routes < 90) process.exitCode = 1;
