import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { isRepository } from '../../../../shared/oci/reference.ts';
import { copyText } from '../../../lib/copy.ts';
import { openDialog } from '../../../lib/ui-state.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../../ui/dialog-parts.tsx';
import { Note } from '../../../ui/note.tsx';
import type { Diagnosis } from './diagnosis-state.ts';
import { DiagnosisSteps } from './diagnosis-steps.tsx';
import { diagnosisText, healthyText, stepText } from './diagnosis-text.ts';
import { useDiagnosis } from './use-diagnosis.ts';

/** What the steps come to. It is there from the start, so that nothing moves when they end. */
function Verdict({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { t } = useTranslation();
  if (diagnosis.kind !== 'ended')
    return (
      <Note>
        <strong>{t(diagnosis.kind === 'running' ? 'diagnosis.running' : 'diagnosis.stopped')}</strong>
      </Note>
    );
  const last = diagnosis.steps.at(-1);
  if (diagnosis.healthy || !last)
    return (
      <Note tone="ok" role="status">
        <strong>{healthyText(t, diagnosis.steps)}</strong>
      </Note>
    );
  return (
    <Note tone="warn" role="status">
      <strong>{t('diagnosis.failedAt', { step: t(`diagnosis.step.${last.name}`) })}</strong>
      <span>{stepText(t, last).cause}</span>
    </Note>
  );
}

/** Checks the connection to a saved registry step by step, and says where it fails, why, and what to do. */
export function DiagnosisDialog({
  connection,
  repository: shown,
}: {
  readonly connection: Connection;
  readonly repository: string | null;
}) {
  const { t } = useTranslation();
  const { diagnosis, run, stop } = useDiagnosis();
  const [repository, setRepository] = useState(shown ?? connection.pinned[0] ?? '');
  const [deletes, setDeletes] = useState(false);
  const { id } = connection;
  const start = (): void => run({ id, deletes, ...(isRepository(repository) ? { repository } : {}) });
  // It starts when the dialog opens, and again only when asked to.
  const [initial] = useState(repository);
  useEffect(() => run({ id, deletes: false, ...(isRepository(initial) ? { repository: initial } : {}) }), [run, id, initial]);
  const busy = diagnosis.kind === 'running';
  const text = (): string => `${connection.name} ${connection.url}\n${diagnosisText(t, diagnosis.steps)}`;
  return (
    <Dialog onClose={() => openDialog(null)} title={t('diagnosis.title', { name: connection.name })} size={620}>
      <DialogBody>
        <Verdict diagnosis={diagnosis} />
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
