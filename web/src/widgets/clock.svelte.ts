import { createSubscriber } from "svelte/reactivity";

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 5000);
  return () => clearInterval(timer);
});

/** The time of day, told again every five seconds to whoever shows it. */
export function now(): number {
  subscribe();
  return Date.now();
}
