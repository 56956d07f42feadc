/** Half of a character that needs two: no text has one, and not every reader of JSON takes it. */
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function text(value: string): string {
  if (LONE.test(value)) throw new TypeError('Half a character has no canonical form');
  return JSON.stringify(value);
}

/**
 * JSON in its one canonical form (https://www.rfc-editor.org/rfc/rfc8785): names in the order of their UTF-16 units, no spaces, numbers and texts as
 * ECMAScript writes them. What is undefined is left out, as `JSON.stringify` does. @throws TypeError for what JSON cannot hold, and for half a
 * character.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no number of JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${text(name)}:${canonicalJson(member)}`).join(',')}}`;
}
