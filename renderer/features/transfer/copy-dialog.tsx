import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MOST_TAGS } from '../../../shared/contract/base.ts';
import { readFailure } from '../../../shared/shown-failure.ts';
import { plannedState } from '../../lib/planned-state.ts';
import { imageText, placeText } from '../../lib/text/place-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { ProtectedField } from '../../ui/protected-field.tsx';
import { type TagMove, TagMoves } from '../../ui/tag-moves.tsx';
import { CopyResults } from './copy-results.tsx';
import { Platforms } from './platforms.tsx';
import { TargetFields } from './target-fields.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { TransferManyNote, TransferPlanNote } from './transfer-plan-note.tsx';
import { TransferRoute } from './transfer-route.tsx';
import { type Copying, type CopyQuestion, useCopy } from './use-copy.ts';

/** What the plan says of each tag. */
function movesOf({ names, step, guard }: Copying): readonly TagMove[] {
  const plan = step.kind === 'planned' ? step.plan : undefined;
  return names.map(({ from, to, problem }) => {
    const image = plan?.images.find(({ tag }) => tag === to);
    const failed = plan?.failed.find(({ tag }) => tag === to);
    if (problem) return { from, to, state: { kind: 'problem', problem } };
    if (image && plan) return { from, to, state: plannedState(image, plan.images, guard) };
    return { from, to, state: failed ? { kind: 'failed', failure: readFailure(failed.failure) } : { kind: 'planning' } };
  });
}

function PlanNote({ copying, registry }: { readonly copying: Copying; readonly registry: string }) {
  const { step, names, isNew, near, target } = copying;
  if (step.kind !== 'planned') return null;
  const repository = {
    registry,
    repository: target.target.repository.trim(),
    near,
    onNear: (name: string) => target.change({ repository: name }),
  };
  const [image] = step.plan.images;
  if (names.length > 1 || !image) return <TransferManyNote plan={step.plan} target={{ isNew, repository }} />;
  return <TransferPlanNote plan={step.plan} image={image} tag={image.tag} target={{ isNew, repository }} />;
}

/** The registry, the repository and the names that the copy goes to. */
function Fields({ copying, isAlone }: { readonly copying: Copying; readonly isAlone: boolean }) {
  const { t } = useTranslation();
  const { target, names, platforms, chosen, setChosen, referrers, setReferrers, isItself, isUntouched } = copying;
  const problem =
    isItself && !isUntouched ? 'itself' : names.find((name) => name.problem !== undefined && name.problem !== 'itself')?.problem;
  return (
    <>
      {target.targets.length === 0 && <Note tone="warn">{t('transfer.copy.noTarget')}</Note>}
      <Select
        label={t('transfer.copy.registry')}
        data={target.targets.map(({ id, name }) => ({ value: id, label: name }))}
        value={target.target.connectionId}
        onChange={(value) => value !== null && target.change({ connectionId: value })}
        data-autofocus
      />
      <TargetFields
        repository={target.target.repository}
        tag={target.target.name}
        isPattern={!isAlone}
        onRepository={(repository) => target.change({ repository })}
        onTag={(name) => target.change({ name })}
        disabled={false}
        problem={
          problem === undefined
            ? undefined
            : problem === 'itself'
              ? t('transfer.copy.itself')
              : problem === 'invalid'
                ? t('retag.invalid')
                : t('change.name.useMark')
        }
      />
      {platforms.length > 1 && <Platforms platforms={platforms} chosen={chosen} onChoose={setChosen} />}
      <Checkbox
        label={t('transfer.copy.withReferrers')}
        checked={referrers}
        onChange={(event) => setReferrers(event.currentTarget.checked)}
      />
    </>
  );
}

/** Copies one image or many to another repository or registry. */
export function CopyDialog(props: CopyQuestion) {
  const { connection, repository, tags, about } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const copying = useCopy(props);
  const { view, target, step, isComplete, isUntouched, isReady, guard, typed, setTyped } = copying;
  const isAlone = tags.length === 1;
  const [tag = ''] = tags;
  const targetConnection = target.targets.find(({ id }) => id === target.target.connectionId);
  const registry = targetConnection?.name ?? '';
  const running = view.detail?.run.about ?? about;
  const to =
    running?.kind === 'copy'
      ? { ...running.to, tag: isAlone ? running.to.tag : '' }
      : { connection: registry, repository: target.target.repository, tag: isAlone ? target.target.name : '' };
  const count = { count: tags.length, shown: format.number(tags.length), most: MOST_TAGS, tag };
  return (
    <TransferDialog
      title={t(isAlone ? 'transfer.copy.title' : 'transfer.copy.titleMany', count)}
      changes={targetConnection}
      registries={[targetConnection, connection]}
      subject={placeText({ connection: connection.name, repository })}
      view={view}
      route={<TransferRoute from={imageText({ connection: connection.name, repository, tag: isAlone ? tag : '' })} to={imageText(to)} />}
      step={step}
      planHeight={isAlone ? 96 : 40}
      showPlan={() => <PlanNote copying={copying} registry={registry} />}
      waiting={
        isComplete ? <Note role="status">{t('transfer.copy.planning')}</Note> : isUntouched && <Note>{t('transfer.copy.choose')}</Note>
      }
      isReady={isReady}
      apply={t('transfer.copy.apply')}
      footnote={t('transfer.footnote')}
      stopped={isAlone ? t('transfer.copy.stopped', { tag: to.tag }) : t('transfer.copy.stoppedMany')}
      onApply={copying.apply}
      onRefresh={copying.refresh}
      after={
        !view.isBusy && (
          <>
            <ProtectedField guard={guard} isAlone={isAlone} value={typed} onChange={setTyped} />
            {!isAlone && tags.length <= MOST_TAGS && <TagMoves moves={movesOf(copying)} label={t('transfer.copy.moves')} />}
            <CopyResults result={view.detail?.run.result} />
          </>
        )
      }
    >
      {tags.length > MOST_TAGS && <Note tone="warn">{t('change.tooMany', count)}</Note>}
      <Fields copying={copying} isAlone={isAlone} />
    </TransferDialog>
  );
}
