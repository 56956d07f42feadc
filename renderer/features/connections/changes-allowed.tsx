import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { rereadAllowed } from '../../lib/allow-changes.ts';
import { minutesLeft } from '../../lib/text/minutes-left.ts';
import { useNow } from '../../lib/use-now.ts';
import { endChangesNow } from './end-changes.ts';

/** How long changes are still allowed to a registry that is read-only, and a button that ends it. */
export function ChangesAllowed({
  id,
  until,
  className,
}: {
  readonly id: string;
  readonly until: number;
  readonly className: string | undefined;
}) {
  const { t } = useTranslation();
  const now = useNow(true);
  const isOver = now >= until;
  useEffect(() => {
    // The application decides when it is over: a clock that runs ahead asks again and again.
    if (!isOver) return;
    void rereadAllowed();
    const timer = setInterval(() => void rereadAllowed(), 2_000);
    return () => clearInterval(timer);
  }, [isOver]);
  return (
    <>
      <span className="num" role="timer">
        {t('connections.changesLeft', { left: minutesLeft(until - now) })}
      </span>
      <button type="button" className={className} onClick={() => void endChangesNow(t, id)}>
        {t('connections.endChanges')}
      </button>
    </>
  );
}
