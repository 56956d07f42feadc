import type { Settings } from '../../shared/contract/settings.ts';
import { shellWord } from '../../shared/text.ts';

/** `registry.example.com:5000/team/api:1.9`, or with `@` and the digest. A reference has no scheme. */
export function referenceOf(url: string, repository: string, tagOrDigest: string): string {
  const base = url.replace(/^https?:\/\//, '');
  return `${base}/${repository}${tagOrDigest.includes(':') ? '@' : ':'}${tagOrDigest}`;
}

/** The command that pulls this image with the chosen tool; quoted for a shell. */
export function pullCommand(tool: Settings['pullTool'], reference: string): string {
  return tool === 'crane' ? `crane pull ${shellWord(reference)} image.tar` : `${tool} pull ${shellWord(reference)}`;
}
