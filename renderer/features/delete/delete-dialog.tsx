import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { DeletePurpose } from '../../../shared/contract/delete.ts';
import { isDeletion, type RunAbout, type RunDetail } from '../../../shared/contract/runs.ts';
import { untaggedIn } from '../../../shared/deletion.ts';
import type { DeletionFromFile } from '../../lib/plan-from-file.ts';
import { placeText } from '../../lib/text/place-text.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { untaggedContext } from '../../lib/untagged-words.ts';
import { useFormat } from '../../lib/use-format.ts';
import { ConfirmFields } from '../../ui/confirm-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { DriftNote } from '../../ui/drift-note.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { ReadOnlyNote } from '../../ui/read-only-note.tsx';
import { RunButtons, RunWaiting } from '../../ui/run-parts.tsx';
import { SavePlanButton } from '../../ui/save-plan-button.tsx';
import { SubjectLine } from '../../ui/subject-line.tsx';
import { UndoButton } from '../../ui/undo-hint.tsx';
import { BulkPlan } from './bulk-plan.tsx';
import { DeleteResults } from './delete-results.tsx';
import type { DeleteTarget } from './queries.ts';
import { isLongCheck, partRead, type Reading, undoableOf } from './stage.ts';
import { DeleteDisabled, isDisabled, TagPlan } from './tag-plan.tsx';
import { type Deletion, useDeletion } from './use-deletion.ts';

type Props = {
  readonly connection: Connection;
  /** Empty where the dialog is opened for a run. */
  readonly targets: readonly DeleteTarget[];
  /** Keeps every image. */
  readonly untagOnly: boolean;
  readonly runId: string | undefined;
  /** What the run is about that the dialog is opened for. */
  readonly about: Extract<RunAbout, { kind: DeletePurpose }> | undefined;
  readonly purpose: DeletePurpose;
  /** The plan of a file that is applied. */
  readonly plan: DeletionFromFile | undefined;
  readonly onRestored: (repository: string) => void;
};

/** How much of all repositories was read: a bar for each of them would be full again and again. */
function Planning({ reading }: { readonly reading: Reading | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!reading) return <Meter label={t('change.reading')} read={0} total={0} />;
  const { repository, done, of } = reading;
  const shown = { read: format.number(reading.read), total: format.number(reading.total) };
  const label =
    of === 1
      ? t('change.readingTags', shown)
      : t('change.readingRepositories', { ...shown, repository, done: format.number(done + 1), of: format.number(of) });
  return <Meter label={label} read={partRead(reading)} total={1} />;
}

function Running({ detail }: { readonly detail: RunDetail | undefined }) {
  const { t } = useTranslation();
  const { state, progress } = detail?.run ?? {};
  const { done = 0, total = 0, step } = progress ?? {};
  const label = step ? t(`delete.step.${step}`) : t(state === 'paused' ? 'delete.paused' : 'delete.progress', { done, total });
  return (
    <>
      <Meter label={label} read={done} total={total} />
      <RunWaiting run={detail?.run} />
    </>
  );
}

type BodyProps = Pick<Props, 'connection' | 'plan' | 'onRestored'> & { readonly deletion: Deletion };

/** What the dialog shows in each stage. */
function Body({ connection, plan, onRestored, deletion }: BodyProps) {
  const { t } = useTranslation();
  const { stage, form, setForm, refused, refresh } = deletion;
  const handlers = { retry: refresh, refresh };
  const referrers = {
    isLocked: plan !== undefined,
    withReferrers: form.withReferrers,
    onReferrers: (withReferrers: boolean): void => setForm({ ...form, withReferrers }),
  };
  switch (stage.kind) {
    case 'planning':
      return <Planning reading={stage.reading} />;
    case 'failed':
      return <FailureNote error={stage.error} handlers={{ ...trustHandler(connection.id, stage.error), ...handlers }} />;
    case 'asking': {
      const { choices, choice, plans, weight } = stage.asked;
      if (choices && isDisabled(choices)) return <DeleteDisabled />;
      return (
        <>
          {connection.readOnly && <ReadOnlyNote connectionId={connection.id}>{t('change.readOnly')}</ReadOnlyNote>}
          {choices ? (
            <TagPlan choices={choices} choice={choice} onChoice={(value) => setForm({ ...form, choice: value })} {...referrers} />
          ) : (
            <BulkPlan plans={plans} weight={weight} {...referrers} />
          )}
          {refused !== undefined && <FailureNote error={refused} handlers={handlers} />}
        </>
      );
    }
    case 'drifted':
      return <DriftNote drift={stage.drift} count={stage.count} />;
    case 'running':
      return <Running detail={stage.detail} />;
    case 'ended':
      return stage.detail ? (
        <DeleteResults connectionId={connection.id} detail={stage.detail} onRestored={onRestored} />
      ) : (
        <FailureNote error={stage.failure} handlers={{}} />
      );
  }
}

