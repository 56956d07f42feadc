import type { MantineColorSchemeManager } from '@mantine/core';

/** Follows the system and stores nothing: the theme is one of the settings. */
export const colourScheme: MantineColorSchemeManager = {
  get: (fallback) => fallback,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
};
