import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/languages.ts';
import type { words } from './en.ts';
import type { words as rest } from './en-later.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof words & typeof rest };
    returnNull: false;
  }
}

type Translation = { readonly words: Record<string, unknown> };

// A language is its two files and its folder here, and its line in `shared/languages.ts`: nothing else names it. Only the one that is shown is loaded.
const files = import.meta.glob<Translation>(['./*.ts', '!./i18n.ts', '!./*.test.ts']);

async function wordsIn(name: string): Promise<Record<string, unknown>> {
  const load = files[`./${name}.ts`];
  if (!load) throw new Error(`There are no words in ${name}`);
  return (await load()).words;
}

/** The words of the first screen in a language. @throws where it has no file; the test of the words reads every language. */
export const firstWordsOf = (language: Language): Promise<Record<string, unknown>> => wordsIn(language.toLowerCase());

/** All words of a language. @throws as `firstWordsOf`. */
export async function wordsOf(language: Language): Promise<Record<string, unknown>> {
  const [first, later] = await Promise.all([firstWordsOf(language), wordsIn(`${language.toLowerCase()}-later`)]);
  return { ...first, ...later };
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
