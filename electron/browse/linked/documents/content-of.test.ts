import { expect, test } from 'vitest';
import {
  buildxV1,
  buildxV02,
  openVex,
  somePackages,
  syftSpdx,
  trivyCycloneDx,
  trivySarif,
  workflowV1,
} from '../../../../e2e/support/content/documents.ts';
import { statementOf } from '../../../../e2e/support/content/signatures.ts';
import type { SbomPackage } from '../../../../shared/linked/document.ts';
import { contentOfDocument, contentOfStatement, type ReadContent } from './content-of.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const COMMIT = '4f2c91e07b3d5a6c8e9f0a1b2c3d4e5f60718293';

function read(document: unknown): ReadContent {
  const known = contentOfDocument(document);
  if (!known) throw new Error('its format is not known');
  return known;
}
const contentOf = (document: unknown) => read(document).content;
const attested = (predicateType: string, predicate: unknown) => contentOfStatement(statementOf(DIGEST, predicateType, predicate)).content;

test('provenance v0.2 of buildx: builder, source, commit, times, materials', () => {
  expect(attested('https://slsa.dev/provenance/v0.2', buildxV02)).toEqual({
    kind: 'provenance',
    version: 'v0.2',
    buildType: 'https://mobyproject.org/buildkit@v1',
    invocation: 'q8k3v1',
    source: { uri: 'https://git.example.com/team/api', commit: COMMIT, entryPoint: 'Dockerfile' },
    started: '2026-11-20T09:58:12.113Z',
    finished: '2026-11-20T09:59:44.520Z',
    parameters: [
      ['frontend', 'dockerfile.v0'],
      ['args.target', 'release'],
      ['locals.0.name', 'context'],
      ['locals.1.name', 'dockerfile'],
    ],
    materials: [{ uri: 'pkg:docker/debian@12-slim?platform=linux%2Famd64', digest: `sha256:${'b'.repeat(64)}` }],
    materialCount: 1,
  });
});

test('provenance v1 of buildx', () => {
  expect(attested('https://slsa.dev/provenance/v1', buildxV1)).toMatchObject({
    version: 'v1',
    builder: 'https://ci.example.com/runs/4711',
    source: { uri: 'https://git.example.com/team/api.git', commit: COMMIT, entryPoint: 'build/Dockerfile' },
    started: '2026-11-20T09:58:12.000Z',
    materialCount: 1,
  });
});

test.each([
  ['git+https://git.example.com/a@refs/heads/main', { uri: 'https://git.example.com/a', ref: 'refs/heads/main' }],
  ['https://git.example.com/a.git#refs/tags/v1', { uri: 'https://git.example.com/a.git', ref: 'refs/tags/v1' }],
  [`https://git.example.com/a.git#${COMMIT}`, { uri: 'https://git.example.com/a.git', commit: COMMIT }],
  ['https://git.example.com/a.git#main:folder', { uri: 'https://git.example.com/a.git#main:folder' }],
  ['ssh://git@git.example.com/a', { uri: 'ssh://git@git.example.com/a' }],
])('the source %s in its parts', (uri, source) => {
  expect(attested('https://slsa.dev/provenance/v0.2', { invocation: { configSource: { uri } } })).toMatchObject({ source });
});

test('provenance v1 of a workflow: the commit is named by its dependency alone', () => {
  expect(attested('https://slsa.dev/provenance/v1', workflowV1)).toMatchObject({
    builder: 'https://git.example.com/team/api/.github/workflows/release.yml@refs/tags/v1.9.2',
    source: {
      uri: 'https://git.example.com/team/api',
      commit: COMMIT,
      ref: 'refs/tags/v1.9.2',
      entryPoint: '.github/workflows/release.yml',
    },
  });
});

const expected = somePackages.map(
  ([name, version, licence]): SbomPackage => ({
    name,
    version,
    licence,
    purl: expect.stringContaining(`pkg:deb/debian/${name}@`) as unknown as string,
  }),
);

test('SPDX of syft: packages without the image itself', () => {
  const { content, packages } = read(syftSpdx());
  expect(content).toEqual({
    kind: 'sbom',
    format: 'spdx',
    version: '2.3',
    name: 'registry.example.com:5000/team/api',
    created: '2026-11-21T08:00:00.000Z',
    tools: ['syft-1.30.0'],
    packageCount: 5,
  });
  expect(packages).toEqual(expected);
});

test.each(['1.4', '1.5', '1.6', '1.7'])('CycloneDX %s of trivy', (version) => {
  const { content, packages } = read(trivyCycloneDx(version));
  expect(content).toMatchObject({
    kind: 'sbom',
    format: 'cyclonedx',
    version,
    name: 'team/api:1.9.2',
    packageCount: 5,
    tools: ['trivy 0.69.0'],
  });
  expect(packages).toEqual(expected);
});

