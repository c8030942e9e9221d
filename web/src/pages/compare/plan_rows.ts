import type { ComparedOperator, ComparedQuery, OperatorChange, OperatorCounts } from "../../api/compare";
import { numberText } from "../../base/findings";
import { count, plural } from "../../base/format";
import { noneOpen } from "./compare_views";

/** What the page of a comparison makes of two plans. */
export const changeWords: Readonly<Record<OperatorChange, { mark: string; label: string }>> = {
  same: { mark: "=", label: "the same" },
  changed: { mark: "≠", label: "changed" },
  onlyA: { mark: "−", label: "only in A" },
  onlyB: { mark: "+", label: "only in B" },
};
const changes = ["changed", "onlyA", "onlyB", "same"] as const;

/** "2 changed, 1 only in B, 12 the same". */
export function countsText(counts: OperatorCounts): string {
  return changes
    .filter((change) => counts[change] > 0)
    .map((change) => `${count(counts[change])} ${changeWords[change].label}`)
    .join(", ");
}

/** How the plans of two queries relate, in a word or two. */
export function planText({ samePlan, planDiff }: ComparedQuery): string {
  if (!planDiff) return "the same";
  if (!samePlan) return "another";
  if (!planDiff.aligned || planDiff.changed + planDiff.onlyA + planDiff.onlyB > 0) {
    return "changed in part";
  }
  return "the same, with other numbers";
}

/** Of two that are the same query by their plans: what the other one was called. */
export function matchTitle({ a }: ComparedQuery): string {
  const name = a?.description ? `“${a.description}”` : "without a description";
  return `In A it is ${name}, with the same plan but for values and numbers`;
}

/** The operator is the same, and nothing about it is worth a word. */
function isDull({ change, numbers = [] }: ComparedOperator): boolean {
  return change === "same" && numbers.length === 0;
}

/** What an operator says differently in one of the plans. */
export function saysOf(
  { sidesSwapped, details = [], numbers = [] }: ComparedOperator,
  side: "a" | "b",
): { of: string; value: string }[] {
  return [
    ...(sidesSwapped && side === "b" ? [{ of: "sides", value: "swapped" }] : []),
    ...details.map((one) => ({ of: one.of, value: one[side] ?? "none" })),
    ...numbers.map((one) => {
      const value = one[side];
      return { of: one.name, value: value === undefined ? "none" : numberText(value, one.unit) };
    }),
  ];
}

export interface PlanRow {
  /** More than one: they are all the same in both, and folded. */
  operators: readonly ComparedOperator[];
  /** Where they begin in the plan. */
  at: number;
}

/** Operators one by one; those between others that are the same in both together, unless all are wanted. */
export function planRows(operators: readonly ComparedOperator[], all: boolean): PlanRow[] {
  const rows: PlanRow[] = [];
  for (let at = 0; at < operators.length; ) {
    let end = at + 1;
    const first = operators[at];
    if (!all && first && isDull(first)) {
      while (end < operators.length && isDull(operators[end] as ComparedOperator)) end += 1;
    }
    rows.push({ operators: operators.slice(at, end), at });
    at = end;
  }
  return rows;
}

const named = 4;

/** "7 operators are the same: Project, Filter and 5 more". */
export function foldText(operators: readonly ComparedOperator[]): string {
  const names = operators.map(({ a, b }) => (b ?? a)?.name ?? "");
  const told = names.length <= named ? names : names.slice(0, named - 1);
  const more = names.length - told.length;
  const list = `${told.join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
  return `${plural(names.length, "operator")} the same: ${list}`;
}

/** What tells a pair of queries from the others, for the address: "3-5"; "-5" is only in b. */
export function queryKey({ a, b }: ComparedQuery): string {
  return `${a?.executionId ?? ""}-${b?.executionId ?? ""}`;
}

/** Which one the address opens: unless it says, the first one whose plan became another. */
export function openQuery(queries: readonly ComparedQuery[], key: string | undefined): string {
  if (key !== undefined && key !== "") return key;
  const first = queries.find((query) => query.a && query.b && isRemade(query));
  return first ? queryKey(first) : noneOpen;
}

function isRemade({ samePlan, planDiff }: ComparedQuery): boolean {
  return !samePlan || (planDiff?.aligned === true && planDiff.changed > 0);
}
