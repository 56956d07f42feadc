import type { ProductId } from '../../../shared/products/products.ts';
import type { Asked, Behaviour } from './behaviour.ts';

/** What a registry product does otherwise than Distribution, with the source it was read in: a file of a repository, an issue or a document. */
type Difference = { readonly source: string; readonly behaviour: Partial<Behaviour> };

/** A registry product as the double plays it. Where two sources disagree, the one that is harder for a client is played. */
export type Profile = {
  readonly product: ProductId;
  /** The host name under which a client reaches it, where the product is known by its host. */
  readonly hostname: string;
  readonly read: readonly Difference[];
  /** What no source was read for: the likely answer, to be replaced by what is read. */
  readonly assumed: Partial<Behaviour>;
};

/** What is read and what is assumed, together. */
export function behaviourOf({ read, assumed }: Profile): Partial<Behaviour> {
  return Object.assign({}, assumed, ...read.map(({ behaviour }) => behaviour));
}

const bearer =
  (realm: (asked: Asked) => string, service: (asked: Asked) => string | undefined, scope = (asked: Asked): string => asked.scope) =>
  (asked: Asked): readonly string[] => {
    const parts = [
      ['realm', realm(asked)],
      ['service', service(asked)],
      ['scope', scope(asked) || undefined],
    ];
    return [`Bearer ${parts.flatMap(([key, value]) => (value === undefined ? [] : `${key}="${value}"`)).join(',')}`];
  };

const at =
  (path: string) =>
  (asked: Asked): string =>
    asked.origin + path;

const HARBOR = 'https://github.com/goharbor/harbor/blob/main';

