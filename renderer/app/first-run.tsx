import { Button } from '@mantine/core';
import { IconCompass, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useOpenSample } from '../features/connections/use-connections.ts';
import { showConnection } from '../lib/places.ts';
import { openDialog } from '../lib/ui-state.ts';
import { FailureNote } from '../ui/failure-panel.tsx';
import styles from './app.module.css';

/** Shown while no registry is saved: add one, explore the sample, or import. */
export function FirstRun() {
  const { t } = useTranslation();
  const sample = useOpenSample();
  const openSample = async (): Promise<void> => {
    const connection = await sample.mutateAsync({ name: t('first.sampleName') });
    showConnection(connection.id);
  };
  return (
    <div className={styles['first']}>
      <div>
        <h1>{t('first.title')}</h1>
        <p className={`${styles['lead']} dim`}>{t('first.lead')}</p>
        <div className={styles['cards']}>
          <section className={styles['card']}>
            <IconPlus size={22} aria-hidden="true" />
            <h2>{t('first.addTitle')}</h2>
            <span className="dim">{t('first.addDetail')}</span>
            <div>
              <Button onClick={() => openDialog({ kind: 'add-connection' })}>{t('connections.add')}</Button>
            </div>
          </section>
          <section className={styles['card']}>
            <IconCompass size={22} aria-hidden="true" />
            <h2>{t('first.sampleTitle')}</h2>
            <span className="dim">{t('first.sampleDetail')}</span>
            <div>
              <Button variant="default" loading={sample.isPending} onClick={() => void openSample().catch(() => {})}>
                {t('first.openSample')}
              </Button>
            </div>
          </section>
        </div>
        <p className={styles['other']}>
          <span>
            <strong>{t('first.importTitle')}</strong>
            <span className="dim">{t('first.importDetail')}</span>
          </span>
          <Button variant="default" onClick={() => openDialog({ kind: 'import' })}>
            {t('import.title')}
          </Button>
        </p>
        {sample.error && <FailureNote error={sample.error} handlers={{}} />}
      </div>
    </div>
  );
}
