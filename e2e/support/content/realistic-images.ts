import { createHash } from 'node:crypto';
import { OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import type { Descriptor, RepositoryStorage } from './registry-storage.ts';

const MB = 1_000_000;
const DAY = 86_400_000;
/** The day that the whole content is made for. Dates count from it, so that every run has the same digests. */
const TODAY = Date.UTC(2026, 10, 20, 9, 14);

export const EMPTY_CONFIG = 'application/vnd.oci.empty.v1+json';
const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const DOCKER_CONFIG = 'application/vnd.docker.container.image.v1+json';
const DOCKER_LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
export const daysAgo = (days: number): string => new Date(TODAY - days * DAY).toISOString();
/** A number below `most` that a text always gives. */
export const numberOf = (text: string, most: number): number => createHash('sha1').update(text).digest().readUInt32BE(0) % most;
/** Hexadecimal digits that a text always gives, as for a commit. */
export const hashOf = (text: string, length: number): string => createHash('sha1').update(text).digest('hex').slice(0, length);

export type Base = 'debian' | 'alpine' | 'node' | 'python' | 'java' | 'cuda';

type Step = readonly [instruction: string, layer: string, size: number];

const DEBIAN: Step = ['/bin/sh -c #(nop) ADD file:4c1f3d9a in / ', 'debian-12', 29.1 * MB];
const ALPINE: Step = ['/bin/sh -c #(nop) ADD file:9b2a11c0 in / ', 'alpine-3.22', 3.6 * MB];
const BASES: Readonly<Record<Base, readonly Step[]>> = {
  debian: [DEBIAN],
  alpine: [ALPINE],
  node: [DEBIAN, ['RUN /bin/sh -c apt-get install -y nodejs # buildkit', 'node-24', 48.2 * MB]],
  python: [DEBIAN, ['RUN /bin/sh -c apt-get install -y python3 python3-venv # buildkit', 'python-3.13', 41.7 * MB]],
  java: [ALPINE, ['COPY /opt/java/openjdk /opt/java/openjdk # buildkit', 'temurin-21', 92.4 * MB]],
  cuda: [
    DEBIAN,
    ['RUN /bin/sh -c apt-get install -y cuda-runtime-12-8 # buildkit', 'cuda-12.8', 392 * MB],
    ['RUN /bin/sh -c apt-get install -y libcudnn9 # buildkit', 'cudnn-9', 388 * MB],
  ],
};

export type Image = {
  readonly base: Base;
  /** What makes the image its own: a version, a commit. */
  readonly build: string;
  readonly days: number;
  readonly architecture?: string;
  /** MB of its own code. */
  readonly own?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Further layers of 1 MB each. */
  readonly steps?: number;
  readonly isDocker?: boolean;
};

function stepsOf(name: string, { base, build, architecture = 'amd64', own, steps = 0 }: Image): Step[] {
  const code = (own ?? 2 + numberOf(name, 30)) * MB + numberOf(build, 20) * 100_000;
  return [
    ...BASES[base].map(([text, layer, size]): Step => [text, `${layer}-${architecture}`, size]),
    [`COPY dependencies ./ # buildkit`, `${name}-dependencies-${build.slice(0, 3)}-${architecture}`, (4 + numberOf(name, 40)) * MB],
    ...Array.from({ length: steps }, (_, i): Step => [`RUN make step-${i + 1} # buildkit`, `${name}-step-${i}-${build}`, MB]),
    [`COPY dist ./dist # buildkit`, `${name}-${build}-${architecture}`, code],
  ];
}

/** One image of a repository, under these tags or under its digest alone. */
export function putImage(repository: RepositoryStorage, image: Image, tags: readonly string[] = []): Descriptor {
  const { architecture = 'amd64', build, days, labels = {}, isDocker = false } = image;
  const { name } = repository;
  const created = daysAgo(days);
  const steps = stepsOf(name, image);
  const layers = steps.map(([, layer, size]) => repository.layer(layer, size, isDocker ? DOCKER_LAYER : undefined));
  const config = json({
    created,
    os: 'linux',
    architecture,
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'PORT=8080', `BUILD=${build}`],
      Entrypoint: ['/usr/bin/tini', '--'],
      Cmd: ['serve', '--listen=:8080'],
      WorkingDir: '/app',
      User: '10001',
      ExposedPorts: { '8080/tcp': {} },
      Labels: {
        'org.opencontainers.image.version': build,
        'org.opencontainers.image.revision': hashOf(`${name} ${build}`, 40),
        'org.opencontainers.image.source': `https://git.example.com/${name}`,
        ...labels,
      },
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    history: [
      ...steps.map(([created_by]) => ({ created, created_by })),
      { created, created_by: 'USER 10001', empty_layer: true },
      { created, created_by: 'CMD ["serve" "--listen=:8080"]', empty_layer: true },
    ],
  });
  const mediaType = isDocker ? DOCKER_MANIFEST : OCI_MANIFEST;
  const descriptor = repository.blob(isDocker ? DOCKER_CONFIG : OCI_CONFIG, config);
  return repository.manifest({ mediaType, config: descriptor, layers }, tags);
}

/** An attestation as buildx adds it: a child of the index that is no platform. */
function putAttestation(repository: RepositoryStorage, subject: Descriptor): Descriptor {
  const config = json({ architecture: 'unknown', os: 'unknown', config: {}, rootfs: { type: 'layers', diff_ids: [] } });
  const statement = json({
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [{ name: repository.name, digest: { sha256: subject.digest.slice(7) } }],
  });
  const annotations = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' };
  const put = repository.manifest({
    config: repository.blob(OCI_CONFIG, config),
    layers: [{ ...repository.blob('application/vnd.in-toto+json', statement), annotations }],
  });
  return {
    ...put,
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': subject.digest },
  };
}

/** An index over one image a platform, each with its attestation. */
export function putPlatforms(
  repository: RepositoryStorage,
  image: Image,
  architectures: readonly string[],
  tags: readonly string[] = [],
): Descriptor {
  const children = architectures.map((architecture) => ({
    ...putImage(repository, { ...image, architecture }),
    platform: { os: 'linux', architecture, ...(architecture === 'arm64' ? { variant: 'v8' } : {}) },
  }));
  const attestations = children.map((child) => putAttestation(repository, child));
  return repository.index([...children, ...attestations], tags, { 'org.opencontainers.image.version': image.build });
}
