import { expect, test } from 'vitest';
import type { ContentKind } from '../../shared/oci/content-kind.ts';
import {
  needsOwnSetting,
  type PreferredTools,
  type Pullable,
  type PullTool,
  pullCommand,
  pullTools,
  referenceOf,
  rememberedTool,
  usualPullCommand,
  usualTool,
} from './pull-command.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const CARRIER = `sha256-${'a1'.repeat(32)}`;
const URL = 'https://r.example.com';

const pullable = (content: ContentKind, tagOrDigest = '1.0.0', more: Partial<Pullable> = {}): Pullable => ({
  url: URL,
  repository: 'team/api',
  tagOrDigest,
  content,
  ...more,
});

test.each([
  ['https://registry.example.com:5000', 'team/api', '1.9', 'registry.example.com:5000/team/api:1.9'],
  ['http://registry.example.com', 'api', DIGEST, `registry.example.com/api@${DIGEST}`],
  ['https://nexus.example.com/repository/docker', 'team/api', '1.9', 'nexus.example.com/repository/docker/team/api:1.9'],
])('on %s, %s and %s make the reference %s', (url, repository, tagOrDigest, reference) => {
  expect(referenceOf(url, repository, tagOrDigest)).toBe(reference);
});

const REF = 'r.example.com/team/api';

test.each<[PullTool, Pullable, string]>([
  ['docker', pullable('image'), `docker pull ${REF}:1.0.0`],
  ['podman', pullable('index'), `podman pull ${REF}:1.0.0`],
  ['crane', pullable('image', DIGEST), `crane pull ${REF}@${DIGEST} image.tar`],
  ['helm', pullable('chart'), `helm pull oci://${REF} --version 1.0.0`],
  ['helm', pullable('chart', '1.0.0-rc.1_build.7'), `helm pull oci://${REF} --version 1.0.0-rc.1+build.7`],
  ['helm', pullable('chart', 'latest'), `helm pull oci://${REF}:latest`],
  ['helm', pullable('chart', DIGEST), `helm pull oci://${REF}@${DIGEST}`],
  ['oras', pullable('chart'), `oras pull ${REF}:1.0.0`],
  ['oras', pullable('artifact', DIGEST), `oras pull ${REF}@${DIGEST}`],
  ['wkg', pullable('wasm'), `wkg oci pull ${REF}:1.0.0 -o module.wasm`],
  ['wasm-to-oci', pullable('wasm'), `wasm-to-oci pull ${REF}:1.0.0 --out module.wasm`],
  ['cosign', pullable('signature', `${CARRIER}.sig`), `cosign download signature ${REF}@${DIGEST}`],
  ['cosign', pullable('attestation', `${CARRIER}.att`), `cosign download attestation ${REF}@${DIGEST}`],
  ['cosign', pullable('sbom', '1.0.0', { subject: DIGEST }), `cosign download sbom ${REF}@${DIGEST}`],
  ['cosign', pullable('referrers', CARRIER), `cosign tree ${REF}@${DIGEST}`],
  ['oras', pullable('sbom', `${CARRIER}.sbom`), `oras pull ${REF}:${CARRIER}.sbom`],
  ['oras', pullable('signature', `${CARRIER}.sig`), `oras manifest fetch ${REF}:${CARRIER}.sig`],
  ['oras', pullable('referrers', CARRIER), `oras discover ${REF}@${DIGEST}`],
  ['oras', pullable('referrers', 'list'), `oras manifest fetch ${REF}:list`],
  ['oras', pullable('unknown'), `oras manifest fetch ${REF}:1.0.0`],
  ['crane', pullable('unknown'), `crane manifest ${REF}:1.0.0`],
  ['nerdctl', pullable('image'), `nerdctl pull ${REF}:1.0.0`],
  ['skopeo', pullable('image'), `skopeo copy docker://${REF}:1.0.0 docker-archive:image.tar:${REF}:1.0.0`],
  ['skopeo', pullable('index', DIGEST), `skopeo copy docker://${REF}@${DIGEST} docker-archive:image.tar`],
  ['kubernetes', pullable('image', DIGEST), `image: ${REF}@${DIGEST}`],
  ['kubernetes', pullable('image', 'a #b'), `image: "${REF}:a #b"`],
  ['compose', pullable('index'), `image: ${REF}:1.0.0`],
  ['compose', pullable('image', '$HOME'), `image: "${REF}:$$HOME"`],
  ['skopeo', pullable('image', '$(id)'), `skopeo copy 'docker://${REF}:$(id)' 'docker-archive:image.tar:${REF}:$(id)'`],
  ['docker', pullable('image', '$(id)', { repository: 'a pi' }), "docker pull 'r.example.com/a pi:$(id)'"],
])('%s pulls %o with: %s', (tool, what, command) => {
  expect(pullCommand(tool, what)).toBe(command);
});

