import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileRow } from '../../shared/contract/files.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { endAs, followRun } from './follow-run.ts';
import { imageFor, type ReadImage, readImage } from './image-reading.ts';
import { bytesText, counted, timeText } from './output.ts';

/** `HOST/REPOSITORY:TAG:/PATH` in its two parts: only a path begins with a slash after a colon. */
export function splitPath(text: string): { readonly reference: string; readonly path: string | undefined } {
  const scheme = text.indexOf('://');
  const at = text.indexOf(':/', scheme < 0 ? 0 : scheme + 3);
  return at < 0 ? { reference: text, path: undefined } : { reference: text.slice(0, at), path: text.slice(at + 2) };
}

const imageOf = ({ connectionId, repository, digest }: ReadImage) => ({ connectionId, repository, digest });

/** Reads the layers whose files are not known yet; how many of them could not be read whole. */
export async function readFiles({ client, output, signal }: Context, read: ReadImage): Promise<number> {
  let unread = 0;
  for await (const event of await client.files.read({ ...imageOf(read), full: false }, { signal })) {
    if (event.kind === 'progress') output.progress(`layer ${event.layer}: ${bytesText(event.bytes)} of ${bytesText(event.of)}`);
    if (event.kind !== 'layer' || event.problems.length === 0) continue;
    unread++;
    output.note(`Layer ${event.number} could not be read whole.`);
  }
  output.progress('');
  signal.throwIfAborted();
  return unread;
}

/** A layer that was not read is no success: what is in it is not among what was printed. @throws Refusal. */
export function holdRead(unread: number): void {
  if (unread > 0) throw new Refusal('failed', `${counted(unread, 'layer')} could not be read whole.`);
}

/** Everything below a folder, each folder before what is in it. */
async function* below(context: Context, read: ReadImage, path: string): AsyncGenerator<FileRow> {
  const { client, output, signal } = context;
  const { rows, more } = await client.files.folder({ ...imageOf(read), path }, { signal });
  for (const row of rows) {
    yield row;
    if (row.kind === 'folder') yield* below(context, read, row.path);
  }
  if (more > 0) output.note(`/${path} has ${counted(more, 'more entry', 'more entries')}, which are not listed.`);
}

const KINDS: Readonly<Record<FileRow['kind'], string>> = {
  file: '-',
  folder: 'd',
  symlink: 'l',
  hardlink: 'h',
  'character-device': 'c',
  'block-device': 'b',
  fifo: 'p',
};

/** `rwxr-xr-x` */
const rights = (mode: number): string => [...'rwxrwxrwx'].map((letter, i) => ((mode >> (8 - i)) & 1 ? letter : '-')).join('');

function lineOf({ path, kind, mode, uid, gid, size, modified, target }: FileRow): string {
  const time = modified === undefined ? '' : timeText(new Date(modified).toISOString());
  const owner = `${uid}:${gid}`.padEnd(11);
  return `${KINDS[kind]}${rights(mode)} ${owner} ${String(size).padStart(12)} ${time.padEnd(16)} /${path}${target === undefined ? '' : ` -> ${target}`}`;
}

/** A file as `--json` prints it. */
const shownFile = ({ path, kind, size, mode, uid, gid, modified, target, layers }: FileRow) => ({
  ...{ path: `/${path}`, kind, size, mode: mode.toString(8).padStart(4, '0'), uid, gid },
  ...(modified === undefined ? {} : { modified: new Date(modified).toISOString() }),
  ...{ target, layer: layers.at(-1) },
});

/** The bytes of a file, or a folder as a tar, held against the digests of its layers before any of it is printed. */
async function printContent(context: Context, read: ReadImage, path: string): Promise<void> {
  const { client, output, signal } = context;
  const { connectionId, repository, digest } = read;
  const folder = await mkdtemp(join(tmpdir(), 'longshore-file-'));
  try {
    const { planId } = await client.transfer.content.plan(
      { connectionId, repository, content: { kind: 'files', digest, path } },
      { signal },
    );
    const target = join(folder, 'content');
    const { runId } = await client.transfer.content.start({ planId, path: target, replace: false });
    endAs(await followRun(context, runId), true);
    const file = await open(target);
    for await (const chunk of file.createReadStream()) await output.raw(chunk as Uint8Array);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `files REF[:PATH]`: what is in an image, or the bytes of one file. */
export async function files(context: Context): Promise<void> {
  const { given, output } = context;
  const { reference, path } = splitPath(given.operands[0] ?? '');
  const read = await imageFor(context, await readImage(context, reference), given.value('platform'));
  const unread = await readFiles(context, read);
  if (path !== undefined && !given.has('list')) return printContent(context, read, path);
  let found = 0;
  for await (const row of below(context, read, path ?? '')) {
    found++;
    if (output.isJson) await output.json(shownFile(row));
    else await output.line(lineOf(row));
  }
  holdRead(unread);
  if (found === 0 && path !== undefined) throw new Refusal('not-found', `Nothing is in /${path}.`);
}
