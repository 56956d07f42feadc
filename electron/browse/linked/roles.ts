import { contentKindOf } from '../../../shared/oci/content-kind.ts';
import { pairOf } from '../../../shared/oci/document-kind.ts';
import { type Descriptor, isAttestation, type Manifest } from '../../../shared/oci/manifest.ts';
import { platformName } from '../../../shared/oci/platform.ts';

/** SOCI: an index of a layer's content for lazy pulling (docs/protocol.md section 9). Version 1 is a referrer, version 2 a row of the index. */
const SOCI = 'application/vnd.amazon.soci.index.';
const SOCI_ABOUT = 'com.amazon.soci.image-manifest-digest';
const BUILDX_ABOUT = 'vnd.docker.reference.digest';
const ZSTD = 'io.github.containers.compression.zstd';
const NYDUS = 'containerd.io/snapshot/nydus-bootstrap';

/** What a row of an index is to a person. `tied`: it is about another image. */
export type Role = 'part' | 'zstd' | 'nydus' | 'tied';

/** The digest that a row of an index says it is about. */
export const tiedTo = ({ annotations }: Pick<Descriptor, 'annotations'>): string | undefined =>
  pairOf(annotations, BUILDX_ABOUT, SOCI_ABOUT);

export const isSoci = (type: string | undefined): boolean => type?.startsWith(SOCI) === true;

/** What is about an image, though its row does not say so. */
const DOCUMENTS: ReadonlySet<string> = new Set(['signature', 'attestation', 'sbom']);

/** The role of a row of an index, by what the index says of it and what its manifest says, where that was read. Pure. */
export function roleOf(child: Descriptor, manifest: Manifest | undefined): Role {
  if (isAttestation(child) || tiedTo(child) !== undefined || isSoci(child.artifactType)) return 'tied';
  if (manifest && DOCUMENTS.has(contentKindOf(manifest))) return 'tied';
  if (pairOf(child.annotations, ZSTD) === 'true') return 'zstd';
  const layers = manifest && 'layers' in manifest ? manifest.layers : [];
  const isNydus = child.platform?.features?.some((feature) => feature.startsWith('nydus.')) === true;
  return isNydus || layers.some(({ annotations }) => pairOf(annotations, NYDUS) !== undefined) ? 'nydus' : 'part';
}

/** By what rows of an index are the same platform. */
export const platformKey = ({ platform }: Pick<Descriptor, 'platform'>): string | undefined =>
  platform && `${platformName(platform)} ${platform.osVersion ?? ''}`;
