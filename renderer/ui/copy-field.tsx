import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isDigest } from '../../shared/oci/digest.ts';
import { copyText } from '../lib/copy.ts';
import { showDigest } from '../lib/places.ts';
import styles from './ui.module.css';
import { useDigestMenu } from './use-digest-menu.tsx';

/** A command or a digest with a button that copies it whole, however little of it fits; one more searches for a digest. */
export function CopyField({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const { menu, handlers } = useDigestMenu(text);
  return (
    <div className={styles['copyField']} {...handlers}>
      {menu}
      <code className="mono cut" title={text}>
        {text}
      </code>
      {isDigest(text) && (
        <Tooltip label={t('tags.menu.whereIs')}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('tags.menu.whereIs')} onClick={() => showDigest(text)}>
            <IconSearch aria-hidden="true" size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={t('copy.action', { what: label })}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('copy.action', { what: label })}
          onClick={() => copyText(text, t('copy.done', { what: label }), t('copy.refused'))}
        >
          <IconCopy aria-hidden="true" size={15} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
