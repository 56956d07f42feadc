import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { referrersTag } from '../shared/oci/digest.ts';
import { test } from './fixtures.ts';
import { connect } from './support/connect.ts';
import { buildxV02, openVex, somePackages, syftSpdx, trivyCycloneDx, trivySarif, workflowV1 } from './support/content/documents.ts';
import { LinkedPusher, type Pushed } from './support/content/linked-images.ts';
import { bundle, envelope, type MadeLayer, publicPem, simpleSigning, statementOf } from './support/content/signatures.ts';
import { makeSigningCertificates, SIGNER, SIGNER_ISSUER, type SigningCertificates } from './support/content/signing-certificates.ts';
import { typeAhead } from './support/page/keys.ts';

const tree = (page: Page) => page.getByRole('tree', { name: 'Linked' });
const details = (page: Page) => page.getByRole('region', { name: 'Details' });

const { privateKey: release } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { privateKey: stranger } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A manifest with one layer that is about an image, under a tag, or for a list of referrers. */
async function attach(pusher: LinkedPusher, subject: Pushed, { mediaType, annotations, bytes }: MadeLayer, tag?: string): Promise<Pushed> {
  const config = await pusher.blob('application/vnd.oci.empty.v1+json', Buffer.from('{}'));
  const layers = [{ ...(await pusher.blob(mediaType, bytes)), annotations }];
  const { digest, size } = subject;
  const about = tag === undefined ? { artifactType: mediaType, subject: { mediaType: subject.mediaType, digest, size } } : {};
  return { ...(await pusher.manifest({ ...about, config, layers }, tag)), artifactType: mediaType };
}

const plain = (mediaType: string, content: unknown): MadeLayer => ({
  mediaType,
  annotations: {},
  bytes: Buffer.from(JSON.stringify(content)),
});

/** An image with signatures and documents as cosign, syft, trivy and vexctl write them. */
async function pushDocuments(url: string, { signer, intermediate, root }: SigningCertificates): Promise<Pushed> {
  const client = connect(url);
  const pusher = new LinkedPusher(client, 'team/api');
  const image = await pusher.image('amd64', { tag: '1.0' });
  const tag = referrersTag(image.digest);
  await attach(pusher, image, simpleSigning(image.digest, { key: release }, { loggedAt: new Date('2026-11-20T10:00:00Z') }), `${tag}.sig`);
  const provenance = statementOf(image.digest, 'https://slsa.dev/provenance/v1', workflowV1);
  await attach(pusher, image, envelope(provenance, { key: stranger }), `${tag}.att`);
  const packages = [...somePackages, ...Array.from({ length: 3_000 }, (_, i) => [`package-${i}`, `1.${i}.0`, 'MIT'] as const)];
  const signed = bundle(
    { statement: statementOf(image.digest, 'https://sigstore.dev/cosign/sign/v1', {}) },
    { key: signer.key, certificate: signer, chain: [intermediate, root] },
  );
  await pusher.list(image, [
    await attach(pusher, image, plain('application/spdx+json', syftSpdx(packages))),
    await attach(pusher, image, plain('application/openvex+json', openVex)),
    await attach(pusher, image, plain('application/sarif+json', trivySarif)),
    await attach(pusher, image, signed),
  ]);
  await client.close();
  return image;
}

/** Chooses a line of the tree by the beginning of its name, by keys alone. */
async function choose(page: Page, name: string): Promise<void> {
  await tree(page).focus();
  await page.keyboard.press('Home');
  // The first that begins with this.
  await typeAhead(page, name.slice(0, 4));
  const lines = await tree(page).getByRole('treeitem').count();
  const chosen = tree(page).getByRole('treeitem', { selected: true });
  for (let i = 0; i < lines && (await chosen.textContent())?.startsWith(name) !== true; i++) await page.keyboard.press('ArrowDown');
  await expect(chosen).toHaveText(new RegExp(`^${name}`));
}

const open = async (page: Page, longshore: { command: (text: string) => Promise<void> }): Promise<void> => {
  await longshore.command('team/api:1.0');
  await page.getByRole('tab', { name: 'Linked' }).focus();
  await page.keyboard.press('Enter');
  await expect(tree(page).getByRole('treeitem').nth(5)).toBeVisible();
};

