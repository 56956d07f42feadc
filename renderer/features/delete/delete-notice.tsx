import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { isDeletion, type Run } from '../../../shared/contract/runs.ts';
import type { Format } from '../../lib/text/format.ts';
import { shortName, untaggedContext } from '../../lib/untagged-words.ts';
import { UndoHint } from '../../ui/undo-hint.tsx';
import { FreeSpaceHint } from './free-space.tsx';

type Notice = { readonly title: string; readonly message: ReactNode };

/** What a notice says of a deletion that did all it was asked to. */
export function deleteNotice(t: TFunction, format: Format, { about, result, changeIds }: Run): Notice | undefined {
  if (!isDeletion(about) || !isDeletion(result) || result.problems > 0) return undefined;
  const { deleted, proven, emptied, freesSpace } = result;
  const { referrers = 0 } = result;
  const proof = format.sentences([
    referrers > 0 && t('delete.deletedReferrers', { count: referrers }),
    proven > 0 && t(deleted === 1 ? 'delete.proven' : 'delete.provenMany', { count: proven }),
  ]);
  return {
    title:
      deleted === 1
        ? t('delete.doneAlone', { tag: shortName(about.tag) })
        : t('delete.done', { count: deleted, ...untaggedContext(about) }),
    message: (
      <UndoHint changeId={changeIds[0]} others={changeIds.slice(1)}>
        {freesSpace ? <FreeSpaceHint repository={about.repository ?? ''} proof={proof} lastTagGone={emptied} /> : proof}
      </UndoHint>
    ),
  };
}
