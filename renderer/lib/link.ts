import { type LinkTarget, type Place, placeToUrl } from '../../shared/place.ts';

/** The link to a place on one of these registries, as it is copied. */
export const linkTo = (place: Place, registries: readonly LinkTarget[]): string => placeToUrl(place, registries) ?? '';
