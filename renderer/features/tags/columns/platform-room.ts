import { useElementSize } from '@mantine/hooks';
import { createContext } from 'react';

/** Width of the column of platforms in px. */
export const PlatformRoom = createContext(Number.POSITIVE_INFINITY);

/** Measures that column by its header. Rounded, so that a drag does not draw every row again at every pixel. */
export function usePlatformRoom() {
  const { ref, width } = useElementSize<HTMLDivElement>();
  return { ref, room: width === 0 ? Number.POSITIVE_INFINITY : Math.floor(width / 8) * 8 };
}

const MOST = 3;
/** px of a character in the type of these labels, rather too much than too little, and of what surrounds the text. */
const CHARACTER = 7.4;
const AROUND = 16;

const widthOf = (text: string): number => text.length * CHARACTER + AROUND;

/** How many of these platforms have room, with the number of the others after them; at least one. */
export function platformsThatFit(names: readonly string[], room: number): number {
  for (let shown = Math.min(MOST, names.length); shown > 1; shown--) {
    const more = names.length - shown;
    const labels = more === 0 ? names : [...names.slice(0, shown), `+${more}`];
    if (labels.reduce((sum, label) => sum + widthOf(label), 0) <= room) return shown;
  }
  return Math.min(1, names.length);
}
