import { Button, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_TAGS } from '../../../shared/contract/base.ts';
import { plannedState } from '../../lib/planned-state.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Note } from '../../ui/note.tsx';
import { ProtectedField } from '../../ui/protected-field.tsx';
import { type TagMove, TagMoves } from '../../ui/tag-moves.tsx';
import { UndoButton } from '../../ui/undo-hint.tsx';
import styles from './retag.module.css';
import { Partly } from './retag-notes.tsx';
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
  const { guard, typed, setTyped, isReady, isApplying, error, ended, apply, refresh } = retagging;
  const count = { count: tags.length, shown: format.number(tags.length), most: MOST_TAGS };
  const close = (): void => {
    if (!isApplying) closeDialog();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void apply().catch(() => {});
  };
  return (
    <Dialog onClose={close} title={t('retag.titleMany', count)} size={640} closeOnClickOutside={false}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name} / {repository}
          </p>
          {connection.readOnly && <Note tone="warn">{t('change.readOnly')}</Note>}
          {tags.length > MOST_TAGS && <Note tone="warn">{t('change.tooMany', count)}</Note>}
          <PatternFields retagging={retagging} disabled={connection.readOnly || ended !== undefined} />
          {!ended && <ProtectedField guard={guard} isAlone={false} value={typed} onChange={setTyped} />}
          {tags.length <= MOST_TAGS && !ended && <TagMoves moves={movesOf(retagging)} label={t('retag.newTags')} />}
          {ended && <Partly results={ended.results} />}
          {error != null && <FailureNote error={error} handlers={{ retry: refresh, refresh }} />}
        </DialogBody>
        <DialogFooter start={t('retag.footnoteMany')}>
          <Button variant="subtle" onClick={close} disabled={isApplying}>
            {t(ended ? 'dialog.close' : 'dialog.cancel')}
          </Button>
          {ended ? (
            <UndoButton changeId={ended.changeId} />
          ) : (
            <Button
              type="submit"
              disabled={!isReady}
              loading={isApplying}
              rightSection={<KeyHint keys="↵" />}
              aria-label={t('retag.apply.retag')}
            >
              {t('retag.apply.retag')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
