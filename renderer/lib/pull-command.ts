import { assertNever } from '../../shared/assert-never.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { type ContentKind, subjectOfTag, WASM_TO_OCI_CONFIG } from '../../shared/oci/content-kind.ts';
import { shellWord } from '../../shared/text.ts';

/** A tool that pulls: one of those for images, which a person chooses, or one for what is no image. */
export type PullTool = Settings['pullTool'] | NonNullable<Settings['artifactTools'][ContentKind]>;

/** The tools that a person chose. */
export type PreferredTools = Pick<Settings, 'pullTool' | 'artifactTools'>;

/** What decides how something is pulled. */
export type Pullable = {
  readonly url: string;
  readonly repository: string;
  readonly tagOrDigest: string;
  readonly content: ContentKind;
  readonly artifactType?: string | undefined;
  /** The digest that it is about, where its manifest names one. */
  readonly subject?: string | undefined;
};

/** `registry.example.com:5000/team/api:1.9`, or with `@` and the digest. A reference has no scheme. */
export function referenceOf(url: string, repository: string, tagOrDigest: string): string {
  const base = url.replace(/^https?:\/\//, '');
  return `${base}/${repository}${tagOrDigest.includes(':') ? '@' : ':'}${tagOrDigest}`;
}

const subjectOf = ({ subject, tagOrDigest }: Pullable): string | undefined => subject ?? subjectOfTag(tagOrDigest);

/** The tools that can pull this, the most usual first. What is attached to an image is found by that image, where it is known. */
export function pullTools(pullable: Pullable): readonly [PullTool, ...PullTool[]] {
  const { content } = pullable;
  switch (content) {
    case 'image':
    case 'index':
    case 'legacy':
      return ['docker', 'podman', 'crane'];
    case 'chart':
      return ['helm', 'oras'];
    case 'wasm':
      return [pullable.artifactType === WASM_TO_OCI_CONFIG ? 'wasm-to-oci' : 'wkg', 'oras'];
    case 'artifact':
      return ['oras'];
    case 'signature':
    case 'attestation':
    case 'sbom':
      return subjectOf(pullable) === undefined ? ['oras'] : ['cosign', 'oras'];
    case 'referrers':
      return subjectOf(pullable) === undefined ? ['oras', 'crane'] : ['oras', 'cosign'];
    case 'unknown':
      return ['oras', 'crane'];
    default:
      return assertNever(content);
  }
}

const SEMVER = /^v?\d+\.\d+\.\d+(?:[-+_]|$)/;

/** Helm writes the `+` of a version as `_` into the tag. A tag that is no version is part of the reference. */
function helmPull({ url, repository, tagOrDigest }: Pullable): string {
  const chart = `oci://${referenceOf(url, repository, 'x').slice(0, -2)}`;
  if (SEMVER.test(tagOrDigest)) return `helm pull ${shellWord(chart)} --version ${shellWord(tagOrDigest.replaceAll('_', '+'))}`;
  return `helm pull ${shellWord(`oci://${referenceOf(url, repository, tagOrDigest)}`)}`;
}

/** What cosign calls the thing that is attached; of everything else it shows the tree. */
const COSIGN: Partial<Record<ContentKind, string>> = {
  signature: 'download signature',
  attestation: 'download attestation',
  sbom: 'download sbom',
};

function orasCommand(pullable: Pullable, reference: string, subject: string | undefined): string {
  switch (pullable.content) {
    case 'referrers':
      return subject === undefined ? `oras manifest fetch ${reference}` : `oras discover ${subject}`;
    // Their layers have no titles: `oras pull` would skip them.
    case 'signature':
    case 'attestation':
    case 'unknown':
      return `oras manifest fetch ${reference}`;
    default:
      return `oras pull ${reference}`;
  }
}

/** The command that pulls this with the chosen tool, one of `pullTools`; quoted for a shell. */
export function pullCommand(tool: PullTool, pullable: Pullable): string {
  const { url, repository, tagOrDigest, content } = pullable;
  const reference = shellWord(referenceOf(url, repository, tagOrDigest));
  const about = subjectOf(pullable);
  const subject = about === undefined ? undefined : shellWord(referenceOf(url, repository, about));
  switch (tool) {
    case 'docker':
    case 'podman':
      return `${tool} pull ${reference}`;
    case 'crane':
      return content === 'unknown' || content === 'referrers' ? `crane manifest ${reference}` : `crane pull ${reference} image.tar`;
    case 'helm':
      return helmPull(pullable);
    case 'wkg':
      return `wkg oci pull ${reference} -o module.wasm`;
    case 'wasm-to-oci':
      return `wasm-to-oci pull ${reference} --out module.wasm`;
    case 'cosign':
      return `cosign ${COSIGN[content] ?? 'tree'} ${subject ?? reference}`;
    case 'oras':
      return orasCommand(pullable, reference, subject);
    default:
      return assertNever(tool);
  }
}

/** The tool that was chosen for what is pulled, where it fits; otherwise the most usual one. */
export function usualTool({ pullTool, artifactTools }: PreferredTools, pullable: Pullable): PullTool {
  const tools = pullTools(pullable);
  const preferred = artifactTools[pullable.content] ?? pullTool;
  return tools.includes(preferred) ? preferred : tools[0];
}

/** What is remembered once a tool is chosen: one for all images, and one for each other kind. */
export function rememberedTool({ artifactTools }: PreferredTools, content: ContentKind, tool: PullTool): Partial<PreferredTools> {
  if (content !== 'image' && content !== 'index' && content !== 'legacy' && tool !== 'docker' && tool !== 'podman')
    return { artifactTools: { ...artifactTools, [content]: tool } };
  return tool === 'docker' || tool === 'podman' || tool === 'crane' ? { pullTool: tool } : {};
}

/** The command that is copied without choosing. */
export const usualPullCommand = (preferred: PreferredTools, pullable: Pullable): string =>
  pullCommand(usualTool(preferred, pullable), pullable);
