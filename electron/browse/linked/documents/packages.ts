import type { Sbom, SbomPackage } from '../../../../shared/linked/document.ts';

/** Packages of one SBOM that are shown; `packageCount` counts all. */
export const MOST_PACKAGES = 50_000;

/** An SBOM with the packages that are shown of it. */
export type ReadSbom = { readonly content: Sbom; readonly packages: readonly SbomPackage[] };
