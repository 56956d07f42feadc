import type { KnownLayers, LayerSharing } from '../../shared/contract/images.ts';
import { orderTags } from '../../shared/oci/tag-order.ts';
import { baseOf } from './base-of.ts';
import { bytesOf } from './digest-bytes.ts';
import type { Steps } from './long-answers.ts';
import type { Rows } from './rows.ts';

/** Tags of one repository, and other repositories, that are named. */
const MOST_NAMED = 200;

const order = new Intl.Collator('en', { numeric: true });

/** Where a layer is looked at from: a repository, and the tag that is not told of, because it is the one that is shown. */
type From = { readonly connectionId: string; readonly repository: string; readonly tag?: string | undefined };

export type KnownLayersQuestion = From & { readonly digests: readonly string[] };
export type LayerSharingQuestion = From & { readonly digest: string };

/** Tags that point to one manifest: how many in each repository. */
type Users = readonly { readonly repository: number; readonly tags: number }[];

/** Who uses the layers of one registry, each manifest asked about once. */
class LayerUse {
  private readonly rows: Rows;
  private readonly connection: number;
  readonly own: number | undefined;
  /** What the shown tag points to. */
  private readonly shown: number | undefined;
  private readonly known = new Map<number, Users>();

  constructor(rows: Rows, { connectionId, repository, tag }: From) {
    this.rows = rows;
    this.connection = rows.connection(connectionId) ?? -1;
    this.own = rows.repository({ connectionId, repository })?.id;
    const text = 'SELECT manifest FROM tag WHERE repository = ? AND name = ?';
    const shown = tag === undefined ? undefined : rows.sql(text).get(this.own ?? -1, tag);
    this.shown = (shown as { manifest: number } | undefined)?.manifest;
  }

  /** The manifests that name a layer. */
  manifestsOf(digest: string): number[] {
    const text = 'SELECT DISTINCT p.manifest FROM blob b JOIN part p ON p.blob = b.id WHERE b.digest = ?';
    return (this.rows.sql(text).all(bytesOf(digest)) as { manifest: number }[]).map(({ manifest }) => manifest);
  }

  /** How many other tags point to a manifest. */
  usersOf(manifest: number): Users {
    const known = this.known.get(manifest);
    if (known) return known;
    const text = `SELECT t.repository, count(*) AS tags FROM tag t JOIN repository r ON r.id = t.repository
      WHERE t.manifest = ? AND r.connection = ? GROUP BY t.repository`;
    const found = (this.rows.sql(text).all(manifest, this.connection) as { repository: number; tags: number }[]).map((one) =>
      manifest === this.shown && one.repository === this.own ? { ...one, tags: one.tags - 1 } : one,
    );
    this.known.set(manifest, found);
    return found;
  }
}

/** What is known of the layers of an image, and which image they begin with. */
export function* knownLayers(rows: Rows, { digests, ...from }: KnownLayersQuestion): Steps<KnownLayers> {
  const use = new LayerUse(rows, from);
  const tree = rows.sql('SELECT files, unpacked, toc FROM layer_tree WHERE digest = ?');
  const layers: KnownLayers['layers'][number][] = [];
  for (const digest of new Set(digests)) {
    let tags = 0;
    const repositories = new Set<number>();
    for (const manifest of use.manifestsOf(digest)) {
      for (const user of use.usersOf(manifest)) {
        if (user.repository === use.own) tags += user.tags;
        else repositories.add(user.repository);
      }
      yield undefined;
    }
    const listed = tree.get(bytesOf(digest)) as { files: number; unpacked: number; toc: string | null } | undefined;
    const files = listed && { files: listed.files, unpacked: listed.unpacked, isListed: listed.toc !== null };
    layers.push({ digest, tags, repositories: repositories.size, ...(files ? { files } : {}) });
  }
  const base = yield* baseOf(rows, from.connectionId, [...new Set(digests)]);
  yield { layers, ...(base ? { base } : {}) };
}

/** Who else uses a layer: other tags of the repository, and other repositories with one of their tags each. */
export function* layerSharing(rows: Rows, { digest, ...from }: LayerSharingQuestion): Steps<LayerSharing> {
  const use = new LayerUse(rows, from);
  const tags: string[] = [];
  const others = new Map<number, { count: number; manifest: number }>();
  for (const manifest of use.manifestsOf(digest)) {
    for (const { repository, tags: count } of use.usersOf(manifest)) {
      if (repository === use.own) tags.push(...tagsOf(rows, repository, manifest).filter((tag) => tag !== from.tag));
      else others.set(repository, { manifest, count: count + (others.get(repository)?.count ?? 0) });
    }
    yield undefined;
  }
  const nameOf = rows.sql('SELECT name FROM repository WHERE id = ?');
  const repositories = [...others]
    .map(([id, one]) => ({ id, ...one, repository: (nameOf.get(id) as { name: string }).name }))
    .sort((a, b) => order.compare(a.repository, b.repository));
  yield {
    tags: orderTags(tags).slice(0, MOST_NAMED),
    tagCount: tags.length,
    repositories: repositories.slice(0, MOST_NAMED).map(({ id, manifest, count, repository }) => {
      const [tag = ''] = orderTags(tagsOf(rows, id, manifest));
      return { repository, tag, tags: count };
    }),
    repositoryCount: repositories.length,
  };
}

function tagsOf(rows: Rows, repository: number, manifest: number): string[] {
  const found = rows.sql('SELECT name FROM tag WHERE manifest = ? AND repository = ?').all(manifest, repository);
  return (found as { name: string }[]).map(({ name }) => name);
}
