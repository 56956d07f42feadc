import { existsSync } from 'node:fs';

/** The whole browser: what is measured, drawn, or asked of a desktop has this one. */
export const CHROMIUM = process.env['LONGSHORE_CHROMIUM'] ?? '/usr/bin/chromium';

/** The same Chromium without its own window, menus and permissions: the journeys take a fifth less of the processor's time. */
const SHELL = '/usr/bin/chromium-headless-shell';
const forPages = process.env['LONGSHORE_CHROMIUM'] === undefined && existsSync(SHELL) ? SHELL : CHROMIUM;

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How Playwright starts the whole browser. */
export const wholeBrowser = { executablePath: CHROMIUM, args: CHROMIUM_FLAGS };

/** How it starts one that is only to show pages. */
export const pageBrowser = { executablePath: forPages, args: CHROMIUM_FLAGS };
