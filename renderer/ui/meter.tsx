import styles from './meter.module.css';
import { Note } from './note.tsx';

/** How far something has come, said and drawn. */
export function Meter({ label, read, total }: { readonly label: string; readonly read: number; readonly total: number }) {
  const share = total === 0 ? 0 : read / total;
  return (
    <Note role="status">
      <span>{label}</span>
      <div
        className={styles['meter']}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
    </Note>
  );
}