const PLAIN = { url: 'http://r.example.com:5000' };
const PLAIN_REF = 'r.example.com:5000/team/api';

test.each<[PullTool, Pullable, string]>([
  ['docker', pullable('image', '1', PLAIN), `docker pull ${PLAIN_REF}:1`],
  ['podman', pullable('image', '1', PLAIN), `podman pull --tls-verify=false ${PLAIN_REF}:1`],
  ['nerdctl', pullable('image', '1', PLAIN), `nerdctl --insecure-registry pull ${PLAIN_REF}:1`],
  ['crane', pullable('image', '1', PLAIN), `crane pull --insecure ${PLAIN_REF}:1 image.tar`],
  ['crane', pullable('unknown', '1', PLAIN), `crane manifest --insecure ${PLAIN_REF}:1`],
  [
    'skopeo',
    pullable('image', DIGEST, PLAIN),
    `skopeo copy --src-tls-verify=false docker://${PLAIN_REF}@${DIGEST} docker-archive:image.tar`,
  ],
  ['kubernetes', pullable('image', '1', PLAIN), `image: ${PLAIN_REF}:1`],
  ['helm', pullable('chart', '1.0.0', PLAIN), `helm pull --plain-http oci://${PLAIN_REF} --version 1.0.0`],
  ['oras', pullable('artifact', '1', PLAIN), `oras pull --plain-http ${PLAIN_REF}:1`],
  ['cosign', pullable('signature', `${CARRIER}.sig`, PLAIN), `cosign download signature --allow-http-registry ${PLAIN_REF}@${DIGEST}`],
  ['wkg', pullable('wasm', '1', PLAIN), `wkg oci pull --insecure r.example.com:5000 ${PLAIN_REF}:1 -o module.wasm`],
])('from a registry without encryption %s pulls %o with: %s', (tool, what, command) => {
  expect(pullCommand(tool, what)).toBe(command);
});

test.each<[PullTool, string, boolean]>([
  ['docker', 'http://r.example.com', true],
  ['docker', 'http://127.0.0.1:5000', false],
  ['compose', 'https://r.example.com', false],
  ['podman', 'http://r.example.com', false],
])('whether %s on %s needs a setting of the machine that pulls: %s', (tool, url, needs) => {
  expect(needsOwnSetting(tool, { url })).toBe(needs);
});

const FOR_IMAGES: readonly PullTool[] = ['docker', 'podman', 'nerdctl', 'crane', 'skopeo', 'kubernetes', 'compose'];

test.each<[Pullable, readonly PullTool[]]>([
  [pullable('image'), FOR_IMAGES],
  [pullable('index'), FOR_IMAGES],
  [pullable('chart'), ['helm', 'oras']],
  [pullable('wasm', '1', { artifactType: 'application/vnd.wasm.config.v0+json' }), ['wkg', 'oras']],
  [pullable('wasm', '1', { artifactType: 'application/vnd.wasm.config.v1+json' }), ['wasm-to-oci', 'oras']],
  [pullable('artifact'), ['oras']],
  [pullable('sbom'), ['oras']],
  [pullable('sbom', '1', { subject: DIGEST }), ['cosign', 'oras']],
  [pullable('signature', `${CARRIER}.sig`), ['cosign', 'oras']],
  [pullable('referrers', CARRIER), ['oras', 'cosign']],
  [pullable('unknown'), ['oras', 'crane']],
])('%o is pulled with %j', (what, tools) => {
  expect(pullTools(what)).toEqual(tools);
});

const NONE_CHOSEN: PreferredTools = { pullTool: 'docker', artifactTools: {} };

test.each<[PullTool, ContentKind, string]>([
  ['crane', 'image', 'crane pull'],
  ['crane', 'chart', 'helm pull'],
  ['docker', 'artifact', 'oras pull'],
  ['kubernetes', 'image', 'image: r.example.com'],
  ['skopeo', 'index', 'skopeo copy'],
])('who prefers %s copies for %s a command that begins with "%s"', (preferred, content, begin) => {
  expect(
    usualPullCommand({ ...NONE_CHOSEN, ...rememberedTool(NONE_CHOSEN, 'image', preferred) }, pullable(content)).startsWith(begin),
  ).toBe(true);
});

test('a tool that was chosen for charts is remembered for charts alone', () => {
  const chosen: PreferredTools = { pullTool: 'podman', artifactTools: rememberedTool(NONE_CHOSEN, 'chart', 'oras').artifactTools ?? {} };
  expect(usualTool(chosen, pullable('chart'))).toBe('oras');
  expect(usualTool(chosen, pullable('wasm'))).toBe('wkg');
  expect(usualTool(chosen, pullable('image'))).toBe('podman');
  expect(rememberedTool(chosen, 'unknown', 'crane')).toEqual({ artifactTools: { chart: 'oras', unknown: 'crane' } });
});
