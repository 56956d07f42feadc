import { putChart, putModel } from './artifacts.ts';
import { attestation, putReferrers } from './attached.ts';
import { gatewayLayers, webLayers } from './layers.ts';
import { type ImagePlan, type IndexChild, type LayerPlan, putImage, putIndex, type SampleRepository, SampleStore } from './store.ts';

const MB = 1_000_000;
const DAY = 86_400_000;

// Dates are relative to now, so that the sample never looks abandoned.
const daysAgo = (days: number): string => new Date(Math.floor((Date.now() - days * DAY) / 60_000) * 60_000).toISOString();

const debian = (architecture: string): LayerPlan => ({
  instruction: '/bin/sh -c #(nop) ADD file:4c1f3d in / ',
  size: Math.round(29.1 * MB),
  seed: `debian-12-${architecture}`,
});

function apiLayers(version: string, architecture: string): LayerPlan[] {
  const build = [...version].reduce((sum, char) => sum + char.charCodeAt(0), 0);
  return [
    debian(architecture),
    {
      instruction:
        'RUN /bin/sh -c set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tca-certificates \t\tcurl \t\ttini \t; \trm -rf /var/lib/apt/lists/* # buildkit',
      size: Math.round(8.4 * MB),
      seed: `apt-${architecture}`,
    },
    {
      instruction: 'COPY --from=build /src/node_modules ./node_modules # buildkit',
      size: 31 * MB + build * 997,
      seed: `modules-${version.split('.').slice(0, 2).join('.')}-${architecture}`,
    },
    { instruction: 'COPY dist ./dist # buildkit', size: 4 * MB + build * 1409, seed: `dist-${version}-${architecture}` },
    {
      instruction: 'RUN |1 USER_ID=10001 /bin/sh -c adduser --system --uid $USER_ID app # buildkit',
      size: 104_211,
      seed: `user-${architecture}`,
    },
  ];
}

const apiConfig = (version: string): Record<string, unknown> => ({
  Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'NODE_ENV=production', 'PORT=8080'],
  Entrypoint: ['/usr/bin/tini', '--'],
  Cmd: ['node', 'dist/server.js'],
  WorkingDir: '/app',
  User: '10001',
  ExposedPorts: { '8080/tcp': {} },
  Labels: {
    'org.opencontainers.image.title': 'api',
    'org.opencontainers.image.description': 'Orders and invoices. 订单与发票。',
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': '4f2c91e07b3d5a6c8e9f0a1b2c3d4e5f60718293',
    'org.opencontainers.image.source': 'https://git.example.com/team/api',
  },
});

function apiImage(version: string, days: number, architecture: string): ImagePlan {
  return {
    layers: apiLayers(version, architecture),
    emptySteps: [
      'ENV NODE_ENV=production PORT=8080',
      'USER 10001',
      'EXPOSE map[8080/tcp:{}]',
      `HEALTHCHECK &{["CMD-SHELL" "curl -fsS http://127.0.0.1:8080/healthy"] "30s" "3s" "10s" "0s" '\\x03'}`,
      'ENTRYPOINT ["/usr/bin/tini" "--"]',
      'CMD ["node" "dist/server.js"]',
    ],
    annotations: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:bookworm-slim' },
    created: daysAgo(days),
    platform: { os: 'linux', architecture },
    config: apiConfig(version),
  };
}

function putApiRelease(
  repository: SampleRepository,
  version: string,
  days: number,
  architectures: readonly string[],
  tags: readonly string[],
): string {
  const children: IndexChild[] = architectures.map((architecture) => ({
    ...putImage(repository, apiImage(version, days, architecture)),
    platform: { os: 'linux', architecture },
  }));
  const attestations = children.map(({ digest }) => attestation(repository, { digest, created: daysAgo(days) }));
  return putIndex(repository, [...children, ...attestations], tags, { 'org.opencontainers.image.version': version });
}

