import type { Unreadable } from '../../../../shared/linked/document.ts';

/** Why a document is not shown. Apart from what reads documents, which only its thread loads. */
export const unreadable = (why: Unreadable['why'], detail?: string): Unreadable => ({
  kind: 'unreadable',
  why,
  ...(detail === undefined ? {} : { detail }),
});
