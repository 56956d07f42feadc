import { Note } from './note.tsx';
import { ProgressBar } from './progress-bar.tsx';

/** Progress of a piece of work, in words and as a bar. */
export function Meter({ label, read, total }: { readonly label: string; readonly read: number; readonly total: number }) {
  return (
    <Note role="status">
      <span>{label}</span>
      <ProgressBar label={label} done={read} total={total} />
    </Note>
  );
}
