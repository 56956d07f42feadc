import type { TFunction } from 'i18next';
import { type LinkTarget, type Place, placeToReference, placeToUrl } from '../../shared/place.ts';
import { api } from './client.ts';
import { copyText } from './copy.ts';
import { queryClient } from './query-client.ts';

/** The link to a place on one of these registries, as it is copied. */
export const linkTo = (place: Place, registries: readonly LinkTarget[]): string => placeToUrl(place, registries) ?? '';

const saved = (): readonly LinkTarget[] => queryClient.getQueryData(api.connections.list.queryKey())?.connections ?? [];

/** What is at a place, as a person writes it: `registry.example.com:5000/team/api:1.9`. Empty where its registry is not saved. */
export const referenceOf = (place: Place): string => placeToReference(place, saved()) ?? '';

/** Copies the link to a place on a saved registry. */
export function copyLink(t: TFunction, place: Place): void {
  void copyText(linkTo(place, saved()), t('copy.done', { what: t('connections.linkCopied') }), t('copy.refused'));
}
