// What is asked of both desks: the same questions, with words, people and customers that stand in both alike.
const q = (text) => encodeURIComponent(text);

/** A cursor of the cases' own list that goes on behind an id: so deep pages need no walk. */
function cursorAt(next, id) {
  const bytes = Buffer.from(next, "base64url");
  bytes.writeBigInt64LE(id, 4);
  bytes.writeBigInt64LE(id, 12);
  return bytes.toString("base64url");
}
const idAt = (time) => BigInt(Math.floor(time - Date.UTC(2020, 0, 1))) << 20n;
const day = 86400000;
/** Each in some hundredths of the English cases. */
const less = ["nine", "shop", "told", "right", "place", "three", "tell", "after", "last", "over", "day"];

export function questions(shop) {
  const [first] = shop.sites, quiet = shop.sites.at(-1);
  const now = new Date().toISOString();
  const product = (round) => `KX${100 + ((round + 400) % 400)}`;
  const pick = (list, round) => list[(round + 10) % list.length];
  const one = (name, as, path) => ({ name, as, paths: (known, round) => [path(known, round)] });
  const all = [
    one("list: first page", "boss", () => "/v1/cases"),
    one("list: a page deep down", "boss", (known, round) => `/v1/cases?cursor=${pick(known.cursors, round)}`),
    one("list: open ones of a site", "boss", () => `/v1/cases?site=${first}&state=open&limit=30`),
    one("list: of an associate, one site", "mia", () => "/v1/cases"),
    one("list: mine", "mia", () => "/v1/cases?mine=true"),
    one("list: of a supervisor of three sites", "leo", () => "/v1/cases"),
    one("list: the open ones of three sites", "leo", () => "/v1/cases?state=open&limit=30"),
    one("list: a quiet site", "boss", () => `/v1/cases?site=${quiet}&limit=20`),
    one("list: by how it ended", "boss", () => "/v1/cases?outcome=unsatisfied"),
    one("list: overdue", "boss", () => `/v1/cases?state=open&respond_before=${now}&limit=40`),
    one("list: open ones by deadline", "boss", () => "/v1/cases/by-deadline?state=open"),
    one("list: all by deadline", "boss", () => "/v1/cases/by-deadline"),
    one("list: a site's by deadline", "mia", () => "/v1/cases/by-deadline"),
    one("list: three sites' by deadline", "leo", () => "/v1/cases/by-deadline?state=open&limit=30"),
    one("list: of a customer", "boss", (known, round) => `/v1/cases?customer=${pick(known.cases, round).customer}`),
    one("list: customers, one site", "mia", () => "/v1/customers"),
    one("list: past encounters", "boss", () => "/v1/encounters?ended=true"),
    one("list: past encounters of three sites", "leo", () => "/v1/encounters?ended=true"),
    one("list: live ones by heat", "leo", () => "/v1/encounters/by-heat?ended=false"),
    one("list: promises of mine, by date", "mia", () => "/v1/promises?mine=true&limit=20"),
    one("list: all open promises, by date", "boss", () => "/v1/promises?state=open&limit=20"),
    one("list: the audit log", "boss", () => "/v1/audit"),
    one("list: the audit log of a case", "boss", (known, round) => `/v1/audit?subject=${pick(known.cases, round).id}`),
    one("list: the audit log of a person", "boss", () => `/v1/audit?person=${shop.miaId}`),
    one("list: the audit log, a rare action", "boss", () => "/v1/audit?action=site.added"),
    one("search: a word that one has", "boss", (known, round) => `/v1/cases?q=A${10000000 + ((round + 10) * 31)}`),
    one("search: a product", "boss", (known, round) => `/v1/cases?q=${product(round)}&limit=15`),
    one("search: a word that very many have", "boss", () => "/v1/cases?q=refund"),
    one("search: a common word and a less common one", "boss", (known, round) => `/v1/cases?q=refund+${pick(less, round)}&limit=20`),
    one("search: two common words", "boss", () => "/v1/cases?q=refund+the"),
    one("search: two words seldom together", "boss", (known, round) => `/v1/cases?q=${pick(less, round)}+${pick(less, round + 4)}&limit=5`),
    one("search: two words never together", "boss", () => `/v1/cases?q=refund+${q("возврат")}`),
    one("search: four words", "boss", () => "/v1/cases?q=late+delivery+my+the"),
    one("search: Chinese", "boss", () => `/v1/cases?q=${q("退款")}`),
    one("search: Chinese, two words", "boss", () => `/v1/cases?q=${q("账单错误 今天")}&limit=5`),
    one("search: Finnish", "boss", () => `/v1/cases?q=${q("rahat takaisin")}`),
    one("search: Russian", "boss", () => `/v1/cases?q=${q("возврат денег")}`),
    one("search: of three sites", "leo", () => `/v1/cases?q=${q("退款")}`),
    one("search: of one site", "mia", () => "/v1/cases?q=refund"),
    one("search: open ones", "boss", () => "/v1/cases?q=refund&state=open&limit=10"),
    one("search: a family name", "boss", (known, round) => `/v1/customers?q=${q(pick(known.names, round))}`),
    one("search: a first name", "boss", () => "/v1/customers?q=mary&limit=40"),
    one("search: a whole name", "boss", (known, round) => `/v1/customers?q=${q(pick(known.whole, round))}`),
    one("search: nothing has it", "boss", (known, round) => `/v1/cases?q=zz${round + 10}`),
    { name: "open: a case, its encounter with events, the hand-over", as: "boss", paths: (known, round) => {
      const { id, encounter } = pick(known.led, round);
      return [`/v1/cases/${id}`, `/v1/encounters/${encounter}`, `/v1/encounters/${encounter}/hand-over`];
    } },
    one("open: a case", "boss", (known, round) => `/v1/cases/${pick(known.cases, round).id}`),
    one("open: what it cost, did they come back", "boss", (known, round) => `/v1/cases/${pick(known.cases, round).id}/result`),
    { name: "open: a customer's page", as: "boss", paths: (known, round) => {
      const id = pick(known.cases, round).customer;
      return [`/v1/customers/${id}`, `/v1/cases?customer=${id}`, `/v1/encounters?customer=${id}`, `/v1/promises?customer=${id}`, `/v1/refusals?customer=${id}`];
    } },
    one("open: a customer by contact", "boss", (known, round) => `/v1/customers/by-contact?contact=c${(round + 10) * 7}%40example.org`),
  ];
  return { all, learn };
}

/** Cases and customers from all over the time of the desk, by which it is asked. */
async function learn(line) {
  const { next } = (await line.json("GET", "/v1/cases?limit=1")).json;
  const known = { cases: [], led: [], cursors: [], names: [], whole: [] };
  for (let i = 0; i < 60; i++) {
    const cursor = cursorAt(next, idAt(Date.now() - (5 + i * 11) * day));
    known.cursors.push(cursor);
    const [row] = (await line.json("GET", `/v1/cases?limit=1&cursor=${cursor}`)).json.items;
    known.cases.push(row);
    const page = (await line.json("GET", `/v1/cases?limit=20&cursor=${cursorAt(next, idAt(Date.now() - (3 + i) * day))}`)).json.items;
    known.led.push(...page.filter((one) => one.encounter).slice(0, 1));
    const { name } = (await line.json("GET", `/v1/customers/${row.customer}`)).json;
    const words = name.split(" ");
    if (words.length === 2) known.names.push(words[1]);
    known.whole.push(name);
  }
  return known;
}
