import { useEffect, useState } from 'react';

/** ms without an answer after which a person is told, and can cancel. */
const STALLED_AFTER = 2_000;

/** Whether something is under way and nothing has come for a while. `progress` is a number that changes with every answer. */
export function useStalled(isUnderWay: boolean, progress: number): boolean {
  const [stalledAt, setStalledAt] = useState<number>();
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setTimeout(() => setStalledAt(progress), STALLED_AFTER);
    return () => {
      clearTimeout(timer);
      setStalledAt(undefined);
    };
  }, [isUnderWay, progress]);
  return isUnderWay && stalledAt === progress;
}
