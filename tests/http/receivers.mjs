// Receivers of calls for help: a webhook over HTTP that says what it is told to, a mail server with STARTTLS and sign-in.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { createServer as createSecure } from "node:https";
import { createServer as listen } from "node:net";
import { TLSSocket } from "node:tls";

const ready = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));

/** A webhook's receiver: each path answers as `answers` says: a status, a list of them one after the other, "hang". */
export async function hooks(answers, tls) {
  const got = [];
  const take = (request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (text) => { body += text; });
    request.on("end", () => {
      const wish = answers[request.url.split("?")[0]];
      const before = got.filter(({ url }) => url === request.url).length;
      got.push({ at: Date.now(), url: request.url, headers: request.headers, body, json: JSON.parse(body) });
      const answer = Array.isArray(wish) ? wish[Math.min(before, wish.length - 1)] : wish ?? 200;
      if (answer === "hang") return;
      response.writeHead(answer, answer === 302 ? { Location: "/elsewhere" } : {});
      response.end("x".repeat(answer === 200 ? 100_000 : 10));
    });
  };
  const server = tls ? createSecure(tls, take) : createServer(take);
  server.on("tlsClientError", () => {});
  const port = await ready(server);
  return {
    base: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`, port, got, answers, of: (url) => got.filter((one) => one.url === url),
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

/** Checks a message as Standard Webhooks has it. */
export function verify(secret, { headers, body }) {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = headers;
  const [version, mac] = signature.split(",");
  const right = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest();
  return version === "v1" && timingSafeEqual(right, Buffer.from(mac, "base64")) && Math.abs(Date.now() / 1000 - at) < 60;
}

/** A mail server: no mail without TLS and a sign-in. `refuse`: mailboxes that it does not have. */
export async function mailbox({ key, cert, user, password, refuse = [] }) {
  const got = [];
  const talk = (socket, state) => {
    let rest = "", data, letter = { from: undefined, to: [], tls: state.tls };
    const say = (line) => socket.write(`${line}\r\n`);
    if (!state.tls) say("220 mail.test");
    const sign = (text) => {
      const [, who, what] = Buffer.from(text, "base64").toString().split("\0");
      if (who === user && what === password) { state.user = who; say("235 welcome"); } else say("535 no");
    };
    const take = (line) => {
      if (data !== undefined) {
        if (line !== ".") { data.push(line); return; }
        got.push({ ...letter, at: Date.now(), user: state.user, raw: data.join("\r\n") });
        data = undefined;
        say("250 kept");
        return;
      }
      if (state.asked) { state.asked = false; return sign(line); }
      const word = line.split(" ")[0].toUpperCase();
      if (word === "EHLO") socket.write(`250-mail.test\r\n${state.tls ? "250 AUTH PLAIN" : "250 STARTTLS"}\r\n`);
      else if (word === "STARTTLS") {
        say("220 go on");
        socket.removeAllListeners("data");
        const secure = new TLSSocket(socket, { isServer: true, key, cert });
        secure.on("error", () => {});
        talk(secure, { tls: true });
      } else if (word === "AUTH") {
        const first = line.split(" ")[2];
        if (first) sign(first);
        else { state.asked = true; say("334 "); }
      } else if (word === "MAIL") { letter.from = /<(.*?)>/.exec(line)[1]; say(state.user ? "250 yes" : "530 sign in"); }
      else if (word === "RCPT") {
        const to = /<(.*?)>/.exec(line)[1];
        if (refuse.includes(to)) say("550 no such mailbox");
        else { letter.to.push(to); say("250 yes"); }
      } else if (word === "DATA") { data = []; say("354 go on"); }
      else if (word === "QUIT") { say("221 bye"); socket.end(); }
      else say("250 yes");
    };
    socket.on("data", (bytes) => {
      const lines = (rest + bytes).split("\r\n");
      rest = lines.pop();
      for (const line of lines) take(line);
    });
    socket.on("error", () => {});
  };
  const server = listen((socket) => talk(socket, { tls: false }));
  const port = await ready(server);
  return { port, got, to: (address) => got.filter(({ to }) => to.includes(address)), close: () => server.close() };
}

/** The headers and the decoded text of a message. */
export function opened(raw) {
  const [head, ...body] = raw.split("\r\n\r\n");
  const headers = head.replace(/\r\n[ \t]+/g, " ").split("\r\n").map((line) => /^([^:]+): ?(.*)$/.exec(line).slice(1));
  const subject = headers.find(([name]) => name === "Subject")[1]
    .replace(/=\?UTF-8\?B\?([^?]*)\?= ?/g, (_, word) => Buffer.from(word, "base64").toString());
  return { headers, names: headers.map(([name]) => name), subject, text: Buffer.from(body.join(""), "base64").toString() };
}
