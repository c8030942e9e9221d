import {
  type Fleet,
  type FleetGroup,
  type FleetSums,
  type FleetView,
  type Grouping,
  isPrice,
  type Prices,
} from "../../api/fleet";
import type { Column } from "../../base/columns";
import type { Filtering } from "../../base/filter";
import { countFigure, failureFigure, type Figure } from "../../base/figures";
import { severities } from "../../base/findings";
import { coreHours, percent } from "../../base/format";
import { encodeList } from "../../base/lists";
import { globalHref, type Query, runsHref } from "../../base/route";
import type { Sort } from "../../base/sort";

/** What the page of the fleet makes of the server's sums. */
const hour = 3_600_000;
const day = 24 * hour;

/** How the list of runs shows best what a number is made of. */
export const byCores: Query = { sort: "-cores" };
export const byWaste: Query = { sort: "-waste" };
export const withFindings: Query = { severity: "critical,warning,note", sort: "-findings" };
export const thatFailed: Query = { status: "failed,lost" };

export const groupLabels: Readonly<Record<Grouping, string>> = {
  user: "User",
  queue: "Queue",
  job: "Job",
  day: "Day",
  rule: "Finding",
};

/** 1234.5 -> "1,235 core-h" */
export function coresText(hours: number): string {
  return coreHours(hours * hour);
}

/** 1234.5 -> "1,235 GiB-h"; small amounts keep two digits. */
export function memoryText(hours: number): string {
  if (hours === 0) return "0 GiB-h";
  if (hours < 0.005) return "< 0.01 GiB-h";
  const digits = hours < 0.995 ? 2 : hours < 99.95 ? 1 : 0;
  return `${hours.toLocaleString("en-US", { maximumFractionDigits: digits })} GiB-h`;
}

