import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImageView, IndexImage } from '../../../shared/contract/images.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import styles from './images.module.css';
import { platformOptions } from './platform-options.ts';

/** Stands for the index itself among its images. */
export const INDEX = 'index';

/** The images of an index. An index may list one platform twice. */
export function platformsOf(image: ImageView | undefined): readonly IndexImage[] {
  return image?.kind === 'index' ? image.images : [];
}

/** The image that is shown of an index before one is chosen. */
export function defaultPlatform(platforms: readonly IndexImage[]): string {
  const usual = platforms.find((child) => child.platform && platformName(child.platform) === 'linux/amd64');
  return (usual ?? platforms[0])?.digest ?? INDEX;
}

/** Chooses the image of an index that is shown. */
export function PlatformSwitch({
  platforms,
  value,
  withIndex,
  onChange,
}: {
  readonly platforms: readonly IndexImage[];
  readonly value: string;
  readonly withIndex: boolean;
  readonly onChange: (digest: string) => void;
}) {
  const { t } = useTranslation();
  const { platforms: main, forms } = platformOptions(platforms);
  const offered = withIndex ? [{ value: INDEX, label: t('image.wholeIndex') }, ...main] : [...main];
  const data = forms.length === 0 ? offered : [...offered, { group: t('image.otherForms'), items: [...forms] }];
  return (
    <Select
      size="xs"
      className={styles['platform'] ?? ''}
      comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
      aria-label={t('image.platform')}
      data={data}
      value={value}
      title={[...offered, ...forms].find((option) => option.value === value)?.label}
      onChange={(digest) => digest && onChange(digest)}
    />
  );
}
