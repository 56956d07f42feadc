import type { TagDetail } from '../../shared/contract/tags.ts';
import { shortDigest } from '../../shared/oci/digest.ts';
import { platformName } from '../../shared/oci/platform.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { bytesText, counted, timeText } from './output.ts';
import { referenceOf, repositoryOf } from './places.ts';
import { readTags } from './tag-reading.ts';

/** A tag as `--json` prints it. */
function shownTag(registry: string, row: TagDetail): unknown {
  const reference = `${registry}:${row.tag}`;
  if (row.state === 'not-found') return { reference, tag: row.tag, state: 'not-found' };
  if (row.state === 'failed') return { reference, tag: row.tag, state: 'failed', code: row.code };
  const { tag, digest, mediaType, kind, content, artifactType, size, created, pulled, immutable } = row;
  const told = { artifactType, size, created, pulled, immutable };
  return { reference, tag, state: 'read', digest, mediaType, kind, content, platforms: row.platforms.map(platformName), ...told };
}

function cellsOf(row: TagDetail): string[] {
  if (row.state === 'not-found') return [row.tag, '', 'deleted meanwhile'];
  if (row.state === 'failed') return [row.tag, '', `not read: ${row.code}`];
  const platforms = row.platforms.map(platformName).join(', ');
  return [
    row.tag,
    shortDigest(row.digest),
    row.content,
    row.size === undefined ? '' : bytesText(row.size),
    timeText(row.created),
    platforms,
  ];
}

/** `tags REPOSITORY`: its tags, all or those that a query finds. */
export async function tags(context: Context): Promise<void> {
  const { given, output } = context;
  const [text = ''] = given.operands;
  const named = await context.place(text);
  const at = repositoryOf(named, text);
  const registry = referenceOf(named.connection, at.repository, {});
  const rows: string[][] = [];
  let failed = 0;
  for await (const row of readTags(context, at, given.value('filter') ?? '')) {
    if (row.state === 'failed') failed++;
    if (output.isJson) await output.json(shownTag(registry, row));
    else if (given.has('refs')) await output.line(`${registry}:${row.tag}`);
    else rows.push(cellsOf(row));
  }
  if (!output.isJson && !given.has('refs')) await output.table(['TAG', 'DIGEST', 'KIND', 'SIZE', 'CREATED', 'PLATFORMS'], rows, [3]);
  if (failed > 0) throw new Refusal('failed', `${counted(failed, 'tag')} could not be read.`);
}
