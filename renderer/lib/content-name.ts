import type { TFunction } from 'i18next';
import type { SavedContent } from '../../shared/contract/transfer.ts';
import { nameText } from '../../shared/name-text.ts';

/** What files of an image, or a blob, are called on screen: a path as it is in a container. */
export function contentName(t: TFunction, content: SavedContent): string {
  if (content.kind === 'blob') return nameText(content.name);
  if (content.path !== '') return `/${nameText(content.path)}`;
  return content.layer === undefined ? t('runs.content.root') : t('runs.content.layer', { number: content.layer });
}
