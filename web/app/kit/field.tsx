// Fields of forms: label above, hint and mistake below, joined to the field for who cannot see them.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface Common {
  label: string;
  hint?: string | undefined;
  /** What is wrong with it; the field is marked. */
  mistake?: string | undefined;
  required?: boolean;
  disabled?: boolean;
}

function Frame({ id, label, mistake, required, children, ...more }: Common & { id: string; children: ComponentChildren }) {
  const hint = hintOf({ mistake, ...more });
  return (
    <div class={`field${mistake ? " mistaken" : ""}`}>
      <label for={id}>{label}{required && <span aria-hidden="true"> *</span>}</label>
      {children}
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {mistake && <p class="mistake" id={`${id}-mistake`}>{mistake}</p>}
    </div>
  );
}
/** What is wrong often says what the hint says: once is enough. */
const hintOf = ({ hint, mistake }: Pick<Common, "hint" | "mistake">) => (hint === mistake ? undefined : hint);
const described = (id: string, { mistake, ...more }: Common) => [hintOf({ mistake, ...more }) && `${id}-hint`, mistake && `${id}-mistake`].filter(Boolean).join(" ") || undefined;

interface TextProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "password" | "email" | "tel" | "search" | "date" | "time" | "datetime-local" | "number" | "url";
  autocomplete?: string;
  inputmode?: "text" | "numeric" | "decimal" | "tel" | "email" | "search";
  autocapitalize?: "none" | "sentences" | "words";
  autofocus?: boolean;
  maxlength?: number;
  min?: string;
  max?: string;
  step?: string;
  placeholder?: string;
  lang?: string;
}

export function Field(props: TextProps) {
  const id = useId(), at = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => { if (props.autofocus) at.current?.focus(); }, [props.autofocus]);
  return (
    <Frame id={id} {...props}>
      <input ref={at} id={id} autoFocus={props.autofocus} type={props.type ?? "text"} value={props.value} required={props.required} disabled={props.disabled} maxLength={props.maxlength}
        min={props.min} max={props.max} step={props.step} placeholder={props.placeholder} inputMode={props.inputmode} autoComplete={props.autocomplete ?? "off"}
        autoCapitalize={props.autocapitalize} lang={props.lang} aria-describedby={described(id, props)} aria-invalid={props.mistake ? true : undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)} />
    </Frame>
  );
}

export function TextArea(props: Common & { value: string; onInput: (value: string) => void; rows?: number; maxlength?: number; lang?: string; placeholder?: string }) {
  const id = useId();
  return (
    <Frame id={id} {...props}>
      <textarea id={id} rows={props.rows ?? 4} value={props.value} required={props.required} disabled={props.disabled} maxLength={props.maxlength} lang={props.lang}
        placeholder={props.placeholder} aria-describedby={described(id, props)} aria-invalid={props.mistake ? true : undefined}
        onInput={(event) => props.onInput(event.currentTarget.value)} />
    </Frame>
  );
}

export interface Option<T extends string> {
  value: T;
  text: string;
}

/** A list to choose one of; for few and short ones Choice is quicker. */
export function Select<T extends string>(props: Common & { value: T; options: readonly Option<T>[]; onChange: (value: T) => void }) {
  const id = useId();
  return (
    <Frame id={id} {...props}>
      <select id={id} value={props.value} required={props.required} disabled={props.disabled} aria-describedby={described(id, props)}
        onChange={(event) => props.onChange(event.currentTarget.value as T)}>
        {props.options.map(({ value, text }) => <option key={value} value={value}>{text}</option>)}
      </select>
    </Frame>
  );
}

/** A few choices side by side, one of them taken. */
export function Choice<T extends string>({ label, value, options, onChange }: { label: string; value: T | undefined; options: readonly Option<T>[]; onChange: (value: T) => void }) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={value === option.value} onChange={() => onChange(option.value)} />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Check({ label, checked, onChange, hint }: { label: string; checked: boolean; onChange: (checked: boolean) => void; hint?: string }) {
  const id = useId();
  return (
    <div class="check">
      <input id={id} type="checkbox" checked={checked} aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.currentTarget.checked)} />
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}
