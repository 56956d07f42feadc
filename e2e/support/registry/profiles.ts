import type { ProductId } from '../../../shared/products/products.ts';
import type { Asked, Behaviour } from './behaviour.ts';

/**
 * A registry product as the sample registry plays it: what it does otherwise than Distribution, as far as a client notices. Every difference is cited; where two
 * sources disagree the one that is harder for a client is played.
 */
export type Profile = {
  readonly product: ProductId;
  /** Where it is known by its host: the name under which a client reaches it. */
  readonly hostname: string;
  readonly behaviour: Partial<Behaviour>;
};

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

export const profiles: readonly Profile[] = [
  {
    // goharbor/harbor src/server/middleware/v2auth/auth.go: a refused Bearer and the catalog get Basic; src/server/registry/catalog.go: the
    // catalog is for administrators; manifest.go: a tag in DELETE is 400 UNSUPPORTED; api/v2.0/swagger.yaml for the rest.
    product: 'harbor',
    hostname: 'localhost',
    behaviour: {
      auth: 'bearer',
      tokenPath: '/service/token',
      tokenFlow: 'get',
      challenge: (asked) =>
        asked.refused || asked.kind === 'catalog' ? ['Basic realm="harbor"'] : bearer(at('/service/token'), () => 'harbor-registry')(asked),
      catalogAuth: 'basic',
      catalog: 'unauthorized',
      deletes: 'digest',
      api: 'harbor',
    },
  },
  {
    // docs.docker.com registry API: DELETE of a digest is 403 while a tag refers to it, of a tag 405; manifest GETs count (ratelimit-*);
    // oras-project/oras#737: the catalog answers 401 to everyone.
    product: 'docker-hub',
    hostname: 'registry-1.docker.io',
    behaviour: {
      auth: 'bearer',
      challenge: bearer(at('/token'), () => 'registry.docker.io'),
      anonymousTokens: true,
      catalog: 'unauthorized',
      deletes: 'digest',
      digestWhileTagged: 403,
      quota: { limit: 200, remaining: 176, window: 21_600 },
    },
  },
  {
    // GHCR: /v2/ names an example's scope; no catalog (404); no DELETE (containers/skopeo#1880); no referrers API.
    product: 'ghcr',
    hostname: 'ghcr.io',
    behaviour: {
      auth: 'bearer',
      challenge: bearer(
        at('/token'),
        () => 'ghcr.io',
        (asked) => asked.scope || 'repository:user/image:pull',
      ),
      tokenRefusesScope: /user\/image/,
      catalog: 'missing',
      deletes: 'off',
      referrers: false,
    },
  },
  {
    // Amazon ECR, private: Basic with a service; n above 1000 and an invented last are 405 (google/go-containerregistry#681); no digest on GET
    // (aws/containers-roadmap#1931).
    product: 'ecr',
    hostname: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    behaviour: {
      auth: 'basic',
      username: 'AWS',
      challenge: ({ origin }) => [`Basic realm="${origin}/",service="ecr.amazonaws.com"`],
      pageSize: 1000,
      tooMany: 405,
      unknownLast: 405,
      digestHeader: 'head',
      deletes: 'digest',
    },
  },
  {
    // Google Artifact Registry: no service on /v2/ (apple/container#1026); tags/list with a manifest map and all tags at once
    // (go-containerregistry pkg/v1/google/list.go); a digest with tags is refused with 400 (genuinetools/reg#136).
    product: 'gar',
    hostname: 'europe-docker.pkg.dev',
    behaviour: {
      auth: 'bearer',
      tokenPath: '/v2/token',
      username: '_json_key',
      challenge: bearer(at('/v2/token'), ({ kind, host }) => (kind === 'api' ? undefined : host)),
      catalog: 'forbidden',
      digestWhileTagged: 400,
      deletes: 'both',
      api: 'google',
    },
  },
  {
    // Azure: the list of tags wants metadata_read (renovatebot/renovate#14708), the answer is access_token alone (Azure/acr docs/AAD-OAuth.md),
    // a refused Authorization gets Basic, single tags go by /acr/v1 (azure-rest-api-specs).
    product: 'acr',
    hostname: 'example.azurecr.io',
    behaviour: {
      auth: 'bearer',
      tokenPath: '/oauth2/token',
      tokenField: 'access_token',
      tokenTellsExpiry: false,
      challenge: (asked) =>
        asked.refused ? ['Basic realm="Azure Container Registry"'] : bearer(at('/oauth2/token'), ({ host }) => host)(asked),
      allowedActions: ['pull', 'push', 'delete', 'metadata_read', '*'],
      deletes: 'digest',
      api: 'azure',
    },
  },
  {
    // quay/quay endpoints/v2: no scope but push and pull (v2auth.py), 100 a page, tag and digest deletes, an immutable tag is 409.
    product: 'quay',
    hostname: 'localhost',
    behaviour: {
      auth: 'bearer',
      tokenPath: '/v2/auth',
      tokenFlow: 'get',
      tokenTellsExpiry: false,
      challenge: bearer(
        at('/v2/auth'),
        ({ host }) => host,
        ({ scope }) => scope.replace(/:push$/, ':pull,push'),
      ),
      tokenRefusesScope: /:delete$|^registry:/,
      deleteRight: 'push',
      catalogRight: false,
      pageSize: 100,
      deletes: 'both',
    },
  },
  {
    // GitLab: the token service is GitLab's (gitlabhq container_registry_authentication_service.rb); the catalog is for administrators; tags
    // go since 16.4.
    product: 'gitlab',
    hostname: 'localhost',
    behaviour: {
      auth: 'bearer',
      tokenPath: '/jwt/auth',
      tokenFlow: 'get',
      tokenTellsExpiry: false,
      challenge: bearer(at('/jwt/auth'), () => 'container_registry'),
      catalog: 'unauthorized',
      deletes: 'both',
      referrers: false,
    },
  },
  {
    // Nexus: the scheme in capitals, a path, a Link with the internal path (sonatype/nexus-public#1011), null among the tags (containers/skopeo#2409).
    product: 'nexus',
    hostname: 'localhost',
    behaviour: {
      auth: 'basic',
      challenge: () => ['BASIC realm="Sonatype Nexus Repository Manager"'],
      prefix: '/repository/docker',
      linkPath: (path) => `/repository/internal${path}`,
      tagNoise: [null],
      pageSize: 100,
      deletes: 'digest',
      referrers: false,
    },
  },
  {
    // Artifactory: a path that its Link leaves out (RTFACT-18971), digests among the tags (containers/skopeo#2346), 406 for manifest types
    // on tags/list (renovatebot/renovate#3124).
    product: 'artifactory',
    hostname: 'localhost',
    behaviour: {
      auth: 'bearer',
      prefix: '/artifactory/api/docker/docker-local',
      tokenPath: '/v2/token',
      challenge: bearer(at('/v2/token'), ({ host }) => host),
      headers: { 'x-jfrog-version': 'Artifactory/7.90.0' },
      tagNoise: [`sha256:${'0'.repeat(64)}`],
      strictAccept: true,
      pageSize: 100,
      deletes: 'digest',
      referrers: false,
    },
  },
  {
    // Gitea and Forgejo routers/api/packages/container: scope "*", a second challenge, a Link on every page that is not empty, no referrers.
    product: 'gitea',
    hostname: 'localhost',
    behaviour: {
      auth: 'bearer',
      tokenPath: '/v2/token',
      tokenTellsExpiry: false,
      challenge: ({ origin }) => [
        `Bearer realm="${origin}/v2/token",service="container_registry",scope="*",Basic realm="Gitea Container Registry"`,
      ],
      pageSize: 100,
      paging: 'always-link',
      deletes: 'both',
      referrers: false,
    },
  },
  {
    // project-zot/zot pkg/api: unquoted lower-case challenge, an unknown last is 404 with an empty body.
    product: 'zot',
    hostname: 'localhost',
    behaviour: { auth: 'basic', challenge: () => ['basic realm=zot'], unknownLast: 404, deletes: 'both' },
  },
  {
    // Alibaba Cloud ACR: a token service of its own host (played on ours), no catalog (goharbor/harbor src/pkg/reg/adapter/aliacr).
    product: 'aliyun',
    hostname: 'registry.cn-hangzhou.aliyuncs.com',
    behaviour: {
      auth: 'bearer',
      tokenPath: '/auth',
      tokenFlow: 'get',
      challenge: bearer(at('/auth'), () => 'registry.aliyuncs.com:cn-hangzhou:26842'),
      catalog: 'unauthorized',
      deletes: 'off',
      referrers: false,
    },
  },
];
