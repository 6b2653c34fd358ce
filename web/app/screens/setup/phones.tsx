// Phones and tills that several people share: a code and its picture to join with.
import { Button } from "../../kit/button";
import { JoinCode } from "../../kit/business/join";
import { Failed, Loading } from "../../kit/page";
import { t } from "../../words/words";
import { useSites, Way } from "./parts";

export function Phones({ onNext, onBack }: { onNext: () => void; onBack: () => void }) {
  const sites = useSites();
  const site = sites.data?.[0];
  return (
    <>
      {site ? <section class="card"><JoinCode site={site.id} /></section> : sites.error ? <Failed error={sites.error} again={sites.reload} /> : <Loading />}
      <Way onBack={onBack}><Button kind="main" onClick={onNext}>{t("setup.next")}</Button></Way>
    </>
  );
}
