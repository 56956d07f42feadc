import { listOf, recordOf } from '../json-values.ts';
import { type CardFact, fact } from './card.ts';

/** `postgresql 15.x (https://charts.example.com)`: a dependency as Chart.yaml lists it. */
function dependency(value: unknown): string {
  const { name, version, repository, alias } = recordOf(value);
  const called = typeof alias === 'string' && alias !== '' ? `${String(name ?? '')} (${alias})` : name;
  return [called, version, repository].filter((part) => typeof part === 'string' && part !== '').join(' ');
}

function maintainer(value: unknown): string {
  const { name, email } = recordOf(value);
  return [name, typeof email === 'string' && email !== '' ? `<${email}>` : '']
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
}

/** What the config of a Helm chart says: it is its Chart.yaml as JSON (https://helm.sh/docs/topics/charts/#the-chartyaml-file). */
export function chartFacts(config: Readonly<Record<string, unknown>>): readonly (CardFact | undefined)[] {
  return [
    fact('name', config['name']),
    fact('version', config['version']),
    fact('appVersion', config['appVersion']),
    fact('description', config['description']),
    // `application` goes without saying.
    config['type'] === 'application' ? undefined : fact('chartType', config['type']),
    config['deprecated'] === true ? { name: 'deprecated', values: ['true'] } : undefined,
    fact('kubeVersion', config['kubeVersion']),
    fact('dependencies', ...listOf(config['dependencies']).map(dependency)),
    fact('maintainers', ...listOf(config['maintainers']).map(maintainer)),
    fact('keywords', ...listOf(config['keywords'])),
    fact('home', config['home']),
    fact('sources', ...listOf(config['sources'])),
  ];
}
