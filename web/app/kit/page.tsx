// What every screen is framed with, and its states: loading, empty, failed, not found.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../words/words";
import { Button } from "./button";
import { problemText } from "./problem";

/** A screen with its title; the title gets the focus, so that who listens knows where they are. */
export function Page({ title, back, actions, children }: { title: string; back?: { href: string; text: string }; actions?: ComponentChildren; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Amends`;
  }, [title]);
  useLayoutEffect(() => {
    // A form's first field has taken it already: there one goes on.
    if (!heading.current?.closest("main")?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main class="page">
      <header>
        {back && <a class="back" href={back.href}>‹ {back.text}</a>}
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

export function Loading() {
  return <div class="loading" role="status"><span class="sr-only">{t("kit.loading")}</span></div>;
}

/** A screen whose records are on their way, or did not come. */
export function coming(page: { title: string; back?: { href: string; text: string } }, loads: readonly { error: unknown; reload: () => void }[]) {
  const failed = loads.filter(({ error }) => error !== undefined);
  return <Page {...page}>{failed[0] ? <Failed error={failed[0].error} again={() => failed.forEach(({ reload }) => reload())} /> : <Loading />}</Page>;
}

/** Nothing there yet: says what would stand here, and offers the first step. */
export function Empty({ text, children }: { text: string; children?: ComponentChildren }) {
  return <div class="empty"><p>{text}</p>{children}</div>;
}

export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  return (
    <div class="notice bad" role="alert">
      <p>{problemText(error)}</p>
      {again && <Button onClick={again}>{t("kit.again")}</Button>}
    </div>
  );
}

export function NotFound() {
  return <Page title={t("kit.not-found")}><p><a class="button plain" href="/"><span>{t("kit.home")}</span></a></p></Page>;
}
