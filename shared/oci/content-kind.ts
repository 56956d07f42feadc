import { z } from 'zod';
import type { Descriptor, Manifest, Pairs } from './manifest.ts';

/**
 * What a manifest is to a person, where `Manifest.kind` is how it is built: cosign writes signatures as images, Helm charts are artifacts. `referrers` is
 * the index that a registry without the referrers API keeps under the tag `sha256-<digest>`.
 */
export const contentKindSchema = z.enum([
  'image',
  'index',
  'chart',
  'wasm',
  'signature',
  'attestation',
  'sbom',
  'referrers',
  'artifact',
  'legacy',
  'unknown',
]);
export type ContentKind = z.infer<typeof contentKindSchema>;

/** CNCF TAG Runtime, "Wasm OCI Artifact layout": its config has `created`, `os` and `architecture` like an image's. */
export const WASM_CONFIG = 'application/vnd.wasm.config.v0+json';
const HELM_CONFIG = 'application/vnd.cncf.helm.config.v1+json';
/** The config type that `wasm-to-oci` writes. */
export const WASM_TO_OCI_CONFIG = 'application/vnd.wasm.config.v1+json';

const WASM_TYPES = [WASM_CONFIG, WASM_TO_OCI_CONFIG, 'application/wasm', 'application/vnd.wasm.content.layer.v1+wasm'];
// sigstore/cosign specs/SIGNATURE_SPEC.md; notaryproject/specifications signature-specification.md.
const SIGNATURE_TYPES = [
  'application/vnd.dev.cosign.simplesigning.v1+json',
  'application/vnd.dev.cosign.artifact.sig.v1+json',
  'application/vnd.cncf.notary.signature',
];
// sigstore/cosign specs/ATTESTATION_SPEC.md; in-toto as buildx attaches it.
const ATTESTATION_TYPES = ['application/vnd.dsse.envelope.v1+json', 'application/vnd.in-toto+json'];
/** sigstore/cosign specs/BUNDLE_SPEC.md: one type for signatures and attestations, told apart by an annotation. */
export const BUNDLE = 'application/vnd.dev.sigstore.bundle';
const BUNDLE_CONTENT = 'dev.sigstore.bundle.content';
const BUNDLE_PREDICATE = 'dev.sigstore.bundle.predicateType';
/** The predicate type of what `cosign sign` writes: a statement that is a signature. */
export const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/';
// sigstore/cosign specs/SBOM_SPEC.md, and the types that IANA knows.
const SBOM_TYPES = [
  'text/spdx',
  'application/spdx',
  'application/vnd.cyclonedx',
  'application/vnd.syft',
  'application/vnd.dev.cosign.artifact.sbom',
];

function kindOfBundle(annotations: Pairs): ContentKind {
  const said = (key: string): string | undefined => annotations.find(([name]) => name === key)?.[1];
  if (said(BUNDLE_PREDICATE)?.startsWith(COSIGN_SIGN)) return 'signature';
  return said(BUNDLE_CONTENT) === 'dsse-envelope' ? 'attestation' : 'signature';
}

/** The kind that one media type names: of an artifact, its config or its layers. */
export function kindOfType(mediaType: string): ContentKind | undefined {
  if (mediaType === HELM_CONFIG) return 'chart';
  if (WASM_TYPES.includes(mediaType)) return 'wasm';
  if (SIGNATURE_TYPES.includes(mediaType)) return 'signature';
  if (ATTESTATION_TYPES.includes(mediaType)) return 'attestation';
  if (mediaType.startsWith(BUNDLE)) return 'signature';
  return SBOM_TYPES.some((type) => mediaType.startsWith(type)) ? 'sbom' : undefined;
}

/** What a list of referrers says of one of them: of a bundle of sigstore its annotation tells what it holds. */
export function kindOfListed({ artifactType, mediaType, annotations }: Descriptor): ContentKind {
  const type = artifactType ?? mediaType;
  if (type.startsWith(BUNDLE)) return kindOfBundle(annotations);
  return kindOfType(type) ?? 'artifact';
}

/** The first layer decides: artifacts that mix what they carry name their type themselves. */
const kindOfLayers = (layers: readonly Descriptor[]): ContentKind | undefined => kindOfType(layers[0]?.mediaType ?? '');

const isReferrer = ({ artifactType, platform }: Descriptor): boolean => artifactType !== undefined && platform === undefined;

/** What a manifest is to a person. Pure. */
export function contentKindOf(manifest: Manifest): ContentKind {
  switch (manifest.kind) {
    case 'image':
      return kindOfLayers(manifest.layers) ?? 'image';
    case 'index':
      return manifest.manifests.length > 0 && manifest.manifests.every(isReferrer) ? 'referrers' : 'index';
    case 'artifact': {
      const { artifactType, annotations, config, layers } = manifest;
      if (artifactType.startsWith(BUNDLE)) return kindOfBundle(annotations);
      return kindOfType(artifactType) ?? kindOfType(config?.mediaType ?? '') ?? kindOfLayers(layers) ?? 'artifact';
    }
    case 'legacy':
    case 'unknown':
      return manifest.kind;
  }
}

/** The digest that a tag names as its subject: cosign's `sha256-<hex>.sig`, `.att` and `.sbom`, and the referrers tag of the distribution-spec. */
export function subjectOfTag(tag: string): string | undefined {
  const hex = /^sha256-([0-9a-f]{64})(?:\.(?:sig|att|sbom))?$/.exec(tag)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}
