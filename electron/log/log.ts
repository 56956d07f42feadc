import { closeSync, existsSync, fchmodSync, fstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type LogLevel, logLevelSchema } from '../../shared/contract/settings.ts';
import { cleaned } from './cleaned.ts';
import { inSources } from './source-places.ts';

/** What a line may hold besides its event. No objects and no errors: a message could hold anything, a secret included. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Bytes of one of the two files. */
const LIMIT = 1_000_000;
const RANK: Readonly<Record<LogLevel, number>> = { off: 0, error: 1, info: 2, debug: 3 };

/** The level that the environment asks for; undefined where it names none. */
const levelOf = (text: string | undefined): LogLevel | undefined => logLevelSchema.safeParse(text?.toLowerCase()).data;

/**
 * The log of the application: lines of JSON in `longshore.log`, which becomes `longshore.log.1` when it is full (docs/decisions/log.md). Nothing that fails
 * here stops the work that is logged: lines that could not be written are counted, and the next line that can be says how many.
 */
export class Log {
  readonly path: string;
  private level: LogLevel = 'info';
  private readonly forced: LogLevel | undefined;
  private file: number | undefined;
  private size = 0;
  private lost = 0;

  constructor(dataFolder: string, environment: string | undefined = process.env['LONGSHORE_LOG']) {
    this.path = join(dataFolder, 'longshore.log');
    this.forced = levelOf(environment);
  }

  /** Takes the level of the settings; `LONGSHORE_LOG` overrules it. */
  setLevel(level: LogLevel): void {
    this.level = level;
  }

  error(event: string, fields: Fields = {}): void {
    this.write('error', event, fields);
  }

  info(event: string, fields: Fields = {}): void {
    this.write('info', event, fields);
  }

  debug(event: string, fields: Fields = {}): void {
    this.write('debug', event, fields);
  }

  /** The last lines of both files, oldest first. */
  tail(lines: number): string[] {
    const text = [`${this.path}.1`, this.path].map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')).join('');
    return text.split('\n').filter(Boolean).slice(-lines);
  }

  close(): void {
    const { file } = this;
    this.file = undefined;
    if (file !== undefined) closeSync(file);
  }

  private write(level: Exclude<LogLevel, 'off'>, event: string, fields: Fields): void {
    if (RANK[level] > RANK[this.forced ?? this.level]) return;
    const lost = this.lost > 0 ? { lost: this.lost } : {};
    const entries = Object.entries({ ...fields, ...lost }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, typeof value === 'string' ? cleaned(value) : value] as const],
    );
    const line = `${JSON.stringify({ time: new Date().toISOString(), level, event, ...Object.fromEntries(entries) })}\n`;
    try {
      this.append(Buffer.from(line, 'utf8'));
      this.lost = 0;
    } catch {
      this.lost++;
      this.close();
    }
  }

  private append(bytes: Buffer): void {
    if (this.file !== undefined && this.size + bytes.byteLength > LIMIT) this.rotate();
    this.file ??= this.open();
    this.size += writeSync(this.file, bytes);
  }

  private rotate(): void {
    this.close();
    renameSync(this.path, `${this.path}.1`);
  }

  private open(): number {
    const file = openSync(this.path, 'a', 0o600);
    const found = fstatSync(file);
    if (found.isFile() && (found.mode & 0o077) !== 0 && process.platform !== 'win32') fchmodSync(file, 0o600);
    this.size = found.size;
    return file;
  }
}

/** Logs what nothing catches; Node then ends the process as it would without that. What it gives back ends that. */
export function logUncaught(log: Log): () => void {
  const listener = (error: unknown): void => log.error('uncaught', placesOf(error));
  process.on('uncaughtExceptionMonitor', listener);
  return () => void process.off('uncaughtExceptionMonitor', listener);
}

/** A line of a stack without the folders of this machine, which name its user. */
function placeOf(line: string): string {
  const [, name = '', location = ''] = /^\s+at (?:(.*) \()?([^()]*)\)?$/.exec(line.slice(0, 1_000)) ?? [];
  const own = Math.max(...['/electron/', '/shared/', '/node_modules/'].map((folder) => location.lastIndexOf(folder)));
  const short = location.startsWith('node:') ? location : location.slice((own < 0 ? location.lastIndexOf('/') : own) + 1);
  return name === '' ? short : `${name} (${short})`;
}

/** The name of an error with the places in the sources where it arose. Its message is left out: it could hold anything. */
export function placesOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const places = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line));
  return { error: error.name, at: inSources(places.slice(0, 6)).map(placeOf).join(' < ') };
}
