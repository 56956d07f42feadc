import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../lib/copy.ts';
import styles from './ui.module.css';

/** A command or a digest with a button that copies it whole, however little of it fits. */
export function CopyField({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['copyField']}>
      <code className="mono cut" title={text}>
        {text}
      </code>
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
