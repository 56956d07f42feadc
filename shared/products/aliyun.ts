import { type Product, param } from './product.ts';

/** Alibaba Cloud Container Registry. (docs/protocol.md section 6) */
export const aliyun: Product = {
  form: { address: 'registry.cn-hangzhou.aliyuncs.com', signIn: 'password' },
  hosts: /^(?:registry(?:-vpc|-internal)?\.[a-z0-9-]+|[a-z0-9-]+-registry(?:-vpc)?\.[a-z0-9-]+\.cr)\.aliyuncs\.com$/,
  isChallenge: (challenge) => /\baliyuncs\.com/.test(param(challenge, 'realm')),
  tagsFirst: false,
};
