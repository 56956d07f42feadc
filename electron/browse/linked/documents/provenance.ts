import type { Provenance } from '../../../../shared/linked/document.ts';
import { commitOfSet, digestOfSet } from './digest-set.ts';
import { fieldsOf, firstText, flatTexts, listOf, optional, textOf, timeOf } from './json-values.ts';

const MOST_MATERIALS = 2_000;
const MOST_PARAMETERS = 200;

/** Where buildx keeps what git said of the sources, in v0.2. */
const BUILDKIT = 'https://mobyproject.org/buildkit@v1#metadata';

type Source = NonNullable<Provenance['source']>;
type Found = { readonly [K in keyof Source]: Source[K] };

/** What several fields say of the source, the first that says something first. */
function merged(...found: readonly Found[]): Source | undefined {
  const source: Source = {};
  for (const key of ['uri', 'commit', 'ref', 'entryPoint'] as const) {
    const value = found.find((one) => one[key] !== undefined)?.[key];
    if (value !== undefined) source[key] = value;
  }
  return Object.keys(source).length > 0 ? source : undefined;
}

const COMMIT = /^[0-9a-f]{40,64}$/;

/** `git+https://host/repository@refs/heads/main`, or as BuildKit writes it `https://host/repository.git#refs/heads/main`, in its parts. */
function splitRef(text: string | undefined): Found {
  if (text === undefined) return {};
  const uri = text.startsWith('git+') ? text.slice(4) : text;
  const at = uri.lastIndexOf('@refs/');
  if (at !== -1) return { uri: uri.slice(0, at), ref: uri.slice(at + 1) };
  const hash = uri.indexOf('#');
  const named = hash === -1 ? '' : uri.slice(hash + 1);
  if (named.startsWith('refs/')) return { uri: uri.slice(0, hash), ref: named };
  return COMMIT.test(named) ? { uri: uri.slice(0, hash), commit: named } : { uri };
}

const vcsOf = (value: unknown): Found => {
  const { source, revision } = fieldsOf(value);
  return { ...splitRef(textOf(source)), ...optional('commit', textOf(revision)) };
};

function materialsOf(value: unknown): Pick<Provenance, 'materials' | 'materialCount'> {
  const all = listOf(value);
  const materials = all.slice(0, MOST_MATERIALS).map((item) => {
    const { uri, name, downloadLocation, digest } = fieldsOf(item);
    return { uri: firstText(uri, name, downloadLocation) ?? '', ...optional('digest', digestOfSet(digest)) };
  });
  return { materials, materialCount: all.length };
}

/** The first material that is a repository of git: of builders that name their source only there. */
function gitMaterial(value: unknown): Found {
  const item = listOf(value)
    .map(fieldsOf)
    .find(({ uri }) => typeof uri === 'string' && uri.startsWith('git+'));
  return item ? { ...splitRef(textOf(item['uri'])), ...optional('commit', commitOfSet(item['digest'])) } : {};
}

/** SLSA provenance v0.2 (https://slsa.dev/spec/v0.2/provenance), as buildx, GitLab, Tekton and the SLSA GitHub generator write it. Pure. */
export function readProvenanceV02(predicate: unknown): Provenance {
  const { builder, buildType, invocation, metadata, materials } = fieldsOf(predicate);
  const { configSource, parameters } = fieldsOf(invocation);
  const { uri, digest, entryPoint } = fieldsOf(configSource);
  const facts = fieldsOf(metadata);
  const configured = {
    ...splitRef(textOf(uri)),
    ...optional('commit', commitOfSet(digest)),
    ...optional('entryPoint', textOf(entryPoint)),
  };
  const source = merged(configured, vcsOf(fieldsOf(facts[BUILDKIT])['vcs']), gitMaterial(materials));
  return {
    kind: 'provenance',
    version: 'v0.2',
    ...optional('builder', textOf(fieldsOf(builder)['id'])),
    ...optional('buildType', textOf(buildType)),
    ...optional('invocation', textOf(facts['buildInvocationID'])),
    ...optional('source', source),
    ...optional('started', timeOf(facts['buildStartedOn'])),
    ...optional('finished', timeOf(facts['buildFinishedOn'])),
    parameters: flatTexts(parameters, MOST_PARAMETERS),
    ...materialsOf(materials),
  };
}

/** What GitHub's workflows, buildx and others name as the source in v1, where each has a field of its own. */
function sourceOfParameters(value: unknown): Found {
  const { workflow, configSource, source } = fieldsOf(value);
  const { repository, ref, path } = fieldsOf(workflow);
  const { uri, digest, path: file } = fieldsOf(configSource);
  return {
    ...splitRef(firstText(repository, uri, source)),
    ...optional('commit', commitOfSet(digest)),
    ...optional('ref', textOf(ref) ?? splitRef(textOf(uri)).ref),
    ...optional('entryPoint', firstText(path, file)),
  };
}

/** SLSA provenance v1 (https://slsa.dev/spec/v1.1/provenance). Pure. */
export function readProvenanceV1(predicate: unknown): Provenance {
  const { buildDefinition, runDetails } = fieldsOf(predicate);
  const { buildType, externalParameters, resolvedDependencies } = fieldsOf(buildDefinition);
  const { builder, metadata } = fieldsOf(runDetails);
  // The field names of early writers end in ID.
  const { invocationId, invocationID, startedOn, finishedOn, buildkit_metadata } = fieldsOf(metadata);
  const vcs = vcsOf(fieldsOf(buildkit_metadata)['vcs']);
  const source = merged(sourceOfParameters(externalParameters), vcs, gitMaterial(resolvedDependencies));
  return {
    kind: 'provenance',
    version: 'v1',
    ...optional('builder', textOf(fieldsOf(builder)['id'])),
    ...optional('buildType', textOf(buildType)),
    ...optional('invocation', firstText(invocationId, invocationID)),
    ...optional('source', source),
    ...optional('started', timeOf(startedOn)),
    ...optional('finished', timeOf(finishedOn)),
    parameters: flatTexts(externalParameters, MOST_PARAMETERS),
    ...materialsOf(resolvedDependencies),
  };
}
