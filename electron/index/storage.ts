import type { StorageBy, StorageEvent, StorageGroup, StorageResult, StorageScope } from '../../shared/contract/storage.ts';
import { orderTags } from '../../shared/oci/tag-order.ts';
import { BlobUses } from './blob-uses.ts';
import { commonBase } from './common-base.ts';
import { digestOfBytes } from './digest-bytes.ts';
import type { Steps } from './long-answers.ts';
import type { Rows } from './rows.ts';
import {
  type ManifestFacts,
  manifestFacts,
  partsOf,
  platformsOf,
  type ScopeRepository,
  scopeRepositories,
  tagsByManifest,
} from './storage-rows.ts';

/** Groups that are told one by one. */
const MOST_GROUPS = 1_000;
/** Tags of an image that are named. */
const TAGS_NAMED = 3;
/** Images whose layers are compared for what they have in common. */
const MOST_COMPARED = 20_000;
/** The owner of a blob that several groups use. */
const SEVERAL = -1;
/** Blobs that are asked about between two looks for other questions. */
const BLOBS_A_STEP = 32;

type Group = { -readonly [K in 'key' | 'kind' | 'total' | 'unique' | 'tagCount' | 'repositoryCount']: StorageGroup[K] } & {
  names: readonly string[];
};

export type StorageQuestion = { readonly connectionId: string; readonly scope: StorageScope; readonly by: StorageBy };

/** Sums over the blobs of a scope, each counted once in all and once in each group. Groups come one after the other. */
class Sums {
  readonly groups: Group[] = [];
  readonly blobs: number[] = [];
  readonly size: Float64Array;
  readonly users: Uint32Array;
  /** A manifest and a repository, as indices, that use the blob. */
  readonly firstManifest: Uint32Array;
  readonly firstRepository: Uint32Array;
  /** The layers of images, each of one platform. */
  readonly chains: number[][] = [];
  alone = 0;
  tags = 0;
  images = 0;
  unread = 0;
  private readonly owner: Int32Array;
  private readonly countedIn: Uint32Array;

  constructor(mostBlob: number) {
    const length = mostBlob + 1;
    this.size = new Float64Array(length);
    this.users = new Uint32Array(length);
    this.firstManifest = new Uint32Array(length);
    this.firstRepository = new Uint32Array(length);
    this.owner = new Int32Array(length);
    this.countedIn = new Uint32Array(length);
  }

  group(key: string, kind: StorageGroup['kind']): Group {
    const last = this.groups.at(-1);
    if (last?.key === key && last.kind === kind) return last;
    const group: Group = { key, kind, total: 0, unique: 0, tagCount: 0, repositoryCount: 0, names: [] };
    this.groups.push(group);
    return group;
  }

  /** The last group uses a blob, by so many tags of a manifest. */
  add(blob: number, size: number, user: { readonly manifest: number; readonly repository: number; readonly tags: number }): void {
    const number = this.groups.length;
    const owner = this.owner[blob] ?? 0;
    if (owner === 0) {
      this.blobs.push(blob);
      this.size[blob] = size;
      this.firstManifest[blob] = user.manifest;
      this.firstRepository[blob] = user.repository;
      this.owner[blob] = number;
    } else if (owner !== number) this.owner[blob] = SEVERAL;
    this.users[blob] = (this.users[blob] ?? 0) + user.tags;
    if (this.countedIn[blob] === number) return;
    this.countedIn[blob] = number;
    const group = this.groups[number - 1];
    if (group) group.total += size;
  }

  /** Nothing outside of the scope uses the blob: where one group alone does, it is that group's. */
  own(blob: number): void {
    const group = this.groups[(this.owner[blob] ?? 0) - 1];
    if (group) group.unique += this.size[blob] ?? 0;
  }
}

/** What repositories take on a registry, by what the index knows of them. */
export class Storage {
  private readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** What a scope takes. Progress first, then the result. */
  *read({ connectionId, scope, by }: StorageQuestion): Steps<StorageEvent> {
    const connection = this.rows.connection(connectionId);
    const repositories = scopeRepositories(this.rows, connectionId, scope);
    const sums = new Sums(this.rows.mostId('blob'));
    const uses = new BlobUses(this.rows, connection ?? 0);
    for (const [at, repository] of repositories.entries()) {
      yield { kind: 'progress', done: at, of: repositories.length };
      yield* this.count(repository, at, { sums, uses, scope, by });
    }
    const isAll = scope.kind === 'folder' && scope.folder === '';
    let unique = 0;
    for (const [at, blob] of sums.blobs.entries()) {
      if (at % BLOBS_A_STEP === 0) yield undefined;
      if (!isAll && uses.isKept(blob)) continue;
      unique += sums.size[blob] ?? 0;
      sums.own(blob);
    }
    yield { kind: 'result', result: this.result({ sums, uses, repositories, by, unique, isAll }) };
  }

  private *count(
    repository: ScopeRepository,
    place: number,
    { sums, uses, scope, by }: { readonly sums: Sums; readonly uses: BlobUses; readonly scope: StorageScope; readonly by: StorageBy },
  ): Steps<never> {
    const tags = yield* tagsByManifest(this.rows, repository.id);
    const group = by === 'tag' ? undefined : sums.group(...keyOf(repository.name, scope, by));
    if (group) group.repositoryCount += 1;
    for (const [manifest, names] of tags) {
      yield undefined;
      const facts = manifestFacts(this.rows, manifest);
      const into = group ?? sums.group(facts.digest, 'image');
      into.tagCount += names.length;
      if (!group) Object.assign(into, { names, repositoryCount: 1 });
      this.countManifest({ manifest, repository: place, tags: names.length }, facts, { sums, uses });
    }
  }

