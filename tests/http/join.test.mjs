// A device joins by a code: made by who may set up devices, good once, for ten minutes.
import { deepEqual as same, equal, match, notEqual, ok } from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { announceTooLong, Browser, hire, otherOrganisation, owner, setUp, start, Suite } from "./lib.mjs";

const server = await start();
const suite = new Suite("http-join");
const boss = await setUp(server);
const here = (await boss.get("/v1/sites")).json.items[0].id;
const there = (await boss.post("/v1/sites", { name: "There", emergency_number: "112" })).json.id;
const manager = await hire(boss, server.base, "manager", "manager", here);
const clerk = await hire(boss, server.base, "clerk", "associate", here);
const code = async (who = boss, name = "Phone", site = here) => (await who.post("/v1/joins", { site, name })).json;
const take = (code, more = {}, browser = new Browser(server.base)) =>
  browser.post("/v1/device", { code, ...more }).then((answer) => Object.assign(answer, { browser }));

await suite.test("a code makes one device, once", async () => {
  const made = await code();
  match(made.code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  equal(made.address, `${server.base}/join#${made.code.replace("-", "")}`);
  const minutes = (Date.parse(made.ends_at) - Date.now()) / 60000;
  ok(minutes > 9.5 && minutes <= 10, made.ends_at);
  const waiting = (await boss.get("/v1/devices")).json.items.find(({ id }) => id === made.device);
  equal(waiting.joins_until, made.ends_at);
  const { status, json, browser, headers } = await take(made.code.toLowerCase().replace("-", " "));
  equal(status, 201);
  equal(json.id, made.device);
  equal(json.name, "Phone");
  equal(json.joins_until, null);
  match(headers.getSetCookie()[0], /^amends-device=.*HttpOnly; SameSite=Strict; Max-Age=31536000/);
  same((await browser.get("/v1/device/people")).json.items, []);
  const again = await take(made.code);
  equal(again.status, 401);
  equal(again.json.type, "/problems/join-code");
  equal(again.headers.getSetCookie().length, 0);
});

await suite.test("people switch by PIN on a device that joined", async () => {
  const { json: { person } } = await boss.get("/v1/session");
  equal((await boss.put("/v1/me/pin", { password: owner.password, pin: "2468" })).status, 204);
  const { browser } = await take((await code()).code);
  same((await browser.get("/v1/device/people")).json.items, [{ id: person.id, name: person.name }]);
  equal((await browser.post("/v1/session/pin", { person: person.id, pin: "2468" })).status, 201);
});

await suite.test("of two at once one joins", async () => {
  const { code: one } = await code();
  const answers = await Promise.all([1, 2, 3, 4].map(() => take(one)));
  same(answers.map(({ status }) => status).sort(), [201, 401, 401, 401]);
});

await suite.test("a code that has expired, was taken back, or is none", async () => {
  const [old, back] = [await code(boss, "Old"), await code(boss, "Back")];
  equal((await boss.delete(`/v1/devices/${back.device}`)).status, 204);
  equal((await take(back.code)).status, 401);
  server.clock(600e3 + 1000);
  equal((await take(old.code)).status, 401);
  await code(boss, "New"); // clears away what nobody used
  ok(!(await boss.get("/v1/devices")).json.items.some(({ id }) => id === old.device));
  server.clock(0);
  equal((await take("0000-0000")).json.type, "/problems/join-code");
  for (const wrong of ["", "ABCD", "ABCD-EFGHI", "%%%%%%%%", 7, null]) notEqual((await take(wrong)).status, 201, wrong);
  equal((await take("x".repeat(17))).json.field, "code");
  equal((await new Browser(server.base).post("/v1/device", { code: "ABCDEFGH", more: 1 })).status, 400);
});

await suite.test("the code's hash opens no door as a device's cookie", async () => {
  const made = await code();
  const thief = new Browser(server.base);
  thief.cookies["amends-device"] = `${"0".repeat(13)}.${made.device}.${"A".repeat(43)}`;
  equal((await thief.get("/v1/device/people")).status, 401);
});

await suite.test("who may: managers and administrators, signed in in full, and still when it is used", async () => {
  equal((await manager.post("/v1/joins", { site: here, name: "Till" })).status, 201);
  equal((await manager.post("/v1/joins", { site: there, name: "Till" })).status, 201);
  equal((await clerk.post("/v1/joins", { site: here, name: "Till" })).json.type, "/problems/not-permitted");
  equal((await boss.post("/v1/joins", { site: "0000000000001", name: "Till" })).status, 404);
  equal((await boss.post("/v1/joins", { site: here })).json.field, "name");
  const { json: token } = await boss.post("/v1/tokens", { name: "bot", scopes: "site" });
  const headers = { Authorization: `Bearer ${token.token}` };
  equal((await new Browser(server.base).post("/v1/joins", { site: here, name: "Till" }, { headers })).json.type, "/problems/full-sign-in");
  const leaving = await hire(boss, server.base, "leaving", "manager", here);
  const made = await code(leaving);
  const person = (await boss.get(`/v1/people/${leaving.id}`)).json;
  equal((await boss.patch(`/v1/people/${leaving.id}`, { active: false }, { headers: { "If-Match": `"${person.version}"` } })).status, 200);
  equal((await take(made.code)).status, 401);
});

await suite.test("another organisation's codes are its own", async () => {
  const stranger = await otherOrganisation(server.base);
  const site = (await stranger.get("/v1/sites")).json.items[0].id;
  const made = await code(stranger, "Theirs", site);
  const [, own, organisation] = /#(\w+)\.(\w+)$/.exec(made.address);
  equal((await take(own)).status, 401);
  equal((await take(own, { organisation })).status, 201);
  equal((await stranger.post("/v1/joins", { site: here, name: "x" })).status, 404);
  equal((await take((await code()).code, { organisation })).status, 401);
});

/** The modules of a PNG as the server draws it: rows of true (dark). */
function pixels(png) {
  equal(png.readUInt32BE(0), 0x89504e47);
  const width = png.readUInt32BE(16);
  const data = inflateSync(png.subarray(png.indexOf("IDAT") + 4, png.indexOf("IEND") - 8));
  equal(data.length, width * (width / 8 + 1));
  return Array.from({ length: width / 8 }, (_, y) => Array.from({ length: width / 8 }, (_, x) => data[y * 8 * (width / 8 + 1) + x + 1] === 0));
}

await suite.test("both pictures are the same QR code", async () => {
  const { svg, png } = await code();
  const dark = pixels(Buffer.from(png, "base64"));
  const drawn = dark.map((row) => row.map(() => false));
  const [, size] = /^<svg [^>]*viewBox="0 0 (\d+) \1"/.exec(svg);
  equal(Number(size), dark.length);
  for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let i = 0; i < run; i++) drawn[Number(y)][Number(x) + i] = true;
  same(drawn, dark);
  for (let i = 0; i < 7; i++) ok(dark[4][4 + i] && dark[4 + i][4], "the finder's edge");
  ok(!dark[0].some(Boolean) && !dark.some((row) => row[3]), "a margin of four");
});

