import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { hasProblems, type Run } from '../../../shared/contract/runs.ts';
import type { Format } from '../../lib/text/format.ts';
import { UndoHint } from '../../ui/undo-hint.tsx';

type Notice = { readonly title: string; readonly message: ReactNode };

/** What a notice says of a retag that did all it was asked to. */
export function retagNotice(t: TFunction, format: Format, { about, result, changeIds }: Run): Notice | undefined {
  if (about.kind !== 'retag' || result?.kind !== 'retag' || hasProblems(result)) return undefined;
  const { targets, remove, at } = about;
  const count = targets.length;
  const names = (some: typeof targets): string => format.names(some.map(({ to }) => to));
  const isMany = targets.some(({ from }) => from !== at.tag);
  const changed = targets.filter(({ isSame }) => !isSame);
  const { drifted = [] } = result;
  const titleOf = (): string => {
    if (drifted.length > 0) return t('retag.doneBefore', { to: names(targets), from: format.names(drifted), count });
    if (isMany) return t('retag.doneMany', { count });
    if (!remove) return t('retag.done', { to: names(targets), from: at.tag, count });
    return changed.length > 0 ? t('retag.moved', { to: names(changed), from: at.tag }) : t('delete.doneAlone', { tag: at.tag });
  };
  const proof = { to: names(targets), digest: result.digest.slice(0, 19), count };
  return {
    title: titleOf(),
    message: (
      <UndoHint changeId={changeIds[0]} others={changeIds.slice(1)}>
        {isMany ? t(drifted.length > 0 ? 'retag.verifiedBefore' : 'retag.verifiedMany') : t('retag.verified', proof)}
      </UndoHint>
    ),
  };
}
