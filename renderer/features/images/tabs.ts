import type { ImageView } from '../../../shared/contract/images.ts';
import { type ImageTab, imageTabs } from '../../../shared/place.ts';

/** The tabs that have something to show for a manifest of this kind. */
export function tabsOf(image: ImageView): readonly ImageTab[] {
  switch (image.kind) {
    case 'image':
    case 'index':
      return imageTabs;
    case 'artifact':
      return image.configText === undefined ? ['overview', 'layers', 'manifest'] : ['overview', 'layers', 'config', 'manifest'];
    case 'legacy':
    case 'unknown':
      return ['overview', 'manifest'];
  }
}
