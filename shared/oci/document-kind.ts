import { z } from 'zod';
import { BUNDLE, COSIGN_SIGN, kindOfType } from './content-kind.ts';
import type { Descriptor, Pairs } from './manifest.ts';

/** What is attached to an image says. `attestation`: a statement of a kind that has no name here; `artifact`: anything else that refers to an image. */
export const documentKindSchema = z.enum(['signature', 'sbom', 'provenance', 'vex', 'scan-result', 'attestation', 'artifact']);
type DocumentKind = z.infer<typeof documentKindSchema>;

/** A kind, with the proper name of its format (`SLSA v1`, `SPDX 2.3`) or, where it has none, its type. */
export type NamedDocument = { readonly kind: DocumentKind; readonly format?: string };

type Row = readonly [beginning: string, kind: DocumentKind, format: string];

// Sources: slsa.dev/spec, github.com/in-toto/attestation spec/predicates, and sigstore/cosign specs. The first that fits.
const PREDICATES: readonly Row[] = [
  ['https://slsa.dev/provenance/v1', 'provenance', 'SLSA v1'],
  ['https://slsa.dev/provenance/v0.2', 'provenance', 'SLSA v0.2'],
  ['https://slsa.dev/provenance/', 'provenance', 'SLSA'],
  ['https://spdx.dev/Document', 'sbom', 'SPDX'],
  ['https://cyclonedx.org/', 'sbom', 'CycloneDX'],
  ['https://openvex.dev/', 'vex', 'OpenVEX'],
  ['https://cosign.sigstore.dev/attestation/vuln/', 'scan-result', 'cosign'],
  ['https://in-toto.io/attestation/vulns', 'scan-result', 'in-toto'],
  [COSIGN_SIGN, 'signature', 'Sigstore'],
];

const TYPES: readonly Row[] = [
  ['application/vnd.cncf.notary.signature', 'signature', 'Notation'],
  ['application/vnd.dev.cosign.', 'signature', 'cosign'],
  ['application/spdx', 'sbom', 'SPDX'],
  ['text/spdx', 'sbom', 'SPDX'],
  ['application/vnd.cyclonedx', 'sbom', 'CycloneDX'],
  ['application/vnd.syft', 'sbom', 'Syft'],
  ['application/sarif', 'scan-result', 'SARIF'],
  ['application/vnd.sarif', 'scan-result', 'SARIF'],
  ['application/openvex', 'vex', 'OpenVEX'],
  ['application/vnd.openvex', 'vex', 'OpenVEX'],
  ['application/csaf', 'vex', 'CSAF'],
  ['application/vnd.csaf', 'vex', 'CSAF'],
];

const VERSION_AT_END = /\/v(\d{1,4}(?:\.\d{1,4})?)$/;

/** What a statement of this predicate type says. Pure. */
export function documentOfPredicate(type: string): NamedDocument {
  const row = PREDICATES.find(([beginning]) => type.startsWith(beginning));
  if (!row) return { kind: 'attestation', format: type };
  const [, kind, format] = row;
  // Of a bill of materials the type may name the version: https://spdx.dev/Document/v2.3
  const version = kind === 'sbom' ? VERSION_AT_END.exec(type)?.[1] : undefined;
  return { kind, format: version === undefined ? format : `${format} ${version}` };
}

/** What a media type or an artifact type says by itself; undefined where the content has to tell. Pure. */
export function documentOfType(type: string): NamedDocument | undefined {
  const row = TYPES.find(([beginning]) => type.startsWith(beginning));
  if (row) return { kind: row[1], format: row[2] };
  const kind = kindOfType(type);
  return kind === 'signature' || kind === 'sbom' ? { kind } : undefined;
}

const isBundleType = (type: string): boolean => type.startsWith(BUNDLE);

/** The media type of what wraps a statement: its predicate type tells what it says. */
export const isStatementType = (type: string): boolean =>
  type.startsWith('application/vnd.in-toto') || type.startsWith('application/vnd.dsse.envelope') || isBundleType(type);

// buildx writes the first, cosign v2 the second, cosign v3 the third.
const PREDICATE_KEYS = ['in-toto.io/predicate-type', 'predicateType', 'dev.sigstore.bundle.predicateType'];

/** The value of the first of these keys that is there. */
export function pairOf(pairs: Pairs, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = pairs.find(([name]) => name === key)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The predicate type that annotations name. */
export const predicateIn = (...all: readonly Pairs[]): string | undefined =>
  all.map((pairs) => pairOf(pairs, ...PREDICATE_KEYS)).find((type) => type !== undefined);

/**
 * What one layer of an attached manifest holds, by its own type, the annotations of both and the artifact type, or `predicate`, which was read from
 * the content. Pure.
 */
export function documentOf(
  layer: Pick<Descriptor, 'mediaType' | 'annotations'>,
  manifest: { readonly artifactType?: string | undefined; readonly annotations: Pairs },
  predicate?: string,
): NamedDocument {
  const type = predicateIn(layer.annotations, manifest.annotations) ?? predicate;
  const isStatement = isStatementType(layer.mediaType) || isStatementType(manifest.artifactType ?? '');
  if (isStatement && type !== undefined) return documentOfPredicate(type);
  if (isBundleType(layer.mediaType) || isBundleType(manifest.artifactType ?? '')) {
    const isSigned = pairOf(manifest.annotations, 'dev.sigstore.bundle.content') === 'dsse-envelope';
    return { kind: isSigned ? 'attestation' : 'signature', format: 'Sigstore' };
  }
  if (isStatement) return { kind: 'attestation' };
  const named = documentOfType(manifest.artifactType ?? '') ?? documentOfType(layer.mediaType);
  return named ?? { kind: 'artifact', format: manifest.artifactType ?? layer.mediaType };
}
