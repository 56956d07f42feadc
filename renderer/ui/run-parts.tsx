import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { hasEnded, type Run } from '../../shared/contract/runs.ts';
import { againText, reasonText, silentText } from '../lib/run-words.ts';
import { sayToRun } from '../lib/runs.ts';
import { useFormat } from '../lib/use-format.ts';
import { useNow } from '../lib/use-now.ts';
import type { RunView } from '../lib/use-run.ts';
import { DialogFooter } from './dialog-parts.tsx';
import { FailureNote } from './failure-panel.tsx';
import { Note } from './note.tsx';

/** Pause or resume, and stop. */
export function RunButtons({ run, size = 'sm' }: { readonly run: Run; readonly size?: 'xs' | 'sm' }) {
  const { t } = useTranslation();
  if (hasEnded(run)) return null;
  const isStopping = run.state === 'stopping';
  const say = (what: 'pause' | 'resume' | 'stop'): void => void sayToRun(run.id, what).catch(() => {});
  return (
    <>
      <Button variant="default" size={size} disabled={isStopping} onClick={() => say(run.state === 'paused' ? 'resume' : 'pause')}>
        {t(run.state === 'paused' ? 'runs.resume' : 'runs.pause')}
      </Button>
      <Button variant="default" size={size} disabled={isStopping} onClick={() => say('stop')}>
        {t(isStopping ? 'runs.stopping' : 'runs.stop')}
      </Button>
    </>
  );
}

/** Why a run has paused itself, and until when that reason holds. */
function Halted({ halted: { failure, until } }: { readonly halted: NonNullable<Run['halted']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(until !== undefined);
  const left = until === undefined ? 0 : Math.ceil((Date.parse(until) - now) / 1000);
  return (
    <Note tone="warn">
      <strong role="status">{reasonText(t, failure)}</strong>
      <span>{left > 0 ? t('scan.haltedUntil', { time: format.duration(left) }) : t('scan.halted')}</span>
    </Note>
  );
}

/** Why a run stands still, when it goes on, and what happens then; or that a registry does not answer. */
export function RunWaiting({ run }: { readonly run: Run | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { waiting, silent, halted } = run && !hasEnded(run) ? run : {};
  const now = useNow(waiting !== undefined || silent !== undefined);
  if (halted) return <Halted halted={halted} />;
  if (!waiting) {
    return (
      silent && (
        <Note tone="warn">
          <strong role="status">{t('runs.silent', { host: silent.host })}</strong>
          <span>{silentText(t, format, silent, now)}</span>
        </Note>
      )
    );
  }
  return (
    <Note tone="warn">
      <strong role="status">{reasonText(t, waiting.failure)}</strong>
      <span>{againText(t, format, waiting, now)}</span>
    </Note>
  );
}

/** How a run of a dialog ended that did not do all: stopped by the person, or failed. */
export function RunOutcome({
  view,
  stopped,
  onRefresh,
}: {
  readonly view: RunView;
  readonly stopped: string;
  readonly onRefresh: () => void;
}) {
  if (view.isBusy) return null;
  if (view.failure !== undefined) return <FailureNote error={view.failure} handlers={{ refresh: onRefresh }} />;
  if (view.detail?.run.state !== 'stopped') return null;
  return (
    <Note tone="warn" role="alert">
      {stopped}
    </Note>
  );
}

type FooterProps = {
  readonly view: RunView;
  readonly ready: boolean;
  readonly apply: string;
  readonly footnote: string;
  readonly onClose: () => void;
};

/** The buttons of a dialog with a run: start and cancel; pause, stop and close while it runs. */
export function RunFooter({ view, ready, apply, footnote, onClose }: FooterProps) {
  const { t } = useTranslation();
  return (
    <DialogFooter start={view.isBusy ? undefined : footnote}>
      <Button variant="subtle" onClick={onClose}>
        {t(view.isBusy ? 'dialog.close' : 'dialog.cancel')}
      </Button>
      {view.isBusy && view.detail && <RunButtons run={view.detail.run} />}
      <Button type="submit" disabled={!ready && !view.isBusy} loading={view.isBusy}>
        {apply}
      </Button>
    </DialogFooter>
  );
}
