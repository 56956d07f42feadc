import { artifactsContract } from './artifacts.ts';
import { cleanUpContract } from './clean-up.ts';
import { connectionsContract } from './connections.ts';
import { deleteContract } from './delete.ts';
import { diagnosisContract } from './diagnosis.ts';
import { filesContract } from './files.ts';
import { historyContract } from './history.ts';
import { imagesContract } from './images.ts';
import { importContract } from './import.ts';
import { linkedContract } from './linked.ts';
import { localIndexContract } from './local-index.ts';
import { plansContract } from './plans.ts';
import { repositoriesContract } from './repositories.ts';
import { retagContract } from './retag.ts';
import { runsContract } from './runs.ts';
import { scanContract } from './scan.ts';
import { searchContract } from './search.ts';
import { settingsContract } from './settings.ts';
import { storageContract } from './storage.ts';
import { tagsContract } from './tags.ts';
import { transferContract } from './transfer.ts';
import { untaggedContract } from './untagged.ts';
import { updatesContract } from './updates.ts';
import { watchContract } from './watch.ts';

/** Everything the page can ask for. */
export const contract = {
  connections: connectionsContract,
  diagnosis: diagnosisContract,
  import: importContract,
  repositories: repositoriesContract,
  tags: tagsContract,
  images: imagesContract,
  files: filesContract,
  artifacts: artifactsContract,
  linked: linkedContract,
  delete: deleteContract,
  retag: retagContract,
  plans: plansContract,
  transfer: transferContract,
  cleanUp: cleanUpContract,
  history: historyContract,
  runs: runsContract,
  settings: settingsContract,
  localIndex: localIndexContract,
  storage: storageContract,
  scan: scanContract,
  search: searchContract,
  untagged: untaggedContract,
  updates: updatesContract,
  watch: watchContract,
};
