import { shortDigest } from '../../shared/oci/digest.ts';
import { digestColour } from '../lib/digest-colour.ts';
import styles from './ui.module.css';

/** A square in the colour of a digest. Decoration: the digest stands beside it. */
export function Swatch({ digest }: { readonly digest: string }) {
  return <i className={styles['swatch']} style={{ background: digestColour(digest) }} aria-hidden="true" />;
}

/** A digest as people read it: its colour and its first characters; whole on hover. */
export function DigestLabel({ digest }: { readonly digest: string }) {
  return (
    <span className={`${styles['digest']} mono`} title={digest}>
      <Swatch digest={digest} />
      {shortDigest(digest)}
    </span>
  );
}
