import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type BrokenLink, hasEnded, type Run } from '../../../shared/contract/runs.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { runBegun } from '../../lib/activity.ts';
import { exportFile } from '../../lib/export-file.ts';
import { goTo } from '../../lib/places.ts';
import { retryRun } from '../../lib/runs.ts';
import { saveFile } from '../../lib/save-file.ts';
import { closeDialog } from '../../lib/ui-state.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useRun } from '../../lib/use-run.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog-parts.tsx';
import { FailureNote } from '../../ui/failure-panel.tsx';
import { Meter } from '../../ui/meter.tsx';
import { Note } from '../../ui/note.tsx';
import { RunButtons, RunWaiting } from '../../ui/run-parts.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { brokenText } from './export-broken.ts';
import styles from './linked.module.css';

type InRepository = { readonly connectionId: string; readonly repository: string };

/** What is missing, which manifest names it, and a way to what is linked to that one. */
function Broken({ link, at }: { readonly link: BrokenLink; readonly at: InRepository }) {
  const { t } = useTranslation();
  const { what, digest, of, tag } = link;
  const show = (): void => {
    closeDialog();
    goTo({ connectionId: at.connectionId, repository: at.repository, reference: { digest: of }, tab: 'linked' });
  };
  const by = tag ?? shortDigest(of);
  return (
    <div className={styles['brokenLink']}>
      <span className="cut" title={digest}>
        {t(`linked.broken.${what}`)} <span className="mono">{shortDigest(digest)}</span>
      </span>
      <span className="dim cut" title={`${tag ?? ''} ${of}`.trim()}>
        {t('linked.namedBy', { name: by })}
      </span>
      <Button variant="subtle" size="compact-xs" aria-label={t('linked.showOf', { name: by, digest: shortDigest(digest) })} onClick={show}>
        {t('runs.show')}
      </Button>
    </div>
  );
}

/** Saves the broken links to a file. */
function Export({ links, repository }: { readonly links: readonly BrokenLink[]; readonly repository: string }) {
  const { t } = useTranslation();
  const save = (format: 'csv' | 'json'): void => {
    const { name, type } = exportFile(format, 'broken-links');
    saveFile(name, type, brokenText(format, repository, links));
  };
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button variant="default">{t('linked.export')}</Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('linked.export')}>
        <Menu.Item onClick={() => save('csv')}>{t('history.csv')}</Menu.Item>
        <Menu.Item onClick={() => save('json')}>{t('history.json')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** How many links are broken, as far as was looked. */
function Verdict({ run, brokenCount }: { readonly run: Run; readonly brokenCount: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isStopped = run.state === 'stopped';
  const none = t(isStopped ? 'runs.noBrokenYet' : 'runs.noBroken');
  return (
    <Note tone={brokenCount > 0 ? 'danger' : isStopped ? 'warn' : 'ok'}>
      <strong>{brokenCount === 0 ? none : t('runs.broken', { count: brokenCount, shown: format.number(brokenCount) })}</strong>
      {isStopped && <span>{t('linked.stopped')}</span>}
      {brokenCount > 0 && <span>{t('linked.brokenDetail')}</span>}
      {brokenCount > 0 && <span className="dim">{t('linked.cached')}</span>}
    </Note>
  );
}

/** px */
const ROW = 31;
const stay = (): void => {};

/** What was followed, and what is missing. */
function Result({ run, at }: { readonly run: Run; readonly at: InRepository }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (run.result?.kind !== 'check') return null;
  const { tags, manifests, blobs, broken, brokenCount, unread } = run.result;
  const figures = { tags: format.number(tags), manifests: format.number(manifests), blobs: format.number(blobs) };
  return (
    <>
      <p className={styles['checked']}>{t('linked.checked', figures)}</p>
      <Verdict run={run} brokenCount={brokenCount} />
      {unread > 0 && <Note tone="warn">{t('runs.unanswered', { count: unread, shown: format.number(unread) })}</Note>}
      {broken.length > 0 && (
        <div className={styles['broken']}>
          <VirtualList items={broken} label={t('linked.brokenLinks')} keyOf={(_, i) => i} rowHeight={ROW} onEnd={stay}>
            {(link) => <Broken link={link} at={at} />}
          </VirtualList>
        </div>
      )}
      {brokenCount > broken.length && (
        <span className="dim">{t('linked.moreBroken', { shown: format.number(brokenCount - broken.length) })}</span>
      )}
    </>
  );
}

/** A check of a repository's links that is under way or has ended. */
export function CheckRunDialog({ at, runId }: { readonly at: InRepository; readonly runId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const view = useRun(runId);
  const run = view.detail?.run;
  const { done = 0, total = 0 } = run?.progress ?? {};
  const isOver = run !== undefined && hasEnded(run);
  return (
    <Dialog onClose={closeDialog} title={t('linked.checkTitle', { repository: at.repository })} size={620}>
      <DialogBody>
        {view.isBusy && (
          <Meter
            label={total > 0 ? t('runs.items', { done: format.number(done), total: format.number(total) }) : t('runs.reading')}
            read={done}
            total={total}
          />
        )}
        <RunWaiting run={run} />
        {run && <Result run={run} at={at} />}
        {view.failure !== undefined && <FailureNote error={view.failure} handlers={{}} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="subtle" onClick={closeDialog} data-autofocus>
          {t('dialog.close')}
        </Button>
        {run?.result?.kind === 'check' && run.result.broken.length > 0 && <Export links={run.result.broken} repository={at.repository} />}
        {run && <RunButtons run={run} />}
        {isOver && <Button onClick={() => void retryRun(runId).then(runBegun, () => {})}>{t('linked.checkAgain')}</Button>}
      </DialogFooter>
    </Dialog>
  );
}
