import type { ImageView } from '../../../shared/contract/images.ts';
import { type ImageTab, imageTabs } from '../../../shared/place.ts';

/** The tabs that have something to show for a manifest of this kind. */
export function tabsOf(image: ImageView): readonly ImageTab[] {
  switch (image.kind) {
    case 'image':
      return image.content === 'image' ? imageTabs : ['overview', 'layers', 'config', 'manifest'];
    case 'index':
      return image.content === 'referrers' ? ['overview', 'manifest'] : imageTabs;
    case 'artifact':
      return image.configText === undefined ? ['overview', 'layers', 'manifest'] : ['overview', 'layers', 'config', 'manifest'];
    case 'legacy':
    case 'unknown':
      return ['overview', 'manifest'];
  }
}

/** What the tab of the layers is called: what is no image has files. */
export function layersName(image: ImageView | undefined): 'layers' | 'files' {
  return image === undefined || image.content === 'image' || image.kind === 'index' ? 'layers' : 'files';
}
