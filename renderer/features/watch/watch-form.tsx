import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WATCH_INTERVALS } from '../../../shared/contract/watch.ts';
import { isFocusLost } from '../../lib/last-focus.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { addWatch } from './queries.ts';
import styles from './watch.module.css';

type Props = { readonly connectionId: string; readonly repository: string; readonly pattern?: string };

type State =
  | { readonly kind: 'idle' | 'busy' | 'full' }
  | { readonly kind: 'added'; readonly name: string }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What of a repository is watched, and how often. */
export function WatchForm({ connectionId, repository, pattern: initial = '*' }: Props) {
  const { t } = useTranslation();
  const [pattern, setPattern] = useState(initial);
  const [minutes, setMinutes] = useState<(typeof WATCH_INTERVALS)[number]>(15);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const field = useRef<HTMLInputElement>(null);
  const isOver = state.kind !== 'idle' && state.kind !== 'busy';
  // A button that is busy loses the focus.
  useEffect(() => {
    if (isOver && isFocusLost()) field.current?.focus();
  }, [isOver]);
  const wanted = pattern.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (wanted === '' || state.kind === 'busy') return;
    setState({ kind: 'busy' });
    addWatch({ connectionId, repository, pattern: wanted, minutes }).then(
      (isAdded) => setState(isAdded ? { kind: 'added', name: `${repository}:${wanted}` } : { kind: 'full' }),
      (error: unknown) => setState({ kind: 'failed', error }),
    );
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']}>
      <TextInput
        ref={field}
        label={t('watch.pattern', { repository })}
        description={t('watch.patternHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={pattern}
        onChange={(event) => setPattern(event.currentTarget.value)}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
      />
      <Select
        label={t('watch.every')}
        data={WATCH_INTERVALS.map((value) => ({ value: String(value), label: t(`watch.choice.m${value}`) }))}
        value={String(minutes)}
        allowDeselect={false}
        onChange={(value) => setMinutes(WATCH_INTERVALS.find((one) => String(one) === value) ?? 15)}
      />
      <Button type="submit" loading={state.kind === 'busy'} disabled={wanted === ''}>
        {t('watch.add')}
      </Button>
      {isOver && (
        <div className={styles['outcome']}>
          {state.kind === 'added' && (
            <Note tone="ok" role="status">
              {t('watch.added', { name: state.name })}
            </Note>
          )}
          {state.kind === 'full' && (
            <Note tone="warn" role="alert">
              {t('watch.full')}
            </Note>
          )}
          {state.kind === 'failed' && <FailureNote error={state.error} handlers={{}} />}
        </div>
      )}
    </form>
  );
}