test('CycloneDX: components within components, groups, and no files', () => {
  const inner = { type: 'library', group: 'org.example', name: 'inner', version: '1' };
  const { packages } = read({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      { type: 'framework', name: 'outer', components: [inner] },
      { type: 'file', name: '/etc/x' },
    ],
  });
  expect(packages).toEqual([{ name: 'outer' }, { name: 'org.example/inner', version: '1' }]);
});

test('CycloneDX as trivy and syft write it: neither the system nor a list of packages is one, and a licence that is said twice is one', () => {
  const licenses = [
    { license: { id: 'MIT', acknowledgement: 'declared' } },
    { license: { id: 'MIT', acknowledgement: 'concluded' } },
    { license: { name: 'BSD-like' } },
  ];
  const { content, packages } = read({
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    components: [
      { type: 'operating-system', name: 'debian', version: '12.8' },
      { type: 'application', name: 'app/package-lock.json', properties: [{ name: 'aquasecurity:trivy:Class', value: 'lang-pkgs' }] },
      { type: 'application', name: 'node', version: '22.12.0', purl: 'pkg:generic/node@22.12.0' },
      { type: 'library', group: '@babel', name: 'core', version: '7.26.0', purl: 'pkg:npm/%40babel/core@7.26.0', licenses },
      { type: 'library', name: 'libc6', version: '2.36', licenses: [{ expression: 'GPL-2.0-only AND LGPL-2.1-or-later' }] },
    ],
  });
  expect(content).toMatchObject({ packageCount: 3 });
  expect(packages).toEqual([
    { name: 'node', version: '22.12.0', purl: 'pkg:generic/node@22.12.0' },
    { name: '@babel/core', version: '7.26.0', licence: 'MIT, BSD-like', purl: 'pkg:npm/%40babel/core@7.26.0' },
    { name: 'libc6', version: '2.36', licence: 'GPL-2.0-only AND LGPL-2.1-or-later' },
  ]);
});

