/** Cuts a long text in the middle, where names differ least: `sha256:a1b2c3…e2d9acbe`. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}

/** Characters at the end of a name that are always shown: `9f8e7d.sig`, `-alpine3.20`; of a path, its last segment up to this length. */
const TAIL = 11;
const SEGMENT = 20;

/**
 * A name in two parts for `ui/middle-cut.tsx`: the first is cut where there is no room, the second, in which names differ, is shown whole.
 */
export function splitMiddle(text: string): { readonly head: string; readonly tail: string } {
  const segment = text.includes('/') ? text.length - text.lastIndexOf('/') : 0;
  const tail = segment > 1 && segment <= SEGMENT ? segment : Math.min(TAIL, Math.floor(text.length / 2));
  return { head: text.slice(0, text.length - tail), tail: text.slice(text.length - tail) };
}
