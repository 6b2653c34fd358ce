// The card: one line, one gesture, what to keep from. It has the same height whatever stands on it.
import { useRef } from "preact/hooks";
import { isTold, type CoachEvent, type Level, type Running } from "../../offline";
import { Icon } from "../../kit/icons";
import { t, type Lang } from "../../words/words";
import type { View } from "./index";
import { isCall, type Line } from "./lines";

const FAR = 48;

interface Props {
  held: { line: Line; turn: string };
  running: Running | undefined;
  number: string;
  view: View;
  lang: Lang | undefined;
  onMore: () => void;
  onTell: (event: CoachEvent) => void;
  onCall: (whom: Level) => void;
  onEnd: () => void;
}

/** A finger that goes sideways or up over the card opens what stands behind it. */
function useSwipe(onSwipe: () => void) {
  const from = useRef<{ x: number; y: number }>();
  return {
    onPointerDown: (event: PointerEvent) => { from.current = { x: event.clientX, y: event.clientY }; },
    onPointerUp: (event: PointerEvent) => {
      const begun = from.current;
      from.current = undefined;
      if (begun && (Math.abs(event.clientX - begun.x) > FAR || begun.y - event.clientY > FAR)) onSwipe();
    },
    onPointerCancel: () => { from.current = undefined; },
  };
}

export function CardView({ held: { line, turn }, running, number, view, lang, onMore, onTell, onCall, onEnd }: Props) {
  const swipe = useSwipe(onMore);
  const last = running?.events.filter(isTold).at(-1);
  const canUndo = last !== undefined && !("undo" in last.event) && !running?.ended;
  const open = running !== undefined && !running.ended;
  return (
    <section class={`counter-card${line.urgent ? " urgent" : ""}`} aria-label={t("counter.card")} data-act={line.act} data-gesture={line.gesture?.act} data-turn={turn} {...swipe}>
      <div class="counter-words" key={turn}>
        <p class={`counter-line${line.said ? " said" : ""}`} lang={line.said ? lang : undefined}>{line.text}</p>
        <p class="counter-hints">
          {line.gesture && <span class="counter-gesture"><Icon name="check" label={t("counter.do")} />{line.gesture.text}</span>}
          {line.keep && <span class="counter-keep"><Icon name="close" label={t("counter.keep-from")} />{line.keep}</span>}
        </p>
      </div>
      <p class="sr-only" aria-live={line.urgent ? "assertive" : "polite"} aria-atomic="true">{line.text} {line.gesture?.text} {line.keep && `${t("counter.keep-from")}: ${line.keep}`}</p>
      <div class="counter-acts">
        {line.act === "call_emergency" ? <a class="button bad" href={`tel:${number}`}><Icon name="phone" /><span>{t("counter.dial", { number })}</span></a>
          : isCall(line.act) ? <button type="button" class="button main" onClick={() => onCall(line.act.slice(5) as Level)}><Icon name="people" /><span>{t("counter.call-now")}</span></button>
          : running?.ended ? <span />
          : line.act === "debrief" ? <button type="button" class="button main" onClick={onEnd}><span>{t("counter.end")}</span></button>
          : <button type="button" class="button main" onClick={() => onTell({ did: line.act })}><Icon name="check" /><span>{t(line.said ? "counter.said-it" : "counter.did-it")}</span></button>}
        <button type="button" class="button" disabled={!open} onClick={() => onTell({ overrule: line.act })}>{t("counter.not-this")}</button>
        <button type="button" class="button icon-button" disabled={!canUndo} aria-label={t("counter.undo")} onClick={() => onTell({ undo: true })}><Icon name="undo" /></button>
        <button type="button" class="button icon-button" aria-label={t("counter.more")} aria-expanded={view === "more"} onClick={onMore}><Icon name="more" /></button>
      </div>
    </section>
  );
}
