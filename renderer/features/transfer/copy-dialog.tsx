import { Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { CopyPlan } from '../../../shared/contract/copy.ts';
import { isRepository, isTag } from '../../../shared/oci/reference.ts';
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
import { Platforms } from './platforms.tsx';
import { copyPlanQuery, expectedOf, runCopy } from './queries.ts';
import styles from './transfer.module.css';
import { TransferMeter } from './transfer-meter.tsx';

type Props = {
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly repository: string;
  readonly tag: string;
  /** Where something was written. */
  readonly onChanged: (connectionId: string, repository: string) => void;
};

/** Copies an image to another repository or registry: what would travel is said before, each blob while it does, the proof after. */
export function CopyDialog({ connection, connections, repository, tag, onChanged }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const targets = connections.filter(({ readOnly }) => !readOnly);
  const [to, setTo] = useState((targets.find(({ id }) => id !== connection.id) ?? targets[0])?.id ?? '');
  const [name, setName] = useState(repository);
  const [newTag, setNewTag] = useState(tag);
  const [platforms, setPlatforms] = useState<readonly string[] | null>(null);
  const [referrers, setReferrers] = useState(true);
  const run = useRun();
  const [known, setKnown] = useState<CopyPlan['platforms']>([]);
  const target = { connectionId: to, repository: name.trim(), tag: newTag.trim() };
  const wanted = { target, platforms: platforms && [...platforms], referrers };
  const [settled] = useDebouncedValue(wanted, 250);
  const isItself = to === connection.id && target.repository === repository && target.tag === tag;
  const valid = isRepository(target.repository) && isTag(target.tag) && targets.some(({ id }) => id === to) && !isItself;
  const isSettled = JSON.stringify(settled) === JSON.stringify(wanted);
  const source = { connectionId: connection.id, repository, reference: tag };
  const query = useQuery({ ...copyPlanQuery({ source, ...settled }), enabled: valid && isSettled && !run.running });
  const plan = isSettled ? query.data : undefined;
  if (plan && plan.platforms.length > 0 && known.length === 0) setKnown(plan.platforms);
  const { running } = run;
  const ready =
    plan !== undefined &&
    valid &&
    !running &&
    !(plan.current.state === 'same' && plan.travels.blobs + plan.mounted.blobs === 0 && plan.referrers.length === 0);
  const close = (): void => {
    if (!running) openDialog(null);
  };
  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || !plan) return;
    // The digest that was planned, whatever the tag points at by now.
    const order = { ...wanted, source: { ...source, reference: plan.whole }, digest: plan.digest, expected: expectedOf(plan) };
    const done = await run.start(async (runId, onProgress) => {
      const copied = await runCopy({ ...order, runId }, onProgress);
      const there = connections.find((entry) => entry.id === to)?.name ?? '';
      notice(
        t('copyTo.done', { tag: target.tag, repository: target.repository, registry: there }),
        <UndoHint changeId={copied.changeId}>
          {t('copyTo.proof', {
            digest: copied.digest.slice(0, 19),
            sent: format.bytes(copied.sent),
            mounted: format.bytes(copied.mounted),
            there: format.bytes(copied.there),
          })}
        </UndoHint>,
      );
    });
    onChanged(to, target.repository);
    if (done) openDialog(null);
    else void query.refetch();
  };
  const again = (): void => void query.refetch();
  const plain = { autoComplete: 'off', spellCheck: false, styles: { input: { fontFamily: 'var(--mono)', fontSize: 12 } } };
  return (
    <Dialog onClose={close} title={t('copyTo.title', { tag })} size={600} closeOnClickOutside={false}>
      <form onSubmit={(event) => void apply(event)} noValidate>
        <DialogBody>
          <p className="dim cut" style={{ margin: 0 }}>
            {connection.name} / {repository}
          </p>
          {targets.length === 0 && <Note tone="warn">{t('copyTo.noTarget')}</Note>}
          <Select
            label={t('copyTo.registry')}
            data={targets.map(({ id, name: label }) => ({ value: id, label }))}
            value={to}
            onChange={(value) => value !== null && setTo(value)}
            disabled={running}
            data-autofocus
          />
          <div className={styles['two']}>
            <TextInput
              label={t('copyTo.repository')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={target.repository !== '' && !isRepository(target.repository) ? t('copyTo.badRepository') : undefined}
              disabled={running}
              {...plain}
            />
            <TextInput
              label={t('copyTo.tag')}
              value={newTag}
              onChange={(event) => setNewTag(event.currentTarget.value)}
              error={target.tag !== '' && !isTag(target.tag) ? t('retag.invalid') : isItself ? t('copyTo.itself') : undefined}
              disabled={running}
              {...plain}
            />
          </div>
          {known.length > 1 && !running && <Platforms platforms={known} chosen={platforms} onChoose={setPlatforms} />}
          {!running && (
            <Checkbox
              label={t('copyTo.withReferrers')}
              checked={referrers}
              onChange={(event) => setReferrers(event.currentTarget.checked)}
            />
          )}
          <div style={{ minHeight: 96 }}>
            {running ? (
              <TransferMeter progress={run.progress} />
            ) : plan ? (
              <CopyPlanNote plan={plan} tag={target.tag} />
            ) : query.error && isSettled ? (
              <FailureNote error={query.error} handlers={{ retry: again, refresh: again }} />
            ) : (
              valid && <Note role="status">{t('copyTo.asking')}</Note>
            )}
          </div>
          <RunEnd run={run} stopped={t('copyTo.stopped', { tag: target.tag })} />
        </DialogBody>
        <RunFooter run={run} ready={ready} apply={t('copyTo.apply')} footnote={t('copyTo.footnote')} onClose={close} />
      </form>
    </Dialog>
  );
}
