import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopyProgress } from '../../../shared/contract/copy.ts';
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

/** How far blobs have come on their way: in all, with speed and time left, and each. */
export function TransferMeter({ progress }: { readonly progress: CopyProgress | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { sent = 0, total = 0, blobs = [] } = progress ?? {};
  const speed = useSpeed(sent);
  const left = speed !== undefined && speed > 0 && sent < total ? (total - sent) / speed : undefined;
  const label = [
    t('transfer.sent', { sent: format.bytes(sent), total: format.bytes(total) }),
    speed !== undefined && speed > 0 && t('transfer.speed', { speed: format.bytes(speed) }),
    left !== undefined && t('transfer.left', { time: format.duration(left) }),
  ];
  const open = blobs.filter((blob) => blob.sent < blob.size).sort((a, b) => b.sent - a.sent);
  return (
    <div className={styles['transfer']}>
      <Meter label={progress ? label.filter(Boolean).join(' · ') : t('transfer.reading')} read={sent} total={total} />
      <ul className={styles['blobs']} aria-label={t('transfer.blobs')}>
        {open.slice(0, BLOBS_SHOWN).map((blob) => (
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
      {blobs.length > 0 && <span className="faint">{t('transfer.blobsLeft', { count: open.length })}</span>}
    </div>
  );
}
