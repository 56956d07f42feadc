import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Change, ChangeStep } from '../../../shared/contract/history.ts';
import { displayText } from '../../../shared/text.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { commandsOf } from './commands.ts';
import styles from './history.module.css';
import { stepsQuery } from './queries.ts';

/** Pixels of a step with its commands. */
const STEP = 130;

function Step({ change, step }: { readonly change: Change; readonly step: ChangeStep }) {
  const { t } = useTranslation();
  const result = step.failure ?? (step.status === undefined ? t('history.noAnswer') : String(step.status));
  const commands = commandsOf(change, step);
  return (
    <div className={styles['step']}>
      <div className={styles['line']}>
        <span>{t(`history.why.${step.why}`)}</span>
        <code className="cut" title={step.reference}>
          {step.method} {displayText(step.reference)}
        </code>
        <span className="dim num">{result}</span>
        <span className="faint num">{step.took === undefined ? '' : `${step.took} ms`}</span>
      </div>
      {(['curl', 'crane', 'regctl'] as const).map((tool) =>
        commands[tool] === '' ? null : <CopyField key={tool} text={commands[tool]} label={t('history.command', { tool })} />,
      )}
    </div>
  );
}

/** What this version cannot read, as it stands in its file. */
export function Unread({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['unread']}>
      <span className="dim">{t('history.unread')}</span>
      <code className="faint cut" title={displayText(text)}>
        {displayText(text)}
      </code>
    </div>
  );
}

/** The steps of a change, fetched as they come into view. */
export function Steps({ change }: { readonly change: Change }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(stepsQuery(change.id));
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch() }} />;
  if (data && entries.length === 0) return <span className="dim">{t('history.noSteps')}</span>;
  return (
    <VirtualList items={entries} label={t('history.steps')} keyOf={(_, index) => index} rowHeight={STEP} onEnd={more}>
      {(entry) => (entry.kind === 'step' ? <Step change={change} step={entry.step} /> : <Unread text={entry.text} />)}
    </VirtualList>
  );
}
