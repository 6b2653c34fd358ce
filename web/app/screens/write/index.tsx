// Before and after: what somebody wrote, what it shows, and the answer, read before it is sent. And on the telephone: hold,
// call back, hand over, hang up; and the next appointment, taken or declined.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { useDraft, type Channel } from "../../offline";
import { Button, LinkButton } from "../../kit/button";
import { Choice, Select } from "../../kit/field";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed, Page } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { languageNames, languages, t, type Lang } from "../../words/words";
import { useAdvice, useAuthority } from "./advice";
import { Appointment } from "./appointment";
import { Editor } from "./editor";
import { Phone } from "./phone";
import { Reading } from "./reading";

type Way = Exclude<Channel, "counter"> | "appointment";
const ways: readonly Way[] = ["email", "social", "chat", "phone", "appointment"];

export default function Write() {
  const [way, setWay] = useState<Way>("email");
  return (
    <Page title={t("write.title")}>
      <Choice label={t("write.way")} value={way} onChange={setWay} options={ways.map((value) => ({ value, text: t(`write.way-${value}` as "write.way-email") }))} />
      {way === "appointment" ? <Appointment /> : way === "phone" ? <Phone /> : <Letter channel={way} />}
    </Page>
  );
}

function Letter({ channel }: { channel: Channel }) {
  const [theirs, setTheirs, forgetTheirs] = useDraft("write.theirs");
  const [answer, setAnswer, forgetAnswer] = useDraft("write.answer");
  const [lang, setLang] = useState<Lang | "">("");
  const authority = useAuthority();
  const advice = useAdvice({ channel, lang: lang || undefined, theirs, answer }, authority);
  return (
    <div class="write-columns">
      <div class="write-part">
        <Select label={t("write.lang")} value={lang} onChange={setLang}
          options={[{ value: "" as const, text: t("write.lang-found") }, ...languages.map((value) => ({ value, text: languageNames[value] }))]} />
        <Reading text={theirs} lang={lang || undefined} onInput={setTheirs} card={advice.read} />
      </div>
      <div class="write-part">
        <Editor text={answer} lang={lang || undefined} onInput={setAnswer} reviewed={advice.reviewed} offered={advice.read?.say ?? []} />
        <After theirs={theirs} answer={answer} channel={channel} forget={() => { void forgetTheirs(); void forgetAnswer(); }} />
      </div>
    </div>
  );
}

/** Copy the answer, and keep what happened as a case. */
function After({ theirs, answer, channel, forget }: { theirs: string; answer: string; channel: Channel; forget: () => void }) {
  const { home: site } = useDirectory();
  const { busy, error, run } = useRun();
  const [made, setMade] = useState<string>();
  const [copied, setCopied] = useState(false);
  const keep = () => run(async () => {
    const encounter = await api.post("/v1/encounters", { site, channel });
    const events = [{ from: "customer", text: theirs }, ...(answer.trim() ? [{ from: "staff", text: answer }] : [])];
    await api.post("/v1/encounters/{id}/events", { events: events.map((event, i) => ({ key: `w${i}`, event })) }, { ids: [encounter.id] });
    await api.post("/v1/encounters/{id}/end", { outcome: "partly" }, { ids: [encounter.id] }); // how it ends, the case will tell
    const subject = [...theirs.trim().split("\n")[0]!].slice(0, 120).join("");
    setMade((await api.post("/v1/cases", { encounter: encounter.id, subject, happened: theirs })).id);
    forget();
  });
  return (
    <>
      <div class="actions">
        <Button kind="main" disabled={!answer.trim()} onClick={() => void navigator.clipboard.writeText(answer).then(() => setCopied(true), () => setCopied(false))}>{t("write.copy")}</Button>
        <Button busy={busy} disabled={!theirs.trim() || !site} onClick={() => void keep()}>{t("write.keep")}</Button>
        <Button kind="quiet" disabled={!theirs && !answer} onClick={forget}>{t("write.clear")}</Button>
      </div>
      {copied && <Notice kind="good">{t("write.copied")}</Notice>}
      {made && <Notice kind="good">{t("write.kept")} <LinkButton href={`/cases/${made}`}>{t("write.open-case")}</LinkButton></Notice>}
      {error !== undefined && <Failed error={error} />}
    </>
  );
}
