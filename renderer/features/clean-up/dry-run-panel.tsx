import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './clean-up.module.css';
import type { Action, PlannedRow } from './clean-up-rows.ts';
import type { DraftActions } from './draft.ts';
import { DryRunResult } from './dry-run-result.tsx';
import { missedIn, repositoriesRead } from './dry-run-view.ts';
import { GreaterYields } from './greater-yields.tsx';
import { outcomesQuery } from './outcomes.ts';
import { type Ran, RanNote } from './ran-note.tsx';
import { RoleWarning } from './role-warning.tsx';
import type { DryRun } from './use-dry-run.ts';

/** How far a dry run has come. */
export function Reading({
  progress,
  onCancel,
}: Pick<Extract<DryRun, { kind: 'reading' }>, 'progress'> & { readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { repository = '', read = 0, total = 0, done = 0, of = 0 } = progress ?? {};
  const label = progress
    ? t('cleanUp.reading', { repository, read: format.number(read), total: format.number(total), done: done + 1, of })
    : t('change.reading');
  return (
    <div className={styles['reading']}>
      <Meter label={label} read={repositoriesRead({ read, total, done, of })} total={of} />
      <Button variant="default" onClick={onCancel}>
        {t('dialog.cancel')}
      </Button>
    </div>
  );
}

/** What a dry run found, and what is to be read before it is confirmed. */
export function Result({
  draft,
  run,
  ran,
}: {
  readonly draft: DraftActions;
  readonly run: Extract<DryRun, { kind: 'ready' }>;
  readonly ran: Ran | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const showRepository = draft.prefix !== null;
  const decide = (rows: readonly PlannedRow[], action: Action): void =>
    draft.decide(new Map([...draft.edits, ...rows.map(({ key }) => [key, action] as const)]));
  const { asked } = draft;
  const missed = missedIn(run.rows);
  const { data: outcomes } = useQuery(outcomesQuery(ran?.all ?? []));
  return (
    <>
      {ran && (
        <RanNote
          run={ran.run}
          isUndone={ran.isUndone}
          weight={ran.all.length === 1 ? run.weight : undefined}
          onAgain={() => asked && draft.ask(asked)}
        />
      )}
      {!run.end.complete && (
        <Note tone="warn">
          {t('cleanUp.incomplete')}
          {run.end.unreadable.length > 0 && <span className="dim">{format.names(run.end.unreadable)}</span>}
        </Note>
      )}
      {run.weightError !== null && <FailureNote error={run.weightError} handlers={{}} />}
      {/* One thing to read at a time: in a small window the rows need the room. */}
      {!ran && missed.length > 0 && <RoleWarning missed={missed} showRepository={showRepository} onKeep={(rows) => decide(rows, 'keep')} />}
      {!ran && missed.length === 0 && <GreaterYields yields={run.end.yields} freed={run.weight?.bytesFreed} onAsk={draft.askBy} />}
      <DryRunResult rows={run.rows} outcomes={ran?.isUndone ? undefined : outcomes} showRepository={showRepository} onDecide={decide} />
    </>
  );
}
