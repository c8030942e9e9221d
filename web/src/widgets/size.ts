import type { Attachment } from "svelte/attachments";

/**
 * Tells the room inside of an element, in pixels, once it is laid out and whenever that changes.
 * Unlike Svelte's own bindings it reads nothing before, which would have the page laid out while
 * its script still runs.
 */
export function onSize(take: (width: number, height: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const observer = new ResizeObserver(() => take(element.clientWidth, element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  };
}
