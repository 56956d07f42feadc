import type { Change, HistoryEntry, Move, StepEntry } from '../../../shared/contract/history.ts';
import { client } from '../../lib/client.ts';
import { saveFile } from '../../lib/save-file.ts';
import { csv } from '../../lib/text/csv.ts';

export type ExportFormat = 'json' | 'csv';

/** Entries of a page that is fetched: none is large, whatever the length of the history. */
const PAGE = 200;

const COLUMNS = [
  ...['time', 'registry', 'address', 'repository', 'change', 'tag', 'state', 'step', 'method', 'reference', 'digest', 'status'],
  ...['failure', 'ms'],
];

async function* entriesOf(search: string): AsyncGenerator<HistoryEntry> {
  for (let before: string | null | undefined; before !== null; ) {
    const page = await client.history.list({ limit: PAGE, search, ...(before === undefined ? {} : { before }) });
    yield* page.entries;
    before = page.next;
  }
}

async function* stepsOf(id: string): AsyncGenerator<StepEntry[]> {
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<typeof client.history.get>> = await client.history.get({ id, from, limit: PAGE });
    yield page.entries;
    from = page.next;
  }
}

async function* movesOf(id: string): AsyncGenerator<Move[]> {
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<typeof client.history.moves>> = await client.history.moves({ id, from, limit: PAGE });
    yield page.moves;
    from = page.next;
  }
}

/** Steps of a change as rows of a table. Pure. */
function csvRows({ at, connection, repository, what, tag, state }: Change, steps: readonly StepEntry[]): string {
  const own = [at, connection.name, connection.url, repository, what, tag, state];
  const rows = steps.flatMap((entry) => {
    if (entry.kind === 'unread') return [];
    const { why, method, reference, digest, status, failure, took } = entry.step;
    return [[...own, why, method, reference, digest, status, failure, took]];
  });
  return rows.length === 0 ? '' : `${csv(rows)}\r\n`;
}

/** The history as a table, a row a step; a change without one has a row of its own (RFC 4180). */
async function* asCsv(search: string): AsyncGenerator<string> {
  yield `${csv([COLUMNS])}\r\n`;
  for await (const entry of entriesOf(search)) {
    if (entry.kind === 'unread') continue;
    const { change } = entry;
    if (change.steps === 0)
      yield `${csv([[change.at, change.connection.name, change.connection.url, change.repository, change.what, change.tag, change.state, '', '', '', '', '', '', '']])}\r\n`;
    else for await (const steps of stepsOf(change.id)) yield csvRows(change, steps);
  }
}

/** The items of a JSON list, page by page. */
async function* listed(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let isFirst = true;
  yield '[';
  for await (const page of pages) {
    for (const item of page) {
      yield `${isFirst ? '' : ',\n'}${JSON.stringify(item)}`;
      isFirst = false;
    }
  }
  yield ']';
}

/** The history as it is recorded, with the tags and the steps of each change. */
async function* asJson(search: string): AsyncGenerator<string> {
  let isFirst = true;
  yield '[\n';
  for await (const entry of entriesOf(search)) {
    yield isFirst ? '' : ',\n';
    isFirst = false;
    if (entry.kind === 'unread') {
      yield JSON.stringify(entry);
      continue;
    }
    yield `${JSON.stringify(entry.change).slice(0, -1)},\n"moves":`;
    yield* listed(movesOf(entry.change.id));
    yield ',\n"recorded":';
    yield* listed(stepsOf(entry.change.id));
    yield '}';
  }
  yield '\n]\n';
}

/** Saves what matches to a file, fetched page by page. */
export async function saveHistory(format: ExportFormat, search: string): Promise<void> {
  const parts: string[] = [];
  for await (const part of format === 'csv' ? asCsv(search) : asJson(search)) parts.push(part);
  saveFile(`longshore-history.${format}`, format === 'csv' ? 'text/csv' : 'application/json', parts);
}
