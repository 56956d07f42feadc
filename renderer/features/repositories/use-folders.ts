import { useCallback, useMemo, useState } from 'react';
import { remember, useUi } from '../../lib/ui-state.ts';
import { openFolders, withFolders } from './folders.ts';

/** Up to this number of repositories, folders start open. */
const OPEN_UP_TO = 200;

export type Folders = {
  readonly isOpen: (path: string) => boolean;
  readonly setFolders: (paths: readonly string[], change: 'open' | 'close') => void;
};

/** Decided once for a list: that it gets one repository more must not close its folders. */
function useStartOpen(count: number, isWhole: boolean): boolean {
  const [decided, decide] = useState<boolean>();
  if (decided === undefined && (isWhole || count > OPEN_UP_TO)) decide(count <= OPEN_UP_TO);
  return decided ?? count <= OPEN_UP_TO;
}

/** The folders of a registry, as the person left them. `isWhole`: all of its repositories are listed. */
export function useFolders(connectionId: string, count: number, isWhole: boolean): Folders {
  const startOpen = useStartOpen(count, isWhole);
  const choices = useUi(({ settings }) => settings.folders.find((entry) => entry.connectionId === connectionId));
  const isOpen = useMemo(() => openFolders(choices, startOpen), [choices, startOpen]);
  const setFolders = useCallback(
    (paths: readonly string[], change: 'open' | 'close') =>
      remember({ folders: withFolders(useUi.getState().settings.folders, connectionId, paths, change) }),
    [connectionId],
  );
  return useMemo(() => ({ isOpen, setFolders }), [isOpen, setFolders]);
}