await suite.test("the page: in four languages, with a policy, without anything from elsewhere", async () => {
  const { default: crypto } = await import("node:crypto");
  const seen = new Set();
  for (const [ask, lang] of [["?lang=fi", "fi"], ["?lang=ru", "ru"], ["?lang=zh", "zh"], ["", "en"], ["?lang=xx", "en"]]) {
    const { status, text, headers } = await new Browser(server.base).get(`/join${ask}`);
    equal(status, 200);
    ok(text.includes(`<html lang="${lang}">`) && text.endsWith("</html>"));
    for (const part of ["style", "script"]) {
      const [, inside] = new RegExp(`<${part}>([^]*?)</${part}>`).exec(text);
      ok(headers.get("content-security-policy").includes(`${part}-src 'sha256-${crypto.createHash("sha256").update(inside).digest("base64")}'`));
    }
    ok(!/https?:\/\//.test(text));
    seen.add(/<h1>([^<]+)</.exec(text)[1]);
  }
  equal(seen.size, 4);
  const accepted = await new Browser(server.base).get("/join", { headers: { "Accept-Language": "sv-SE, zh-Hant;q=0.8, fi" } });
  ok(accepted.text.includes('<html lang="zh">'));
});

await suite.test("all of this stands in the audit log, without codes", async () => {
  const made = await code();
  const entries = [];
  for (let next = ""; next !== null;) {
    const { json } = await boss.get(`/v1/test/audit?limit=200${next && `&cursor=${next}`}`);
    entries.push(...json.items);
    next = json.next;
  }
  for (const action of ["device.code_made", "device.joined"]) ok(entries.some((entry) => entry.action === action), action);
  ok(!JSON.stringify(entries).includes(made.code.replace("-", "")));
  const joined = entries.find(({ action }) => action === "device.joined");
  equal(joined.person, null);
  ok(joined.device);
});

await suite.test("only so many codes wait at once", async () => {
  let last;
  for (let i = 0; i < 55; i++) last = await boss.post("/v1/joins", { site: here, name: `n${i}` });
  equal(last.status, 409);
  equal(last.json.type, "/problems/codes-waiting");
});

await suite.test("what joining refuses besides, as the description says", async () => {
  const away = await start({ env: { HTTP_NO_STORE: "1" } });
  const nowhere = new Browser(away.base);
  equal((await nowhere.post("/v1/device", { code: "ZZZZ-ZZZZ" })).status, 503);
  equal((await nowhere.get("/join")).status, 503);
  equal((await new Browser(server.base).ask("POST", "/v1/device", { raw: "{}", headers: { "Content-Type": "text/plain" } })).status, 415);
  equal(await announceTooLong(server.base, "POST", "/v1/device"), 413);
  await away.stop();
});

await suite.test("whoever guesses waits", async () => {
  const statuses = [];
  for (let i = 0; i < 25; i++) statuses.push((await take("ZZZZ-ZZZZ")).status);
  ok(statuses.includes(429), statuses.join(" "));
  equal((await take("ZZZZ-ZZZZ")).headers.get("retry-after") > 0, true);
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
