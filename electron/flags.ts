import { parseArgs } from 'node:util';

export type Flags = {
  readonly port: number;
  readonly dataFolder: string | undefined;
  readonly sample: boolean;
  readonly open: boolean;
};

/** Reads the command line of either host; what it does not know (Electron's own switches) is passed over. */
export function readFlags(argv: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, sample: { type: 'boolean' }, 'no-open': { type: 'boolean' } },
  });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`--port takes a number from 0 to 65535, not "${String(values.port)}"`);
  const folder = values['data-dir'];
  return {
    port,
    dataFolder: typeof folder === 'string' && folder !== '' ? folder : undefined,
    sample: values.sample === true,
    open: values['no-open'] !== true,
  };
}
