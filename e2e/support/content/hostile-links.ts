const HEX = 'a1'.repeat(32);

/** Hosts that nobody has saved, as they could be written to be taken for another. */
function elsewhere(saved: string, other: string): string[] {
  const port = other.split(':')[1] ?? '80';
  const loopback = [other, `localhost:${port}`, `[::1]:${port}`, `[::ffff:127.0.0.1]:${port}`, `0.0.0.0:${port}`, `127.1:${port}`];
  const written = [`2130706433:${port}`, `0x7f000001:${port}`, `0177.0.0.1:${port}`, `①②⑦.⓪.⓪.①:${port}`];
  return [
    ...[...loopback, ...written].map((host) => `${host}/x:1`),
    ...['169.254.169.254/latest/meta-data', '[fd00:ec2::254]/latest', 'metadata.google.internal/v1', '100.100.100.200/latest'],
    ...[
      'evil.example/x:1',
      'EVIL.example/x',
      'evil.example',
      'evil。example/x',
      'еvil.example/x',
      'xn--vil-3sd.example/x',
      'evil.example:99999/x',
    ],
    ...[`me:secret@${other}/x`, `me@${saved}/x`, `${saved}@${other}/x`, `${saved}.evil.example/x`, `evil.example\\@${saved}/x`],
    ...[`https://${other}/x`, `//${other}/x`, `\\\\${other}\\x`, 'file:///etc/passwd', 'javascript:alert(1)', `http:${other}/x`],
  ];
}

const NAMES = [
  '..',
  '../..',
  'a/../b',
  '%2e%2e/b',
  '..%2f..%2fetc',
  'a//b',
  '/a',
  'a/',
  'Team',
  'a b',
  'ä',
  'a%0d%0aHost: evil',
  'a\r\nb',
  'a%00b',
];
const TEXTS = [
  'a\u202Eb',
  '%ff',
  '%c0%af',
  '%',
  '%zz',
  '<script>alert(1)</script>',
  '"><img src=x>',
  "';--",
  '$(id)',
  '`id`',
  '{{7*7}}',
  'a'.repeat(300),
];
const TAGS = [':', ':-x', ':.x', ':a:b', ':a b', ':../..', `:${'a'.repeat(129)}`, ':%00', ':ä', '::1'];
const DIGESTS = [
  ...[0, 1, 63, 65, 128].map((length) => `@sha256:${'a'.repeat(length)}`),
  ...[
    `@sha512:${HEX}`,
    `@md5:${'a'.repeat(32)}`,
    `@sha256:${'G'.repeat(64)}`,
    `@sha256:${HEX.toUpperCase()}`,
    `@${HEX}`,
    `@sha256:${HEX}:1`,
  ],
];

/** References that name nothing on the saved registry, or something elsewhere. `saved` and `other` are hosts, with their ports. */
function hostileReferences(saved: string, other: string): string[] {
  const onSaved = [...NAMES, ...TEXTS, ...[...TAGS, ...DIGESTS].map((end) => `a${end}`)].map((name) => `${saved}/${name}`);
  return ['', '/', ':', '@', '%00', ' ', ...elsewhere(saved, other), ...onSaved];
}

/**
 * More than 200 links that must not be followed, whatever has been saved: each is refused, or names a host that is not `saved`. Nothing may be sent to
 * `other`, a host that listens.
 */
export function hostileLinks(saved: string, other: string): string[] {
  const references = hostileReferences(saved, other);
  const schemes = [
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    `http://${other}/`,
    `https://${other}/`,
    'file:///etc/passwd',
    'app://longshore/',
  ];
  const forms = [
    'open',
    '/open',
    '//',
    '///open',
    '//OPEN',
    '//open:80',
    '//open.evil.example',
    '//delete',
    '//retag',
    '//open/../delete',
    '//open/x',
    '//[',
    '//me:secret@open',
    '//me@open',
  ];
  const suffixes = [
    '&tab=files',
    '&tab=__proto__',
    '&tab=constructor&view=toString',
    '&view=clean-up',
    '&scope=all&query=x',
    '&token=x',
    '#token=x',
    '&link=longshore://open',
  ];
  return [
    ...schemes,
    ...forms.map((form) => `longshore:${form}?ref=${saved}/a:1`),
    ...references.map((reference) => `longshore://open?ref=${reference}`),
    ...references.slice(0, 60).map((reference, i) => `longshore://open?ref=${reference}${suffixes[i % suffixes.length]}`),
    ...references.slice(6, 40).map((reference) => `longshore://open?ref=${saved}/a:1&with=${reference}`),
    ...['sample=true', 'tab=files', 'ref', 'Ref=a', 'ref[]=a', '__proto__[ref]=a', 'constructor=a', '%72%65%66%00=a'].map(
      (query) => `longshore://open?${query}`,
    ),
    `longshore://open?ref=${saved}/${'a/'.repeat(50_000)}b`,
    `longshore://open?ref=${'%00'.repeat(33_000)}`,
    `longshore://open?${'&ref='.repeat(20_000)}`,
  ];
}
