// The conversation: what was said and seen, with the evidence, the card that answered each, what came late.
import { api } from "../../api/client";
import type { Answers, EncounterEvent } from "../../api/types";
import { Failed, Loading } from "../../kit/page";
import { Marked } from "../../kit/marks";
import { useNames } from "../../kit/names";
import type { Card } from "../../offline/types";
import { dateTime, t } from "../../words/words";
import { Curve } from "./curve";
import { named, seenIn } from "./evidence";
import { what, type Said } from "./happened";

export type WholeEncounter = Answers["GET /v1/encounters/{id}"];

export async function readEncounter(id: string, signal: AbortSignal): Promise<WholeEncounter> {
  return api.get("/v1/encounters/{id}", { ids: [id], signal });
}

/** What the person saw on their screen then. */
function Shown({ card }: { card: Card }) {
  return (
    <details class="case-card">
      <summary>{t("case.card", { what: named(card.acts[0] ?? "listen") })}</summary>
      <ul>{card.acts.map((act) => {
        const say = card.say.find((one) => one.act === act);
        return <li key={act}>{named(act)}{say && <q>{say.text}</q>}</li>;
      })}</ul>
      {card.escalate !== "none" && <p>{t("case.escalate", { whom: t(`levels.${card.escalate}`) })}</p>}
      {card.avoid.length > 0 && <p class="soft">{t("case.avoid", { what: card.avoid.map(named).join(", ") })}</p>}
    </details>
  );
}

function Text({ text, lang, card }: { text: string; lang: string; card: Card | null }) {
  const marks = seenIn(card), seen = [...new Set([...(card?.signals ?? []), ...marks.map(({ what }) => what)])];
  return (
    <>
      <blockquote lang={lang || undefined}><Marked text={text} marks={marks} /></blockquote>
      {seen.length > 0 && <p class="case-seen">{t("case.seen-in-it", { what: seen.map(named).join(" · ") })}</p>}
    </>
  );
}

/** A late event makes the cards behind it anew: their version tells. */
function Happened({ one, lang, person }: { one: EncounterEvent; lang: string; person: string }) {
  const said = one.event as Said, card = one.card && !("error" in (one.card as object)) ? (one.card as Card) : null;
  const from = "from" in said ? said.from : "other";
  return (
    <li class={`case-event ${from}`}>
      <p class="case-head"><strong>{what(one)}</strong>{from === "staff" && person && <span> {person}</span>}
        <span class="soft">{one.at && dateTime(one.at, { timeStyle: "short" })}</span>
        {one.late && <span class="badge warn">{t("case.late")}</span>}
        {one.version > 1 && <span class="case-anew">{t("case.card-changed")}</span>}
      </p>
      {"from" in said && <Text text={said.text} lang={lang} card={card} />}
      {card && card.acts.length > 0 && <Shown card={card} />}
    </li>
  );
}

export function Talk({ encounter }: { encounter: WholeEncounter }) {
  const names = useNames();
  return (
    <section class="case-talk" aria-labelledby="case-talk">
      <h2 id="case-talk">{t("case.conversation")}</h2>
      <Curve events={encounter.events} />
      <ol class="rows">
        {encounter.events.map((one) => <Happened key={one.id} one={one} lang={encounter.lang} person={names.person(one.person)} />)}
      </ol>
    </section>
  );
}

export function TalkOf({ encounter, error, again }: { encounter: WholeEncounter | undefined; error: unknown; again: () => void }) {
  if (error !== undefined && !encounter) return <Failed error={error} again={again} />;
  return encounter ? <Talk encounter={encounter} /> : <Loading />;
}
