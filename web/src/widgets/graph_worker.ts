import type { Placed, Unplaced } from "../base/graph_layout";

/** Places a graph off the page's thread, which stays free for whoever reads. */
export function placeInWorker(unplaced: Unplaced, signal: AbortSignal): Promise<Placed> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./graph.worker.ts", import.meta.url), { type: "module" });
    const end = (act: () => void) => {
      worker.terminate();
      act();
    };
    worker.onmessage = ({ data }: MessageEvent<Placed>) => end(() => resolve(data));
    worker.onerror = ({ message }) => end(() => reject(new Error(message || "no worker")));
    signal.addEventListener("abort", () => end(() => reject(new Error("given up"))));
    worker.postMessage(unplaced);
  });
}