/** What has to be typed, in view with the button that it is for. Nothing where nothing has to be. */
function confirmOf({ stage, form, setForm }: Deletion, { readOnly }: Connection): ReactNode {
  // Nothing is typed for what cannot be done.
  if (stage.kind !== 'asking' || readOnly) return undefined;
  const { choices, expected, guard } = stage.asked;
  if ((choices && isDisabled(choices)) || (expected === undefined && guard.names.length === 0 && form.names === '')) return undefined;
  return (
    <ConfirmFields
      {...stage.asked}
      names={form.names}
      onNames={(names) => setForm({ ...form, names })}
      confirmation={form.confirmation}
      onConfirmation={(confirmation) => setForm({ ...form, confirmation })}
    />
  );
}

type FooterProps = Pick<Props, 'connection'> & { readonly deletion: Deletion; readonly isFromFile: boolean };

/** The buttons of each stage. A run continues when the dialog is closed. */
function Footer({ connection, deletion, isFromFile }: FooterProps) {
  const { t } = useTranslation();
  const { stage } = deletion;
  const undoable = stage.kind === 'asking' ? undoableOf(stage.asked.plans) : undefined;
  const isOff = stage.kind === 'asking' && stage.asked.choices !== undefined && isDisabled(stage.asked.choices);
  const isReady = stage.kind === 'asking' && stage.asked.isReady;
  const isBefore = stage.kind !== 'running' && stage.kind !== 'ended' && !isOff;
  const changeIds = stage.kind === 'ended' ? (stage.detail?.run.changeIds ?? []) : [];
  const start = isLongCheck(stage) ? t('delete.notYet') : undoable && !isOff ? t(`delete.undo.${undoable}`) : '';
  return (
    <DialogFooter start={start} confirm={confirmOf(deletion, connection)}>
      <Button variant="subtle" onClick={closeDialog} data-autofocus>
        {t(isBefore ? 'dialog.cancel' : 'dialog.close')}
      </Button>
      {stage.kind === 'running' && stage.detail && isDeletion(stage.detail.run.about) && stage.detail.run.about.count > 1 && (
        <RunButtons run={stage.detail.run} />
      )}
      {changeIds.length > 0 && <UndoButton changeId={changeIds[0]} others={changeIds.slice(1)} />}
      {stage.kind === 'asking' && !isOff && !isFromFile && <SavePlanButton name="delete-plan" text={deletion.planText} />}
      {isBefore && (
        <Button type="submit" data-danger={isReady || undefined} disabled={!isReady}>
          {t('delete.apply')}
        </Button>
      )}
    </DialogFooter>
  );
}

/** Deletes one tag or many: shows what is deleted and what is kept, asks for a confirmation, and follows the run. */
export function DeleteDialog({ connection, targets, untagOnly, purpose, plan, runId, about, onRestored }: Props) {
  const { t } = useTranslation();
  const deletion = useDeletion({ connection, targets, untagOnly, purpose, runId, plan });
  const count = about?.count ?? targets.reduce((sum, { tags }) => sum + tags.length, 0);
  const repository = about ? about.repository : targets.length === 1 ? targets[0]?.repository : null;
  const tag = about?.tag ?? targets[0]?.tags[0];
  const { untagged = 0 } = about ?? untaggedIn(targets.flatMap(({ tags }) => tags));
  const isAlone = count === 1 && untagged === 0 && !untagOnly && targets[0]?.seen === undefined;
  const many = untagOnly ? t('delete.untagTitle', { count }) : t('delete.title', { count, ...untaggedContext({ count, untagged }) });
  const title = isAlone ? t('delete.titleAlone', { tag }) : many;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    deletion.apply();
  };
  return (
    <Dialog onClose={closeDialog} title={title} size={isAlone ? 560 : 640} closeOnClickOutside={false} alert changes={connection}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <SubjectLine text={placeText({ connection: connection.name, repository })} />
          {plan && <span className="dim cut">{t('plans.from', { name: plan.name })}</span>}
          <Body connection={connection} plan={plan} onRestored={onRestored} deletion={deletion} />
        </DialogBody>
        <Footer connection={connection} deletion={deletion} isFromFile={plan !== undefined} />
      </form>
    </Dialog>
  );
}
