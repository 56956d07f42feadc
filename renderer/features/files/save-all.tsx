import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FilesOf } from '../../../shared/contract/files.ts';
import { useFormat } from '../../lib/use-format.ts';
import { saveContent } from './file-actions.tsx';

/** Saves all that is shown: the root file system, or the files of one layer. */
export function SaveAll({ image, layer }: { readonly image: FilesOf; readonly layer: number | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = layer === undefined ? t('saveContent.root') : t('saveContent.layer', { number: format.number(layer) });
  return (
    <Tooltip label={name}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={name}
        onClick={() => saveContent(image, { kind: 'files', digest: image.digest, path: '', ...(layer === undefined ? {} : { layer }) })}
      >
        <IconDeviceFloppy aria-hidden="true" size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
