import { Progress } from '@mantine/core';

/** How much of something is done. The whole bar has the role, so that it is found and named at 0 % as well. */
export function ProgressBar({
  label,
  done,
  total,
  width,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly width?: number;
}) {
  const percent = total === 0 ? 0 : Math.min(100, (done / total) * 100);
  return (
    <Progress.Root
      size={4}
      radius={2}
      bg="var(--line)"
      // A bar that glides to its new width is laid out and painted for each frame of it, while what it tells of needs the processor.
      transitionDuration={0}
      {...(width === undefined ? {} : { w: width })}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
    >
      <Progress.Section withAria={false} value={percent} />
    </Progress.Root>
  );
}
