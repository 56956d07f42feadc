import i18next, { type i18n, type TFunction } from 'i18next';
import { createContext, useContext } from 'react';

type Translation = { readonly t: TFunction; readonly i18n: i18n };

/** The words of the language on screen; `window.tsx` gives others when the language changes. */
export const Translation = createContext<Translation>({ t: i18next.t, i18n: i18next });

/**
 * The same as `useTranslation` of react-i18next, whose hook subscribes each component that has it and asks it for its state at every drawing: in rows,
 * of which there are many, that took longer than what is drawn.
 */
export const useTranslation = (): Translation => useContext(Translation);
