import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '../lib/export-file.ts';

/** A menu of the files that what is on screen is saved to. */
export function ExportButton({
  hint,
  className,
  disabled,
  onChoose,
  children,
}: {
  /** What is saved. */
  readonly hint: ReactNode;
  readonly className: { readonly button?: string | undefined; readonly hint?: string | undefined };
  readonly disabled: boolean;
  readonly onChoose: (format: ExportFormat) => void;
  /** The words on the button, beside its icon. */
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          className={className.button ?? ''}
          aria-label={t('tags.export')}
          title={t('tags.export')}
          disabled={disabled}
        >
          <IconDownload aria-hidden="true" size={15} />
          {children}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('tags.export')}>
        <Menu.Label className={className.hint ?? ''}>{hint}</Menu.Label>
        <Menu.Item onClick={() => onChoose('csv')}>{t('history.csv')}</Menu.Item>
        <Menu.Item onClick={() => onChoose('json')}>{t('history.json')}</Menu.Item>
        <Menu.Item onClick={() => onChoose('references')}>{t('tags.exportReferences')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
