import { expect, test } from 'vitest';
import { emptyForm } from '../../../shared/contract/connections.ts';
import { productOfAddress, valuesOf } from './product-values.ts';

test.each([
  ['docker.io', 'docker-hub'],
  [' docker.io ', 'docker-hub'],
  ['https://registry-1.docker.io', 'docker-hub'],
  ['ghcr.io/team', 'ghcr'],
  ['registry.example.com:5000', 'unknown'],
  ['', 'unknown'],
  ['https://', 'unknown'],
])('the address %j is of the product %s', (address, product) => {
  expect(productOfAddress(address)).toBe(product);
});

test('a product fills in its address where everyone has the same, and how one signs in', () => {
  expect(valuesOf(emptyForm, 'docker-hub')).toEqual({ signIn: 'password', address: 'docker.io', username: '' });
  expect(valuesOf(emptyForm, 'ecr')).toEqual({ signIn: 'helper', address: '', username: 'AWS', helper: 'ecr-login' });
});

test('choosing a product keeps what the person has typed', () => {
  const typed = { ...emptyForm, address: 'r.example.com', username: 'ann', helper: 'office' };
  expect(valuesOf(typed, 'ecr')).toEqual({ signIn: 'helper' });
});

test('what one product filled in is replaced by the next', () => {
  const first = { ...emptyForm, ...valuesOf(emptyForm, 'quay'), username: 'robot$' };
  expect(valuesOf(first, 'harbor')).toEqual({ signIn: 'password', address: '', username: 'robot$' });
});
