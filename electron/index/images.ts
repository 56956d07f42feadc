import { sizeOf } from '../browse/image-size.ts';
import type { ImageSummary } from '../browse/image-summary.ts';
import { bytesOf, digestOfBytes } from './digest-bytes.ts';
import { factsOf, MANIFEST_COLUMNS, type ManifestRow } from './manifest-row.ts';
import type { ImagesPart, OpenedRepository, PackedImage } from './messages.ts';
import type { Rows } from './rows.ts';

/** Images that are answered in one message: what takes the other thread about 5 ms to take in. */
const PART_SIZE = 500;

type ImageRow = ManifestRow & { readonly id: number; readonly subject: Uint8Array | null; readonly over_limit: number };

type PartRow = { readonly position: number; readonly blob: number; readonly size: number; readonly digest: Uint8Array };

/** Places in the lists of all parts of one answer. */
type Told = { readonly blobs: Map<string, number>; readonly digests: Map<string, number> };

function placeOf(told: Map<string, number>, key: string, tell: () => void): number {
  const known = told.get(key);
  if (known !== undefined) return known;
  tell();
  told.set(key, told.size);
  return told.size - 1;
}

/** What the index knows of images. */
export class Images {
  private readonly rows: Rows;
  /** Ids of shapes, of which there are a few dozen, while images are saved: between two times what has none is swept away. */
  private readonly shapes = new Map<string, number>();

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** What is known of the images of a repository, a part at a time; each blob and child is told once, before what names it. */
  *of({ opens, ...place }: OpenedRepository): Generator<ImagesPart> {
    const found = this.rows.repository(place)?.id;
    if (found === undefined) return;
    if (opens) this.rows.sql('UPDATE repository SET opened = ? WHERE id = ?').run(Date.now(), found);
    const manifests = this.rows
      .sql(
        `SELECT m.id, m.subject, m.over_limit, ${MANIFEST_COLUMNS} FROM held h JOIN manifest m ON m.id = h.manifest JOIN shape s ON s.id = m.shape WHERE h.repository = ?`,
      )
      .all(found) as ImageRow[];
    const told: Told = { blobs: new Map(), digests: new Map() };
    for (let at = 0; at < manifests.length; at += PART_SIZE) {
      const part: ImagesPart = { blobs: [], digests: [], images: [] };
      for (const row of manifests.slice(at, at + PART_SIZE)) part.images.push(this.pack(row, part, told));
      yield part;
    }
  }

  /** Adds these images to a repository; those that are known are not changed, but for one that was read with a smaller limit. */
  save({ opens, ...place }: OpenedRepository, images: readonly ImageSummary[]): void {
    this.shapes.clear();
    this.rows.write(() => {
      const into = this.rows.repositoryFor(place);
      if (opens) this.rows.sql('UPDATE repository SET opened = ? WHERE id = ? AND opened IS NULL').run(Date.now(), into);
      const hold = this.rows.sql('INSERT OR IGNORE INTO held (repository, manifest) VALUES (?, ?)');
      for (const image of images) hold.run(into, this.saveManifest(image));
    });
  }

  private pack(row: ImageRow, part: ImagesPart, told: Told): PackedImage {
    const layers: number[] = [];
    const configs: number[] = [];
    const parts = this.rows.sql(
      'SELECT p.position, p.blob, p.size, b.digest FROM part p JOIN blob b ON b.id = p.blob WHERE p.manifest = ? ORDER BY p.position',
    );
    for (const { position, blob, size, digest } of parts.iterate(row.id) as Iterable<PartRow>) {
      const at = placeOf(told.blobs, `${blob} ${size}`, () => part.blobs.push([digestOfBytes(digest), size]));
      if (position < 0) configs.unshift(at);
      else layers.push(at);
    }
    const children: number[] = [];
    const named = this.rows.sql(
      'SELECT m.id, m.digest FROM child c JOIN manifest m ON m.id = c.manifest WHERE c.parent = ? ORDER BY c.position',
    );
    for (const { id, digest } of named.iterate(row.id) as Iterable<{ id: number; digest: Uint8Array }>)
      children.push(placeOf(told.digests, `${id}`, () => part.digests.push(digestOfBytes(digest))));
    return {
      ...factsOf(row),
      layers,
      configs,
      children,
      ...(row.subject === null ? {} : { subject: digestOfBytes(row.subject) }),
      ...(row.over_limit === 1 ? { overLimit: true as const } : {}),
    };
  }

