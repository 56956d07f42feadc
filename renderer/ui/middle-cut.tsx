import { type Piece, splitPieces } from '../lib/text/hits.ts';
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

/**
 * A name as wide as there is room, cut in its middle; `pieces` are those of the text, with what was looked for in it apart. Read aloud, it is one
 * word: its two parts would be two.
 */
export function MiddleCut({ text, pieces = [{ text, isHit: false }] }: { readonly text: string; readonly pieces?: readonly Piece[] }) {
  const { head, tail } = splitMiddle(text);
  const [first, last] = splitPieces(pieces, head.length);
  return (
    <span className={styles['middle']}>
      <span className={styles['middleWhole']}>{`${text} `}</span>
      <span aria-hidden="true" className={styles['middleHead']}>
        <Pieces pieces={first} />
      </span>
      {tail !== '' && (
        <span aria-hidden="true" className={styles['middleTail']}>
          <Pieces pieces={last} />
        </span>
      )}
    </span>
  );
}
