// The language, and what the business does: with it come opening hours, limits and clocks that can be changed later.
import { useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { tradeName, trades } from "../../kit/business/names";
import { Notice } from "../../kit/notice";
import { language, languageNames, languages, speak, t } from "../../words/words";
import { Way, type EarlyStep } from "./parts";

export function Trade({ values, keep, onNext }: EarlyStep) {
  const [missing, setMissing] = useState(false);
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); if (values.trade) onNext(); else setMissing(true); }}>
      <nav aria-label={t("signin.language")} class="languages setup-languages">
        {languages.map((code) => <button key={code} type="button" lang={code} aria-pressed={language() === code} onClick={() => void speak(code)}>{languageNames[code]}</button>)}
      </nav>
      <fieldset class="setup-trades">
        <legend>{t("setup.trade")}</legend>
        {trades.map((trade) => (
          <label key={trade}>
            <input type="radio" name="trade" checked={values.trade === trade} onChange={() => { keep({ trade, security: ["supermarket", "hotel", "telecom", "public_office"].includes(trade) }); setMissing(false); }} />
            <span>{tradeName(trade)}</span>
          </label>
        ))}
      </fieldset>
      {missing && <Notice kind="bad">{t("setup.trade-missing")}</Notice>}
      <Way><Button kind="main" type="submit">{t("setup.next")}</Button></Way>
    </form>
  );
}