  private saveManifest(image: ImageSummary): number {
    const digest = bytesOf(image.digest);
    const id = this.rows.manifestFor(digest);
    const known = this.rows.sql('SELECT shape, covers FROM manifest WHERE id = ?').get(id) as {
      shape: number | null;
      covers: string | null;
    };
    if (known.shape !== null && known.covers === null) return id;
    this.rows
      .sql('UPDATE manifest SET shape = ?, created = ?, size = ?, subject = ?, covers = ?, over_limit = ? WHERE id = ?')
      .run(
        this.shapeId(image),
        image.created === undefined ? null : Date.parse(image.created),
        sizeOf(image) ?? null,
        image.subject === undefined ? null : bytesOf(image.subject),
        image.covers === undefined ? null : JSON.stringify(image.covers),
        image.overLimit ? 1 : 0,
        id,
      );
    this.rows.sql('DELETE FROM part WHERE manifest = ?').run(id);
    this.rows.sql('DELETE FROM child WHERE parent = ?').run(id);
    const part = this.rows.sql('INSERT INTO part (manifest, position, blob, size) VALUES (?, ?, ?, ?)');
    for (const [at, [blob, size]] of image.layers.entries()) part.run(id, at, this.blobId(bytesOf(blob), size), size);
    for (const [at, [blob, size]] of image.configs.entries()) part.run(id, -1 - at, this.blobId(bytesOf(blob), size), size);
    const child = this.rows.sql('INSERT INTO child (parent, position, manifest) VALUES (?, ?, ?)');
    for (const [at, named] of image.children.entries()) child.run(id, at, this.rows.manifestFor(bytesOf(named)));
    this.saveLabels(id, image);
    return id;
  }

  private saveLabels(id: number, { labels = [], annotations = [] }: ImageSummary): void {
    const add = this.rows.sql('INSERT OR IGNORE INTO labelled (manifest, pair) VALUES (?, ?)');
    for (const [key, value] of [...labels, ...annotations]) add.run(id, this.pairId(key, value));
  }

  private pairId(key: string, value: string): number {
    const found = this.rows.sql('SELECT id FROM pair WHERE key = ? AND value = ?').get(key, value) as { id: number } | undefined;
    return found?.id ?? Number(this.rows.sql('INSERT INTO pair (key, value) VALUES (?, ?)').run(key, value).lastInsertRowid);
  }

  /** The smallest size that a manifest says is the blob's. */
  private blobId(digest: Uint8Array, size: number): number {
    const found = this.rows.sql('SELECT id, size FROM blob WHERE digest = ?').get(digest) as { id: number; size: number } | undefined;
    if (!found) return Number(this.rows.sql('INSERT INTO blob (digest, size) VALUES (?, ?)').run(digest, size).lastInsertRowid);
    if (size < found.size) this.rows.sql('UPDATE blob SET size = ? WHERE id = ?').run(size, found.id);
    return found.id;
  }

  private shapeId({ mediaType, kind, content, artifactType = '', platforms }: ImageSummary): number {
    const values = [mediaType, kind, content, artifactType, JSON.stringify(platforms)];
    const key = values.join('\n');
    let id = this.shapes.get(key);
    if (id === undefined) {
      this.rows
        .sql('INSERT OR IGNORE INTO shape (media_type, kind, content, artifact_type, platforms) VALUES (?, ?, ?, ?, ?)')
        .run(...values);
      const where = 'media_type = ? AND kind = ? AND content = ? AND artifact_type = ? AND platforms = ?';
      id = (this.rows.sql(`SELECT id FROM shape WHERE ${where}`).get(...values) as { id: number }).id;
      this.shapes.set(key, id);
    }
    return id;
  }
}
