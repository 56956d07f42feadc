/** What a text holds of PEM: its certificates, and its private keys. Anything around them, such as what OpenSSL prints, is left out. */
export type Pem = { readonly certificates: string; readonly key: string };

/** Every line that begins or ends a block, with its label. */
const EDGE = /^-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----\s*$/;

/** Splits the text of a PEM file into certificates and private keys. Pure. */
export function splitPem(text: string): Pem {
  const certificates: string[] = [];
  const keys: string[] = [];
  let open: { readonly label: string; readonly lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, edge, label = ''] = EDGE.exec(line.trim()) ?? [];
    if (edge === 'BEGIN') open = { label, lines: [] };
    open?.lines.push(line.trim());
    if (edge !== 'END' || open?.label !== label) continue;
    const block = open.lines.join('\n');
    if (label.endsWith('PRIVATE KEY')) keys.push(block);
    else if (label.endsWith('CERTIFICATE')) certificates.push(block);
    open = undefined;
  }
  return { certificates: certificates.join('\n'), key: keys.join('\n') };
}
