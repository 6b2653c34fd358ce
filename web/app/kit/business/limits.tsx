// Who may give what, by role: read at a glance, changed in a dialog. A change is a new grant, and the end of the old one.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Grant } from "../../api/types";
import { numberOf, t } from "../../words/words";
import { Button } from "../button";
import { Dialog } from "../dialog";
import { Field, Select } from "../field";
import { Icon } from "../icons";
import { useRun } from "../load";
import { Failed } from "../page";
import { Form, useForm, type FormOf, type Mistakes } from "./form";
import { grantText, hasSum, remedies, remedyName, roleName, standing, type Remedy, type Role } from "./names";

export function LimitsByRole({ grants, currency, onChanged, roles, editable = true }: { grants: readonly Grant[]; currency: string; onChanged: () => void; roles: readonly Role[]; editable?: boolean }) {
  const [edited, setEdited] = useState<{ role: Role; grant?: Grant }>();
  const now = standing(grants).filter(({ to, site }) => to === "role" && site === null);
  const done = () => { setEdited(undefined); onChanged(); };
  return (
    <>
      <div class="limit-roles">
        {roles.map((role) => {
          const mine = now.filter((grant) => grant.role === role).sort((a, b) => remedies.indexOf(a.remedy as Remedy) - remedies.indexOf(b.remedy as Remedy));
          return (
            <section key={role} class="card">
              <h2>{roleName(role)}</h2>
              {mine.length === 0 && <p class="soft">{t("business.limit-none")}</p>}
              <ul class="limit-list">
                {mine.map((grant) => (
                  <li key={grant.id}>{editable
                    ? <button type="button" onClick={() => setEdited({ role, grant })}><span>{grantText(grant)}</span><Icon name="write" label={t("business.limit-change")} /></button>
                    : <span>{grantText(grant)}</span>}</li>
                ))}
              </ul>
              {editable && !mine.some(({ all }) => all) && <Button kind="quiet" icon="plus" label={t("business.limit-add-to", { role: roleName(role) })} onClick={() => setEdited({ role })}>{t("business.limit-add")}</Button>}
            </section>
          );
        })}
      </div>
      {edited && <LimitDialog {...edited} currency={currency} onClose={() => setEdited(undefined)} onDone={done} />}
    </>
  );
}

/** What is wrong with an amount or a percentage. */
export function limitMistakes<T extends { remedy: Remedy | ""; most: string; percent: string }>({ remedy, most, percent }: T): Mistakes<T> {
  const found: Mistakes<{ most: string; percent: string }> = {};
  if (remedy && hasSum(remedy) && !(numberOf(most) > 0)) found.most = t("business.wrong.most");
  if (remedy === "discount_percent" && !(numberOf(percent) > 0 && numberOf(percent) <= 100)) found.percent = t("business.wrong.percent");
  return found as Mistakes<T>;
}

/** Of what was typed, what a grant takes. */
export function limitBody(remedy: Remedy | "", most: string, percent: string, currency: string): Pick<Partial<Grant>, "remedy" | "most" | "percent" | "currency" | "all"> {
  if (!remedy) return { all: true };
  if (hasSum(remedy)) return { remedy, most: numberOf(most), currency };
  return remedy === "discount_percent" ? { remedy, percent: numberOf(percent) } : { remedy };
}

function LimitDialog({ role, grant, currency, onClose, onDone }: { role: Role; grant?: Grant; currency: string; onClose: () => void; onDone: () => void }) {
  const first = { remedy: (grant ? (grant.all ? "" : grant.remedy ?? "refund") : "refund") as Remedy | "", most: grant?.most ? String(grant.most) : "", percent: grant?.percent ? String(grant.percent) : "" };
  const form = useForm(first, limitMistakes, async ({ remedy, most, percent }) => {
    await api.post("/v1/grants", { to: "role", role, ...limitBody(remedy, most, percent, grant?.currency || currency) });
    if (grant) await api.post("/v1/grants/{id}/end", {}, { ids: [grant.id] });
    onDone();
  });
  const { busy, error, run } = useRun();
  const end = () => run(async () => {
    await api.post("/v1/grants/{id}/end", {}, { ids: [grant!.id] });
    onDone();
  });
  return (
    <Dialog title={t("business.limit-of", { role: roleName(role) })} onClose={onClose}>
      <Form form={form}>
        <Given form={form} currency={grant?.currency || currency} />
        <div class="actions">
          <Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button>
          {grant && <Button kind="quiet" busy={busy} onClick={() => void end()}>{t("business.limit-end")}</Button>}
        </div>
        {error !== undefined && <Failed error={error} />}
      </Form>
    </Dialog>
  );
}

/** What may be given, and how much of it. */
export function Given<T extends { remedy: Remedy | ""; most: string; percent: string }>({ form, currency }: { form: FormOf<T>; currency: string }) {
  const { remedy } = form.values;
  return (
    <>
      <Select label={t("business.limit-what")} value={remedy} onChange={(value) => form.set("remedy", value as T["remedy"])}
        options={[...remedies.map((value) => ({ value: value as Remedy | "", text: remedyName(value) })), { value: "" as Remedy | "", text: t("business.everything") }]} />
      {remedy && hasSum(remedy) && <Field label={t("business.limit-most", { currency })} inputmode="decimal" hint={t("business.limit-most-hint")} {...form.text("most")} required />}
      {remedy === "discount_percent" && <Field label={t("business.limit-percent")} inputmode="decimal" {...form.text("percent")} required />}
    </>
  );
}
