import { archiveContract } from './archive.ts';
import { changesContract } from './changes.ts';
import { cleanUpContract } from './clean-up.ts';
import { connectionsContract } from './connections.ts';
import { copyContract } from './copy.ts';
import { deleteManyContract } from './delete-many.ts';
import { doctorContract } from './diagnosis.ts';
import { historyContract } from './history.ts';
import { imagesContract } from './images.ts';
import { importContract } from './import.ts';
import { repositoriesContract } from './repositories.ts';
import { settingsContract } from './settings.ts';
import { tagsContract } from './tags.ts';

/** Everything the page can ask for. */
export const contract = {
  connections: { ...connectionsContract, ...doctorContract, imports: importContract },
  repositories: repositoriesContract,
  tags: tagsContract,
  images: imagesContract,
  changes: {
    ...changesContract,
    history: historyContract,
    many: deleteManyContract,
    copy: copyContract,
    archive: archiveContract,
    cleanUp: cleanUpContract,
  },
  settings: settingsContract,
};
