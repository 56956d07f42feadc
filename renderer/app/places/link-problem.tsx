import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { cutMiddle } from '../../lib/text/middle.ts';
import { useUi } from '../../lib/ui-state.ts';
import { Note } from '../../ui/note.tsx';
import styles from '../app.module.css';
import { addRegistryOfLink } from './place-history.ts';

/** Characters of a host on a button. */
const MOST_OF_HOST = 48;

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
          <Button variant="default" onClick={() => addRegistryOfLink(problem.host)}>
            {t('place.addRegistry', { host: cutMiddle(problem.host, MOST_OF_HOST) })}
          </Button>
        )}
        <Button variant="subtle" onClick={() => useUi.setState({ linkProblem: null })}>
          {t('dialog.close')}
        </Button>
      </span>
    </Note>
  );
}
