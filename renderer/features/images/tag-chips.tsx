import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openTag } from '../../lib/places.ts';
import { useFormat } from '../../lib/use-format.ts';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import chips from '../../ui/ui.module.css';

/** Tags that are shown, and how many more each time: thousands at once hold the window for seconds. */
const FIRST = 100;
const STEP = 1_000;

/** The tags on an image, each of which opens; `tag` is the one that is shown now. */
export function TagChips({
  title,
  tags,
  tag,
}: {
  readonly title: string;
  readonly tags: readonly string[];
  readonly tag: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [most, setMost] = useState(FIRST);
  const more = tags.length - most;
  return (
    <ul className={chips['chips']} aria-label={title}>
      {tags.slice(0, most).map((name) => (
        <li key={name}>
          <button
            type="button"
            className={chips['chip']}
            aria-pressed={name === tag}
            aria-label={name}
            title={name}
            onClick={() => openTag(name)}
          >
            <MiddleCut text={name} />
          </button>
        </li>
      ))}
      {more > 0 && (
        <li>
          <button type="button" className={chips['more']} onClick={() => setMost(most + STEP)}>
            {t('dialog.more', { count: more, shown: format.number(more) })}
          </button>
        </li>
      )}
    </ul>
  );
}
