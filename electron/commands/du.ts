import type { StorageResult } from '../../shared/contract/storage.ts';
import { Failure } from '../../shared/errors.ts';
import type { Context } from './context.ts';
import { bytesText, counted } from './output.ts';
import { repositoryOf } from './places.ts';
import { readTags } from './tag-reading.ts';

/** `du REPOSITORY`: what it takes, image by image. All of its tags are read for it. */
export async function du(context: Context): Promise<void> {
  const { given, output, client, signal } = context;
  const [text = ''] = given.operands;
  const { connectionId, repository } = repositoryOf(await context.place(text), text);
  let unread = 0;
  for await (const row of readTags(context, { connectionId, repository }, '')) if (row.state !== 'read') unread++;
  let result: StorageResult | undefined;
  const asked = { connectionId, scope: { kind: 'repository' as const, repository }, by: 'tag' as const };
  for await (const event of await client.storage.read(asked, { signal })) if (event.kind === 'result') result = event.result;
  if (!result) throw new Failure('NOT_FOUND', { what: 'tags', subject: repository });
  const { figures, groups, rest } = result;
  if (output.isJson) {
    const images = groups.map(({ key, total, unique, tags, tagCount }) => ({
      digest: key,
      total,
      unique,
      tags: tags.map(({ tag }) => tag),
      tagCount,
    }));
    return output.json({ repository, total: figures.total, unique: figures.unique, tags: figures.tags, unread: figures.unread, images });
  }
  const rows = groups.map(({ key, total, unique, tags, tagCount }) => {
    const names = tags.map(({ tag }) => tag).join(' ');
    return [bytesText(total), bytesText(unique), tagCount > tags.length ? `${names} …` : names || key];
  });
  if (rest.count > 0) rows.push([bytesText(rest.total), bytesText(rest.unique), counted(rest.count, 'more image')]);
  rows.push([bytesText(figures.total), bytesText(figures.unique), 'all, each layer once']);
  await output.table(['TOTAL', 'ITS OWN', 'TAGS'], rows, [0, 1]);
  if (figures.unread + unread > 0) output.note('Not all images could be read: there is more than this.');
}
