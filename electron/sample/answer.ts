import type { IncomingMessage, ServerResponse } from 'node:http';

/** Reads a request's body; undefined where it is longer than `limit` bytes. What is over the limit is read all the same, so that the answer arrives. */
export async function readAll(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

/** An error body of distribution-spec v1.1.1, "Error Codes". */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message = code.toLowerCase().replaceAll('_', ' '),
  headers: Record<string, string> = {},
): void {
  sendJson(response, status, { errors: [{ code, message }] }, headers);
}

/** 405 with the methods that a path has. */
export function refuseMethod(response: ServerResponse, allow: string): void {
  sendError(response, 405, 'UNSUPPORTED', 'the operation is unsupported', { allow });
}
