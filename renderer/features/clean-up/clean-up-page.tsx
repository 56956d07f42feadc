import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isUsable } from '../../../shared/clean-up.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { goTo } from '../../lib/places.ts';
import { runsQuery } from '../../lib/runs.ts';
import { placeText } from '../../lib/text/place-text.ts';
import { undoneRuns } from '../../lib/undone-runs.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { ReadOnlyNote } from '../../ui/read-only-note.tsx';
import { SubjectLine } from '../../ui/subject-line.tsx';
import styles from './clean-up.module.css';
import { type Draft, useDraft } from './draft.ts';
import { Reading, Result } from './dry-run-panel.tsx';
import { DeleteButton, Totals } from './dry-run-totals.tsx';
import type { Ran } from './ran-note.tsx';
import { Sentence, Setup } from './setup.tsx';
import { useDryRun } from './use-dry-run.ts';
import { useStageFocus } from './use-stage-focus.ts';

type Props = { readonly connection: Connection; readonly repository: string | undefined };

/** Which registry is cleaned up, and what of it: this repository, or all whose names begin with a prefix. */
function Heading({
  connection,
  repository,
  prefix,
  heading,
}: Props & Pick<Draft, 'prefix'> & { readonly heading: RefObject<HTMLHeadingElement | null> }) {
  const { t } = useTranslation();
  const scope = prefix === null ? repository : prefix.trim() === '' ? t('cleanUp.allRepositories') : `${prefix.trim()}*`;
  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <h1 ref={heading} tabIndex={-1}>
          {t('main.cleanUp')}
        </h1>
        <SubjectLine text={placeText({ connection: connection.name, repository: scope })} />
      </div>
      <Button variant="default" onClick={() => goTo({ connectionId: connection.id, ...(repository === undefined ? {} : { repository }) })}>
        {t(repository === undefined ? 'dialog.close' : 'cleanUp.showTags')}
      </Button>
    </header>
  );
}

/** The clean-up that was begun from the dry run on screen. */
function useRan(connectionId: string, { asked }: Pick<Draft, 'asked'>): Ran | undefined {
  const { data: runs = [] } = useQuery(runsQuery);
  if (!asked) return undefined;
  const isWithin = (repository: string | null): boolean =>
    asked.scope.kind === 'repository' ? repository === asked.scope.repository : (repository?.startsWith(asked.scope.prefix) ?? true);
  const all = runs.filter(
    ({ about, started }) =>
      about.kind === 'clean-up' && about.connectionId === connectionId && Date.parse(started) >= asked.at && isWithin(about.repository),
  );
  const run = all.at(-1);
  return run && { run, isUndone: undoneRuns(runs).has(run.id), all };
}

/** Cleans up by rules. A dry run shows every tag with Delete or Keep and the reason; the deletion is then confirmed like any other. */
export function CleanUpPage({ connection, repository }: Props) {
  const { t } = useTranslation();
  const draft = useDraft(connection.id, repository);
  const run = useDryRun(draft);
  const ran = useRan(connection.id, draft);
  const { ruleSet, prefix } = draft;
  const canAsk = isUsable(ruleSet);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    if (!canAsk) return;
    const scope =
      prefix === null && repository !== undefined
        ? ({ kind: 'repository', repository } as const)
        : ({ kind: 'namespace', prefix: (prefix ?? '').trim() } as const);
    draft.ask({ connectionId: connection.id, scope, ruleSet });
  };
  const isSetUp = run.kind === 'none' || run.kind === 'invalid' || draft.isEditing;
  const isFound = run.kind === 'ready' && !isSetUp;
  const heading = useRef<HTMLHeadingElement>(null);
  // The button of the dry run becomes that of the deletion: Tab goes on from there.
  useStageFocus(heading, `${ran?.run.id} ${ran?.isUndone} ${draft.isEditing}`);
  return (
    <form className={styles['page']} onSubmit={ask} noValidate aria-label={t('main.cleanUp')}>
      <Heading connection={connection} repository={repository} prefix={prefix} heading={heading} />
      {connection.readOnly && <ReadOnlyNote connectionId={connection.id}>{t('cleanUp.readOnly')}</ReadOnlyNote>}
      {isSetUp && <Setup draft={draft} repository={repository} protectedTags={connection.protectedTags} run={run} />}
      {!isSetUp && <Sentence draft={draft} isOpen={false} />}
      {run.kind === 'reading' && <Reading progress={run.progress} onCancel={draft.reset} />}
      {run.kind === 'failed' && <FailureNote error={run.error} handlers={{ retry: run.retry }} />}
      {isFound && <Result draft={draft} run={run} ran={ran} />}
      {/* Once it has begun, the note says what becomes of it: what was found before is no longer to be deleted. */}
      {!(isFound && ran) && (
        <footer className={styles['foot']}>
          <Totals run={run} />
          {isFound ? (
            <DeleteButton run={run} connection={connection} untagOnly={ruleSet.untagOnly} />
          ) : (
            <Button type="submit" loading={run.kind === 'reading'} disabled={!canAsk}>
              {t('cleanUp.dryRun')}
            </Button>
          )}
        </footer>
      )}
    </form>
  );
}
