import { Tabs } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../lib/places.ts';
import { useUi } from '../lib/ui-state.ts';
import { Tab } from '../ui/tab.tsx';
import styles from './app.module.css';

const TABS = ['tags', 'storage'] as const;

type TabsProps = { readonly connectionId: string; readonly repository: string };

/** What of a repository is shown. Memoised: a batch that is read changes nothing here. */
export const RepositoryTabs = memo(function RepositoryTabs({ connectionId, repository }: TabsProps) {
  const { t } = useTranslation();
  const shown = useUi(({ place }) => (place?.view === 'storage' ? 'storage' : 'tags'));
  const show = (tab: string | null): void => goTo({ connectionId, repository, ...(tab === 'storage' ? { view: 'storage' } : {}) });
  return (
    <Tabs unstyled value={shown} onChange={show}>
      <Tabs.List aria-label={t('storage.repositoryTabs')} className={styles['tabs'] ?? ''}>
        {TABS.map((tab) => (
          <Tab key={tab} value={tab} label={t(tab === 'tags' ? 'storage.tagsTab' : 'storage.title')} />
        ))}
      </Tabs.List>
    </Tabs>
  );
});
