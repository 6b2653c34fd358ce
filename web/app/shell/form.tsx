// A form: what is typed outlives a reload, mistakes stand at their fields, it is sent once.
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../api/client";
import { Button } from "../kit/button";
import { atField } from "../kit/fields";
import { useRun } from "../kit/load";
import { Notice } from "../kit/notice";
import { Loading } from "../kit/page";
import { useDirectory } from "../kit/records/directory";
import { recordProblem } from "../kit/records/problem";
import { t } from "../words/words";

export type Values = Readonly<Record<string, string>>;
export interface Form<T extends Values> {
  values: T;
  set: (name: keyof T & string) => (value: string) => void;
  /** What is wrong with a field, by its name here. */
  mistake: (name: string) => string | undefined;
  /** What is wrong, and no field's. */
  error: unknown;
  /** The desk refused a field. */
  refused: boolean;
  busy: boolean;
  /** Something typed before was brought back. */
  restored: boolean;
  again: () => void;
  /** Checks, sends once, forgets the draft, and then goes on as what `send` gives says: what was sent does not come back.
   * `check` gives mistakes by field. */
  submit: (check: () => Partial<Record<keyof T & string, string | false | undefined>>, send: () => Promise<(() => void) | void>) => void;
  clear: () => void;
}

interface Kept {
  text: string;
  keep(text: string): void;
  forget(): Promise<void>;
}

/** `place` and `of` name the draft; `first`: what stands there at the beginning; `wrong`: what to say where the desk refuses a field. */
export function useForm<T extends Values>(place: string, of: string, first: T, wrong: Partial<Record<string, string>> = {}): Form<T> {
  const [values, setValues] = useState<T>(first);
  const [mistakes, setMistakes] = useState<Partial<Record<string, string | false | undefined>>>({});
  const [restored, setRestored] = useState(false);
  const { busy, error, run, clear } = useRun();
  const kept = useRef<Kept>(), typed = useRef(false), latest = useRef(values);
  latest.current = values;

  useEffect(() => {
    let gone = false;
    void import("../offline").then(({ draft }) => draft(place, of)).then((one) => {
      if (gone) return;
      kept.current = one;
      const before = one.text && (JSON.parse(one.text) as Partial<T>);
      if (typed.current) one.keep(JSON.stringify(latest.current));
      else if (before) { setValues({ ...latest.current, ...before }); setRestored(true); }
    }).catch(() => undefined);
    return () => { gone = true; };
  }, [place, of]);

  const put = useCallback((next: T) => {
    latest.current = next;
    setValues(next);
  }, []);
  const set = (name: keyof T & string) => (value: string) => {
    typed.current = true;
    put({ ...latest.current, [name]: value });
    setMistakes((before) => ({ ...before, [name]: undefined }));
    if (error) clear();
    kept.current?.keep(JSON.stringify(latest.current));
  };
  const forget = async () => { typed.current = false; setRestored(false); await kept.current?.forget(); };
  const refused = error instanceof Problem ? error.field : undefined;
  const fits = refused !== undefined && (refused in first || refused in wrong);
  return {
    values, set, busy, restored,
    error: fits ? undefined : error,
    refused: fits,
    mistake: (name) => mistakes[name] || (refused === name ? (wrong[name] ?? atField(error as Problem)) : undefined),
    again() { void forget(); put(first); setMistakes({}); clear(); },
    submit(check, send) {
      const found = check();
      setMistakes(found);
      if (Object.values(found).some(Boolean)) return focusMistake();
      void run(async () => { const goOn = await send(); await forget(); goOn?.(); }).then(focusMistake);
    },
    clear,
  };
}

/** To the first field that is marked, where the eye goes too. */
function focusMistake(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(".page [aria-invalid=true], dialog [aria-invalid=true]")?.focus());
}

/** So long a form waits for what it chooses from; longer only where the network hangs. */
const WAIT_MS = 3000;

/** The form around its fields: what was brought back, what went wrong, the one main button. It comes when the places and people to
 * choose from are there: a field that came later would move the button from under the finger. */
export function FormFrame<T extends Values>({ form, label, send, onCancel, children, above }: { form: Form<T>; label: string; send: () => void; onCancel?: () => void; children: ComponentChildren; above?: ComponentChildren }) {
  const { ready } = useDirectory(), [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setWaited, WAIT_MS, true);
    return () => clearTimeout(timer);
  }, []);
  if (!ready && !waited) return <Loading />;
  return (
    <form class="record-form" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
      {form.restored && <Notice><p>{t("records.restored")} <Button kind="quiet" onClick={form.again}>{t("records.start-over")}</Button></p></Notice>}
      {children}
      {form.refused && <Notice kind="bad">{t("records.check-this")}</Notice>}
      {above ?? (form.error ? <Notice kind="bad">{recordProblem(form.error)}</Notice> : null)}
      <div class="actions">
        <Button kind="main" type="submit" busy={form.busy}>{label}</Button>
        {onCancel && <Button kind="quiet" onClick={() => { form.again(); onCancel(); }}>{t("records.cancel")}</Button>}
      </div>
    </form>
  );
}
