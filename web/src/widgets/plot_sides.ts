/** What charts over time leave at their sides, in pixels: so those of a page stand below each other. */
export const plotLeft = (width: number) => (width < 500 ? 80 : 104);
export const plotRight = 12;
