import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emptyRule, type RuleSet } from '../../../shared/contract/clean-up.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { saveFile } from '../../lib/save-file.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import styles from './clean-up.module.css';
import { applyEdits, cleanUpCsv, type PlannedRow, targetsOf } from './clean-up-rows.ts';
import { CleanUpRules } from './clean-up-rules.tsx';
import { CleanUpSets } from './clean-up-sets.tsx';
import { CleanUpTable } from './clean-up-table.tsx';
import { type CleanUpQuestion, cleanUpQuery, weighQuery } from './queries.ts';

type Props = { readonly connection: Connection; readonly repository: string };
type Shown = 'all' | 'goes' | 'stays';

const firstSet: RuleSet = { name: '', rules: [emptyRule], graceDays: 7, untagOnly: false };
const namespaceOf = (repository: string): string => repository.slice(0, repository.lastIndexOf('/') + 1);

/** Where the rules are applied: this repository, or all whose names begin alike. */
function ScopeFields({
  repository,
  prefix,
  onPrefix,
}: {
  readonly repository: string;
  readonly prefix: string | null;
  readonly onPrefix: (prefix: string | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles['options']}>
      <SegmentedControl
        size="xs"
        aria-label={t('cleanUp.scope')}
        value={prefix === null ? 'repository' : 'namespace'}
        onChange={(value) => onPrefix(value === 'repository' ? null : namespaceOf(repository))}
        data={[
          { value: 'repository', label: t('cleanUp.thisRepository') },
          { value: 'namespace', label: t('cleanUp.namespace') },
        ]}
      />
      {prefix === null ? (
        <span className="mono dim cut">{repository}</span>
      ) : (
        <TextInput
          aria-label={t('cleanUp.prefix')}
          value={prefix}
          onChange={(event) => onPrefix(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
        />
      )}
    </div>
  );
}

/** What a dry run found: how much goes, every tag with its reason, and the way on. */
function Found({
  rows,
  weight,
  showRepository,
  onToggle,
}: {
  readonly rows: readonly PlannedRow[];
  readonly weight: { readonly bytesFreed: number; readonly bytesKept: number } | undefined;
  readonly showRepository: boolean;
  readonly onToggle: (row: PlannedRow) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [shown, setShown] = useState<Shown>('all');
  const going = useMemo(() => rows.filter(({ goes }) => goes).length, [rows]);
  const visible = useMemo(() => (shown === 'all' ? rows : rows.filter(({ goes }) => goes === (shown === 'goes'))), [rows, shown]);
  return (
    <>
      <div className={styles['summary']}>
        <span role="status">
          <strong>{t('cleanUp.going', { count: going, shown: format.number(going) })}</strong>{' '}
          <span className="dim">
            {t('cleanUp.staying', { count: rows.length - going, shown: format.number(rows.length - going) })}{' '}
            {weight && t('cleanUp.frees', { freed: format.bytes(weight.bytesFreed), kept: format.bytes(weight.bytesKept) })}
          </span>
        </span>
        <SegmentedControl
          size="xs"
          aria-label={t('cleanUp.show')}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={(['all', 'goes', 'stays'] as const).map((value) => ({ value, label: t(`cleanUp.shown.${value}`) }))}
        />
        <Button variant="default" onClick={() => saveFile('clean-up.csv', 'text/csv', cleanUpCsv(rows))}>
          {t('history.csv')}
        </Button>
        <Button variant="default" onClick={() => saveFile('clean-up.json', 'application/json', JSON.stringify(rows, null, 2))}>
          {t('history.json')}
        </Button>
      </div>
      <CleanUpTable rows={visible} showRepository={showRepository} onToggle={onToggle} />
    </>
  );
}

/** Cleans up by rules: first a dry run that says of every tag what would become of it and why; what is deleted then is a deletion like any other. */
export function CleanUpDialog({ connection, repository }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [ruleSet, setRuleSet] = useState<RuleSet>(firstSet);
  const [prefix, setPrefix] = useState<string | null>(null);
  const [asked, setAsked] = useState<CleanUpQuestion>();
  const [edits, setEdits] = useState<ReadonlyMap<string, boolean>>(new Map());
  const query = useQuery({ ...cleanUpQuery(asked), enabled: asked !== undefined });
  const run = asked === undefined ? undefined : query.data;
  const rows = useMemo(() => applyEdits(run?.rows ?? [], edits), [run?.rows, edits]);
  const end = run?.end;
  const [settled] = useDebouncedValue(rows, 300);
  const edited = useQuery({
    ...weighQuery(
      end?.planId ?? '',
      edits.size === 0 ? [] : targetsOf(settled).map(({ repository: name, tags }) => ({ repository: name, tags })),
    ),
    enabled: end !== undefined && edits.size > 0,
    placeholderData: keepPreviousData,
  });
  const weight = edits.size === 0 ? end : edited.data;
  const targets = useMemo(() => (end ? targetsOf(rows) : []), [rows, end]);
  const count = targets.reduce((sum, { tags }) => sum + tags.length, 0);
  const reading = asked !== undefined && end === undefined && !query.error && !run?.invalid;
  const scope = prefix === null ? ({ kind: 'repository', repository } as const) : ({ kind: 'namespace', prefix: prefix.trim() } as const);
  const change = (next: RuleSet): void => {
    setRuleSet(next);
    // What is shown would no longer be what the rules say.
    setAsked(undefined);
  };
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setEdits(new Map());
    setAsked({ connectionId: connection.id, scope, ruleSet, at: Date.now() });
  };
  const toggle = ({ key, goes }: PlannedRow): void => setEdits((old) => new Map(old).set(key, !goes));
  return (
    <Dialog onClose={() => openDialog(null)} title={t('cleanUp.title')} size={1080} closeOnClickOutside={false}>
      <form onSubmit={ask} noValidate>
        <DialogBody>
          <ScopeFields
            repository={repository}
            prefix={prefix}
            onPrefix={(next) => {
              setPrefix(next);
              setAsked(undefined);
            }}
          />
          <CleanUpRules ruleSet={ruleSet} invalid={run?.invalid} onChange={change} />
          <CleanUpSets ruleSet={ruleSet} onChoose={change} />
          {connection.readOnly && <Note tone="warn">{t('retag.readOnly')}</Note>}
          {asked === undefined && <Note>{t('cleanUp.hint')}</Note>}
          {query.error && asked && <FailureNote error={query.error} handlers={{ retry: () => void query.refetch() }} />}
          {reading && (
            <Meter
              label={
                run?.progress
                  ? t('cleanUp.reading', {
                      repository: run.progress.repository,
                      read: format.number(run.progress.read),
                      total: format.number(run.progress.total),
                      done: run.progress.done + 1,
                      of: run.progress.of,
                    })
                  : t('delete.looking')
              }
              read={run?.progress?.read ?? 0}
              total={run?.progress?.total ?? 0}
            />
          )}
          {end && !end.complete && (
            <Note tone="warn">
              {t('cleanUp.incomplete')}
              {end.unreadable.length > 0 && <span className="dim">{end.unreadable.join(', ')}</span>}
            </Note>
          )}
          {edited.error && edits.size > 0 && <FailureNote error={edited.error} handlers={{}} />}
          {end && <Found rows={rows} weight={weight} showRepository={prefix !== null} onToggle={toggle} />}
        </DialogBody>
        <DialogFooter start={t('cleanUp.footnote')}>
          <Button variant="subtle" onClick={() => openDialog(null)}>
            {t('dialog.close')}
          </Button>
          {end ? (
            <Button
              data-danger={count > 0 && !connection.readOnly ? true : undefined}
              disabled={count === 0 || connection.readOnly}
              onClick={() =>
                openDialog({ kind: 'delete-many', connectionId: connection.id, targets, untagOnly: asked?.ruleSet.untagOnly ?? false })
              }
            >
              {t(ruleSet.untagOnly ? 'cleanUp.untag' : 'cleanUp.apply', { count, shown: format.number(count) })}
            </Button>
          ) : (
            <Button type="submit" loading={reading} disabled={prefix !== null && prefix.trim() === ''}>
              {t('cleanUp.dryRun')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
