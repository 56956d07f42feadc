import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { RunAbout } from '../../../shared/contract/runs.ts';
import type { ImageInFile } from '../../../shared/contract/transfer.ts';
import { isRepository, isTag, parseReference } from '../../../shared/oci/reference.ts';
import { typedNames } from '../../../shared/pattern.ts';
import { confirmMoves, moveOf } from '../../lib/confirm-moves.ts';
import { nearNames } from '../../lib/text/nearest.ts';
import { imageText } from '../../lib/text/place-text.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import { ProtectedField } from '../../ui/protected-field.tsx';
import { FileField } from './file-field.tsx';
import { planStep } from './plan-step.ts';
import { loadPlanQuery, startLoad } from './queries.ts';
import { TargetFields } from './target-fields.tsx';
import { TransferDialog, useTransferRun } from './transfer-dialog.tsx';
import { TransferPlanNote } from './transfer-plan-note.tsx';
import { TransferRoute } from './transfer-route.tsx';
import { useImageFile } from './use-image-file.ts';

type Props = {
  readonly connection: Connection;
  readonly repository: string | null;
  /** A file that was dropped on the window. */
  readonly file: File | undefined;
  readonly runId: string | undefined;
  /** What the run is about that the dialog is opened for. */
  readonly about: Extract<RunAbout, { kind: 'load' }> | undefined;
  /** The repositories of a registry, read where that is asked for. */
  readonly useRepositories: (connectionId: string, isAsked: boolean) => readonly string[];
};

/** The tag in what a file calls its image: a tag alone, or a whole reference. */
const tagOf = ({ name }: ImageInFile): string => (isTag(name) ? name : (parseReference(name)?.tag ?? ''));

/** Loads an image from a tar file into a registry: an OCI layout, or the output of `docker save`. */
export function LoadDialog({ connection, repository, file: dropped, runId, about, useRepositories }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const view = useTransferRun(runId);
  const file = useImageFile(about?.path ?? '', dropped, view.isBusy);
  const [image, setImage] = useState<string | null>(null);
  const [into, setInto] = useState(repository ?? '');
  const [typedTag, setTypedTag] = useState(about?.to.tag);
  const chosen = file.images.find(({ digest }) => digest === image) ?? file.images[0];
  const tag = typedTag ?? (chosen ? tagOf(chosen) : '');
  const target = { connectionId: connection.id, repository: into.trim(), tag: tag.trim() };
  const [settled] = useDebouncedValue(target, 250);
  const isSettled = JSON.stringify(settled) === JSON.stringify(target);
  const isComplete = isRepository(target.repository) && isTag(target.tag) && chosen !== undefined && !connection.readOnly;
  const query = useQuery({
    ...loadPlanQuery({ path: file.settledPath, image: chosen?.digest ?? '', target: settled }),
    enabled: isComplete && isSettled && !view.isBusy,
  });
  const planned = planStep(query, isComplete, isSettled);
  const [typed, setTyped] = useState('');
  const plan = planned.kind === 'planned' ? planned.plan : undefined;
  const guard = confirmMoves(plan ? [moveOf({ ...plan.image, tag: target.tag })] : [], connection.protectedTags, typed, true);
  const known = useRepositories(connection.id, plan?.repository === 'new');
  const isNew = plan?.repository === 'new' && !known.includes(target.repository);
  const near = isNew ? nearNames(target.repository, known) : [];
  const named = { registry: connection.name, repository: target.repository, near, onNear: setInto };
  const running = view.detail?.run.about ?? about;
  return (
    <TransferDialog
      title={t('transfer.load.title')}
      changes={connection}
      registries={[connection]}
      subject={t('transfer.load.into', { registry: connection.name })}
      view={view}
      route={running?.kind === 'load' && <TransferRoute from={running.path} to={imageText(running.to)} />}
      step={file.error ? { kind: 'failed', error: file.error } : planned}
      showPlan={(shown) => <TransferPlanNote plan={shown} image={shown.image} tag={target.tag} target={{ isNew, repository: named }} />}
      waiting={
        file.receiving ? (
          <Meter
            label={t('transfer.load.receiving', {
              name: dropped?.name,
              sent: format.bytes(file.receiving.sent),
              total: format.bytes(file.receiving.total),
            })}
            read={file.receiving.sent}
            total={file.receiving.total}
          />
        ) : (
          <Note role="status">
            {t(`transfer.load.${file.isReading ? 'reading' : isComplete ? 'planning' : chosen ? 'choose' : 'hint'}`)}
          </Note>
        )
      }
      isReady={plan !== undefined && plan.image.current.state !== 'same' && guard.isConfirmed}
      apply={t('transfer.load.apply')}
      footnote={t('transfer.footnote')}
      stopped={t('transfer.copy.stopped', { tag: target.tag })}
      onApply={({ planId }) => void view.start(() => startLoad({ planId, typed: typedNames(typed) }))}
      onRefresh={() => void (file.error ? file.refetch() : query.refetch())}
      after={!view.isBusy && <ProtectedField guard={guard} isAlone value={typed} onChange={setTyped} />}
    >
      <FileField what="open" path={file.path} onPath={file.setPath} disabled={view.isBusy} readOnly={file.receiving !== undefined} />
      {file.images.length > 1 && (
        <Select
          label={t('transfer.load.image')}
          data={file.images.map(({ digest, names, bytes: size }) => ({
            value: digest,
            label: `${format.names(names) || digest.slice(0, 19)} · ${format.bytes(size)}`,
          }))}
          value={chosen?.digest ?? null}
          onChange={setImage}
          disabled={view.isBusy}
        />
      )}
      {chosen && <TargetFields repository={into} tag={tag} onRepository={setInto} onTag={setTypedTag} disabled={view.isBusy} />}
      {file.incomplete.length > 0 && (
        <Note tone="warn">
          {t('transfer.load.incomplete', {
            count: file.incomplete.length,
            names: format.names(file.incomplete.map(({ name, part }) => name || part)),
          })}
        </Note>
      )}
    </TransferDialog>
  );
}
