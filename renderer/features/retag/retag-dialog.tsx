import { Button, Checkbox, Input, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RetagPlan, RetagResult } from '../../../shared/contract/retag.ts';
import { isTag } from '../../../shared/oci/reference.ts';
import { protectedOf, typedNames } from '../../../shared/pattern.ts';
import { expectedBy } from '../../lib/changes.ts';
import { readFailure } from '../../lib/failure.ts';
import { failureText } from '../../lib/failure-text.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { NameField } from '../../ui/confirm-fields.tsx';
import { CurrentNote, losesLastTag } from '../../ui/current-note.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import { UndoButton, UndoHint } from '../../ui/undo-hint.tsx';
import { familyQuery, retagPlanQuery, useRetag } from './queries.ts';

export type RetagProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tag: string;
  readonly size: number | undefined;
  /** Tags believed to be on the same image as this tag name, from what is on the screen: asked first. */
  readonly hintsFor: (tag: string) => string[];
  readonly onChanged: () => void;
};

/** The truth about a new tag, before Enter. */
function PlanNote({ plan, size }: { readonly plan: RetagPlan; readonly size: number | undefined }) {
  const format = useFormat();
  const { current, from, to } = plan;
  if (current.state === 'same') {
    return (
      <Note role="status">
        <div>
          <Trans i18nKey="retag.same" values={{ to }} components={{ b: <strong />, digest: <DigestLabel digest={from.digest} /> }} />
        </div>
      </Note>
    );
  }
  return (
    <Note tone={losesLastTag(current) ? 'warn' : 'plain'} role="status">
      <div>
        <Trans
          i18nKey={size === undefined ? 'retag.willPoint' : 'retag.willPointSized'}
          values={{ to, size: size === undefined ? '' : format.bytes(size) }}
          components={{ b: <strong />, digest: <DigestLabel digest={from.digest} /> }}
        />
      </div>
      <div className="dim">
        <CurrentNote current={current} />
      </div>
    </Note>
  );
}

