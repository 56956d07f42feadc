import { Button, FileButton } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { PlanFound } from '../../../shared/contract/plans.ts';
import { MOST_OF_SHOWN_PLAN } from '../../../shared/plan-limits.ts';
import { displayText } from '../../../shared/text.ts';
import { api, client } from '../../lib/client.ts';
import { closeDialog, openDialog } from '../../lib/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';

const TOO_LONG: PlanFound = { kind: 'problem', why: 'too-long', registry: '' };

/** What a file asks for; one that is too long is not read at all. */
const planQuery = (file: File | undefined) =>
  queryOptions({
    queryKey: [...api.plans.read.key(), file?.name, file?.size, file?.lastModified],
    queryFn: async ({ signal }) => {
      if (!file || file.size > MOST_OF_SHOWN_PLAN) return TOO_LONG;
      return client.plans.read({ text: await file.text() }, { signal });
    },
    enabled: file !== undefined,
    staleTime: 0,
    gcTime: 0,
  });

/** Goes on with the dialog of the change itself, which reads the registry and shows what it is to be. */
function openChange(found: Exclude<PlanFound, { kind: 'problem' }>, name: string): void {
  const { connectionId, fileId } = found;
  const plan = { name, fileId, protected: found.protected };
  switch (found.kind) {
    case 'delete': {
      const { targets, untagOnly, whole, withReferrers } = found;
      return openDialog({ kind: 'delete', connectionId, targets, untagOnly, purpose: 'delete', plan: { ...plan, whole, withReferrers } });
    }
    case 'retag': {
      const { repository, targets, remove } = found;
      const tags = [...new Set(targets.map(({ from }) => from))];
      return openDialog({ kind: 'retag', connectionId, repository, tags, plan: { ...plan, targets, remove } });
    }
    default:
      return assertNever(found);
  }
}

/** Chooses the file of a plan, and says what is wrong with one that cannot be looked at. */
export function ApplyPlanDialog({ file: first }: { readonly file: File | undefined }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<File | null>(null);
  const file = chosen ?? first;
  const { data: found, error, refetch, isFetching } = useQuery(planQuery(file));
  const name = displayText(file?.name ?? '');
  useEffect(() => {
    if (found && found.kind !== 'problem') openChange(found, name);
  }, [found, name]);
  return (
    <Dialog onClose={closeDialog} title={t('plans.title')} size={560}>
      <DialogBody>
        <span>{t('plans.lead')}</span>
        {found?.kind === 'problem' && (
          <Note tone="warn" role="alert">
            <strong>{name}</strong>
            <span>{t(`plans.problem.${found.why}`, { registry: found.registry })}</span>
          </Note>
        )}
        {error !== null && <FailureNote error={error} handlers={{ retry: () => void refetch() }} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={closeDialog}>
          {t('dialog.cancel')}
        </Button>
        <FileButton accept=".json,application/json" onChange={setChosen}>
          {(props) => (
            // It keeps the focus while the file is read: a button that is loading is disabled, and loses it.
            <Button data-autofocus aria-busy={isFetching} {...props}>
              {t('plans.choose')}
            </Button>
          )}
        </FileButton>
      </DialogFooter>
    </Dialog>
  );
}
