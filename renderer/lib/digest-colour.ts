// Clear of the reds and ambers, which say that something is destroyed or should be read first.
const FIRST_HUE = 104;
const HUES = 250;

/** The colour of a digest: the same everywhere, so that tags that share an image are seen at a glance. */
export function digestColour(digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  const hue = FIRST_HUE + (Number.parseInt(hex.slice(0, 4), 16) % HUES);
  // More digits vary chroma and lightness, so that neighbours in hue still differ.
  const chroma = 0.1 + (Number.parseInt(hex.slice(4, 6), 16) / 255) * 0.06;
  const lighter = (Number.parseInt(hex.slice(6, 8), 16) / 255 - 0.5) * 0.22;
  return `oklch(calc(var(--swatch-lightness) + ${lighter.toFixed(3)}) ${chroma.toFixed(3)} ${hue})`;
}

/** The colour of an area of the treemap, by its place among them. What is written on it is light in both themes. */
export function tileColour(index: number): string {
  return `oklch(var(--tile-lightness) 0.075 ${FIRST_HUE + ((96 + index * 137.5) % HUES)})`;
}

/** The colour of a layer in the stacked bar. Neighbouring layers have hues far apart. */
export function layerColour(index: number): string {
  return `oklch(var(--layer-lightness) 0.095 ${(195 + index * 137.5) % 360})`;
}
