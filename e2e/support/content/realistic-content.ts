import { putChart, putCosign, putFiles, putReferrers, putWasm } from './realistic-artifacts.ts';
import { type Base, daysAgo, hashOf, type Image, numberOf, putImage, putPlatforms } from './realistic-images.ts';
import type { Descriptor, RepositoryStorage } from './registry-storage.ts';

/** Opens a repository of the storage. */
type Open = (name: string) => RepositoryStorage;

const LABELS = {
  'org.opencontainers.image.title': '订单服务',
  'org.opencontainers.image.description': 'Orders and invoices. 订单与发票。',
  'com.example.team': 'shop',
};
const RELEASES: readonly (readonly [version: string, days: number])[] = [
  ['2.0.0-rc.2', 2],
  ['2.0.0-rc.1', 9],
  ['1.9.3', 4],
  ['1.9.2', 18],
  ['1.9.1', 31],
  ['1.9.0', 45],
  ['1.9.0-rc.1', 52],
  ['1.8.7', 76],
  ['1.8.6', 92],
  ['1.8.0', 140],
  ['1.7.4', 171],
  ['1.7.0', 230],
  ['1.6.2', 290],
  ['1.0.0', 610],
];
const SIGNED = new Set(['1.9.3', '1.9.2', '1.9.1', '1.9.0']);
/** A tag of the greatest length that registries take. */
export const LONGEST_TAG = `feature-${'replace-the-message-broker-of-the-order-pipeline-'.repeat(3)}`.slice(0, 119).concat('-01f9c2ab');
/** A repository of the greatest length that clients agree on. */
export const LONGEST_REPOSITORY = `legacy/${'a-repository-that-someone-named-in-a-hurry-'.repeat(3)}`.slice(0, 127).concat('s');
/** What `shop/api:1.9.3` points to, at every start. */
export const RELEASED = 'sha256:4546ab8c7d7963ace025ecf5a1e2881a11d8f4c1ea41361b0f8c229e5ce3c04c';

function floatingTags(version: string): string[] {
  if (version === '1.9.3') return ['1.9.3', '1.9', '1', 'latest', 'prod-eu', 'prod-us'];
  if (version === '1.9.2') return ['1.9.2', 'stable'];
  return version === '1.8.7' ? ['1.8.7', '1.8'] : [version];
}

/** Builds of pull requests, of each commit, and of each night. */
function putBuilds(repository: RepositoryStorage, image: Omit<Image, 'build' | 'days'>, count: number): void {
  for (let i = 0; i < count; i++) {
    putImage(repository, { ...image, build: `pr-${1180 + i * 7}`, days: 3 + i * 6 }, [`pr-${1180 + i * 7}`]);
    const commit = hashOf(`${repository.name} ${i}`, 8);
    putImage(repository, { ...image, build: commit, days: 1 + i * 2 }, [`main-${commit}`]);
    const days = i + 1;
    putImage(repository, { ...image, build: `nightly-${days}`, days }, [`nightly-${daysAgo(days).slice(0, 10).replaceAll('-', '')}`]);
  }
}

/** The repository with everything: releases on three platforms, builds, signatures, referrers, names that are hard to set. */
function fillFlagship(open: Open): void {
  const api = open('shop/api');
  const own = { base: 'node', own: 96, labels: LABELS } as const;
  const signed: Descriptor[] = [];
  for (const [build, days] of RELEASES) {
    const put = putPlatforms(api, { ...own, build, days }, ['amd64', 'arm64', 's390x'], floatingTags(build));
    if (SIGNED.has(build)) signed.push(put);
  }
  for (const [i, image] of signed.entries()) putCosign(api, image, i < 2 ? ['sig', 'att', 'sbom'] : ['sig']);
  for (const image of signed.slice(0, 2)) putReferrers(api, image, ['application/spdx+json', 'application/vnd.example.scan+json']);
  putBuilds(api, { ...own, own: 180 }, 16);
  putImage(api, { ...own, build: 'feature', days: 12 }, [LONGEST_TAG]);
  for (let i = 0; i < 4; i++) putImage(api, { ...own, build: `untagged-${i}`, days: 60 + i });
}

