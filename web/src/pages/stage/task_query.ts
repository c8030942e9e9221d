import type { TaskQuery } from "../../api/tasks";
import { parsePaging } from "../../base/paging";
import type { Query } from "../../base/route";
import { parseSort } from "../../base/sort";
import { taskSort, taskSortKeys, taskStatuses } from "./task_columns";

export const defaultTaskPage = 50;

/** What the address asks for. */
export function taskQuery(query: Query): TaskQuery {
  const sort = parseSort(query["sort"], taskSortKeys, taskSort);
  const { page, size } = parsePaging(query["page"], query["size"], defaultTaskPage);
  const status = taskStatuses.find((known) => known.toLowerCase() === query["status"]) ?? "";
  return {
    offset: (page - 1) * size,
    limit: size,
    sort: sort.key,
    descending: sort.descending,
    status,
  };
}
