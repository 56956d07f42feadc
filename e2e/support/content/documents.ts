// What tools write of an image, in the shape in which they write it; the content is made up.

const COMMIT = '4f2c91e07b3d5a6c8e9f0a1b2c3d4e5f60718293';
const BASE = 'b'.repeat(64);

/** The predicate of `docker buildx build --provenance=mode=min`, SLSA v0.2. */
export const buildxV02 = {
  builder: { id: '' },
  buildType: 'https://mobyproject.org/buildkit@v1',
  materials: [{ uri: 'pkg:docker/debian@12-slim?platform=linux%2Famd64', digest: { sha256: BASE } }],
  invocation: {
    configSource: { entryPoint: 'Dockerfile' },
    parameters: { frontend: 'dockerfile.v0', args: { target: 'release' }, locals: [{ name: 'context' }, { name: 'dockerfile' }] },
    environment: { platform: 'linux/amd64' },
  },
  metadata: {
    buildInvocationID: 'q8k3v1',
    buildStartedOn: '2026-11-20T09:58:12.113254Z',
    buildFinishedOn: '2026-11-20T09:59:44.52Z',
    completeness: { parameters: true, environment: true, materials: false },
    reproducible: false,
    'https://mobyproject.org/buildkit@v1#metadata': {
      vcs: { 'localdir:context': '.', source: 'https://git.example.com/team/api', revision: COMMIT },
    },
  },
};

/** The predicate of buildx 0.27 and later, SLSA v1. */
export const buildxV1 = {
  buildDefinition: {
    buildType: 'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md',
    externalParameters: {
      configSource: { uri: `https://git.example.com/team/api.git#${COMMIT}`, digest: { sha1: COMMIT }, path: 'build/Dockerfile' },
      request: { frontend: 'gateway.v0', args: { source: 'docker/dockerfile:1' } },
    },
    internalParameters: { builderPlatform: 'linux/amd64' },
    resolvedDependencies: [{ uri: 'pkg:docker/docker/dockerfile@1', digest: { sha256: BASE } }],
  },
  runDetails: {
    builder: { id: 'https://ci.example.com/runs/4711' },
    metadata: { invocationId: 'x1', startedOn: '2026-11-20T09:58:12Z', finishedOn: '2026-11-20T09:59:44Z' },
  },
};

/** The predicate that GitHub's `attest-build-provenance` writes, SLSA v1. */
export const workflowV1 = {
  buildDefinition: {
    buildType: 'https://actions.github.io/buildtypes/workflow/v1',
    externalParameters: {
      workflow: { ref: 'refs/tags/v1.9.2', repository: 'https://git.example.com/team/api', path: '.github/workflows/release.yml' },
    },
    internalParameters: { github: { event_name: 'push', runner_environment: 'self-hosted' } },
    resolvedDependencies: [{ uri: 'git+https://git.example.com/team/api@refs/tags/v1.9.2', digest: { gitCommit: COMMIT } }],
  },
  runDetails: {
    builder: { id: 'https://git.example.com/team/api/.github/workflows/release.yml@refs/tags/v1.9.2' },
    metadata: { invocationId: 'https://git.example.com/team/api/actions/runs/19/attempts/1' },
  },
};

/** Packages by name, version and licence. */
type Package = readonly [name: string, version: string, licence: string];

export const somePackages: readonly Package[] = [
  ['libssl3', '3.0.17-1~deb12u3', 'Apache-2.0'],
  ['node', '22.12.0', 'MIT'],
  ['sharp', '0.34.1', 'Apache-2.0'],
  ['pg', '8.13.1', 'MIT'],
  ['zlib1g', '1:1.2.13', 'Zlib'],
];

const purlOf = (name: string, version: string): string => `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=amd64`;

