import { queryOptions, experimental_streamedQuery as streamedQuery } from '@tanstack/react-query';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { DocumentEvent } from '../../../../shared/contract/linked.ts';
import type { LinkedDocument, SbomPackage } from '../../../../shared/linked/document.ts';
import { api, client } from '../../../lib/client.ts';

/** A document of a manifest: `layer` counts from 0. */
export type DocumentAddress = {
  readonly connectionId: string;
  readonly repository: string;
  readonly digest: string;
  readonly layer: number;
};

/** A document as far as it has been read: the packages of an SBOM come in parts. */
type ReadDocument = { readonly document: LinkedDocument | undefined; readonly packages: readonly SbomPackage[] };

const nothing: ReadDocument = { document: undefined, packages: [] };

function addEvent(known: ReadDocument, event: DocumentEvent): ReadDocument {
  switch (event.kind) {
    case 'document':
      return { document: event.document, packages: [] };
    case 'packages':
      return { ...known, packages: [...known.packages, ...event.packages] };
    default:
      return assertNever(event);
  }
}

/** What a document says. What a digest names never changes, so it is read once. */
export const documentQuery = (address: DocumentAddress) =>
  queryOptions({
    queryKey: api.linked.document.key({ input: address }),
    queryFn: streamedQuery<DocumentEvent, ReadDocument>({
      streamFn: ({ signal }) => client.linked.document(address, { signal }),
      reducer: addEvent,
      initialValue: nothing,
    }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Whether a key or a certificate made the signature of a document about `subject`. It is known as long as the key is. */
export const verifyQuery = (address: DocumentAddress, subject: string, pem: string) =>
  queryOptions(
    api.linked.verify.queryOptions({
      input: { ...address, subject, pem },
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
    }),
  );
