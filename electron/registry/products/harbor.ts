import { z } from 'zod';
import type { ReadTag, ToldOfTag } from '../../../shared/contract/tags.ts';
import type { UntaggedImage } from '../../../shared/contract/untagged.ts';
import { isFailure } from '../../../shared/errors.ts';
import { kindOfType } from '../../../shared/oci/content-kind.ts';
import { isDigest } from '../../../shared/oci/digest.ts';
import { knownTime } from '../../../shared/oci/image-config.ts';
import { readPlatform } from '../../../shared/oci/manifest.ts';
import { isIndexType } from '../../../shared/oci/media-types.ts';
import { isTag } from '../../../shared/oci/reference.ts';
import { deleteAnswerOf } from '../http/failure.ts';
import { limits, MAX_PAGES } from '../http/limits.ts';
import type { NamePage } from '../pages.ts';
import type { Transport } from '../transport.ts';
import { type ProductApi, readAnswer } from './api.ts';

// goharbor/harbor api/v2.0/swagger.yaml: more than 100 a page is refused with 422.
const PAGE = 100;

const projects = z.array(z.object({ name: z.string() }));
const repositories = z.array(z.object({ name: z.string() }));
const platform = z.object({ os: z.string().default(''), architecture: z.string().default(''), variant: z.string().optional() });
const artifacts = z.array(
  z.object({
    digest: z.string(),
    size: z.number().int().nonnegative().optional().catch(undefined),
    manifest_media_type: z.string().default(''),
    media_type: z.string().default(''),
    artifact_type: z.string().optional(),
    type: z.string().default(''),
    push_time: z.string().optional().catch(undefined),
    extra_attrs: z
      .object({ architecture: z.string().optional(), os: z.string().optional(), created: z.string().optional() })
      .nullish()
      .catch(undefined),
    references: z.array(z.object({ platform: platform.nullish() })).nullish(),
    pull_time: z.string().nullish().catch(undefined),
    tags: z
      .array(
        z.object({
          name: z.string(),
          pull_time: z.string().nullish().catch(undefined),
          immutable: z.boolean().nullish().catch(undefined),
        }),
      )
      .nullish(),
  }),
);

type Artifact = z.infer<typeof artifacts>[number];

/** The repository as its API wants it: without the project, and escaped twice because its router unescapes before it splits. */
function pathOf(repository: string): string {
  const slash = repository.indexOf('/');
  const project = slash < 0 ? repository : repository.slice(0, slash);
  const rest = slash < 0 ? '' : repository.slice(slash + 1);
  return `projects/${encodeURIComponent(project)}/repositories/${encodeURIComponent(encodeURIComponent(rest))}`;
}

/** A pull by digest is noted with the image alone: the later of both says when what the tag points to was pulled. */
function toldOf(artifact: Artifact, { pull_time, immutable }: NonNullable<Artifact['tags']>[number]): ToldOfTag {
  const pulled = [knownTime(artifact.pull_time), knownTime(pull_time)].reduce((a, b) => (b === undefined || (a ?? '') > b ? a : b));
  return { ...(pulled === undefined ? {} : { pulled }), ...(typeof immutable === 'boolean' ? { immutable } : {}) };
}

/** What it tells of an artifact, whatever its tags. */
function factsOf(artifact: Artifact) {
  const isIndex = isIndexType(artifact.manifest_media_type);
  const { architecture, os, created } = artifact.extra_attrs ?? {};
  const children = (artifact.references ?? []).flatMap((reference) => reference.platform ?? []);
  const shown = children.filter((child) => child.os !== 'unknown' && child.architecture !== 'unknown');
  const own = { os, architecture, variant: undefined };
  const platforms = (isIndex ? shown : [own]).flatMap((child) => readPlatform(child.os, child.architecture, child.variant) ?? []);
  const time = knownTime(created);
  const kind = isIndex ? 'index' : artifact.type === 'IMAGE' ? 'image' : 'artifact';
  const artifactType = artifact.artifact_type ?? artifact.media_type;
  return {
    digest: artifact.digest,
    mediaType: artifact.manifest_media_type,
    kind,
    content: kind === 'artifact' ? (kindOfType(artifactType ?? '') ?? kind) : kind,
    platforms,
    ...(artifact.type === 'IMAGE' ? {} : { artifactType }),
    // What it tells of an index is not the sum over its platforms.
    ...(isIndex || artifact.size === undefined ? {} : { size: artifact.size }),
    ...(time ? { created: time } : {}),
  } as const;
}

