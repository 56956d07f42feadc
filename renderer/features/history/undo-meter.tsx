import { useTranslation } from 'react-i18next';
import type { RunProgress } from '../../../shared/contract/runs.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Meter } from '../../ui/meter.tsx';

/** The progress of asking about a change, or of the work on it. */
export function UndoMeter({ progress }: { readonly progress: RunProgress | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!progress) return <Meter label={t('history.asking')} read={0} total={0} />;
  const { phase, unit, done, total } = progress;
  const told = unit === 'bytes' ? format.bytes : format.number;
  const label = t(`history.progress.${unit === 'bytes' ? 'bytes' : phase}`, { done: told(done), total: told(total) });
  return <Meter label={label} read={done} total={total} />;
}
