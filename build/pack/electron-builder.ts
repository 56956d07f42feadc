import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { setFuses } from './fuses.ts';
import { product, top } from './product.ts';

/** Made by `stage.ts`: what is packed, and what stands beside it in a Linux package. */
export const STAGED = 'out/pack';
const beside = (name: string): string => join(top, STAGED, 'beside', name);

/** For deb and rpm: files outside of the application's own folder, as fpm takes them. */
const systemFiles = [
  `${beside('metainfo.xml')}=/usr/share/metainfo/${product.appId}.metainfo.xml`,
  `${beside('copyright')}=/usr/share/doc/longshore/copyright`,
  `${beside('longshore.1.gz')}=/usr/share/man/man1/longshore.1.gz`,
];

const description = {
  comment: '安全地查看和更改私有容器镜像仓库',
  keywords: 'docker;oci;container;image;registry;tag;harbor;',
  keywordsZh: '容器;镜像;仓库;标签;docker;oci;harbor;',
} as const;

/** Where a certificate and the account of a notary are in the environment, what is packed is signed; else it is not, and says so. */
const canNotarise = Boolean(process.env['APPLE_TEAM_ID'] || process.env['APPLE_API_KEY']);
const azure = process.env['AZURE_SIGN_ENDPOINT'];

const linux: NonNullable<Configuration['linux']> = {
  target: ['deb', 'rpm', 'AppImage', 'flatpak'],
  executableName: product.command,
  icon: 'build/pack/icons',
  category: 'Development',
  synopsis: product.summary,
  maintainer: `${product.authors} <${product.email}>`,
  vendor: product.authors,
  syncDesktopName: true,
  desktop: {
    entry: {
      'Name[zh_CN]': product.name,
      GenericName: product.summary,
      'GenericName[zh_CN]': product.summaryZh,
      'Comment[zh_CN]': description.comment,
      Keywords: description.keywords,
      'Keywords[zh_CN]': description.keywordsZh,
      StartupNotify: 'true',
    },
  },
};

const mac: NonNullable<Configuration['mac']> = {
  target: [
    { target: 'dmg', arch: 'universal' },
    { target: 'zip', arch: 'universal' },
  ],
  category: 'public.app-category.developer-tools',
  icon: 'build/pack/icons/icon.icns',
  hardenedRuntime: true,
  entitlements: 'build/pack/entitlements.plist',
  entitlementsInherit: 'build/pack/entitlements.plist',
  notarize: canNotarise,
  // The binaries of the keychain are there for both processors, in both halves.
  x64ArchFiles: '**/keytar/prebuilds/darwin-*/*.node',
};

const win: NonNullable<Configuration['win']> = {
  target: ['nsis', 'portable'],
  icon: 'build/pack/icons/icon.ico',
  // An update whose publisher is another one than that of this application is refused.
  verifyUpdateCodeSignature: true,
  ...(azure === undefined
    ? {}
    : {
        azureSignOptions: {
          endpoint: azure,
          publisherName: process.env['AZURE_SIGN_PUBLISHER'] ?? product.authors,
          certificateProfileName: process.env['AZURE_SIGN_PROFILE'] ?? '',
          codeSigningAccountName: process.env['AZURE_SIGN_ACCOUNT'] ?? '',
        },
      }),
};

/** How Longshore is packed for every system. docs/packaging.md says what is proven of it. */
export const configuration: Configuration = {
  appId: product.appId,
  productName: product.name,
  copyright: `Copyright © 2026 ${product.authors}`,
  electronVersion: product.electronVersion,
  electronLanguages: ['en-US', 'zh-CN'],
  directories: { app: `${STAGED}/app`, output: 'dist', buildResources: 'build/pack' },
  // Packages lie under another name until then: electron-builder gathers a `node_modules` by rules of its own.
  files: ['out/**/*', { from: 'modules', to: 'node_modules' }],
  // `stage.ts` has put there what runs, and nothing else: no package is looked for, built or installed.
  beforeBuild: async () => false,
  asar: { smartUnpack: false },
  // A native module is opened by the system, which knows no asar.
  asarUnpack: ['**/*.node'],
  extraResources: [{ from: `${STAGED}/resources`, to: '.' }],
  protocols: [{ name: 'Longshore link', schemes: [product.scheme] }],
  // What a runtime shows when it is given no application.
  afterExtract: async ({ appOutDir }) => rm(join(appOutDir, 'resources/default_app.asar'), { force: true }),
  afterPack: setFuses,
  publish: [{ provider: 'generic', url: product.feed }],
  artifactName: `\${name}-\${version}-\${os}-\${arch}.\${ext}`,
  linux,
  deb: {
    artifactName: `\${name}_\${version}_\${arch}.\${ext}`,
    packageCategory: 'devel',
    depends: [
      ...['libgtk-3-0 | libgtk-3-0t64', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0 | libatspi2.0-0t64'],
      ...['libuuid1', 'libsecret-1-0', 'libasound2 | libasound2t64', 'libgbm1', 'libdrm2', 'libc6 (>= 2.28)'],
    ],
    recommends: ['gnome-keyring | kwalletmanager | keepassxc'],
    fpm: [
      ...systemFiles,
      `${beside('changelog.gz')}=/usr/share/doc/longshore/changelog.gz`,
      `${beside('lintian')}=/usr/share/lintian/overrides/longshore`,
    ],
  },
  rpm: { artifactName: `\${name}-\${version}.\${arch}.\${ext}`, fpm: systemFiles },
  appImage: { artifactName: `\${name}-\${version}-\${arch}.\${ext}` },
  toolsets: { appimage: '1.0.3' },
  flatpak: {
    runtime: 'org.freedesktop.Platform',
    sdk: 'org.freedesktop.Sdk',
    runtimeVersion: '25.08',
    base: 'org.electronjs.Electron2.BaseApp',
    baseVersion: '25.08',
    finishArgs: [
      ...['--socket=wayland', '--socket=fallback-x11', '--share=ipc', '--share=network', '--device=dri'],
      // Images are saved to and loaded from there; other files come through the portal.
      '--filesystem=xdg-download',
      ...['--talk-name=org.freedesktop.Notifications', '--talk-name=org.freedesktop.secrets'],
    ],
    files: [[beside('metainfo.xml'), `/share/metainfo/${product.appId}.metainfo.xml`]],
  },
  mac,
  dmg: { title: `\${productName} \${version}` },
  win,
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, deleteAppDataOnUninstall: false },
  portable: { artifactName: `\${name}-\${version}-portable-\${arch}.\${ext}` },
};
