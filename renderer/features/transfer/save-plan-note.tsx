import { useTranslation } from 'react-i18next';
import type { SavePlan } from '../../../shared/contract/transfer.ts';
import { useFormat } from '../../lib/use-format.ts';
import { Note } from '../../ui/note.tsx';
import { PlanGaps } from './plan-gaps.tsx';

/** Names of tags that are shown. */
const NAMES_SHOWN = 8;

/** What a file would hold, and who can read it. */
export function SavePlanNote({ plan, format }: { readonly plan: SavePlan; readonly format: 'oci' | 'docker' }) {
  const { t } = useTranslation();
  const { bytes, names } = useFormat();
  const isDocker = format === 'docker';
  const isMany = plan.images.length > 1;
  const named = (key: 'images' | 'failed', tags: readonly { readonly tag: string }[]): string => {
    const shown = names(
      tags.map(({ tag }) => tag),
      NAMES_SHOWN,
    );
    return t(`transfer.save.${key}`, { count: tags.length, names: shown });
  };
  return (
    <Note role="status" tone={plan.missing.length + plan.foreign.blobs + plan.failed.length > 0 ? 'warn' : 'plain'}>
      <strong>{t('transfer.save.size', { count: plan.blobs, size: bytes(plan.bytes) })}</strong>
      {plan.images.length + plan.failed.length > 1 && <span>{named('images', plan.images)}</span>}
      {plan.failed.length > 0 && <span>{named('failed', plan.failed)}</span>}
      {isDocker && plan.isIndex && <span>{t('transfer.save.needsOne')}</span>}
      <PlanGaps missing={plan.missing} foreign={plan.foreign} isNeeded={isDocker} />
      <span className="dim">
        {t(
          isDocker
            ? isMany
              ? 'transfer.save.dockerManyHint'
              : 'transfer.save.dockerHint'
            : plan.isDocker
              ? 'transfer.save.dockerTypes'
              : 'transfer.save.ociHint',
        )}
      </span>
    </Note>
  );
}
