// The command line of npm start. Plain Node 20 and no dependencies: it is read before anything is installed or built.

/** Every flag that a person can give; README has the same table. `value` names what follows a flag. */
export const FLAGS = [
  { name: '--browser', text: 'use the browser instead of Electron' },
  { name: '--electron', text: 'try the download of the Electron runtime again after it failed' },
  { name: '--no-open', text: 'print the link, open nothing' },
  { name: '--port', value: 'N', text: 'the port of the browser host on 127.0.0.1 (default: a free one)' },
  {
    name: '--data-dir',
    value: 'DIR',
    text: 'the folder for saved registries, settings, history, log and cache (default: where the system keeps application data, such as `~/.config/Longshore`)',
  },
  {
    name: '--sample',
    text: 'connect and show the sample registry; it stays in the list until you remove it, and is recreated at every start',
  },
  { name: '--help', short: '-h', text: 'show these flags' },
  { name: '--version', short: '-v', text: 'show the version' },
];

/**
 * A flag as README and the help name it.
 * @param {{ name: string, value?: string, short?: string }} flag
 */
export const usageOf = ({ name, value, short }) =>
  `${short === undefined ? '' : `${short}, `}${name}${value === undefined ? '' : ` ${value}`}`;

/** What `--help` prints. */
export function helpText() {
  const width = Math.max(...FLAGS.map((flag) => usageOf(flag).length));
  const lines = FLAGS.map((flag) => `  ${usageOf(flag).padEnd(width)}  ${flag.text.replaceAll('`', '')}`);
  return `Usage: npm start -- [flags] [link]\n\n${lines.join('\n')}\n\nA link, longshore://open?ref=…, is opened. What follows a further -- is passed to Electron as it is.`;
}

/** How many letters have to be inserted, left out, replaced or swapped with their neighbour to make one text of the other. */
function distance(a, b) {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 0; j <= b.length; j++) rows[0][j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  return rows[a.length][b.length];
}

/** The refusal of a flag that there is not, with the nearest one there is. */
function unknown(given) {
  const plain = given.replace(/^-*/, '');
  const far = (name) => distance(plain, name.slice(2));
  const [nearest] = FLAGS.map(({ name }) => name).toSorted((a, b) => far(a) - far(b));
  const hint = plain !== '' && far(nearest) <= Math.min(3, plain.length - 1) ? ` Did you mean ${nearest}?` : '';
  return `There is no flag ${given}.${hint} npm start -- --help lists the flags.`;
}

function wrongValue({ name, value }, given) {
  if (given === undefined || given === '' || given.startsWith('--')) return `${name} needs a value: ${name} ${value}.`;
  if (name === '--port' && !(/^\d{1,5}$/.test(given) && Number(given) <= 65_535))
    return `--port takes a number from 0 to 65535, not "${given}".`;
  return undefined;
}

/** Without a `--` before them, npm keeps flags for itself: Longshore finds them in its environment alone. */
function keptByNpm(env) {
  const kept = FLAGS.find(
    ({ name }) => ['--sample', '--port', '--data-dir'].includes(name) && `npm_config_${name.slice(2).replaceAll('-', '_')}` in env,
  );
  return kept === undefined ? undefined : `npm kept ${kept.name} for itself. Write -- before the flags: npm start -- ${usageOf(kept)}`;
}

/**
 * Reads the command line: what to do, or why it is refused. `passed` is for the host that is started. `--dev` is what `npm run dev` gives.
 */
export function readCommandLine(argv, env = {}) {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const found = new Set();
  const passed = [];
  let link;
  for (let i = 0; i < own.length; i++) {
    const [given, ...rest] = own[i].split('=');
    const flag = FLAGS.find(({ name, short }) => given === name || given === short);
    if (/^longshore:/i.test(own[i])) link ??= own[i];
    else if (given === '--dev' && rest.length === 0) found.add(given);
    else if (flag === undefined)
      return { kind: 'refused', why: given.startsWith('-') ? unknown(given) : `npm start takes flags and a link, not "${own[i]}".` };
    else if (flag.value === undefined && rest.length > 0) return { kind: 'refused', why: `${given} takes no value.` };
    else if (flag.value === undefined) found.add(flag.name);
    else {
      const value = rest.length > 0 ? rest.join('=') : own[++i];
      const why = wrongValue(flag, value);
      if (why !== undefined) return { kind: 'refused', why };
      passed.push(flag.name, value);
    }
  }
  if (found.has('--help')) return { kind: 'help' };
  if (found.has('--version')) return { kind: 'version' };
  if (found.has('--browser') && found.has('--electron')) return { kind: 'refused', why: 'Give either --browser or --electron.' };
  const kept = keptByNpm(env);
  if (kept !== undefined) return { kind: 'refused', why: kept };
  for (const name of ['--no-open', '--sample']) if (found.has(name)) passed.push(name);
  if (link !== undefined) passed.push(link);
  const toElectron = end < 0 ? [] : argv.slice(end + 1);
  return { kind: 'start', isDev: found.has('--dev'), browser: found.has('--browser'), again: found.has('--electron'), passed, toElectron };
}
