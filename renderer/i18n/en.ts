import { app } from './en/app.ts';
import { change } from './en/change.ts';
import { cleanUp } from './en/clean-up.ts';
import { connections } from './en/connections.ts';
import { deletion } from './en/delete.ts';
import { failure } from './en/failure.ts';
import { history } from './en/history.ts';
import { images } from './en/images.ts';
import { products } from './en/products.ts';
import { query } from './en/query.ts';
import { registryPage } from './en/registry-page.ts';
import { repositories } from './en/repositories.ts';
import { retag } from './en/retag.ts';
import { runs } from './en/runs.ts';
import { scan } from './en/scan.ts';
import { search } from './en/search.ts';
import { settings } from './en/settings.ts';
import { storage } from './en/storage.ts';
import { tags } from './en/tags.ts';
import { transfer } from './en/transfer.ts';
import { untagged } from './en/untagged.ts';

/** The words on screen in English: the language that the keys are typed after. */
export const words = {
  ...app,
  ...settings,
  ...connections,
  ...products,
  ...registryPage,
  ...repositories,
  ...tags,
  ...storage,
  ...images,
  ...change,
  ...deletion,
  ...retag,
  ...history,
  ...transfer,
  ...runs,
  ...scan,
  ...untagged,
  ...cleanUp,
  ...failure,
  ...query,
  ...search,
};

type SameKeys<T> = { [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : SameKeys<T[K]> };

/** The words of another language: the same keys. Only the plural form `other` is in every language; the test of the words asks for its own ones. */
export type Words = SameKeys<typeof words>;
