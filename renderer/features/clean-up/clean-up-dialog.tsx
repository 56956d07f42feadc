import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyRule, type RuleSet } from '../../../shared/contract/clean-up.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import { CleanUpRules } from './clean-up-rules.tsx';
import { CleanUpSets } from './clean-up-sets.tsx';
import { DryRunResult } from './dry-run-result.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { type DryRun, useDryRun } from './use-dry-run.ts';

const firstSet: RuleSet = { name: '', rules: [emptyRule], graceDays: 7, untagOnly: false };

function Reading({ progress }: Pick<Extract<DryRun, { kind: 'reading' }>, 'progress'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!progress) return <Meter label={t('change.reading')} read={0} total={0} />;
  const { repository, read, total, done, of } = progress;
  const label = t('cleanUp.reading', { repository, read: format.number(read), total: format.number(total), done: done + 1, of });
  return <Meter label={label} read={read} total={total} />;
}

/** What the dialog shows of the dry run. */
function State({ run, showRepository }: { readonly run: ReturnType<typeof useDryRun>; readonly showRepository: boolean }) {
  const { t } = useTranslation();
  switch (run.kind) {
    case 'none':
      return <Note>{t('cleanUp.hint')}</Note>;
    case 'reading':
      return <Reading progress={run.progress} />;
    case 'invalid':
      return null;
    case 'failed':
      return <FailureNote error={run.error} handlers={{ retry: run.retry }} />;
    case 'ready':
      return (
        <>
          {!run.end.complete && (
            <Note tone="warn">
              {t('cleanUp.incomplete')}
              {run.end.unreadable.length > 0 && <span className="dim">{run.end.unreadable.join(', ')}</span>}
            </Note>
          )}
          {run.weightError !== null && <FailureNote error={run.weightError} handlers={{}} />}
          <DryRunResult rows={run.rows} weight={run.weight} showRepository={showRepository} onToggle={run.toggle} />
        </>
      );
  }
}

/** Opens the deletion of what the dry run found. */
function DeleteButton({
  run,
  connection,
  untagOnly,
}: {
  readonly run: Extract<DryRun, { kind: 'ready' }>;
  readonly connection: Connection;
  readonly untagOnly: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = run.targets.reduce((sum, { tags }) => sum + tags.length, 0);
  const disabled = count === 0 || connection.readOnly;
  return (
    <Button
      data-danger={disabled ? undefined : true}
      disabled={disabled}
      onClick={() => openDialog({ kind: 'delete', connectionId: connection.id, targets: run.targets, untagOnly, purpose: 'clean-up' })}
    >
      {t(untagOnly ? 'cleanUp.untag' : 'cleanUp.apply', { count, shown: format.number(count) })}
    </Button>
  );
}

/** Cleans up by rules. A dry run shows every tag with Delete or Keep and the reason; the deletion is then confirmed like any other. */
export function CleanUpDialog({ connection, repository }: { readonly connection: Connection; readonly repository: string }) {
  const { t } = useTranslation();
  const [ruleSet, setRuleSet] = useState<RuleSet>(firstSet);
  const [prefix, setPrefix] = useState<string | null>(null);
  const run = useDryRun();
  const close = (): void => openDialog(null);
  /** What is shown is no longer what the rules say. */
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      set(value);
      run.reset();
    };
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    const scope = prefix === null ? ({ kind: 'repository', repository } as const) : ({ kind: 'namespace', prefix: prefix.trim() } as const);
    run.ask({ connectionId: connection.id, scope, ruleSet });
  };
  return (
    <Dialog onClose={close} title={t('cleanUp.title')} size={1080} closeOnClickOutside={false}>
      <form onSubmit={ask} noValidate>
        <DialogBody>
          <ScopeFields repository={repository} prefix={prefix} onPrefix={changed(setPrefix)} />
          <CleanUpRules ruleSet={ruleSet} invalid={run.kind === 'invalid' ? run.invalid : undefined} onChange={changed(setRuleSet)} />
          <CleanUpSets ruleSet={ruleSet} onChoose={changed(setRuleSet)} />
          {connection.readOnly && <Note tone="warn">{t('change.readOnly')}</Note>}
          <State run={run} showRepository={prefix !== null} />
        </DialogBody>
        <DialogFooter start={t('cleanUp.footnote')}>
          <Button variant="subtle" onClick={close}>
            {t('dialog.close')}
          </Button>
          {run.kind === 'ready' ? (
            <DeleteButton run={run} connection={connection} untagOnly={ruleSet.untagOnly} />
          ) : (
            <Button type="submit" loading={run.kind === 'reading'} disabled={prefix !== null && prefix.trim() === ''}>
              {t('cleanUp.dryRun')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
