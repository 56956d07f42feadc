import { type RefObject, useEffect } from 'react';

/** ms after which whatever moves the focus by itself has done so. */
const SETTLED = 50;

/** What had the focus may leave as a stage of the clean-up begins: then it goes to the heading of the page. A dialog that closes gives it back first. */
export function useStageFocus(heading: RefObject<HTMLElement | null>, stage: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each stage is looked at once.
  useEffect(() => {
    const late = setTimeout(() => {
      if (document.activeElement === document.body || document.activeElement === null) heading.current?.focus({ preventScroll: true });
    }, SETTLED);
    return () => clearTimeout(late);
  }, [heading, stage]);
}