/** The version family: what can be moved along, and what is ahead already. */
function Family({
  family,
  chosen,
  onChoose,
}: {
  readonly family: readonly { tag: string; ahead?: string | undefined }[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation();
  const toggle = (tag: string): void => {
    const next = new Set(chosen);
    if (!next.delete(tag)) next.add(tag);
    onChoose(next);
  };
  return (
    <Input.Wrapper label={t('retag.family')} labelElement="div">
      <div role="group" aria-label={t('retag.family')} style={{ display: 'flex', flexWrap: 'wrap', gap: '6px 18px' }}>
        {family.map(({ tag, ahead }) => (
          <Checkbox
            key={tag}
            checked={chosen.has(tag)}
            disabled={ahead !== undefined}
            onChange={() => toggle(tag)}
            label={
              <>
                <span className="mono">{tag}</span> {ahead !== undefined && <span className="dim">{t('retag.ahead', { ahead })}</span>}
              </>
            }
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}

/** Of several tags, those that are unchanged, and why. */
function Partly({ results }: { readonly results: readonly RetagResult[] }) {
  const { t } = useTranslation();
  return (
    <Note tone="warn" role="alert">
      <strong>{t('retag.partly')}</strong>
      {results.map(({ tag, state, failure }) => (
        <span key={tag}>
          <strong>{tag}</strong>{' '}
          <span className="dim">
            {t(`retag.state.${state}`)}
            {failure && `: ${failureText(t, readFailure(failure)).title}`}
          </span>
        </span>
      ))}
    </Note>
  );
}

/** Gives an image other tags: one field, Enter. Several at once, with the version family, or as a move. */
export function RetagDialog({ connection, repository, tag, size, hintsFor, onChanged }: RetagProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [remove, setRemove] = useState(false);
  const [typed, setTyped] = useState('');
  const [partly, setPartly] = useState<{ readonly changeId: string; readonly results: readonly RetagResult[] }>();
  const names = [...new Set([...typedNames(text), ...chosen])];
  const [settledText] = useDebouncedValue(text, 150);
  const settled = [...new Set([...typedNames(settledText), ...chosen])];
  const family = useQuery({ ...familyQuery(connection.id, repository, tag), enabled: !connection.readOnly });
  const askable = connection.readOnly ? [] : settled.filter((name) => isTag(name) && name !== tag);
  const plans = useQueries({
    queries: askable.map((name) => {
      // What moves in the same step keeps nothing reachable.
      const leaving = [...askable.filter((other) => other !== name), ...(remove ? [tag] : [])];
      return retagPlanQuery({ connectionId: connection.id, repository, from: tag, to: name, leaving }, hintsFor(name));
    }),
  });
  const retag = useRetag();
  const isSettled = text === settledText;
  const made = isSettled ? plans.flatMap(({ data }) => data ?? []) : [];
  const wrong = names.find((name) => !isTag(name));
  const guarded = remove && protectedOf([tag], connection.protectedTags).length > 0;
  const todo = made.filter(({ current }) => current.state !== 'same');
  const ready =
    wrong === undefined &&
    !names.includes(tag) &&
    made.length > 0 &&
    made.length === names.length &&
    (todo.length > 0 || remove) &&
    (!guarded || typed.trim() === tag) &&
    !connection.readOnly &&
    partly === undefined;
  const close = (): void => {
    if (!retag.isPending) openDialog(null);
  };
  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const [first] = made;
    if (!ready || !first || retag.isPending) return;
    // Whatever comes of it, the table asks again: the change may have happened though its answer was lost.
    const { changeId, results } = await retag
      .mutateAsync({
        connectionId: connection.id,
        repository,
        from: tag,
        digest: first.from.digest,
        targets: made.map(({ to, current }) => ({ to, expected: expectedBy(current, first.from.digest) })),
        remove,
        typed: typedNames(typed),
      })
      .finally(onChanged);
    if (results.some(({ state }) => state !== 'moved' && state !== 'removed')) return setPartly({ changeId, results });
    openDialog(null);
    const done = results.filter(({ state }) => state === 'moved').map((result) => result.tag);
    notice(
      t(remove ? 'retag.moved' : 'retag.done', { to: done.join(', '), from: tag, count: done.length }),
      <UndoHint changeId={changeId}>{t('retag.verified', { digest: first.from.digest.slice(0, 19) })}</UndoHint>,
    );
  };
  const again = (): void => {
    retag.reset();
    for (const plan of plans) void plan.refetch();
  };
  const problem = wrong !== undefined ? t('retag.invalid') : names.includes(tag) ? t('retag.itself') : undefined;
  const error = isSettled ? plans.find((plan) => plan.error)?.error : undefined;
  const isAsking = askable.length > 0 && made.length < askable.length && !error;
  return (
    <Dialog onClose={close} title={t('retag.title', { tag })} size={560}>
      <form onSubmit={(event) => void apply(event).catch(() => {})} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name} / {repository}
          </p>
          {connection.readOnly && <Note tone="warn">{t('change.readOnly')}</Note>}
          <TextInput
            label={t('retag.newTag')}
            description={t('retag.severalHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={text}
            error={problem}
            onChange={(event) => setText(event.currentTarget.value)}
            spellCheck={false}
            autoComplete="off"
            autoFocus
            data-autofocus
            disabled={connection.readOnly}
            styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
          />
          {(family.data?.family.length ?? 0) > 0 && <Family family={family.data?.family ?? []} chosen={chosen} onChoose={setChosen} />}
          <Checkbox
            label={t('retag.move', { tag })}
            checked={remove}
            onChange={(event) => setRemove(event.currentTarget.checked)}
            disabled={connection.readOnly}
          />
          {guarded && <NameField label={t('change.typeProtected', { names: tag })} value={typed} onChange={setTyped} />}
          <div style={{ minHeight: 62, display: 'grid', gap: 8, alignContent: 'start' }}>
            {partly ? <Partly results={partly.results} /> : made.map((plan) => <PlanNote key={plan.to} plan={plan} size={size} />)}
            {isAsking && <Note role="status">{t('retag.planning')}</Note>}
            {error && <FailureNote error={error} handlers={{ retry: again, refresh: again }} />}
          </div>
          {retag.error && <FailureNote error={retag.error} handlers={{ retry: again, refresh: again }} />}
        </DialogBody>
        <DialogFooter start={t(remove ? 'retag.moveFootnote' : 'retag.footnote', { tag })}>
          <Button variant="subtle" onClick={close} disabled={retag.isPending}>
            {t(partly ? 'dialog.close' : 'dialog.cancel')}
          </Button>
          {partly && <UndoButton changeId={partly.changeId} />}
          {!partly && (
            <Button
              type="submit"
              disabled={!ready}
              loading={retag.isPending}
              rightSection={<KeyHint keys="↵" />}
              aria-label={t('retag.apply')}
            >
              {t('retag.apply')}
            </Button>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}
