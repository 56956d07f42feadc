import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languageCodes } from '../../shared/languages.ts';
import type { words } from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof words };
    returnNull: false;
  }
}

type Translation = { readonly words: Record<string, unknown> };

// A language is its file and folder here and its line in `shared/languages.ts`: nothing else names it.
const files = import.meta.glob<Translation>(['./*.ts', '!./i18n.ts', '!./*.test.ts'], { eager: true });

/** The words of a language. @throws where it has no file; the test of the words reads every language. */
export function wordsOf(language: Language): Record<string, unknown> {
  const file = files[`./${language.toLowerCase()}.ts`];
  if (!file) throw new Error(`There are no words in ${language}`);
  return file.words;
}

/** Starts the words. React escapes what is put into them. */
export async function startI18n(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: Object.fromEntries(languageCodes.map((code) => [code, { translation: wordsOf(code) }])),
    interpolation: { escapeValue: false },
    // There is one namespace: looking for others in each key cost more than the words.
    nsSeparator: false,
    returnNull: false,
  });
  document.documentElement.lang = language;
  return i18next;
}
