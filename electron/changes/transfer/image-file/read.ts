import { Failure } from '../../../../shared/errors.ts';
import { dockerContent } from './docker.ts';
import { closeEntries, type Entries, missingPart, openEntries, readDocument } from './entries.ts';
import type { FileContent } from './image.ts';
import { ociContent } from './oci.ts';

/** An open file. Its images are read from it until it is closed. */
export type ImageFile = FileContent & { readonly close: () => Promise<void> };

async function contentOf(entries: Entries, signal: AbortSignal): Promise<FileContent> {
  const [index, manifest] = [await readDocument(entries, 'index.json'), await readDocument(entries, 'manifest.json')];
  const oci = index && entries.files.has('oci-layout') ? await ociContent(entries, index, signal) : undefined;
  if (oci && oci.images.length > 0) return oci;
  const docker = manifest ? await dockerContent(entries, manifest, signal) : undefined;
  if (docker && docker.images.length > 0) return docker;
  const [first] = [...(docker?.incomplete ?? []), ...(oci?.incomplete ?? [])];
  if (first) throw missingPart(entries, first.part);
  throw new Failure('IMAGE_FILE', { reason: entries.isWhole ? 'no-image' : 'cut-short', subject: entries.tar.path });
}

/**
 * Opens a tar file with images: an OCI image layout, or the output of `docker save`, compressed or not. A compressed one is unpacked into
 * `scratch`. The caller closes it. @throws Failure STORAGE, IMAGE_FILE; the signal's reason.
 */
export async function openImageFile(path: string, scratch: string, signal: AbortSignal): Promise<ImageFile> {
  const entries = await openEntries(path, scratch, signal);
  const close = (): Promise<void> => closeEntries(entries);
  try {
    return { ...(await contentOf(entries, signal)), close };
  } catch (error) {
    await close();
    throw error;
  }
}
