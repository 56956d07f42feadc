import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import { isRepository } from '../../../shared/oci/reference.ts';
import { copyText } from '../../lib/copy.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { Note } from '../../ui/note.tsx';
import { DiagnosisSteps } from './diagnosis-steps.tsx';
import { diagnosisText, stepText } from './diagnosis-text.ts';
import { type Diagnosis, useDiagnosis } from './use-diagnosis.ts';

/** What all the steps come to; while they run, that they do, so that nothing moves when they end. */
function Verdict({ steps, healthy, running }: Diagnosis) {
  const { t } = useTranslation();
  const last = steps.at(-1);
  if (healthy === undefined)
    return (
      <Note>
        <strong>{t(running === undefined ? 'diagnosis.stopped' : 'diagnosis.running')}</strong>
      </Note>
    );
  return (
    <Note tone={healthy ? 'ok' : 'danger'} role="status">
      <strong>{healthy || !last ? t('diagnosis.healthy') : t('diagnosis.sick', { step: t(`diagnosis.step.${last.name}`) })}</strong>
      {!healthy && last && <span>{stepText(t, last).cause}</span>}
    </Note>
  );
}

/** Goes the whole way to a saved registry, and says where it stops, why, and what to do. */
export function DiagnosisDialog({
  connection,
  repository: shown,
}: {
  readonly connection: Connection;
  readonly repository: string | null;
}) {
  const { t } = useTranslation();
  const { run, stop, ...diagnosis } = useDiagnosis();
  const [repository, setRepository] = useState(shown ?? connection.pinned[0] ?? '');
  const [deletes, setDeletes] = useState(false);
  const { id } = connection;
  const start = (): void => run({ id, deletes, ...(isRepository(repository) ? { repository } : {}) });
  // Whoever opens this wants to know: it begins by itself, and again only when asked to.
  const [initial] = useState(repository);
  useEffect(() => run({ id, deletes: false, ...(isRepository(initial) ? { repository: initial } : {}) }), [run, id, initial]);
  const busy = diagnosis.running !== undefined;
  const text = (): string => `${connection.name} ${connection.url}\n${diagnosisText(t, diagnosis.steps)}`;
  return (
    <Dialog onClose={() => openDialog(null)} title={t('diagnosis.title', { name: connection.name })} size={620}>
      <DialogBody>
        <Verdict {...diagnosis} />
        <DiagnosisSteps diagnosis={diagnosis} />
        <TextInput
          label={t('diagnosis.repository')}
          description={t('diagnosis.repositoryHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={repository}
          spellCheck={false}
          placeholder="team/api"
          onChange={(event) => setRepository(event.currentTarget.value)}
        />
        {!connection.readOnly && (
          <Checkbox
            label={t('diagnosis.deletes')}
            description={t('diagnosis.deletesHint')}
            checked={deletes}
            onChange={(event) => setDeletes(event.currentTarget.checked)}
          />
        )}
      </DialogBody>
      <DialogFooter
        start={
          <Button
            variant="default"
            disabled={busy || diagnosis.steps.length === 0}
            onClick={() => copyText(text(), t('copy.done', { what: t('diagnosis.copied') }), t('copy.refused'))}
          >
            {t('diagnosis.copy')}
          </Button>
        }
      >
        <Button variant="subtle" onClick={() => openDialog(null)}>
          {t('dialog.close')}
        </Button>
        <Button data-autofocus variant={busy ? 'default' : 'filled'} onClick={busy ? stop : start}>
          {busy ? t('diagnosis.stop') : t('diagnosis.run')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
