import { parse } from 'smol-toml';
import { z } from 'zod';
import { withoutMark } from '../../../shared/json.ts';
import { withoutTrailing } from '../../../shared/text.ts';
import { splitUserInfo } from '../../../shared/user-info.ts';

/** A registry that a container engine is set up for. Paths of certificates are as they stand in the file. */
export type EngineHost = {
  readonly address: string;
  /** The engine may speak to it without encryption, or without checking its certificate. */
  readonly insecure: boolean;
  readonly ca: readonly string[];
};

const daemon = z.object({
  'insecure-registries': z.array(z.string()).optional().catch(undefined),
  'registry-mirrors': z.array(z.string()).optional().catch(undefined),
});

function addressOf(text: string): { address: string; insecure: boolean } | undefined {
  const trimmed = splitUserInfo(withoutTrailing(text.trim(), '/')).address;
  if (trimmed === '' || /\s/.test(trimmed) || !URL.canParse(trimmed.includes('://') ? trimmed : `https://${trimmed}`)) return undefined;
  return { address: trimmed, insecure: trimmed.startsWith('http://') };
}

/** Docker's `daemon.json`: insecure registries and mirrors. A network such as `10.0.0.0/8` is no registry. @throws SyntaxError, ZodError. */
export function readDaemonConfig(text: string): EngineHost[] {
  const given = daemon.parse(JSON.parse(withoutMark(text)));
  const insecure = (given['insecure-registries'] ?? [])
    .filter((entry) => !/\/\d{1,3}$/.test(entry))
    .flatMap((entry) => addressOf(entry) ?? [])
    .map(({ address }) => ({ address, insecure: true, ca: [] }));
  const mirrors = (given['registry-mirrors'] ?? []).flatMap((entry) => addressOf(entry) ?? []).map((mirror) => ({ ...mirror, ca: [] }));
  return [...insecure, ...mirrors];
}

const paths = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const hostEntry = z.object({ ca: paths.optional().catch(undefined), skip_verify: z.boolean().optional().catch(undefined) });
const hosts = z.object({
  server: z.string().optional(),
  ca: paths.optional().catch(undefined),
  skip_verify: z.boolean().optional().catch(undefined),
  host: z.record(z.string(), hostEntry.catch({})).optional().catch(undefined),
});

/**
 * containerd's `hosts.toml` (docs/hosts.md): the registry that its folder is named after, and its mirrors. `_default` is no registry.
 * @throws TomlError, ZodError.
 */
export function readHostsToml(text: string, folderName: string): EngineHost[] {
  const given = hosts.parse(parse(text));
  const own = addressOf(given.server ?? folderName);
  const main =
    own && folderName !== '_default' ? [{ ...own, insecure: own.insecure || given.skip_verify === true, ca: given.ca ?? [] }] : [];
  const mirrors = Object.entries(given.host ?? {}).flatMap(([address, entry]) => {
    const parsed = addressOf(address);
    return parsed ? [{ ...parsed, insecure: parsed.insecure || entry.skip_verify === true, ca: entry.ca ?? [] }] : [];
  });
  return [...main, ...mirrors];
}
