import { fileNameOf } from '../../shared/artifacts/file-name.ts';
import type { ImageView } from '../../shared/contract/images.ts';
import { platformName } from '../../shared/oci/platform.ts';
import type { Context } from './context.ts';
import { imageFor, type ReadImage, readImage } from './image-reading.ts';
import { bytesText, columns, timeText } from './output.ts';
import { referenceOf } from './places.ts';

/** What only some kinds of manifests have, as `--json` prints it. */
function partsOf(view: ImageView): object {
  switch (view.kind) {
    case 'image': {
      const { platform, ...config } = view.config ?? {};
      return { ...(platform ? { platform: platformName(platform) } : {}), config, layers: view.layers };
    }
    case 'artifact':
      return { artifactType: view.artifactType, layers: view.layers };
    case 'index':
      return {
        images: view.images.map(({ platform, ...image }) => ({ ...image, ...(platform ? { platform: platformName(platform) } : {}) })),
      };
    case 'legacy':
    case 'unknown':
      return {};
  }
}

/** An image as `--json` prints it. */
function shownImage({ named, repository, digest, view }: ReadImage): object {
  const { mediaType, kind, content, subject, created } = view;
  const reference = referenceOf(named.connection, repository, named.tag === undefined ? { digest } : { tag: named.tag, digest });
  const annotations = Object.fromEntries(view.annotations);
  return { reference, digest, mediaType, kind, content, subject, created, annotations, ...partsOf(view) };
}

const words = (values: readonly string[]): string => values.join(' ');

/** Names and values: what an image is. Empty ones are left out. */
function factsOf(view: ImageView): [string, string][] {
  const config = view.kind === 'image' ? view.config : undefined;
  return [
    ['Artifact type', view.kind === 'artifact' ? (view.artifactType ?? '') : ''],
    ['Created', timeText(view.created)],
    ['About', view.subject ?? ''],
    ['Platform', config?.platform ? platformName(config.platform) : ''],
    ['Entrypoint', words(config?.entrypoint ?? [])],
    ['Command', words(config?.command ?? [])],
    ['User', config?.user ?? ''],
    ['Working directory', config?.workingDirectory ?? ''],
    ['Ports', words(config?.ports ?? [])],
  ];
}

async function printParts({ output }: Context, view: ImageView): Promise<void> {
  if (view.kind === 'index') {
    await output.line('');
    const rows = view.images.map(({ digest, platform, form }) => [platform ? platformName(platform) : '', digest, form ?? '']);
    await output.table(['PLATFORM', 'DIGEST', 'FORM'], rows);
  }
  if (view.kind !== 'image' && view.kind !== 'artifact') return;
  await output.line('');
  const isArtifact = view.kind === 'artifact';
  const rows = view.layers.map(({ digest, size, instruction, mediaType, annotations }, i) => [
    ...[String(i + 1), digest, bytesText(size)],
    ...(isArtifact ? [mediaType, fileNameOf(annotations) ?? ''] : [instruction ?? mediaType]),
  ]);
  await output.table(['LAYER', 'DIGEST', 'SIZE', ...(isArtifact ? ['TYPE', 'NAME'] : ['MADE BY'])], rows, [0, 2]);
}

/** `inspect REF`: what an image is. */
export async function inspect(context: Context): Promise<void> {
  const { given, output } = context;
  const [text = ''] = given.operands;
  const platform = given.value('platform');
  const whole = await readImage(context, text);
  const read = platform === undefined ? whole : await imageFor(context, whole, platform);
  if (given.has('raw')) return output.raw(read.view.manifest);
  if (output.isJson) return output.json(shownImage(read));
  const { named, repository, digest, view } = read;
  const rows = [
    ['Reference', referenceOf(named.connection, repository, named.tag === undefined ? {} : { tag: named.tag })],
    ['Digest', digest],
  ];
  rows.push(['Type', `${view.content}, ${view.mediaType}`], ...factsOf(view).filter(([, value]) => value !== ''));
  for (const [key, value] of view.annotations) rows.push(['Annotation', `${key}=${value}`]);
  // One line each, whatever is in them.
  for (const line of columns(rows)) await output.line(line.replaceAll('\n', ' '));
  await printParts(context, view);
}
