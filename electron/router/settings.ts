import { defaultSettings, settingsSchema } from '../../shared/contract/settings.ts';
import { diagnosticsText } from '../log/diagnostics.ts';
import { implementation } from './base.ts';

/** Lines of the log that a report has. */
const REPORTED_LINES = 200;

export const settings = {
  get: implementation.settings.get.handler(({ context }) => ({
    settings: context.document.settings,
    version: context.version,
    installed: context.installed,
    dataFolder: context.dataFolder,
  })),
  update: implementation.settings.update.handler(({ input, context }) => {
    context.document.settings = settingsSchema.parse({ ...defaultSettings, ...context.document.settings, ...input });
    if (input.logLevel) context.log.setLevel(input.logLevel);
    context.updates?.refresh();
    return {};
  }),
  diagnostics: implementation.settings.diagnostics.handler(({ context: { document, log, version } }) => {
    const { versions, platform, arch } = process;
    const host = versions['electron'] === undefined ? 'browser' : 'electron';
    const { settings, connections } = document;
    const parts = { version, host, platform: `${platform} ${arch}`, versions, settings, connections, log: log.tail(REPORTED_LINES) };
    return { text: diagnosticsText(parts) };
  }),
  alive: implementation.settings.alive.handler(() => ({})),
  newWindow: implementation.settings.newWindow.handler(({ input, context }) => {
    context.openWindow?.(input.link);
    return {};
  }),
  shown: implementation.settings.shown.handler(({ context, signal }) => context.shown.read(signal)),
};
