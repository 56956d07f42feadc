import type { TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { LinkedNode } from '../../../shared/contract/linked.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import { displayText } from '../../../shared/text.ts';
import type { LinkedItem } from './rows.ts';

/** What a manifest or a document is: its kind, and the name of its format. */
export function nodeText(t: TFunction, node: LinkedNode): string {
  const { kind, format, platform, tag, parent, digest } = node;
  switch (kind) {
    case 'index':
    case 'image':
      if (parent === undefined) return t(`linked.root.${kind}`, { name: tag ?? shortDigest(digest) });
      return platform ? platformName(platform) : t(`linked.kind.${kind}`);
    case 'twin':
    case 'nydus':
      return platform ? platformName(platform) : t('linked.kind.image');
    case 'subject':
      return t(node.foundBy.includes('attached') ? 'linked.notInIndex' : 'linked.kind.subject');
    case 'soci':
    case 'unknown':
    case 'signature':
    case 'sbom':
    case 'provenance':
    case 'vex':
    case 'scan-result':
    case 'attestation':
    case 'artifact': {
      const name = t(`linked.kind.${kind}`);
      return format === undefined ? name : t('linked.withFormat', { kind: name, format: displayText(format) });
    }
    default:
      return assertNever(kind);
  }
}

/** What a line of the tree says first. */
export function itemText(t: TFunction, item: LinkedItem, number: (value: number) => string): string {
  switch (item.kind) {
    case 'node':
      return nodeText(t, item.node);
    case 'group':
      return t(`linked.group.${item.of}`, { count: item.count, shown: number(item.count) });
    case 'blob':
      return item.blob.number === undefined ? t('linked.config') : t('linked.layer', { number: number(item.blob.number + 1) });
    default:
      return assertNever(item);
  }
}

/** A form of the same content, as a mark beside its platform. */
export function formOf({ kind, format, parent }: LinkedNode): string | undefined {
  if (kind === 'nydus') return 'nydus';
  return (kind === 'twin' || kind === 'image') && parent !== undefined ? format : undefined;
}