function fillApi(api: SampleRepository): void {
  const newest = putApiRelease(api, '1.9.2', 3, ['amd64', 'arm64', 's390x'], ['latest', '1.9.2', '1.9', '1']);
  putReferrers(api, { digest: newest, created: daysAgo(3) });
  putApiRelease(api, '1.9.1', 15, ['amd64', 'arm64'], ['1.9.1', 'stable']);
  putApiRelease(api, '1.9.0', 33, ['amd64', 'arm64'], ['1.9.0']);
  for (const [version, days] of [
    ['1.10.0-rc.2', 1],
    ['1.10.0-rc.1', 5],
    ['1.9.0-rc.2', 36],
    ['1.8.7', 92],
    ['1.8.6', 121],
    ['1.8.5', 140],
    ['1.8.4', 168],
    ['1.7.12', 240],
    ['1.7.11', 251],
    ['1.6.0', 400],
  ] as const) {
    putImage(api, apiImage(version, days, 'amd64'), [version]);
  }
  // Built to be reproducible: no creation time.
  putImage(api, { ...apiImage('nightly', 0, 'amd64'), created: '1970-01-01T00:00:00Z' }, ['nightly-20261118']);
}

const serviceLayers =
  (name: string, command: string) =>
  (version: string, i: number): LayerPlan[] => [
    debian('amd64'),
    { instruction: `COPY ${command} /usr/local/bin/${command} # buildkit`, size: 12 * MB + i * 210_000, seed: `${name}-${version}` },
  ];

function addService(
  store: SampleStore,
  name: string,
  versions: readonly string[],
  command: string,
  layersOf: (version: string, i: number) => readonly LayerPlan[] = serviceLayers(name, command),
): void {
  store.repository(name, (repository) => {
    versions.forEach((version, i) => {
      const plan: ImagePlan = {
        layers: layersOf(version, i),
        created: daysAgo(i * 21 + 2),
        platform: { os: 'linux', architecture: 'amd64' },
        config: { Cmd: [command], Labels: { 'org.opencontainers.image.version': version } },
      };
      putImage(repository, plan, i === 0 ? [version, 'latest'] : [version]);
    });
  });
}

function fillTraining(repository: SampleRepository): void {
  const sizes = [29.1, 210, 1_840, 2_960, 1_270, 88, 3.2];
  const steps = [
    '/bin/sh -c #(nop) ADD file:4c1f3d in / ',
    'RUN /bin/sh -c apt-get update && apt-get install -y python3 python3-venv # buildkit',
    'COPY --from=cuda /usr/local/cuda /usr/local/cuda # buildkit',
    'RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit',
    'COPY models ./models # buildkit',
    'COPY data/vocabulary ./data # buildkit',
    'COPY train.py evaluate.py ./ # buildkit',
  ];
  const layers = sizes.map((size, i) => ({
    instruction: steps[i] ?? '',
    size: Math.round(size * MB),
    seed: i === 0 ? 'debian-12-amd64' : `training-${i}`,
  }));
  const config = { Cmd: ['python3', 'train.py'], Env: ['CUDA_VISIBLE_DEVICES=0', 'TOKENIZERS_PARALLELISM=false'] };
  const platform = { os: 'linux', architecture: 'amd64' };
  putImage(repository, { layers, created: daysAgo(9), platform, config }, ['2026.11', 'latest']);
}

function fillCharts(charts: SampleRepository): void {
  for (const version of ['2.4.0', '2.3.1', '2.3.0']) putChart(charts, version, daysAgo(version === '2.4.0' ? 4 : 60));
}

/**
 * What the sample shows: namespaces, a version family on shared digests, indexes with attestations, images whose files can be read, charts, a model, a
 * large image, an empty repository. The content of each is made when it is first asked for: a start waits for none of it.
 */
export function createSampleContent(): SampleStore {
  const store = new SampleStore();
  store.repository('team/api', fillApi);
  addService(store, 'team/gateway', ['3.2.0', '3.1.4', '3.1.3', '3.0.0'], 'gateway', gatewayLayers);
  addService(store, 'team/web', ['2026.11.18', '2026.11.11', '2026.10.30', '2026.10.2'], 'web', webLayers);
  addService(store, 'infra/proxy', ['0.14.2', '0.14.1', '0.13.0'], 'proxy');
  addService(store, 'infra/backup', ['5.0.1', '5.0.0'], 'backup');
  store.repository('team/worker');
  store.repository('research/training', fillTraining);
  store.repository('research/assistant', (repository) => putModel(repository, daysAgo(12)));
  store.repository('charts/api', fillCharts);
  return store;
}
