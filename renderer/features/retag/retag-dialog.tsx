import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import { api } from '../../lib/client.ts';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { ProtectedField } from '../../ui/protected-field.tsx';
import { RetagFrame } from './retag-frame.tsx';
import { DeletionNote, Family, PlanNote } from './retag-notes.tsx';
import type { RetagAct, RetagForm } from './stage.ts';
import { type Retagging, type RetagQuestion, useRetagging } from './use-retagging.tsx';

export type RetagProps = RetagQuestion & { readonly size: number | undefined };

type FieldsProps = Pick<RetagProps, 'tag' | 'connection' | 'repository'> & { readonly retagging: Retagging };

/** Whether the repository refuses every way to delete, which is tried without deleting anything. Asked where that matters, and each time: deletes may be allowed by now. */
function useRefusesDeletes(id: string, repository: string, isAsked: boolean): boolean {
  const asked = api.connections.abilities.queryOptions({ input: { id, repository }, staleTime: 0 });
  const { data } = useQuery({ ...asked, enabled: isAsked });
  return isAsked && data?.byDigest === 'refused' && data.byTag !== 'works';
}

/** The new tags, and whether the old one is deleted. */
function Fields({ tag, retagging, repository, connection: { id, readOnly, production } }: FieldsProps) {
  const { t } = useTranslation();
  const { form, setForm, problem, family, stage, apply } = retagging;
  const refusesDeletes = useRefusesDeletes(id, repository, form.remove);
  const change = (part: Partial<RetagForm>): void => setForm((now) => ({ ...now, ...part }));
  return (
    <>
      <TextInput
        label={t('retag.newTag')}
        description={t('retag.severalHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={form.text}
        error={problem && t(`retag.${problem}`)}
        onChange={(event) => change({ text: event.currentTarget.value })}
        // The browser submits nothing while the button is off.
        onKeyDown={({ key, repeat, nativeEvent }) => {
          if (key === 'Enter' && !repeat && !nativeEvent.isComposing && stage.kind === 'planning') apply();
        }}
        spellCheck={false}
        autoComplete="off"
        autoFocus
        data-autofocus
        disabled={readOnly}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
      />
      {family.length > 0 && <Family family={family} chosen={form.chosen} onChoose={(chosen) => change({ chosen })} />}
      <Checkbox
        label={t('retag.move', { tag })}
        error={refusesDeletes && t('retag.moveRefused')}
        checked={form.remove}
        onChange={(event) => change({ remove: event.currentTarget.checked })}
        disabled={readOnly}
      />
      {stage.kind === 'asking' && (
        <ProtectedField
          guard={stage.guard}
          isAlone
          deleted={form.remove ? tag : undefined}
          isProduction={production && form.remove}
          value={form.typed}
          onChange={(typed) => change({ typed })}
        />
      )}
    </>
  );
}

/** What the retag would do. */
function StageNotes({ tag, retagging: { stage, refresh }, size }: Pick<RetagProps, 'tag' | 'size'> & { readonly retagging: Retagging }) {
  const { t } = useTranslation();
  switch (stage.kind) {
    case 'empty':
      return null;
    case 'planning':
      return <Note role="status">{t('retag.planning')}</Note>;
    case 'failed':
      return <FailureNote error={stage.error} handlers={{ retry: refresh, refresh }} />;
    case 'asking':
      return (
        <>
          {stage.plan.targets.map((target) => (
            <PlanNote key={target.to} target={target} size={size} />
          ))}
          {stage.act !== 'retag' && <DeletionNote tag={tag} isAll={stage.act === 'delete'} />}
        </>
      );
    default:
      return assertNever(stage);
  }
}

/** Gives an image more tags: one field, Enter. Several at once, with the version family, or as a move. */
export function RetagDialog({ size, ...props }: RetagProps) {
  const { connection, repository, tag } = props;
  const { t } = useTranslation();
  const retagging = useRetagging(props);
  const { stage, form, isStarting, refused, refresh, apply } = retagging;
  const act: RetagAct = stage.kind === 'asking' ? stage.act : form.remove ? 'move' : 'retag';
  return (
    <RetagFrame
      title={t('retag.title', { tag })}
      size={560}
      connection={connection}
      repository={repository}
      footnote={t(form.remove ? 'retag.moveFootnote' : 'retag.footnote', { tag })}
      apply={t(`retag.apply.${act}`, { tag })}
      isDanger={act === 'delete'}
      isReady={stage.kind === 'asking' && stage.isReady}
      isStarting={isStarting}
      onApply={apply}
      planText={retagging.planText}
    >
      <Fields tag={tag} retagging={retagging} repository={repository} connection={connection} />
      <div style={{ minHeight: 62, display: 'grid', gap: 8, alignContent: 'start' }}>
        <StageNotes tag={tag} retagging={retagging} size={size} />
      </div>
      {refused != null && <FailureNote error={refused} handlers={{ retry: refresh, refresh }} />}
    </RetagFrame>
  );
}
