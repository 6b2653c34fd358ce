// Screens that stand before everything else: setting up, which nobody can be signed in for, and what must be done first.
import type { ComponentType } from "preact";
import type { Session } from "../api/session";
import type { ScreenProps } from "./table";

type Load = () => Promise<{ default: ComponentType<ScreenProps> }>;
const setup: Load = () => import("./setup");
const method: Load = () => import("./method");
const must: Load = () => import("./signin/must");

/** Which of them this is the moment for; none: the path decides. */
export function open(path: string, who: Session | null): Load | undefined {
  if (path === "/method") return method;
  if (who?.must_change_password || who?.must_set_authenticator) return must;
  if (path === "/setup" && (!who || "site.administer" in who.permissions)) return setup;
  return undefined;
}
