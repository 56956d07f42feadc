import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImageView, IndexImage } from '../../../shared/contract/images.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { platformName } from '../../../shared/oci/manifest.ts';

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
  const data = platforms.map(({ digest, platform }) => ({ value: digest, label: platform ? platformName(platform) : shortDigest(digest) }));
  const unique = [...new Map(data.map((entry) => [entry.value, entry])).values()];
  return (
    <Select
      size="xs"
      w={150}
      aria-label={t('image.platform')}
      data={withIndex ? [{ value: INDEX, label: t('image.wholeIndex') }, ...unique] : unique}
      value={value}
      onChange={(digest) => digest && onChange(digest)}
    />
  );
}
