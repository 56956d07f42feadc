import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { opensRepository, shownRepository, showRepository } from '../../lib/places.ts';
import { remember, useUi } from '../../lib/ui-state.ts';
import { isMenuKey } from '../../ui/menu-keys.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { recentShown } from './recent.ts';
import styles from './repositories.module.css';
import type { ShowTreeMenu, TreeMenuTarget } from './tree-view.tsx';

type RecentGroupProps = {
  readonly connectionId: string;
  readonly recent: readonly string[];
  readonly pinned: readonly string[];
  /** Repositories that were opened from the sidebar: no line moves for them. */
  readonly chosen: readonly string[];
  readonly onChosen: (repository: string) => void;
  readonly showMenu: ShowTreeMenu;
};

/** The repositories that were opened last, above the tree; folded away where the person folded them. */
export function RecentGroup({ connectionId, recent, pinned, chosen, onChosen, showMenu }: RecentGroupProps) {
  const { t } = useTranslation();
  const isOpen = useUi((ui) => ui.settings.showRecent);
  const shown = useUi(shownRepository);
  const [kept, keep] = useState(recent);
  // What was clicked here stays where it was clicked, until the place changes in another way.
  if (kept !== recent && !chosen.includes(recent[0] ?? '')) keep(recent);
  const [menu, setMenu] = useState<TreeMenuTarget | null>(null);
  const names = recentShown(kept, pinned);
  if (names.length === 0) return null;
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section aria-label={t('repositories.recent')}>
      <button type="button" className={styles['fold']} aria-expanded={isOpen} onClick={() => remember({ showRecent: !isOpen })}>
        {t('repositories.recent')}
        <Icon size={12} aria-hidden="true" />
      </button>
      {isOpen && (
        <ul className={styles['recent']} aria-label={t('repositories.recent')}>
          {names.map((name) => (
            <li key={name}>
              <button
                type="button"
                aria-label={name}
                title={name}
                aria-current={name === shown}
                {...opensRepository(connectionId, name)}
                onClick={() => {
                  onChosen(name);
                  showRepository(connectionId, name);
                }}
                onContextMenu={(event) => {
                  event.preventDefault();
                  setMenu({ kind: 'repository', path: name, x: event.clientX, y: event.clientY });
                }}
                onKeyDown={(event) => {
                  if (!isMenuKey(event)) return;
                  event.preventDefault();
                  const box = event.currentTarget.getBoundingClientRect();
                  setMenu({ kind: 'repository', path: name, x: box.left + 24, y: box.bottom });
                }}
              >
                <MiddleCut text={name} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {menu && showMenu(menu, () => setMenu(null))}
    </section>
  );
}