function untaggedIn(artifact: Artifact): UntaggedImage[] {
  const { platforms: _, ...facts } = factsOf(artifact);
  const pushed = knownTime(artifact.push_time);
  return isDigest(artifact.digest) && (artifact.tags ?? []).length === 0 ? [{ ...facts, ...(pushed ? { pushed } : {}) }] : [];
}

function rowsOf(artifact: Artifact): ReadTag[] {
  const row = { ...factsOf(artifact), state: 'read' } as const;
  return (artifact.tags ?? []).flatMap((tag) =>
    isTag(tag.name) && isDigest(artifact.digest) ? [{ ...row, tag: tag.name, ...toldOf(artifact, tag) }] : [],
  );
}

/** Requests to the API, with the sign-in of the registry itself. */
class HarborAccess {
  private readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  send(method: 'GET' | 'DELETE', path: string, query: URLSearchParams | undefined, expect: number[], signal: AbortSignal | undefined) {
    return this.transport.send({
      method,
      path: new URL(`/api/v2.0/${path}`, this.transport.base.origin),
      ...(query ? { query } : {}),
      scopes: ['harbor:api'],
      // It serves the public part without a sign-in, and never sends a challenge.
      eager: true,
      expect,
      limit: limits.listPage,
      what: 'product',
      action: method === 'GET' ? 'list' : 'delete',
      signal,
    });
  }

  async *pages<T>(
    path: string,
    schema: z.ZodType<T[]>,
    more: Record<string, string>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<{ readonly items: T[] } & Pick<NamePage, 'cut'>> {
    let seen = 0;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = new URLSearchParams({ ...more, page: String(page), page_size: String(PAGE) });
      const answer = await this.send('GET', path, query, [200], signal);
      const items = readAnswer(schema, answer.body, 'product');
      if (items.length === 0) return;
      seen += items.length;
      // Its Link is not escaped; the count is what can be trusted.
      const isLast = seen >= Number(answer.headers['x-total-count'] ?? Number.POSITIVE_INFINITY);
      yield page === MAX_PAGES && !isLast ? { items, cut: 'pages' } : { items };
      if (isLast) return;
    }
  }

  async *repositoriesOf(project: string, signal: AbortSignal | undefined): AsyncGenerator<NamePage> {
    try {
      for await (const { items, cut } of this.pages(`projects/${encodeURIComponent(project)}/repositories`, repositories, {}, signal))
        yield { names: items.map(({ name }) => name), cut };
    } catch (error) {
      // One project that may be seen and not entered hides no other.
      if (!isFailure(error, 'FORBIDDEN') && !isFailure(error, 'NOT_FOUND')) throw error;
    }
  }
}

/** Harbor's own API (`/api/v2.0`): projects for people who are not administrators, the table without a pull, and single tags. */
export function harbor(transport: Transport): ProductApi {
  const access = new HarborAccess(transport);
  return {
    async *repositories(signal): AsyncGenerator<NamePage> {
      for await (const found of access.pages('projects', projects, {}, signal)) {
        if (found.cut) yield { names: [], cut: found.cut };
        for (const { name } of found.items) yield* access.repositoriesOf(name, signal);
      }
    },
    async *tagRows(repository, signal) {
      const query = { with_tag: 'true', with_immutable_status: 'true', q: 'tags=*' };
      for await (const { items } of access.pages(`${pathOf(repository)}/artifacts`, artifacts, query, signal)) yield items.flatMap(rowsOf);
    },
    async *untagged(repository, signal) {
      for await (const { items } of access.pages(`${pathOf(repository)}/artifacts`, artifacts, { with_tag: 'true', q: 'tags=nil' }, signal))
        yield items.flatMap(untaggedIn);
    },
    async deleteTag(repository, tag, digest, signal) {
      const path = `${pathOf(repository)}/artifacts/${digest}/tags/${encodeURIComponent(tag)}`;
      return deleteAnswerOf(await access.send('DELETE', path, undefined, [200, 202, 204, 404], signal));
    },
  };
}
