import type { Settings } from '../../../shared/contract/settings.ts';

type FolderChoices = Settings['folders'][number];

/** Registries whose folders are remembered, and folders of each. */
const MOST_REGISTRIES = 50;
const MOST_FOLDERS = 500;

/** Tells which folders are open: as the person left them, or else as all folders of this registry begin. */
export function openFolders(choices: FolderChoices | undefined, startOpen: boolean): (path: string) => boolean {
  const touched = new Set(startOpen ? choices?.closed : choices?.open);
  return (path) => touched.has(path) !== startOpen;
}

/** The remembered folders with some of one registry opened or closed. Those that were touched last are kept longest. */
export function withFolders(
  all: Settings['folders'],
  connectionId: string,
  paths: readonly string[],
  change: 'open' | 'close',
): Settings['folders'] {
  const before = all.find((choices) => choices.connectionId === connectionId);
  const without = (list: readonly string[] = []): string[] => list.filter((path) => !paths.includes(path));
  const [open, closed] = [without(before?.open), without(before?.closed)];
  const next = change === 'open' ? { open: [...paths, ...open], closed } : { open, closed: [...paths, ...closed] };
  const cut = { connectionId, open: next.open.slice(0, MOST_FOLDERS), closed: next.closed.slice(0, MOST_FOLDERS) };
  return [cut, ...all.filter((choices) => choices.connectionId !== connectionId)].slice(0, MOST_REGISTRIES);
}
