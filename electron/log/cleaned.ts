import { hiderOf } from '../registry/auth/redact.ts';

/** Characters of a field; a longer one is cut. */
const LONGEST = 600;
/** Characters that are looked at. */
const LOOKED_AT = 4_000;

const { text: withoutCredentials } = hiderOf([]);

/**
 * A field as it may stand in the log: without the credential of an Authorization header, the user-info of an address or its query, in which tokens and
 * signatures travel.
 */
export function cleaned(text: string): string {
  const seen = withoutCredentials(text.slice(0, LOOKED_AT))
    .replace(/:\/\/[^\s/]*@/g, '://…@')
    .replace(/\?[^\s"]*/g, '?…');
  if (seen.length <= LONGEST && text.length <= LOOKED_AT) return seen;
  // What was cut in the middle of an address may be the beginning of its user-info.
  return `${seen.slice(0, LONGEST).replace(/:\/\/[^\s/]*$/, '://')}…`;
}