  private countManifest(
    user: { readonly manifest: number; readonly repository: number; readonly tags: number },
    { isWhole, isImage }: ManifestFacts,
    { sums, uses }: { readonly sums: Sums; readonly uses: BlobUses },
  ): void {
    const isNew = uses.choose(user.manifest, user.tags);
    sums.tags += user.tags;
    let bytes = 0;
    const parts = partsOf(this.rows, user.manifest);
    for (const [blob, size] of parts) {
      sums.add(blob, size, user);
      bytes += size;
    }
    if (!isNew) return;
    if (sums.chains.length < MOST_COMPARED) {
      const images = isImage ? [parts] : platformsOf(this.rows, user.manifest).map((platform) => partsOf(this.rows, platform));
      for (const image of images) sums.chains.push(image.flatMap(([blob, , position]) => (position < 0 ? [] : [blob])));
    }
    sums.images += 1;
    sums.alone += bytes;
    if (!isWhole) sums.unread += 1;
  }

  private result({ sums, uses, repositories, by, unique, isAll }: Counted): StorageResult {
    const total = sums.blobs.reduce((bytes, blob) => bytes + (sums.size[blob] ?? 0), 0);
    const { alone, tags, images, unread } = sums;
    const known = repositories.length;
    const read = repositories.filter(({ isListed }) => isListed).length;
    const figures = { total, unique, alone, tags, images, unread, repositories: { known, read } };
    const { groups, rest } =
      by === 'layer' ? this.layers(sums, repositories, (blob) => !isAll && uses.isKept(blob)) : largest(sums, repositories[0]?.name ?? '');
    const base = this.baseOf(sums);
    return { figures, groups, rest, ...(base ? { base } : {}) };
  }

  private baseOf({ chains, size }: Sums): StorageResult['base'] {
    const base = commonBase(chains);
    if (!base) return undefined;
    const layers = base.layers.map((blob) => this.digestOf(blob));
    return { layers, bytes: base.layers.reduce((bytes, blob) => bytes + (size[blob] ?? 0), 0), images: base.images, of: chains.length };
  }

  private digestOf(blob: number): string {
    return digestOfBytes((this.rows.sql('SELECT digest FROM blob WHERE id = ?').get(blob) as { digest: Uint8Array }).digest);
  }

  /** The largest layers, each with a tag that uses it. */
  private layers(sums: Sums, repositories: readonly ScopeRepository[], isKept: (blob: number) => boolean) {
    const sizeOf = (blob: number): number => sums.size[blob] ?? 0;
    const sorted = sums.blobs.toSorted((a, b) => sizeOf(b) - sizeOf(a));
    const groups = sorted.slice(0, MOST_GROUPS).map((blob): StorageGroup => {
      const repository = repositories[sums.firstRepository[blob] ?? 0];
      const tag = this.rows
        .sql('SELECT name FROM tag WHERE manifest = ? AND repository = ? LIMIT 1')
        .get(sums.firstManifest[blob] ?? 0, repository?.id ?? 0) as { name: string } | undefined;
      return {
        ...{ key: this.digestOf(blob), kind: 'layer', total: sizeOf(blob), unique: isKept(blob) ? 0 : sizeOf(blob) },
        tags: repository && tag ? [{ repository: repository.name, tag: tag.name }] : [],
        tagCount: sums.users[blob] ?? 0,
        repositoryCount: 0,
      };
    });
    const others = sorted.slice(MOST_GROUPS);
    const bytes = (some: readonly number[]): number => some.reduce((sum, blob) => sum + sizeOf(blob), 0);
    return { groups, rest: { count: others.length, total: bytes(others), unique: bytes(others.filter((blob) => !isKept(blob))) } };
  }
}

type Counted = {
  readonly sums: Sums;
  readonly uses: BlobUses;
  readonly repositories: readonly ScopeRepository[];
  readonly by: StorageBy;
  readonly unique: number;
  readonly isAll: boolean;
};

/** The group of a repository: itself, or the folder next below the one that is measured. Pure. */
function keyOf(repository: string, scope: StorageScope, by: StorageBy): [string, 'folder' | 'repository'] {
  if (by !== 'namespace' || scope.kind === 'repository' || repository === scope.folder) return [repository, 'repository'];
  const slash = repository.indexOf('/', scope.folder === '' ? 0 : scope.folder.length + 1);
  return slash === -1 ? [repository, 'repository'] : [repository.slice(0, slash), 'folder'];
}

/** The groups that take most for themselves; what the others take for themselves is added up, what they share is not. */
function largest({ groups }: Sums, repository: string) {
  const sorted = groups.toSorted((a, b) => b.unique - a.unique || b.total - a.total);
  const rest = sorted.slice(MOST_GROUPS);
  const unique = rest.reduce((sum, group) => sum + group.unique, 0);
  return {
    groups: sorted.slice(0, MOST_GROUPS).map(({ names, ...group }): StorageGroup => {
      const tags = orderTags(names)
        .slice(0, TAGS_NAMED)
        .map((tag) => ({ repository, tag }));
      return { ...group, tags };
    }),
    rest: { count: rest.length, unique, total: unique },
  };
}
