import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, ChangeStep } from '../../../shared/contract/history.ts';
import { displayText } from '../../../shared/text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { commandsOf } from './commands.ts';
import styles from './history.module.css';
import { groupText } from './history-text.ts';
import { stepsQuery } from './queries.ts';
import { type StepGroup, stepGroups } from './step-groups.ts';

/** Pixels of a group whose steps are not shown. */
const GROUP = 30;

function Step({ change, step }: { readonly change: Change; readonly step: ChangeStep }) {
  const { t } = useTranslation();
  const result = step.failure ?? (step.status === undefined ? t('history.noAnswer') : String(step.status));
  const commands = commandsOf(change, step);
  return (
    <div className={styles['step']}>
      <div className={styles['line']}>
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

type GroupProps = { readonly group: StepGroup; readonly isOpen: boolean; readonly onToggle: () => void };

/** Steps that did the same, in one line. */
function Group({ group, isOpen, onToggle }: GroupProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <UnstyledButton className={styles['group'] ?? ''} aria-expanded={isOpen} data-failed={!group.isDone} onClick={onToggle}>
      <IconChevronRight size={14} className={styles['chevron'] ?? ''} aria-hidden="true" />
      <span>{groupText(t, format, group)}</span>
    </UnstyledButton>
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

type Item =
  | { readonly kind: 'group'; readonly key: string; readonly group: StepGroup }
  | { readonly kind: 'step'; readonly key: string; readonly step: ChangeStep }
  | { readonly kind: 'unread'; readonly key: string; readonly text: string };

const keyOf = ({ key }: Item): string => key;

/** The steps of a change by what they did; each group opens to its steps with their commands. Pages are fetched until all are counted. */
export function Steps({ change }: { readonly change: Change }) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(stepsQuery(change.id));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const told = useMemo(() => stepGroups(data?.pages.flatMap((page) => page.entries) ?? []), [data]);
  const toggle = (key: string): void => setOpen(new Set(open.has(key) ? [...open].filter((other) => other !== key) : [...open, key]));
  const items: Item[] = [
    ...told.groups.flatMap((group): Item[] => [
      { kind: 'group', key: group.key, group },
      ...(open.has(group.key) ? group.steps.map((step, i): Item => ({ kind: 'step', key: `${group.key} ${i}`, step })) : []),
    ]),
    ...told.unread.map(({ text }, i): Item => ({ kind: 'unread', key: `unread ${i}`, text })),
  ];
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  if (error) return <FailureNote error={error} handlers={{ retry: () => void refetch() }} />;
  // Of a change that goes on, or has ended since, the steps are still to come.
  const isAwaited = isFetching || change.state === 'running';
  if (data && items.length === 0) return <span className="dim">{t(isAwaited ? 'history.loading' : 'history.noSteps')}</span>;
  return (
    <VirtualList items={items} label={t('history.steps')} keyOf={keyOf} rowHeight={GROUP} onEnd={more}>
      {(item) =>
        item.kind === 'group' ? (
          <Group group={item.group} isOpen={open.has(item.key)} onToggle={() => toggle(item.key)} />
        ) : item.kind === 'step' ? (
          <Step change={change} step={item.step} />
        ) : (
          <Unread text={item.text} />
        )
      }
    </VirtualList>
  );
}
