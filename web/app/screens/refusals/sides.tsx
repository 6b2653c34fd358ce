// Both sides of a refusal: what it costs, and what stands behind it.
import type { RefusalShown } from "../../api/types";
import { Facts } from "../../kit/facts";
import { day, when } from "../../kit/records/when";
import { number, t } from "../../words/words";

export type Shown = Pick<RefusalShown, "ground" | "warnings" | "apologised" | "currency" | "cost" | "yearly" | "visits" | "visits_yearly" | "promises"> & { warned_at?: string | null; until?: string | null };

const sum = (amount: number | null, currency: string) => (amount !== null && currency ? t("refusals.about", { amount: number(amount, { style: "currency", currency, maximumFractionDigits: 0 }) }) : "");
const count = (times: number) => (times >= 0 ? t("refusals.times", { n: times }) : "");

export function Sides({ shown, zone }: { shown: Shown; zone: string | undefined }) {
  const costs = [
    [t("refusals.cost"), sum(shown.cost, shown.currency)],
    [t("refusals.yearly"), sum(shown.yearly, shown.currency)],
    [t("refusals.visits"), count(shown.visits)],
    [t("refusals.visits-yearly"), count(shown.visits_yearly)],
    [t("refusals.promises"), shown.promises > 0 && t("refusals.promises-kept", { n: shown.promises })],
  ] as const;
  return (
    <div class="refusals-sides">
      <section class="card">
        <h2>{t("refusals.side-cost")}</h2>
        <Facts facts={costs} />
        {shown.cost === null && shown.visits < 0 && <p>{t("refusals.cost-unknown")}</p>}
        <p class="soft small">{t("refusals.cost-more")}</p>
      </section>
      <section class="card">
        <h2>{t("refusals.side-ground")}</h2>
        <p><strong>{t(`refusals.ground-${shown.ground}`)}</strong></p>
        <Facts facts={[
          [t("refusals.warnings"), shown.warnings > 0 && number(shown.warnings)],
          [t("refusals.warned"), when(shown.warned_at, zone)],
          [t("refusals.ends"), day(shown.until, zone)],
        ]} />
        {shown.apologised && <p>{t("refusals.apologised")}</p>}
        {shown.ground === "nothing" && <p class="soft small">{t("refusals.nothing-more")}</p>}
      </section>
    </div>
  );
}
