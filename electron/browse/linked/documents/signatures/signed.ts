import type { KeyObject, X509Certificate } from 'node:crypto';
import type { SignatureFacts, Subject } from '../../../../../shared/linked/document.ts';

/** A signature as its format has it: what it says of itself, and how it is checked. Nothing of it was checked. */
export type Signed = {
  readonly facts: Omit<SignatureFacts, 'certificate'>;
  /** The signer's certificate and those that it brings along, in its order; empty where a bare key signed. */
  readonly chain: readonly X509Certificate[];
  readonly about: readonly Subject[];
  /** The statement within, where it signs one. */
  readonly statement?: unknown;
  /**
   * Whether this key made the signature. `artifact`: the bytes of the manifest that it is about, which some signatures are made of directly.
   * Undefined where the format is not supported.
   */
  readonly isSignedBy: ((key: KeyObject, artifact: Buffer | undefined) => boolean) | undefined;
  /** It signs the bytes of the manifest themselves, not a document that names their digest. */
  readonly needsArtifact?: true;
};

/** What a layer's descriptor says beside it. */
export type Annotations = ReadonlyMap<string, string>;

/** A layer with its bytes, which were held against its digest. */
export type LayerBytes = {
  readonly digest: string;
  readonly mediaType: string;
  readonly annotations: Annotations;
  readonly bytes: Buffer;
};
