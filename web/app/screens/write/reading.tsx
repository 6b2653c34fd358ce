// What they wrote: the field, and what it shows.
import type { Card } from "../../offline";
import { TextArea } from "../../kit/field";
import { named, t, type Lang } from "../../words/words";
import { Marked } from "../../kit/marks";

const urgent = ["threat", "hazard", "intoxication", "legal_threat", "publicity_threat"];

export function Reading({ text, lang, onInput, card }: { text: string; lang: Lang | undefined; onInput: (text: string) => void; card: Card | undefined }) {
  const marks = (card?.why ?? []).filter((why) => why.start !== undefined && why.end !== undefined)
    .map((why) => ({ start: why.start!, end: why.end!, kind: "write-shown" }));
  return (
    <section class="write-part">
      <TextArea label={t("write.theirs")} hint={t("write.theirs-hint")} value={text} onInput={onInput} rows={5} maxlength={16000} {...(lang ? { lang } : {})} />
      <p class="sr-only" role="status">{card && `${t("write.shows")}: ${card.signals.map((signal) => named("signals", signal)).join(", ") || t("write.shows-nothing")}`}</p>
      {card && (
        <div class="card write-read">
          <h2>{t("write.shows")}</h2>
          <p class="write-signals">
            {card.signals.length === 0 && <span class="soft">{t("write.shows-nothing")}</span>}
            {card.signals.map((signal) => <span key={signal} class={`badge${urgent.includes(signal) ? " warn" : ""}`}>{named("signals", signal)}</span>)}
            {card.anger > 0 && <span class="badge">{t(`write.anger-${Math.min(3, card.anger)}` as "write.anger-1")}</span>}
          </p>
          {marks.length > 0 && <p class="write-quote"><Marked text={text} marks={marks} /></p>}
          <Steps card={card} />
        </div>
      )}
    </section>
  );
}

/** What the answer should do, in its order. */
function Steps({ card }: { card: Card }) {
  return (
    <>
      {card.escalate !== "none" && <p class="notice">{t("write.escalate", { whom: named("levels", card.escalate) })}</p>}
      <ol class="write-steps">
        {card.acts.slice(0, 4).map((act) => (
          <li key={act}><strong>{named("acts", act)}</strong> <span class="soft">{named("instructions", `${act}.default`)}</span></li>
        ))}
      </ol>
    </>
  );
}
