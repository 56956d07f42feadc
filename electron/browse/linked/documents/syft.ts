import { fieldsOf, firstText, listOf, optional, textOf } from './json-values.ts';
import { MOST_PACKAGES, type ReadSbom } from './packages.ts';

/** The own JSON of syft (https://github.com/anchore/syft/tree/main/schema/json). Licences are texts in its older versions. Pure. */
export function readSyft(document: unknown): ReadSbom {
  const { artifacts, descriptor, schema, source } = fieldsOf(document);
  const { name, version } = fieldsOf(descriptor);
  const all = listOf(artifacts);
  const tool = [firstText(name), firstText(version)].filter(Boolean).join(' ');
  return {
    content: {
      kind: 'sbom',
      format: 'syft',
      ...optional('version', textOf(fieldsOf(schema)['version'])),
      ...optional('name', textOf(fieldsOf(source)['name'])),
      tools: tool === '' ? [] : [tool],
      packageCount: all.length,
    },
    packages: all.slice(0, MOST_PACKAGES).map((one) => {
      const { name: own, version: its, licenses, purl } = fieldsOf(one);
      const licence = listOf(licenses).flatMap((item) => firstText(item, fieldsOf(item)['value']) ?? []);
      return {
        name: textOf(own) ?? '',
        ...optional('version', textOf(its)),
        ...optional('licence', licence.length > 0 ? licence.join(', ') : undefined),
        ...optional('purl', textOf(purl)),
      };
    }),
  };
}
