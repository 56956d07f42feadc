import { useTranslation } from 'react-i18next';
import type { ImageView } from '../../../shared/contract/images.ts';
import { type BaseImage, baseImageOf } from '../../../shared/oci/base-image.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { displayText } from '../../../shared/text.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import styles from './base-line.module.css';

/** The base that an image, its index or its labels name. */
export function baseOf(shown: ImageView, index: ImageView | undefined): BaseImage | undefined {
  const labels = shown.kind === 'image' ? (shown.config?.labels ?? []) : [];
  return baseImageOf([shown.annotations, labels, index?.annotations ?? []]);
}

/** The image that this one is built on, as its builder recorded it. */
export function BaseLine({ base }: { readonly base: BaseImage | undefined }) {
  const { t } = useTranslation();
  if (!base) return null;
  const { name, digest } = base;
  return (
    <p className={styles['base']}>
      <span className="dim">{t('layers.base')}</span>
      {name !== undefined && (
        <CopyAtHover text={name} label={t('layers.base')}>
          <span className="mono">{displayText(name)}</span>
        </CopyAtHover>
      )}
      {digest !== undefined && (
        <CopyAtHover text={digest} label={t('image.digestOf', { digest: shortDigest(digest) })}>
          <span className="mono dim" title={digest}>
            {shortDigest(digest)}
          </span>
        </CopyAtHover>
      )}
    </p>
  );
}
