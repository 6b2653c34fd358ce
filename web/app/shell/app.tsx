// The frame: nobody signed in, the sign-in; otherwise the screen of the path, with the menu.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ended, may, session, type Session } from "../api/session";
import { useStore } from "../api/store";
import { Loading, NotFound } from "../kit/page";
import { fit, go, place } from "../router";
import { allowed, type Screen, type ScreenProps } from "../screens/table";
import { open as openScreens } from "../screens/open";
import { speakFluently, useLanguage } from "../words/words";
import { startKeys, wanted as dialog } from "./keys";
import { Line } from "./line";
import { Menu } from "./menu";

export function App() {
  useLanguage();
  const who = useStore(session);
  const { path, query } = useStore(place);
  const over = useStore(ended);
  if (who === undefined) return <Loading />;
  const before = openScreens(path, who);
  if (before) return <Lazy load={before} ids={[]} query={query} />;
  if (!who) return <><Lazy load={signIn} first ids={[]} query={query} /><Demo /></>;
  return <><Signed key={who.person.id} who={who} path={path} query={query} />{over && <Lazy load={again} ids={[]} query={query} />}</>;
}
const signIn = () => import("../screens/signin"), again = () => import("../screens/signin/again");

function Signed({ who, path, query }: { who: Session; path: string; query: URLSearchParams }) {
  const mine = allowed(who);
  const menu = mine.filter((screen) => screen.menu);
  const wanted = path === "/" ? home(who, menu) : path;
  const entries = menu.map((screen) => screen.path).join(" ");
  useEffect(() => startKeys((n) => {
    const to = entries.split(" ")[n - 1];
    if (to) go(to);
  }), [entries]);
  const [screen, ids] = mine.map((one) => [one, fit(one.path, wanted)] as const).find(([, found]) => found) ?? [];
  const content = screen && ids ? <Lazy key={screen.path} load={screen.load} first={screen.first ?? false} ids={ids} query={query} /> : <NotFound />;
  return (
    <>
      {screen?.bare ? content : <div class="frame"><Menu entries={menu} path={wanted} /><div><Line />{content}<Demo /></div></div>}
      <Over />
    </>
  );
}

/** Who answers others begins at the board, everybody else at the counter. */
function home(who: Session, menu: readonly Screen[]): string {
  const first = may(who, "approval.answer") ? menu.find(({ path }) => path === "/board") : undefined;
  return (first ?? menu[0])?.path ?? "/me";
}

/** On the desk's own machine: whether it is the demo shop is asked there alone. */
function Demo() {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname) ? <Lazy load={demo} quiet ids={[]} query={nothing} /> : null;
}
const demo = () => import("../screens/demo");

/** What the keys open, over any screen. */
function Over() {
  return useStore(dialog) ? <Lazy load={over} quiet ids={[]} query={nothing} /> : null;
}
const over = () => import("./anywhere"), nothing = new URLSearchParams();

/** A screen's code comes when it is first wanted. */
function Lazy({ load, first = false, quiet = false, ...props }: ScreenProps & { first?: boolean; quiet?: boolean; load: () => Promise<{ default: ComponentType<ScreenProps> }> }) {
  const [Loaded, setLoaded] = useState<ComponentType<ScreenProps>>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    setFailed(false);
    Promise.all([load(), first ? undefined : speakFluently()]).then(([module]) => { if (!gone) setLoaded(() => module.default); }, () => { if (!gone) setFailed(true); });
    return () => { gone = true; };
  }, [load]);
  if (failed) return <NotFound />;
  return Loaded ? <Loaded {...props} /> : quiet ? null : <Loading />;
}
