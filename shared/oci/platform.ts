import type { Platform } from './manifest.ts';

/** Other names of architectures, which clients take as well (containerd, platforms/database.go). */
const ALIASES: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64', i386: '386' };

/** Whether an image of this platform is what a person means by `wanted`: `linux/arm64`, `arm64` or `linux/arm/v7`. */
export function isPlatform({ os, architecture, variant }: Platform, wanted: string): boolean {
  const parts = wanted.split('/');
  // One word alone is either.
  if (parts.length === 1) return wanted === os || (ALIASES[wanted] ?? wanted) === architecture;
  const [wantedOs, arch = '', wantedVariant] = parts;
  if (wantedOs !== os) return false;
  if ((ALIASES[arch] ?? arch) !== architecture) return false;
  // Every arm64 is v8 unless it says otherwise.
  const usual = architecture === 'arm64' ? 'v8' : undefined;
  return wantedVariant === undefined || wantedVariant === (variant ?? usual);
}

/** Each platform once, in their order; two versions of a system are two. */
export function uniquePlatforms(platforms: readonly Platform[]): Platform[] {
  return [...new Map(platforms.map((platform) => [`${platformName(platform)} ${platform.osVersion ?? ''}`, platform])).values()];
}

/** `linux/arm64/v8`, as `docker --platform` takes it. */
export function platformName(platform: Platform): string {
  const base = `${platform.os}/${platform.architecture}`;
  return platform.variant ? `${base}/${platform.variant}` : base;
}
