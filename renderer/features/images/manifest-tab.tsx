import { Button, SegmentedControl } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { IconCopy, IconDeviceFloppy, IconRosetteDiscountCheck, IconSearch } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageView } from '../../../shared/contract/images.ts';
import { copyText } from '../../lib/copy.ts';
import { showDigest } from '../../lib/places.ts';
import { saveFile } from '../../lib/save-file.ts';
import { cutMiddle } from '../../lib/text/middle.ts';
import { CodeView } from '../../ui/code.ts';
import type { CodeHandle } from '../../ui/code-view.tsx';
import { type DigestTarget, digestTargets, formattedJson } from './digest-links.ts';
import styles from './images.module.css';

export type FollowDigest = (target: DigestTarget, digest: string) => void;

/** The manifest, broken into lines or byte for byte as the registry sent it, which is what the digest was computed from. */
export function ManifestTab({ image, follow }: { readonly image: ImageView; readonly follow: FollowDigest }) {
  const { t } = useTranslation();
  const [view, setView] = useSessionStorage<'formatted' | 'raw'>({ key: 'longshore:manifest-view', defaultValue: 'formatted' });
  const code = useRef<CodeHandle>(null);
  const { manifest, digest } = image;
  const text = useMemo(() => (view === 'raw' ? manifest : formattedJson(manifest)), [manifest, view]);
  const links = useMemo(() => {
    const targets = digestTargets(manifest);
    return {
      has: (one: string) => targets.has(one),
      follow: (one: string) => {
        const target = targets.get(one);
        if (target) follow(target, one);
      },
      search: showDigest,
    };
  }, [manifest, follow]);
  const copy = (): void => void copyText(manifest, t('copy.done', { what: t('image.tab.manifest') }), t('copy.refused'));
  return (
    <>
      <div className={styles['manifestBar']}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={setView}
          data={(['formatted', 'raw'] as const).map((value) => ({ value, label: t(`manifest.${value}`) }))}
          aria-label={t('manifest.view')}
        />
        {image.kind !== 'legacy' && (
          <span className={styles['verified']}>
            <IconRosetteDiscountCheck size={16} aria-hidden="true" /> {t('manifest.verified')}
          </span>
        )}
        <span className={`mono faint cut ${styles['hideNarrow']}`} title={digest}>
          {cutMiddle(digest, 32)}
        </span>
        <Button variant="subtle" leftSection={<IconSearch aria-hidden="true" size={15} />} onClick={() => code.current?.toggleSearch()}>
          {t('manifest.search')}
        </Button>
        <Button variant="subtle" leftSection={<IconCopy aria-hidden="true" size={15} />} title={t('manifest.exact')} onClick={copy}>
          {t('manifest.copy')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconDeviceFloppy aria-hidden="true" size={15} />}
          title={t('manifest.exact')}
          onClick={() => saveFile(`${digest.replace(':', '-')}.json`, 'application/json', manifest)}
        >
          {t('manifest.save')}
        </Button>
      </div>
      <div className={styles['code']}>
        <CodeView text={text} label={t('image.tab.manifest')} links={links} handle={code} />
      </div>
    </>
  );
}
