import { Trans, useTranslation } from 'react-i18next';
import type { Share, TransferPlan } from '../../../shared/contract/transfer.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CurrentNote, losesLastTag } from '../../ui/current-note.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import { PlanGaps } from './plan-gaps.tsx';

/** What would be transferred and what is already present. */
export function TransferPlanNote({ plan, tag }: { readonly plan: TransferPlan; readonly tag: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { toTransfer, toMount, present, current } = plan;
  const hasGaps = plan.missing.length + plan.foreign.blobs > 0;
  const share = (key: 'toTransfer' | 'toMount' | 'present', { blobs, bytes }: Share): string | false =>
    blobs > 0 && t(`transfer.${key}`, { count: blobs, size: format.bytes(bytes) });
  return (
    <Note tone={losesLastTag(current) || hasGaps ? 'warn' : 'plain'} role="status">
      <div>
        <Trans
          i18nKey={current.state === 'same' ? 'transfer.same' : 'transfer.willPoint'}
          values={{ tag }}
          components={{ b: <strong />, digest: <DigestLabel digest={plan.digest} /> }}
        />
      </div>
      <div>
        <strong>{[share('toTransfer', toTransfer), share('toMount', toMount)].filter(Boolean).join(' ') || t('transfer.nothing')}</strong>
      </div>
      {present.blobs > 0 && <span className="dim">{share('present', present)}</span>}
      <PlanGaps missing={plan.missing} foreign={plan.foreign} isNeeded={false} />
      {plan.digest !== plan.whole && <span className="dim">{t('transfer.narrowed')}</span>}
      {plan.referrers > 0 && <span className="dim">{t('transfer.referrers', { count: plan.referrers })}</span>}
      {current.state !== 'same' && (
        <span className={losesLastTag(current) ? '' : 'dim'}>
          <CurrentNote current={current} />
        </span>
      )}
    </Note>
  );
}
