import { readFailure } from '../../shared/shown-failure.ts';
import { openDialog } from './ui-state.ts';

type Registry = { readonly id: string; readonly url: string };

/** The handler that asks for the sign-in of the registry, among these, which refused one; nothing where none did. */
export function signInHandler(registries: readonly (Registry | undefined)[], error: unknown): { 'sign-in'?: () => void } {
  const failure = error ? readFailure(error) : undefined;
  if (failure?.code !== 'UNAUTHORIZED') return {};
  const refused = registries.find((one) => one !== undefined && new URL(one.url).host === failure.data.host);
  return refused ? { 'sign-in': () => openDialog({ kind: 'sign-in', id: refused.id }) } : {};
}