/** A service with a few releases and builds; `size` of the repository's history follows its name. */
function fillService(open: Open, name: string, base: Base): void {
  const repository = open(name);
  const minor = 2 + numberOf(name, 6);
  const releases = 2 + numberOf(name, 5);
  for (let i = 0; i < releases; i++) {
    const build = `${1 + numberOf(name, 3)}.${minor - (i >> 1)}.${i % 2 === 0 ? 1 : 0}`;
    const image = { base, build, days: 5 + i * 23 };
    const tags = i === 0 ? [build, build.slice(0, build.lastIndexOf('.')), 'latest', `prod-${daysAgo(5).slice(0, 10)}`] : [build];
    if (i === 0) putPlatforms(repository, image, ['amd64', 'arm64'], tags);
    else putImage(repository, image, tags);
  }
  putBuilds(repository, { base }, 1 + numberOf(name, 2));
}

const SERVICES: Readonly<Record<string, readonly [Base, string]>> = {
  shop: ['node', 'web admin checkout cart catalog pricing search/indexer search/query payments/api payments/worker payments/ledger'],
  'shop/experiments': ['node', 'ab-test offers wishlist loyalty gift-cards'],
  'shop/mobile': ['node', 'bff push deep-links'],
  platform: ['debian', 'gateway auth ingress dns certs vault-agent log-shipper metrics/collector metrics/exporter tracing/agent'],
  'platform/ci': ['debian', 'runner runner-arm cache builder scanner signer'],
  data: ['java', 'etl catalog lineage spark/driver spark/executor flink/jobmanager flink/taskmanager kafka/connect kafka/mirror'],
  'data/warehouse': ['python', 'loader exporter quality dbt scheduler'],
  research: ['python', 'notebooks datasets labelling evaluation'],
  'research/llm': ['cuda', 'inference tokenizer serving'],
  logistics: ['java', 'routing tracking warehouse labels returns carriers/dhl carriers/ups carriers/sf-express'],
  finance: ['java', 'invoices ledger tax reporting payroll reconciliation'],
  cn: ['node', 'wechat alipay invoices-fapiao sms'],
  internal: ['node', 'wiki portal directory booking status menu intranet/search intranet/news'],
  support: ['node', 'tickets chat knowledge-base telephony surveys'],
  security: ['debian', 'scanner siem/collector siem/parser siem/alerts honeypot policy-engine'],
  iot: ['debian', 'edge/agent edge/gateway edge/updater broker twin registry-mirror telemetry'],
  observability: ['debian', 'grafana-plugins loki-proxy alert-router synthetic/probe synthetic/browser'],
};
const MIRRORED =
  'nginx redis postgres mysql mongo rabbitmq memcached traefik haproxy httpd node python golang openjdk ruby php alpine debian ubuntu busybox';
const CHARTS = 'api web checkout gateway auth ingress kafka redis postgres monitoring logging tracing runner vault etl spark umbrella';
const FILES: Readonly<Record<string, readonly string[]>> = {
  'artifacts/policies/admission': ['policy.rego', 'data.json', 'README.md'],
  'artifacts/policies/network': ['egress.rego', 'data.json'],
  'artifacts/models/ranker': ['model.onnx', 'vocabulary.json', 'README.md'],
  'artifacts/terraform/network': ['module.tar'],
  'artifacts/terraform/cluster': ['module.tar'],
  'artifacts/docs/runbooks': ['on-call.md', 'incident.md', 'postmortem-template.md'],
  'artifacts/firmware/scanner': ['scanner-1.4.bin', 'CHANGELOG.md'],
};
/** How many `tools/tool-<n>` there are. */
const TOOLS = 120;
const WITHOUT_TAGS = 'alice bob carol dave erin frank grace heidi';

