import { isFailure } from '../../../../shared/errors.ts';
import type { LinkedDocument, SbomPackage, Unreadable } from '../../../../shared/linked/document.ts';
import { contentOfDocument, contentOfStatement, type ReadContent } from './content-of.ts';
import { subjectsOf } from './digest-set.ts';
import { fieldsOf, optional } from './json-values.ts';
import { readLayer } from './read-layer.ts';
import { signerOf } from './signatures/certificate.ts';
import type { LayerBytes, Signed } from './signatures/signed.ts';
import { unreadable } from './unreadable.ts';

/** A layer as it is shown, and the packages of its SBOM. */
export type ReadDocument = { readonly document: LinkedDocument; readonly packages: readonly SbomPackage[] };

function whyOf(error: unknown): Unreadable {
  if (isFailure(error, 'INVALID_RESPONSE')) return unreadable(error.data.why === 'too-deep' ? 'too-deep' : 'not-json', error.data.detail);
  return unreadable('format', error instanceof Error ? error.message : undefined);
}

const nothing: ReadContent = { content: { kind: 'signature' }, packages: [] };

function ofSigned({ facts, chain, about, statement }: Signed): Pick<LinkedDocument, 'about' | 'signature'> & ReadContent {
  const [leaf] = chain;
  return {
    about: [...about],
    signature: { ...facts, ...(leaf ? { certificate: signerOf(leaf) } : {}) },
    ...(statement === undefined ? nothing : contentOfStatement(statement)),
  };
}

function parts(layer: LayerBytes): Pick<LinkedDocument, 'about' | 'signature'> & ReadContent {
  try {
    const read = readLayer(layer);
    if (read.kind === 'signed') return ofSigned(read.signed);
    const known = contentOfDocument(read.document) ?? { content: unreadable('format', layer.mediaType), packages: [] };
    return { about: subjectsOf(fieldsOf(read.document)['subject']), ...known };
  } catch (error) {
    return { about: [], content: whyOf(error), packages: [] };
  }
}

/** What a layer of a linked manifest says. What cannot be read is told with its reason; it never throws. Pure. */
export function readDocument(layer: LayerBytes): ReadDocument {
  const { packages, content, about, signature } = parts(layer);
  const { digest, mediaType, bytes } = layer;
  return {
    document: { layer: digest, mediaType, size: bytes.byteLength, about, ...optional('signature', signature), content },
    packages,
  };
}
