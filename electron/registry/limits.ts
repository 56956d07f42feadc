const KiB = 1024;
const MiB = 1024 * KiB;

/** The most that is read of each kind of answer, in bytes unless said otherwise. A registry that sends more is refused by name of the limit. */
export const limits = {
  manifest: { bytes: 4 * MiB, name: 'manifest limit of 4 MiB' },
  config: { bytes: 4 * MiB, name: 'config limit of 4 MiB' },
  token: { bytes: 128 * KiB, name: 'token limit of 128 KiB' },
  errorBody: { bytes: 64 * KiB, name: 'error body limit of 64 KiB' },
  listPage: { bytes: 8 * MiB, name: 'list page limit of 8 MiB' },
} as const;

export type Limit = { readonly bytes: number; readonly name: string };

export const MAX_PAGES = 10_000;
export const MAX_LAYERS_SHOWN = 1_000;
export const MAX_REDIRECTS = 5;
