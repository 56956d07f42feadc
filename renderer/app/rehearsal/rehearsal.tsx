import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Component, type ReactNode, startTransition, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { tagsQuery } from '../../features/tags/queries.ts';
import { shownRepository } from '../../lib/places.ts';
import { useUi } from '../../lib/ui-state.ts';
import { RepositoryView } from '../repository-view.tsx';
import { madeConnection, madeRepository, madeTables } from './made.ts';

// Code that runs for the first time takes more than twice as long: it is read and compiled then. The first repository that a person opens would be drawn
// by such code. So one that is made up is drawn before, while the window has nothing else to do, outside of the document.

/** It is a rehearsal: what goes wrong in it is no failure of the window. */
class Quietly extends Component<{ readonly children: ReactNode }> {
  static getDerivedStateFromError = (): { readonly hasFailed: boolean } => ({ hasFailed: true });
  override state = { hasFailed: false };
  override render(): ReactNode {
    return this.state.hasFailed ? null : this.props.children;
  }
}

const idle = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve()));

/** What is made up is asked of nobody. */
function startRehearsal() {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  const { queryKey } = tagsQuery(madeConnection.id, madeRepository);
  return {
    client,
    outside: document.createElement('div'),
    async play(): Promise<void> {
      for (const table of madeTables()) {
        await idle();
        startTransition(() => void client.setQueryData(queryKey, table));
      }
      await idle();
    },
  };
}

/** Draws a repository that is made up, once, where nobody sees it; nothing where a real one is shown already. */
export function Rehearsal() {
  const isShown = useUi(shownRepository) !== null;
  const [scene, setScene] = useState<ReturnType<typeof startRehearsal>>();
  useEffect(() => {
    if (isShown) return setScene(undefined);
    const begun = startRehearsal();
    const end = (): void => startTransition(() => setScene(undefined));
    void idle()
      .then(() => startTransition(() => setScene(begun)))
      .then(begun.play)
      .finally(end);
  }, [isShown]);
  if (!scene || isShown) return null;
  return createPortal(
    <Quietly>
      <QueryClientProvider client={scene.client}>
        <RepositoryView connection={madeConnection} repository={madeRepository} />
      </QueryClientProvider>
    </Quietly>,
    scene.outside,
  );
}
