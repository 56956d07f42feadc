import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { zhCN } from './zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** The language on screen: the chosen one, or the first of the system's that there is; English otherwise. */
export function languageOf(chosen: 'system' | 'en' | 'zh-CN', system: readonly string[]): 'en' | 'zh-CN' {
  if (chosen !== 'system') return chosen;
  const known = system.map((language) => language.toLowerCase()).find((language) => language.startsWith('en') || language.startsWith('zh'));
  return known?.startsWith('zh') ? 'zh-CN' : 'en';
}

/** Starts the words. React escapes what is put into them. */
export async function startI18n(language: string): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
  return i18next;
}
