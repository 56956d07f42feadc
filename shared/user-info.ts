import type { ConnectionForm } from './contract/connections.ts';

/** An address, and the name and password that stood in it (RFC 3986 section 3.2.1); both are empty where none did. */
type SplitAddress = { readonly address: string; readonly username: string; readonly password: string };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that escapes nothing stands for itself.
    return text;
  }
}

/** Where the host and what comes before it end. A proxy has no path, so that an unescaped slash is part of its password. */
function authorityEnd(text: string, start: number, kind: 'registry' | 'proxy'): number {
  if (kind === 'proxy') return text.length;
  const ends = ['/', '\\', '?', '#'].map((end) => text.indexOf(end, start)).filter((index) => index >= 0);
  return Math.min(text.length, ...ends);
}

/** Takes the name and the password out of an address, with or without a scheme. */
export function splitUserInfo(text: string, kind: 'registry' | 'proxy' = 'registry'): SplitAddress {
  const scheme = text.indexOf('://');
  const start = scheme < 0 ? 0 : scheme + 3;
  const at = text.slice(0, authorityEnd(text, start, kind)).lastIndexOf('@');
  if (at < start) return { address: text, username: '', password: '' };
  const info = text.slice(start, at);
  const colon = info.indexOf(':');
  const [username, password] = colon < 0 ? [info, ''] : [info.slice(0, colon), info.slice(colon + 1)];
  return { address: text.slice(0, start) + text.slice(at + 1), username: decoded(username), password: decoded(password) };
}

type SignIn = { readonly username: string; readonly password: string };

/** What was typed into the fields counts; what stood in the address fills what is empty. */
function fill({ username, password }: SignIn, found: SignIn): SignIn {
  const isOther = password !== '' || (username !== '' && username !== found.username);
  return isOther ? { username, password } : { username: found.username, password: found.password };
}

/** A form whose addresses hold no name and no password: these move to their own fields, which are kept as secrets. */
export function takeUserInfo(form: ConnectionForm): ConnectionForm {
  const registry = splitUserInfo(form.address);
  const proxy = splitUserInfo(form.proxyUrl, 'proxy');
  const takes = registry.address !== form.address && (form.signIn === 'none' || form.signIn === 'password');
  const through = fill({ username: form.proxyUsername, password: form.proxyPassword }, proxy);
  return {
    ...form,
    address: registry.address,
    ...(takes ? { signIn: 'password', ...fill(form, registry) } : {}),
    proxyUrl: proxy.address,
    ...(proxy.address === form.proxyUrl ? {} : { proxyUsername: through.username, proxyPassword: through.password }),
  };
}
