import { Trans, useTranslation } from 'react-i18next';
import type { CopyPlan } from '../../../shared/contract/copy.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CurrentNote, losesLastTag } from '../../ui/current-note.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import { PlanGaps } from './plan-gaps.tsx';

/** What would travel and what is there, before anything does. */
export function CopyPlanNote({ plan, tag }: { readonly plan: CopyPlan; readonly tag: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { travels, mounted, there, current } = plan;
  const hasGaps = plan.missing.length + plan.foreign.blobs > 0;
  const share = (key: 'travels' | 'mounted' | 'there', { blobs, bytes }: CopyPlan['travels']): string | false =>
    blobs > 0 && t(`copyTo.${key}`, { count: blobs, size: format.bytes(bytes) });
  return (
    <Note tone={losesLastTag(current) || hasGaps ? 'warn' : 'plain'} role="status">
      <div>
        <Trans
          i18nKey={current.state === 'same' ? 'copyTo.same' : 'copyTo.willPoint'}
          values={{ tag }}
          components={{ b: <strong />, digest: <DigestLabel digest={plan.digest} /> }}
        />
      </div>
      <div>
        <strong>{[share('travels', travels), share('mounted', mounted)].filter(Boolean).join(' ') || t('copyTo.nothingTravels')}</strong>
      </div>
      {there.blobs > 0 && <span className="dim">{share('there', there)}</span>}
      <PlanGaps missing={plan.missing} foreign={plan.foreign} isNeeded={false} />
      {plan.digest !== plan.whole && <span className="dim">{t('copyTo.narrowed')}</span>}
      {plan.referrers.length > 0 && <span className="dim">{t('copyTo.referrers', { count: plan.referrers.length })}</span>}
      {current.state !== 'same' && (
        <span className={losesLastTag(current) ? '' : 'dim'}>
          <CurrentNote current={current} />
        </span>
      )}
    </Note>
  );
}
