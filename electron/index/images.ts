import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ImageSummary } from '../browse/image-summary.ts';
import { bytesOf, digestOfBytes } from './digest-bytes.ts';
import type { ImagesPart, InRepository, PackedImage } from './messages.ts';

/** Images that are answered in one message: what takes the other thread about 5 ms to take in. */
const PART_SIZE = 500;

type ManifestRow = {
  readonly id: number;
  readonly digest: Uint8Array;
  readonly created: number | null;
  readonly subject: Uint8Array | null;
  readonly covers: string | null;
  readonly over_limit: number;
  readonly media_type: string;
  readonly kind: ImageSummary['kind'];
  readonly content: ImageSummary['content'];
  readonly artifact_type: string;
  readonly platforms: string;
};

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

const OF_REPOSITORY = 'FROM held h JOIN manifest m ON m.id = h.manifest AND m.shape IS NOT NULL';

/** Everything that the index knows of images, over one open database. */
export class Images {
  private readonly database: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();
  /** Ids of shapes, of which there are a few dozen. */
  private readonly shapes = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.database = database;
  }

  /** What is known of the images of a repository, a part at a time; each blob and child is told once, before what names it. */
  *of({ connectionId, repository }: InRepository): Generator<ImagesPart> {
    const found = this.repositoryId(connectionId, repository);
    if (found === undefined) return;
    this.sql('UPDATE repository SET opened = ? WHERE id = ?').run(Date.now(), found);
    const manifests = this.sql(
      `SELECT m.*, s.media_type, s.kind, s.content, s.artifact_type, s.platforms ${OF_REPOSITORY} JOIN shape s ON s.id = m.shape WHERE h.repository = ?`,
    ).all(found) as ManifestRow[];
    const told: Told = { blobs: new Map(), digests: new Map() };
    for (let at = 0; at < manifests.length; at += PART_SIZE) {
      const part: ImagesPart = { blobs: [], digests: [], images: [] };
      for (const row of manifests.slice(at, at + PART_SIZE)) part.images.push(this.pack(row, part, told));
      yield part;
    }
  }

  /** Adds these images to a repository; those that are known are not changed, but for one that was read with a smaller limit. */
  save({ connectionId, repository }: InRepository, images: readonly ImageSummary[]): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const into = this.repositoryId(connectionId, repository) ?? this.addRepository(connectionId, repository);
      for (const image of images) {
        const manifest = this.saveManifest(image);
        this.sql('INSERT OR IGNORE INTO held (repository, manifest) VALUES (?, ?)').run(into, manifest);
      }
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  private pack(row: ManifestRow, part: ImagesPart, told: Told): PackedImage {
    const layers: number[] = [];
    const configs: number[] = [];
    const parts = this.sql(
      'SELECT p.position, p.blob, p.size, b.digest FROM part p JOIN blob b ON b.id = p.blob WHERE p.manifest = ? ORDER BY p.position',
    );
    for (const { position, blob, size, digest } of parts.iterate(row.id) as Iterable<PartRow>) {
      const at = placeOf(told.blobs, `${blob} ${size}`, () => part.blobs.push([digestOfBytes(digest), size]));
      if (position < 0) configs.unshift(at);
      else layers.push(at);
    }
    const children: number[] = [];
    const named = this.sql(
      'SELECT m.id, m.digest FROM child c JOIN manifest m ON m.id = c.manifest WHERE c.parent = ? ORDER BY c.position',
    );
    for (const { id, digest } of named.iterate(row.id) as Iterable<{ id: number; digest: Uint8Array }>)
      children.push(placeOf(told.digests, `${id}`, () => part.digests.push(digestOfBytes(digest))));
    return {
      digest: digestOfBytes(row.digest),
      mediaType: row.media_type,
      kind: row.kind,
      content: row.content,
      platforms: JSON.parse(row.platforms) as ImageSummary['platforms'],
      layers,
      configs,
      children,
      ...(row.artifact_type === '' ? {} : { artifactType: row.artifact_type }),
      ...(row.created === null ? {} : { created: new Date(row.created).toISOString() }),
      ...(row.subject === null ? {} : { subject: digestOfBytes(row.subject) }),
      ...(row.covers === null ? {} : { covers: JSON.parse(row.covers) as NonNullable<ImageSummary['covers']> }),
      ...(row.over_limit === 1 ? { overLimit: true as const } : {}),
    };
  }

  private saveManifest(image: ImageSummary): number {
    const digest = bytesOf(image.digest);
    const id = this.manifestId(digest);
    const known = this.sql('SELECT shape, covers FROM manifest WHERE id = ?').get(id) as { shape: number | null; covers: string | null };
    if (known.shape !== null && known.covers === null) return id;
    this.sql('UPDATE manifest SET shape = ?, created = ?, subject = ?, covers = ?, over_limit = ? WHERE id = ?').run(
      this.shapeId(image),
      image.created === undefined ? null : Date.parse(image.created),
      image.subject === undefined ? null : bytesOf(image.subject),
      image.covers === undefined ? null : JSON.stringify(image.covers),
      image.overLimit ? 1 : 0,
      id,
    );
    this.sql('DELETE FROM part WHERE manifest = ?').run(id);
    this.sql('DELETE FROM child WHERE parent = ?').run(id);
    const part = this.sql('INSERT INTO part (manifest, position, blob, size) VALUES (?, ?, ?, ?)');
    for (const [at, [blob, size]] of image.layers.entries()) part.run(id, at, this.blobId(bytesOf(blob)), size);
    for (const [at, [blob, size]] of image.configs.entries()) part.run(id, -1 - at, this.blobId(bytesOf(blob)), size);
    const child = this.sql('INSERT INTO child (parent, position, manifest) VALUES (?, ?, ?)');
    for (const [at, named] of image.children.entries()) child.run(id, at, this.manifestId(bytesOf(named)));
    return id;
  }

  private manifestId(digest: Uint8Array): number {
    const found = this.sql('SELECT id FROM manifest WHERE digest = ?').get(digest) as { id: number } | undefined;
    return found?.id ?? Number(this.sql('INSERT INTO manifest (digest) VALUES (?)').run(digest).lastInsertRowid);
  }

  private blobId(digest: Uint8Array): number {
    const found = this.sql('SELECT id FROM blob WHERE digest = ?').get(digest) as { id: number } | undefined;
    return found?.id ?? Number(this.sql('INSERT INTO blob (digest) VALUES (?)').run(digest).lastInsertRowid);
  }

  private shapeId({ mediaType, kind, content, artifactType = '', platforms }: ImageSummary): number {
    const values = [mediaType, kind, content, artifactType, JSON.stringify(platforms)];
    const key = values.join('\n');
    let id = this.shapes.get(key);
    if (id === undefined) {
      this.sql('INSERT OR IGNORE INTO shape (media_type, kind, content, artifact_type, platforms) VALUES (?, ?, ?, ?, ?)').run(...values);
      const where = 'media_type = ? AND kind = ? AND content = ? AND artifact_type = ? AND platforms = ?';
      id = (this.sql(`SELECT id FROM shape WHERE ${where}`).get(...values) as { id: number }).id;
      this.shapes.set(key, id);
    }
    return id;
  }

  private repositoryId(connectionId: string, repository: string): number | undefined {
    const sql = 'SELECT r.id FROM repository r JOIN connection c ON c.id = r.connection WHERE c.name = ? AND r.name = ?';
    return (this.sql(sql).get(connectionId, repository) as { id: number } | undefined)?.id;
  }

  private addRepository(connectionId: string, repository: string): number {
    this.sql('INSERT OR IGNORE INTO connection (name) VALUES (?)').run(connectionId);
    const sql = 'INSERT INTO repository (connection, name, opened) SELECT id, ?, ? FROM connection WHERE name = ?';
    return Number(this.sql(sql).run(repository, Date.now(), connectionId).lastInsertRowid);
  }

  private sql(text: string): StatementSync {
    let statement = this.prepared.get(text);
    if (!statement) {
      statement = this.database.prepare(text);
      this.prepared.set(text, statement);
    }
    return statement;
  }
}
