import { drift } from '../../shared/i18n/zh-cn/drift.ts';
import type { LaterWords } from './en-later.ts';
import { artifacts } from './zh-cn/artifacts.ts';
import { change } from './zh-cn/change.ts';
import { cleanUp } from './zh-cn/clean-up.ts';
import { compare } from './zh-cn/compare.ts';
import { deletion } from './zh-cn/delete.ts';
import { documents } from './zh-cn/documents.ts';
import { files } from './zh-cn/files.ts';
import { images } from './zh-cn/images.ts';
import { linked } from './zh-cn/linked.ts';
import { plans } from './zh-cn/plans.ts';
import { query } from './zh-cn/query.ts';
import { retag } from './zh-cn/retag.ts';
import { saveContent } from './zh-cn/save-content.ts';
import { sharing } from './zh-cn/sharing.ts';
import { tags } from './zh-cn/tags.ts';
import { transfer } from './zh-cn/transfer.ts';
import { untagged } from './zh-cn/untagged.ts';
import { updates } from './zh-cn/updates.ts';
import { watch } from './zh-cn/watch.ts';

/** The words of what is drawn after the first screen. */
export const words: LaterWords = {
  ...tags,
  ...images,
  ...linked,
  ...files,
  ...documents,
  ...artifacts,
  ...change,
  ...cleanUp,
  ...compare,
  ...deletion,
  ...plans,
  ...drift,
  ...query,
  ...retag,
  ...saveContent,
  ...sharing,
  ...updates,
  ...watch,
  ...transfer,
  ...untagged,
};
