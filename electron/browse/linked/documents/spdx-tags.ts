/** Whether a text is SPDX in its form of tags and values, as `cosign attach sbom` takes it by default. Comments may stand before it. */
export function isSpdxTags(text: string): boolean {
  const first = text
    .slice(0, 4_096)
    .split('\n')
    .find((line) => line.trim() !== '' && !line.startsWith('#'));
  return first?.startsWith('SPDXVersion:') === true;
}

/** What the JSON of SPDX calls the tags that are read of a package. */
const OF_PACKAGE: Readonly<Record<string, string>> = {
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
  PackageLicenseDeclared: 'licenseDeclared',
  PackageLicenseConcluded: 'licenseConcluded',
};

type Package = Record<string, string | { referenceType: string; referenceLocator: string }[]>;

const referenceOf = (value: string) => {
  const [, referenceType = '', referenceLocator = ''] = value.split(' ');
  return { referenceType, referenceLocator };
};

/** What the JSON calls the tags of the document that are read. */
const OF_DOCUMENT: Readonly<Record<string, 'spdxVersion' | 'name' | 'created'>> = {
  SPDXVersion: 'spdxVersion',
  DocumentName: 'name',
  Created: 'created',
};

function* tagsOf(text: string): Generator<readonly [tag: string, value: string]> {
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    if (at !== -1) yield [line.slice(0, at), line.slice(at + 1).trim()];
  }
}

/** SPDX 2 in tags and values (https://spdx.github.io/spdx-spec/v2.3/) as its JSON has it, as far as that is read. Pure. */
export function spdxOfTags(text: string): unknown {
  const document = { spdxVersion: '', name: '', created: '' };
  const creators: string[] = [];
  const packages: Package[] = [];
  const relationships: object[] = [];
  const licences: { licenseId: string; name?: string }[] = [];
  let current: Package | undefined;
  for (const [tag, value] of tagsOf(text)) {
    if (tag === 'PackageName') {
      current = { name: value, externalRefs: [] };
      packages.push(current);
    } else if (tag === 'FileName' || tag === 'SnippetSPDXID') {
      // What follows is about a file or a part of one.
      current = undefined;
    } else if (tag === 'LicenseID') {
      licences.push({ licenseId: value });
    } else if (tag === 'LicenseName') {
      const last = licences.at(-1);
      if (last) last.name = value;
    } else if (tag === 'Creator') {
      creators.push(value);
    } else if (tag === 'Relationship') {
      const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(' ');
      relationships.push({ spdxElementId, relationshipType, relatedSpdxElement });
    } else if (tag === 'ExternalRef' && Array.isArray(current?.['externalRefs'])) {
      current['externalRefs'].push(referenceOf(value));
    } else {
      const ofDocument = OF_DOCUMENT[tag];
      const ofPackage = OF_PACKAGE[tag];
      if (ofDocument !== undefined) document[ofDocument] = value;
      else if (current && ofPackage !== undefined) current[ofPackage] = value;
    }
  }
  const { created, ...rest } = document;
  return { ...rest, creationInfo: { created, creators }, packages, relationships, hasExtractedLicensingInfos: licences };
}
