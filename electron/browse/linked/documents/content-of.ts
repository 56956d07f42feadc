import { parseJson } from '../../../../shared/json.ts';
import type { DocumentContent, SbomPackage } from '../../../../shared/linked/document.ts';
import { displayText } from '../../../../shared/text.ts';
import { isCycloneDxVex, readCycloneDx, readCycloneDxVex } from './cyclonedx.ts';
import { fieldsOf, optional, textOf } from './json-values.ts';
import { readProvenanceV1, readProvenanceV02 } from './provenance.ts';
import { readSarif } from './sarif.ts';
import { readSpdx } from './spdx.ts';
import { readSyft } from './syft.ts';
import { readOpenVex } from './vex.ts';

/** Characters of a statement of an unknown type that are shown. */
const LONGEST_JSON = 256 * 1024;

/** `packages` of an SBOM. */
export type ReadContent = { readonly content: DocumentContent; readonly packages: readonly SbomPackage[] };

const alone = (content: DocumentContent): ReadContent => ({ content, packages: [] });

/** What a document is by its own fields; undefined of what is not known. The types of layers and predicates are not needed for that. */
function byFields(document: unknown): ReadContent | undefined {
  const fields = fieldsOf(document);
  const { spdxVersion, bomFormat, runs, statements, artifacts, descriptor } = fields;
  if (typeof spdxVersion === 'string') return readSpdx(document);
  if (bomFormat === 'CycloneDX') return isCycloneDxVex(document) ? alone(readCycloneDxVex(document)) : readCycloneDx(document);
  if (Array.isArray(runs) && String(fields['version']).startsWith('2.')) return alone(readSarif(document));
  if (Array.isArray(statements) && String(fields['@context']).includes('openvex')) return alone(readOpenVex(document));
  if (Array.isArray(artifacts) && fieldsOf(descriptor)['name'] !== undefined) return readSyft(document);
  return undefined;
}

/** What cosign puts around a predicate that it does not know: a text within `Data`, or a scanner's result. */
function unwrapped(predicate: unknown): unknown {
  const { Data, scanner } = fieldsOf(predicate);
  const inner = typeof predicate === 'string' ? predicate : (Data ?? fieldsOf(scanner)['result'] ?? predicate);
  if (typeof inner !== 'string') return inner;
  try {
    return parseJson(inner, 'document');
  } catch {
    return predicate;
  }
}

function asJson(predicateType: string | undefined, value: unknown): ReadContent {
  const whole = displayText(JSON.stringify(value, null, 2) ?? '');
  const isCut = whole.length > LONGEST_JSON;
  return alone({ kind: 'attestation', ...optional('predicateType', predicateType), json: whole.slice(0, LONGEST_JSON), isCut });
}

/** What an in-toto statement says (https://github.com/in-toto/attestation/tree/main/spec). Pure. */
export function contentOfStatement(statement: unknown): ReadContent {
  const { predicateType: type, predicate } = fieldsOf(statement);
  const predicateType = textOf(type);
  if (predicateType === 'https://slsa.dev/provenance/v0.2') return alone(readProvenanceV02(predicate));
  if (predicateType?.startsWith('https://slsa.dev/provenance/v1')) return alone(readProvenanceV1(predicate));
  // What `cosign sign` v3 signs: a statement that says nothing but the digest.
  if (predicateType === 'https://sigstore.dev/cosign/sign/v1') return alone({ kind: 'signature' });
  const document = unwrapped(predicate);
  return byFields(document) ?? asJson(predicateType, predicate);
}

/** What a document that nobody signed says: a bare statement, an SBOM, a scanner's results. Undefined of what is not known. Pure. */
export function contentOfDocument(document: unknown): ReadContent | undefined {
  const { _type: type } = fieldsOf(document);
  if (typeof type === 'string' && type.startsWith('https://in-toto.io/Statement/')) return contentOfStatement(document);
  return byFields(document);
}
