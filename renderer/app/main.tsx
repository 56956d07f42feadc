import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { matchQuery, type Query, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { languageOf } from '../../shared/languages.ts';
import { connectionsQuery, followOutcomes } from '../features/connections/queries.ts';
import { settingsQuery } from '../features/settings/queries.ts';
import { startI18n } from '../i18n/i18n.ts';
import { api, client, onLink } from '../lib/client.ts';
import { readFailure } from '../lib/failure.ts';
import { showConnection } from '../lib/places.ts';
import { queryClient } from '../lib/query-client.ts';
import type { LinkState } from '../lib/socket-link.ts';
import { useUi } from '../lib/ui-state.ts';
import { App } from './app.tsx';
import { colourScheme } from './colour-scheme.ts';
import { NoEntry } from './no-entry.tsx';
import { focusFirst } from './places/focus.ts';
import { startPlaces } from './places/place-history.ts';
import { startReadingAhead } from './places/read-ahead.ts';
import { cssVariables, theme, withNames } from './theme.ts';

function Root({ changeLanguage }: { readonly changeLanguage: (language: string) => void }) {
  const { theme: wanted, language } = useUi((ui) => ui.settings);
  const { t } = useTranslation();
  useEffect(() => changeLanguage(languageOf(language, navigator.languages)), [language, changeLanguage]);
  const named = useMemo(() => withNames(t), [t]);
  return (
    <MantineProvider
      theme={named}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colourScheme}
      defaultColorScheme="auto"
      {...(wanted === 'system' ? {} : { forceColorScheme: wanted })}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-left" limit={3} zIndex={300} />
        <App />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** A second start of the application asks the window that is there to show a registry. */
async function followSecondStarts(): Promise<void> {
  for await (const { connectionId } of await client.settings.shown()) {
    await queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
    showConnection(connectionId);
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
  await startI18n(languageOf('system', navigator.languages));
  createRoot(root).render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <NoEntry link={useUi.getState().link} error={error} />
    </MantineProvider>,
  );
}

/** Settings are read before the first frame, so that neither theme nor language flashes. */
async function start(): Promise<void> {
  onLink(followLink);
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no root');
  const asked = { ...settingsQuery, retry: (_: number, error: unknown) => isBrokenOff(error) };
  const remembered = await queryClient.fetchQuery(asked).catch((error: unknown) => ({ error }));
  if ('error' in remembered) return showNoEntry(root, remembered.error);
  const { settings } = remembered;
  useUi.setState({ settings });
  await startPlaces(settings.place);
  startReadingAhead();
  const i18n = await startI18n(languageOf(settings.language, navigator.languages));
  const changeLanguage = (language: string): void => {
    document.documentElement.lang = language;
    if (i18n.language !== language) void i18n.changeLanguage(language);
  };
  createRoot(root).render(
    <StrictMode>
      <Root changeLanguage={changeLanguage} />
    </StrictMode>,
  );
  focusFirst();
}

void start();
