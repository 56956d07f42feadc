import { listOf, recordOf } from '../json-values.ts';
import { type CardFact, fact } from './card.ts';

/** What a model can do besides taking and giving text, by the name of its capability. */
export const modelAbilities = ['reasoning', 'toolUsage', 'reward'] as const;

/** CNCF ModelPack, and CNAI before it (https://github.com/modelpack/model-spec/blob/main/docs/config.md). */
export function modelPackFacts(document: Readonly<Record<string, unknown>>): readonly (CardFact | undefined)[] {
  const about = recordOf(document['descriptor']);
  const config = recordOf(document['config']);
  const can = recordOf(config['capabilities']);
  return [
    fact('title', about['title'] ?? about['name']),
    fact('description', about['description']),
    fact('family', about['family']),
    fact('version', about['version']),
    fact('parameters', config['paramSize']),
    fact('architecture', config['architecture']),
    fact('format', config['format']),
    fact('quantization', config['quantization']),
    fact('precision', config['precision']),
    fact('contextLength', config['contextLength']),
    fact('inputs', ...listOf(can['inputTypes'])),
    fact('outputs', ...listOf(can['outputTypes'])),
    fact('abilities', ...modelAbilities.filter((name) => can[name] === true)),
    fact('languages', ...listOf(can['languages'])),
    fact('knowledgeCutoff', can['knowledgeCutoff']),
    fact('licences', ...listOf(about['licenses'])),
    fact('vendor', about['vendor']),
    fact('authors', ...listOf(about['authors'])),
    fact('sources', about['sourceURL'], about['docURL']),
    fact('revision', about['revision']),
  ];
}

/**
 * A value of the header of a GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) that Docker copies into the config. Keys of one
 * architecture begin with its name.
 */
function ggufValue(gguf: Readonly<Record<string, unknown>>, end: string): unknown {
  const key = Object.keys(gguf).find((one) => one.endsWith(end));
  return key === undefined ? undefined : gguf[key];
}

/** What Docker Model Runner packs (https://github.com/docker/model-spec/blob/main/config.md). */
export function dockerModelFacts(document: Readonly<Record<string, unknown>>): readonly (CardFact | undefined)[] {
  const config = recordOf(document['config']);
  const gguf = recordOf(config['gguf']);
  return [
    fact('title', ggufValue(gguf, 'general.name')),
    fact('family', ggufValue(gguf, 'general.basename')),
    fact('parameters', config['parameters']),
    fact('architecture', config['architecture']),
    fact('format', config['format']),
    fact('quantization', config['quantization']),
    fact('contextLength', config['context_size'] ?? ggufValue(gguf, '.context_length')),
    fact('languages', ...listOf(ggufValue(gguf, 'general.languages'))),
    fact('licences', ggufValue(gguf, 'general.license')),
    fact('vendor', ggufValue(gguf, 'general.organization')),
  ];
}
