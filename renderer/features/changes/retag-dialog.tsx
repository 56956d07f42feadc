import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { RetagPlan } from '../../../shared/contract/changes.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { isTag } from '../../../shared/reference.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import { CurrentNote, losesLastTag } from './current-note.tsx';
import { retagPlanQuery, useRetag } from './queries.ts';
import { UndoHint } from './undo-hint.tsx';

export type RetagProps = {
  readonly connection: Connection;
  readonly repository: string;
  readonly tag: string;
  readonly size: number | undefined;
  /** Tags believed to be on the same image as this tag name, from what is on the screen: asked first. */
  readonly hintsFor: (tag: string) => string[];
  readonly onChanged: () => void;
};

/** The truth about the new tag, before Enter. */
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

/** Gives an image another tag: one field, Enter. */
export function RetagDialog({ connection, repository, tag, size, hintsFor, onChanged }: RetagProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const to = text.trim();
  const [settled] = useDebouncedValue(to, 150);
  const valid = isTag(to);
  const plan = useQuery({
    ...retagPlanQuery(connection.id, repository, tag, settled, hintsFor(settled)),
    enabled: isTag(settled) && settled !== tag && !connection.readOnly,
  });
  const retag = useRetag();
  const current = settled === to ? plan.data : undefined;
  const ready = valid && current !== undefined && current.current.state !== 'same' && !connection.readOnly;
  const close = (): void => {
    if (!retag.isPending) openDialog(null);
  };

  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || !current || retag.isPending) return;
    const expected = current.current.state === 'taken' ? current.current.digest : null;
    // Whatever comes of it, the table asks again: the change may have happened though its answer was lost.
    const { changeId } = await retag
      .mutateAsync({ connectionId: connection.id, repository, from: tag, to, digest: current.from.digest, expected })
      .finally(onChanged);
    openDialog(null);
    notice(
      t('retag.done', { to, from: tag }),
      <UndoHint changeId={changeId}>{t('retag.verified', { digest: current.from.digest.slice(0, 19) })}</UndoHint>,
    );
  };
  const again = (): void => {
    retag.reset();
    void plan.refetch();
  };
  const problem = to !== '' && !valid ? t('retag.invalid') : to === tag ? t('retag.itself') : undefined;
  return (
    <Dialog onClose={close} title={t('retag.title', { tag })} size={560}>
      <form onSubmit={(event) => void apply(event).catch(() => {})} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name} / {repository}
          </p>
          {connection.readOnly && <Note tone="warn">{t('retag.readOnly')}</Note>}
          <TextInput
            label={t('retag.newTag')}
            value={text}
            error={problem}
            onChange={(event) => setText(event.currentTarget.value)}
            spellCheck={false}
            autoComplete="off"
            data-autofocus
            disabled={connection.readOnly}
            styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
          />
          <div style={{ minHeight: 62 }}>
            {current && <PlanNote plan={current} size={size} />}
            {plan.isFetching && !current && <Note role="status">{t('retag.asking')}</Note>}
            {plan.error && settled === to && <FailureNote error={plan.error} handlers={{ retry: again, refresh: again }} />}
          </div>
          {retag.error && <FailureNote error={retag.error} handlers={{ retry: again, refresh: again }} />}
        </DialogBody>
        <DialogFooter start={t('retag.footnote', { tag })}>
          <Button variant="subtle" onClick={close} disabled={retag.isPending}>
            {t('dialog.cancel')}
          </Button>
          <Button
            type="submit"
            disabled={!ready}
            loading={retag.isPending}
            rightSection={<KeyHint keys="↵" />}
            aria-label={t('retag.apply')}
          >
            {t('retag.apply')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
