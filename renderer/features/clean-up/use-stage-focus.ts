import { type RefObject, useEffect } from 'react';
import { FOCUS_SETTLED, isFocusLost } from '../../lib/last-focus.ts';

/** What had the focus may leave as a stage of the clean-up begins: then it goes to the heading of the page. A dialog that closes gives it back first. */
export function useStageFocus(heading: RefObject<HTMLElement | null>, stage: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each stage is looked at once.
  useEffect(() => {
    const late = setTimeout(() => {
      if (isFocusLost()) heading.current?.focus({ preventScroll: true });
    }, FOCUS_SETTLED);
    return () => clearTimeout(late);
  }, [heading, stage]);
}
