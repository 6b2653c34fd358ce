// A form that changes a record which others may change meanwhile. What they changed elsewhere in it is theirs and stays; where it is
// the same fields, both stand side by side (form.tsx) and the person chooses. Nothing that was typed is lost.
import { useEffect, useRef, useState } from "preact/hooks";
import { faster } from "../records/clash";
import { useForm, type FormOf, type Mistakes } from "./form";

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

interface Editing<R, T> {
  /** What the form has of the record. */
  of: (one: R) => T;
  check: (values: T) => Mistakes<T>;
  /** Changes this version; gives the record as it is then. */
  send: (values: T, version: number) => Promise<R>;
  /** The record as it is now, for the rest of the page too. */
  read: () => Promise<R>;
}

export function useEdit<R extends { version: number }, T extends object>(one: R, { of, check, send, read }: Editing<R, T>): FormOf<T> {
  const base = useRef(one);
  const [theirs, setTheirs] = useState<R>(), [saved, setSaved] = useState(false);
  const form = useForm(of(one), check, async (values) => {
    const write = async () => {
      const now = await send(values, base.current.version);
      base.current = now;
      form.put((typed) => (same(typed, values) ? of(now) : typed));
      setSaved(true);
    };
    setTheirs(undefined);
    setSaved(false);
    try {
      await write();
    } catch (reason) {
      if (!faster(reason)) throw reason;
      const now = await read();
      if (!same(of(now), of(base.current))) {
        setTheirs(now);
        throw reason;
      }
      base.current = now;
      await write();
    }
  });
  useEffect(() => {
    const untouched = same(form.values, of(base.current));
    if (!untouched && !same(of(one), of(base.current))) return;
    base.current = one;
    if (untouched) form.put(() => of(one));
  }, [one.version]);
  const over = (go: () => void) => () => {
    if (theirs) base.current = theirs;
    go();
    setTheirs(undefined);
  };
  return { ...form, saved: saved && same(form.values, of(base.current)), clash: theirs && { theirs: of(theirs), mine: over(form.submit), take: over(() => { form.put(() => of(theirs)); form.clear(); }) } };
}
