import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/contract/runs.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Meter } from '../../ui/meter.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import styles from './transfer.module.css';

const BLOBS_SHOWN = 6;
/** ms over which the speed is taken: long enough to be calm, short enough to be true. */
const WINDOW = 5_000;

type Sample = { readonly at: number; readonly sent: number };

/** Bytes a second over the last moments; undefined until there is something to tell. */
function useSpeed(sent: number): number | undefined {
  const samples = useRef<Sample[]>([]);
  const now = performance.now();
  const last = samples.current.at(-1);
  if (last === undefined || last.sent !== sent)
    samples.current = [...samples.current.filter(({ at }) => now - at < WINDOW), { at: now, sent }];
  const first = samples.current[0];
  const took = first === undefined ? 0 : now - first.at;
  return first === undefined || took < 500 ? undefined : (Math.max(0, sent - first.sent) / took) * 1000;
}

/** How far a transfer has come: in all, with speed and time left, and each blob in progress. */
export function TransferMeter({ detail }: { readonly detail: RunDetail | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { run, blobs = [], blobsLeft = 0 } = detail ?? {};
  const { done: sent = 0, total = 0 } = run?.progress ?? {};
  const isPaused = run?.state === 'paused';
  const speed = useSpeed(sent);
  const isMoving = !isPaused && speed !== undefined && speed > 0;
  const label = [
    t(isPaused ? 'transfer.paused' : 'transfer.sent', { sent: format.bytes(sent), total: format.bytes(total) }),
    isMoving && t('transfer.speed', { speed: format.bytes(speed) }),
    isMoving && sent < total && t('transfer.left', { time: format.duration((total - sent) / speed) }),
  ];
  const shown = blobs.toSorted((a, b) => b.sent - a.sent).slice(0, BLOBS_SHOWN);
  return (
    <div className={styles['transfer']}>
      <Meter label={run?.progress ? label.filter(Boolean).join(' · ') : t('transfer.reading')} read={sent} total={total} />
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
