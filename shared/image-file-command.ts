import { shellWord } from './text.ts';

/**
 * The command that reads a saved file; of several images (`tag`) one, where it does not read all of them. skopeo finds the one image of an OCI layout without a tag whatever its media type, and takes what
 * follows a colon in a path for a tag: such a file is handed to it as its input.
 */
export function imageFileCommand(format: 'oci' | 'docker', path: string, tag?: string): string {
  if (format === 'docker') return `docker load -i ${shellWord(path)}`;
  const one = tag === undefined ? '' : `:${tag}`;
  if (path.includes(':')) return `skopeo copy --all oci-archive:/dev/stdin${one} docker://… < ${shellWord(path)}`;
  return `skopeo copy --all ${shellWord(`oci-archive:${path}${one}`)} docker://…`;
}
