import type { ProductId } from '../../../shared/products/products.ts';

type Words = { readonly name: string; readonly signIn: string; readonly works: string };

export const products = {
  products: {
    label: 'Kind of registry',
    any: 'Any registry (detected automatically)',
    distribution: {
      name: 'Distribution',
      signIn: 'A user from its htpasswd file or token service, or no sign-in.',
      works: 'Everything works. Deletes must be enabled in the registry.',
    },
    harbor: {
      name: 'Harbor',
      signIn: 'Your username and password, or a robot account with its secret. With single sign-on, use the CLI secret from your profile.',
      works: 'Everyone with access can list projects and tags, and delete single tags. Reading the tag table does not count as pulls.',
    },
    'docker-hub': {
      name: 'Docker Hub',
      signIn: 'Your Docker ID and a personal access token. Public images need no sign-in.',
      works: 'Sign in to see the repositories of your namespace. Others are not listed. Reading manifests counts against the pull limit.',
    },
    ghcr: {
      name: 'GitHub Packages (GHCR)',
      signIn: 'Your GitHub username, and a classic personal access token with read:packages as the password.',
      works:
        'Repositories are not listed: pin yours, or paste a reference. Retagging needs write:packages. Deleting is only possible on GitHub.',
    },
    gitlab: {
      name: 'GitLab',
      signIn: 'Your username, and a personal, project or group access token with read_registry as the password; or a deploy token.',
      works: 'Only administrators can list repositories: pin yours. Tags, retagging and deleting work.',
    },
    quay: {
      name: 'Quay',
      signIn: 'Your username and its encrypted password, or a robot account such as team+reader with its token.',
      works: 'Lists the repositories you can see, 100 at a time. Tags and images can be deleted; Quay can restore them for a while.',
    },
    ecr: {
      name: 'Amazon ECR',
      signIn:
        'The credential helper ecr-login, which gets a new password each time; or the user AWS with the output of “aws ecr get-login-password”, valid for 12 hours.',
      works: 'Repositories, tags and retagging work. Single tags can only be deleted through AWS.',
    },
    gar: {
      name: 'Google Artifact Registry',
      signIn:
        'The user _json_key with the whole key file as the password; the credential helper gcloud; or the user oauth2accesstoken with a token valid for one hour.',
      works: 'Repositories are not listed: pin yours as project/repository/image. An image can only be deleted once it has no tag.',
    },
    acr: {
      name: 'Azure Container Registry',
      signIn:
        'A token’s name and password, a service principal’s ID and secret, or 00000000-0000-0000-0000-000000000000 with the token of “az acr login --expose-token”.',
      works: 'Repositories, tags, retagging and deleting single tags work. Each needs its own permission.',
    },
    aliyun: {
      name: 'Alibaba Cloud ACR',
      signIn: 'Your account, or a RAM user such as reader@company, with the registry password set in the console.',
      works: 'Repositories are not listed: pin yours as namespace/repository. Sign-in is on another host of Alibaba Cloud.',
    },
    nexus: {
      name: 'Nexus Repository',
      signIn:
        'Your username and password, or a user token. The address is the port of the Docker repository, or ends with /repository/<name>.',
      works: 'Repositories and tags work. Images can be deleted. Deleting a single tag uses a placeholder image.',
    },
    artifactory: {
      name: 'JFrog Artifactory',
      signIn: 'Your username with a password, identity token or access token. The address ends with /artifactory/api/docker/<repository>.',
      works: 'Tags and retagging work. Listing repositories needs a privileged user.',
    },
    gitea: {
      name: 'Gitea or Forgejo',
      signIn: 'Your username, and an access token with read:package as the password.',
      works: 'Lists the repositories you can see, 100 at a time. Tags can be deleted one by one.',
    },
    zot: {
      name: 'zot',
      signIn: 'Your username and password, or an API key as the password.',
      works: 'Everything works. Lists the repositories you can see.',
    },
  } satisfies Record<ProductId, Words> & { label: string; any: string },
};
