import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Archived } from '../../../shared/contract/archive.ts';
import type { Connection } from '../../../shared/contract/connections.ts';
import { isRepository, isTag, parseReference } from '../../../shared/oci/reference.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useRun } from '../../lib/use-run.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { RunEnd, RunFooter } from '../../ui/run-parts.tsx';
import { UndoHint } from '../../ui/undo-hint.tsx';
import { CopyPlanNote } from './copy-plan-note.tsx';
import { FileField } from './file-field.tsx';
import { archiveQuery, expectedOf, loadPlanQuery, runLoad } from './queries.ts';
import styles from './transfer.module.css';
import { TransferMeter } from './transfer-meter.tsx';

type Props = {
  readonly connection: Connection;
  readonly repository: string | null;
  readonly onChanged: (connectionId: string, repository: string) => void;
};

/** The tag in what a file calls its image: a tag alone, or a whole reference. */
const tagOf = ({ name }: Archived): string => (isTag(name) ? name : (parseReference(name)?.tag ?? ''));

/** Brings an image from a tar file into a registry: an OCI layout, or what `docker save` wrote. */
export function LoadDialog({ connection, repository, onChanged }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [path, setPath] = useState('');
  const [image, setImage] = useState<string | null>(null);
  const [into, setInto] = useState(repository ?? '');
  const [typedTag, setTypedTag] = useState<string>();
  const [settledPath] = useDebouncedValue(path.trim(), 400);
  const run = useRun();
  const archive = useQuery({ ...archiveQuery(settledPath), enabled: settledPath !== '' && !run.running });
  const images = settledPath === path.trim() ? (archive.data?.images ?? []) : [];
  const incomplete = settledPath === path.trim() ? (archive.data?.incomplete ?? []) : [];
  const chosen = images.find(({ digest }) => digest === image) ?? images[0];
  const target = { connectionId: connection.id, repository: into.trim(), tag: (typedTag ?? (chosen ? tagOf(chosen) : '')).trim() };
  const [settled] = useDebouncedValue(target, 250);
  const isSettled = JSON.stringify(settled) === JSON.stringify(target);
  const valid = isRepository(target.repository) && isTag(target.tag) && chosen !== undefined && !connection.readOnly;
  const query = useQuery({
    ...loadPlanQuery({ path: settledPath, image: chosen?.digest ?? '', target: settled }),
    enabled: valid && isSettled && !run.running,
  });
  const plan = isSettled && valid ? query.data : undefined;
  const ready = plan !== undefined && !run.running && plan.current.state !== 'same';
  const close = (): void => {
    if (!run.running) openDialog(null);
  };
  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || !plan) return;
    const done = await run.start(async (runId, onProgress) => {
      const loaded = await runLoad({ runId, path: settledPath, target, digest: plan.digest, expected: expectedOf(plan) }, onProgress);
      notice(
        t('load.done', { tag: target.tag, repository: target.repository }),
        <UndoHint changeId={loaded.changeId}>{t('retag.verified', { digest: loaded.digest.slice(0, 19) })}</UndoHint>,
      );
    });
    onChanged(connection.id, target.repository);
    if (done) openDialog(null);
    else void query.refetch();
  };
  const plain = { autoComplete: 'off', spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 12 } } };
  return (
    <Dialog onClose={close} title={t('load.title')} size={600} closeOnClickOutside={false}>
      <form onSubmit={(event) => void apply(event)} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {t('load.into', { registry: connection.name })}
          </p>
          {connection.readOnly && <Note tone="warn">{t('retag.readOnly')}</Note>}
          <FileField what="open" path={path} onPath={setPath} disabled={run.running} />
          {images.length > 1 && (
            <Select
              label={t('load.image')}
              data={images.map(({ name, digest, bytes }) => ({
                value: digest,
                label: `${name || digest.slice(0, 19)} · ${format.bytes(bytes)}`,
              }))}
              value={chosen?.digest ?? null}
              onChange={setImage}
              disabled={run.running}
            />
          )}
          {chosen && (
            <div className={styles['two']}>
              <TextInput
                label={t('copyTo.repository')}
                value={into}
                onChange={(event) => setInto(event.currentTarget.value)}
                error={target.repository !== '' && !isRepository(target.repository) ? t('copyTo.badRepository') : undefined}
                disabled={run.running}
                {...plain}
              />
              <TextInput
                label={t('copyTo.tag')}
                value={target.tag}
                onChange={(event) => setTypedTag(event.currentTarget.value)}
                error={target.tag !== '' && !isTag(target.tag) ? t('retag.invalid') : undefined}
                disabled={run.running}
                {...plain}
              />
            </div>
          )}
          {incomplete.length > 0 && (
            <Note tone="warn">
              {t('load.incomplete', {
                count: incomplete.length,
                names: incomplete.map(({ name, part }) => name || part).join(', '),
              })}
            </Note>
          )}
          <div style={{ minHeight: 96 }}>
            {run.running ? (
              <TransferMeter progress={run.progress} />
            ) : archive.error && settledPath === path.trim() ? (
              <FailureNote error={archive.error} handlers={{ retry: () => void archive.refetch() }} />
            ) : plan ? (
              <CopyPlanNote plan={plan} tag={target.tag} />
            ) : query.error && isSettled ? (
              <FailureNote error={query.error} handlers={{ retry: () => void query.refetch() }} />
            ) : (
              <Note role="status">{t(archive.isFetching ? 'load.reading' : valid ? 'load.checking' : 'load.hint')}</Note>
            )}
          </div>
          <RunEnd run={run} stopped={t('copyTo.stopped', { tag: target.tag })} />
        </DialogBody>
        <RunFooter run={run} ready={ready} apply={t('load.apply')} footnote={t('copyTo.footnote')} onClose={close} />
      </form>
    </Dialog>
  );
}
