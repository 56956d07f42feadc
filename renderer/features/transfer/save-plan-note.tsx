import { useTranslation } from 'react-i18next';
import type { SavePlan } from '../../../shared/contract/transfer.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { PlanGaps } from './plan-gaps.tsx';

/** What a file would hold, and who can read it. */
export function SavePlanNote({ plan, format }: { readonly plan: SavePlan; readonly format: 'oci' | 'docker' }) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const isDocker = format === 'docker';
  return (
    <Note role="status" tone={plan.missing.length + plan.foreign.blobs > 0 ? 'warn' : 'plain'}>
      <strong>{t('transfer.save.size', { count: plan.blobs, size: bytes(plan.bytes) })}</strong>
      {isDocker && plan.isIndex && <span>{t('transfer.save.needsOne')}</span>}
      <PlanGaps missing={plan.missing} foreign={plan.foreign} isNeeded={isDocker} />
      <span className="dim">
        {t(isDocker ? 'transfer.save.dockerHint' : plan.isDocker ? 'transfer.save.dockerTypes' : 'transfer.save.ociHint')}
      </span>
    </Note>
  );
}
