import type { Language } from '../../shared/languages.ts';

/** The words of the question whether a credential helper may be asked. */
type Words = {
  readonly message: (helper: string, host: string) => string;
  readonly detail: (url: string) => string;
  readonly proxy: (proxy: string) => string;
  readonly ownTrust: string;
  readonly allow: string;
  readonly cancel: string;
};

/** By language: one that is missing does not compile. */
export const confirmHelperWords: Readonly<Record<Language, Words>> = {
  en: {
    message: (helper, host) => `Ask docker-credential-${helper} for the password of ${host}?`,
    detail: (url) => `A form in Longshore names this program. Its password is sent to ${url}. Continue only if you filled in that form.`,
    proxy: (proxy) => `It is sent through the proxy ${proxy}.`,
    ownTrust: 'The form also names a certificate or a token service to trust.',
    allow: 'Ask the helper',
    cancel: 'Cancel',
  },
  'zh-CN': {
    message: (helper, host) => `要向 docker-credential-${helper} 获取 ${host} 的密码吗？`,
    detail: (url) => `Longshore 中的表单指定了此程序。其密码将发送到 ${url}。仅在你填写了该表单时继续。`,
    proxy: (proxy) => `它将通过代理 ${proxy} 发送。`,
    ownTrust: '该表单还指定了要信任的证书或令牌服务。',
    allow: '询问凭据助手',
    cancel: '取消',
  },
};
