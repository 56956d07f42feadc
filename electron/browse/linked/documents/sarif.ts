import { type ScanResults, type Severity, severitySchema } from '../../../../shared/linked/document.ts';
import { fieldsOf, firstText, listOf, optional, textOf } from './json-values.ts';

const MOST_RESULTS = 10_000;

const LEVELS: Readonly<Record<string, Severity>> = { error: 'high', warning: 'medium', note: 'note', none: 'note' };

type Fields = ReturnType<typeof fieldsOf>;
type Result = ScanResults['results'][number];

/** The bounds of CVSS, which scanners write as `security-severity`; without one, the level of SARIF. */
function severityOf(result: Fields, rule: Fields): Severity {
  const score = Number(firstText(fieldsOf(result['properties'])['security-severity'], fieldsOf(rule['properties'])['security-severity']));
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  if (score > 0) return 'low';
  const level = firstText(result['level'], fieldsOf(rule['defaultConfiguration'])['level']);
  // SARIF 3.27.10: a result without a level is a warning.
  return LEVELS[level ?? 'warning'] ?? 'unknown';
}

function locationOf(result: Fields): string | undefined {
  const { physicalLocation } = fieldsOf(listOf(result['locations'])[0]);
  const { artifactLocation, region } = fieldsOf(physicalLocation);
  const file = textOf(fieldsOf(artifactLocation)['uri']);
  const line = textOf(fieldsOf(region)['startLine']);
  return file === undefined || line === undefined ? file : `${file}:${line}`;
}

/** The results of one run. Rules are looked up by their index or their name: each is read once. */
function resultsOf(run: Fields): Result[] {
  const rules = listOf(fieldsOf(fieldsOf(run['tool'])['driver'])['rules']).map(fieldsOf);
  const byName = new Map(rules.map((rule) => [rule['id'], rule]));
  return listOf(run['results']).map((value) => {
    const result = fieldsOf(value);
    const { ruleId, ruleIndex, message } = result;
    const rule = byName.get(ruleId) ?? (typeof ruleIndex === 'number' ? rules[ruleIndex] : undefined) ?? {};
    const said = firstText(fieldsOf(rule['shortDescription'])['text'], fieldsOf(message)['text']);
    return {
      rule: firstText(ruleId, rule['id']) ?? '',
      severity: severityOf(result, rule),
      ...optional('message', said),
      ...optional('location', locationOf(result)),
    };
  });
}

/** The results of scanners in SARIF 2.1 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), the most severe first. Pure. */
export function readSarif(document: unknown): ScanResults {
  const runs = listOf(fieldsOf(document)['runs']).map(fieldsOf);
  const severities = severitySchema.options;
  const all = runs.flatMap(resultsOf);
  const bySeverity = severities.map((severity) => all.filter((result) => result.severity === severity));
  return {
    kind: 'scan-results',
    tools: runs.flatMap((run) => {
      const { name, semanticVersion, version } = fieldsOf(fieldsOf(run['tool'])['driver']);
      const tool = [textOf(name), firstText(semanticVersion, version)].filter(Boolean).join(' ');
      return tool === '' ? [] : [tool];
    }),
    results: bySeverity.flat().slice(0, MOST_RESULTS),
    counts: bySeverity.flatMap((some, i) => (some.length > 0 ? [{ severity: severities[i] as Severity, count: some.length }] : [])),
    resultCount: all.length,
  };
}
