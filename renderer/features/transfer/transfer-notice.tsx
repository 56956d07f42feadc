import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Run, RunResult } from '../../../shared/contract/runs.ts';
import { imageFileCommand } from '../../../shared/image-file-command.ts';
import { showRepository } from '../../lib/places.ts';
import type { Format } from '../../lib/text/format.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { UndoHint } from '../../ui/undo-hint.tsx';

type Transfer = Extract<RunResult, { kind: 'copy' | 'load' | 'save' }>;
type Notice = { readonly title: string; readonly message: ReactNode };

/** What a notice says of a transfer that is done. */
export function transferNotice(t: TFunction, format: Format, { about, changeIds }: Run, result: Transfer): Notice | undefined {
  switch (result.kind) {
    case 'copy':
    case 'load': {
      if (about.kind !== result.kind) return undefined;
      const { tag, repository, connection, connectionId } = about.to;
      const images = result.kind === 'copy' ? result.images : [];
      const referrers = result.kind === 'copy' ? result.referrers : 0;
      const isMany = images.length > 1;
      const proof = t(isMany ? 'transfer.copy.proofMany' : 'transfer.copy.proof', {
        digest: result.digest.slice(0, 19),
        sent: format.bytes(result.sent),
        mounted: format.bytes(result.mounted),
        present: format.bytes(result.present),
      });
      // Of one that gets another name: what was copied, and what it is called there.
      const from = about.kind === 'copy' ? about.from.tag : tag;
      const place = { tag: from, repository: from === tag || isMany ? repository : `${repository}:${tag}`, registry: connection };
      const done = images.filter(({ state }) => state === 'copied').length;
      const open = (
        <Button variant="default" onClick={() => showRepository(connectionId, repository, isMany ? null : tag)}>
          {t('transfer.open')}
        </Button>
      );
      return {
        title: isMany ? t('transfer.copy.doneMany', { ...place, done, count: images.length }) : t(`transfer.${result.kind}.done`, place),
        message: (
          <UndoHint changeId={changeIds[0]} others={changeIds.slice(1)} beside={open}>
            {format.sentences([proof, referrers > 0 && t('transfer.copy.withAttachments', { count: referrers })])}
          </UndoHint>
        ),
      };
    }
    case 'save': {
      if (about.kind !== 'save') return undefined;
      const { tags, from } = about;
      const size = format.bytes(result.bytes);
      const one = tags.length > 1 ? from.tag : undefined;
      return {
        title:
          tags.length > 1 ? t('transfer.save.doneMany', { count: tags.length, size }) : t('transfer.save.done', { tag: from.tag, size }),
        message: <CopyField text={imageFileCommand(about.format, result.path, one)} label={t('transfer.save.command')} />,
      };
    }
    default:
      return assertNever(result);
  }
}
