/** One challenge of a `WWW-Authenticate` header; the scheme and the parameter names in lower case. */
export type Challenge = { readonly scheme: string; readonly params: ReadonlyMap<string, string> };

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const SPACE = /[ \t]*/y;
// Unquoted values are read up to a comma or white space: registries send bare URLs, which are no tokens.
const BARE_VALUE = /[^,\s"]*/y;

class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  get done(): boolean {
    return this.at >= this.text.length;
  }
  take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0] ?? '';
    this.at += match.length;
    return match;
  }
  skip(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }
  skipOne(): void {
    this.at++;
  }
  mark(): number {
    return this.at;
  }
  back(to: number): void {
    this.at = to;
  }
  /** A quoted string with its escapes undone; one that never ends reads to the end. */
  quoted(): string {
    let value = '';
    while (!this.done && !this.skip('"')) {
      if (this.skip('\\') && this.done) break;
      value += this.text[this.at] ?? '';
      this.at++;
    }
    return value;
  }
}

/** `name = value`, or undefined with the reader where it was. */
function readParameter(reader: Reader): [string, string] | undefined {
  const start = reader.mark();
  const name = reader.take(TOKEN);
  reader.take(SPACE);
  if (name === '' || !reader.skip('=')) {
    reader.back(start);
    return undefined;
  }
  reader.take(SPACE);
  return [name.toLowerCase(), reader.skip('"') ? reader.quoted() : reader.take(BARE_VALUE)];
}

function readParameters(reader: Reader): Map<string, string> {
  const params = new Map<string, string>();
  for (;;) {
    const start = reader.mark();
    let separated = false;
    reader.take(SPACE);
    while (reader.skip(',')) {
      separated = true;
      reader.take(SPACE);
    }
    const parameter = separated || params.size === 0 || reader.mark() > start ? readParameter(reader) : undefined;
    if (!parameter) {
      reader.back(start);
      return params;
    }
    if (!params.has(parameter[0])) params.set(parameter[0], parameter[1]);
  }
}

/**
 * Reads the challenges of all `WWW-Authenticate` headers of an answer (RFC 9110 section 11.6.1), forgiving what registries send:
 * several in one header, any order and case of parameters, values without quotes, escaped quotes, Basic without a realm.
 * Never throws; what is no challenge is passed over.
 */
export function parseChallenges(headers: readonly string[]): Challenge[] {
  const challenges: Challenge[] = [];
  for (const header of headers) {
    const reader = new Reader(header);
    while (!reader.done) {
      const scheme = reader.take(TOKEN);
      if (scheme === '') {
        reader.skipOne();
        continue;
      }
      challenges.push({ scheme: scheme.toLowerCase(), params: readParameters(reader) });
    }
  }
  return challenges;
}
