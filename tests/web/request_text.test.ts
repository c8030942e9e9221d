import { requestSummary } from "@/pages/sessions/request_text";

const join = `common {
  plan_id: 5
}
aggregate {
  input {
    common {
      plan_id: 4
    }
    join {
      left {
        read {
          data_source {
            format: "parquet"
          }
        }
      }
      right {
        range {
          end: 10
        }
      }
    }
  }
  aggregate_expressions {
    unresolved_function {
      function_name: "count"
    }
  }
}
`;

test.each([
  [
    "SQL, as it was written",
    'sql_command {\n  input {\n    sql {\n      query: "SELECT \\"a\\",\\n \\\'b\\\'"\n    }\n  }\n}\n',
    "SELECT \"a\",\n 'b'",
  ],
  ["operators, without what they compute", join, "aggregate ← join ← read ← range"],
  ["a command without a plan", "ml_command {\n  clean_cache {\n  }\n}\n", "ml_command"],
  ["a text of another form", "SELECT 1", "SELECT 1"],
  ["nothing", "", ""],
])("a request is told by %s", (_, text, told) => expect(requestSummary(text)).toBe(told));
