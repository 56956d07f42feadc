import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../ui/first-styles.ts';
import './tokens.css';
import { languageOf } from '../../shared/languages.ts';
import { connectionsQuery } from '../features/connections/queries.ts';
import { catalogQuery } from '../features/repositories/queries.ts';
import { settingsQuery } from '../features/settings/queries.ts';
import { firstWordsOf } from '../i18n/words-of.ts';
import { queryClient } from '../lib/query-client.ts';

// The application is asked for what the window shows first while the script of the window, which is much larger, is loaded and run.

/** Asks for the repositories of the last place; a link leads elsewhere. Whatever fails is asked again by the window, which says so. */
async function ask(): Promise<void> {
  const isLink = location.hash.length > 1;
  void queryClient.prefetchQuery(connectionsQuery);
  const { settings } = await queryClient.fetchQuery(settingsQuery);
  if (settings.place && !isLink) await queryClient.prefetchQuery(catalogQuery(settings.place.connectionId));
}

void ask().catch(() => {});
// Most likely it is this language.
void firstWordsOf(languageOf('system', navigator.languages)).catch(() => {});
void import('./window.tsx').then(({ showWindow }) => showWindow());
