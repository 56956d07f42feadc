import type { SbomPackage, Vex, VexStatus } from '../../../../shared/linked/document.ts';
import { fieldsOf, firstText, listOf, optional, textOf, timeOf } from './json-values.ts';
import { MOST_PACKAGES, type ReadSbom } from './packages.ts';
import { MOST_PRODUCTS, MOST_STATEMENTS } from './vex.ts';

function licenceOf(licenses: unknown): string | undefined {
  const names = listOf(licenses).flatMap((one) => {
    const { license, expression } = fieldsOf(one);
    const { id, name } = fieldsOf(license);
    return firstText(expression, id, name) ?? [];
  });
  // Since 1.6 a licence may stand twice: as it was declared, and as somebody concluded.
  return names.length > 0 ? [...new Set(names)].join(', ') : undefined;
}

function packageOf(value: unknown): SbomPackage {
  const { group, name, version, licenses, purl } = fieldsOf(value);
  const own = textOf(name) ?? '';
  const within = textOf(group);
  return {
    name: within === undefined ? own : `${within}/${own}`,
    ...optional('version', textOf(version)),
    ...optional('licence', licenceOf(licenses)),
    ...optional('purl', textOf(purl)),
  };
}

/**
 * Whether a component is a package: not the system that the packages are of, no file, and no list of packages, such as the `package-lock.json` that
 * trivy calls an application.
 */
function isPackage(value: unknown): boolean {
  const { type, version, purl } = fieldsOf(value);
  if (type === 'file' || type === 'operating-system') return false;
  return type !== 'application' || textOf(version) !== undefined || textOf(purl) !== undefined;
}

/** Components with those inside them, in their order. */
function* flat(components: unknown): Generator<unknown> {
  for (const one of listOf(components)) {
    yield one;
    yield* flat(fieldsOf(one)['components']);
  }
}

const nameAndVersion = (value: unknown): string[] => {
  const { name, version } = fieldsOf(value);
  const text = [textOf(name), textOf(version)].filter(Boolean).join(' ');
  return text === '' ? [] : [text];
};

/** A list until 1.4, an object of components and services since 1.5. */
const toolsOf = (tools: unknown): string[] =>
  Array.isArray(tools) ? tools.flatMap(nameAndVersion) : listOf(fieldsOf(tools)['components']).flatMap(nameAndVersion);

/** An SBOM in the JSON of CycloneDX 1.2 to 1.7 (https://cyclonedx.org/specification/overview/). Pure. */
export function readCycloneDx(document: unknown): ReadSbom {
  const { specVersion, metadata, components } = fieldsOf(document);
  const { timestamp, tools, component } = fieldsOf(metadata);
  const counted = [...flat(components)].filter(isPackage);
  return {
    content: {
      kind: 'sbom',
      format: 'cyclonedx',
      ...optional('version', textOf(specVersion)),
      ...optional('name', textOf(fieldsOf(component)['name'])),
      ...optional('created', timeOf(timestamp)),
      tools: toolsOf(tools),
      packageCount: counted.length,
    },
    packages: counted.slice(0, MOST_PACKAGES).map(packageOf),
  };
}

const STATES: Readonly<Record<string, VexStatus>> = {
  exploitable: 'affected',
  in_triage: 'under_investigation',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  not_affected: 'not_affected',
  false_positive: 'not_affected',
};

/** Whether a document says what is known of vulnerabilities, and lists no components: it is about the SBOM of another. */
export function isCycloneDxVex(document: unknown): boolean {
  const { components, vulnerabilities } = fieldsOf(document);
  return listOf(components).length === 0 && listOf(vulnerabilities).length > 0;
}

/** The vulnerabilities of a CycloneDX document as VEX (https://cyclonedx.org/capabilities/vex/). Pure. */
export function readCycloneDxVex(document: unknown): Vex {
  const { metadata, vulnerabilities } = fieldsOf(document);
  const { timestamp, tools } = fieldsOf(metadata);
  const all = listOf(vulnerabilities);
  const statements = all.slice(0, MOST_STATEMENTS).map((one) => {
    const { id, analysis, affects, recommendation } = fieldsOf(one);
    const { state, justification, detail } = fieldsOf(analysis);
    return {
      vulnerability: textOf(id) ?? '',
      status: STATES[textOf(state) ?? ''] ?? ('unknown' as const),
      ...optional('justification', textOf(justification)),
      ...optional('impact', textOf(detail)),
      ...optional('action', textOf(recommendation)),
      products: listOf(affects)
        .flatMap((item) => textOf(fieldsOf(item)['ref']) ?? [])
        .slice(0, MOST_PRODUCTS),
    };
  });
  return {
    kind: 'vex',
    format: 'cyclonedx',
    ...optional('created', timeOf(timestamp)),
    tools: toolsOf(tools),
    statements,
    statementCount: all.length,
  };
}
