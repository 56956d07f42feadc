import type { CatalogEvent } from '../../shared/contract/repositories.ts';
import { splitNames } from '../../shared/name-lines.ts';
import type { LocalIndex } from './local-index.ts';

/** Names that cross to the thread of the index at once: about a millisecond of each. */
const BATCH_SIZE = 1_000;

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The same catalog, whose names are written into the index while the next page is on its way. Whoever reads it never waits for that; what cannot be
 * written is told by the next catalog.
 */
export async function* rememberNames(
  index: LocalIndex,
  connectionId: string,
  catalog: AsyncIterable<CatalogEvent>,
): AsyncGenerator<CatalogEvent> {
  const told = { connectionId, time: Date.now() };
  let writing = Promise.resolve();
  const write = async (names: readonly string[]): Promise<void> => {
    for (let at = 0; at < names.length; at += BATCH_SIZE) {
      await later();
      void index.ask({ kind: 'named', ...told, names: names.slice(at, at + BATCH_SIZE) }).catch(() => {});
    }
  };
  for await (const event of catalog) {
    yield event;
    if (event.kind === 'page') writing = writing.then(() => write(splitNames(event.names)));
    else if (event.kind === 'end' && event.cut === undefined)
      writing = writing.then(() => index.ask({ kind: 'named-all', ...told })).catch(() => {});
  }
}

/** A catalog, and before it the names of the last one, if the index answers before the registry or the registry fails. Both are asked at once. */
export async function* recallNames(
  index: LocalIndex,
  connectionId: string,
  catalog: AsyncGenerator<CatalogEvent>,
): AsyncGenerator<CatalogEvent> {
  const first = catalog.next();
  let names = '';
  const recalled = index.ask({ kind: 'named-before', connectionId }, (part) => ({ names } = part)).catch(() => {});
  try {
    await Promise.race([recalled, first.catch(() => recalled)]);
    if (names !== '') yield { kind: 'remembered', names };
    for (let step = await first; !step.done; step = await catalog.next()) yield step.value;
  } finally {
    await catalog.return(undefined);
  }
}
