import { RunFeed } from "@/api/run_feed";

/** A server that tells of changes when it is told to, and a clock that stands still. */
function surroundings() {
  const listeners = new Map<string, () => void>();
  const timers: { callback: () => void; delay: number }[] = [];
  const events = {
    readyState: 0,
    closed: false,
    addEventListener: (kind: string, listener: () => void) => listeners.set(kind, listener),
    close() {
      this.closed = true;
    },
  };
  let time = 0;
  return {
    events,
    timers,
    tell: (kind: string) => listeners.get(kind)?.(),
    pass: (milliseconds: number) => (time += milliseconds),
    outside: {
      open: () => events,
      setTimer: (callback: () => void, delay: number) => timers.push({ callback, delay }),
      clearTimer: () => timers.splice(0),
      now: () => time,
      atRest: () => Promise.resolve(),
    },
  };
}

test("a crowd of changes is one question, and a slow answer rests longer", async () => {
  const { events, timers, tell, pass, outside } = surroundings();
  const answers: (() => void)[] = [];
  const feed = new RunFeed(() => new Promise<void>((done) => answers.push(done)), outside);
  const stop = feed.start();
  expect(feed.open).toBe(false);
  events.readyState = 1;
  expect(feed.open).toBe(true);

  tell("application");
  tell("removed");
  tell("reset");
  expect(timers.length).toBe(1);
  expect(timers[0]?.delay).toBe(300);
  timers.shift()?.callback();
  await Promise.resolve();
  expect(answers.length).toBe(1);
  tell("application");
  expect(timers.length).toBe(0);
  pass(200);
  answers.shift()?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(timers.map(({ delay }) => delay)).toEqual([2000]);

  stop();
  expect(events.closed).toBe(true);
  expect(timers.length).toBe(0);
});
