import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuseMethod, sendError } from './answer.ts';
import type { SampleRepository } from './store.ts';

type Part = { readonly first: number; readonly last: number };

const OCTETS = 'application/octet-stream';

/** The part of `size` bytes that a Range header asks for (RFC 9110, section 14): `whole` where it is of no kind known here. */
function partOf(header: string | undefined, size: number): Part | 'whole' | 'none' {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'whole';
  const part =
    first === ''
      ? { first: Math.max(0, size - Number(last)), last: size - 1 }
      : { first: Number(first), last: Math.min(size - 1, last === '' ? size - 1 : Number(last)) };
  return part.first > part.last ? 'none' : part;
}

/** Answers what is asked of one blob (distribution-spec v1.1.1, "Pulling blobs", "Deleting Blobs"). */
export function answerBlob(
  request: IncomingMessage,
  response: ServerResponse,
  repository: SampleRepository | undefined,
  digest: string,
): void {
  switch (request.method) {
    case 'GET':
      return sendBlob(response, repository?.blobs.get(digest), digest, request.headers.range);
    case 'HEAD': {
      const size = repository?.described.get(digest) ?? repository?.blobs.get(digest)?.byteLength;
      if (size === undefined) return sendError(response, 404, 'BLOB_UNKNOWN');
      const headers = { 'content-type': OCTETS, 'content-length': size, 'accept-ranges': 'bytes', 'docker-content-digest': digest };
      return void response.writeHead(200, headers).end();
    }
    case 'DELETE':
      return repository?.deleteBlob(digest) ? void response.writeHead(202).end() : sendError(response, 404, 'BLOB_UNKNOWN');
    default:
      refuseMethod(response, 'GET, HEAD, DELETE');
  }
}

function sendBlob(response: ServerResponse, bytes: Buffer | undefined, digest: string, range: string | undefined): void {
  if (!bytes) return sendError(response, 404, 'BLOB_UNKNOWN');
  const size = bytes.byteLength;
  const part = partOf(range, size);
  if (part === 'none')
    return sendError(response, 416, 'UNSUPPORTED', 'no part of the blob is in the range', { 'content-range': `bytes */${size}` });
  const sent = part === 'whole' ? bytes : bytes.subarray(part.first, part.last + 1);
  response.writeHead(part === 'whole' ? 200 : 206, {
    'content-type': OCTETS,
    'content-length': sent.byteLength,
    'accept-ranges': 'bytes',
    'docker-content-digest': digest,
    ...(part === 'whole' ? {} : { 'content-range': `bytes ${part.first}-${part.last}/${size}` }),
  });
  response.end(sent);
}
