import { Checkbox, Input, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveCommand } from '../../../shared/archive-command.ts';
import type { SavePlan } from '../../../shared/contract/archive.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { readFailure } from '../../lib/failure.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useRun } from '../../lib/use-run.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { RunEnd, RunFooter } from '../../ui/run-parts.tsx';
import { FileField } from './file-field.tsx';
import { PlanGaps } from './plan-gaps.tsx';
import { Platforms } from './platforms.tsx';
import { placeQuery, runSave, savePlanQuery } from './queries.ts';
import { TransferMeter } from './transfer-meter.tsx';

type Props = { readonly connection: Connection; readonly repository: string; readonly tag: string };
type Format = 'oci' | 'docker';

/** Writes an image to a tar file: an OCI layout with everything, or one platform for `docker load`. */
export function SaveDialog({ connection, repository, tag }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [kind, setKind] = useState<Format>('oci');
  const [platforms, setPlatforms] = useState<readonly string[] | null>(null);
  const [typed, setTyped] = useState<string>();
  const [replace, setReplace] = useState(false);
  const [known, setKnown] = useState<SavePlan['platforms']>([]);
  const { data: place } = useQuery(placeQuery);
  const name = `${repository.split('/').at(-1)}-${tag}${kind === 'docker' ? '-docker' : ''}.tar`;
  const path = typed ?? (place ? `${place.folder}/${name}` : '');
  const run = useRun();
  const query = useQuery({
    ...savePlanQuery({ connectionId: connection.id, repository, tag, platforms: platforms && [...platforms], format: kind }),
    enabled: !run.running,
  });
  const plan = query.data;
  if (plan && plan.platforms.length > 0 && known.length === 0) {
    setKnown(plan.platforms);
    if (kind === 'docker' && plan.isIndex) setPlatforms(plan.platforms.slice(0, 1).map((entry) => entry.name));
  }
  // docker loads one image, with all of its layers.
  const isUnfit = kind === 'docker' && plan !== undefined && (plan.isIndex || plan.foreign.blobs > 0);
  const isThere = run.failure !== undefined && isFileThere(run.failure, path);
  const ready = plan !== undefined && !isUnfit && path !== '' && !run.running && (!isThere || replace);
  const close = (): void => {
    if (!run.running) openDialog(null);
  };
  const choose = (next: Format): void => {
    setKind(next);
    // One image is all that docker takes: the first, until another is chosen.
    if (next === 'docker' && known.length > 0 && platforms?.length !== 1) setPlatforms(known.slice(0, 1).map((entry) => entry.name));
    if (next === 'oci') setPlatforms(null);
  };
  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || !plan) return;
    const wanted = { connectionId: connection.id, repository, tag, digest: plan.whole, platforms: platforms && [...platforms] };
    const done = await run.start(async (runId, onProgress) => {
      const saved = await runSave({ ...wanted, runId, format: kind, path, replace }, onProgress);
      notice(
        t('save.done', { tag, size: format.bytes(saved.bytes) }),
        <CopyField text={archiveCommand(kind, saved.path)} label={t('freeSpace.command')} />,
      );
    });
    if (done) openDialog(null);
  };
  return (
    <Dialog onClose={close} title={t('save.title', { tag })} size={600} closeOnClickOutside={false}>
      <form onSubmit={(event) => void apply(event)} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name} / {repository}
          </p>
          <Input.Wrapper label={t('save.format')} labelElement="div">
            <SegmentedControl
              fullWidth
              size="xs"
              aria-label={t('save.format')}
              value={kind}
              onChange={(value) => choose(value as Format)}
              disabled={run.running}
              data={[
                { value: 'oci', label: t('save.oci') },
                { value: 'docker', label: t('save.docker') },
              ]}
            />
          </Input.Wrapper>
          {known.length > 1 && !run.running && (
            <Platforms platforms={known} chosen={platforms} onChoose={setPlatforms} only={kind === 'docker'} />
          )}
          <FileField
            what="save"
            path={path}
            onPath={(next) => {
              setTyped(next);
              setReplace(false);
            }}
            disabled={run.running}
          />
          <div style={{ minHeight: 60 }}>
            {run.running ? (
              <TransferMeter progress={run.progress} />
            ) : plan ? (
              <Note role="status" tone={plan.missing.length + plan.foreign.blobs > 0 ? 'warn' : 'plain'}>
                <strong>{t('save.size', { count: plan.blobs, size: format.bytes(plan.bytes) })}</strong>
                {kind === 'docker' && plan.isIndex && <span>{t('save.needsOne')}</span>}
                <PlanGaps missing={plan.missing} foreign={plan.foreign} isNeeded={kind === 'docker'} />
                <span className="dim">
                  {t(kind === 'docker' ? 'save.dockerHint' : plan.isDocker ? 'save.dockerTypes' : 'save.ociHint')}
                </span>
              </Note>
            ) : query.error ? (
              <FailureNote error={query.error} handlers={{ retry: () => void query.refetch() }} />
            ) : (
              <Note role="status">{t('save.asking')}</Note>
            )}
          </div>
          <RunEnd run={run} stopped={t('save.stopped')} />
          {isThere && (
            <Checkbox label={t('save.replace')} checked={replace} onChange={(event) => setReplace(event.currentTarget.checked)} />
          )}
        </DialogBody>
        <RunFooter run={run} ready={ready} apply={t('save.apply')} footnote={t('save.footnote')} onClose={close} />
      </form>
    </Dialog>
  );
}

function isFileThere(failure: unknown, path: string): boolean {
  const { code, data } = readFailure(failure);
  return code === 'CONFLICT' && data.what === 'file-exists' && data.subject === path;
}