/** SPDX 2.3 as syft writes it: the image is a package of its own, that the document describes. */
export const syftSpdx = (packages: readonly Package[] = somePackages) => ({
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'registry.example.com:5000/team/api',
  documentNamespace: 'https://anchore.com/syft/image/team/api-1',
  creationInfo: {
    licenseListVersion: '3.25',
    creators: ['Organization: Anchore, Inc', 'Tool: syft-1.30.0'],
    created: '2026-11-21T08:00:00Z',
  },
  packages: [
    {
      name: 'registry.example.com:5000/team/api',
      SPDXID: 'SPDXRef-DocumentRoot-Image-api',
      versionInfo: '1.9.2',
      primaryPackagePurpose: 'CONTAINER',
    },
    ...packages.map(([name, versionInfo, licenseDeclared], i) => ({
      name,
      SPDXID: `SPDXRef-Package-deb-${i}`,
      versionInfo,
      supplier: 'NOASSERTION',
      downloadLocation: 'NOASSERTION',
      filesAnalyzed: false,
      licenseConcluded: 'NOASSERTION',
      licenseDeclared,
      copyrightText: 'NOASSERTION',
      externalRefs: [
        { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: `cpe:2.3:a:${name}:${name}:*:*` },
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purlOf(name, versionInfo) },
      ],
    })),
  ],
  relationships: [
    { spdxElementId: 'SPDXRef-DOCUMENT', relatedSpdxElement: 'SPDXRef-DocumentRoot-Image-api', relationshipType: 'DESCRIBES' },
  ],
});

/** CycloneDX as trivy writes it; tools are a list until 1.4. */
export const trivyCycloneDx = (specVersion: string, packages: readonly Package[] = somePackages) => {
  const tool = { vendor: 'aquasecurity', name: 'trivy', version: '0.69.0' };
  return {
    $schema: `http://cyclonedx.org/schema/bom-${specVersion}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion,
    serialNumber: 'urn:uuid:4b4a1d3e-0f7f-4a73-9e0e-111111111111',
    version: 1,
    metadata: {
      timestamp: '2026-11-21T08:01:00+00:00',
      tools:
        specVersion === '1.4' ? [tool] : { components: [{ type: 'application', group: 'aquasecurity', name: 'trivy', version: '0.69.0' }] },
      component: { 'bom-ref': 'root', type: 'container', name: 'team/api:1.9.2' },
    },
    components: packages.map(([name, version, licence], i) => ({
      'bom-ref': `p${i}`,
      type: 'library',
      name,
      version,
      purl: purlOf(name, version),
      licenses: i % 2 === 0 ? [{ license: { id: licence } }] : [{ expression: licence }],
    })),
  };
};

export const openVex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://openvex.example.com/api-1.9.2',
  author: 'security@example.com',
  timestamp: '2026-11-22T12:00:00Z',
  version: 1,
  tooling: 'vexctl 0.3.0',
  statements: [
    {
      vulnerability: { name: 'CVE-2026-1234', '@id': 'https://nvd.nist.gov/vuln/detail/CVE-2026-1234' },
      products: [{ '@id': 'pkg:oci/api@sha256%3Aaa', subcomponents: [{ '@id': 'pkg:deb/debian/libssl3@3.0.17' }] }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      impact_statement: 'The server never parses certificates that clients send.',
    },
    { vulnerability: 'CVE-2026-2345', products: ['pkg:npm/sharp@0.34.1'], status: 'affected', action_statement: 'Update to 0.34.4.' },
    { vulnerability: { name: 'CVE-2026-3456' }, products: [{ '@id': 'pkg:npm/pg@8.13.1' }], status: 'under_investigation' },
  ],
};

/** SARIF 2.1 as trivy writes it. */
export const trivySarif = {
  version: '2.1.0',
  $schema: 'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json',
  runs: [
    {
      tool: {
        driver: {
          name: 'Trivy',
          version: '0.69.0',
          rules: [
            { id: 'CVE-2026-1234', shortDescription: { text: 'openssl: buffer overrun' }, properties: { 'security-severity': '9.8' } },
            { id: 'CVE-2026-2345', shortDescription: { text: 'libvips: heap read' }, properties: { 'security-severity': '5.5' } },
          ],
        },
      },
      results: [
        {
          ruleId: 'CVE-2026-2345',
          ruleIndex: 1,
          level: 'warning',
          message: { text: 'Package: sharp' },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'app/package-lock.json' }, region: { startLine: 12 } } }],
        },
        { ruleId: 'CVE-2026-1234', ruleIndex: 0, level: 'error', message: { text: 'Package: libssl3' } },
        { ruleId: 'DS001', message: { text: 'The image runs as root' } },
      ],
    },
  ],
};
