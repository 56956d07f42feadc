import { fileNameOf } from '../../../shared/artifacts/file-name.ts';
import type { ArtifactContents, PackedFile } from '../../../shared/contract/artifacts.ts';
import type { Layer } from '../../../shared/contract/images.ts';
import { nameText } from '../../../shared/name-text.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import type { Pairs } from '../../../shared/oci/manifest.ts';

/** A line of the files of an artifact: a blob, or a file of a blob that is a package. */
export type FileLine = {
  readonly key: string;
  readonly level: 1 | 2;
  readonly name: string;
  readonly size: number;
  /** Whether a package is open; undefined of what is none. */
  readonly expanded: boolean | undefined;
  readonly layer: Layer;
  /** Of a file of a package. */
  readonly file?: PackedFile;
};

/** How the blobs of a chart are called after it: helm itself writes no names. */
const OF_CHART: Readonly<Record<string, string>> = {
  'application/vnd.cncf.helm.chart.content.v1.tar+gzip': '.tgz',
  'application/vnd.cncf.helm.chart.provenance.v1.prov': '.tgz.prov',
};

/** The name of a blob; where it has none, its digest. `artifact`: the annotations of what it is in. */
function nameOf({ annotations, digest, mediaType }: Layer, artifact: Pairs): string {
  const name = fileNameOf(annotations);
  if (name !== undefined) return nameText(name);
  const [title, version] = ['title', 'version'].map((key) => new Map(artifact).get(`org.opencontainers.image.${key}`));
  const ending = OF_CHART[mediaType];
  return title && version && ending ? nameText(`${title}-${version}${ending}`) : shortDigest(digest);
}

/** Whether a blob is a package, as its type says. */
export const isPackageType = ({ mediaType }: Pick<Layer, 'mediaType'>): boolean => /[.+](?:tar|tgz)(?:[.+]|$)/.test(mediaType);

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const depthOf = (path: string): number => path.split('/').length;

/** The folder that all files are in, with its slash; empty where there is none. */
function commonFolder(files: readonly PackedFile[]): string {
  const [first = ''] = files.map(({ path }) => path);
  const folder = first.slice(0, first.indexOf('/') + 1);
  return folder !== '' && files.every(({ path }) => path.startsWith(folder)) ? folder : '';
}

/** The files of a package with the names that they are shown by, those of the upper folders first. */
export function packedNames(files: readonly PackedFile[]): readonly { readonly name: string; readonly file: PackedFile }[] {
  const folder = commonFolder(files);
  return files
    .map((file) => ({ name: nameText(file.path.slice(folder.length)), file }))
    .sort((a, b) => Math.min(depthOf(a.name), 2) - Math.min(depthOf(b.name), 2) || order.compare(a.name, b.name));
}

/** The lines of an artifact. `contentsOf` tells what has been read of a blob, by its number. */
export function fileLines(
  { layers, annotations }: { readonly layers: readonly Layer[]; readonly annotations: Pairs },
  contentsOf: (index: number) => ArtifactContents | undefined,
  open: ReadonlySet<number>,
): FileLine[] {
  return layers.flatMap((layer, i): FileLine[] => {
    const contents = contentsOf(i);
    const isPackage = contents ? contents.kind === 'package' : isPackageType(layer);
    const blob: FileLine = {
      key: `${i}`,
      level: 1,
      name: nameOf(layer, annotations),
      size: layer.size,
      expanded: isPackage ? open.has(i) : undefined,
      layer,
    };
    if (!open.has(i) || contents?.kind !== 'package') return [blob];
    const packed = packedNames(contents.files).map(
      ({ name, file }, n): FileLine => ({ key: `${i} ${n}`, level: 2, name, size: file.size, expanded: undefined, layer, file }),
    );
    return [blob, ...packed];
  });
}

/** Names of files that a person looks at first. */
const FIRST = ['values.yaml', 'README.md'];

/** The line that is shown before one is chosen: of a chart its values, of other packages what they say of themselves, otherwise the first text. */
export function firstLine(lines: readonly FileLine[]): FileLine | undefined {
  const texts = lines.filter(({ file }) => file?.text !== undefined);
  for (const name of FIRST) {
    const found = texts.find((line) => line.name === name);
    if (found) return found;
  }
  return texts[0] ?? lines[0];
}
