// By when: at the next visit, or by a day and hour on the site's clock.
import { Choice, Field } from "../../kit/field";
import { dayOn } from "../../kit/records/when";
import { t } from "../../words/words";

/** "": the next visit. */
export function ByWhen({ value, onChange, zone, mistake }: { value: string; onChange: (value: string) => void; zone: string | undefined; mistake: string | undefined }) {
  const quick = [["today", 0], ["tomorrow", 1], ["week", 7]] as const;
  const options = [{ value: "visit", text: t("promises.next-visit") }, ...quick.map(([name]) => ({ value: name as string, text: t(`promises.by-${name}`) })), { value: "date", text: t("promises.by-date") }];
  const evening = (days: number) => `${dayOn(days, zone)}T18:00`;
  const chosen = value === "" ? "visit" : quick.find(([, days]) => value === evening(days) || (days === 0 && value === `${dayOn(0, zone)}T23:59`))?.[0] ?? "date";
  const take = (name: string) => {
    const days = quick.find(([known]) => known === name)?.[1];
    onChange(name === "visit" ? "" : days === 0 ? `${dayOn(0, zone)}T23:59` : evening(days ?? 2));
  };
  return (
    <>
      <Choice label={t("promises.when")} value={chosen} options={options} onChange={take} />
      {value !== "" && <Field label={t("promises.until")} type="datetime-local" value={value} onInput={onChange} mistake={mistake} />}
    </>
  );
}
