import { Button } from '@mantine/core';
import { IconCopy, IconDeviceFloppy, IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImageView } from '../../../shared/contract/images.ts';
import { copyText } from '../../lib/copy.ts';
import { saveFile } from '../../lib/save-file.ts';
import { cutMiddle } from '../../lib/text/middle.ts';
import { CodeView } from '../../ui/code-view.tsx';
import styles from './images.module.css';

/** The manifest byte for byte as the registry sent it, which is what the digest was computed from. */
export function ManifestTab({ image }: { readonly image: ImageView }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles['manifestBar']}>
        {image.kind !== 'legacy' && (
          <span className={styles['verified']}>
            <IconRosetteDiscountCheck size={16} aria-hidden="true" /> {t('manifest.verified')}
          </span>
        )}
        <span className="mono faint cut" title={image.digest}>
          {cutMiddle(image.digest, 48)}
        </span>
        <Button
          variant="subtle"
          leftSection={<IconCopy size={15} />}
          onClick={() => copyText(image.manifest, t('copy.done', { what: t('image.tab.manifest') }), t('copy.refused'))}
        >
          {t('manifest.copy')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconDeviceFloppy size={15} />}
          onClick={() => saveFile(`${image.digest.replace(':', '-')}.json`, 'application/json', image.manifest)}
        >
          {t('manifest.save')}
        </Button>
      </div>
      <div className={styles['code']}>
        <CodeView text={image.manifest} label={t('image.tab.manifest')} />
      </div>
    </>
  );
}
