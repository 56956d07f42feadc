import { expect, type Locator } from '@playwright/test';
import { test } from './fixtures.ts';
import { pushImage } from './support/content/images.ts';
import { freePort } from './support/process.ts';
import { makeCertificates } from './support/servers/certificates.ts';
import { startDistribution } from './support/servers/distribution.ts';
import { startTokenService } from './support/servers/token-service.ts';

const USERNAME = 'reader';
const PASSWORD = 'corréct-horse-8d1f';

type Case = {
  readonly name: string;
  readonly address: string;
  readonly authority?: string;
  readonly signIn?: boolean;
  /** Only a repository shows it: it is named in the dialog of the saved registry. */
  readonly repository?: string;
  /** What the failed step says, in English and in Chinese. */
  readonly says: readonly [RegExp, RegExp];
};

/** Ten ways in which a connection fails, each made for real. */
async function makeCases(): Promise<{ cases: Case[]; stop: () => Promise<void> }> {
  const good = await makeCertificates();
  const expired = await makeCertificates({ expired: true });
  const elsewhere = await makeCertificates({ names: 'DNS:elsewhere.example.com' });
  const noRights = await startTokenService(USERNAME, PASSWORD, 300, []);
  const plain = await startDistribution();
  const tls = await startDistribution({ tls: good });
  const late = await startDistribution({ tls: expired });
  const other = await startDistribution({ tls: elsewhere });
  const mutual = await startDistribution({ tls: { ...good, clientAuthority: good.authority } });
  const guarded = await startDistribution({ htpasswd: { username: USERNAME, password: 'another' } });
  const rightless = await startDistribution({ token: noRights });
  const cases: Case[] = [
    { name: 'unknown host', address: 'https://registry.invalid', says: [/The host name was not found/, /未找到此主机名/] },
    { name: 'closed port', address: `https://127.0.0.1:${await freePort()}`, says: [/Nothing is listening at this address/, /监听/] },
    {
      name: 'plain http on a TLS port',
      address: tls.url.replace('https:', 'http:'),
      says: [/This port expects https/, /此端口使用 https/],
    },
    { name: 'TLS on a plain port', address: plain.url.replace('http:', 'https:'), says: [/does not support https/, /不支持 https/] },
    { name: 'expired certificate', address: late.url, authority: expired.authorityPem, says: [/It was valid until/, /它的有效期至/] },
    {
      name: 'wrong name',
      address: other.url,
      authority: elsewhere.authorityPem,
      says: [/issued for registry\.example\.com, not for/, /颁发给 registry\.example\.com/],
    },
    {
      name: 'unknown authority',
      address: tls.url,
      says: [/issued by Example Corp Internal CA, which this computer does not trust/, /由 Example Corp Internal CA 颁发/],
    },
    {
      name: 'missing client certificate',
      address: mutual.url,
      authority: good.authorityPem,
      says: [/requires a client certificate/, /要求客户端证书/],
    },
    { name: 'wrong password', address: guarded.url, signIn: true, says: [/did not accept the sign-in/, /未接受登录/] },
    {
      name: 'right password without rights',
      address: rightless.url,
      signIn: true,
      says: [/does not allow this/, /不允许此操作/],
      repository: 'team/api',
    },
  ];
  const parts = [noRights, plain, tls, late, other, mutual, guarded, rightless];
  return { cases, stop: async () => void (await Promise.all(parts.map((part) => part.stop()))) };
}

async function lastStep(steps: Locator): Promise<string> {
  await expect(steps).toHaveAttribute('aria-busy', 'false');
  return (await steps.locator(':scope > li').last().innerText()).replace(/\n+/g, ' | ');
}

