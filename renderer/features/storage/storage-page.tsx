import { Button } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { goTo, showStorage } from '../../lib/places.ts';
import styles from './storage.module.css';
import { StorageView } from './storage-view.tsx';

/** The folders that a folder is in, by their paths, the outermost first, and itself. */
function foldersOf(folder: string): { readonly name: string; readonly path: string }[] {
  const names = folder === '' ? [] : folder.split('/');
  return names.map((name, i) => ({ name, path: names.slice(0, i + 1).join('/') }));
}

/** What is stored in a registry, or in a folder of it and all below. `children` says how much has been read, and reads the rest. */
export function StoragePage({
  connection,
  folder,
  isReading,
  isEmpty,
  children,
}: {
  readonly connection: Connection;
  readonly folder: string;
  readonly isReading: boolean;
  /** The registry has no repository. */
  readonly isEmpty: boolean;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { id, name } = connection;
  const folders = foldersOf(folder);
  return (
    <section className={styles['page']} aria-label={t('storage.title')}>
      <header className={styles['heading']}>
        <div className={styles['title']}>
          <h1>
            {[{ name, path: '' }, ...folders].map((one, i) => (
              <Fragment key={one.path}>
                {i > 0 && <i>/</i>}
                {i === folders.length ? (
                  <span className="cut" title={one.name}>
                    {one.name}
                  </span>
                ) : (
                  <button type="button" className={`${styles['open']} cut`} onClick={() => showStorage(id, { folder: one.path })}>
                    {one.name}
                  </button>
                )}
              </Fragment>
            ))}
          </h1>
          {children}
        </div>
        <div className={styles['actions']}>
          <Button variant="default" onClick={() => goTo({ connectionId: id })}>
            {t('dialog.close')}
          </Button>
        </div>
      </header>
      {isEmpty ? (
        <div className={styles['empty']}>
          <strong>{t('repositories.none')}</strong>
        </div>
      ) : (
        <StorageView key={folder} connectionId={id} scope={{ kind: 'folder', folder }} isReading={isReading} />
      )}
    </section>
  );
}
