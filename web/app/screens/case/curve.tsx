// How heated it was, event by event: a small curve, and the same as a table for who does not see it.
import type { EncounterEvent } from "../../api/types";
import type { Card } from "../../offline/types";
import { dateTime, number, t } from "../../words/words";
import { what } from "./happened";

const WIDE = 320, HIGH = 56;

export function Curve({ events }: { events: readonly EncounterEvent[] }) {
  const known = events.flatMap((event) => (event.card ? [{ event, heat: (event.card as Card).heat }] : []));
  if (known.length < 2) return null;
  const x = (place: number) => (place / (known.length - 1)) * WIDE, y = (heat: number) => HIGH - 2 - Math.min(1, heat / 0.7) * (HIGH - 6);
  const line = known.map(({ heat }, place) => `${x(place).toFixed(1)},${y(heat).toFixed(1)}`).join(" ");
  const percent = (heat: number) => number(heat, { style: "percent" });
  const heats = known.map(({ heat }) => heat);
  return (
    <figure class="case-curve">
      <figcaption>{t("case.curve")}</figcaption>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img"
        aria-label={t("case.curve-said", { first: percent(heats[0] ?? 0), most: percent(Math.max(...heats)), last: percent(heats.at(-1) ?? 0) })}>
        <polygon points={`0,${HIGH} ${line} ${WIDE},${HIGH}`} />
        <polyline points={line} vector-effect="non-scaling-stroke" />
      </svg>
      <details>
        <summary>{t("case.as-table")}</summary>
        <div class="case-table" tabIndex={0} role="region" aria-label={t("case.as-table")}>
          <table>
            <thead><tr><th scope="col">{t("case.time")}</th><th scope="col">{t("case.what")}</th><th scope="col">{t("case.heat")}</th></tr></thead>
            <tbody>{known.map(({ event, heat }) => <tr key={event.id}><td>{event.at && dateTime(event.at, { timeStyle: "medium" })}</td><td>{what(event)}</td><td>{percent(heat)}</td></tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
