import type { ImageView } from '../../../shared/contract/images.ts';
import type { ContentKind } from '../../../shared/oci/content-kind.ts';
import { type ImageTab, imageTabs } from '../../../shared/place.ts';

/** The tabs that have something to show for a manifest of this kind. */
export function tabsOf(image: ImageView): readonly ImageTab[] {
  switch (image.kind) {
    case 'image':
      return image.content === 'image' ? imageTabs : ['overview', 'layers', 'config', 'linked', 'manifest'];
    case 'index':
      return image.content === 'referrers' ? ['overview', 'manifest'] : imageTabs;
    case 'artifact':
      return image.configText === undefined
        ? ['overview', 'layers', 'linked', 'manifest']
        : ['overview', 'layers', 'config', 'linked', 'manifest'];
    case 'legacy':
    case 'unknown':
      return ['overview', 'manifest'];
  }
}

/** The tabs that are to be expected of what a tag is known to hold, until its manifest is read: then few come or go. */
export function tabsExpected(content: ContentKind | undefined): readonly ImageTab[] {
  switch (content) {
    case undefined:
    case 'image':
    case 'index':
      return imageTabs;
    case 'chart':
    case 'wasm':
    case 'signature':
    case 'attestation':
    case 'sbom':
      return ['overview', 'layers', 'config', 'linked', 'manifest'];
    case 'artifact':
      return ['overview', 'layers', 'linked', 'manifest'];
    case 'referrers':
    case 'legacy':
    case 'unknown':
      return ['overview', 'manifest'];
  }
}

/** The tab that is shown where `wanted` is asked for: the files of an artifact are its layers. */
export function tabShown(tabs: readonly ImageTab[], wanted: ImageTab): ImageTab {
  if (tabs.includes(wanted)) return wanted;
  return wanted === 'files' && tabs.includes('layers') ? 'layers' : 'overview';
}

/** What the tab of the layers is called: what is no image has files. */
export function layersName(content: ContentKind | undefined): 'layers' | 'files' {
  return content === undefined || content === 'image' || content === 'index' ? 'layers' : 'files';
}
