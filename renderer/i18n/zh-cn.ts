import type { Words } from './en.ts';
import { app } from './zh-cn/app.ts';
import { change } from './zh-cn/change.ts';
import { cleanUp } from './zh-cn/clean-up.ts';
import { connections } from './zh-cn/connections.ts';
import { deletion } from './zh-cn/delete.ts';
import { failure } from './zh-cn/failure.ts';
import { history } from './zh-cn/history.ts';
import { images } from './zh-cn/images.ts';
import { products } from './zh-cn/products.ts';
import { query } from './zh-cn/query.ts';
import { registryPage } from './zh-cn/registry-page.ts';
import { repositories } from './zh-cn/repositories.ts';
import { retag } from './zh-cn/retag.ts';
import { runs } from './zh-cn/runs.ts';
import { scan } from './zh-cn/scan.ts';
import { search } from './zh-cn/search.ts';
import { settings } from './zh-cn/settings.ts';
import { storage } from './zh-cn/storage.ts';
import { tags } from './zh-cn/tags.ts';
import { transfer } from './zh-cn/transfer.ts';
import { untagged } from './zh-cn/untagged.ts';

/** The words on screen in simplified Chinese. */
export const words: Words = {
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
