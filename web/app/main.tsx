// The app begins: its language, who is signed in, the first screen.
import "./style/tokens.css";
import "./style/base.css";
import "../gen/screens.css";
import { render } from "preact";
import { Problem } from "./api/client";
import { may, refresh, session, type Session } from "./api/session";
import { register, takeOver } from "./offline/install";
import { startRouter } from "./router";
import { applyAppearance } from "./shell/appearance";
import { App } from "./shell/app";
import { keepFocus } from "./shell/focus";
import { preferredLanguage, speak, speakFluently } from "./words/words";

applyAppearance();
startRouter();
keepFocus();
await takeOver();
await Promise.all([speak(preferredLanguage()), refresh().catch(withoutDesk)]);
render(<App />, document.getElementById("app")!);
requestAnimationFrame(() => setTimeout(afterwards));

/** The desk is out of reach: who was signed in here goes on. */
async function withoutDesk(error: unknown): Promise<void> {
  if (!(error instanceof Problem)) throw error;
  const { recall } = await import("./offline");
  if (!(await recall())) session.set(null);
}

/** Behind the first paint: what waits is handed over, and who leads encounters gets the engine. */
async function afterwards(): Promise<void> {
  void register();
  void speakFluently();
  const { warm } = await import("./offline");
  const look = (now: Session | null | undefined) => {
    if (now && may(now, "encounter.lead")) void warm();
  };
  session.watch(look);
  look(session.get());
}
