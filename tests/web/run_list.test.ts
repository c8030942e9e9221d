import { Client } from "@/api/client";
import { RunList } from "@/api/run_list.svelte";

const total = 250;

/** Answers pages of runs whose ids are their places; counts what it was asked. Odd ones go on. */
function server() {
  const asked: string[] = [];
  const client = new Client((path) => {
    const { searchParams } = new URL(String(path), "http://x/");
    asked.push(String(path));
    const offset = Number(searchParams.get("offset"));
    const rows = Math.min(Number(searchParams.get("length")), total - offset);
    const applications = Array.from({ length: rows }, (_, index) => ({
      id: `${searchParams.get("user") ?? "run"}-${offset + index}`,
      progress: index % 2 === 1 ? asked.length : 0,
    }));
    return Promise.resolve(Response.json({ total, matching: total, offset, applications }));
  });
  return { asked, client };
}

test("only what is in sight is fetched, once", async () => {
  const { asked, client } = server();
  const list = new RunList(() => "api/x?sortBy=-startTime", client);
  expect(list.loading).toBe(true);
  await list.refresh();
  expect(list.shape?.matching).toBe(total);
  expect(list.at(99)?.id).toBe("run-99");
  expect(list.at(100)).toBeUndefined();
  list.show(95, 120);
  list.show(96, 121);
  await vi.waitFor(() => expect(list.at(120)?.id).toBe("run-120"));
  expect(asked).toEqual([
    "api/x?sortBy=-startTime&offset=0&length=100",
    "api/x?sortBy=-startTime&offset=100&length=100&shape=false",
  ]);
});

test("what is in sight is asked for together; what changed does so at once", async () => {
  const { asked, client } = server();
  const list = new RunList(() => "api/x?", client);
  await list.refresh();
  list.show(95, 121);
  await vi.waitFor(() => expect(list.at(121)).toBeDefined());
  const [before, after, same] = [list.at(99), list.at(121), list.at(120)];
  const refreshed = list.refresh();
  expect(list.at(99)).toBe(before);
  expect(list.at(121)).toBe(after);
  await refreshed;
  expect(list.at(99)).not.toBe(before);
  expect(list.at(121)?.id).toBe("run-121");
  expect(list.at(121)).not.toBe(after);
  expect(list.at(120)).toBe(same);
  expect(asked.slice(2)).toEqual([
    "api/x?&offset=0&length=100",
    "api/x?&offset=100&length=100&shape=false",
  ]);
});

test("another address keeps the rows until its own are here, from the beginning", async () => {
  const { asked, client } = server();
  let user = "";
  const list = new RunList(() => `api/x?${user}`, client);
  await list.refresh();
  list.show(200, 220);
  await vi.waitFor(() => expect(list.at(200)?.id).toBe("run-200"));
  user = "user=ada";
  expect(list.stale).toBe(true);
  expect(list.at(200)?.id).toBe("run-200");
  await list.refresh();
  expect(list.stale).toBe(false);
  expect(asked.at(-1)).toBe("api/x?user=ada&offset=0&length=100");
  expect(list.at(0)?.id).toBe("ada-0");
  expect(list.at(200)).toBeUndefined();
});

test("an error keeps what is there", async () => {
  const { client } = server();
  let broken = false;
  const list = new RunList(
    () => "api/x?",
    new Client((...request) =>
      broken ? Promise.reject(new Error("down")) : client["fetchFunction"](...request),
    ),
  );
  await list.refresh();
  broken = true;
  await list.refresh();
  expect(list.error?.failure).toBe("unreachable");
  expect(list.at(0)?.id).toBe("run-0");
});
