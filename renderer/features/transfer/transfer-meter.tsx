import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/contract/runs.ts';
import { paceTexts } from '../../lib/run-words.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Meter } from '../../ui/meter.tsx';
import { RunWaiting } from '../../ui/run-parts.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './transfer.module.css';

const BLOBS_SHOWN = 6;
/** How far a transfer has come: in all, with speed and time left, and each blob in progress. */
export function TransferMeter({ detail }: { readonly detail: RunDetail | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { run, blobs = [], blobsLeft = 0 } = detail ?? {};
  const { done: sent = 0, total = 0 } = run?.progress ?? {};
  const isPaused = run?.state === 'paused';
  const label = [
    t(isPaused ? 'transfer.paused' : 'transfer.sent', { sent: format.bytes(sent), total: format.bytes(total) }),
    ...(run ? paceTexts(t, format, run) : []),
  ];
  const shown = blobs.toSorted((a, b) => b.sent - a.sent).slice(0, BLOBS_SHOWN);
  return (
    <div className={styles['transfer']}>
      <Meter label={run?.progress ? label.filter(Boolean).join(' · ') : t('transfer.reading')} read={sent} total={total} />
      <RunWaiting run={run} />
      <ul className={styles['blobs']} aria-label={t('transfer.blobs')}>
        {shown.map((blob) => (
          <li key={blob.digest}>
            <DigestLabel digest={blob.digest} />
            <span className={styles['bar']} aria-hidden="true">
              <i style={{ width: `${blob.size === 0 ? 0 : (blob.sent / blob.size) * 100}%` }} />
            </span>
            <span className="dim">
              {format.bytes(blob.sent)} / {format.bytes(blob.size)}
            </span>
          </li>
        ))}
      </ul>
      {blobsLeft > 0 && <span className="faint">{t('transfer.blobsLeft', { count: blobsLeft })}</span>}
    </div>
  );
}
