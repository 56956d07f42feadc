import type { SbomPackage } from '../../../../shared/linked/document.ts';
import { fieldsOf, firstText, listOf, optional, textOf, timeOf } from './json-values.ts';
import { MOST_PACKAGES, type ReadSbom } from './packages.ts';

/** SPDX's two ways to say nothing. */
const known = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text === 'NOASSERTION' || text === 'NONE' ? undefined : text;
};

const purlOf = (externalRefs: unknown): string | undefined =>
  textOf(
    listOf(externalRefs)
      .map(fieldsOf)
      .find(({ referenceType }) => referenceType === 'purl')?.['referenceLocator'],
  );

const OWN_LICENCE = /LicenseRef-[A-Za-z0-9.-]+/g;

/** The names of licences that are not on the list of SPDX: what packages say of them is `LicenseRef-…`. */
function ownLicences(infos: unknown): ReadonlyMap<string, string> {
  return new Map(
    listOf(infos).flatMap((info): [string, string][] => {
      const { licenseId, name } = fieldsOf(info);
      const [id, called] = [textOf(licenseId), known(name)];
      return id === undefined || called === undefined ? [] : [[id, called]];
    }),
  );
}

function packageOf(value: unknown, licences: ReadonlyMap<string, string>): SbomPackage {
  const { name, versionInfo, licenseDeclared, licenseConcluded, externalRefs } = fieldsOf(value);
  const licence = known(licenseDeclared) ?? known(licenseConcluded);
  return {
    name: textOf(name) ?? '',
    ...optional('version', known(versionInfo)),
    ...optional(
      'licence',
      licence?.replace(OWN_LICENCE, (id) => licences.get(id) ?? id),
    ),
    ...optional('purl', purlOf(externalRefs)),
  };
}

/** The system that the packages are of, and a list of packages that trivy calls an application, are none. */
function isPackage(value: unknown): boolean {
  const { primaryPackagePurpose: purpose, versionInfo, externalRefs } = fieldsOf(value);
  if (purpose === 'OPERATING-SYSTEM') return false;
  return purpose !== 'APPLICATION' || known(versionInfo) !== undefined || purlOf(externalRefs) !== undefined;
}

/** What the document is about by its own word: the image itself is none of its packages. */
function described(documentDescribes: unknown, relationships: unknown): ReadonlySet<unknown> {
  const ids = new Set<unknown>(listOf(documentDescribes));
  for (const one of listOf(relationships)) {
    const { relationshipType, spdxElementId, relatedSpdxElement } = fieldsOf(one);
    if (relationshipType === 'DESCRIBES' && spdxElementId === 'SPDXRef-DOCUMENT') ids.add(relatedSpdxElement);
  }
  return ids;
}

/** An SBOM in the JSON of SPDX 2.2 and 2.3 (https://spdx.github.io/spdx-spec/v2.3/), as syft, trivy, buildx and bom write it. Pure. */
export function readSpdx(document: unknown): ReadSbom {
  const { spdxVersion, name, creationInfo, packages, documentDescribes, relationships, hasExtractedLicensingInfos } = fieldsOf(document);
  const { created, creators } = fieldsOf(creationInfo);
  const all = listOf(packages);
  const roots = described(documentDescribes, relationships);
  const parts = all.filter((one) => !roots.has(fieldsOf(one)['SPDXID']) && isPackage(one));
  const licences = ownLicences(hasExtractedLicensingInfos);
  // A document about a single package describes that one.
  const counted = parts.length > 0 ? parts : all;
  const tools = listOf(creators).flatMap((creator) => {
    const text = textOf(creator);
    return text?.startsWith('Tool: ') ? [text.slice(6)] : [];
  });
  return {
    content: {
      kind: 'sbom',
      format: 'spdx',
      ...optional('version', textOf(spdxVersion)?.replace('SPDX-', '')),
      ...optional('name', firstText(name)),
      ...optional('created', timeOf(created)),
      tools,
      packageCount: counted.length,
    },
    packages: counted.slice(0, MOST_PACKAGES).map((one) => packageOf(one, licences)),
  };
}
