import { Trans, useTranslation } from 'react-i18next';
import type { CopyPlan, ImagePlan, Share, TargetPlan } from '../../../shared/contract/transfer.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CurrentNote, losesLastTag } from '../../ui/current-note.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';
import { NewRepository, type NewRepositoryProps } from './new-repository.tsx';
import { PlanGaps } from './plan-gaps.tsx';

/** The bytes of a transfer: what moves, and what is already present. */
function Shares({ plan: { toTransfer, toMount, present } }: { readonly plan: TargetPlan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (key: 'toTransfer' | 'toMount' | 'present', { blobs, bytes }: Share): string | false =>
    blobs > 0 && t(`transfer.${key}`, { count: blobs, size: format.bytes(bytes) });
  return (
    <>
      <div>
        <strong data-quiet>
          {format.sentences([share('toTransfer', toTransfer), share('toMount', toMount)]) || t('transfer.nothing')}
        </strong>
      </div>
      {present.blobs > 0 && <span className="dim">{share('present', present)}</span>}
    </>
  );
}

type Target = { readonly isNew: boolean; readonly repository: NewRepositoryProps };

/** Whether a name was probably misspelt, or something is left out. */
const isAmber = ({ isNew, repository }: Target, images: readonly ImagePlan[]): boolean =>
  (isNew && repository.near.length > 0) || images.some(({ missing, foreign }) => missing.length + foreign.blobs > 0);

type Props = {
  readonly plan: TargetPlan;
  readonly image: ImagePlan;
  readonly tag: string;
  readonly target: Target;
};

/** What would be transferred of one image and what is already present. */
export function TransferPlanNote({ plan, image, tag, target }: Props) {
  const { t } = useTranslation();
  const { current, digest, whole, referrers, missing, foreign } = image;
  return (
    <Note tone={losesLastTag(current) || isAmber(target, [image]) ? 'warn' : 'plain'} role="status">
      <div>
        <Trans
          i18nKey={current.state === 'same' ? 'transfer.same' : 'transfer.willPoint'}
          values={{ tag }}
          components={{ b: <strong data-quiet />, digest: <DigestLabel digest={digest} /> }}
        />
      </div>
      <Shares plan={plan} />
      <PlanGaps missing={missing} foreign={foreign} isNeeded={false} />
      {digest !== whole && <span className="dim">{t('transfer.narrowed')}</span>}
      {referrers > 0 && <span className="dim">{t('transfer.referrers', { count: referrers })}</span>}
      {target.isNew ? (
        <NewRepository {...target.repository} />
      ) : (
        current.state !== 'same' && (
          <span className={losesLastTag(current) ? '' : 'dim'}>
            <CurrentNote current={current} />
          </span>
        )
      )}
    </Note>
  );
}

/** The same of several images. What becomes of each tag is in a table beside it. */
export function TransferManyNote({ plan, target }: { readonly plan: CopyPlan; readonly target: Target }) {
  const { t } = useTranslation();
  const { images, failed } = plan;
  const referrers = images.reduce((sum, image) => sum + image.referrers, 0);
  const missing = images.flatMap((image) => image.missing);
  const foreign = { blobs: 0, bytes: 0 };
  for (const image of images) {
    foreign.blobs += image.foreign.blobs;
    foreign.bytes += image.foreign.bytes;
  }
  return (
    <Note tone={failed.length > 0 || isAmber(target, images) ? 'warn' : 'plain'} role="status">
      <Shares plan={plan} />
      <PlanGaps missing={missing} foreign={foreign} isNeeded={false} />
      {referrers > 0 && <span className="dim">{t('transfer.referrers', { count: referrers })}</span>}
      {failed.length > 0 && <span>{t('transfer.copy.failed', { count: failed.length })}</span>}
      {target.isNew && <NewRepository {...target.repository} />}
    </Note>
  );
}
