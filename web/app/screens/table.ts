// All screens: where each stands, who may see it, where it is in the menu. A screen is one folder.
import type { ComponentType } from "preact";
import { may, type Session } from "../api/session";
import type { Key } from "../words/words";
import type { IconName } from "../kit/icons";

export interface ScreenProps {
  /** Of the path, in order. */
  ids: readonly string[];
  query: URLSearchParams;
}
export interface Screen {
  path: string;
  load: () => Promise<{ default: ComponentType<ScreenProps> }>;
  /** Which permission one needs; none: whoever is signed in. */
  permission?: string;
  /** In the menu, in this order. */
  menu?: { name: Key; icon: IconName };
  /** What it is called where it is in no menu and can be gone to by name. */
  name?: Key;
  /** Not for somebody who works alone: there is nobody else on it. */
  withOthers?: boolean;
  /** Fills the screen: no header, no menu (the counter has its own). */
  bare?: boolean;
  /** Its texts are there from the beginning. */
  first?: boolean;
}

export const screens: readonly Screen[] = [
  { path: "/counter", load: () => import("./counter"), permission: "encounter.lead", menu: { name: "counter.title", icon: "counter" }, bare: true, first: true },
  { path: "/board", load: () => import("./board"), permission: "encounter.see", withOthers: true, menu: { name: "board.title", icon: "board" } },
  { path: "/write", load: () => import("./write"), permission: "encounter.lead", menu: { name: "shell.write", icon: "write" } },
  { path: "/cases", load: () => import("./cases"), permission: "case.see", menu: { name: "cases.title", icon: "cases" } },
  { path: "/cases/new", load: () => import("./cases/new"), permission: "case.work", name: "cases.new" },
  { path: "/cases/{id}", load: () => import("./case"), permission: "case.see" },
  { path: "/encounters/{id}", load: () => import("./case/encounter"), permission: "encounter.see" },
  { path: "/promises", load: () => import("./promises"), permission: "promise.work", menu: { name: "promises.title", icon: "promise" } },
  { path: "/promises/new", load: () => import("./promises/new"), permission: "promise.work" },
  { path: "/promises/{id}", load: () => import("./promises/one"), permission: "promise.work" },
  { path: "/incidents", load: () => import("./incidents"), permission: "incident.report", menu: { name: "incidents.title", icon: "incident" } },
  { path: "/incidents/new", load: () => import("./incidents/new"), permission: "incident.report" },
  { path: "/incidents/{id}", load: () => import("./incidents/one"), permission: "incident.report" },
  { path: "/refusals", load: () => import("./refusals"), permission: "refusal.see", menu: { name: "refusals.menu", icon: "refusal" } },
  { path: "/refusals/new", load: () => import("./refusals/new"), permission: "refusal.decide" },
  { path: "/refusals/{id}", load: () => import("./refusals/one"), permission: "refusal.see" },
  { path: "/customers", load: () => import("./customers"), permission: "customer.see", menu: { name: "customers.title", icon: "customer" } },
  { path: "/customers/new", load: () => import("./customers/new"), permission: "customer.work" },
  { path: "/customers/{id}", load: () => import("./customers/one"), permission: "customer.see" },
  { path: "/settings", load: () => import("./settings"), permission: "site.administer", menu: { name: "shell.settings", icon: "setup" } },
  { path: "/settings/business", load: () => import("./settings/business"), permission: "site.administer", name: "settings.business" },
  { path: "/people", load: () => import("./people"), permission: "person.see", name: "settings.people" },
  { path: "/people/{id}", load: () => import("./people/one"), permission: "person.see" },
  { path: "/sites", load: () => import("./sites"), permission: "site.administer", name: "settings.sites" },
  { path: "/sites/{id}", load: () => import("./sites/one"), permission: "site.administer" },
  { path: "/limits", load: () => import("./limits"), permission: "grant.see", withOthers: true, name: "settings.limits" },
  { path: "/me", load: () => import("./me"), menu: { name: "shell.me", icon: "person" } },
  { path: "/me/signing-in", load: () => import("./me/signing"), name: "me.signing" },
  { path: "/me/debriefs", load: () => import("./me/debriefs"), name: "me.debriefs" },
  { path: "/me/stored", load: () => import("./me/stored"), name: "me.stored" },
];

/** The screens that somebody may see. */
export const allowed = (who: Session): readonly Screen[] => screens.filter(({ permission, withOthers }) => (!permission || may(who, permission)) && !(withOthers && who.alone));
