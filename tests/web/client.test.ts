import { ApiError, Client } from "@/api/client";

interface Exchange {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
}

/** Answers in turn and records what was asked. */
function fakeFetch(...exchanges: Exchange[]) {
  const asked: { path: string; headers: Headers }[] = [];
  const fetchFunction: typeof fetch = async (path, init) => {
    asked.push({ path: String(path), headers: new Headers(init?.headers) });
    const { status = 200, body = "", headers = {} } = exchanges.shift() ?? {};
    return new Response(status === 304 ? null : body, { status, headers });
  };
  return { client: new Client(fetchFunction), asked };
}

test("an unchanged answer is the same object, asked for by its ETag", async () => {
  const { client, asked } = fakeFetch(
    {
      body: '{"a":1}',
      headers: { ETag: '"1"', "Afterglow-Progress": "0.43", "X-Total-Count": "7" },
    },
    { status: 304 },
    { body: '{"a":2}', headers: { ETag: '"2"' } },
  );
  const first = await client.get("x");
  const second = await client.get("x");
  const third = await client.get("x");
  expect(first).toEqual({ data: { a: 1 }, progress: 0.43, total: 7 });
  expect(second.total).toBe(7);
  expect(third.total).toBeUndefined();
  expect(second.data).toBe(first.data);
  expect(third.data).toEqual({ a: 2 });
  expect(asked.map(({ headers }) => headers.get("If-None-Match"))).toEqual([null, '"1"', '"1"']);
  expect(asked[0]?.headers.get("Prefer")).toBe("wait=0");
});

test.each([
  [404, "text/plain", "no such app: x", "not found", "no such app: x"],
  [501, "text/plain", "not built yet", "not built", "not built yet"],
  [503, "text/plain", "starting", "unreachable", "starting"],
  [400, "text/plain", "bad sort key", "refused", "bad sort key"],
  [500, "text/html", "<html>", "refused", "The server answered 500"],
])("status %s (%s) is '%s'", async (status, type, body, failure, message) => {
  const { client } = fakeFetch({ status, body, headers: { "Content-Type": type } });
  await expect(client.get("x")).rejects.toMatchObject({ failure, message });
});

test("a server that cannot be reached, and a proxy's page in its place", async () => {
  const down = new Client(() => Promise.reject(new TypeError("fetch failed")));
  await expect(down.get("x")).rejects.toMatchObject({ failure: "unreachable" });
  const { client } = fakeFetch({ body: "<html>sign in</html>" });
  await expect(client.get("x")).rejects.toMatchObject({ failure: "refused" });
});

test("only what may pass is asked again", () => {
  expect(new ApiError("not found", "").final).toBe(true);
  expect(new ApiError("not built", "").final).toBe(true);
  expect(new ApiError("unreachable", "").final).toBe(false);
});
