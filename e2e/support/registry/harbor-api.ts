import type { ServerResponse } from 'node:http';
import type { SampleRepository, SampleStore } from '../../../electron/sample/store.ts';
import { readManifest } from '../../../shared/oci/manifest.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import type { Behaviour } from './behaviour.ts';

const ARTIFACTS = /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/([^/]+)\/artifacts(?:\/([^/]+)\/tags\/([^/]+))?$/;

function send(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

const refuse = (response: ServerResponse, status: number, code: string, message: string): void =>
  send(response, status, { errors: [{ code, message }] });

function configOf(repository: SampleRepository, digest: string): Record<string, unknown> {
  const stored = repository.manifests.get(digest);
  const manifest = stored && readManifest(stored.bytes.toString('utf8'), stored.mediaType);
  const bytes = manifest?.kind === 'image' ? repository.blobs.get(manifest.config.digest) : undefined;
  return bytes ? (JSON.parse(bytes.toString('utf8')) as Record<string, unknown>) : {};
}

/** When everything was pushed. */
const PUSHED = '2026-01-02T00:00:00.000Z';

/** The time of what never was pulled. */
const NEVER = '0001-01-01T00:00:00.000Z';

type Tags = { readonly names: readonly string[]; readonly behaviour: Behaviour; readonly withImmutable: boolean };

function artifactOf(repository: SampleRepository, digest: string, { names, behaviour, withImmutable }: Tags): unknown {
  const stored = repository.manifests.get(digest);
  const manifest = stored && readManifest(stored.bytes.toString('utf8'), stored.mediaType);
  if (!stored || !manifest) return undefined;
  const { architecture, os, created } = configOf(repository, digest);
  const layers = manifest.kind === 'image' ? manifest.layers.reduce((sum, { size }) => sum + size, 0) : 0;
  return {
    digest,
    type: manifest.kind === 'artifact' ? 'CHART' : 'IMAGE',
    size: layers + stored.bytes.byteLength,
    manifest_media_type: stored.mediaType,
    extra_attrs: isIndexType(stored.mediaType) ? null : { architecture, os, created },
    references:
      manifest.kind === 'index' ? manifest.manifests.map((child) => ({ child_digest: child.digest, platform: child.platform })) : null,
    push_time: PUSHED,
    pull_time: NEVER,
    tags: names.map((name) => ({
      name,
      pull_time: behaviour.lastPull?.(name) ?? NEVER,
      immutable: withImmutable && behaviour.immutable?.test(name) === true,
    })),
  };
}

/**
 * What no tag and no index leads to. What is part of an index is not listed, nor what has a subject, which Harbor keeps as an accessory of that
 * (goharbor/harbor src/pkg/artifact/dao/dao.go).
 */
function untaggedIn({ manifests, tags }: SampleRepository): string[] {
  const tagged = new Set(tags.values());
  const read = [...manifests].map(([digest, { bytes, mediaType }]) => ({
    digest,
    manifest: readManifest(bytes.toString('utf8'), mediaType),
  }));
  const parts = new Set(read.flatMap(({ manifest }) => (manifest.kind === 'index' ? manifest.manifests.map(({ digest }) => digest) : [])));
  const isOwn = ({ digest, manifest }: (typeof read)[number]): boolean =>
    !tagged.has(digest) && !parts.has(digest) && !('subject' in manifest && manifest.subject !== undefined);
  return read.filter(isOwn).map(({ digest }) => digest);
}

/** The part of Harbor's own API that a browser needs (goharbor/harbor api/v2.0/swagger.yaml). The sign-in was checked before. */
export function answerHarbor(store: SampleStore, behaviour: Behaviour, method: string, url: URL, response: ServerResponse): void {
  const size = Number(url.searchParams.get('page_size') ?? 10);
  const page = Number(url.searchParams.get('page') ?? 1);
  if (size > 100) return refuse(response, 422, 'UNPROCESSABLE_ENTITY', 'page_size');
  const sendPage = (all: readonly unknown[]): void =>
    send(response, 200, all.slice((page - 1) * size, page * size), { 'x-total-count': String(all.length) });
  const names = [...store.repositories.keys()].sort();
  if (url.pathname === '/api/v2.0/projects')
    return sendPage([...new Set(names.map((name) => name.split('/')[0]))].map((name) => ({ name, metadata: { public: 'false' } })));
  const listed = /^\/api\/v2\.0\/projects\/([^/]+)\/repositories$/.exec(url.pathname)?.[1];
  if (listed !== undefined) return sendPage(names.filter((name) => name.startsWith(`${listed}/`)).map((name) => ({ name })));
  const [, project = '', rest = '', digest, tag] = ARTIFACTS.exec(url.pathname) ?? [];
  const repository = store.repositories.get(`${project}/${decodeURIComponent(decodeURIComponent(rest))}`);
  if (!repository) return refuse(response, 404, 'NOT_FOUND', 'repository not found');
  if (method === 'DELETE') {
    if (repository.tags.get(tag ?? '') !== digest || tag === undefined) return refuse(response, 404, 'NOT_FOUND', 'artifact not found');
    if (behaviour.immutable?.test(tag))
      return refuse(response, 412, 'PRECONDITION', `the tag ${tag} configured as immutable, cannot be deleted`);
    repository.tags.delete(tag);
    return send(response, 200, '');
  }
  const byDigest = new Map<string, string[]>();
  for (const [name, target] of repository.tags) byDigest.set(target, [...(byDigest.get(target) ?? []), name]);
  if (url.searchParams.get('q') === 'tags=nil')
    return sendPage(untaggedIn(repository).map((target) => artifactOf(repository, target, { names: [], behaviour, withImmutable: false })));
  const withImmutable = url.searchParams.get('with_immutable_status') === 'true';
  sendPage([...byDigest].map(([target, names]) => artifactOf(repository, target, { names, behaviour, withImmutable })));
}
