import { Group, Panel, Separator } from 'react-resizable-panels';
import { ConnectionList } from '../features/connections/connection-list.tsx';
import { useConnection } from '../features/connections/queries.ts';
import { RepositoryTree } from '../features/repositories/repository-tree.tsx';
import { shownConnectionId } from '../lib/places.ts';
import { remember, useUi } from '../lib/ui-state.ts';
import { Activity } from './activity.tsx';
import styles from './app.module.css';
import { Dialogs } from './dialogs.tsx';
import { LinkNote } from './link-note.tsx';
import { MainView } from './main-view.tsx';
import { Palette } from './palette/palette.tsx';
import { useAddress } from './places/place-history.ts';
import { useShortcuts } from './shortcuts.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

function Sidebar() {
  const connection = useConnection(useUi(shownConnectionId));
  return (
    <aside className={styles['side']}>
      <ConnectionList />
      {connection && <RepositoryTree key={connection.id} connection={connection} />}
    </aside>
  );
}

/** The window: bar, sidebar, main view, status. */
export function App() {
  useShortcuts();
  useAddress();
  const width = useUi((ui) => ui.settings.sidebarWidth);
  return (
    <div className={styles['window']}>
      <TopBar />
      <Group orientation="horizontal">
        <Panel
          id="sidebar"
          defaultSize={`${width}px`}
          minSize="180px"
          maxSize="600px"
          groupResizeBehavior="preserve-pixel-size"
          onResize={(size) =>
            size.inPixels >= 180 &&
            size.inPixels <= 600 &&
            Math.round(size.inPixels) !== width &&
            remember({ sidebarWidth: Math.round(size.inPixels) })
          }
        >
          <Sidebar />
        </Panel>
        <Separator className={styles['separator'] ?? ''} />
        <Panel id="main" minSize="400px">
          <main className={styles['main']}>
            <MainView />
          </main>
        </Panel>
      </Group>
      <Activity />
      <StatusBar />
      <Dialogs />
      <Palette />
      <LinkNote />
    </div>
  );
}
