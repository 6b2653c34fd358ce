// The method on one page, for the wall of the back room: what to do in its order, in the playbook's own words; prints on one A4.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { session } from "../../api/session";
import { Button } from "../../kit/button";
import { Loading } from "../../kit/page";
import { language, languageNames, languages, t, textsOf, type Key, type Lang, type Texts } from "../../words/words";
import type { ScreenProps } from "../table";

/** Parts of the procedure, each with its acts. */
const parts = [
  ["first", ["stay_calm", "slow_down", "listen", "apologise", "empathise"]],
  ["then", ["ask", "team_up", "explain", "empathise_more"]],
  ["right", ["solve", "check_first", "offer_alternatives", "call_supervisor", "wait_care"]],
  ["abuse", ["set_boundary", "call_colleague", "end_service"]],
  ["danger", ["stay_safe", "call_security", "call_emergency"]],
  ["end", ["thank", "goodwill", "follow_up", "debrief"]],
] as const;
const never = ["feel", "calm", "fault", "policy", "promise"] as const;

/** The number of the first site of who is signed in; otherwise a line to write it on. */
async function emergencyNumber(): Promise<string> {
  if (!session.get()) return "________";
  return api.get("/v1/sites").then(({ items }) => items[0]?.emergency_number || "________", () => "________");
}

/** `?lang=` one of the four, or `all`: a sheet in each. */
export default function Method({ query }: ScreenProps) {
  const asked = query.get("lang") ?? "";
  const shown: readonly Lang[] = asked === "all" ? languages : [languages.find((code) => code === asked) ?? language()];
  const [texts, setTexts] = useState<readonly (readonly [Lang, Texts])[]>();
  const [number, setNumber] = useState("________");
  useEffect(() => { void Promise.all(shown.map(async (lang) => [lang, await textsOf(lang)] as const)).then(setTexts); }, [shown.join()]);
  useEffect(() => { void emergencyNumber().then(setNumber); }, []);
  useEffect(() => { document.title = `${t("method.title")} · Amends`; }, []);
  if (!texts) return <Loading />;
  const link = (code: string, text: string, lang?: string) => {
    const here = code === (asked === "all" ? asked : shown[0]);
    return <a key={code} class={`button ${here ? "main" : "plain"}`} lang={lang} aria-current={here ? "page" : undefined} href={`/method?lang=${code}`}><span>{text}</span></a>;
  };
  return (
    <main>
      <nav class="method-bar" aria-label={t("signin.language")}>
        <a class="button quiet" href="/"><span>{t("kit.home")}</span></a>
        <div class="languages">{languages.map((code) => link(code, languageNames[code], code))}{link("all", t("method.all"))}</div>
        <Button kind="main" onClick={() => window.print()}>{t("method.print")}</Button>
      </nav>
      {texts.map(([lang, known]) => <Sheet key={lang} lang={lang} texts={known} number={number} />)}
    </main>
  );
}

function Sheet({ lang, texts, number }: { lang: Lang; texts: Texts; number: string }) {
  const say = (key: Key) => String(texts[key]).replace("{emergency_number}", number);
  return (
    <article class="method" lang={lang === "zh" ? "zh-Hans" : lang}>
      <h1>{say("method.title")}</h1>
      <p class="method-about">{say("method.about")}</p>
      <div class="method-parts">
        {parts.map(([part, acts]) => (
          <section key={part} class={`method-${part}`}>
            <h2>{say(`method.${part}`)}</h2>
            <dl>{acts.map((act) => <div key={act}><dt>{say(`acts.${act}`)}</dt><dd>{say(`instructions.${act}.counter`)}</dd></div>)}</dl>
          </section>
        ))}
        <section class="method-never">
          <h2>{say("method.never")}</h2>
          <ul>{never.map((one) => <li key={one}>{say(`method.never-${one}`)}</li>)}</ul>
        </section>
      </div>
    </article>
  );
}
