import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { autoUpdater as native } from 'electron';
import { AppImageUpdater, type AppUpdater, CancellationToken, MacUpdater, NsisUpdater } from 'electron-updater';
import { isFetchable } from '../../shared/feed-address.ts';
import type { Updater } from './updates.ts';

// The one file that imports electron-updater, which is loaded once a person has asked for updates. docs/decisions/updates.md says what it checks.

/** ms for the system's installer to take a version over. */
const INSTALL_TIME = 30_000;

/**
 * The updater of what is installed here. electron-updater's own choice goes by a file beside the archive, which an AppImage has of the package for Debian
 * when both were made of one folder.
 */
function newUpdater(): AppUpdater {
  switch (process.platform) {
    case 'win32':
      return new NsisUpdater();
    case 'darwin':
      return new MacUpdater();
    default:
      return new AppImageUpdater();
  }
}

function prepare(updater: AppUpdater): AppUpdater {
  updater.autoDownload = false;
  // Longshore says when: at its end, while nothing runs.
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  // Its messages hold addresses and answers; what became of it is logged by us.
  updater.logger = null;
  // By itself it sends a number that tells this computer from others, for releases that some get before the rest.
  updater.requestHeaders = { 'x-user-staging-id': '-' };
  updater.isUserWithinRollout = () => true;
  // Also after a redirect, and for whatever the list of releases names.
  updater.netSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isFetchable(url) }));
  return updater;
}

/** One that has nothing to do: on macOS each listens to the system's for good. */
let free: AppUpdater | undefined;

/** An updater that asks the releases at an address. */
export function openUpdater(feed: string): Updater {
  const updater = free ?? prepare(newUpdater());
  free = undefined;
  updater.setFeedURL({ provider: 'generic', url: feed });
  return {
    async find() {
      const found = await updater.checkForUpdates().catch((error: unknown) => {
        free = updater;
        throw error;
      });
      if (found?.isUpdateAvailable) return found.updateInfo.version;
      free = updater;
      return undefined;
    },
    async download(onPercent, signal) {
      const token = new CancellationToken();
      const cancel = (): void => token.cancel();
      const tell = ({ percent }: { readonly percent: number }): void => onPercent(percent);
      if (signal.aborted) return;
      signal.addEventListener('abort', cancel);
      updater.on('download-progress', tell);
      try {
        await updater.downloadUpdate(token);
      } finally {
        signal.removeEventListener('abort', cancel);
        updater.off('download-progress', tell);
      }
    },
    async install(startAgain) {
      updater.autoRunAppAfterInstall = startAgain;
      const failed = once(updater, 'error').then(([error]: unknown[]) => {
        throw error;
      });
      const over = Promise.race([once(native, 'before-quit-for-update'), failed, wait(INSTALL_TIME)]);
      updater.quitAndInstall(true, startAgain);
      await over;
    },
  };
}
