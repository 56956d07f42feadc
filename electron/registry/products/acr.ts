import { withoutTrailing } from '../../../shared/text.ts';
import { deleteAnswerOf } from '../http/failure.ts';
import type { Transport } from '../transport.ts';
import type { ProductApi } from './api.ts';

/** Azure Container Registry removes single tags by a route of its own (azure-rest-api-specs, containerregistry data plane). */
export function acr(transport: Transport): ProductApi {
  return {
    async deleteTag(repository, tag, _digest, signal) {
      const answer = await transport.send({
        method: 'DELETE',
        path: new URL(`${withoutTrailing(transport.base.href, '/')}/acr/v1/${repository}/_tags/${encodeURIComponent(tag)}`),
        scopes: [`repository:${repository}:delete`],
        expect: [200, 202, 404, 405],
        what: 'manifest',
        subject: tag,
        action: 'delete',
        signal,
      });
      return deleteAnswerOf(answer);
    },
  };
}
