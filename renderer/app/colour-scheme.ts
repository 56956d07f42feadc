import type { MantineColorSchemeManager } from '@mantine/core';

/** The theme is kept with the other settings, not in the page's storage: this only follows the system. */
export const colourScheme: MantineColorSchemeManager = {
  get: (fallback) => fallback,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
};
