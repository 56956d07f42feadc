/** A list and one of its lines, in px. */
type View = {
  readonly scrolled: number;
  /** The height of the list before, and now. */
  readonly before: number;
  readonly now: number;
  readonly line: { readonly top: number; readonly height: number };
};

/** How far a list that became lower is to be scrolled, so that a line that was in view still is. Pure. */
export function scrolledFor({ scrolled, before, now, line }: View): number {
  const bottom = line.top + line.height;
  const wasInView = line.top >= scrolled && bottom <= scrolled + before;
  return wasInView ? Math.max(scrolled, bottom - now) : scrolled;
}
