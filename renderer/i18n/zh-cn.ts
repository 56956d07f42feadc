import { failure } from '../../shared/i18n/zh-cn/failure.ts';
import type { Words } from './en.ts';
import { app } from './zh-cn/app.ts';
import { connections } from './zh-cn/connections.ts';
import { history } from './zh-cn/history.ts';
import { products } from './zh-cn/products.ts';
import { registryPage } from './zh-cn/registry-page.ts';
import { repositories } from './zh-cn/repositories.ts';
import { runs } from './zh-cn/runs.ts';
import { scan } from './zh-cn/scan.ts';
import { search } from './zh-cn/search.ts';
import { settings } from './zh-cn/settings.ts';
import { storage } from './zh-cn/storage.ts';

/** The words of the first screen in simplified Chinese. */
export const words: Words = {
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