const words = (text: string): string[] => text.split(' ');

function fillServices(open: Open): void {
  for (const [area, [base, names]] of Object.entries(SERVICES)) for (const name of words(names)) fillService(open, `${area}/${name}`, base);
  for (const [i, name] of words('debian alpine node python java').entries()) {
    const base = name as Base;
    const repository = open(`platform/base/${name}`);
    for (let month = 0; month < 4; month++)
      putPlatforms(
        repository,
        { base, build: daysAgo(i + month * 30).slice(0, 10), days: i + month * 30 },
        ['amd64', 'arm64'],
        [
          daysAgo(i + month * 30)
            .slice(0, 10)
            .replaceAll('-', ''),
          ...(month === 0 ? ['latest'] : []),
        ],
      );
  }
}

function fillMirrors(open: Open): void {
  for (const host of ['docker.io/library', 'quay.io/example'])
    for (const name of host.startsWith('quay') ? words(MIRRORED).slice(0, 8) : words(MIRRORED)) {
      const repository = open(`mirror/${host}/${name}`);
      const build = `${1 + numberOf(name, 20)}.${numberOf(name, 9)}`;
      putImage(repository, { base: 'debian', build, days: 20 + numberOf(name, 90), isDocker: true }, [build, `${build}-bookworm`]);
      putImage(repository, { base: 'alpine', build, days: 20 + numberOf(name, 90), isDocker: true }, [`${build}-alpine`]);
    }
}

function fillArtifacts(open: Open): void {
  for (const name of words(CHARTS)) {
    const repository = open(`charts/${name}`);
    for (let i = 0; i < 4; i++) putChart(repository, `2.${4 - i}.0`, 8 + i * 31);
  }
  for (const [name, files] of Object.entries(FILES)) {
    const repository = open(name);
    for (const [i, version] of ['1.2.0', '1.1.0', '1.0.0'].entries())
      putFiles(repository, `application/vnd.example.${name.split('/')[1]}`, files, 6 + i * 40, i === 0 ? [version, 'latest'] : [version]);
  }
  for (const name of ['wasm/resizer', 'wasm/redirects', 'wasm/price-rules']) {
    const repository = open(name);
    putWasm(repository, '0.3.0', 11, ['0.3.0', 'latest']);
    putWasm(repository, '0.2.1', 64, ['0.2.1']);
  }
}

/** Fills the storage of a company's registry: 297 repositories. */
export function fillCompany(open: Open): void {
  fillFlagship(open);
  fillServices(open);
  fillMirrors(open);
  fillArtifacts(open);
  putImage(open('research/llm/training'), { base: 'cuda', build: '0.7.0', days: 14, own: 390, steps: 56 }, ['0.7.0', 'latest']);
  for (let n = 1; n <= TOOLS; n++) {
    const image = { base: 'alpine', build: `1.${n % 7}.0`, days: 10 + n, own: 4 } as const;
    putImage(open(`tools/tool-${n}`), image, [`1.${n % 7}.0`, 'latest']);
  }
  for (const name of words(WITHOUT_TAGS)) open(`sandbox/${name}/scratch`);
  const untagged = open('sandbox/leftovers');
  for (let i = 0; i < 3; i++) putImage(untagged, { base: 'node', build: `left-${i}`, days: 200 + i });
  putImage(open(LONGEST_REPOSITORY), { base: 'java', build: '0.1', days: 900, isDocker: true }, ['0.1', '20240601']);
}

/** Fills the storage of a second, smaller registry: what a release is copied to. */
export function fillRelease(open: Open): void {
  const api = open('release/api');
  for (const [build, days] of RELEASES.slice(3, 6))
    putPlatforms(api, { base: 'node', own: 96, labels: LABELS, build, days }, ['amd64', 'arm64', 's390x'], [build]);
  for (const name of ['release/web', 'release/checkout', 'release/payments/api']) fillService(open, name, 'node');
  putChart(open('charts/api'), '2.1.0', 101);
}
