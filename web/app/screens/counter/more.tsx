// Behind the card: other words for the same, all that the coach would do and why, and what of it is wrong.
import type { Card, CoachEvent, Running, Why } from "../../offline";
import { Button } from "../../kit/button";
import { known, named, t, type Lang } from "../../words/words";
import { firstCard, isSpoken, wordings, type Line } from "./lines";
import { Panel } from "./panel";

interface Props {
  running: Running | undefined;
  held: { line: Line };
  speaks: Lang | undefined;
  number: string;
  onTell: (event: CoachEvent) => void;
  onClose: () => void;
}

/** The words that the reading stands on, where it was a text. */
function evidence(running: Running | undefined, { start, end }: Why): string {
  const last = running?.events.filter(({ event, card }) => "text" in event && card).at(-1)?.event;
  if (start === undefined || end === undefined || !last || !("text" in last)) return "";
  return [...last.text].slice(start, end).join("");
}

function reason(running: Running | undefined, why: Why | undefined): string {
  if (!why) return "";
  const name = why.signal ? named("signals", why.signal) : why.observed ? named(known(`observations.${why.observed}`) ? "observations" : "signals", why.observed) : why.state ?? "";
  const words = evidence(running, why);
  return words ? `${name} (“${words}”)` : name;
}

function instruction(act: string, channel: "counter" | "phone", number: string): string {
  const key = `instructions.${act}.${channel}`;
  if (!known(key)) return "";
  return t(key as "instructions.call_emergency.counter", { emergency_number: number });
}

/** The last reading that may be overruled: what was seen or tapped. */
const readings = (card: Card): readonly string[] => [...new Set([...card.signals, ...card.why.flatMap(({ signal, observed }) => (signal ?? observed ?? []))])].filter((name) => name !== "anger");

export function More({ running, held: { line }, speaks, number, onTell, onClose }: Props) {
  const card = running?.card ?? firstCard;
  const said = card.say.find(({ act }) => act === line.act)?.text;
  const others = line.said ? wordings(line.act, said, speaks).filter((text) => text !== line.text).slice(0, 2) : [];
  const channel = running?.opening.channel === "phone" ? "phone" : "counter";
  return (
    <Panel title={t("counter.more")} onClose={onClose}>
      {others.length > 0 && <>
        <h3>{t("counter.other-words")}</h3>
        <ul class="counter-others" lang={speaks}>{others.map((text) => <li key={text}>{text}</li>)}</ul>
      </>}
      <h3>{t("counter.all-acts")}</h3>
      <ol class="counter-all">
        {card.acts.map((act) => {
          const why = card.why.find((one) => one.act === act);
          return (
            <li key={act}>
              <div>
                <strong>{named("acts", act)}</strong>
                <p>{isSpoken(act) && act !== line.act ? card.say.find((one) => one.act === act)?.text ?? instruction(act, channel, number) : instruction(act, channel, number)}</p>
                {why && <p class="soft small">{t("counter.because", { why: reason(running, why) })}{why.sources.length > 0 && ` · ${why.sources.map((source) => (known(`counter.source.${source}`) ? t(`counter.source.${source}` as "counter.source.D0") : source)).join(", ")}`}</p>}
              </div>
              {running && !running.ended && <Button kind="quiet" label={`${t("counter.not-this")}: ${named("acts", act)}`} onClick={() => onTell({ overrule: act })}>{t("counter.not-this")}</Button>}
            </li>
          );
        })}
      </ol>
      {running && !running.ended && readings(card).length > 0 && <>
        <h3>{t("counter.noticed")}</h3>
        <div class="counter-chips two">
          {readings(card).map((name) => <button key={name} type="button" onClick={() => onTell({ overrule: name })}>{t("counter.not-so", { what: named(known(`observations.${name}`) ? "observations" : "signals", name) })}</button>)}
        </div>
      </>}
    </Panel>
  );
}
