import { generateKeyPairSync, sign } from 'node:crypto';
import { OCI_INDEX, OCI_MANIFEST } from '../../shared/oci/media-types.ts';
import type { IndexChild, SampleRepository } from './store.ts';

type Annotations = Readonly<Record<string, string>>;
type About = { readonly digest: string; readonly created: string };

const IN_TOTO = 'application/vnd.in-toto+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const CYCLONEDX = 'application/vnd.cyclonedx+json';
const SARIF = 'application/sarif+json';
const SOURCE = 'https://git.example.com/team/api';
const COMMIT = '4f2c91e07b3d5a6c8e9f0a1b2c3d4e5f60718293';

/** Name, version and licence of what the api is made of. */
const PACKAGES = [
  ['libssl3', '3.0.17-1~deb12u3', 'Apache-2.0'],
  ['node', '24.12.0', 'MIT'],
  ['sharp', '0.34.1', 'Apache-2.0'],
  ['pg', '8.13.1', 'MIT'],
  ['zlib1g', '1:1.2.13.dfsg-1', 'Zlib'],
  ['tini', '0.19.0-1', 'MIT'],
  ['ca-certificates', '20230311+deb12u1', 'MPL-2.0'],
] as const;

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const statement = (subject: string, predicateType: string, predicate: object): object => ({
  _type: 'https://in-toto.io/Statement/v0.1',
  predicateType,
  subject: [{ name: 'team/api', digest: { sha256: subject.slice('sha256:'.length) } }],
  predicate,
});

const spdx = (created: string): object => ({
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'team/api',
  documentNamespace: 'https://example.com/spdx/team-api',
  creationInfo: { created, creators: ['Organization: Example', 'Tool: syft-1.30.0'] },
  packages: PACKAGES.map(([name, versionInfo, licenseDeclared]) => ({
    name,
    SPDXID: `SPDXRef-Package-${name}`,
    versionInfo,
    licenseDeclared,
    downloadLocation: 'NOASSERTION',
  })),
});

const provenance = (created: string): object => ({
  builder: { id: 'https://ci.example.com/runners/3' },
  buildType: 'https://mobyproject.org/buildkit@v1',
  invocation: { configSource: { uri: `${SOURCE}.git#refs/heads/main`, digest: { sha1: COMMIT }, entryPoint: 'Dockerfile' } },
  metadata: { buildStartedOn: created, buildFinishedOn: created, reproducible: false },
  materials: [{ uri: `git+${SOURCE}`, digest: { sha1: COMMIT } }],
});

/** What buildx adds to an index for one of its images: a bill of materials and the provenance, together a child that is no platform. */
export function attestation(repository: SampleRepository, { digest: subject, created }: About): IndexChild {
  const statements = [
    ['https://spdx.dev/Document', spdx(created)],
    ['https://slsa.dev/provenance/v0.2', provenance(created)],
  ] as const;
  const layers = statements.map(([type, predicate]) => {
    const bytes = json(statement(subject, type, predicate));
    return {
      mediaType: IN_TOTO,
      digest: repository.putBlob(bytes),
      size: bytes.byteLength,
      annotations: { 'in-toto.io/predicate-type': type },
    };
  });
  const config = json({ architecture: 'unknown', os: 'unknown', config: {}, rootfs: { type: 'layers', diff_ids: [] } });
  const document = {
    ...{ schemaVersion: 2 },
    mediaType: OCI_MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: repository.putBlob(config), size: config.byteLength },
    layers,
  };
  const digest = repository.putDocument(document);
  return {
    digest,
    size: repository.manifests.get(digest)?.bytes.byteLength ?? 0,
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': subject },
  };
}

/** An artifact that names an index of the repository as its subject. */
function refer(
  repository: SampleRepository,
  { digest, created }: About,
  artifactType: string,
  content: object,
  more: Annotations = {},
): void {
  const empty = Buffer.from('{}');
  const bytes = json(content);
  const annotations = { 'org.opencontainers.image.created': created, ...more };
  repository.putDocument({
    ...{ schemaVersion: 2, artifactType },
    mediaType: OCI_MANIFEST,
    ...{
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: repository.putBlob(empty), size: empty.byteLength },
      layers: [{ mediaType: artifactType, digest: repository.putBlob(bytes), size: bytes.byteLength }],
      subject: { mediaType: OCI_INDEX, digest, size: repository.manifests.get(digest)?.bytes.byteLength ?? 0 },
      annotations,
    },
  });
}

/** A statement in an envelope with a real signature by a key that nobody has (https://github.com/secure-systems-lab/dsse, protocol.md). */
function bundle(content: object): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const payload = json(content);
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${IN_TOTO.length} ${IN_TOTO} ${payload.byteLength} `), payload]);
  return {
    mediaType: BUNDLE,
    verificationMaterial: { publicKey: { hint: 'release' }, tlogEntries: [] },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType: IN_TOTO,
      signatures: [{ keyid: 'release', sig: sign('sha256', signed, privateKey).toString('base64') }],
    },
  };
}

/** What refers to a release: a signature, a bill of materials, a scan and what was found to be harmless. */
export function putReferrers(repository: SampleRepository, about: About): void {
  const { digest, created } = about;
  const said = (predicateType: string): Annotations => ({
    'dev.sigstore.bundle.content': 'dsse-envelope',
    'dev.sigstore.bundle.predicateType': predicateType,
  });
  const signs = 'https://sigstore.dev/cosign/sign/v1';
  refer(repository, about, BUNDLE, bundle(statement(digest, signs, {})), said(signs));
  const openvex = 'https://openvex.dev/ns/v0.2.0';
  const harmless = {
    vulnerability: { name: 'CVE-2025-9230' },
    products: [{ '@id': 'pkg:oci/api' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
  };
  const vex = {
    '@context': openvex,
    '@id': 'https://example.com/vex/api',
    author: 'Security team',
    timestamp: created,
    version: 1,
    statements: [harmless],
  };
  refer(repository, about, BUNDLE, bundle(statement(digest, openvex, vex)), said(openvex));
  const components = PACKAGES.map(([name, version, id]) => ({ type: 'library', name, version, licenses: [{ license: { id } }] }));
  const tools = { components: [{ type: 'application', name: 'trivy', version: '0.69.0' }] };
  refer(repository, about, CYCLONEDX, {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { timestamp: created, tools },
    components,
  });
  const result = {
    ruleId: 'CVE-2025-9230',
    level: 'warning',
    message: { text: 'libssl3 3.0.17-1~deb12u3: out-of-bounds read in password-based decryption of CMS messages.' },
  };
  const run = { tool: { driver: { name: 'Trivy', version: '0.69.0', rules: [{ id: 'CVE-2025-9230' }] } }, results: [result] };
  refer(
    repository,
    about,
    SARIF,
    { version: '2.1.0', $schema: 'https://json.schemastore.org/sarif-2.1.0.json', runs: [run] },
    {
      'org.opencontainers.image.vendor': 'Example security',
    },
  );
}
