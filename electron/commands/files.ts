import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileRow } from '../../shared/contract/files.ts';
import { nameText } from '../../shared/name-text.ts';
import { withoutTrailing } from '../../shared/text.ts';
import type { Context } from './context.ts';
import { exitOf, Refusal } from './exit-codes.ts';
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

/** Bits of a mode that change what the right to execute beside them means: set-uid, set-gid, and sticky (POSIX, `ls`). */
const SPECIAL = [
  { bit: 0o4000, at: 2, letter: 's' },
  { bit: 0o2000, at: 5, letter: 's' },
  { bit: 0o1000, at: 8, letter: 't' },
] as const;

/** `rwxr-xr-x`, or `rwsr-xr-x` of a program that runs as its owner. */
export function rights(mode: number): string {
  const letters = [...'rwxrwxrwx'].map((letter, i) => ((mode >> (8 - i)) & 1 ? letter : '-'));
  for (const { bit, at, letter } of SPECIAL) if (mode & bit) letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
  return letters.join('');
}

function lineOf({ path, kind, mode, uid, gid, size, modified, target }: FileRow): string {
  const time = modified === undefined ? '' : timeText(new Date(modified).toISOString());
  const owner = `${uid}:${gid}`.padEnd(11);
  return `${KINDS[kind]}${rights(mode)} ${owner} ${String(size).padStart(12)} ${time.padEnd(16)} /${nameText(path)}${target === undefined ? '' : ` -> ${nameText(target)}`}`;
}

/** A file as `--json` prints it. */
const shownFile = ({ path, kind, size, mode, uid, gid, modified, target, layers }: FileRow) => ({
  ...{ path: `/${path}`, kind, size, mode: mode.toString(8).padStart(4, '0'), uid, gid },
  ...(modified === undefined ? {} : { modified: new Date(modified).toISOString() }),
  ...{ target, layer: layers.at(-1) },
});

/** What has this path, without a slash at either end; undefined where nothing has it, or where its folder has too many entries. */
async function rowAt({ client, signal }: Context, read: ReadImage, path: string): Promise<FileRow | undefined> {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const listed = await client.files.folder({ ...imageOf(read), path: folder }, { signal }).catch((error: unknown) => {
    if (exitOf(error) !== 'not-found') throw error;
    return undefined;
  });
  return listed?.rows.find((row) => row.path === path);
}

/** What has no bytes of its own to print. @throws Refusal. */
async function refuseWithoutContent(context: Context, read: ReadImage, path: string): Promise<void> {
  const row = path === '' ? undefined : await rowAt(context, read, path);
  if (row?.kind === 'symlink') throw new Refusal('failed', `/${path} is a link to ${row.target ?? ''}. Name what it leads to.`);
  if (row?.kind === 'character-device' || row?.kind === 'block-device' || row?.kind === 'fifo')
    throw new Refusal('failed', `/${path} is a ${row.kind.replace('-', ' ')}: it has no content in the image.`);
}

/** The bytes of a file, or a folder as a tar, held against the digests of its layers before any of it is printed. */
async function printContent(context: Context, read: ReadImage, path: string): Promise<void> {
  const { client, output, signal } = context;
  const { connectionId, repository, digest } = read;
  await refuseWithoutContent(context, read, path);
  const folder = await mkdtemp(join(tmpdir(), 'longshore-file-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const { planId } = await client.transfer.content.plan(
      { connectionId, repository, content: { kind: 'files', digest, path } },
      { signal },
    );
    const target = join(folder, 'content');
    const { runId } = await client.transfer.content.start({ planId, path: target, replace: false });
    const ended = await followRun(context, runId);
    // Nobody has saved a file: the list of the window does not tell of one.
    await client.runs.dismiss({ id: runId });
    endAs(ended, true);
    const file = await open(target);
    // A reader that has seen enough ends the process at once. Systems that keep an open file do so without its name; the others remove it below.
    await remove().catch(() => {});
    for await (const chunk of file.createReadStream()) await output.raw(chunk as Uint8Array);
  } finally {
    await remove();
  }
}

/** `files REF[:PATH]`: what is in an image, or the bytes of one file. */
export async function files(context: Context): Promise<void> {
  const { given, output } = context;
  const { reference, path: named } = splitPath(given.operands[0] ?? '');
  const path = named === undefined ? undefined : withoutTrailing(named, '/');
  const read = await imageFor(context, await readImage(context, reference), given.value('platform'));
  const unread = await readFiles(context, read);
  if (path !== undefined && !given.has('list')) return printContent(context, read, path);
  const at = path === undefined || path === '' ? undefined : await rowAt(context, read, path);
  let found = 0;
  const rows = at && at.kind !== 'folder' ? [at] : below(context, read, path ?? '');
  for await (const row of rows) {
    found++;
    if (output.isJson) await output.json(shownFile(row));
    else await output.line(lineOf(row));
  }
  holdRead(unread);
  if (found === 0 && path !== undefined) throw new Refusal('not-found', `Nothing is in /${path}.`);
}
