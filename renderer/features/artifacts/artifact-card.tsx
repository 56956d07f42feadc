import { useTranslation } from 'react-i18next';
import { artifactCard } from '../../../shared/artifacts/artifact-card.ts';
import type { CardFact } from '../../../shared/artifacts/card.ts';
import { modelAbilities } from '../../../shared/artifacts/model.ts';
import type { ImageView } from '../../../shared/contract/images.ts';
import { displayText } from '../../../shared/text.ts';
import { CopyAtHover } from '../../ui/copy-at-hover.tsx';
import styles from './artifacts.module.css';

/** The values of a fact, as they are read: some are words of Longshore. */
function useValues({ name, values }: CardFact): readonly string[] {
  const { t } = useTranslation();
  if (name === 'deprecated') return [t('artifacts.yes')];
  if (name !== 'abilities') return values.map(displayText);
  return modelAbilities.filter((ability) => values.includes(ability)).map((ability) => t(`artifacts.ability.${ability}`));
}

function Fact({ fact }: { readonly fact: CardFact }) {
  const { t } = useTranslation();
  const values = useValues(fact);
  const name = t(`artifacts.fact.${fact.name}`);
  return (
    <>
      <dt>{name}</dt>
      <dd data-warn={fact.name === 'deprecated'}>
        {values.map((value, i) => (
          <div key={i}>
            <CopyAtHover text={value} label={name}>
              {value}
            </CopyAtHover>
          </div>
        ))}
      </dd>
    </>
  );
}

/** What an artifact is, and what it says of itself. Nothing where its type is not known. */
export function ArtifactCard({ image }: { readonly image: ImageView }) {
  const { t } = useTranslation();
  if (image.kind !== 'artifact' && image.kind !== 'image') return null;
  const artifactType = image.kind === 'artifact' ? image.artifactType : '';
  const card = artifactCard({ artifactType, configText: image.configText, annotations: image.annotations, layers: image.layers });
  if (!card) return null;
  const title = t(`artifacts.kind.${card.kind}`);
  return (
    <section className={styles['card']} aria-label={title}>
      <h3>{title}</h3>
      {card.facts.length === 0 ? (
        <p className="dim">{t('artifacts.noFacts')}</p>
      ) : (
        <dl>
          {card.facts.map((fact) => (
            <Fact key={fact.name} fact={fact} />
          ))}
        </dl>
      )}
    </section>
  );
}
