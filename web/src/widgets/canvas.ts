/** To draw on a canvas anew, of a size in CSS pixels and in them. */
export function contextOf(
  canvas: HTMLCanvasElement | undefined,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return undefined;
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Another size is another buffer, which takes its time.
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** Colours are tokens, which a canvas does not know: the legend wears them. */
export function coloursOf(legend: HTMLElement, selector = ".swatch"): string[] {
  return [...legend.querySelectorAll(selector)].map(
    (element) => getComputedStyle(element).backgroundColor,
  );
}
