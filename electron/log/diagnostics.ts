import type { Connection } from '../../shared/contract/connections.ts';
import type { Settings } from '../../shared/contract/settings.ts';

/** What the text is made of. */
export type DiagnosticsParts = {
  readonly version: string;
  /** Which host runs the application: `electron` or `browser`. */
  readonly host: string;
  readonly platform: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly settings: Settings;
  readonly connections: readonly Connection[];
  /** The last lines of the log. */
  readonly log: readonly string[];
};

/** The settings that a report has; the others name what a company works on. */
const REPORTED = ['theme', 'language', 'pullTool', 'trashDays', 'trashMegabytes', 'logLevel'] as const;

/** A connection without its name, user name, paths and certificates. */
function describe({ url, signIn, secret, readOnly, ca, clientCertificate, fingerprint, proxy, sample }: Connection): string {
  if (sample) return '- sample';
  const marks = [
    ['read-only', readOnly],
    ['own certificate authority', ca !== ''],
    ['client certificate', clientCertificate !== ''],
    ['pinned certificate', fingerprint !== ''],
  ] as const;
  const { protocol, host } = new URL(url);
  const parts = [`sign-in: ${signIn} (${secret})`, `proxy: ${proxy.kind}`, ...marks.flatMap(([mark, has]) => (has ? [mark] : []))];
  return `- ${protocol}//${host}, ${parts.join(', ')}`;
}

/** What a person sends along with a report: no secret, no user name, and of a registry its host alone. */
export function diagnosticsText({ version, host, platform, versions, settings, connections, log }: DiagnosticsParts): string {
  const { node, electron, chrome } = versions;
  return [
    `Longshore ${version} (${host})`,
    `${platform}, Node ${node ?? 'unknown'}${electron ? `, Electron ${electron}, Chromium ${chrome ?? 'unknown'}` : ''}`,
    `settings: ${REPORTED.map((key) => `${key}=${settings[key]}`).join(', ')}`,
    `connections: ${connections.length}`,
    ...connections.map(describe),
    `log (${log.length} lines):`,
    ...log,
    '',
  ].join('\n');
}
