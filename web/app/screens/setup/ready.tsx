// The desk stands: the method for the wall of the back room, the demo shop to look around in, and the counter.
import { LinkButton } from "../../kit/button";
import { languageNames, languages, t } from "../../words/words";
import { Way } from "./parts";

export function Ready({ onBack }: { onBack: () => void }) {
  return (
    <>
      <section class="card">
        <h2>{t("setup.method")}</h2>
        <p>{t("setup.method-about")}</p>
        <div class="actions"><LinkButton href="/method?lang=all" icon="write">{t("setup.method-all")}</LinkButton></div>
        <div class="actions">{languages.map((code) => <LinkButton key={code} href={`/method?lang=${code}`}><span lang={code}>{languageNames[code]}</span></LinkButton>)}</div>
      </section>
      <section class="card">
        <h2>{t("setup.demo")}</h2>
        <p>{t("setup.demo-about")}</p>
        <pre class="setup-command" tabIndex={0}><code>{"amends demo --data demo\namends serve --data demo --port 8090"}</code></pre>
        <p class="soft">{t("setup.demo-away")}</p>
      </section>
      <Way onBack={onBack}><LinkButton kind="main" href="/">{t("setup.begin")}</LinkButton></Way>
    </>
  );
}
