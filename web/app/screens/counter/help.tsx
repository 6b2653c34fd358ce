// Help: whom, what became of it. Danger: help for one's safety, loud or unseen, and the number to telephone at any time.
import type { ComponentChildren } from "preact";
import type { CoachEvent, Level, Running } from "../../offline";
import { Button } from "../../kit/button";
import { Icon } from "../../kit/icons";
import { t } from "../../words/words";
import { callText, mustDial } from "./call-text";
import type { Calls } from "./calls";
import { Clock } from "./clock";
import { authorityOf } from "./give";
import { Panel } from "./panel";

interface Common {
  calls: Calls;
  names: (id: string | null | undefined) => string;
  number: string;
  onCall: (whom: Level, silent: boolean) => void;
  onClose: () => void;
}

const Dial = ({ number }: { number: string }) => <a class="button bad counter-wide" href={`tel:${number}`}><Icon name="phone" /><span>{t("counter.dial", { number })}</span></a>;

/** What became of the call, and what to do meanwhile. */
function Became({ calls: { calling }, names, children }: Pick<Common, "calls" | "names"> & { children?: ComponentChildren }) {
  if (!calling) return null;
  return (
    <div class={`counter-became ${mustDial(calling) ? "bad" : calling.state}`} data-state={calling.state}>
      <p class="counter-became-text">{callText(calling, names)}</p>
      {!mustDial(calling) && calling.state !== "arrived" && <Clock since={calling.since} />}
      {children}
    </div>
  );
}

export function Help({ calls, names, number, alone, running, onCall, onClose }: Common & { alone: boolean; running: Running | undefined }) {
  const { calling } = calls;
  const may = authorityOf(running);
  if (!calling || calling.state === "ended") {
    return (
      <Panel title={t("counter.help")} onClose={onClose}>
        {alone && <p>{t("counter.alone")}</p>}
        {!alone && <div class="counter-pair">
          <button type="button" class="counter-zone" onClick={() => onCall("colleague", false)}><Icon name="person" /><span>{t("counter.colleague")}</span></button>
          <button type="button" class="counter-zone" onClick={() => onCall("supervisor", false)}><Icon name="people" /><span>{t("counter.supervisor")}</span></button>
        </div>}
        <a class="button counter-wide" href={`tel:${number}`}><Icon name="phone" /><span>{t("counter.dial", { number })}</span></a>
      </Panel>
    );
  }
  return (
    <Panel title={t("counter.help")} onClose={onClose}>
      <Became calls={calls} names={names}>
        {!mustDial(calling) && calling.state !== "arrived" && <p>{t("counter.offer-seat")}{(may?.all || may?.["refreshment"]) && ` ${t("counter.offer-drink")}`}</p>}
      </Became>
      {mustDial(calling) && calling.number && <Dial number={calling.number} />}
      <Button wide onClick={() => { void calls.end(); onClose(); }}>{t("counter.not-needed")}</Button>
    </Panel>
  );
}

export function Danger({ calls, names, number, whom, onCall, onTell, onOver, onMistake, onClose }: Common & { whom: Level; onTell: (event: CoachEvent) => void; onOver: () => void; onMistake: () => void }) {
  const { calling } = calls;
  const called = calling !== undefined && calling.state !== "ended" && (calling.whom === "security" || calling.whom === "emergency");
  return (
    <Panel title={t("counter.danger")} onClose={onClose}>
      {called ? <Became calls={calls} names={names} /> : (
        <div class="counter-pair">
          <button type="button" class="counter-zone strong" onClick={() => onCall(whom, false)}><Icon name="people" /><span>{t("counter.call-help")}</span></button>
          <button type="button" class="counter-zone" onClick={() => onCall(whom, true)}><Icon name="hide" /><span>{t("counter.call-silent")}</span></button>
        </div>
      )}
      <Dial number={calling?.number && mustDial(calling) && whom === "emergency" ? calling.number : number} />
      <div class="counter-chips" role="group" aria-label={t("counter.danger-what")}>
        <button type="button" onClick={() => onTell({ observed: "violence" })}>{t("counter.violence")}</button>
        <button type="button" onClick={() => onTell({ observed: "hazard" })}>{t("counter.sign.unwell")}</button>
      </div>
      <div class="counter-pair low">
        <Button onClick={onMistake}>{t("counter.mistake")}</Button>
        <Button onClick={onOver}>{t("counter.danger-over")}</Button>
      </div>
    </Panel>
  );
}
