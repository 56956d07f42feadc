import { failure } from '../../shared/i18n/en/failure.ts';
import { app } from './en/app.ts';
import { connections } from './en/connections.ts';
import { history } from './en/history.ts';
import { products } from './en/products.ts';
import { registryPage } from './en/registry-page.ts';
import { repositories } from './en/repositories.ts';
import { runs } from './en/runs.ts';
import { scan } from './en/scan.ts';
import { search } from './en/search.ts';
import { settings } from './en/settings.ts';
import { storage } from './en/storage.ts';

/** The words of the first screen in English: the language that the keys are typed after. */
export const words = {
  ...app,
  ...settings,
  ...connections,
  ...products,
  ...registryPage,
  ...repositories,
  ...storage,
  ...history,
  ...runs,
  ...scan,
  ...failure,
  ...search,
};

export type SameKeys<T> = { [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : SameKeys<T[K]> };

/** The words of another language: the same keys. Only the plural form `other` is in every language; the test of the words asks for its own ones. */
export type Words = SameKeys<typeof words>;