export const profiles: readonly Profile[] = [
  {
    product: 'harbor',
    hostname: 'localhost',
    read: [
      {
        // A refused Authorization and the catalog are answered with Basic, everything else with Bearer.
        source: `${HARBOR}/src/server/middleware/v2auth/auth.go`,
        behaviour: {
          auth: 'bearer',
          tokenPath: '/service/token',
          challenge: (asked) =>
            asked.refused || asked.kind === 'catalog'
              ? ['Basic realm="harbor"']
              : bearer(at('/service/token'), () => 'harbor-registry')(asked),
          catalogAuth: 'basic',
          catalog: 'unauthorized',
        },
      },
      { source: `${HARBOR}/src/server/registry/manifest.go`, behaviour: { deletes: 'digest' } },
      { source: `${HARBOR}/api/v2.0/swagger.yaml`, behaviour: { api: 'harbor' } },
    ],
    assumed: { tokenFlow: 'get' },
  },
  {
    product: 'docker-hub',
    hostname: 'registry-1.docker.io',
    read: [
      {
        // A digest is refused with 403 while a tag points to it, a tag with 405; GETs of manifests count against a limit.
        source: 'https://docs.docker.com/reference/api/registry/latest/',
        behaviour: { deletes: 'digest', digestWhileTagged: 403, quota: { limit: 200, remaining: 176, window: 21_600 } },
      },
      { source: 'https://github.com/oras-project/oras/issues/737', behaviour: { catalog: 'unauthorized' } },
      {
        source: 'https://distribution.github.io/distribution/spec/auth/token/',
        behaviour: { auth: 'bearer', challenge: bearer(at('/token'), () => 'registry.docker.io') },
      },
    ],
    assumed: { anonymousTokens: true },
  },
  {
    product: 'ghcr',
    hostname: 'ghcr.io',
    read: [{ source: 'https://github.com/containers/skopeo/issues/1880', behaviour: { deletes: 'off' } }],
    // `/v2/` names the scope of an example, which the token service refuses.
    assumed: {
      auth: 'bearer',
      challenge: bearer(
        at('/token'),
        () => 'ghcr.io',
        (asked) => asked.scope || 'repository:user/image:pull',
      ),
      tokenRefusesScope: /user\/image/,
      catalog: 'missing',
      referrers: false,
    },
  },
  {
    product: 'ecr',
    hostname: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    read: [
      {
        // An `n` above 1000 and an invented `last` are refused.
        source: 'https://github.com/google/go-containerregistry/issues/681',
        behaviour: { pageSize: 1000, tooMany: 405, unknownLast: 405 },
      },
      { source: 'https://github.com/aws/containers-roadmap/issues/1931', behaviour: { digestHeader: 'head' } },
    ],
    assumed: {
      auth: 'basic',
      username: 'AWS',
      challenge: ({ origin }) => [`Basic realm="${origin}/",service="ecr.amazonaws.com"`],
      deletes: 'digest',
    },
  },
  {
    product: 'gar',
    hostname: 'europe-docker.pkg.dev',
    read: [
      {
        // The challenge of `/v2/` names no service.
        source: 'https://github.com/apple/container/issues/1026',
        behaviour: { auth: 'bearer', challenge: bearer(at('/v2/token'), ({ kind, host }) => (kind === 'api' ? undefined : host)) },
      },
      {
        // `tags/list` has a map of manifests, and every tag at once.
        source: 'https://github.com/google/go-containerregistry/blob/main/pkg/v1/google/list.go',
        behaviour: { api: 'google' },
      },
      { source: 'https://github.com/genuinetools/reg/issues/136', behaviour: { digestWhileTagged: 400 } },
    ],
    assumed: { username: '_json_key', tokenPath: '/v2/token', catalog: 'forbidden', deletes: 'both' },
  },
  {
    product: 'acr',
    hostname: 'example.azurecr.io',
    read: [
      {
        source: 'https://github.com/renovatebot/renovate/issues/14708',
        behaviour: { allowedActions: ['pull', 'push', 'delete', 'metadata_read', '*'] },
      },
      {
        source: 'https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md',
        behaviour: { auth: 'bearer', tokenPath: '/oauth2/token', tokenField: 'access_token', tokenTellsExpiry: false },
      },
      {
        // Single tags are deleted at `/acr/v1/<name>/_tags/<tag>`.
        source: 'https://github.com/Azure/azure-rest-api-specs/tree/main/specification/containerregistry/data-plane',
        behaviour: { api: 'azure', deletes: 'digest' },
      },
    ],
    assumed: {
      challenge: (asked) =>
        asked.refused ? ['Basic realm="Azure Container Registry"'] : bearer(at('/oauth2/token'), ({ host }) => host)(asked),
    },
  },
  {
    product: 'quay',
    hostname: 'localhost',
    read: [
      {
        // The token service knows the actions push and pull of a repository alone, and answers with a token and nothing else.
        source: 'https://github.com/quay/quay/blob/master/endpoints/v2/v2auth.py',
        behaviour: {
          tokenPath: '/v2/auth',
          tokenFlow: 'get',
          tokenTellsExpiry: false,
          tokenRefusesScope: /:delete$|^registry:/,
          deleteRight: 'push',
          catalogRight: false,
        },
      },
      { source: 'https://github.com/quay/quay/blob/master/endpoints/v2/__init__.py', behaviour: { pageSize: 100 } },
      { source: 'https://github.com/quay/quay/blob/master/endpoints/v2/manifest.py', behaviour: { deletes: 'both' } },
    ],
    assumed: {
      auth: 'bearer',
      challenge: bearer(
        at('/v2/auth'),
        ({ host }) => host,
        ({ scope }) => scope.replace(/:push$/, ':pull,push'),
      ),
    },
  },
  {
    product: 'gitlab',
    hostname: 'localhost',
    read: [
      {
        // The audience is `container_registry`; the answer has a token and no `expires_in`; the catalog is for administrators.
        source: 'https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/services/auth/container_registry_authentication_service.rb',
        behaviour: {
          auth: 'bearer',
          tokenTellsExpiry: false,
          challenge: bearer(at('/jwt/auth'), () => 'container_registry'),
          catalog: 'unauthorized',
        },
      },
    ],
    assumed: { tokenPath: '/jwt/auth', tokenFlow: 'get', deletes: 'both', referrers: false },
  },
  {
    product: 'nexus',
    hostname: 'localhost',
    read: [
      {
        // The Link names the internal path.
        source: 'https://github.com/sonatype/nexus-public/issues/1011',
        behaviour: { prefix: '/repository/docker', linkPath: (path) => `/repository/internal${path}` },
      },
      { source: 'https://github.com/containers/skopeo/issues/2409', behaviour: { tagNoise: [null] } },
    ],
    assumed: {
      auth: 'basic',
      challenge: () => ['BASIC realm="Sonatype Nexus Repository Manager"'],
      pageSize: 100,
      deletes: 'digest',
      referrers: false,
    },
  },
  {
    product: 'artifactory',
    hostname: 'localhost',
    read: [
      {
        // Its Link leaves out the path before `/v2/`, as the double's does where no `linkPath` is given.
        source: 'JFrog issue RTFACT-18971',
        behaviour: { prefix: '/artifactory/api/docker/docker-local' },
      },
      { source: 'https://github.com/containers/skopeo/issues/2346', behaviour: { tagNoise: [`sha256:${'0'.repeat(64)}`] } },
      { source: 'https://github.com/renovatebot/renovate/issues/3124', behaviour: { strictAccept: true } },
    ],
    assumed: {
      auth: 'bearer',
      tokenPath: '/v2/token',
      challenge: bearer(at('/v2/token'), ({ host }) => host),
      headers: { 'x-jfrog-version': 'Artifactory/7.90.0' },
      pageSize: 100,
      deletes: 'digest',
      referrers: false,
    },
  },
  {
    product: 'gitea',
    hostname: 'localhost',
    read: [
      {
        // Newer versions send no Basic challenge behind the first one: two in one header broke clients.
        source: 'https://github.com/go-gitea/gitea/blob/main/routers/api/packages/container/container.go',
        behaviour: {
          auth: 'bearer',
          tokenPath: '/v2/token',
          tokenTellsExpiry: false,
          challenge: ({ origin }) => [
            `Bearer realm="${origin}/v2/token",service="container_registry",scope="*",Basic realm="Gitea Container Registry"`,
          ],
          paging: 'always-link',
        },
      },
    ],
    assumed: { pageSize: 100, deletes: 'both', referrers: false },
  },
  {
    product: 'zot',
    hostname: 'localhost',
    read: [
      // An unknown `last` is 404 with an empty body; single tags can be deleted.
      { source: 'https://github.com/project-zot/zot/blob/main/pkg/api/routes.go', behaviour: { unknownLast: 404, deletes: 'both' } },
      {
        // The challenge is in lower case and without quotes.
        source: 'https://github.com/project-zot/zot/blob/main/pkg/api/authn.go',
        behaviour: { auth: 'basic', challenge: () => ['basic realm=zot'] },
      },
    ],
    assumed: {},
  },
  {
    product: 'aliyun',
    hostname: 'registry.cn-hangzhou.aliyuncs.com',
    read: [
      {
        // The form of the service, and that the catalog is not supported.
        source: `${HARBOR}/src/pkg/reg/adapter/aliacr/adapter.go`,
        behaviour: { auth: 'bearer', challenge: bearer(at('/auth'), () => 'registry.aliyuncs.com:cn-hangzhou:26842') },
      },
    ],
    // Its token service has another host; here it is on the registry's.
    assumed: { tokenPath: '/auth', tokenFlow: 'get', catalog: 'unauthorized', deletes: 'off', referrers: false },
  },
];
