/**
 * The path from the root that a link leads to, without a slash before it. A symbolic link begins at its own folder, a hard link at the root; no
 * way leads out of it. Pure.
 */
export function pathOfTarget(link: { readonly path: string; readonly kind: string; readonly target?: string | undefined }): string {
  const { path, kind, target = '' } = link;
  const isFromRoot = kind === 'hardlink' || target.startsWith('/');
  const parts = isFromRoot ? [] : path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
