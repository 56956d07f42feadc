import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

function mapOf(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    // Not a built file, or one without its map: the place that is known is named.
    return undefined;
  }
}

type Place = { readonly url: string; readonly line: number; readonly column: number; readonly text: string };

/** The place in a file that a line of a stack ends with. */
function placeIn(line: string): Place | undefined {
  const end = line.endsWith(')') ? line.length - 1 : line.length;
  const text = line.slice(Math.max(0, line.lastIndexOf('file://')), end);
  const column = text.lastIndexOf(':');
  const row = text.lastIndexOf(':', column - 1);
  if (!text.startsWith('file://') || row <= 'file:'.length) return undefined;
  return { url: text.slice(0, row), line: Number(text.slice(row + 1, column)), column: Number(text.slice(column + 1)), text };
}

/**
 * Lines of a stack with their places in the sources instead of in the built files. The maps are read for this and let go: Node's
 * `--enable-source-maps` holds them for good, 18 MB at the start and 40 MB more once the stack of any error was looked at.
 */
export function inSources(lines: readonly string[]): string[] {
  const maps = new Map<string, SourceMap | undefined>();
  return lines.map((line) => {
    const place = placeIn(line);
    if (!place) return line;
    if (!maps.has(place.url)) maps.set(place.url, mapOf(place.url));
    const entry = maps.get(place.url)?.findEntry(place.line - 1, place.column - 1);
    if (!entry || !('originalSource' in entry)) return line;
    return line.replace(place.text, () => `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`);
  });
}
