interface Point {
  x: number;
  y: number;
}

/** What pointers ask of a drawing: one that is dragged moves it, two zoom it. */
export interface Asked {
  move: (dx: number, dy: number) => void;
  /** Around a point of the window. */
  zoom: (factor: number, at: Point) => void;
}

/** Follows pointers over an element. What has been dragged was not pressed. */
export class Gestures {
  dragged = false;
  private readonly pointers = new Map<number, Point>();
  private readonly least = 4;

  constructor(private readonly asked: Asked) {}

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.dragged = this.pointers.size > 0;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  move(event: PointerEvent, element: Element): void {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    if (!this.dragged && Math.hypot(now.x - last.x, now.y - last.y) < this.least) return;
    if (!this.dragged) element.setPointerCapture(event.pointerId);
    this.dragged = true;
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    if (!other) {
      this.asked.move(now.x - last.x, now.y - last.y);
      return;
    }
    const apart = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    const frame = element.getBoundingClientRect();
    this.asked.zoom(apart(now) / apart(last), {
      x: (now.x + other.x) / 2 - frame.left,
      y: (now.y + other.y) / 2 - frame.top,
    });
  }

  up(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
  }

  /** Turning the wheel scrolls the page, as everywhere; with Ctrl it zooms. */
  wheel(event: WheelEvent, element: Element): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = element.getBoundingClientRect();
    this.asked.zoom(Math.exp(-event.deltaY / 300), {
      x: event.clientX - frame.left,
      y: event.clientY - frame.top,
    });
  }
}
