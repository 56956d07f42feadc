import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { firstScreen } from './first-screen.ts';
import { noteBundled } from './pack/bundled.ts';
import { leaveOutUnusedSchemas } from './unused-schemas.ts';

const top = resolve(import.meta.dirname, '..');

const { dependencies } = JSON.parse(readFileSync(resolve(top, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
/** Packages that become part of the built host. */
const bundled = Object.keys(dependencies).filter((name) => name !== 'keytar');

const renderer = resolve(top, 'renderer');
const page = [react(), leaveOutUnusedSchemas(resolve(top, 'shared'))];

export default defineConfig({
  main: {
    plugins: [noteBundled('main', top)],
    build: {
      outDir: resolve(top, 'out/main'),
      // One file is read and resolved faster than some hundred of packages. What has binaries, or comes with Electron, stays outside.
      externalizeDeps: { exclude: bundled },
      // The log names places in the sources (electron/log/source-places.ts). The texts of the sources are not needed for that.
      sourcemap: true,
      lib: {
        entry: {
          main: resolve(top, 'electron/main.ts'),
          serve: resolve(top, 'electron/serve.ts'),
          cli: resolve(top, 'electron/cli.ts'),
          'index-worker': resolve(top, 'electron/index/worker.ts'),
          'index-reader': resolve(top, 'electron/index/reader.ts'),
          'document-worker': resolve(top, 'electron/browse/linked/documents/worker.ts'),
          'diff-worker': resolve(top, 'electron/layers/diff/worker.ts'),
          'layers-worker': resolve(top, 'electron/layers/thread/worker.ts'),
        },
        formats: ['es'],
      },
      rollupOptions: {
        output: {
          ...{ entryFileNames: '[name].js', sourcemapExcludeSources: true },
          // V8 keeps these files in memory. One Chinese letter makes every letter of its file take two bytes. Names of functions are kept for the log.
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true, asciiOnly: true } },
        },
      },
    },
  },
  preload: {
    plugins: [noteBundled('preload', top)],
    build: {
      outDir: resolve(top, 'out/preload'),
      lib: { entry: { preload: resolve(top, 'electron/preload.ts') }, formats: ['cjs'] },
      rollupOptions: { output: { entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: renderer,
    plugins: [page, firstScreen(renderer, page), noteBundled('renderer', top)],
    server: { host: '127.0.0.1' },
    build: {
      outDir: resolve(top, 'out/renderer'),
      rollupOptions: { input: resolve(top, 'renderer/index.html') },
      minify: true,
      // The page may load fonts from its own files only.
      assetsInlineLimit: 0,
    },
  },
});
