// A case: what happened, what comes next, what was done; with the conversation that it came of.
import { useCallback, useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { may, useSession } from "../../api/session";
import { Check } from "../../kit/field";
import { HandOver } from "../../kit/handover";
import { useLoad, useRun } from "../../kit/load";
import { useNames } from "../../kit/names";
import { Failed, Loading, NotFound, Page } from "../../kit/page";
import { problemText } from "../../kit/problem";
import { CustomerName } from "../../kit/records/name";
import { dateTime, t } from "../../words/words";
import type { ScreenProps } from "../table";
import { Approvals, Calls, Given, Log, Promises, Result } from "./beside";
import { useChange, type Whole } from "./change";
import { Steps } from "./steps";
import { readEncounter, TalkOf } from "./talk";
import { View } from "./view";

const kinds = ["case", "promise", "approval", "remedy"];

export default function CaseScreen({ ids }: ScreenProps) {
  return <One key={ids[0]} id={ids[0] ?? ""} />;
}

function One({ id }: { id: string }) {
  const names = useNames();
  const { data: one, error, reload, set } = useLoad((signal) => api.get("/v1/cases/{id}", { ids: [id], signal }), [id], kinds);
  const put = useCallback((now: Whole) => set(now), []);
  const changing = useChange(one, put, names.person);
  if (!one && error instanceof Problem && error.status === 404) return <NotFound />;
  if (!one) return <Page title={t("case.title")}>{error !== undefined ? <Failed error={error} again={reload} /> : <Loading />}</Page>;
  return (
    <Page title={one.subject || t("case.title")} back={{ href: "/cases", text: t("case.all") }}>
      <Head one={one} />
      <Steps one={one} changing={changing} reload={reload} />
      <Body one={one} put={put} reload={reload} />
    </Page>
  );
}

/** The clock that runs: to acknowledge, then to respond. */
function Clock({ one }: { one: Whole }) {
  const by = one.state === "open" ? one.acknowledge_by : one.state === "acknowledged" ? one.respond_by : null;
  if (!by || one.merged_into) return null;
  const late = Date.parse(by) < Date.now(), at = dateTime(by, { dateStyle: "medium", timeStyle: "short" });
  return <span class={`badge ${late ? "bad" : ""}`}>{one.state === "open" ? t("case.acknowledge-by", { at }) : t("case.respond-by", { at })}</span>;
}

function Head({ one }: { one: Whole }) {
  const names = useNames();
  return (
    <div class="case-marks">
      <span class="soft">{t("case.number", { number: String(one.number) })}</span>
      <span class={`badge ${one.state === "closed" ? "good" : ""}`} role="status">{t(`case.state.${one.state}`)}</span>
      {one.outcome && <span class="badge">{t(`outcomes.${one.outcome}`)}</span>}
      <Clock one={one} />
      {one.reopened > 0 && <span class="badge">{t("case.reopened", { n: one.reopened })}</span>}
      {one.hold && <span class="badge warn">{t("case.held")}</span>}
      {one.merged_into && <span class="badge warn"><a href={`/cases/${one.merged_into}`}>{t("case.goes-on-in")}</a></span>}
      <span class="soft">{one.owner ? t("case.sees-to-it", { name: names.person(one.owner) || t("case.somebody") }) : t("case.nobody-yet")}</span>
      <CustomerName id={one.customer} link />
    </div>
  );
}

function Body({ one, put, reload }: { one: Whole; put: (now: Whole) => void; reload: () => void }) {
  const who = useSession(), names = useNames();
  const encounter = useLoad(async (signal) => (one.encounter && may(who, "encounter.see") ? readEncounter(one.encounter, signal) : undefined), [one.encounter], ["encounter"]);
  const associate = one.encounter ? encounter.data?.person ?? null : one.owner;
  const facts = ([["happened", one.happened], ["wants", one.wants], ["cause", one.cause]] as const).filter(([, text]) => text);
  return (
    <div class="case">
      <div class="case-main">
        {(facts.length > 0 || one.hand_over) && (
          <section class="card" aria-labelledby="case-about">
            <h2 id="case-about">{t("case.about")}</h2>
            <dl class="case-facts">{facts.map(([name, text]) => <div key={name}><dt>{t(`case.field.${name}`)}</dt><dd class="case-text">{text}</dd></div>)}</dl>
            {one.hand_over && <HandOver text={one.hand_over} />}
          </section>
        )}
        {one.encounter && may(who, "encounter.see") && <TalkOf encounter={encounter.data} error={encounter.error} again={encounter.reload} />}
      </div>
      <div class="case-side">
        <View key={one.associate_view} one={one} associate={associate} name={names.person(associate)} put={put} />
        <Given remedies={one.remedies} />
        <Approvals approvals={one.approvals} />
        <Promises promises={one.promises} />
        <Calls encounter={one.encounter} />
        {one.merged.length > 0 && (
          <section class="card" aria-labelledby="case-merged">
            <h2 id="case-merged">{t("case.merged")}</h2>
            <ul class="case-list">{one.merged.map((other) => <li key={other.id}><a href={`/cases/${other.id}`}>{t("case.number", { number: String(other.number) })} {other.subject}</a></li>)}</ul>
          </section>
        )}
        <Result id={one.id} version={one.version} />
        {may(who, "keep") && <Hold key={String(one.hold)} one={one} reload={reload} />}
        {may(who, "audit.see") && <Log subject={one.id} version={one.version} />}
      </div>
    </div>
  );
}

/** Nothing may be erased: for who keeps records. Shown at once, taken back where the desk refuses. */
function Hold({ one, reload }: { one: Whole; reload: () => void }) {
  const { error, run } = useRun(), [on, setOn] = useState(one.hold);
  const hold = (wanted: boolean) => {
    setOn(wanted);
    void run(async () => {
      try {
        await api.put("/v1/cases/{id}/hold", { hold: wanted }, { ids: [one.id] });
        reload();
      } catch (failed) {
        setOn(one.hold);
        throw failed;
      }
    });
  };
  return (
    <section class="card" aria-labelledby="case-keep">
      <h2 id="case-keep">{t("case.field.hold")}</h2>
      <Check label={t("case.hold")} hint={t("case.hold-hint")} checked={on} onChange={hold} />
      {error !== undefined && <p class="mistake" role="alert">{problemText(error)}</p>}
    </section>
  );
}
