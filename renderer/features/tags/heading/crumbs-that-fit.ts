/** What is shown of where a repository is: all, without the registry, with the folders cut in their middle, or with the folders as one "…". */
export type CrumbsShown = 'all' | 'path' | 'cut' | 'own';

/** px of a slash with the space around it. */
const SLASH = 18;
/** px of folders that still say something. */
const LEAST_FOLDERS = 120;

/** How much of the path has room. The repository's own name is always shown. */
export function crumbsThatFit(
  widths: { readonly registry: number; readonly folders: number; readonly own: number },
  room: number,
): CrumbsShown {
  const path = widths.own + (widths.folders === 0 ? 0 : widths.folders + SLASH);
  if (widths.registry + SLASH + path <= room) return 'all';
  if (path <= room) return 'path';
  return widths.folders > 0 && widths.own + SLASH + LEAST_FOLDERS <= room ? 'cut' : 'own';
}
