import type { Rows } from './rows.ts';

/** Whether something is used by what was not chosen: not found out yet, yes, no. */
const UNKNOWN = 0;
const KEPT = 1;
const FREE = 2;

/** Numbers by id, of which most are never set: pages of them that are not touched take no room. */
const byId = (most: number): Uint32Array => new Uint32Array(most + 1);

/**
 * What is used by chosen tags of one registry, and by others. A registry keeps a blob once for all its repositories, and for as long as any tag
 * leads to it: an image whose tags were not all chosen keeps its blobs.
 */
export class BlobUses {
  private readonly rows: Rows;
  private readonly connection: number;
  private readonly chosenTags: Uint32Array;
  private readonly manifestState: Uint8Array;
  private readonly blobState: Uint8Array;

  constructor(rows: Rows, connection: number) {
    this.rows = rows;
    this.connection = connection;
    const manifests = rows.mostId('manifest');
    this.chosenTags = byId(manifests);
    this.manifestState = new Uint8Array(manifests + 1);
    this.blobState = new Uint8Array(rows.mostId('blob') + 1);
  }

  /** `tags` of a manifest are chosen; all of them before {@link isKept} is asked. True where none of it was before. */
  choose(manifest: number, tags: number): boolean {
    const before = this.chosenTags[manifest] ?? 0;
    this.chosenTags[manifest] = before + tags;
    return before === 0;
  }

  /** Whether a tag that was not chosen uses this blob, as far as has been read. */
  isKept(blob: number): boolean {
    const known = this.blobState[blob] ?? UNKNOWN;
    if (known !== UNKNOWN) return known === KEPT;
    const users = this.rows.sql('SELECT manifest FROM part WHERE blob = ?');
    let isKept = false;
    for (const { manifest } of users.iterate(blob) as Iterable<{ manifest: number }>)
      if (this.isManifestKept(manifest)) {
        isKept = true;
        break;
      }
    this.blobState[blob] = isKept ? KEPT : FREE;
    return isKept;
  }

  private isManifestKept(manifest: number): boolean {
    const known = this.manifestState[manifest] ?? UNKNOWN;
    if (known !== UNKNOWN) return known === KEPT;
    const text = 'SELECT count(*) AS n FROM tag t JOIN repository r ON r.id = t.repository WHERE t.manifest = ? AND r.connection = ?';
    const { n } = this.rows.sql(text).get(manifest, this.connection) as { n: number };
    const isKept = n > (this.chosenTags[manifest] ?? 0);
    this.manifestState[manifest] = isKept ? KEPT : FREE;
    return isKept;
  }
}
