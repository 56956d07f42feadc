import { MantineProvider } from '@mantine/core';
import { matchQuery, type Query, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { languageOf } from '../../shared/languages.ts';
import { readFailure } from '../../shared/shown-failure.ts';
import { connectionsQuery, followOutcomes } from '../features/connections/queries.ts';
import { settingsQuery } from '../features/settings/queries.ts';
import { changeLanguage, startI18n } from '../i18n/i18n.ts';
import { showActivity } from '../lib/activity.ts';
import { api, client, onLink } from '../lib/client.ts';
import { watchFocus } from '../lib/last-focus.ts';
import { showConnection } from '../lib/places.ts';
import { queryClient } from '../lib/query-client.ts';
import type { LinkState } from '../lib/socket-link.ts';
import { openDialog, useUi } from '../lib/ui-state.ts';
import { Translation } from '../lib/use-translation.ts';
import { loadTheRest } from '../ui/later.tsx';
import { App } from './app.tsx';
import { colourScheme } from './colour-scheme.ts';
import { followOtherWindows } from './other-windows.ts';
import { beginPlaces } from './places/begin.ts';
import { focusFirst } from './places/focus.ts';
import { openLink } from './places/place-history.ts';
import { cssVariables, theme, withNames } from './theme.ts';

function Root() {
  // One by one: a place is remembered among the settings, and would draw the whole window anew.
  const wanted = useUi((ui) => ui.settings.theme);
  const language = useUi((ui) => ui.settings.language);
  const { t, i18n } = useTranslation();
  useEffect(() => void changeLanguage(languageOf(language, navigator.languages)).catch(() => {}), [language]);
  const named = useMemo(() => withNames(t), [t]);
  const translation = useMemo(() => ({ t, i18n }), [t, i18n]);
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colourScheme}
      defaultColorScheme="auto"
      {...(wanted === 'system' ? {} : { forceColorScheme: wanted })}
    >
      <QueryClientProvider client={queryClient}>
        <Translation value={translation}>
          <App />
        </Translation>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Resolved once the window has its first place, which nothing that is asked for meanwhile may come before. */
const begun = Promise.withResolvers<void>();

/** A second start of the application asks the window that is there to show a registry, or the place of a link; a notification asks for the runs, or for what changed. */
async function followSecondStarts(): Promise<void> {
  const shown = await client.settings.shown();
  await begun.promise;
  for await (const what of shown) {
    if ('runs' in what) showActivity();
    else if ('watched' in what) openDialog({ kind: 'watch' });
    else {
      await queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
      if ('link' in what) openLink(what.link);
      else showConnection(what.connectionId);
    }
  }
}

/** After a reconnect, everything that may have changed or failed meanwhile is read again. */
function followLink(link: LinkState): void {
  const before = useUi.getState().link;
  useUi.setState({ link });
  if (link !== 'open') return;
  void followSecondStarts().catch(() => {});
  void followOutcomes().catch(() => {});
  if (before === 'away') void queryClient.invalidateQueries({ predicate: isReadAgain });
}

/** Features whose queries are plans. */
const PLANS = [api.delete.key(), api.retag.key(), api.transfer.key(), api.cleanUp.key(), api.history.planUndo.key()];

/** A plan describes one moment, and a dialog may be applying it: only plans that failed are made again. */
const isReadAgain = (query: Query): boolean => query.state.status === 'error' || !PLANS.some((queryKey) => matchQuery({ queryKey }, query));

/** A call that fails because the connection was lost while the page opens is sent again. */
const isBrokenOff = (error: unknown): boolean => readFailure(error).code === 'DISCONNECTED' && useUi.getState().link === 'away';

async function showNoEntry(root: HTMLElement, error: unknown): Promise<void> {
  const { NoEntry } = await import('./no-entry.tsx');
  await startI18n(languageOf('system', navigator.languages));
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <NoEntry link={useUi.getState().link} error={error} />
    </MantineProvider>,
  );
}

/** Shows the window. Settings are read before the first frame, so that neither theme nor language flashes. */
export async function showWindow(): Promise<void> {
  watchFocus();
  onLink(followLink);
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no root');
  const asked = { ...settingsQuery, retry: (_: number, error: unknown) => isBrokenOff(error) };
  const remembered = await queryClient.fetchQuery(asked).catch((error: unknown) => ({ error }));
  if ('error' in remembered) return showNoEntry(root, remembered.error);
  const { settings } = remembered;
  useUi.setState({ settings });
  await Promise.all([beginPlaces(settings.place), startI18n(languageOf(settings.language, navigator.languages))]);
  createRoot(root).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  );
  focusFirst();
  followOtherWindows();
  begun.resolve();
  void loadTheRest();
}
