import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/languages.ts';
import type { words } from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof words };
    returnNull: false;
  }
}

type Translation = { readonly words: Record<string, unknown> };

// A language is its file and folder here and its line in `shared/languages.ts`: nothing else names it. Only the one that is shown is loaded.
const files = import.meta.glob<Translation>(['./*.ts', '!./i18n.ts', '!./*.test.ts']);

/** The words of a language. @throws where it has no file; the test of the words reads every language. */
export async function wordsOf(language: Language): Promise<Record<string, unknown>> {
  const load = files[`./${language.toLowerCase()}.ts`];
  if (!load) throw new Error(`There are no words in ${language}`);
  return (await load()).words;
}

/** Starts the words. React escapes what is put into them. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    // A language is complete.
    fallbackLng: false,
    resources: { [language]: { translation: await wordsOf(language) } },
    interpolation: { escapeValue: false },
    // What a key looks like is said here: to find it out for each key cost more than the words. There is one namespace.
    keySeparator: '.',
    nsSeparator: false,
    returnNull: false,
  });
  document.documentElement.lang = language;
}

let wanted: Language;

/** Shows the page in another language, once its words are loaded. */
export async function changeLanguage(language: Language): Promise<void> {
  wanted = language;
  if (!i18next.hasResourceBundle(language, 'translation')) i18next.addResourceBundle(language, 'translation', await wordsOf(language));
  // Another one may have been chosen meanwhile.
  if (wanted !== language) return;
  document.documentElement.lang = language;
  if (i18next.language !== language) await i18next.changeLanguage(language);
}
