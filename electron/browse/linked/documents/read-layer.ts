import { parseJson } from '../../../../shared/json.ts';
import { isBundle, readBundle } from './signatures/bundle.ts';
import { isEnvelope, readEnvelope } from './signatures/envelope.ts';
import { NOTATION_COSE, NOTATION_JWS, readNotation, unreadCose } from './signatures/notation.ts';
import type { LayerBytes, Signed } from './signatures/signed.ts';
import { readSimpleSigning, SIMPLE_SIGNING } from './signatures/simple-signing.ts';
import { isSpdxTags, spdxOfTags } from './spdx-tags.ts';

/** What a layer is: signed in one of the formats, or a document in JSON that nobody signed. */
export type ReadLayer = { readonly kind: 'signed'; readonly signed: Signed } | { readonly kind: 'plain'; readonly document: unknown };

/** Reads a layer in its format. @throws Failure INVALID_RESPONSE, ValidationError of a bundle. */
export function readLayer(layer: LayerBytes): ReadLayer {
  const { mediaType, bytes, annotations } = layer;
  if (mediaType === SIMPLE_SIGNING) return { kind: 'signed', signed: readSimpleSigning(layer) };
  if (mediaType === NOTATION_JWS) return { kind: 'signed', signed: readNotation(bytes) };
  if (mediaType === NOTATION_COSE) return { kind: 'signed', signed: unreadCose };
  const text = bytes.toString('utf8');
  if (isSpdxTags(text)) return { kind: 'plain', document: spdxOfTags(text) };
  const document = parseJson(text, 'document');
  // What it is shows in its fields: types are written in many ways.
  if (isBundle(document)) return { kind: 'signed', signed: readBundle(document) };
  if (isEnvelope(document)) return { kind: 'signed', signed: readEnvelope(document, annotations) };
  return { kind: 'plain', document };
}
