import { Checkbox, Input, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_TAGS } from '../../../shared/contract/base.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RunAbout } from '../../../shared/contract/runs.ts';
import type { SavePlan } from '../../../shared/contract/transfer.ts';
import { imageText, placeText } from '../../lib/text/place-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { FileField } from './file-field.tsx';
import { isExisting } from './is-existing.ts';
import { planStep } from './plan-step.ts';
import { Platforms } from './platforms.tsx';
import { folderQuery, savePlanQuery, startSave } from './queries.ts';
import { SavePlanNote } from './save-plan-note.tsx';
import { TransferDialog, useTransferRun } from './transfer-dialog.tsx';
import { TransferRoute } from './transfer-route.tsx';

type Props = {
  readonly connection: Connection;
  readonly repository: string;
  /** One tag or many, which one file holds. */
  readonly tags: readonly string[];
  readonly runId: string | undefined;
  /** What the run is about that the dialog is opened for. */
  readonly about: Extract<RunAbout, { kind: 'save' }> | undefined;
};

type Format = 'oci' | 'docker';

/** What is saved: everything in an OCI layout, or one platform for `docker load`. */
function useSaveForm({ connection, repository, tags, about }: Props, isBusy: boolean) {
  const [format, setFormat] = useState<Format>(about?.format ?? 'oci');
  const [platforms, setPlatforms] = useState<readonly string[] | null>(about?.platforms ?? null);
  const [known, setKnown] = useState<SavePlan['platforms']>([]);
  const question = { connectionId: connection.id, repository, tags: [...tags], platforms: platforms && [...platforms], format };
  const query = useQuery({ ...savePlanQuery(question), enabled: !isBusy && tags.length <= MOST_TAGS });
  const first = (all: SavePlan['platforms']): string[] => all.slice(0, 1).map(({ name }) => name);
  const plan = query.data;
  if (plan && plan.platforms.length > 0 && known.length === 0) {
    setKnown(plan.platforms);
    if (format === 'docker' && plan.isIndex) setPlatforms(first(plan.platforms));
  }
  const choose = (next: Format): void => {
    setFormat(next);
    // docker takes a single image: the first, until another is chosen.
    if (next === 'docker' && known.length > 0 && platforms?.length !== 1) setPlatforms(first(known));
    if (next === 'oci') setPlatforms(null);
  };
  return { format, choose, platforms, setPlatforms, known, query };
}

/** Writes an image to a tar file. */
export function SaveDialog(props: Props) {
  const { connection, repository, tags, runId, about } = props;
  const { t } = useTranslation();
  const numbers = useFormat();
  const view = useTransferRun(runId);
  const { format, choose, platforms, setPlatforms, known, query } = useSaveForm(props, view.isBusy);
  const [typed, setTyped] = useState(about?.path);
  const [replace, setReplace] = useState(false);
  const { data: folder } = useQuery(folderQuery);
  const isAlone = tags.length === 1;
  const count = { tag: tags[0] ?? '', count: tags.length, shown: numbers.number(tags.length), most: MOST_TAGS };
  const name = `${repository.split('/').at(-1)}-${isAlone ? tags[0] : `${tags.length}-tags`}${format === 'docker' ? '-docker' : ''}.tar`;
  const path = typed ?? (folder ? `${folder.folder}/${name}` : '');
  const step = planStep(query, tags.length <= MOST_TAGS, true);
  // docker loads a single image, with all of its layers.
  const isUnfit = format === 'docker' && step.kind === 'planned' && (step.plan.isIndex || step.plan.foreign.blobs > 0);
  const exists = isExisting(view.failure, path);
  return (
    <TransferDialog
      title={t(isAlone ? 'transfer.save.title' : 'transfer.save.titleMany', count)}
      registries={[connection]}
      subject={placeText({ connection: connection.name, repository })}
      view={view}
      route={
        <TransferRoute
          from={imageText({ connection: connection.name, repository, tag: isAlone ? (tags[0] ?? '') : '' })}
          to={about?.path ?? path}
        />
      }
      step={step}
      showPlan={(plan) => <SavePlanNote plan={plan} format={format} />}
      waiting={
        tags.length <= MOST_TAGS ? (
          <Note role="status">{t('transfer.save.planning')}</Note>
        ) : (
          <Note tone="warn">{t('change.tooMany', count)}</Note>
        )
      }
      isReady={!isUnfit && path !== '' && (!exists || replace)}
      apply={t('transfer.save.apply')}
      footnote={t('transfer.save.footnote')}
      stopped={t('transfer.save.stopped')}
      onApply={({ planId }) => void view.start(() => startSave({ planId, path, replace }))}
      onRefresh={() => void query.refetch()}
      after={
        exists && (
          <Checkbox label={t('transfer.save.replace')} checked={replace} onChange={(event) => setReplace(event.currentTarget.checked)} />
        )
      }
    >
      <Input.Wrapper label={t('transfer.save.format')} labelElement="div">
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('transfer.save.format')}
          value={format}
          onChange={(value) => choose(value === 'docker' ? 'docker' : 'oci')}
          disabled={view.isBusy}
          data={(['oci', 'docker'] as const).map((value) => ({ value, label: t(`transfer.save.${value}`) }))}
        />
      </Input.Wrapper>
      {known.length > 1 && !view.isBusy && (
        <Platforms platforms={known} chosen={platforms} onChoose={setPlatforms} only={format === 'docker'} />
      )}
      <FileField
        what="save"
        path={path}
        onPath={(next) => {
          setTyped(next);
          setReplace(false);
        }}
        disabled={view.isBusy}
      />
    </TransferDialog>
  );
}