export function moneyText(amount: number, { currency }: Prices): string {
  if (amount > 0 && amount < 0.005) return `< 0.01 ${currency}`.trim();
  const digits = amount < 1000 ? 2 : 0;
  const text = amount.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${text} ${currency}`.trim();
}

/** What the address has to say for a price to be this; what is none takes it back. */
export function priceQuery(key: keyof Prices, text: string): Query {
  const value = text.trim().replace(",", ".");
  return { [key]: key === "currency" ? text.trim() : isPrice(value) ? value : "" };
}

export function findingsOf({ findings }: FleetSums): number {
  return severities.reduce((sum, severity) => sum + (findings[severity] ?? 0), 0);
}

export function fleetFigures(view: FleetView, sums: FleetSums, prices: Prices): Figure[] {
  const behind = (more: Query = {}) => runsBehind(view, undefined, more);
  const held = "held by executors";
  return [
    {
      ...countFigure("Runs", sums.runs, sums.unread > 0 ? `${sums.unread} not read yet` : undefined),
      href: behind(),
    },
    {
      ...failureFigure("Failed", sums.failed, sums.failed > 0 ? "or lost" : undefined),
      href: sums.failed > 0 ? behind(thatFailed) : undefined,
    },
    { label: "Core-hours", value: coresText(sums.coreHours), note: held, href: behind(byCores) },
    { label: "Memory", value: memoryText(sums.memoryGiBHours), note: held, href: behind() },
    {
      label: "Cost",
      value: moneyText(sums.cost, prices),
      note: "at the prices below",
      href: behind(byCores),
    },
    {
      label: "Waste",
      value: moneyText(sums.wasteCost, prices),
      note: `${coresText(sums.wasteCoreHours)}${shareText(sums.wasteCoreHours, sums.coreHours)} held without a task`,
      href: behind(byWaste),
    },
    {
      label: "Recoverable",
      value: moneyText(sums.recoverableCost, prices),
      note: `${coresText(sums.recoverableCoreHours)}${shareText(sums.recoverableCoreHours, sums.coreHours)} that findings would save`,
      href: behind(withFindings),
    },
    { ...countFigure("Findings", findingsOf(sums)), href: behind(withFindings) },
  ];
}

function shareText(part: number, whole: number): string {
  return whole > 0 ? ` (${percent(part / whole)})` : "";
}

/** What tells it from the others. */
export function groupKey(group: FleetGroup): string {
  return "value" in group ? group.value : String(group.from);
}

/** What a rule is called; undefined of what is none. */
export function titleOf(titles: Fleet["titles"], rule: string): string | undefined {
  return Object.hasOwn(titles, rule) ? titles[rule] : undefined;
}

/** What a group is called: a rule by its title, a day by its date, days being UTC's. */
export function groupName(group: FleetGroup, titles: Fleet["titles"] = {}): string {
  if ("value" in group) return titleOf(titles, group.value) ?? (group.value || "none");
  return new Date(group.from).toISOString().slice(0, 10);
}

/** The list of the runs behind a number: those of the group or of all, narrowed down like the page. */
export function runsBehind(
  view: FleetView,
  group: FleetGroup | undefined,
  more: Query = {},
): string {
  const { groupBy, from, to, filters } = view;
  const query: Query = {
    ...Object.fromEntries(
      Object.entries(filters).map(([key, value]) => [key, encodeList([value])]),
    ),
    ...(from !== undefined && { from: String(from) }),
    ...(to !== undefined && { to: String(to) }),
    ...(group && ofGroup(groupBy, group)),
    ...more,
  };
  return globalHref("applications", query);
}

function ofGroup(by: Grouping, group: FleetGroup): Query {
  if ("value" in group) return { [by]: encodeList([group.value]) };
  return { from: String(group.from), to: String(group.to) };
}

/** All that there is about a group, where it has a page. */
export function groupHref(view: FleetView, group: FleetGroup): string {
  return view.groupBy === "job" && "value" in group && group.value !== ""
    ? runsHref(group.value)
    : runsBehind(view, group);
}

export function fleetColumns(
  by: Grouping,
  titles: Fleet["titles"],
): readonly Column<FleetGroup>[] {
  return [
    {
      key: "group",
      label: groupLabels[by],
      value: (group) => ("value" in group ? groupName(group, titles) : group.from),
      amount: by === "day",
    },
    { key: "runs", label: "Runs", numeric: true, value: ({ runs }) => runs },
    {
      key: "failed",
      label: "Failed",
      hint: "Also those that were lost",
      numeric: true,
      value: ({ failed }) => failed,
    },
    { key: "cores", label: "Core-hours", numeric: true, value: (group) => group.coreHours },
    { key: "memory", label: "Memory", numeric: true, value: (group) => group.memoryGiBHours },
    { key: "cost", label: "Cost", numeric: true, value: ({ cost }) => cost },
    {
      key: "waste",
      label: "Waste",
      hint: "What cost that was held without a task on it",
      numeric: true,
      value: ({ wasteCost }) => wasteCost,
    },
    {
      key: "recoverable",
      label: "Recoverable",
      hint: "What findings would save at least",
      numeric: true,
      value: ({ recoverableCost }) => recoverableCost,
    },
    { key: "findings", label: "Findings", numeric: true, value: findingsOf },
  ];
}

export const fleetSort: Sort = { key: "cost", descending: true };
export const daySort: Sort = { key: "group", descending: true };
export function fleetFiltering(titles: Fleet["titles"]): Filtering<FleetGroup> {
  return { fields: (group) => [groupName(group, titles), groupKey(group)] };
}

const mostBins = 240;

/** Of few bars; days without a run have no sums of their own. */
export function dayBins(days: readonly { from: number; runs: number; failed: number }[]) {
  const first = days[0]?.from ?? 0;
  const span = Math.round(((days.at(-1)?.from ?? first) - first) / day) + 1;
  const width = day * Math.ceil(span / mostBins);
  const amount = Math.ceil((span * day) / width);
  const counts = new Array<number>(amount).fill(0);
  const failed = new Array<number>(amount).fill(0);
  for (const one of days) {
    const at = Math.floor((one.from - first) / width);
    counts[at] = (counts[at] ?? 0) + one.runs;
    failed[at] = (failed[at] ?? 0) + one.failed;
  }
  return { bins: { from: first, width, counts }, failed };
}
