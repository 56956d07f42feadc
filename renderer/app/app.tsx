import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, Panel, usePanelRef } from 'react-resizable-panels';
import { defaultSettings } from '../../shared/contract/settings.ts';
import { ConnectionList } from '../features/connections/connection-list.tsx';
import { useConnection } from '../features/connections/use-connections.ts';
import { RepositoryTree } from '../features/repositories/repository-tree.tsx';
import { shownConnectionId } from '../lib/places.ts';
import { remember, useUi } from '../lib/ui-state.ts';
import { later, useAfterFirstScreen } from '../ui/later.tsx';
import { PaneSeparator } from '../ui/pane-separator.tsx';
import styles from './app.module.css';
import { useDroppedFile } from './dropped-file.ts';
import { LinkNote } from './link-note.tsx';
import { MainView } from './main-view.tsx';
import { useAddress } from './places/place-history.ts';
import { RepositoryMenu } from './repository-menu.tsx';
import { useShortcuts } from './shortcuts.ts';
import { StatusBar } from './status-bar.tsx';
import { ProgressInTitle } from './title.ts';
import { TopBar } from './top-bar.tsx';

// None of these is on the first screen.
const Activity = later(async () => (await import('./activity.tsx')).Activity);
const Dialogs = later(async () => (await import('./dialogs.tsx')).Dialogs);
/** What is told before it is there is kept, and shown then. */
const Notices = later(async () => (await import('../ui/notices.tsx')).Notices);
/** Updates are told of by Electron alone. */
const UpdateNotice = later(async () => (await import('../features/settings/update-notice.tsx')).UpdateNotice);
const Palette = later(async () => (await import('./palette/palette.tsx')).Palette);
const WarmUp = later(async () => (await import('./warm-up.tsx')).WarmUp);

/** px, as the settings allow. */
const LEAST_WIDE = 180;
const MOST_WIDE = 600;

function Sidebar() {
  const { t } = useTranslation();
  const connection = useConnection(useUi(shownConnectionId));
  return (
    <aside className={styles['side']} data-pane="sidebar" aria-label={t('panes.sidebar')}>
      <ConnectionList />
      {connection && (
        <RepositoryTree
          key={connection.id}
          connection={connection}
          showMenu={(target, onClose) => <RepositoryMenu connection={connection} target={target} onClose={onClose} />}
        />
      )}
    </aside>
  );
}

function Main() {
  const { t } = useTranslation();
  const name = useUi(({ place }) =>
    place?.view === 'search' ? 'search.title' : place?.compareWith === undefined ? undefined : 'place.compare',
  );
  return (
    <main className={styles['main']} data-pane="main" aria-label={name && t(name)}>
      <MainView />
    </main>
  );
}

/** What listens for the whole window. Beside it and not in it: each place that is shown would draw all of it anew. */
function Listeners() {
  useShortcuts();
  useAddress();
  useDroppedFile();
  return null;
}

/** The window: bar, sidebar, main view, status. */
export function App() {
  const { t } = useTranslation();
  const isAfter = useAfterFirstScreen();
  const sidebar = usePanelRef();
  // Read once: a default size that follows the drag would begin the drag anew.
  const [width] = useState(() => useUi.getState().settings.sidebarWidth);
  const keepWidth = (): void => {
    const pixels = sidebar.current?.getSize().inPixels;
    if (pixels !== undefined) remember({ sidebarWidth: Math.min(MOST_WIDE, Math.max(LEAST_WIDE, Math.round(pixels))) });
  };
  const resetWidth = (): void => {
    sidebar.current?.resize(`${defaultSettings.sidebarWidth}px`);
    remember({ sidebarWidth: defaultSettings.sidebarWidth });
  };
  return (
    <div className={styles['window']}>
      <Listeners />
      <TopBar />
      <ProgressInTitle />
      {isAfter && <Activity />}
      <Group orientation="horizontal" onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && keepWidth()}>
        <Panel
          id="sidebar"
          panelRef={sidebar}
          defaultSize={`${width}px`}
          minSize={`${LEAST_WIDE}px`}
          maxSize={`${MOST_WIDE}px`}
          groupResizeBehavior="preserve-pixel-size"
        >
          <Sidebar />
        </Panel>
        <PaneSeparator label={t('panes.resizeSidebar')} onReset={resetWidth} />
        <Panel id="main" minSize="400px">
          <Main />
        </Panel>
      </Group>
      <StatusBar />
      {isAfter && (
        <>
          <Notices />
          <Dialogs />
          <Palette />
          <UpdateNotice />
          <WarmUp />
        </>
      )}
      <LinkNote />
    </div>
  );
}
