import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MOST_TAGS } from '../../../shared/contract/base.ts';
import { plannedState } from '../../lib/planned-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { ProtectedField } from '../../ui/protected-field.tsx';
import { type TagMove, TagMoves } from '../../ui/tag-moves.tsx';
import styles from './retag.module.css';
import { RetagFrame } from './retag-frame.tsx';
import { type RetaggingMany, type RetagManyQuestion, useRetagMany } from './use-retag-many.tsx';

/** What is known of each new name. */
function movesOf({ names, plan, guard }: RetaggingMany): readonly TagMove[] {
  const planned = plan?.targets.map(({ to, current }) => ({ tag: to, current })) ?? [];
  return names.map(({ from, to, problem }) => {
    const target = planned.find(({ tag }) => tag === to);
    if (problem) return { from, to, state: { kind: 'problem', problem } };
    if (target) return { from, to, state: plannedState(target, planned, guard) };
    if (!plan?.missing.includes(from)) return { from, to, state: { kind: 'planning' } };
    return { from, to, state: { kind: 'failed', failure: { code: 'CONFLICT', data: { what: 'tag-deleted', subject: from } } } };
  });
}

/** How the new names are made of the old ones. */
function PatternFields({ retagging, disabled }: { readonly retagging: RetaggingMany; readonly disabled: boolean }) {
  const { t } = useTranslation();
  const { pattern, setPattern } = retagging;
  const plain = { autoComplete: 'off', spellCheck: false, disabled, styles: { input: { fontFamily: 'var(--mono)', fontSize: 12 } } };
  return (
    <div className={styles['pattern']}>
      <TextInput
        label={t('retag.newTags')}
        description={t('change.name.mark')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={pattern.pattern}
        onChange={(event) => setPattern({ pattern: event.currentTarget.value })}
        autoFocus
        data-autofocus
        {...plain}
      />
      <TextInput
        label={t('retag.find')}
        value={pattern.find}
        onChange={(event) => setPattern({ find: event.currentTarget.value })}
        {...plain}
      />
      <TextInput
        label={t('retag.replace')}
        value={pattern.replace}
        onChange={(event) => setPattern({ replace: event.currentTarget.value })}
        {...plain}
      />
    </div>
  );
}

/** Gives each of several images a new tag, named by a pattern: one change, one undo. */
export function RetagManyDialog(props: RetagManyQuestion) {
  const { connection, repository, tags } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const retagging = useRetagMany(props);
  const { guard, typed, setTyped, isReady, isStarting, error, apply, refresh } = retagging;
  const count = { count: tags.length, shown: format.number(tags.length), most: MOST_TAGS };
  return (
    <RetagFrame
      title={t('retag.titleMany', count)}
      size={640}
      closeOnClickOutside={false}
      connection={connection}
      repository={repository}
      footnote={t('retag.footnoteMany')}
      apply={t('retag.apply.retag')}
      isReady={isReady}
      isStarting={isStarting}
      onApply={apply}
      planText={retagging.planText}
    >
      {tags.length > MOST_TAGS && <Note tone="warn">{t('change.tooMany', count)}</Note>}
      <PatternFields retagging={retagging} disabled={connection.readOnly} />
      <ProtectedField guard={guard} isAlone={false} value={typed} onChange={setTyped} />
      {tags.length <= MOST_TAGS && <TagMoves moves={movesOf(retagging)} label={t('retag.newTags')} />}
      {error != null && <FailureNote error={error} handlers={{ retry: refresh, refresh }} />}
    </RetagFrame>
  );
}
