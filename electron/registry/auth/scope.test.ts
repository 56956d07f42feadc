import { expect, test } from 'vitest';
import { mergeScopes } from './scope.ts';

test.each([
  ['one', ['repository:a/b:pull'], ['repository:a/b:pull']],
  ['the same twice', ['repository:a:pull', 'repository:a:pull'], ['repository:a:pull']],
  ['more rights on one repository', ['repository:a:delete', 'repository:a:pull,push'], ['repository:a:delete,pull,push']],
  [
    'two repositories, as a mount takes them, in their order',
    ['repository:b:pull,push', 'repository:a:pull', 'repository:b:delete'],
    ['repository:b:pull,push,delete', 'repository:a:pull'],
  ],
  [
    'a repository on a host with a port',
    ['repository:host:5000/a:pull', 'repository:host:5000/a:push'],
    ['repository:host:5000/a:pull,push'],
  ],
  ['what is no scope', ['*', 'registry:catalog:*'], ['*', 'registry:catalog:*']],
])('merges %s', (_, scopes, expected) => {
  expect(mergeScopes(scopes)).toEqual(expected);
});
