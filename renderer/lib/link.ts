import type { TFunction } from 'i18next';
import { type LinkTarget, type Place, placeToUrl } from '../../shared/place.ts';
import { api } from './client.ts';
import { copyText } from './copy.ts';
import { queryClient } from './query-client.ts';

/** The link to a place on one of these registries, as it is copied. */
export const linkTo = (place: Place, registries: readonly LinkTarget[]): string => placeToUrl(place, registries) ?? '';

/** Copies the link to a place on a saved registry. */
export function copyLink(t: TFunction, place: Place): void {
  const registries = queryClient.getQueryData(api.connections.list.queryKey())?.connections ?? [];
  void copyText(linkTo(place, registries), t('copy.done', { what: t('connections.linkCopied') }), t('copy.refused'));
}
