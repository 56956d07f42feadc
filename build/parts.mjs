// The real parts that the tests talk to: a registry, an image tool, a browser, a keychain.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { succeeds } from './setup.mjs';

const PARTS = [
  { command: 'docker-registry', package: 'docker-registry', what: 'Distribution 2.8, the registry' },
  { command: 'skopeo', package: 'skopeo', what: 'skopeo' },
  { command: 'umoci', package: 'umoci', what: 'umoci, which unpacks images' },
  { command: 'chromium', package: 'chromium', what: 'Chromium' },
  { command: 'gnome-keyring-daemon', package: 'gnome-keyring', what: 'a Secret Service' },
  { command: 'dbus-run-session', package: 'dbus', what: 'D-Bus' },
  { command: 'htpasswd', package: 'apache2-utils', what: 'htpasswd' },
  { command: 'openssl', package: 'openssl', what: 'openssl' },
  { command: 'nginx', package: 'nginx-light', what: 'nginx, for registries under a path' },
  { command: 'Xvfb', package: 'xvfb', what: 'Xvfb, a display' },
  { command: 'xdg-open', package: 'xdg-utils', what: 'xdg-open' },
  { command: 'tinyproxy', package: 'tinyproxy', what: 'tinyproxy, a proxy' },
  // Where packages for Debian can be made, they are looked at.
  { command: 'lintian', package: 'lintian', what: 'lintian, which checks packages', beside: 'dpkg-deb' },
  { command: 'desktop-file-validate', package: 'desktop-file-utils', what: 'desktop-file-validate', beside: 'dpkg-deb' },
  { command: 'appstreamcli', package: 'appstream', what: 'appstreamcli', beside: 'dpkg-deb' },
];
/** Makes the journeys quicker, where it can be had: Debian has it as a package. */
const SHELL = 'chromium-headless-shell';
const LIBRARIES = [
  { file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', package: 'fonts-noto-cjk', what: 'a font with Chinese' },
  { file: '/usr/lib/x86_64-linux-gnu/libsecret-1.so.0', package: 'libsecret-1-0', what: 'libsecret' },
];

const hasCommand = (command) =>
  process.platform === 'win32' ? succeeds('where', [command]) : succeeds('sh', ['-c', `command -v ${command}`]);
const hasLibrary = ({ file, package: name }) => existsSync(file) || succeeds('dpkg', ['-s', name]);
const isWanted = ({ beside }) => beside === undefined || hasCommand(beside);
const missing = () => [
  ...PARTS.filter((part) => isWanted(part) && !hasCommand(part.command)),
  ...LIBRARIES.filter((part) => !hasLibrary(part)),
];

const osRelease = () => (existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '');

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return /debian|ubuntu/i.test(osRelease()) && hasCommand('apt-get');
}

function install(packages) {
  console.log(`Installing ${packages.join(', ')} (once)...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  return apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/** Installs what is missing on Debian and Ubuntu as root; what is missing then. */
function installMissing() {
  const lacking = missing();
  if (!isDebianRoot()) return lacking;
  const isInstalled = lacking.length > 0 && install(lacking.map((part) => part.package));
  // Apart from the others: nothing is missing without it.
  if (/^ID=debian$/m.test(osRelease()) && !hasCommand(SHELL)) install([SHELL]);
  return isInstalled ? missing() : lacking;
}

/** Gets what can be had, and says what is missing: the unit tests that need it are skipped. */
export function offerParts() {
  const still = installMissing();
  if (still.length > 0) console.log(`Not found, and the tests that need them are skipped: ${still.map((part) => part.what).join(', ')}.`);
}

/** Whether the tests can have a keychain of their own. */
export const hasKeychain = () => ['bash', 'gnome-keyring-daemon', 'dbus-run-session'].every(hasCommand);

/** Makes sure that every real part is there; one message names those that are not. */
export function requireParts() {
  const still = installMissing();
  if (still.length === 0) return;
  console.error(`The tests talk to real parts, and these are missing: ${still.map((part) => part.what).join(', ')}.
On Debian or Ubuntu: sudo apt-get install ${still.map((part) => part.package).join(' ')}
On another system: install them by its own means, so that ${still.map((part) => part.command ?? part.package).join(', ')} can be found.`);
  process.exit(1);
}
