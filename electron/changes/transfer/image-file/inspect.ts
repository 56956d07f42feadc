import type { ImageInFile } from '../../../../shared/contract/transfer.ts';
import type { IncompleteImage } from './image.ts';
import type { OpenFiles } from './open-files.ts';
import { checkedPath } from './path.ts';

/** What images a file holds, and those that it only names. @throws Failure STORAGE, IMAGE_FILE; the signal's reason. */
export const inspectFile = (
  openFiles: OpenFiles,
  path: string,
  signal: AbortSignal,
): Promise<{ images: ImageInFile[]; incomplete: IncompleteImage[] }> =>
  openFiles.use(checkedPath(path), signal, async ({ images, incomplete }) => ({
    images: images.map(({ names, graph }) => ({
      name: names[0] ?? '',
      names: [...names],
      digest: graph.root.digest,
      platforms: graph.platforms.map((platform) => platform.name),
      bytes: [...graph.blobs.values()].reduce((sum, size) => sum + size, 0),
    })),
    incomplete: [...incomplete],
  }));
