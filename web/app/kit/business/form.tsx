// A form with its mistakes at their fields: what is seen here at once, and what the desk finds when it is sent.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../../api/client";
import { known, t } from "../../words/words";
import { atField } from "../fields";
import { useRun } from "../load";
import { Failed } from "../page";
import { Clash, faster } from "../records/clash";

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
  clear: () => void;
  /** All values anew, from those that stand there. */
  put: (next: (values: T) => T) => void;
  /** Of a record that is changed (edit.ts): what stands there is kept. */
  saved?: boolean;
  /** Somebody was faster (edit.ts): what stands there now, and the two ways on. */
  clash?: { theirs: T; mine: () => void; take: () => void } | undefined;
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
  return { values, set, put: setValues, mistake, busy, submit, clear, told, error: atField ? undefined : error,
    text: (name) => ({ value: String(values[name] ?? ""), onInput: (value) => set(name, value as T[typeof name]), mistake: mistake(name) }) };
}

interface Telling<T> {
  form: FormOf<T>;
  /** The form's values in words, by label: for what somebody else has changed meanwhile. */
  says?: (values: T) => readonly (readonly [label: string, text: string])[];
  /** Reads anew where somebody changed it meanwhile. */
  again?: () => void;
}

/** What went wrong and has no field; where somebody was faster, theirs beside one's own. */
export function Trouble<T>({ form: { error, clash, values, busy }, says, again }: Telling<T>) {
  if (error === undefined) return null;
  if (!clash || !says) return <Failed error={error} {...(again && faster(error) ? { again } : {})} />;
  const mine = says(values);
  return <Clash fields={says(clash.theirs).map(([label, theirs], at) => ({ label, theirs, mine: mine[at]?.[1] ?? "" }))} busy={busy} onMine={clash.mine} onTheirs={clash.take} />;
}

/** The form itself: goes to its first mistake. */
export function Form<T>({ children, label, ...telling }: Telling<T> & { children: ComponentChildren; label?: string }) {
  const at = useRef<HTMLFormElement>(null), { form } = telling;
  useEffect(() => { if (form.told) at.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(); }, [form.told]);
  return (
    <form ref={at} noValidate aria-label={label} onSubmit={(event) => { event.preventDefault(); form.submit(); }}>
      {children}
      <Trouble {...telling} />
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
