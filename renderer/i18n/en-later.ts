import { drift } from '../../shared/i18n/en/drift.ts';
import { artifacts } from './en/artifacts.ts';
import { change } from './en/change.ts';
import { cleanUp } from './en/clean-up.ts';
import { compare } from './en/compare.ts';
import { deletion } from './en/delete.ts';
import { documents } from './en/documents.ts';
import { files } from './en/files.ts';
import { images } from './en/images.ts';
import { linked } from './en/linked.ts';
import { plans } from './en/plans.ts';
import { query } from './en/query.ts';
import { retag } from './en/retag.ts';
import { saveContent } from './en/save-content.ts';
import { sharing } from './en/sharing.ts';
import { tags } from './en/tags.ts';
import { transfer } from './en/transfer.ts';
import { untagged } from './en/untagged.ts';
import { updates } from './en/updates.ts';
import { watch } from './en/watch.ts';
import type { SameKeys } from './en.ts';

/** The words of what is drawn after the first screen. */
export const words = {
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

export type LaterWords = SameKeys<typeof words>;
