import { type Comparison, compareImages, differingEntries } from '../../shared/compare/images.ts';
import type { LayerRow } from '../../shared/compare/layers.ts';
import { nameText } from '../../shared/name-text.ts';
import type { Context } from './context.ts';
import { Refusal } from './exit-codes.ts';
import { holdRead, readFiles } from './files.ts';
import { imageFor, type ReadImage, readImage } from './image-reading.ts';
import { bytesText, counted } from './output.ts';

const SIGNS = { same: ' ', changed: '~', removed: '-', added: '+' } as const;

function layerLine(row: LayerRow): string {
  const layer = 'right' in row ? row.right : row.left;
  return `${SIGNS[row.mark]} ${layer.digest}  ${bytesText(layer.size).padStart(9)}  ${layer.name ?? ''}`;
}

/** What the configs differ in, each with what it is called in a Dockerfile where that is not plain. */
function entryLines({ facts, environment, labels, annotations, document }: Omit<Comparison, 'layers'>): string[] {
  const linesOf = (prefix: string, entries: Comparison['labels']): string[] =>
    entries
      .filter(({ mark }) => mark !== 'same')
      .map(({ name, mark, left, right }) => {
        const values = [left, right].filter((value) => value !== undefined);
        return `${SIGNS[mark]} ${prefix}${name}: ${values.join(' -> ')}`;
      });
  return [
    ...linesOf('', facts),
    ...linesOf('ENV ', environment),
    ...linesOf('LABEL ', labels),
    ...linesOf('ANNOTATION ', annotations),
    ...linesOf('', document),
  ];
}

/** What the files of both differ in, and how many layers could not be read. The largest differences first, as many as are told. */
async function compareFiles(context: Context, from: ReadImage, to: ReadImage) {
  let unread = 0;
  for (const image of [from, to]) unread += await readFiles(context, image);
  const at = ({ connectionId, repository, digest }: ReadImage) => ({ connectionId, repository, digest });
  return { unread, ...(await context.client.files.compare({ from: at(from), to: at(to) }, { signal: context.signal })) };
}

/** `diff A B`: what two images differ in; with `--files` also the files. */
export async function diff(context: Context): Promise<void> {
  const { given, output } = context;
  const platform = given.value('platform');
  const [a, b] = given.operands;
  const [one, other] = [await readImage(context, a ?? ''), await readImage(context, b ?? '')];
  // Where both are the same, no platform has to be chosen to say so.
  if (one.digest === other.digest && !output.isJson) return output.line(`Both are ${one.digest}.`);
  const left = await imageFor(context, one, platform);
  const right = await imageFor(context, other, platform);
  for (const { view, digest } of [left, right])
    if (view.kind !== 'image' && view.kind !== 'artifact') throw new Refusal('refused', `${digest} has no layers to compare.`);
  if ((left.view.kind !== 'image' && left.view.kind !== 'artifact') || (right.view.kind !== 'image' && right.view.kind !== 'artifact'))
    return;
  const { layers, ...comparison } = compareImages(left.view, right.view);
  const entries = differingEntries({ layers, ...comparison });
  const files = given.has('files') ? await compareFiles(context, left, right) : undefined;
  const isEqual = left.digest === right.digest;
  if (output.isJson) {
    await output.json({ left: left.digest, right: right.digest, isEqual, layers: layers.rows, entries, ...(files ? { files } : {}) });
    return holdRead(files?.unread ?? 0);
  }
  if (isEqual) return output.line(`Both are ${left.digest}.`);
  await output.line(`- ${left.digest}\n+ ${right.digest}\n`);
  for (const row of layers.rows) await output.line(layerLine(row));
  for (const line of entryLines(comparison)) await output.line(line);
  if (!files) return;
  await output.line('');
  for (const { mark, path, left: before, right: after } of files.rows)
    await output.line(
      `${SIGNS[mark]} /${nameText(path)}  ${[before, after].flatMap((size) => (size === undefined ? [] : [bytesText(size)])).join(' -> ')}`,
    );
  if (files.count > files.rows.length) output.note(`and ${counted(files.count - files.rows.length, 'more difference')}`);
  holdRead(files.unread);
}
