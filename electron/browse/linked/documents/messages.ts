import type { DocumentEvent } from '../../../../shared/contract/linked.ts';
import type { Verification } from '../../../../shared/linked/document.ts';
import type { LayerBytes } from './signatures/signed.ts';

/** A layer as it is sent to the thread: a copy of its bytes, its annotations as pairs. */
export type SentLayer = Omit<LayerBytes, 'bytes' | 'annotations'> & {
  readonly bytes: Uint8Array;
  readonly annotations: readonly (readonly [string, string])[];
};

/** What a thread is started for. */
export type DocumentTask =
  | { readonly kind: 'read'; readonly layer: SentLayer }
  | {
      readonly kind: 'verify';
      readonly layer: SentLayer;
      readonly pem: string;
      readonly subject: string;
      readonly artifact: Uint8Array | undefined;
    };

/** Its answers: one each time it is asked for the next, so that what reads them is never behind. `end`: there are no more. */
export type DocumentAnswer =
  | DocumentEvent
  | { readonly kind: 'verification'; readonly verification: Verification }
  | { readonly kind: 'end' };
