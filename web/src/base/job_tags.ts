/** What the tags of a job tell: some are its program's, some Spark's own ways to find it again. */
export interface JobTags {
  /** What the program, or a client's session, tagged it with. */
  own: string[];
  /** The Connect request that it ran for: the id of an operation. */
  request?: string;
  /** Those that Spark made, of which no reader has any use but to search for them. */
  internal: string[];
}

const operation = /^SparkConnect_OperationTag_User_/;
const connectTag = /^SparkConnect_SessionTag_User_.*?_Session_[0-9a-f-]{36}_Tag_(.+)$/s;
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const sessionTag = new RegExp(`^spark-session-${uuid}-thread-${uuid}-(.+)$`, "s");
const sessionMark = new RegExp(`^spark-session-${uuid}(-execution-root-id-\\d+)?$`);

export function jobTags(tags: readonly string[]): JobTags {
  const told: JobTags = { own: [], internal: [] };
  for (const tag of tags) {
    const given = connectTag.exec(tag)?.[1] ?? sessionTag.exec(tag)?.[1];
    if (given !== undefined) told.own.push(given);
    else if (operation.test(tag)) told.request = tag;
    else if (sessionMark.test(tag)) told.internal.push(tag);
    else told.own.push(tag);
  }
  told.own = [...new Set(told.own)];
  return told;
}
