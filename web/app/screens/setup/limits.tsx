// Who may give what: the trade's numbers to begin with. Who works alone decides alone.
import { useSession } from "../../api/session";
import { Button } from "../../kit/button";
import { LimitsByRole } from "../../kit/business/limits";
import { allGrants } from "../../kit/business/names";
import { useLoad } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed, Loading } from "../../kit/page";
import { t } from "../../words/words";
import { useSites, Way } from "./parts";

export function Limits({ onNext, onBack }: { onNext: () => void; onBack: () => void }) {
  const { alone } = useSession();
  const sites = useSites(), grants = useLoad(allGrants, []);
  if (!sites.data || !grants.data) return sites.error || grants.error ? <Failed error={sites.error ?? grants.error} again={grants.reload} /> : <Loading />;
  return (
    <>
      {alone ? <Notice>{t("setup.limits-alone")}</Notice> : <LimitsByRole grants={grants.data} currency={sites.data[0]?.currency ?? "EUR"} onChanged={grants.reload} roles={["associate", "supervisor", "manager"]} />}
      <Way onBack={onBack}><Button kind="main" onClick={onNext}>{t("setup.next")}</Button></Way>
    </>
  );
}
