import { openTag, shownTag } from '../../lib/places.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import { holdsReferrers } from './rows.ts';

/** Whether tags that hold signatures and attachments are shown, and what shows and hides them. An opened one is never hidden. */
export function useReferrers(): { readonly areShown: boolean; readonly toggle: () => void } {
  const isRemembered = useUi((ui) => ui.settings.showReferrers);
  const isOpened = useUi((ui) => holdsReferrers(shownTag(ui) ?? ''));
  const toggle = (): void => {
    if (isOpened) openTag(null);
    remember({ showReferrers: !(isRemembered || isOpened) });
  };
  return { areShown: isRemembered || isOpened, toggle };
}
