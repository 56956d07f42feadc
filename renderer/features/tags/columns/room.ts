import { useElementSize } from '@mantine/hooks';
import { createContext, useMemo } from 'react';

/** Width of the column of platforms in px. */
export const PlatformRoom = createContext(Number.POSITIVE_INFINITY);
/** Width of the column of tags in px. */
export const TagRoom = createContext(Number.POSITIVE_INFINITY);

/** Measures a column by its header. Rounded, so that a drag does not draw every row again at every pixel. */
function useRoom() {
  const { ref, width } = useElementSize<HTMLDivElement>();
  return { ref, room: width === 0 ? Number.POSITIVE_INFINITY : Math.floor(width / 8) * 8 };
}

/** The headers that are measured, and the room in their columns. */
export function useRooms() {
  const { ref: tag, room: tagRoom } = useRoom();
  const { ref: platforms, room: platformRoom } = useRoom();
  const headers = useMemo(() => ({ tag, platforms }), [tag, platforms]);
  return { headers, rooms: { tag: tagRoom, platforms: platformRoom } };
}

/** px of a character in the type of these labels, rather too much than too little, and of what surrounds the text. */
const CHARACTER = 7.4;
const AROUND = 16;

const widthOf = (text: string): number => text.length * CHARACTER + AROUND;

/** How many of these labels have room, with the number of the others after them; at least one, and no more than `most`. */
export function labelsThatFit(labels: readonly string[], room: number, most: number): number {
  for (let shown = Math.min(most, labels.length); shown > 1; shown--) {
    const more = labels.length - shown;
    const all = more === 0 ? labels : [...labels.slice(0, shown), `+${more}`];
    if (all.reduce((sum, label) => sum + widthOf(label), 0) <= room) return shown;
  }
  return Math.min(1, labels.length);
}