test('documents are read by keys alone: provenance, SBOM with a filter, VEX, scan results', async ({ longshore, registry, page }) => {
  await pushDocuments(registry.url, await makeSigningCertificates());
  await longshore.addRegistry(registry.host, 'Local');
  await open(page, longshore);

  await choose(page, 'Provenance');
  const facts = details(page).getByLabel('Provenance', { exact: true });
  await expect(facts).toContainText('https://git.example.com/team/api/.github/workflows/release.yml@refs/tags/v1.9.2');
  await expect(facts).toContainText('4f2c91e07b3d5a6c8e9f0a1b2c3d4e5f60718293');
  await expect(details(page).getByText('1 material', { exact: true })).toBeVisible();
  await expect(details(page)).toContainText('git+https://git.example.com/team/api@refs/tags/v1.9.2');

  await choose(page, 'SBOM');
  await expect(details(page)).toContainText('Made by syft-1.30.0 on');
  const packages = details(page).getByRole('table', { name: 'Packages' });
  await expect(packages).toHaveAttribute('aria-rowcount', '3006');
  // Only what is on screen is in the page.
  expect(await packages.getByRole('row').count()).toBeLessThan(60);
  await page.keyboard.press('Tab');
  await details(page).getByRole('searchbox', { name: 'Filter 3,005 packages' }).focus();
  await page.keyboard.type('apache ssl');
  await expect(details(page)).toContainText('1 of 3,005 packages');
  await expect(packages.getByRole('row')).toHaveText([
    'PackageVersionLicencePackage URL',
    'libssl33.0.17-1~deb12u3Apache-2.0pkg:deb/debian/libssl3@3.0.17-1~deb12u3?arch=amd64',
  ]);
  await page.keyboard.type('x');
  await expect(details(page)).toContainText('No match.');

  // What is shown next begins at its beginning, however far the one before was scrolled.
  await details(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await choose(page, 'VEX');
  await expect(details(page)).toContainText('By security@example.com');
  expect(await details(page).evaluate((element) => element.scrollTop)).toBe(0);
  await expect(details(page).getByRole('listitem')).toHaveCount(3);
  await expect(details(page).getByRole('listitem').first()).toContainText('CVE-2026-1234not affectedvulnerable_code_not_in_execute_path');

  await choose(page, 'Scan result');
  await expect(details(page)).toContainText('1 critical2 medium');
  await expect(details(page).getByRole('listitem').first()).toContainText('CVE-2026-1234critical');
});

/** An image with documents as buildx and trivy write them, one that is cut short, one that is no JSON, and one that is another than its type says. */
async function pushOddDocuments(url: string): Promise<void> {
  const client = connect(url);
  const pusher = new LinkedPusher(client, 'team/odd');
  const image = await pusher.image('amd64', { tag: '1.0' });
  const provenance = statementOf(image.digest, 'https://slsa.dev/provenance/v0.2', buildxV02);
  const layers = [
    plain('application/vnd.in-toto+json', provenance),
    plain('application/vnd.cyclonedx+json', trivyCycloneDx('1.7')),
    { ...plain('application/spdx+json', {}), bytes: Buffer.from(JSON.stringify(syftSpdx()).slice(0, 900)) },
    plain('application/sarif+json', openVex),
  ];
  const referrers: Pushed[] = [];
  for (const layer of layers) referrers.push(await attach(pusher, image, layer));
  await pusher.list(image, referrers);
  await client.close();
}

test('provenance v0.2 and CycloneDX are read by keys; a document that is cut short says so, and one that is another than its type is read as what it is', async ({
  longshore,
  registry,
  page,
}) => {
  await pushOddDocuments(registry.url);
  await longshore.addRegistry(registry.host, 'Local');
  await longshore.command('team/odd:1.0');
  await page.getByRole('tab', { name: 'Linked' }).focus();
  await page.keyboard.press('Enter');
  await expect(tree(page).getByRole('treeitem').nth(4)).toBeVisible();

  await choose(page, 'Provenance, SLSA v0.2');
  const facts = details(page).getByLabel('Provenance', { exact: true });
  await expect(facts).toContainText('https://git.example.com/team/api');
  await expect(facts).toContainText('4f2c91e07b3d5a6c8e9f0a1b2c3d4e5f60718293');
  await expect(details(page)).toContainText('pkg:docker/debian@12-slim?platform=linux%2Famd64');

  await choose(page, 'SBOM, CycloneDX');
  await expect(details(page)).toContainText('Made by trivy 0.69.0 on');
  await details(page).getByRole('searchbox', { name: 'Filter 5 packages' }).focus();
  await page.keyboard.type('npm zlib1g');
  await expect(details(page)).toContainText('No match.');
  for (let i = 0; i < 'npm zlib1g'.length; i++) await page.keyboard.press('Backspace');
  await page.keyboard.type('deb zlib1g');
  await expect(details(page).getByRole('table', { name: 'Packages' }).getByRole('row')).toHaveText([
    'PackageVersionLicencePackage URL',
    'zlib1g1:1.2.13Zlibpkg:deb/debian/zlib1g@1%3A1.2.13?arch=amd64',
  ]);

  await choose(page, 'SBOM, SPDX');
  await expect(details(page)).toContainText('This document cannot be shown');
  await expect(details(page)).toContainText('It is not JSON.');

  await choose(page, 'Scan result, SARIF');
  await expect(details(page)).toContainText('By security@example.com');
  await expect(details(page).getByRole('searchbox', { name: 'Filter 3 statements' })).toBeVisible();
});

test('a signature is not verified until a key that a person gives verifies it, and another key is refused', async ({
  longshore,
  registry,
  page,
}) => {
  const certificates = await makeSigningCertificates();
  await pushDocuments(registry.url, certificates);
  await longshore.addRegistry(registry.host, 'Local');
  await open(page, longshore);

  await choose(page, 'Signature, cosign');
  await expect(details(page)).toContainText('Not verified');
  await expect(details(page).getByLabel('Signature', { exact: true })).toContainText('this image');
  await expect(details(page)).toContainText('by the transparency log');
  await expect(details(page)).toContainText('a key without a certificate');
  const field = page.getByRole('textbox', { name: 'Public key or certificate (PEM)' });
  const give = async (button: string, pem: string): Promise<void> => {
    await details(page).getByRole('button', { name: button }).focus();
    await page.keyboard.press('Enter');
    await expect(field).toBeFocused();
    await field.fill(pem);
    await details(page).getByRole('button', { name: 'Verify', exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await give('Verify with a key…', publicPem(stranger));
  await expect(details(page).getByRole('status').filter({ hasText: 'Not verified' })).toContainText('Another key made this signature');
  await give('Use another key…', publicPem(release));
  await expect(details(page).getByRole('status').filter({ hasText: 'Verified with this key' })).toContainText(
    /SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}/,
  );
  await expect(details(page)).not.toContainText('Not verified');
  // Its line says so, and by which key; the others, which nobody has looked at, do not.
  const line = (name: string) => tree(page).getByRole('treeitem', { name: new RegExp(`^${name}`) });
  const spki = createPublicKey(release).export({ type: 'spki', format: 'der' });
  const first = createHash('sha256')
    .update(spki)
    .digest('hex')
    .toUpperCase()
    .slice(0, 8)
    .replaceAll(/(..)(?=.)/g, '$1:');
  await expect(line('Signature, cosign')).toContainText(`verified by key ${first}`);
  await expect(line('Signature, Sigstore')).toContainText('not verified');

  // The same key is held against the other signatures, and does not verify them.
  await choose(page, 'Signature, Sigstore');
  const facts = details(page).getByLabel('Signature', { exact: true });
  await expect(facts).toContainText(SIGNER);
  await expect(facts).toContainText(SIGNER_ISSUER);
  await expect(details(page).getByRole('status').filter({ hasText: 'Not verified' })).toContainText('Another key made this signature');
  await give('Use another key…', certificates.intermediate.pem);
  await expect(details(page)).toContainText('Verified with this certificate authority');
  await expect(details(page)).toContainText('O=example.com, CN=Example Signing');
  await expect(line('Signature, Sigstore')).toContainText('verified by authority');
  // That was another key: it is not the one that is given now.
  await expect(line('Signature, cosign')).toContainText('not verified');
  await give('Use another key…', certificates.otherRoot.pem);
  await expect(details(page).getByRole('status').filter({ hasText: 'Not verified' })).toContainText(
    'This certificate did not issue the signer’s.',
  );

  await give('Use another key…', certificates.intermediate.pem);
  await expect(line('Signature, Sigstore')).toContainText('verified by authority');
  await details(page).getByRole('button', { name: 'Forget the key' }).focus();
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('button', { name: 'Verify with a key…' })).toBeFocused();
  await expect(line('Signature, Sigstore')).toContainText('not verified');
  await give('Verify with a key…', publicPem(stranger));

  // A private key is not sent anywhere.
  await details(page).getByRole('button', { name: 'Use another key…' }).focus();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await field.fill(release.export({ type: 'pkcs8', format: 'pem' }) as string);
  await expect(details(page)).toContainText('This is a private key.');
  await expect(details(page).getByRole('button', { name: 'Verify', exact: true })).toBeDisabled();
});
