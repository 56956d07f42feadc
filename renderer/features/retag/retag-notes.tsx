import { Checkbox, Input } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import type { RetagPlan } from '../../../shared/contract/retag.ts';
import { useFormat } from '../../lib/use-format.ts';
import { CurrentNote, losesLastTag } from '../../ui/current-note.tsx';
import { Note } from '../../ui/note.tsx';
import { DigestLabel } from '../../ui/swatch.tsx';

type PlanNoteProps = {
  readonly target: RetagPlan['targets'][number];
  readonly size: number | undefined;
};

/** What becomes of one tag, shown before it is confirmed. */
export function PlanNote({ target, size }: PlanNoteProps) {
  const format = useFormat();
  const { current, to, digest } = target;
  if (current.state === 'same') {
    return (
      <Note role="status">
        <div>
          <Trans i18nKey="retag.same" values={{ to }} components={{ b: <strong />, digest: <DigestLabel digest={digest} /> }} />
        </div>
      </Note>
    );
  }
  return (
    <Note tone={losesLastTag(current) ? 'warn' : 'plain'} role="status">
      <div>
        <Trans
          i18nKey={size === undefined ? 'retag.willPoint' : 'retag.willPointSized'}
          values={{ to, size: size === undefined ? '' : format.bytes(size) }}
          components={{ b: <strong />, digest: <DigestLabel digest={digest} /> }}
        />
      </div>
      <div className="dim">
        <CurrentNote current={current} />
      </div>
    </Note>
  );
}

/** That the old tag is deleted, shown before it is confirmed: what a person should read first where it is all that happens. */
export function DeletionNote({ tag, isAll }: { readonly tag: string; readonly isAll: boolean }) {
  return (
    <Note tone={isAll ? 'warn' : 'plain'} role="status">
      <div>
        <Trans i18nKey="retag.deletes" values={{ tag }} components={{ b: <strong /> }} />
      </div>
    </Note>
  );
}

/** The tags of the version family that can be moved too. One that has a newer version is disabled. */
export function Family({
  family,
  chosen,
  onChoose,
}: {
  readonly family: readonly { tag: string; ahead?: string | undefined }[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation();
  const toggle = (tag: string): void => {
    const next = new Set(chosen);
    if (!next.delete(tag)) next.add(tag);
    onChoose(next);
  };
  return (
    <Input.Wrapper label={t('retag.family')} labelElement="div">
      <div role="group" aria-label={t('retag.family')} style={{ display: 'flex', flexWrap: 'wrap', gap: '6px 18px' }}>
        {family.map(({ tag, ahead }) => (
          <Checkbox
            key={tag}
            checked={chosen.has(tag)}
            disabled={ahead !== undefined}
            onChange={() => toggle(tag)}
            label={
              <>
                <span className="mono">{tag}</span> {ahead !== undefined && <span className="dim">{t('retag.ahead', { ahead })}</span>}
              </>
            }
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}
