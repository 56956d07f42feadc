import { Button } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../lib/client.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { isMetered, onNetworkChange } from './metered.ts';
import { rereadWatches } from './queries.ts';
import { tellFound } from './tell-found.ts';
import { foundText, namesText } from './watch-text.ts';

/** Tells what is found in what is watched, and the application whether this page's network is metered. */
export function useTellFound(): void {
  const { t } = useTranslation();
  const format = useFormat();
  const isOpen = useUi(({ link }) => link === 'open');
  const metered = useSyncExternalStore(onNetworkChange, isMetered);
  useEffect(() => {
    if (!isOpen) return;
    const end = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const found of await client.watch.found({ isMetered: metered }, { signal: end.signal })) {
        void rereadWatches();
        tellFound(t, format, found);
        notice(
          foundText(t, format, found),
          <>
            <div className="mono">{namesText(format, found)}</div>
            <Button variant="default" onClick={() => openDialog({ kind: 'watch' })}>
              {t('watch.show')}
            </Button>
          </>,
        );
      }
    };
    follow().catch(() => {});
    return () => end.abort();
  }, [isOpen, metered, t, format]);
}
