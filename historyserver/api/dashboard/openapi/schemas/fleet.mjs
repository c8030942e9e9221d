import {
  int,
  list,
  map,
  number,
  object,
  optional,
  ref,
  text,
  word,
} from "../../../v1/openapi/words.mjs";
import { fleetGroups, moment } from "./names.mjs";

const sums = {
  runs: int(),
  failed: int("Also those that were lost."),
  unread: int("Of which nothing else is known yet."),
  coreHours: number("Of cores that executors held."),
  memoryGiBHours: number("Of memory that executors held, with its overhead, as configured."),
  cost: number(),
  wasteCoreHours: number("Of cores without a task."),
  wasteCost: number(),
  recoverableCoreHours: number(
    "Of each run the finding that would save most. By rule: what the rule's would.",
  ),
  recoverableCost: number(),
  findings: ref("FindingCounts"),
};
const day = { from: moment(), to: moment("Included.") };

export const schemas = {
  FleetSums: object("Sums over runs; costs in the currency of the prices.", sums),
  FleetGroup: object("Runs with something in common.", {
    value: optional(text("What they have in common, as its filter takes it. Days have none.")),
    from: optional(day.from),
    to: optional(day.to),
    ...sums,
  }),
  FleetDay: object("Runs that started on one day (UTC).", { ...day, ...sums }),
  Fleet: object("What runs cost.", {
    prices: object("That the costs are made of.", {
      coreHour: number(),
      memoryGiBHour: number(),
      currency: text(),
    }),
    total: ref("FleetSums"),
    groupBy: word(fleetGroups),
    groupCount: optional(int("How many groups there are. Absent of days.")),
    groups: list(ref("FleetGroup"), "The most expensive first; days in order."),
    others: optional(ref("FleetSums", "Of the groups beyond the limit, if there are any.")),
    days: list(ref("FleetDay"), "Each day with a run; the latest 4,000."),
    titles: map(text(), "What rules are called, by id: those that groups or conditions name."),
  }),
};
