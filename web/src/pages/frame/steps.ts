import {
  type AppRoute,
  globalHref,
  type GlobalRoute,
  type GlobalSection,
  type Section,
  sectionHref,
  sections,
  sessionSection,
} from "../../base/route";

export const globalLabels: Readonly<Record<GlobalSection, string>> = {
  applications: "Applications",
  recurring: "Jobs",
  fleet: "Fleet",
};

/** Where a name has to say more: beside the pages of an application. */
export const globalTitles: Readonly<Record<GlobalSection, string>> = {
  applications: "All applications",
  recurring: "All jobs and their runs",
  fleet: "Fleet: what all applications cost",
};

/** Where in the navigation at the top a page about many applications stands. */
export function globalPlaceOf(route: GlobalRoute): GlobalSection {
  if (route.page === "runs") return "recurring";
  return route.page === "compare" ? "applications" : route.page;
}

/** The way down to such a page; the last step is the page itself. */
export function globalStepsOf(route: GlobalRoute): { label: string; href: string }[] {
  const place = globalPlaceOf(route);
  const first = { label: globalLabels[place], href: globalHref(place) };
  if (route.page === "runs") return [first, { label: route.jobKey, href: "" }];
  return route.page === "compare" ? [first, { label: "Comparison", href: "" }] : [first];
}

export const sectionLabels: Readonly<Record<Section, string>> = {
  overview: "Overview",
  jobs: "Jobs",
  stages: "Stages",
  sql: "SQL",
  executors: "Executors",
  storage: "Storage",
  environment: "Environment",
  streaming: "Streaming",
  connect: "Connect",
  jdbc: "JDBC/ODBC",
  pools: "Pools",
  profiles: "Resource profiles",
  data: "Log and data",
};

/** Where in the navigation a page stands, and what the page itself is called there. */
export function placeOf(route: AppRoute): { section: Section; label?: string } {
  switch (route.page) {
    case "job":
      return { section: "jobs", label: `Job ${route.jobId}` };
    case "stage": {
      const attempt = route.stageAttempt > 0 ? ` attempt ${route.stageAttempt}` : "";
      return { section: "stages", label: `Stage ${route.stageId}${attempt}` };
    }
    case "execution":
      return { section: "sql", label: `Query ${route.executionId}` };
    case "rdd":
      return { section: "storage", label: `RDD ${route.rddId}` };
    case "stream":
      return { section: "streaming", label: `Run ${route.runId.slice(0, 8)}` };
    case "pool":
      return { section: "pools", label: `Pool ${route.pool}` };
    case "session":
      return {
        section: sessionSection(route.kind),
        label: `Session ${route.sessionId.slice(0, 8)}`,
      };
    default:
      return { section: route.page };
  }
}

/** The way from the application down to the page, without the application itself. */
export function stepsOf(route: AppRoute): { label: string; href: string }[] {
  const { section, label } = placeOf(route);
  const steps = [];
  if (section !== "overview") {
    steps.push({ label: sectionLabels[section], href: sectionHref(route.app, section) });
  }
  if (label !== undefined) steps.push({ label, href: "" });
  return steps;
}

/** Pages that most applications have nothing for: offered where there is something, or asked for. */
const onDemand: readonly Section[] = [
  "sql",
  "storage",
  "streaming",
  "connect",
  "jdbc",
  "pools",
  "profiles",
];

export function shownSections(
  amounts: Readonly<Partial<Record<Section, number | undefined>>>,
  current: Section,
): Section[] {
  return sections.filter(
    (section) => !onDemand.includes(section) || section === current || (amounts[section] ?? 0) > 0,
  );
}
