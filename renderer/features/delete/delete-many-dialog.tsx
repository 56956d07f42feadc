import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { DeleteItem, DeletePlan } from '../../../shared/contract/delete.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { readFailure, wasNotSent } from '../../lib/failure.ts';
import { notice } from '../../lib/notice.ts';
import { sayToRun } from '../../lib/runs.ts';
import { checkTags, openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import { UndoButton, UndoHint } from '../../ui/undo-hint.tsx';
import { FreeSpaceHint } from './free-space.tsx';
import { ManyPlanView, ManyResults } from './many-plan.tsx';
import { manyDecisionQuery, manyPlanQuery, runMany } from './queries.ts';

type DeleteTarget = {
  readonly repository: string;
  readonly tags: readonly string[];
  /** Where the person saw them point, where that was long ago. */
  readonly seen?: Readonly<Record<string, string>>;
};

type Props = {
  readonly connection: Connection;
  readonly targets: readonly DeleteTarget[];
  /** Leaves every image where it is. */
  readonly untagOnly: boolean;
  readonly onChanged: (repository: string) => void;
};

type Phase = 'asked' | 'running' | 'paused' | 'stopping' | 'ended';

/** Removes many tags, grouped by repository and image: only what was chosen, after one typed confirmation; one that fails stops no other. */
export function DeleteManyDialog({ connection, targets, untagOnly, onChanged }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [protectedText, setProtectedText] = useState('');
  const [settledText] = useDebouncedValue(protectedText, 500);
  const several = targets.length > 1;
  const typed = typedNames(settledText);
  const query = useQuery(manyPlanQuery({ connectionId: connection.id, targets, untagOnly }));
  const { data, refetch } = query;
  const decision = useQuery(manyDecisionQuery(data?.planId, typed));
  const isDecided = typed.length === 0 || (decision.isSuccess && !decision.isPlaceholderData);
  // What was read may be kept no longer: then it is read again.
  const unplanned = query.error ?? decision.error;
  const [confirmation, setConfirmation] = useState('');
  const [items, setItems] = useState<readonly DeleteItem[]>([]);
  const [runId, setRunId] = useState<string>();
  const [phase, setPhase] = useState<Phase>('asked');
  const [failure, setFailure] = useState<unknown>();
  const [changeIds, setChangeIds] = useState<readonly string[]>([]);
  const planned = data?.planId === undefined ? undefined : data.plans;
  // What was confirmed: it is not what a later look at the registry would plan.
  const [begun, setBegun] = useState<readonly DeletePlan[]>();
  const error = begun ? undefined : unplanned;
  const plans = begun ?? (typed.length === 0 ? undefined : decision.data?.plans) ?? planned;
  const parts = (plans ?? [])
    .map(({ repository, groups }) => ({ repository, groups: groups.filter(({ obstacles }) => obstacles.length === 0) }))
    .filter(({ groups }) => groups.length > 0);
  const total = parts.reduce((sum, { groups }) => sum + groups.reduce((tags, group) => tags + group.tags.length, 0), 0);
  const held = (plans ?? []).flatMap((plan) => plan.protected.map((name) => (several ? `${plan.repository}:${name}` : name)));
  const [only] = parts;
  // One repository is typed by its name, several by the registry's.
  const expected = parts.length === 1 && only ? only.repository : connection.name;
  const working = phase === 'running' || phase === 'paused' || phase === 'stopping';
  const ready = parts.length > 0 && confirmation === expected && phase === 'asked' && settledText === protectedText && isDecided;
  const count = targets.reduce((sum, { tags }) => sum + tags.length, 0);
  const chosen = new Set(parts.flatMap((part) => part.groups.flatMap(({ tags }) => tags.map((tag) => `${part.repository}:${tag}`))));
  const told = new Set(items.map(({ repository, tag }) => `${repository}:${tag}`));
  const untold = [...chosen].filter((name) => !told.has(name)).length;
  const isAway = failure !== undefined && readFailure(failure).code === 'DISCONNECTED';
  const close = (): void => {
    if (!working) openDialog(null);
  };

  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready) return;
    const id = crypto.randomUUID();
    setRunId(id);
    setBegun(plans);
    setFailure(undefined);
    setPhase('running');
    const all: DeleteItem[] = [];
    try {
      const done = await runMany({ connectionId: connection.id, runId: id, parts, confirmation, typed, several }, (more) => {
        all.push(...more);
        setItems([...all]);
      });
      const gone = all.filter(({ state }) => state === 'gone').length;
      setChangeIds(done.changeIds);
      setPhase('ended');
      checkTags(new Set());
      if (gone < all.length) return;
      openDialog(null);
      const space = parts.some(({ groups }) => groups.some(({ how }) => how === 'image')) && !connection.sample;
      notice(
        t('many.done', { count: gone }),
        <UndoHint changeId={done.changeIds.length === 1 ? done.changeIds[0] : undefined}>
          {space && <FreeSpaceHint repository={only?.repository ?? ''} proof="" lastTagGone={false} />}
        </UndoHint>,
      );
    } catch (problem) {
      setFailure(problem);
      if (wasNotSent(problem)) setBegun(undefined);
      setPhase(wasNotSent(problem) ? 'asked' : 'ended');
    } finally {
      for (const { repository } of parts) onChanged(repository);
    }
  };

  const say = (what: 'pause' | 'resume' | 'stop'): void => {
    const before = phase;
    setPhase(what === 'pause' ? 'paused' : what === 'resume' ? 'running' : 'stopping');
    if (runId !== undefined) sayToRun(runId, what).catch(() => setPhase(before));
  };
  return (
    <Dialog onClose={close} title={t(untagOnly ? 'many.untagTitle' : 'many.title', { count })} size={640} closeOnClickOutside={false} alert>
      <form onSubmit={(event) => void apply(event)} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name}
            {targets.length === 1 && ` / ${targets[0]?.repository}`}
          </p>
          {error && <FailureNote error={error} handlers={{ retry: () => void refetch(), refresh: () => void refetch() }} />}
          {!plans && !error && (
            <Meter
              label={
                data?.total ? t('delete.asking', { read: format.number(data.read), total: format.number(data.total) }) : t('delete.looking')
              }
              read={data?.read ?? 0}
              total={data?.total ?? 0}
            />
          )}
          {plans && phase !== 'ended' && <ManyPlanView plans={plans} />}
          {(held.length > 0 || protectedText !== '') && phase === 'asked' && (
            <TextInput
              label={t('many.protected', { names: held.join(', ') || typed.join(', ') })}
              description={t('many.protectedHint')}
              value={protectedText}
              onChange={(event) => setProtectedText(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          {plans && parts.length === 0 && <Note tone="warn">{t('many.noneLeft')}</Note>}
          {parts.length > 0 && phase === 'asked' && (
            <TextInput
              label={t('many.confirm', { repository: expected })}
              value={confirmation}
              onChange={(event) => setConfirmation(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          {working && (
            <Meter
              label={t(phase === 'paused' ? 'many.paused' : 'many.progress', { done: items.length, total })}
              read={items.length}
              total={total}
            />
          )}
          {phase === 'ended' && (items.length > 0 || isAway) && <ManyResults items={items} total={total} untold={untold} />}
          {failure !== undefined && <FailureNote error={failure} handlers={{}} />}
        </DialogBody>
        <DialogFooter>
          {working ? (
            <>
              <Button variant="default" disabled={phase === 'stopping'} onClick={() => say(phase === 'paused' ? 'resume' : 'pause')}>
                {t(phase === 'paused' ? 'many.resume' : 'many.pause')}
              </Button>
              <Button variant="default" disabled={phase === 'stopping'} onClick={() => say('stop')}>
                {t(phase === 'stopping' ? 'many.stopping' : 'many.stop')}
              </Button>
            </>
          ) : (
            <Button variant="subtle" onClick={close} data-autofocus>
              {t(phase === 'ended' ? 'dialog.close' : 'dialog.cancel')}
            </Button>
          )}
          {phase === 'ended' && items.some(({ state }) => state === 'gone' || state === 'lost') && (
            <UndoButton changeId={changeIds.length === 1 ? changeIds[0] : undefined} />
          )}
          {!working && phase !== 'ended' && (
            <Button type="submit" data-danger={ready || undefined} disabled={!ready}>
              {t('many.apply')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
