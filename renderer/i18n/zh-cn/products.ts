import type { ProductId } from '../../../shared/products/products.ts';

type Words = { readonly name: string; readonly signIn: string; readonly works: string };

export const products = {
  products: {
    label: '镜像仓库类型',
    any: '任意镜像仓库（自动识别）',
    distribution: {
      name: 'Distribution',
      signIn: '其 htpasswd 文件或令牌服务中的用户，或无需登录。',
      works: '全部可用。须在镜像仓库中启用删除。',
    },
    harbor: {
      name: 'Harbor',
      signIn: '你的用户名和密码，或机器人账号及其密钥。使用单点登录时，请使用个人资料中的 CLI 密钥。',
      works: '有访问权限的人均可列出项目和标签，并删除单个标签。读取标签列表不计入拉取次数。',
    },
    'docker-hub': {
      name: 'Docker Hub',
      signIn: '你的 Docker ID 和个人访问令牌。公开镜像无需登录。',
      works: '登录后可查看你的命名空间中的仓库。其他仓库不会列出。读取清单会计入拉取限额。',
    },
    ghcr: {
      name: 'GitHub Packages（GHCR）',
      signIn: '你的 GitHub 用户名，以及带 read:packages 权限的经典个人访问令牌作为密码。',
      works: '不列出仓库：请固定你的仓库或粘贴镜像引用。重新打标签需要 write:packages。只能在 GitHub 上删除。',
    },
    gitlab: {
      name: 'GitLab',
      signIn: '你的用户名，以及带 read_registry 权限的个人、项目或群组访问令牌作为密码；或部署令牌。',
      works: '只有管理员可以列出仓库：请固定你的仓库。标签、重新打标签和删除均可用。',
    },
    quay: {
      name: 'Quay',
      signIn: '你的用户名及其加密密码，或机器人账号（如 team+reader）及其令牌。',
      works: '列出你可查看的仓库，每页 100 个。可删除标签和镜像；Quay 在一段时间内可以恢复。',
    },
    ecr: {
      name: 'Amazon ECR',
      signIn: '凭据助手 ecr-login，每次获取新密码；或用户 AWS 和“aws ecr get-login-password”的输出，有效期 12 小时。',
      works: '仓库、标签和重新打标签均可用。单个标签只能通过 AWS 删除。',
    },
    gar: {
      name: 'Google Artifact Registry',
      signIn: '用户 _json_key，以整个密钥文件作为密码；或凭据助手 gcloud；或用户 oauth2accesstoken 和有效期一小时的令牌。',
      works: '不列出仓库：请以“项目/仓库/镜像”的形式固定。镜像没有标签后才能删除。',
    },
    acr: {
      name: 'Azure 容器注册表',
      signIn: '令牌的名称和密码、服务主体的 ID 和机密，或 00000000-0000-0000-0000-000000000000 和“az acr login --expose-token”的令牌。',
      works: '仓库、标签、重新打标签和删除单个标签均可用，各需相应权限。',
    },
    aliyun: {
      name: '阿里云容器镜像服务',
      signIn: '你的账号，或 RAM 用户（如 reader@company），以及在控制台设置的镜像仓库密码。',
      works: '不列出仓库：请以“命名空间/仓库”的形式固定。登录服务位于阿里云的另一个主机。',
    },
    nexus: {
      name: 'Nexus Repository',
      signIn: '你的用户名和密码，或用户令牌。地址是 Docker 仓库的端口，或以 /repository/<name> 结尾。',
      works: '仓库和标签可用。可删除镜像。删除单个标签时使用占位镜像。',
    },
    artifactory: {
      name: 'JFrog Artifactory',
      signIn: '你的用户名，以及密码、身份令牌或访问令牌。地址以 /artifactory/api/docker/<repository> 结尾。',
      works: '标签和重新打标签可用。列出仓库需要特权用户。',
    },
    gitea: {
      name: 'Gitea 或 Forgejo',
      signIn: '你的用户名，以及带 read:package 权限的访问令牌作为密码。',
      works: '列出你可查看的仓库，每页 100 个。可逐个删除标签。',
    },
    zot: { name: 'zot', signIn: '你的用户名和密码，或以 API 密钥作为密码。', works: '全部可用。列出你可查看的仓库。' },
  } satisfies Record<ProductId, Words> & { label: string; any: string },
};
