import { defaultSettings, settingsSchema } from '../../shared/contract/settings.ts';
import { implementation } from './base.ts';

export const settings = {
  get: implementation.settings.get.handler(({ context }) => ({
    settings: context.document.settings,
    version: context.version,
    dataFolder: context.dataFolder,
  })),
  update: implementation.settings.update.handler(({ input, context }) => {
    context.document.settings = settingsSchema.parse({ ...defaultSettings, ...context.document.settings, ...input });
    return {};
  }),
  alive: implementation.settings.alive.handler(() => ({})),
  shown: implementation.settings.shown.handler(({ context, signal }) => context.shown.subscribe('registry', signal ? { signal } : {})),
};
