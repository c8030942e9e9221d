import { Client } from "@/api/client";
import { Resource } from "@/api/resource.svelte";

type Reply = () => Promise<Response>;

const json =
  (data: unknown, etag?: string): Reply =>
  async () =>
    new Response(JSON.stringify(data), { headers: etag ? { ETag: etag } : {} });
const down: Reply = () => Promise.reject(new TypeError("fetch failed"));
const gone: Reply = async () =>
  new Response("no such app", { status: 404, headers: { "Content-Type": "text/plain" } });

function clientOf(...replies: Reply[]) {
  return new Client(() => (replies.shift() ?? down)());
}

test("keeps the last data beside an error that may pass, and drops it for one that will not", async () => {
  const resource = new Resource<number>(() => "x", clientOf(json(1), down, json(2), gone));
  expect(resource.loading).toBe(true);
  await resource.refresh();
  expect([resource.data, resource.stale, resource.loading]).toEqual([1, false, false]);
  await resource.refresh();
  expect([resource.data, resource.stale, resource.error?.failure]).toEqual([
    1,
    true,
    "unreachable",
  ]);
  await resource.refresh();
  expect([resource.data, resource.stale, resource.error]).toEqual([2, false, undefined]);
  await resource.refresh();
  expect([resource.data, resource.error?.message]).toEqual([undefined, "no such app"]);
});

test("an answer to an older question is dropped", async () => {
  let path = "page 1";
  let answer: (response: Response) => void = () => undefined;
  const slow: Reply = () => new Promise((resolve) => (answer = resolve));
  const resource = new Resource<string>(() => path, clientOf(slow, json("second")));
  const first = resource.refresh();
  path = "page 2";
  await resource.refresh();
  answer(new Response('"first"'));
  await first;
  expect(resource.data).toBe("second");
});

test("a page visited again shows what was known at once", async () => {
  const client = clientOf(json("known", '"1"'), down);
  await new Resource(() => "x", client).refresh();
  const again = new Resource(() => "x", client);
  expect([again.data, again.loading, again.stale]).toEqual(["known", false, false]);
});

test("an aborted round leaves no error", async () => {
  const controller = new AbortController();
  const client = new Client(async () => {
    controller.abort();
    throw new DOMException("aborted", "AbortError");
  });
  const resource = new Resource(() => "x", client);
  await resource.refresh(controller.signal);
  expect(resource.error).toBeUndefined();
});

test("an answer that nobody waits for any more is dropped, and its path not asked for", async () => {
  const controller = new AbortController();
  let asked = 0;
  const client = new Client(async () => {
    controller.abort();
    return new Response("1");
  });
  const resource = new Resource<number>(() => `x${(asked += 1)}`, client);
  const before = asked;
  await resource.refresh(controller.signal);
  expect([resource.data, asked - before]).toEqual([undefined, 1]);
});
