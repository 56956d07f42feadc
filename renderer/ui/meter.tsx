import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../lib/announced.ts';
import { Note } from './note.tsx';
import { ProgressBar } from './progress-bar.tsx';

/** Progress of a piece of work, in words and as a bar. A screen reader is told of it at each quarter. */
export function Meter({ label, read, total }: { readonly label: string; readonly read: number; readonly total: number }) {
  const [told, setTold] = useState(() => announce(undefined, label, read, total));
  const next = announce(told, label, read, total);
  if (next !== told) setTold(next);
  return (
    <Note role="status">
      <span aria-hidden="true">{label}</span>
      <VisuallyHidden>{next.label}</VisuallyHidden>
      <ProgressBar label={label} done={read} total={total} />
    </Note>
  );
}
