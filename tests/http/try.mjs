import { start, setUp, Browser, owner } from "./lib.mjs";
const s = await start({ env: { HTTP_LOG: "1" } });
const b = new Browser(s.base);
for (const p of ["/healthz", "/readyz", "/nope", "/v1/session"]) { const a = await b.get(p); console.log(p, a.status, a.text); }
try { const a = await setUp(s); console.log("ok", a.cookies);
 let r = await a.get("/v1/session"); console.log(r.status, r.text);
 r = await a.post("/v1/signals", { id: "a1", text: "I want my money back. This is the third time!", lang: "en" }); console.log(r.status, r.text);
 r = await a.post("/v1/guard", { id: "a1", messages: [{role: "customer", text: "I want my money back"}], draft: "Calm down." , lang: "en" }); console.log(r.status, r.text.slice(0, 200));
 r = await a.ask("POST", "/v1/coach", { raw: '{"encounter":"e1","start":{"lang":"en"}}\n{"encounter":"e1","from":"customer","text":"I want a refund"}\n', headers: {"Content-Type": "application/jsonl"} }); console.log(r.status, r.text.slice(0, 500), r.text.length);
 r = await a.get("/v1/openapi.json"); console.log(r.status, r.text.length, r.text.slice(0,300));
} catch (e) { console.log(e); }
console.log(await s.stop());
