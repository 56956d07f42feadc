import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { openDialog, useUi } from '../../lib/ui-state.ts';
import { Note } from '../../ui/note.tsx';
import styles from '../app.module.css';

/** Says why the last link could not be opened, until it is closed. */
export function LinkProblemNote() {
  const { t } = useTranslation();
  const problem = useUi((ui) => ui.linkProblem);
  if (!problem) return null;
  const isUnknown = problem.kind === 'unknown-registry';
  return (
    <Note tone="warn" role="alert">
      <strong>{t('place.problem')}</strong>
      <span>{isUnknown ? t('place.unknownRegistry', { host: problem.host }) : t(`place.invalid.${problem.why}`)}</span>
      <span className={styles['noteActions']}>
        {isUnknown && (
          <Button variant="default" onClick={() => openDialog({ kind: 'add-connection', address: problem.host })}>
            {t('connections.add')}
          </Button>
        )}
        <Button variant="subtle" onClick={() => useUi.setState({ linkProblem: null })}>
          {t('dialog.close')}
        </Button>
      </span>
    </Note>
  );
}
