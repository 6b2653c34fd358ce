// A page for tests/web/offline.test.mjs: the counter's way to the desk, without screens.
import * as offline from "../../web/app/offline/index";
import { register, takeOver } from "../../web/app/offline/install";
import { listening } from "../../web/app/api/live";
import * as session from "../../web/app/api/session";

await takeOver();
Object.assign(globalThis, { offline, session, listening, counter: null });
const reached = await session.refresh().then(() => true, () => false);
if (!reached) await offline.recall();
void register();
document.title = session.session.get()?.person.login ?? "nobody";
