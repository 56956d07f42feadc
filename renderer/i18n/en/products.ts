export const products = {
  products: {
    label: 'Kind of registry',
    any: 'Any registry (found out by itself)',
    distribution: {
      name: 'Distribution',
      signIn: 'The user of its htpasswd file or token service, or none.',
      works: 'Everything works. Deleting has to be switched on in the registry.',
    },
    harbor: {
      name: 'Harbor',
      signIn: 'Your user and password, with single sign-on the CLI secret of your profile, or a robot account with its secret.',
      works: 'Projects, tags and removing single tags work for everyone who may see them. The table is read without counting as pulls.',
    },
    'docker-hub': {
      name: 'Docker Hub',
      signIn: 'Your Docker ID and a personal access token. Without a sign-in, public images can be seen.',
      works:
        'It lists no repositories by itself: those of your namespaces are shown once you sign in. Reading manifests counts against its limit.',
    },
    ghcr: {
      name: 'GitHub Packages (GHCR)',
      signIn: 'Your GitHub user and a classic personal access token with read:packages, as the password.',
      works:
        'It lists no repositories: pin yours, or paste a reference. Retagging works with write:packages. Deleting is only possible on GitHub.',
    },
    gitlab: {
      name: 'GitLab',
      signIn: 'Your user and a personal, project or group access token with read_registry, as the password; or a deploy token.',
      works: 'It lists no repositories to people who are not administrators: pin yours. Tags, retagging and deleting work.',
    },
    quay: {
      name: 'Quay',
      signIn: 'Your user and its encrypted password, or a robot such as team+reader with its token.',
      works: 'Lists what you may see, 100 at a time. Tags and images can be deleted; Quay keeps them revivable for a while.',
    },
    ecr: {
      name: 'Amazon ECR',
      signIn:
        'The helper ecr-login fetches a password each time. Or the user AWS with the output of “aws ecr get-login-password”, good for 12 hours.',
      works: 'Repositories, tags and retagging work. Single tags can only be removed through AWS.',
    },
    gar: {
      name: 'Google Artifact Registry',
      signIn:
        'The user _json_key with the whole key file as the password, or the helper gcloud, or oauth2accesstoken with a token of one hour.',
      works: 'It lists no repositories: pin yours as project/repository/image. An image can only be deleted once it has no tag.',
    },
    acr: {
      name: 'Azure Container Registry',
      signIn:
        'A token’s name and password, a service principal’s ID and secret, or 00000000-0000-0000-0000-000000000000 with the token of “az acr login --expose-token”.',
      works: 'Repositories, tags, retagging and removing single tags work, each with its right.',
    },
    aliyun: {
      name: 'Alibaba Cloud ACR',
      signIn: 'Your account, or a RAM user such as reader@company, with the registry password set in the console.',
      works: 'It lists no repositories: pin yours as namespace/repository. Its sign-in is on another host of Alibaba Cloud.',
    },
    nexus: {
      name: 'Nexus Repository',
      signIn: 'Your user and password, or a user token. The address is the port of the Docker repository, or ends with /repository/<name>.',
      works: 'Repositories and tags work. Deleting works by image; single tags by way of a placeholder.',
    },
    artifactory: {
      name: 'JFrog Artifactory',
      signIn: 'Your user with a password, identity token or access token. The address ends with /artifactory/api/docker/<repository>.',
      works: 'Tags and retagging work. Listing repositories takes a privileged user.',
    },
    gitea: {
      name: 'Gitea or Forgejo',
      signIn: 'Your user and an access token with read:package, as the password.',
      works: 'Lists what you may see, 100 at a time. Tags can be removed one by one.',
    },
    zot: {
      name: 'zot',
      signIn: 'Your user and password, or an API key as the password.',
      works: 'Everything works; repositories are those you may see.',
    },
  },
};