for (const [index, locale, words] of [
  [
    0,
    'en',
    {
      add: 'Add registry',
      address: 'Registry address',
      certificates: 'Certificates',
      authority: 'Certificate authority (PEM)',
      signIn: 'Sign in with',
      password: 'Username and password',
      username: 'Username',
      secret: 'Password',
      test: 'Test',
      diagnose: 'Diagnose',
      save: 'Save',
      menu: 'Actions for registry',
      repository: 'Repository to check',
      again: 'Run again',
      steps: 'Steps',
    },
  ],
  [
    1,
    'zh-CN',
    {
      add: '添加镜像仓库',
      address: '镜像仓库地址',
      certificates: '证书',
      authority: '证书颁发机构（PEM）',
      signIn: '登录方式',
      password: '用户名和密码',
      username: '用户名',
      secret: '密码',
      test: '测试',
      diagnose: '诊断',
      save: '保存',
      menu: '镜像仓库 .* 的操作',
      repository: '要检查的仓库',
      again: '重新运行',
      steps: '步骤',
    },
  ],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test(`a diagnosis names ten ways in which a connection fails (${locale})`, async ({ longshore, page, host }) => {
      const { cases, stop } = await makeCases();
      const lines: string[] = [];
      for (const { name, address, authority, signIn, repository, says } of cases) {
        await page.getByRole('button', { name: words.add, exact: true }).first().click();
        const dialog = longshore.dialog(words.add);
        await dialog.getByRole('textbox', { name: words.address }).fill(address);
        if (authority) {
          await dialog.getByRole('button', { name: words.certificates }).click();
          await dialog.getByRole('textbox', { name: words.authority }).fill(authority);
        }
        if (signIn) {
          await dialog.getByRole('combobox', { name: words.signIn }).click();
          await page.getByRole('option', { name: words.password }).click();
          await dialog.getByRole('textbox', { name: words.username }).fill(USERNAME);
          await dialog.getByRole('textbox', { name: words.secret }).fill(PASSWORD);
        }
        if (repository) {
          await dialog.getByRole('button', { name: words.save, exact: true }).click();
          await page.getByRole('button', { name: new RegExp(words.menu) }).click();
          await page.getByRole('menuitem', { name: words.diagnose }).click();
          await page.getByRole('textbox', { name: words.repository }).fill(repository);
          await page.getByRole('button', { name: words.again }).click();
        } else {
          await dialog.getByRole('button', { name: words.test, exact: true }).click();
          await dialog.getByRole('button', { name: words.diagnose }).click();
        }
        const steps = page.getByRole('list', { name: words.steps });
        await lastStep(steps);
        const failed = await steps.innerText();
        lines.push(`${name}: ${(await lastStep(steps)).slice(0, 300)}`);
        expect.soft(failed, name).toMatch(says[index]);
        await page.keyboard.press('Escape');
        // The form asks once whether what was typed is discarded.
        if (!repository) await page.keyboard.press('Escape');
      }
      console.log(lines.join('\n'));
      expect(host.output()).not.toContain(PASSWORD);
      await stop();
    });
  });
}

test('a saved registry is diagnosed from its menu, and the text to copy has every step and no secret', async ({
  longshore,
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const tokens = await startTokenService(USERNAME, PASSWORD);
  const registry = await startDistribution({ token: tokens, deletes: true });
  await pushImage(
    { layers: [1000] },
    { host: registry.host, repository: 'team/api', tags: ['1.0'], credentials: `${USERNAME}:${PASSWORD}` },
  );
  const add = await longshore.openAddDialog(registry.host, 'Prod');
  await longshore.signInWith(add, USERNAME, PASSWORD);
  await add.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Actions for registry Prod' }).click();
  await page.getByRole('menuitem', { name: 'Diagnose…' }).click();
  const dialog = longshore.dialog('Diagnose Prod');
  await expect(dialog.getByRole('status')).toHaveText('All checks passed.');
  await dialog.getByRole('checkbox', { name: 'Also check what can be deleted' }).check();
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await expect(dialog.getByText('disabled or not supported')).toBeVisible();
  await dialog.getByRole('button', { name: 'Copy as text' }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const step of ['Address', 'Name resolution', 'Connection (TCP)', 'How to sign in', 'Signing in', 'Reading a repository', 'Deleting'])
    expect(text).toContain(`] ${step}`);
  expect(text).toContain('Permissions granted: repository:team/api:pull');
  expect(text).not.toMatch(/horse|eyJ|Basic |Bearer /);
  await registry.stop();
  await tokens.stop();
});

test('a certificate is trusted for one registry after its fingerprint was shown, and a changed one is not', async ({ longshore, page }) => {
  const first = await makeCertificates();
  const port = await freePort();
  let registry = await startDistribution({ tls: first, port });
  await pushImage({ layers: [1000] }, { host: registry.host, repository: 'team/api', tags: ['1.0'] });
  const dialog = await longshore.openAddDialog(registry.host, 'Pinned');
  await dialog.getByRole('button', { name: 'Test' }).click();
  await dialog.getByRole('button', { name: 'Trust this certificate here…' }).click();
  await expect(dialog.getByText('Trust this certificate for this registry only?')).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Certificates' })).toContainText(/[0-9A-F]{2}(:[0-9A-F]{2}){31}/);
  await dialog.getByRole('button', { name: 'Trust for this registry' }).click();
  await expect(dialog.getByRole('status')).toContainText('answered in');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await longshore.openRepository('team/api');
  await expect(longshore.tag('1.0')).toContainText('image');
  await registry.stop();
  registry = await startDistribution({ tls: await makeCertificates(), port });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('alert').first()).toContainText('has changed');
  await registry.stop();
});
