import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './tokens.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { settingsQuery } from '../features/settings/queries.ts';
import { languageOf, startI18n } from '../i18n/i18n.ts';
import { onLost } from '../lib/client.ts';
import { queryClient } from '../lib/query-client.ts';
import { useUi } from '../lib/ui-state.ts';
import { App } from './app.tsx';
import { colourScheme } from './colour-scheme.ts';
import { cssVariables, theme } from './theme.ts';

function Root({ changeLanguage }: { readonly changeLanguage: (language: string) => void }) {
  const { theme: wanted, language } = useUi((ui) => ui.settings);
  useEffect(() => changeLanguage(languageOf(language, navigator.languages)), [language, changeLanguage]);
  return (
    <MantineProvider
      theme={theme}
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

/** What was remembered is there before the first frame: neither theme nor language flashes. */
async function start(): Promise<void> {
  onLost(() => useUi.setState({ lost: true }));
  const { settings } = await queryClient.fetchQuery(settingsQuery);
  useUi.setState({ settings });
  const i18n = await startI18n(languageOf(settings.language, navigator.languages));
  const changeLanguage = (language: string): void => {
    document.documentElement.lang = language;
    if (i18n.language !== language) void i18n.changeLanguage(language);
  };
  const place = document.getElementById('root');
  if (!place) throw new Error('The page has no root');
  createRoot(place).render(
    <StrictMode>
      <Root changeLanguage={changeLanguage} />
    </StrictMode>,
  );
}

void start();
