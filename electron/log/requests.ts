import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Log } from './log.ts';

/** What undici tells about a request (https://undici.nodejs.org/#/docs/api/DiagnosticsChannel). Its headers and its body are not looked at. */
type Told = {
  readonly request: { readonly method: string; readonly origin?: string | URL; readonly path: string };
  readonly response?: { readonly statusCode: number };
  readonly error?: Error;
};

const codeOf = (error: Error | undefined): string => (error && 'code' in error ? String(error.code) : (error?.name ?? 'unknown'));

/** Logs every HTTP request at the level `debug`: method, host, path, status and time. What it gives back ends that. */
export function logRequests(log: Log): () => void {
  const started = new WeakMap<object, number>();
  const fieldsOf = ({ request }: Told) => ({
    method: request.method,
    host: new URL(String(request.origin ?? 'http://unknown')).host,
    path: request.path,
    ms: Math.round(performance.now() - (started.get(request) ?? performance.now())),
  });
  const listeners: Readonly<Record<string, (told: Told) => void>> = {
    'undici:request:create': ({ request }) => void started.set(request, performance.now()),
    'undici:request:headers': (told) => log.debug('request', { ...fieldsOf(told), status: told.response?.statusCode }),
    'undici:request:error': (told) => log.debug('request-failed', { ...fieldsOf(told), code: codeOf(told.error) }),
  };
  const heard = Object.entries(listeners).map(([name, listener]) => [name, (told: unknown) => listener(told as Told)] as const);
  for (const [name, listener] of heard) subscribe(name, listener);
  return () => {
    for (const [name, listener] of heard) unsubscribe(name, listener);
  };
}
