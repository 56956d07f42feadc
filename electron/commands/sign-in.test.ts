import { expect, test } from 'vitest';
import { type RunOptions, runOver } from '../../e2e/support/commands.ts';
import { type AppOverDouble, putSmallImage, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { started } from '../../e2e/support/started.ts';

async function start(secret: 'session' | 'none'): Promise<AppOverDouble> {
  const over = started(await startAppOverDouble({ auth: 'basic', password: 'open sesame' }));
  putSmallImage(over, 'a', ['1.0']);
  const [saved] = over.app.services.document.connections;
  const signIn = { signIn: secret === 'session' ? 'password' : 'none', username: 'sample', secret } as const;
  if (saved) over.app.services.document.connections = [{ ...saved, ...signIn }];
  return over;
}

const tags = ({ client }: AppOverDouble, options: RunOptions = {}, ...more: string[]) =>
  runOver(client, ['tags', 'n/team/api', '--refs', ...more], options);

test('a password that is kept for a session comes from standard input, and is in nothing that is printed or saved', async () => {
  const over = await start('session');
  expect(await tags(over)).toMatchObject({ code: 5, out: '' });
  const ran = await tags(over, { input: 'open sesame\n' }, '--password-stdin');
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toMatch(/team\/api:1\.0\n$/);
  expect(JSON.stringify(over.app.services.document.connections)).not.toContain('sesame');
  // It is there for the rest of the session.
  expect(await tags(over)).toMatchObject({ code: 0 });
});

test('a wrong password is refused, and it is said that another is needed', async () => {
  const over = await start('session');
  const ran = await tags(over, { input: 'a wrong one' }, '--password-stdin');
  expect(ran).toMatchObject({ code: 5, out: '', err: expect.stringContaining('did not accept the sign-in') });
  expect(ran.err).not.toContain('a wrong one');
  // The one that was accepted before is used on.
  expect(await tags(over, { input: 'open sesame' }, '--password-stdin')).toMatchObject({ code: 0 });
  expect(await tags(over, { input: 'a wrong one' }, '--password-stdin')).toMatchObject({ code: 5 });
  expect(await tags(over)).toMatchObject({ code: 0 });
});

test('no password is read from a terminal, where it would be shown, nor for a registry that has none', async () => {
  const over = await start('session');
  expect(await tags(over, { isTerminal: true, input: 'open sesame\n' }, '--password-stdin')).toMatchObject({
    code: 2,
    err: expect.stringContaining('pipe'),
  });
  expect(await tags(await start('none'), { input: 'x' }, '--password-stdin')).toMatchObject({
    code: 2,
    err: expect.stringContaining('not kept for a session'),
  });
});
