import { artifacts } from './artifacts.ts';
import { implementation } from './base.ts';
import { cleanUp } from './clean-up.ts';
import { connections } from './connections.ts';
import { deletion } from './delete.ts';
import { diagnosis } from './diagnosis.ts';
import { files } from './files.ts';
import { history } from './history.ts';
import { images } from './images.ts';
import { imports } from './import.ts';
import { linked } from './linked.ts';
import { localIndex } from './local-index.ts';
import { plans } from './plans.ts';
import { repositories } from './repositories.ts';
import { retag } from './retag.ts';
import { runs } from './runs.ts';
import { scan } from './scan.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { storage } from './storage.ts';
import { tags } from './tags.ts';
import { transfer } from './transfer.ts';
import { untagged } from './untagged.ts';
import { updates } from './updates.ts';
import { watch } from './watch.ts';

/** The whole contract, implemented. */
export const router = implementation.router({
  connections,
  diagnosis,
  import: imports,
  repositories,
  tags,
  images,
  files,
  artifacts,
  linked,
  delete: deletion,
  retag,
  plans,
  transfer,
  cleanUp,
  history,
  runs,
  settings,
  localIndex,
  storage,
  scan,
  search,
  untagged,
  updates,
  watch,
});
