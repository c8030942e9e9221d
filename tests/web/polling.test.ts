import { ApiError } from "@/api/client";
import { Poller, type Refreshable } from "@/api/poller";
import { fastDelay, pollDelay, slowDelay } from "@/base/polling";

const calm = { live: false, hidden: false, failing: false } as const;

test.each([
  ["finished", calm, undefined],
  ["live", { ...calm, live: true }, fastDelay],
  ["live in a hidden tab", { ...calm, live: true, hidden: true }, slowDelay],
  ["live and failing", { ...calm, live: true, failing: true }, slowDelay],
  ["finished and failing", { ...calm, failing: true }, slowDelay],
] as const)("pollDelay: %s", (_, state, delay) => expect(pollDelay(state)).toBe(delay));

/** A page with one resource, whose timers fire when told. */
function page(script: { live: boolean; error?: ApiError }[]) {
  let step = -1;
  let pending: (() => void) | undefined;
  const delays: number[] = [];
  const signals: AbortSignal[] = [];
  const resource: Refreshable = {
    error: undefined,
    async refresh(signal) {
      signals.push(signal);
      step += 1;
      Object.assign(resource, { error: script[step]?.error });
    },
  };
  const poller = new Poller([resource], () => script[step]?.live ?? false, {
    setTimer: (callback, delay) => {
      pending = callback;
      delays.push(delay);
      return delays.length;
    },
    clearTimer: () => (pending = undefined),
    hidden: () => false,
    onVisible: () => () => undefined,
  });
  const settle = () => new Promise((done) => setTimeout(done, 0));
  return {
    poller,
    delays,
    signals,
    settle,
    fire: async () => (pending?.(), settle()),
    waiting: () => pending !== undefined,
  };
}

test("polls while live, once more after the end, then never", async () => {
  const { poller, delays, settle, fire, waiting } = page([
    { live: true },
    { live: true },
    { live: false },
    { live: false },
  ]);
  poller.start();
  await settle();
  for (let round = 0; round < 3; round += 1) await fire();
  expect(delays).toEqual([fastDelay, fastDelay, fastDelay]);
  expect(waiting()).toBe(false);
});

test("backs off while the server is away, and stops at what will not change", async () => {
  const away = page([{ live: false, error: new ApiError("unreachable", "") }]);
  away.poller.start();
  await away.settle();
  expect(away.delays).toEqual([slowDelay]);
  const unknown = page([{ live: false, error: new ApiError("not found", "") }]);
  unknown.poller.start();
  await unknown.settle();
  expect(unknown.delays).toEqual([]);
});

test("stopping drops the request under way and the next", async () => {
  const { poller, signals, settle, waiting } = page([{ live: true }]);
  const stop = poller.start();
  await settle();
  stop();
  expect(signals[0]?.aborted).toBe(true);
  expect(waiting()).toBe(false);
});
