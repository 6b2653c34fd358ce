// The playbook's own examples and labels, for tests that make conversations of them with a fixed seed.
import { execFileSync } from "node:child_process";

export const languages = ["en", "zh", "fi", "ru"];

/** The texts per language, out of what amends-playbook-examples prints. */
export function loadTexts(tool, data) {
  const texts = Object.fromEntries(languages.map((lang) => [lang, { customer: [], staff: [] }]));
  for (const line of execFileSync(tool, [data], { encoding: "utf8", maxBuffer: 1 << 28 }).split("\n")) {
    const [lang, who, text] = line.split("\t");
    if (text) texts[lang][who].push(text);
  }
  return texts;
}

/** A generator of numbers below a bound, the same on every machine for a seed. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const signals = "complaint demand ask_supervisor churn_threat publicity_threat legal_threat profanity insult harassment threat intoxication hazard distress refuses_offer calming".split(" ");
const observations = "repeats raised_voice scene violence calmed left supervisor_arrived supervisor_unavailable colleague_arrived security_arrived need_help danger_cleared".split(" ");
const acts = "stay_calm slow_down listen apologise empathise empathise_more team_up ask explain solve offer_alternatives check_first call_supervisor call_colleague wait_care set_boundary end_service stay_safe call_security call_emergency thank goodwill follow_up debrief".split(" ");
const outcomes = "satisfied partly unsatisfied service_ended removed".split(" ");

/** Starts and events of CONTRACT.md, at random. */
export class Conversations {
  constructor(texts, seed) {
    this.texts = texts;
    this.random = randomFrom(seed);
  }
  pick(list) {
    return list[this.random(list.length)];
  }
  authority() {
    return this.pick([{}, { currency: "EUR", refund: 20 }, { currency: "EUR", refund: 49.99, exchange: true, discount_percent: 10 },
      { all: true }, { currency: "JPY", voucher: 500, refreshment: true }]);
  }
  start(lang) {
    return {
      lang: this.pick([lang, lang, undefined]), ui_lang: this.pick(languages), channel: this.pick(["counter", "counter", "phone", "chat", "email", "social"]),
      authority: this.authority(), security_on_site: this.random(2) === 0, supervisor: this.random(4) > 0, colleague: this.random(4) > 0,
      emergency_number: this.pick([undefined, "112"]), supervisor_authority: this.pick([undefined, this.authority()]), formal: this.pick([undefined, true]),
    };
  }
  event(lang) {
    const speaker = this.pick([undefined, undefined, "a", "b", "顾客"]);
    switch (this.random(9)) {
      case 0: case 1: case 2: case 3:
        return { from: "customer", text: this.pick(this.texts[this.random(8) ? lang : this.pick(languages)].customer), speaker };
      case 4: case 5:
        return { from: this.pick(["staff", "staff", "supervisor", "bystander"]), text: this.pick(this.texts[lang].staff), to: speaker };
      case 6:
        return { observed: this.pick([...observations, ...signals]), speaker };
      case 7:
        return this.pick([{ did: this.pick(acts), to: speaker }, { gave: { currency: "EUR", refund: 5 } }, { authority: this.authority() }]);
      default:
        return this.pick([{ undo: true }, { overrule: this.pick([...signals, ...acts]) }, { outcome: this.pick(outcomes) }, { observed: "danger_cleared" }]);
    }
  }
}
