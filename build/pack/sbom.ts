import { createHash } from 'node:crypto';
import type { BundledPackage } from './bundled.ts';
import { licenceText } from './licences.ts';
import { product } from './product.ts';

/** A package URL. https://github.com/package-url/purl-spec */
const purl = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function component({ name, version, licence }: BundledPackage): object {
  const isExpression = / (?:OR|AND|WITH) /.test(licence);
  const licences = isExpression ? [{ expression: licence.replace(/^\((.*)\)$/, '$1') }] : [{ license: { id: licence } }];
  return { type: 'library', 'bom-ref': purl(name, version), name, version, purl: purl(name, version), licenses: licences };
}

/** Always the same for the same components, as a UUID has to look. */
function serial(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The list of what is inside Longshore, as CycloneDX 1.6. https://cyclonedx.org/docs/1.6/json/ */
export function sbomOf(packages: readonly BundledPackage[]): object {
  for (const found of packages) licenceText(found);
  const electron: BundledPackage = { folder: '', name: 'electron', version: product.electronVersion, licence: 'MIT', author: '' };
  const components = [electron, ...packages].map(component);
  const own = `${product.command}@${product.version}`;
  const refs = [electron, ...packages].map(({ name, version }) => purl(name, version));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serial(JSON.stringify([own, refs])),
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own,
        name: product.command,
        version: product.version,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components,
    dependencies: [{ ref: own, dependsOn: refs }],
  };
}
