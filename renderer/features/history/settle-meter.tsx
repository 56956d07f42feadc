import { useTranslation } from 'react-i18next';
import type { HistoryProgress } from '../../../shared/contract/history.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Meter } from '../../ui/meter.tsx';

/** The progress of asking about a change, or of the work on it. */
export function SettleMeter({ progress }: { readonly progress: HistoryProgress | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!progress) return <Meter label={t('history.asking')} read={0} total={0} />;
  const { phase, done, total } = progress;
  const told = phase === 'bytes' ? format.bytes : format.number;
  return <Meter label={t(`history.settling.${phase}`, { done: told(done), total: told(total) })} read={done} total={total} />;
}
