import { hitsIn, type Piece, splitPieces } from '../lib/text/hits.ts';
import { splitMiddle } from '../lib/text/middle.ts';
import styles from './ui.module.css';

const Pieces = ({ pieces }: { readonly pieces: readonly Piece[] }) =>
  pieces.map(({ text, isHit }, i) =>
    isHit ? (
      <mark key={i} className={styles['hit']}>
        {text}
      </mark>
    ) : (
      text
    ),
  );

/** A name as wide as there is room, cut in its middle; `hit` is what was looked for in it. */
export function MiddleCut({ text, hit = '' }: { readonly text: string; readonly hit?: string }) {
  const { head, tail } = splitMiddle(text);
  const [first, last] = splitPieces(hitsIn(text, hit), head.length);
  return (
    <span className={styles['middle']}>
      <span className={styles['middleHead']}>
        <Pieces pieces={first} />
      </span>
      {tail !== '' && (
        <span className={styles['middleTail']}>
          <Pieces pieces={last} />
        </span>
      )}
    </span>
  );
}
