import { Button, Checkbox, Input, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { CopyPlan, CopyProgress } from '../../../shared/contract/copy.ts';
import { isRepository, isTag } from '../../../shared/reference.ts';
import { notice } from '../../lib/notice.ts';
import { openDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import { CurrentNote, losesLastTag } from './current-note.tsx';
import { type CopyRequest, copyPlanQuery, runCopy, sayToRun } from './queries.ts';
import styles from './transfer.module.css';
import { TransferMeter } from './transfer-meter.tsx';
import { UndoHint } from './undo-hint.tsx';

type Props = {
  readonly connection: Connection;
  readonly connections: readonly Connection[];
  readonly repository: string;
  readonly tag: string;
  /** Where something was written. */
  readonly onChanged: (connectionId: string, repository: string) => void;
};

/** What would travel and what is there, before anything does. */
function Plan({ plan, tag }: { readonly plan: CopyPlan; readonly tag: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { travels, mounted, there, current } = plan;
  const share = (key: 'travels' | 'mounted' | 'there', { blobs, bytes }: CopyPlan['travels']): string | false =>
    blobs > 0 && t(`copyTo.${key}`, { count: blobs, size: format.bytes(bytes) });
  return (
    <Note tone={losesLastTag(current) ? 'warn' : 'plain'} role="status">
      <div>
        <Trans
          i18nKey={current.state === 'same' ? 'copyTo.same' : 'copyTo.willPoint'}
          values={{ tag }}
          components={{ b: <strong />, digest: <DigestLabel digest={plan.digest} /> }}
        />
      </div>
      <div>
        <strong>{[share('travels', travels), share('mounted', mounted)].filter(Boolean).join(' ') || t('copyTo.nothingTravels')}</strong>
      </div>
      {there.blobs > 0 && <span className="dim">{share('there', there)}</span>}
      {plan.digest !== plan.whole && <span className="dim">{t('copyTo.narrowed')}</span>}
      {plan.referrers.length > 0 && <span className="dim">{t('copyTo.referrers', { count: plan.referrers.length })}</span>}
      {current.state !== 'same' && (
        <span className="dim">
          <CurrentNote current={current} />
        </span>
      )}
    </Note>
  );
}

/** Which platforms of an index are copied; all of them keep its digest. */
function Platforms({
  platforms,
  chosen,
  onChoose,
}: {
  readonly platforms: CopyPlan['platforms'];
  readonly chosen: readonly string[] | null;
  readonly onChoose: (chosen: readonly string[] | null) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = platforms.map(({ name }) => name);
  const isOn = (name: string): boolean => chosen === null || chosen.includes(name);
  const toggle = (name: string): void => {
    const next = names.filter((other) => (other === name ? !isOn(name) : isOn(other)));
    if (next.length > 0) onChoose(next.length === names.length ? null : next);
  };
  return (
    <Input.Wrapper label={t('copyTo.platforms')} labelElement="div">
      <div className={styles['platforms']} role="group" aria-label={t('copyTo.platforms')}>
        {platforms.map(({ name, size }) => (
          <Checkbox
            key={name}
            checked={isOn(name)}
            onChange={() => toggle(name)}
            label={
              <>
                {name} <span className="dim">{format.bytes(size)}</span>
              </>
            }
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}

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
  const [runId, setRunId] = useState<string>();
  const [progress, setProgress] = useState<CopyProgress>();
  const [failure, setFailure] = useState<unknown>();
  const [stopped, setStopped] = useState(false);
  const [known, setKnown] = useState<CopyPlan['platforms']>([]);
  const target = { connectionId: to, repository: name.trim(), tag: newTag.trim() };
  const wanted = { target, platforms: platforms && [...platforms], referrers };
  const [settled] = useDebouncedValue(wanted, 250);
  const isItself = to === connection.id && target.repository === repository && target.tag === tag;
  const valid = isRepository(target.repository) && isTag(target.tag) && targets.some(({ id }) => id === to) && !isItself;
  const isSettled = JSON.stringify(settled) === JSON.stringify(wanted);
  const source = { connectionId: connection.id, repository, reference: tag };
  const query = useQuery({ ...copyPlanQuery({ source, ...settled }), enabled: valid && isSettled && runId === undefined });
  const plan = isSettled ? query.data : undefined;
  if (plan && plan.platforms.length > 0 && known.length === 0) setKnown(plan.platforms);
  const running = runId !== undefined;
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
    const id = crypto.randomUUID();
    setRunId(id);
    setFailure(undefined);
    setStopped(false);
    const expected = plan.current.state === 'taken' ? plan.current.digest : plan.current.state === 'same' ? plan.digest : null;
    // The digest that was planned, whatever the tag points at by now.
    const request: CopyRequest = { runId: id, ...wanted, source: { ...source, reference: plan.whole }, digest: plan.digest, expected };
    try {
      const done = await runCopy(request, setProgress);
      openDialog(null);
      const there = connections.find((entry) => entry.id === to)?.name ?? '';
      notice(
        t('copyTo.done', { tag: target.tag, repository: target.repository, registry: there }),
        <UndoHint changeId={done.changeId}>
          {t('copyTo.proof', {
            digest: done.digest.slice(0, 19),
            sent: format.bytes(done.sent),
            mounted: format.bytes(done.mounted),
            there: format.bytes(done.there),
          })}
        </UndoHint>,
      );
    } catch (problem) {
      setFailure(problem);
      void query.refetch();
    } finally {
      setRunId(undefined);
      setProgress(undefined);
      onChanged(to, target.repository);
    }
  };
  const stop = (): void => {
    if (runId === undefined) return;
    setStopped(true);
    sayToRun(runId, 'stop').catch(() => setStopped(false));
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
              <TransferMeter progress={progress} />
            ) : plan ? (
              <Plan plan={plan} tag={target.tag} />
            ) : query.error && isSettled ? (
              <FailureNote error={query.error} handlers={{ retry: again, refresh: again }} />
            ) : (
              valid && <Note role="status">{t('copyTo.asking')}</Note>
            )}
          </div>
          {stopped && !running && (
            <Note tone="warn" role="alert">
              {t('copyTo.stopped', { tag: target.tag })}
            </Note>
          )}
          {failure !== undefined && !stopped && <FailureNote error={failure} handlers={{ retry: again, refresh: again }} />}
        </DialogBody>
        <DialogFooter start={running ? undefined : t('copyTo.footnote')}>
          {running ? (
            <Button variant="default" disabled={stopped} onClick={stop}>
              {t(stopped ? 'many.stopping' : 'copyTo.stop')}
            </Button>
          ) : (
            <Button variant="subtle" onClick={close}>
              {t('dialog.cancel')}
            </Button>
          )}
          <Button type="submit" disabled={!ready && !running} loading={running}>
            {t('copyTo.apply')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
