import { expect, test } from 'vitest';
import type { Connection } from '../../shared/contract/connections.ts';
import { defaultSettings } from '../../shared/contract/settings.ts';
import { diagnosticsText } from './diagnostics.ts';

const connection: Connection = {
  ...{ id: 'c', name: 'Secret project', url: 'https://registry.example:5000/team', signIn: 'password', username: 'jo', helper: '' },
  ...{
    secret: 'keychain',
    readOnly: true,
    ca: 'PEM',
    clientCertificate: '',
    hasClientKey: false,
    fingerprint: '',
    protectedTags: [],
    folder: '',
    colour: 'none',
    production: false,
  },
  ...{ pinned: ['secret/api'], recent: ['secret/web'], trustedRealms: [], sample: false },
  proxy: { kind: 'given', url: 'http://proxy.example', username: 'jo', hasPassword: true },
};

const parts = {
  ...{ version: '1.2.3', host: 'electron', platform: 'linux x64' },
  versions: { node: '24.1.0', electron: '45.0.0', chrome: '150.0.0' },
  settings: { ...defaultSettings, place: { connectionId: 'c', repository: 'secret/api' } },
  connections: [connection, { ...connection, sample: true }],
  log: ['{"event":"start"}'],
};

test('a report names versions, settings and hosts', () => {
  const lines = diagnosticsText(parts).split('\n');
  expect(lines.slice(0, 2)).toEqual(['Longshore 1.2.3 (electron)', 'linux x64, Node 24.1.0, Electron 45.0.0, Chromium 150.0.0']);
  expect(lines).toContain(
    '- https://registry.example:5000, sign-in: password (keychain), proxy: given, read-only, own certificate authority',
  );
  expect(lines).toContain('settings: theme=system, language=system, pullTool=docker, trashDays=90, trashMegabytes=512, logLevel=info');
  expect(lines).toContain('- sample');
  expect(lines.slice(-3)).toEqual(['log (1 lines):', '{"event":"start"}', '']);
});

test.each(['Secret project', 'jo', '/team', 'secret/', 'PEM', 'proxy.example'])('a report does not name %s', (hidden) => {
  expect(diagnosticsText(parts)).not.toContain(hidden);
});

test('outside Electron a report names Node alone', () => {
  expect(diagnosticsText({ ...parts, host: 'browser', versions: { node: '24.1.0' } })).toContain('linux x64, Node 24.1.0\n');
});
