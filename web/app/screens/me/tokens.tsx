// Programs that act for me: made with what they may and until when, told this once, taken back.
import { useState } from "preact/hooks";
import { all, api } from "../../api/client";
import { useSession } from "../../api/session";
import type { Token } from "../../api/types";
import { ToldOnce } from "../../kit/account/once";
import { Button } from "../../kit/button";
import { Form, needed, useForm } from "../../kit/business/form";
import { Dialog } from "../../kit/dialog";
import { Check, Field } from "../../kit/field";
import { useLoad, useRun } from "../../kit/load";
import { Failed } from "../../kit/page";
import { dayOn, endOf } from "../../kit/records/when";
import { ago, dateTime, t } from "../../words/words";

/** What a program can be let do: beginnings of the names of permissions. "open" is what each begins with. */
const areas = ["encounter", "case", "approval", "call", "promise", "refusal", "incident", "customer", "grant", "report", "person", "site", "audit", "keep"] as const;
type Area = (typeof areas)[number];
const areaOf = (permission: string) => permission.split(".")[0];
const areaName = (scope: string) => ((areas as readonly string[]).includes(areaOf(scope)!) ? t(`me.area.${areaOf(scope) as Area}`) + (scope.endsWith(".see") ? ` (${t("me.area-see")})` : "") : scope);
const scopesText = (scopes: string) => scopes.split(" ").filter((scope) => scope !== "open").map(areaName).join(", ") || t("me.area-filters");

export function Tokens() {
  const { by_pin } = useSession();
  const list = useLoad<Token[]>((signal) => all((cursor) => api.get("/v1/tokens", { query: { cursor }, signal })), []);
  const [makes, setMakes] = useState(false);
  const { busy, error, run } = useRun();
  const end = (id: string) => run(async () => { await api.delete("/v1/tokens/{id}", { ids: [id] }); list.reload(); });
  const close = () => { setMakes(false); list.reload(); };
  return (
    <section class="card">
      <h2>{t("me.tokens")}</h2>
      <p class="soft small">{t("me.tokens-about")}</p>
      {list.error !== undefined && <Failed error={list.error} again={list.reload} />}
      <ul class="me-list">
        {(list.data ?? []).filter(({ revoked }) => !revoked).map((one) => (
          <li key={one.id}>
            <span>{one.name}<span class="soft small">{scopesText(one.scopes)}</span>
              <span class="soft small">{[one.seen_at ? t("me.token-used", { time: ago(one.seen_at) }) : t("me.token-unused"), one.ends_at && t("me.session-until", { time: dateTime(one.ends_at, { dateStyle: "medium" }) })].filter(Boolean).join(" · ")}</span></span>
            <Button kind="quiet" busy={busy} label={t("me.token-end", { name: one.name })} onClick={() => void end(one.id)}>{t("me.token-revoke")}</Button>
          </li>
        ))}
      </ul>
      {error !== undefined && <Failed error={error} />}
      {!by_pin && <div class="actions"><Button icon="plus" onClick={() => setMakes(true)}>{t("me.token-make")}</Button></div>}
      {makes && <Dialog title={t("me.token-make")} onClose={close}><Make onDone={close} /></Dialog>}
    </section>
  );
}

function Make({ onDone }: { onDone: () => void }) {
  const who = useSession();
  const mine = areas.filter((area) => Object.keys(who.permissions).some((permission) => areaOf(permission) === area) && !(who.alone && (area === "approval" || area === "grant")));
  const [told, setTold] = useState<{ name: string; token: string }>();
  const form = useForm({ name: "", scopes: [] as string[], ends_at: "" }, (values) => needed(values, ["name"]), async ({ name, scopes, ends_at }) => {
    const made = (await api.post("/v1/tokens", { name: name.trim(), scopes: ["open", ...scopes].join(" "), ends_at: endOf(ends_at) })) as Token & { token: string };
    setTold({ name: made.name, token: made.token });
  });
  if (told) return <ToldOnce label={t("me.token-told", { name: told.name })} text={told.token}><Button kind="main" onClick={onDone}>{t("me.token-kept")}</Button></ToldOnce>;
  const { scopes } = form.values;
  const put = (area: Area, how: string) => form.set("scopes", [...scopes.filter((one) => areaOf(one) !== area), ...(how ? [how] : [])]);
  return (
    <Form form={form}>
      <Field label={t("me.token-name")} maxlength={100} {...form.text("name")} required />
      <fieldset class="me-areas">
        <legend>{t("me.token-scopes")}</legend>
        <p class="hint">{t("me.token-scopes-about")}</p>
        {mine.map((area) => {
          const has = scopes.find((one) => areaOf(one) === area);
          const looks = `${area}.see` in who.permissions && Object.keys(who.permissions).some((one) => areaOf(one) === area && !one.endsWith(".see"));
          return (
            <div key={area}>
              <Check label={t(`me.area.${area}`)} checked={has !== undefined} onChange={(on) => put(area, on ? (looks ? `${area}.see` : area) : "")} />
              {has && looks && <Check label={t("me.area-write", { area: t(`me.area.${area}`) })} checked={has === area} onChange={(on) => put(area, on ? area : `${area}.see`)} />}
            </div>
          );
        })}
        {form.mistake("scopes") && <p class="mistake" role="alert">{form.mistake("scopes")}</p>}
      </fieldset>
      <Field label={t("me.token-until")} type="date" min={dayOn(0)} {...form.text("ends_at")} />
      <Button kind="main" type="submit" busy={form.busy}>{t("me.token-make")}</Button>
    </Form>
  );
}
