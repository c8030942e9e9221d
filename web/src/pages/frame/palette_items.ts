import { type Found, hrefOfFound } from "../../api/search";
import { listedDescription } from "../../base/description";
import { unitPreference, zonePreference } from "../../base/preferences.svelte";
import { type AppKey, globalHref, globalSections, sectionHref, sections } from "../../base/route";
import { appearance } from "../../base/status";
import { matches } from "../../base/text";
import { dateTime } from "../../base/time";
import { theme, type Theme } from "../../widgets/theme.svelte";
import { globalTitles, sectionLabels } from "./steps";

/** One line of the palette: it leads somewhere, or does something. */
export interface Item {
  key: string;
  group: string;
  label: string;
  hint?: string;
  href?: string;
  run?: () => void;
}

const groups: Readonly<Record<Found["kind"], string>> = {
  query: "Queries",
  job: "Jobs",
  stage: "Stages",
  executor: "Executors",
  rdd: "RDDs",
  stream: "Streaming",
  connect: "Connect sessions",
  thrift: "JDBC/ODBC sessions",
  pool: "Pools",
  property: "Spark properties",
  application: "Applications",
};
const kinds: Readonly<Partial<Record<Found["kind"], string>>> = {
  query: "Query",
  job: "Job",
  stage: "Stage",
  executor: "Executor",
  rdd: "RDD",
  stream: "Run",
  connect: "Session",
  thrift: "Session",
  pool: "Pool",
  property: "",
};

export function pageItems(app: AppKey | undefined): Item[] {
  const all = globalSections.map((section) => ({
    key: section,
    group: "Pages",
    label: globalTitles[section],
    href: globalHref(section),
  }));
  if (!app) return all;
  const own = sections.map((section) => ({
    key: section,
    group: "Pages",
    label: sectionLabels[section],
    href: sectionHref(app, section),
  }));
  return [...own, ...all];
}

const themes: Readonly<Record<Theme, string>> = {
  system: "Theme as the system",
  light: "Light theme",
  dark: "Dark theme",
};

export function settingItems(help: () => void): Item[] {
  const setting = (key: string, label: string, run: () => void): Item => ({
    ...{ key, group: "Settings", label, run },
  });
  return [
    ...(["system", "light", "dark"] as const)
      .filter((value) => value !== theme.value)
      .map((value) => setting(value, themes[value], () => theme.set(value))),
    zonePreference.value === "utc"
      ? setting("zone", "Times in this browser's zone", () => zonePreference.set("local"))
      : setting("zone", "Times in UTC", () => zonePreference.set("utc")),
    unitPreference.value === "decimal"
      ? setting("units", "Bytes in binary units (KiB)", () => unitPreference.set("binary"))
      : setting("units", "Bytes in decimal units (kB)", () => unitPreference.set("decimal")),
    setting("help", "Keyboard shortcuts", help),
  ];
}

export function foundItem(app: AppKey | undefined, found: Found): Item {
  const { kind, id } = found;
  const label = listedDescription(found.label);
  const name = kinds[kind];
  const number = kind === "stage" && found.attempt ? `${id} attempt ${found.attempt}` : id;
  const hints =
    kind === "application"
      ? [id, found.attemptId && `attempt ${found.attemptId}`, found.user, dateTime(found.startTime)]
      : [found.status && appearance(found.status).label.toLowerCase()];
  const hint = hints.filter(Boolean).join(" · ");
  return {
    key: `${kind} ${id} ${found.attempt ?? ""} ${found.attemptId ?? ""}`,
    group: groups[kind],
    label: name === undefined ? label || id : `${name} ${number}${label && `: ${label}`}`.trim(),
    href: hrefOfFound(app, found),
    ...(hint && { hint }),
  };
}

/** Those whose label holds every word. */
export function matching(items: readonly Item[], text: string): Item[] {
  return items.filter(({ label, group }) => matches(text, [label, group]));
}
