import { keepFocus } from './keep-focus.ts';

/** The panes of the window, in their order; each element that is one says so with `data-pane`. The detail is within the main pane. */
const PANES = ['sidebar', 'main', 'detail', 'activity'] as const;
export type Pane = (typeof PANES)[number];

/** What of a pane takes the focus: its list, its selected tab, or else the first control. */
const CONTROLS = 'button, a[href], input, select, textarea, [tabindex="0"]';
/** A tree of the detail is within a tab, which comes before it. */
const ENTRANCES = ['[role="tree"]:not([data-pane="detail"] *)', '[role="grid"]', '[role="tab"][aria-selected="true"]', CONTROLS];

/** The pane that a step leads to; undefined where there is no other. From outside of all panes, the first or the last. */
export function nextPane(present: readonly Pane[], current: Pane | undefined, step: -1 | 1): Pane | undefined {
  if (current === undefined) return present.at(step > 0 ? 0 : -1);
  const at = present.indexOf(current);
  const next = present[(at + step + present.length) % present.length];
  return next === current ? undefined : next;
}

const find = (pane: Pane): HTMLElement | null => document.querySelector<HTMLElement>(`[data-pane="${pane}"]`);

const paneOf = (element: Element | null): Pane | undefined => {
  const name = element?.closest<HTMLElement>('[data-pane]')?.dataset['pane'];
  return PANES.find((pane) => pane === name);
};

/** Moves the focus into a pane, if it is shown. */
export function focusPane(pane: Pane): void {
  keepFocus();
  const element = find(pane);
  if (!element) return;
  for (const entrance of ENTRANCES) {
    // A control of the detail is in the main pane, too, and is not its entrance.
    const found = [...element.querySelectorAll<HTMLElement>(entrance)].find(
      (one) => paneOf(one) === pane && one.tabIndex >= 0 && !one.hidden,
    );
    if (found) return found.focus();
  }
}

/** Moves the focus to the next or the previous pane. */
export function movePane(step: -1 | 1): void {
  const pane = nextPane(
    PANES.filter((one) => find(one) !== null),
    paneOf(document.activeElement),
    step,
  );
  if (pane !== undefined) focusPane(pane);
}
