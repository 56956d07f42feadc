import { useMediaQuery } from '@mantine/hooks';
import type { Settings } from '../../shared/contract/settings.ts';
import { useUi } from './ui-state.ts';

/** The width from which the tags and the image have room beside each other. */
const WIDE = '(min-width: 1600px)';

/** Where the detail of an image is: where the person put it, and at the bottom in windows that have no room beside the tags. */
export function useDetailSide(): { readonly side: Settings['detailSide']; readonly canMove: boolean } {
  const chosen = useUi((ui) => ui.settings.detailSide);
  const canMove = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false }) ?? false;
  return { side: canMove ? chosen : 'bottom', canMove };
}
