import type { Change } from '../../shared/contract/history.ts';
import { registryBase } from '../../shared/oci/reference.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { counted, timeText } from './output.ts';

const PAGE = 200;
const USUAL = 20;
const MOST = 100_000;

const placeOf = ({ connection, repository, tag }: Change): string =>
  `${registryBase(connection.url)}/${repository}${tag === '' || tag.includes(':') ? '' : `:${tag}`}`;

/** A change as `--json` prints it. */
const shownChange = ({ id, at, ended, what, state, connection, repository, tag, tags, undoes, group }: Change) => ({
  ...{ id, at, ended, what, state, registry: registryBase(connection.url), repository, tag, tags, undoes, group },
});

/** `history`: what was changed from here, newest first. */
export async function history(context: Context): Promise<void> {
  const { given, output, client, signal } = context;
  const limit = Number(given.value('limit') ?? USUAL);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) throw new Refusal('usage', `--limit takes a number from 1 to ${MOST}.`);
  const rows: string[][] = [];
  let before: string | undefined;
  let left = limit;
  let unread = 0;
  do {
    const asked = { limit: Math.min(left, PAGE), search: given.value('search') ?? '', ...(before === undefined ? {} : { before }) };
    const { entries, next } = await client.history.list(asked, { signal });
    for (const entry of entries) {
      if (entry.kind === 'unread') unread++;
      else if (output.isJson) await output.json(shownChange(entry.change));
      else
        rows.push([
          entry.change.id,
          timeText(entry.change.at),
          entry.change.what,
          entry.change.state,
          String(entry.change.tags),
          placeOf(entry.change),
        ]);
    }
    left -= entries.length;
    before = next ?? undefined;
  } while (before !== undefined && left > 0);
  if (!output.isJson) await output.table(['ID', 'TIME (UTC)', 'WHAT', 'STATE', 'TAGS', 'WHERE'], rows, [4]);
  if (unread > 0) output.note(`${counted(unread, 'entry', 'entries')} cannot be read by this version.`);
}
