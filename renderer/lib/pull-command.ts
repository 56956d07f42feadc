import { assertNever } from '../../shared/assert-never.ts';
import { imageTools, type Settings } from '../../shared/contract/settings.ts';
import { isLoopback } from '../../shared/loopback.ts';
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
      return imageTools;
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

/** A value of YAML: plain where it cannot mean anything else, otherwise with quotation marks. */
const yamlValue = (text: string): string => (/^[A-Za-z0-9][\w@+./:-]*$/.test(text) && !text.endsWith(':') ? text : JSON.stringify(text));

/** Whether the tools have to be told that the registry is spoken to without encryption. */
const isPlainHttp = ({ url }: Pullable): boolean => url.startsWith('http:');

/** The tools that have no flag for a registry without encryption: what they need is a setting of the machine that pulls. */
export const needsOwnSetting = (tool: PullTool, { url }: Pick<Pullable, 'url'>): boolean =>
  url.startsWith('http:') && !isLoopback(url) && ['docker', 'kubernetes', 'compose'].includes(tool);

/** The tool with what it needs where the registry speaks plain http; each flag as the help of the tool names it. */
function toolWith(words: string, flag: string, pullable: Pullable): string {
  return isPlainHttp(pullable) ? `${words} ${flag}` : words;
}

/** By a tag the file says which image it holds, so that `docker load` names it; a digest is no name there. */
function skopeoCopy(pullable: Pullable, reference: string): string {
  const name = pullable.tagOrDigest.includes(':') ? '' : `:${reference}`;
  return `${toolWith('skopeo copy', '--src-tls-verify=false', pullable)} ${shellWord(`docker://${reference}`)} ${shellWord(`docker-archive:image.tar${name}`)}`;
}

const SEMVER = /^v?\d+\.\d+\.\d+(?:[-+_]|$)/;

/** Helm writes the `+` of a version as `_` into the tag. A tag that is no version is part of the reference. */
function helmPull(pullable: Pullable): string {
  const { url, repository, tagOrDigest } = pullable;
  const pull = toolWith('helm pull', '--plain-http', pullable);
  const chart = `oci://${referenceOf(url, repository, 'x').slice(0, -2)}`;
  if (SEMVER.test(tagOrDigest)) return `${pull} ${shellWord(chart)} --version ${shellWord(tagOrDigest.replaceAll('_', '+'))}`;
  return `${pull} ${shellWord(`oci://${referenceOf(url, repository, tagOrDigest)}`)}`;
}

/** What cosign calls the thing that is attached; of everything else it shows the tree. */
const COSIGN: Partial<Record<ContentKind, string>> = {
  signature: 'download signature',
  attestation: 'download attestation',
  sbom: 'download sbom',
};

function orasCommand(pullable: Pullable, reference: string, subject: string | undefined): string {
  const oras = (verb: string): string => toolWith(`oras ${verb}`, '--plain-http', pullable);
  switch (pullable.content) {
    case 'referrers':
      return subject === undefined ? `${oras('manifest fetch')} ${reference}` : `${oras('discover')} ${subject}`;
    // Their layers have no titles: `oras pull` would skip them.
    case 'signature':
    case 'attestation':
    case 'unknown':
      return `${oras('manifest fetch')} ${reference}`;
    default:
      return `${oras('pull')} ${reference}`;
  }
}

/**
 * The command that pulls this with the chosen tool, one of `pullTools`; quoted for a shell. Of Kubernetes and Compose it is the line of their
 * file, quoted for YAML.
 */
export function pullCommand(tool: PullTool, pullable: Pullable): string {
  const { url, repository, tagOrDigest, content } = pullable;
  const bare = referenceOf(url, repository, tagOrDigest);
  const reference = shellWord(bare);
  const about = subjectOf(pullable);
  const subject = about === undefined ? undefined : shellWord(referenceOf(url, repository, about));
  switch (tool) {
    case 'docker':
      return `docker pull ${reference}`;
    case 'podman':
      return `${toolWith('podman pull', '--tls-verify=false', pullable)} ${reference}`;
    case 'nerdctl':
      return `${toolWith('nerdctl', '--insecure-registry', pullable)} pull ${reference}`;
    case 'crane':
      return content === 'unknown' || content === 'referrers'
        ? `${toolWith('crane manifest', '--insecure', pullable)} ${reference}`
        : `${toolWith('crane pull', '--insecure', pullable)} ${reference} image.tar`;
    case 'skopeo':
      return skopeoCopy(pullable, bare);
    case 'kubernetes':
      return `image: ${yamlValue(bare)}`;
    // Compose puts variables in after a dollar sign.
    case 'compose':
      return `image: ${yamlValue(bare.replaceAll('$', '$$$$'))}`;
    case 'helm':
      return helmPull(pullable);
    case 'wkg':
      return `${toolWith('wkg oci pull', `--insecure ${shellWord(bare.slice(0, bare.indexOf('/')))}`, pullable)} ${reference} -o module.wasm`;
    case 'wasm-to-oci':
      return `wasm-to-oci pull ${reference} --out module.wasm`;
    case 'cosign':
      return `${toolWith(`cosign ${COSIGN[content] ?? 'tree'}`, '--allow-http-registry', pullable)} ${subject ?? reference}`;
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

const isImageTool = (tool: PullTool): tool is Settings['pullTool'] => (imageTools as readonly PullTool[]).includes(tool);

/** Whether it is one of the tools that only pull images. */
const isOnlyForImages = (tool: PullTool): tool is Exclude<Settings['pullTool'], 'crane'> => isImageTool(tool) && tool !== 'crane';

/** What is remembered once a tool is chosen: one for all images, and one for each other kind. */
export function rememberedTool({ artifactTools }: PreferredTools, content: ContentKind, tool: PullTool): Partial<PreferredTools> {
  if (content !== 'image' && content !== 'index' && content !== 'legacy' && !isOnlyForImages(tool))
    return { artifactTools: { ...artifactTools, [content]: tool } };
  return isImageTool(tool) ? { pullTool: tool } : {};
}

/** Tools as they are shown: the lines of files by the names of what reads them. */
export const toolName = (tool: PullTool): string => (tool === 'kubernetes' ? 'Kubernetes' : tool === 'compose' ? 'Compose' : tool);

/** The command that is copied without choosing. */
export const usualPullCommand = (preferred: PreferredTools, pullable: Pullable): string =>
  pullCommand(usualTool(preferred, pullable), pullable);
