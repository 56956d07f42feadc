import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/languages.ts';
import type { words } from './en.ts';
import type { words as rest } from './en-later.ts';
import { firstWordsOf, wordsOf } from './words-of.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof words & typeof rest };
    returnNull: false;
  }
}

/** Starts with the words of the first screen. React escapes what is put into them. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    // A language is complete.
    fallbackLng: false,
    resources: { [language]: { translation: await firstWordsOf(language) } },
    interpolation: { escapeValue: false },
    // What a key looks like is said here: to find it out for each key cost more than the words. There is one namespace.
    keySeparator: '.',
    nsSeparator: false,
    returnNull: false,
  });
  document.documentElement.lang = language;
}

let later: Promise<void> | undefined;

const addAll = async (language: Language): Promise<void> => {
  i18next.addResourceBundle(language, 'translation', await wordsOf(language));
};

/** Loads the words that are missing in the language on screen. What is drawn after the first screen waits for them. */
export function laterWords(): Promise<void> {
  later ??= addAll(i18next.language as Language).catch((error: unknown) => {
    later = undefined;
    throw error;
  });
  return later;
}

let wanted: Language;

/** Shows the page in another language, once its words are loaded. */
export async function changeLanguage(language: Language): Promise<void> {
  wanted = language;
  if (!i18next.hasResourceBundle(language, 'translation')) await addAll(language);
  // Another one may have been chosen meanwhile.
  if (wanted !== language) return;
  document.documentElement.lang = language;
  if (i18next.language !== language) await i18next.changeLanguage(language);
}
