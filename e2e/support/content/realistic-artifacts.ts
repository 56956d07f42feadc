import { daysAgo, EMPTY_CONFIG, hashOf, json, numberOf } from './realistic-images.ts';
import type { Descriptor, RepositoryStorage } from './registry-storage.ts';

const MB = 1_000_000;
const TITLE = 'org.opencontainers.image.title';
const CREATED = 'org.opencontainers.image.created';

const empty = (repository: RepositoryStorage): Descriptor => repository.blob(EMPTY_CONFIG, Buffer.from('{}'));
const carrier = ({ digest }: Descriptor, end: string): string => `${digest.replace(':', '-')}${end}`;

/** What `cosign sign`, `attest` and `attach sbom` leave beside an image: tags made of its digest. */
export function putCosign(repository: RepositoryStorage, image: Descriptor, what: readonly ('sig' | 'att' | 'sbom')[]): void {
  const types = {
    sig: 'application/vnd.dev.cosign.simplesigning.v1+json',
    att: 'application/vnd.dsse.envelope.v1+json',
    sbom: 'text/spdx+json',
  };
  for (const kind of what) {
    const payload = json({ critical: { image: { 'docker-manifest-digest': image.digest }, type: `cosign ${kind}` }, optional: null });
    const config = json({
      architecture: '',
      created: '0001-01-01T00:00:00Z',
      os: '',
      rootfs: { type: 'layers', diff_ids: [] },
      config: {},
    });
    const annotations = kind === 'sig' ? { 'dev.cosignproject.cosign/signature': hashOf(image.digest, 40) } : {};
    repository.manifest(
      {
        config: repository.blob('application/vnd.oci.image.config.v1+json', config),
        layers: [{ ...repository.blob(types[kind], payload), annotations }],
      },
      [carrier(image, `.${kind}`)],
    );
  }
}

/** Referrers by `subject`, listed in the fallback tag of a registry without the referrers API. */
export function putReferrers(repository: RepositoryStorage, subject: Descriptor, types: readonly string[]): void {
  const { mediaType, digest, size } = subject;
  const listed = types.map((artifactType) => {
    const annotations = { [CREATED]: daysAgo(4), 'org.opencontainers.image.description': `${artifactType} of ${repository.name}` };
    const layers = [{ ...repository.blob(artifactType, json({ subject: digest, artifactType })), annotations: { [TITLE]: 'report.json' } }];
    const put = repository.manifest({
      artifactType,
      config: empty(repository),
      layers,
      subject: { mediaType, digest, size },
      annotations,
    });
    return { ...put, artifactType, annotations };
  });
  repository.index(listed, [carrier(subject, '')]);
}

/** A Helm chart as `helm push` makes it. */
export function putChart(repository: RepositoryStorage, version: string, days: number, tags: readonly string[] = [version]): Descriptor {
  const name = repository.name.split('/').at(-1) ?? '';
  const config = json({
    name,
    version,
    description: `Deploys ${name} to Kubernetes`,
    apiVersion: 'v2',
    appVersion: version,
    type: 'application',
    maintainers: [{ name: 'Platform team', email: 'platform@example.com' }],
  });
  return repository.manifest(
    {
      config: repository.blob('application/vnd.cncf.helm.config.v1+json', config),
      layers: [repository.layer(`${name}-${version}.tgz`, 100_000, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')],
      annotations: { [CREATED]: daysAgo(days), [TITLE]: name, 'org.opencontainers.image.version': version },
    },
    tags,
  );
}

/** Files as `oras push` makes them: each layer is named by its title. */
export function putFiles(
  repository: RepositoryStorage,
  artifactType: string,
  files: readonly string[],
  days: number,
  tags: readonly string[],
): Descriptor {
  const layers = files.map((file) => ({
    ...repository.layer(`${repository.name}/${file} ${tags[0] ?? ''}`, (0.1 + numberOf(file, 80) / 10) * MB, mediaTypeOf(file)),
    annotations: { [TITLE]: file },
  }));
  return repository.manifest({ artifactType, config: empty(repository), layers, annotations: { [CREATED]: daysAgo(days) } }, tags);
}

function mediaTypeOf(file: string): string {
  if (file.endsWith('.json')) return 'application/json';
  if (file.endsWith('.md')) return 'text/markdown';
  return 'application/octet-stream';
}

/** A WebAssembly component; its time is in its config (https://tag-runtime.cncf.io/wgs/wasm/deliverables/wasm-oci-artifact/). */
export function putWasm(repository: RepositoryStorage, version: string, days: number, tags: readonly string[]): Descriptor {
  const name = repository.name.split('/').at(-1) ?? '';
  const layer = repository.layer(`${name}.wasm ${version}`, 1.4 * MB, 'application/wasm');
  const config = json({
    created: daysAgo(days),
    architecture: 'wasm',
    os: 'wasip2',
    layerDigests: [layer.digest],
    component: { exports: ['wasi:http/incoming-handler@0.2.0'], imports: ['wasi:http/types@0.2.0'], target: null },
  });
  return repository.manifest(
    {
      config: repository.blob('application/vnd.wasm.config.v0+json', config),
      layers: [{ ...layer, annotations: { [TITLE]: `${name}.wasm` } }],
    },
    tags,
  );
}