test('SPDX as trivy and syft write it: the same, and a licence of their own by its name', () => {
  const purl = { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:deb/debian/libc6@2.36' };
  const { packages } = read({
    spdxVersion: 'SPDX-2.3',
    packages: [
      { SPDXID: 'SPDXRef-OperatingSystem-1', name: 'debian', versionInfo: '12.8', primaryPackagePurpose: 'OPERATING-SYSTEM' },
      { SPDXID: 'SPDXRef-Application-1', name: 'app/package-lock.json', primaryPackagePurpose: 'APPLICATION' },
      {
        SPDXID: 'SPDXRef-Package-1',
        name: 'libc6',
        versionInfo: '2.36',
        primaryPackagePurpose: 'LIBRARY',
        licenseDeclared: 'LicenseRef-GPL-like AND LicenseRef-unnamed AND MIT',
        externalRefs: [purl],
      },
      { SPDXID: 'SPDXRef-Package-2', name: 'sh', versionInfo: 'NOASSERTION', licenseDeclared: 'NONE', licenseConcluded: 'ISC' },
    ],
    hasExtractedLicensingInfos: [
      { licenseId: 'LicenseRef-GPL-like', name: 'GPL-like', extractedText: 'GPL-like' },
      { licenseId: 'LicenseRef-unnamed', name: 'NOASSERTION' },
    ],
  });
  expect(packages).toEqual([
    { name: 'libc6', version: '2.36', licence: 'GPL-like AND LicenseRef-unnamed AND MIT', purl: 'pkg:deb/debian/libc6@2.36' },
    { name: 'sh', licence: 'ISC' },
  ]);
});

test('an SBOM of 60,000 packages is cut at 50,000, and says how many there are', () => {
  const many = Array.from({ length: 60_000 }, (_, i) => [`p${i}`, '1', 'MIT'] as const);
  const { content, packages } = read(syftSpdx(many));
  expect(packages).toHaveLength(50_000);
  expect(content).toMatchObject({ packageCount: 60_000 });
});

test.each([
  ['as an object', (sbom: unknown) => sbom],
  ['as a text', (sbom: unknown) => JSON.stringify(sbom)],
  ['within Data', (sbom: unknown) => ({ Data: JSON.stringify(sbom), Timestamp: '2026-11-21T08:00:00Z' })],
])('an SBOM as the predicate of a statement, %s', (_, put) => {
  expect(attested('https://spdx.dev/Document', put(syftSpdx()))).toMatchObject({ kind: 'sbom', packageCount: 5 });
  expect(attested('https://cyclonedx.org/bom', put(trivyCycloneDx('1.6')))).toMatchObject({ kind: 'sbom', packageCount: 5 });
});

test('OpenVEX: statements with status, reason and products', () => {
  expect(contentOf(openVex)).toMatchObject({
    kind: 'vex',
    author: 'security@example.com',
    tools: ['vexctl 0.3.0'],
    statementCount: 3,
    statements: [
      {
        vulnerability: 'CVE-2026-1234',
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        products: ['pkg:deb/debian/libssl3@3.0.17'],
      },
      { vulnerability: 'CVE-2026-2345', status: 'affected', action: 'Update to 0.34.4.', products: ['pkg:npm/sharp@0.34.1'] },
      { vulnerability: 'CVE-2026-3456', status: 'under_investigation' },
    ],
  });
  expect(attested('https://openvex.dev/ns/v0.2.0', openVex)).toMatchObject({ kind: 'vex', statementCount: 3 });
});

test('VEX of CycloneDX', () => {
  const vulnerabilities = [
    { id: 'CVE-2026-1', analysis: { state: 'in_triage', detail: 'Reading it.' }, affects: [{ ref: 'urn:cdx:1/1#p' }] },
  ];
  expect(contentOf({ bomFormat: 'CycloneDX', specVersion: '1.5', vulnerabilities })).toMatchObject({
    kind: 'vex',
    format: 'cyclonedx',
    statements: [{ vulnerability: 'CVE-2026-1', status: 'under_investigation', impact: 'Reading it.', products: ['urn:cdx:1/1#p'] }],
  });
});

test('SARIF: the most severe first, by CVSS where there is one, else by level', () => {
  expect(contentOf(trivySarif)).toEqual({
    kind: 'scan-results',
    tools: ['Trivy 0.69.0'],
    results: [
      { rule: 'CVE-2026-1234', severity: 'critical', message: 'openssl: buffer overrun' },
      { rule: 'CVE-2026-2345', severity: 'medium', message: 'libvips: heap read', location: 'app/package-lock.json:12' },
      { rule: 'DS001', severity: 'medium', message: 'The image runs as root' },
    ],
    counts: [
      { severity: 'critical', count: 1 },
      { severity: 'medium', count: 2 },
    ],
    resultCount: 3,
  });
  const predicate = { scanner: { uri: 'pkg:github/aquasecurity/trivy', result: trivySarif } };
  expect(attested('https://cosign.sigstore.dev/attestation/vuln/v1', predicate)).toMatchObject({ kind: 'scan-results', resultCount: 3 });
});

test('the own JSON of syft', () => {
  const document = {
    artifacts: [{ name: 'apk-tools', version: '2.14', licenses: [{ value: 'GPL-2.0-only' }], purl: 'pkg:apk/apk-tools' }],
    source: { name: 'api' },
    descriptor: { name: 'syft', version: '1.30.0' },
    schema: { version: '16.0.0' },
  };
  expect(read(document)).toMatchObject({
    content: { kind: 'sbom', format: 'syft', tools: ['syft 1.30.0'], packageCount: 1 },
    packages: [{ name: 'apk-tools', version: '2.14', licence: 'GPL-2.0-only', purl: 'pkg:apk/apk-tools' }],
  });
});

test('a statement of an unknown type is shown as JSON', () => {
  expect(attested('https://example.com/review/v1', { approved: true })).toEqual({
    kind: 'attestation',
    predicateType: 'https://example.com/review/v1',
    json: '{\n  "approved": true\n}',
    isCut: false,
  });
});

test.each([
  ['provenance v0.2', 'https://slsa.dev/provenance/v0.2'],
  ['provenance v1', 'https://slsa.dev/provenance/v1'],
])('%s without any field it should have', (_, type) => {
  for (const predicate of [null, [], 'text', { materials: 7, metadata: null, buildDefinition: [] }])
    expect(attested(type, predicate)).toMatchObject({ kind: 'provenance', parameters: [], materials: [], materialCount: 0 });
});

test('documents without any field they should have', () => {
  for (const odd of [null, 7, {}, [null]]) {
    expect(contentOf({ spdxVersion: 'SPDX-2.3', packages: odd, creationInfo: odd, relationships: odd })).toMatchObject({ kind: 'sbom' });
    expect(contentOf({ bomFormat: 'CycloneDX', components: odd, metadata: odd })).toMatchObject({ kind: 'sbom' });
    expect(contentOf({ '@context': 'https://openvex.dev/ns', statements: [odd] })).toMatchObject({
      statements: [{ vulnerability: '', status: 'unknown' }],
    });
    expect(contentOf({ version: '2.1.0', runs: [odd] })).toMatchObject({ kind: 'scan-results', resultCount: 0 });
  }
});
