// A form with its mistakes at their fields: what is seen here at once, and what the desk finds when it is sent.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../../api/client";
import { known, t } from "../../words/words";
import { atField } from "../fields";
import { useRun } from "../load";
import { Failed } from "../page";

export type Mistakes<T> = Partial<Record<keyof T, string>>;

export interface FormOf<T> {
  values: T;
  set: <K extends keyof T>(name: K, value: T[K]) => void;
  /** For Field and TextArea: value, onInput, mistake. */
  text: (name: keyof T & string) => { value: string; onInput: (value: string) => void; mistake: string | undefined };
  mistake: (name: keyof T & string) => string | undefined;
  busy: boolean;
  /** What went wrong and has no field. */
  error: unknown;
  submit: () => void;
  /** Times that mistakes were told: the form goes to the first of them. */
  told: number;
}

/** What the desk says of a field, in the person's language. */
function ofDesk(error: unknown, name: string): string | undefined {
  if (!(error instanceof Problem) || error.type !== "field" || error.field !== name) return undefined;
  const key = `business.wrong.${name}`;
  return known(key) ? t(key as "business.wrong.name") : atField(error);
}

export function useForm<T extends object>(first: T, check: (values: T) => Mistakes<T>, send: (values: T) => Promise<void>): FormOf<T> {
  const [values, setValues] = useState(first);
  const [mistakes, setMistakes] = useState<Mistakes<T>>({});
  const [told, setTold] = useState(0);
  const { busy, error, run, clear } = useRun();
  const mistake = (name: keyof T & string) => mistakes[name] ?? ofDesk(error, name);
  const set = <K extends keyof T>(name: K, value: T[K]) => {
    setValues((before) => ({ ...before, [name]: value }));
    setMistakes(({ [name]: _, ...others }) => others as Mistakes<T>);
    if (error instanceof Problem && error.field === name) clear();
  };
  const submit = () => {
    const found = check(values);
    setMistakes(found);
    if (Object.keys(found).length > 0) return setTold(told + 1);
    void run(() => send(values)).then(() => setTold((times) => times + 1));
  };
  const atField = error instanceof Problem && error.type === "field" && !!error.field && error.field in values;
  return { values, set, mistake, busy, submit, told, error: atField ? undefined : error,
    text: (name) => ({ value: String(values[name] ?? ""), onInput: (value) => set(name, value as T[typeof name]), mistake: mistake(name) }) };
}

/** The form itself: goes to its first mistake, and says what has no field. `again`: reads anew where somebody changed it meanwhile. */
export function Form<T>({ form, children, label, again }: { form: FormOf<T>; children: ComponentChildren; label?: string; again?: () => void }) {
  const at = useRef<HTMLFormElement>(null);
  useEffect(() => { if (form.told) at.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(); }, [form.told]);
  return (
    <form ref={at} noValidate aria-label={label} onSubmit={(event) => { event.preventDefault(); form.submit(); }}>
      {children}
      {form.error !== undefined && <Failed error={form.error} {...(again && form.error instanceof Problem && form.error.status === 412 ? { again } : {})} />}
    </form>
  );
}

/** What is missing: name → the text for an empty field. */
export function needed<T extends object>(values: T, names: readonly (keyof T & string)[]): Mistakes<T> {
  const found: Mistakes<T> = {};
  for (const name of names) {
    const key = `business.wrong.${name}`;
    if (String(values[name] ?? "").trim() === "") found[name] = known(key) ? t(key as "business.wrong.name") : t("business.wrong.empty");
  }
  return found;
}
