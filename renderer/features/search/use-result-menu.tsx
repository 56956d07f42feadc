import { type KeyboardEvent, type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { copyText } from '../../lib/copy.ts';
import { referenceOf } from '../../lib/link.ts';
import { type Cell, cellsOf } from '../../ui/cells-of.ts';
import { menuBelow } from '../../ui/digest-menu.tsx';
import { isMenuKey } from '../../ui/menu-keys.ts';
import type { MenuPoint } from '../../ui/row-menu.tsx';
import { ResultMenu } from './result-menu.tsx';
import { placeOf } from './result-place.ts';

type Target = { readonly index: number; readonly result: SearchResult; readonly cells: readonly Cell[]; readonly at: MenuPoint };

const isCopy = ({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'c' && (ctrlKey || metaKey) && !shiftKey && !altKey;

/** The menu of the rows of the results, which have ids of `id` and their index, and the keys for it: `onMenuKey` tells whether a key was one of them. */
export function useResultMenu({
  id,
  results,
  open,
  element,
}: {
  readonly id: string;
  readonly results: readonly SearchResult[];
  readonly open: (index: number) => void;
  readonly element: RefObject<HTMLElement | null>;
}) {
  const { t } = useTranslation();
  const [target, setTarget] = useState<Target>();
  const openMenu = useCallback(
    (index: number, at: MenuPoint): void => {
      const result = results[index];
      if (result) setTarget({ index, result, cells: cellsOf(document.getElementById(`${id}-${index}`)), at });
    },
    [id, results],
  );
  const onMenuKey = (event: KeyboardEvent, at: number): boolean => {
    const result = results[at];
    const row = document.getElementById(`${id}-${at}`);
    if (!result || !row || !(isMenuKey(event) || isCopy(event))) return false;
    event.preventDefault();
    if (isMenuKey(event)) openMenu(at, menuBelow(row));
    else void copyText(referenceOf(placeOf(result)), t('copy.done', { what: t('repositories.menu.reference') }), t('copy.refused'));
    return true;
  };
  const close = (): void => {
    setTarget(undefined);
    element.current?.focus();
  };
  const menu = target && <ResultMenu {...target} onOpen={() => open(target.index)} onClose={close} />;
  return { menu, openMenu, onMenuKey };
}
