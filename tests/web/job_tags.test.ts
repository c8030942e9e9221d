import { type JobTags, jobTags } from "@/base/job_tags";

const id = "05265ece-2904-4d18-8581-82ec14147fe8";
const request = `SparkConnect_OperationTag_User_a_b_Session_${id}_Operation_${id}`;

const cases: [string, string[], JobTags][] = [
  ["none", [], { own: [], internal: [] }],
  ["of the program", ["daily", "a&b"], { own: ["daily", "a&b"], internal: [] }],
  [
    "of Spark's sessions",
    [`spark-session-${id}`, `spark-session-${id}-execution-root-id-12`],
    { own: [], internal: [`spark-session-${id}`, `spark-session-${id}-execution-root-id-12`] },
  ],
  [
    "of a session's thread",
    [`spark-session-${id}-thread-${id}-night-ly`],
    { own: ["night-ly"], internal: [] },
  ],
  [
    "of a Connect client, told twice",
    [request, `SparkConnect_SessionTag_User_a_Session_b_Session_${id}_Tag_x_Tag_y`, "x_Tag_y"],
    { own: ["x_Tag_y"], request, internal: [] },
  ],
  [
    "that only look like Spark's",
    ["spark-session-mine", `spark-session-${id}-thread-1-x`],
    { own: ["spark-session-mine", `spark-session-${id}-thread-1-x`], internal: [] },
  ],
];

test.each(cases)("tags %s", (_, tags, told) => {
  expect(jobTags(tags)).toEqual(told);
});
