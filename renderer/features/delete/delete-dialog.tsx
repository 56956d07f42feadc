import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { DeleteOutcome, DeleteStep, SinglePlan } from '../../../shared/contract/delete.ts';
import { isUnanswered } from '../../../shared/errors.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { wasNotSent } from '../../lib/failure.ts';
import { notice } from '../../lib/notice.ts';
import { closeDeleted } from '../../lib/places.ts';
import { trustHandler } from '../../lib/trust-realm.ts';
import { checkTags, openDialog, useUi } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import { UndoHint } from '../../ui/undo-hint.tsx';
import { type Choice, Choices, choicesOf, defaultChoice, obstaclesOf, Relations, Siblings } from './delete-plan.tsx';
import { outcomeText } from './delete-text.ts';
import { FreeSpaceHint } from './free-space.tsx';
import { deletePlanQuery, type PlanProgress, runDelete, usePutBack } from './queries.ts';

export type DeleteProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tag: string;
  readonly onChanged: () => void;
};

type Running = { readonly step: DeleteStep; readonly read?: number | undefined; readonly total?: number | undefined };

function Planning({ progress }: { readonly progress: PlanProgress | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { read = 0, total = 0 } = progress ?? {};
  return (
    <Meter
      label={total === 0 ? t('delete.looking') : t('delete.asking', { read: format.number(read), total: format.number(total) })}
      read={read}
      total={total}
    />
  );
}

/** A deletion that did not end as it should: what is true now, and the way back. */
function Unfinished({
  connection,
  repository,
  tag,
  plan,
  outcome,
  onChanged,
}: DeleteProps & { readonly plan: SinglePlan; readonly outcome: DeleteOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const putBack = usePutBack();
  // Where it is not known what the tag is on, putting back asks first, and only fills what is gone or empty.
  const lost = [
    ...(outcome.tag === 'empty' || outcome.tag === 'digest-gone' || outcome.tag === 'unknown' ? [tag] : []),
    ...outcome.lostSiblings,
  ];
  // What does not answer was not asked about the others.
  const isAway = isUnanswered(outcome.failure);
  const restore = async (): Promise<void> => {
    for (const name of lost) await putBack.mutateAsync({ connectionId: connection.id, repository, tag: name, digest: plan.digest });
    onChanged();
  };
  return (
    <>
      <Note tone={(outcome.tag === 'as-before' || outcome.tag === 'moved') && lost.length === 0 ? 'warn' : 'danger'} role="alert">
        <strong>{outcomeText(t, tag, outcome)}</strong>
        {outcome.lostSiblings.length > 0 && <span>{t('delete.lost', { tags: format.list(outcome.lostSiblings) })}</span>}
        {outcome.stillListed.length > 0 && (
          <span>{t('delete.stillListed', { tags: format.list(outcome.stillListed.map((list) => list.tag)) })}</span>
        )}
        {outcome.unprovenSiblings.length > 0 && (
          <span className="dim">{t('delete.unproven', { tags: format.list(outcome.unprovenSiblings) })}</span>
        )}
        {outcome.lostSiblings.length === 0 &&
          outcome.unprovenSiblings.length === 0 &&
          plan.siblings.length > 0 &&
          outcome.tag !== 'unknown' &&
          !isAway && <span className="dim">{t('delete.othersProven', { count: plan.siblings.length })}</span>}
      </Note>
      {outcome.failure && <FailureNote error={outcome.failure} handlers={{}} />}
      {outcome.stillListed.slice(0, 1).map((list) => (
        <FailureNote key={list.tag} error={list.failure} handlers={{}} />
      ))}
      {lost.length > 0 && !putBack.isSuccess && (
        <div>
          <Button loading={putBack.isPending} onClick={() => void restore().catch(() => {})}>
            {t('delete.putBack')}
          </Button>
        </div>
      )}
      {putBack.isSuccess && <Note role="status">{t('delete.putBackDone', { tags: format.list(lost) })}</Note>}
      {putBack.error && <FailureNote error={putBack.error} handlers={{ retry: () => void restore().catch(() => {}) }} />}
    </>
  );
}

/** Shows exactly what goes and what stays, then does it and proves it. */
export function DeleteDialog(props: DeleteProps) {
  const { connection, repository, tag, onChanged } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(deletePlanQuery(connection.id, repository, tag));
  const [chosen, setChosen] = useState<Choice>();
  const [typed, setTyped] = useState('');
  const [running, setRunning] = useState<Running>();
  const [error, setError] = useState<unknown>();
  const [names, setNames] = useState('');
  const [outcome, setOutcome] = useState<DeleteOutcome>();
  // What was confirmed: it is not what a later look at the registry would plan.
  const [begun, setBegun] = useState<SinglePlan>();
  const plan = begun ?? query.data?.plan;
  const choice = chosen ?? (plan ? defaultChoice(plan) : 'tag');
  const disabled = plan?.image.obstacles.includes('delete-disabled') && plan.tagOnly.obstacles.length > 0;
  // Protected names are typed where they go.
  const guarded = plan ? plan.protected.filter((name) => choice === 'image' || name === tag) : [];
  const needsTyping = choice === 'image' && (plan?.siblings.length ?? 0) > 0;
  const ready =
    plan !== undefined &&
    !running &&
    (error === undefined || wasNotSent(error)) &&
    obstaclesOf(plan, choice).length === 0 &&
    (!needsTyping || typed === repository) &&
    guarded.every((name) => typedNames(names).includes(name));
  const close = (): void => {
    if (!running) openDialog(null);
  };

  const finish = ({ removedTags: removed, repositoryEmpty: lastTagGone }: DeleteOutcome, seen: SinglePlan, changeId: string): void => {
    openDialog(null);
    const { checkedTags } = useUi.getState();
    if (removed.some((name) => checkedTags.has(name))) checkTags(new Set([...checkedTags].filter((name) => !removed.includes(name))));
    closeDeleted(connection.id, repository, removed);
    const title =
      removed.length > 1
        ? t('delete.doneMany', { count: removed.length, shown: format.number(removed.length) })
        : t('delete.done', { tag });
    const proof = choice === 'tag' && seen.siblings.length > 0 ? t('delete.othersProven', { count: seen.siblings.length }) : '';
    // Space comes only from an image that went, and only from a registry that has a disk.
    notice(
      title,
      <UndoHint changeId={changeId}>
        {choice === 'image' && !connection.sample ? (
          <FreeSpaceHint repository={repository} proof={proof} lastTagGone={lastTagGone} />
        ) : (
          proof
        )}
      </UndoHint>,
    );
  };

  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || !plan) return;
    setError(undefined);
    setBegun(plan);
    setRunning({ step: 'check' });
    try {
      const request = {
        connectionId: connection.id,
        repository,
        tag,
        digest: plan.digest,
        what: choice,
        siblings: plan.siblings,
        confirmation: typed,
        typed: typedNames(names),
      };
      const { outcome: result, changeId } = await runDelete(request, (step) => step.kind === 'step' && setRunning(step));
      const clean =
        result.failure === undefined &&
        result.tag === 'gone' &&
        result.lostSiblings.length + result.unprovenSiblings.length + result.stillListed.length === 0;
      if (clean) finish(result, plan, changeId);
      else setOutcome(result);
    } catch (failure) {
      setError(failure);
      if (wasNotSent(failure)) setBegun(undefined);
    } finally {
      setRunning(undefined);
      onChanged();
    }
  };

  const again = (): void => {
    setError(undefined);
    setBegun(undefined);
    void query.refetch();
  };
  return (
    <Dialog onClose={close} title={t('delete.title', { tag })} size={560} closeOnClickOutside={false} alert>
      <form onSubmit={(event) => void apply(event)} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name} / {repository}
          </p>
          {query.error && !begun && (
            <FailureNote error={query.error} handlers={{ ...trustHandler(connection.id, query.error), retry: again, refresh: again }} />
          )}
          {!plan && !query.error && <Planning progress={query.data} />}
          {plan && !outcome && (
            <>
              {!disabled && <Siblings plan={plan} />}
              {!disabled && <Relations plan={plan} />}
              {disabled && <DeleteDisabled />}
              {!disabled && (choicesOf(plan).length > 1 || obstaclesOf(plan, choice).length > 0 || !running) && (
                <Choices plan={plan} choice={choice} onChoice={setChosen} />
              )}
              {guarded.length > 0 && !disabled && (
                <TextInput
                  label={t('delete.typeProtected', { names: guarded.join(' ') })}
                  value={names}
                  onChange={(event) => setNames(event.currentTarget.value)}
                  autoComplete="off"
                  spellCheck={false}
                  disabled={running !== undefined}
                />
              )}
              {needsTyping && !disabled && (
                <TextInput
                  label={t('delete.typeToConfirm', { repository })}
                  value={typed}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                  autoComplete="off"
                  spellCheck={false}
                  disabled={running !== undefined}
                />
              )}
            </>
          )}
          {running && <Meter label={t(`delete.step.${running.step}`)} read={running.read ?? 0} total={running.total ?? 0} />}
          {error !== undefined && <FailureNote error={error} handlers={{ refresh: again, retry: again }} />}
          {plan && outcome && <Unfinished {...props} plan={plan} outcome={outcome} />}
        </DialogBody>
        <DialogFooter start={plan && !outcome && !disabled ? t('delete.footnote') : ''}>
          <Button variant="subtle" onClick={close} disabled={running !== undefined} data-autofocus>
            {t(outcome || disabled ? 'dialog.close' : 'dialog.cancel')}
          </Button>
          {!outcome && !disabled && (
            <Button type="submit" data-danger={ready || undefined} disabled={!ready} loading={running !== undefined}>
              {t('delete.apply')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** Said before anything is tried: this registry deletes nothing, and the setting that would change it. */
function DeleteDisabled() {
  const { t } = useTranslation();
  return (
    <Note tone="warn">
      <strong>{t('delete.disabledTitle')}</strong>
      <span>{t('delete.disabledDetail')}</span>
      <CopyField text="REGISTRY_STORAGE_DELETE_ENABLED=true" label={t('delete.setting')} />
    </Note>
  );
}
