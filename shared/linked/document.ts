import { z } from 'zod';
import { pairsSchema } from '../oci/manifest.ts';

const text = z.string();
const optional = z.string().optional();

/** What a statement or a signature is about: `digest` with its algorithm, as `sha256:<hex>`. */
const subjectSchema = z.object({ name: optional, digest: optional });

/** One package of an SBOM. */
export const packageSchema = z.object({ name: text, version: optional, licence: optional, purl: optional });

const provenanceSchema = z.object({
  kind: z.literal('provenance'),
  version: z.enum(['v0.2', 'v1']),
  builder: optional,
  buildType: optional,
  invocation: optional,
  /** Where the sources came from: `entryPoint` is the file that the build began with. */
  source: z.object({ uri: optional, commit: optional, ref: optional, entryPoint: optional }).optional(),
  /** ISO 8601 */
  started: optional,
  finished: optional,
  /** What the build was given: arguments, options, the workflow. */
  parameters: pairsSchema,
  materials: z.array(z.object({ uri: text, digest: optional })),
  /** More than `materials` holds where a limit cut the list. */
  materialCount: z.number(),
});

/** Its packages follow in events of their own. */
const sbomSchema = z.object({
  kind: z.literal('sbom'),
  format: z.enum(['spdx', 'cyclonedx', 'syft']),
  version: optional,
  name: optional,
  created: optional,
  tools: z.array(text),
  packageCount: z.number(),
});

export const vexStatusSchema = z.enum(['affected', 'under_investigation', 'fixed', 'not_affected', 'unknown']);

const vexSchema = z.object({
  kind: z.literal('vex'),
  format: z.enum(['openvex', 'cyclonedx']),
  author: optional,
  created: optional,
  tools: z.array(text),
  statements: z.array(
    z.object({
      vulnerability: text,
      status: vexStatusSchema,
      /** The field's own word for why, such as `vulnerable_code_not_in_execute_path`. */
      justification: optional,
      impact: optional,
      action: optional,
      products: z.array(text),
    }),
  ),
  statementCount: z.number(),
});

export const severitySchema = z.enum(['critical', 'high', 'medium', 'low', 'note', 'unknown']);

const scanResultsSchema = z.object({
  kind: z.literal('scan-results'),
  tools: z.array(text),
  results: z.array(z.object({ rule: text, severity: severitySchema, message: optional, location: optional })),
  /** Of all results, also of those that a limit cut. */
  counts: z.array(z.object({ severity: severitySchema, count: z.number() })),
  resultCount: z.number(),
});

const unreadableWhySchema = z.enum(['not-json', 'format', 'too-large', 'too-deep', 'missing', 'digest']);

const contentSchema = z.discriminatedUnion('kind', [
  provenanceSchema,
  sbomSchema,
  vexSchema,
  scanResultsSchema,
  /** Nothing but a signature. */
  z.object({ kind: z.literal('signature') }),
  /** A statement of a type that is not shown in its own way, as JSON. */
  z.object({ kind: z.literal('attestation'), predicateType: optional, json: text, isCut: z.boolean() }),
  /** `detail`: the format or the figure that the reason is about. */
  z.object({ kind: z.literal('unreadable'), why: unreadableWhySchema, detail: optional }),
]);

/** A certificate that a signature brings along. Nobody has checked it. */
const signerSchema = z.object({
  /** The e-mail address or URI of the certificate. */
  identity: optional,
  /** Who told the certificate authority of that identity (Fulcio). */
  issuer: optional,
  subject: text,
  issuedBy: text,
  /** ISO 8601 */
  validFrom: text,
  validTo: text,
  fingerprint: text,
});

const signatureSchema = z.object({
  format: z.enum(['cosign', 'dsse', 'bundle', 'notation', 'notation-cose']),
  /** Names the key to those who know it. */
  keyHint: optional,
  certificate: signerSchema.optional(),
  /** When, by whose word: a transparency log, a timestamp authority, the signer alone. */
  signed: z.object({ at: text, by: z.enum(['log', 'timestamp', 'signer']) }).optional(),
  /** ISO 8601 */
  expires: optional,
  logIndex: optional,
  /** What the signer added. */
  notes: pairsSchema,
});

/** Why a signature is not verified by the key or certificates that a person gave. */
const refusalSchema = z.enum([
  'not-a-key',
  'not-supported',
  'other-key',
  'damaged',
  'no-certificate',
  'not-issued',
  'not-for-signing',
  'not-valid-then',
  'expired',
  'other-image',
  'image-missing',
]);

/** `fingerprint`: SHA-256 of the key or certificate that a person gave, and that verified the signature. `detail`: what the reason is about. */
export const verificationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('verified'), by: z.enum(['key', 'certificate', 'authority']), fingerprint: text, subject: optional }),
  z.object({ kind: z.literal('refused'), why: refusalSchema, detail: optional }),
]);

/** What one layer of a linked manifest holds. */
export const linkedDocumentSchema = z.object({
  layer: text,
  mediaType: text,
  /** Bytes. */
  size: z.number(),
  about: z.array(subjectSchema),
  signature: signatureSchema.optional(),
  content: contentSchema,
});

export type LinkedDocument = z.infer<typeof linkedDocumentSchema>;
export type DocumentContent = z.infer<typeof contentSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;
export type Sbom = z.infer<typeof sbomSchema>;
export type SbomPackage = z.infer<typeof packageSchema>;
export type Vex = z.infer<typeof vexSchema>;
export type VexStatus = z.infer<typeof vexStatusSchema>;
export type ScanResults = z.infer<typeof scanResultsSchema>;
export type Severity = z.infer<typeof severitySchema>;
export type Unreadable = Extract<DocumentContent, { kind: 'unreadable' }>;
export type SignatureFacts = z.infer<typeof signatureSchema>;
export type SignerCertificate = z.infer<typeof signerSchema>;
export type Subject = z.infer<typeof subjectSchema>;
export type Verification = z.infer<typeof verificationSchema>;
export type Refusal = z.infer<typeof refusalSchema>;
