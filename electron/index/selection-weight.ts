import { assertNever } from '../../shared/assert-never.ts';
import type { SelectionWeight, StorageSelection } from '../../shared/contract/storage.ts';
import { BlobUses } from './blob-uses.ts';
import { bytesOf } from './digest-bytes.ts';
import type { Steps } from './long-answers.ts';
import type { Rows } from './rows.ts';
import { manifestFacts, partsOf, scopeRepositories, tagsByManifest } from './storage-rows.ts';

/** Tags or blobs that are asked about between two looks for other questions. */
const A_STEP = 32;

export type WeighQuestion = { readonly connectionId: string; readonly selection: StorageSelection };

/** How many tags of a manifest are chosen. */
type Chosen = readonly [manifest: number, tags: number];

function* chosenIn(rows: Rows, { connectionId, selection }: WeighQuestion): Generator<Chosen | undefined> {
  switch (selection.kind) {
    case 'tags': {
      const repository = rows.repository({ connectionId, repository: selection.repository })?.id;
      if (repository === undefined) return;
      const pointed = rows.sql('SELECT manifest FROM tag WHERE repository = ? AND name = ?');
      for (const tag of new Set(selection.tags)) {
        const found = pointed.get(repository, tag) as { manifest: number } | undefined;
        yield found && [found.manifest, 1];
      }
      return;
    }
    case 'images': {
      const repository = rows.repository({ connectionId, repository: selection.repository })?.id;
      if (repository === undefined) return;
      const counted = rows.sql(
        'SELECT m.id, count(*) AS n FROM manifest m JOIN tag t ON t.manifest = m.id WHERE m.digest = ? AND t.repository = ? GROUP BY m.id',
      );
      for (const digest of new Set(selection.digests)) {
        const found = counted.get(bytesOf(digest), repository) as { id: number; n: number } | undefined;
        yield found && [found.id, found.n];
      }
      return;
    }
    case 'repositories': {
      const scopes = [
        ...selection.folders.map((folder) => ({ kind: 'folder', folder }) as const),
        ...selection.repositories.map((repository) => ({ kind: 'repository', repository }) as const),
      ];
      const ids = new Set(scopes.flatMap((scope) => scopeRepositories(rows, connectionId, scope).map(({ id }) => id)));
      for (const id of ids) for (const [manifest, names] of yield* tagsByManifest(rows, id)) yield [manifest, names.length];
      return;
    }
    default:
      assertNever(selection);
  }
}

/** What a selection takes, and what deleting it frees: the bytes of blobs that no tag uses that is kept, as far as has been read. */
export function* weighSelection(rows: Rows, question: WeighQuestion): Steps<SelectionWeight> {
  const connection = rows.connection(question.connectionId);
  const weight = { total: 0, unique: 0, tags: 0, unread: 0, elsewhere: 0 };
  if (connection === undefined) return yield weight;
  const uses = new BlobUses(rows, connection);
  const blobs = new Map<number, number>();
  let turn = 0;
  for (const chosen of chosenIn(rows, question)) {
    if (turn++ % A_STEP === 0) yield undefined;
    if (!chosen) continue;
    const [manifest, tags] = chosen;
    weight.tags += tags;
    if (!uses.choose(manifest, tags)) continue;
    if (!manifestFacts(rows, manifest).isWhole) weight.unread += 1;
    for (const [blob, size] of partsOf(rows, manifest)) blobs.set(blob, size);
  }
  for (const [blob, size] of blobs) {
    if (turn++ % A_STEP === 0) yield undefined;
    weight.total += size;
    if (!uses.isKept(blob)) weight.unique += size;
  }
  const text = 'SELECT count(*) AS n FROM repository WHERE connection = ? AND listed IS NULL';
  weight.elsewhere = (rows.sql(text).get(connection) as { n: number }).n;
  yield weight;
}
