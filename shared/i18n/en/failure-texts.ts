import type { FailureKey } from '../../failure-key.ts';

type Key = FailureKey | 'DISCONNECTED sent' | 'DISCONNECTED not-sent' | 'UNEXPECTED any';

/** What happened, why, and what to do: a sentence for every code and reason. One that is missing does not compile. */
export const failureTexts = {
  'UNAUTHORIZED no-credentials': {
    title: '{{host}} asks for a sign-in',
    detail: 'No password is saved for it, or it was kept for one session only. Choose how to sign in, and enter the password.',
  },
  'UNAUTHORIZED rejected': {
    title: '{{host}} did not accept the sign-in',
    detail: 'The username, password or token is wrong, has expired, or lacks permission. Check it and try again.',
  },
  'UNAUTHORIZED expired': {
    title: 'The sign-in for {{host}} has expired',
    detail: 'The password is valid for a few hours only. Enter a new one, or let a credential helper fetch it each time.',
  },
  'UNAUTHORIZED foreign-realm': {
    title: '{{host}} wants the password sent to {{realm}}',
    detail:
      'The token service of this registry is {{realm}}, which belongs to another site. Nothing was sent. Allow it only if you know that service; the choice is saved for this registry.',
  },
  'UNAUTHORIZED unsafe-realm': {
    title: 'The token service of {{host}} is not safe',
    detail:
      'The registry names {{realm}} as its token service. It is unencrypted, in a more private network than the registry, or not an address. Nothing was sent.',
  },
  'UNAUTHORIZED unknown-challenge': {
    title: 'The sign-in method of {{host}} is not supported',
    detail: 'It offers neither Basic nor Bearer. An access token may work.',
  },
  'UNAUTHORIZED destination-changed': {
    title: 'Enter the password of {{host}} again',
    detail:
      'The address, a certificate, the proxy or a token service differs from what is saved, so the saved password is not used. Nothing was sent.',
  },
  'UNAUTHORIZED helper-not-confirmed': {
    title: 'The credential helper for {{host}} was not run',
    detail:
      'Longshore runs a helper named in this form only after you confirm it in a system dialog. In the browser, use Import instead: it imports the helpers from Docker’s configuration.',
  },
  'FORBIDDEN registry': {
    title: '{{host}} does not allow this',
    detail:
      'The sign-in works but does not include permission to {{action}}. Ask the owner of the registry for it, or sign in with another account.',
  },
  'FORBIDDEN read-only': {
    title: 'This registry is read-only in Longshore',
    detail: 'To make changes, turn that off in the Safety section of the registry.',
  },
  'NOT_FOUND content': { title: 'Not found: {{what}} {{subject}}', detail: 'It may have been deleted or moved since.' },
  'NOT_FOUND platform': { title: 'The image has no platform {{subject}}', detail: 'Choose another platform, or all of them.' },
  'NOT_FOUND connection': { title: 'This registry is no longer saved', detail: 'It has been removed. Nothing was changed.' },
  'NOT_FOUND run': { title: 'This run has ended', detail: 'History shows its result.' },
  'NOT_FOUND change': { title: 'This change is not in the history', detail: 'Older changes may have been removed.' },
  'UNSUPPORTED catalog': {
    title: 'This registry does not list its repositories',
    detail: 'It answered {{detail}}. Enter the name of the repository to open.',
  },
  'UNSUPPORTED registry-v2': {
    title: 'This is not a container registry',
    detail:
      'The server at this address does not answer like a registry: {{detail}}. Check the address, and whether the registry needs a path.',
  },
  'UNSUPPORTED digest': {
    title: 'This digest cannot be verified',
    detail: 'Longshore cannot verify {{detail}}. It is shown, but neither read nor written, and an image that contains it is not copied.',
  },
  'UNSUPPORTED media-type': { title: 'This type is not supported', detail: '{{detail}}' },
  'UNSUPPORTED delete': { title: 'Not deleted', detail: '{{reason}}' },
  'UNSUPPORTED restore': { title: 'Not restored', detail: '{{reason}}' },
  'UNSUPPORTED undo': { title: 'This change cannot be undone', detail: '{{reason}}' },
  'UNSUPPORTED complete': { title: 'This change cannot be completed', detail: '{{reason}}' },
  'RATE_LIMITED later': { title: '{{host}} is limiting requests', detail: 'Too many requests were sent. Try again later.' },
  'RATE_LIMITED after': {
    title: '{{host}} is limiting requests',
    detail: 'Too many requests were sent. Try again in {{seconds}} s.',
  },
  'TLS self-signed': {
    title: 'The certificate of {{host}} is not trusted',
    detail:
      'It is self-signed: no certificate authority confirms it. If its owner tells you the same fingerprint, trust it for this registry only.',
  },
  'TLS unknown-authority': {
    title: 'The certificate of {{host}} is not trusted',
    detail:
      'It was issued by {{issuer}}, which this computer does not trust. Add that certificate authority for this registry under Certificates.',
  },
  'TLS expired': {
    title: 'The certificate of {{host}} is not trusted',
    detail:
      'It was valid until {{validTo}}. The owner of the registry has to renew it. If the date is wrong, check the clock of this computer.',
  },
  'TLS wrong-name': {
    title: 'The certificate of {{host}} is not trusted',
    detail: 'It was issued for {{subject}}, not for {{host}}. Use the name in the certificate, or have it renewed.',
  },
  'TLS not-tls': {
    title: '{{host}} does not support https',
    detail: 'It answers without encryption. If you trust the network, use an address with http://.',
  },
  'TLS tls-expected': {
    title: '{{host}} expects https',
    detail: 'This port expects https, but http was sent. Use an address with https://.',
  },
  'TLS client-certificate': {
    title: '{{host}} requires a client certificate',
    detail: 'It refuses connections without a certificate that it accepts. Add the certificate and its key under Certificates.',
  },
  'TLS pin-changed': {
    title: 'The certificate of {{host}} has changed',
    detail:
      'You trusted a different certificate for this registry. If its owner renewed it, check the new one and trust it. If not, someone may be intercepting the connection. Nothing was sent.',
  },
  'TLS other': {
    title: 'The certificate of {{host}} is not trusted',
    detail: 'The encrypted connection failed. See Details for the reason.',
  },
  'NETWORK refused': {
    title: '{{host}} cannot be reached',
    detail: 'Nothing is listening at this address. Is the registry running, and is the port correct?',
  },
  'NETWORK unknown-host': {
    title: '{{host}} cannot be reached',
    detail: 'The host name was not found. Check its spelling, or whether you need a VPN.',
  },
  'NETWORK unreachable': {
    title: '{{host}} cannot be reached',
    detail: 'There is no route to that network. Check the connection or the VPN.',
  },
  'NETWORK cut': {
    title: 'The connection to {{host}} broke',
    detail: 'It was cut several times. If it keeps happening, check proxies and firewalls on the way to the registry.',
  },
  'NETWORK proxy-sign-in': {
    title: 'The proxy does not let requests through to {{host}}',
    detail: 'The proxy requires its own sign-in (407). Enter its username and password under Network and certificates.',
  },
  'NETWORK proxy-refused': {
    title: 'The proxy does not let requests through to {{host}}',
    detail:
      'The proxy answered {{detail}}. Ask its owner to allow this registry, or choose another proxy for it under Network and certificates.',
  },
  'NETWORK proxy-unreachable': {
    title: 'The proxy does not let requests through to {{host}}',
    detail:
      'The proxy cannot be reached or used ({{detail}}). Check its address under Network and certificates, or the proxy of this system.',
  },
  'NETWORK proxy-address': {
    title: 'The proxy for {{host}} cannot be used',
    detail: 'Its address is not an http or https address. Check it under Network and certificates.',
  },
  'NETWORK not-http': {
    title: '{{host}} answers, but not with HTTP',
    detail: 'Another service is listening at this address. Check the port, and whether the registry uses https there.',
  },
  'NETWORK headers-too-large': {
    title: 'The answer of {{host}} cannot be read',
    detail: 'Its headers are larger than 16 KiB. A proxy or a sign-in page in between may add them. Ask its administrator.',
  },
  'NETWORK other': { title: '{{host}} cannot be reached', detail: 'The connection failed. See Details for the reason.' },
  'TIMEOUT any': {
    title: '{{host}} does not answer in time',
    detail: 'The registry may be busy, or a firewall may drop the traffic.',
  },
  'INVALID_RESPONSE address': {
    title: 'This is not the address of a registry',
    detail: 'Enter a host such as registry.example.com:5000, or a full https address.',
  },
  'INVALID_RESPONSE answer': { title: 'The answer of the registry cannot be used ({{where}})', detail: 'Reason: {{why}}.' },
  'DIGEST_MISMATCH any': {
    title: 'The content does not match its digest',
    detail: 'Expected {{expected}}, received {{actual}}. The content was not used. A proxy or damaged storage may be the cause.',
  },
  'CONFLICT tag-moved': { title: '{{subject}} points to another image now', detail: 'Nothing was changed. Refresh before you decide.' },
  'CONFLICT tag-deleted': {
    title: '{{subject}} was not found',
    detail: 'It has been deleted. Nothing was changed. Refresh before you decide.',
  },
  'CONFLICT new-tag': {
    title: '{{subject}} also points to this image now',
    detail: 'It was not part of the plan, so the image was not deleted. Refresh before you decide.',
  },
  'CONFLICT new-index': {
    title: '{{subject}} uses this image now',
    detail: 'The image is in use by an index, so it was not deleted. Refresh before you decide.',
  },
  'CONFLICT scan-incomplete': {
    title: 'Not everything could be read: {{subject}}',
    detail: 'An image is deleted only after its whole repository has been read. The image was not deleted. Refresh, and try again.',
  },
  'CONFLICT outcome-unknown': {
    title: 'The state of {{subject}} is unknown',
    detail: 'The change was sent, and the registry has not answered since. Refresh when it answers again.',
  },
  'CONFLICT change-running': { title: 'This change is already being worked on', detail: 'Wait until that has ended, then decide.' },
  'CONFLICT change-settled': {
    title: 'This change has already been decided',
    detail: 'It has been completed, restored or left. History shows its result.',
  },
  'CONFLICT not-confirmed': { title: 'This was not confirmed', detail: 'Nothing was changed. Type the name of {{subject}} to confirm.' },
  'CONFLICT protected': {
    title: 'The registry protects {{subject}}',
    detail: 'A rule of the registry prevents this, or another image refers to it. The registry says: “{{said}}”. Nothing was changed.',
  },
  'CONFLICT file-exists': { title: 'A file with this name exists', detail: '{{subject}}' },
  'CONFLICT plan-expired': { title: 'This plan has expired', detail: 'Nothing was changed. Refresh the plan, then confirm again.' },
  'KEYCHAIN missing': {
    title: 'The system keychain cannot be used',
    detail: 'It could not be loaded: {{detail}}. Install what is missing, then start Longshore again.',
  },
  'KEYCHAIN no-answer': {
    title: 'The system keychain does not answer',
    detail: 'It did not answer in time. If it is locked, unlock it. Longshore uses it again as soon as it answers.',
  },
  'KEYCHAIN failed': {
    title: 'The system keychain does not answer',
    detail: 'It reports: {{detail}}. Longshore uses it again as soon as it answers.',
  },
  'KEYCHAIN helper-missing': {
    title: 'The credential helper was not found',
    detail: '{{program}} could not be started. Install it in a folder of PATH, or choose another way to sign in.',
  },
  'KEYCHAIN helper-failed': {
    title: 'The credential helper does not work',
    detail: '{{program}} failed. Check it on the command line, or choose another way to sign in.',
  },
  'KEYCHAIN helper-unreadable': {
    title: 'The credential helper does not work',
    detail: 'The output of {{program}} cannot be read. Check it on the command line, or choose another way to sign in.',
  },
  'REGISTRY any': { title: '{{host}} answered with an error ({{status}})', detail: '{{said}}' },
  'IMAGE_FILE not-a-file': { title: 'This is not a file', detail: '{{subject}} is a pipe, a device or a socket. Choose a tar file.' },
  'IMAGE_FILE not-a-tar': {
    title: 'This is not a tar file, or it is damaged',
    detail: '{{subject}} cannot be read as a tar file. Create or download it again.',
  },
  'IMAGE_FILE cut-short': {
    title: 'The file is truncated',
    detail: '{{subject}} ends too early. Create or download it again.',
  },
  'IMAGE_FILE other-compression': {
    title: 'Files compressed with {{subject}} are not supported',
    detail: 'Decompress it first. gzip and zstd are read as they are.',
  },
  'IMAGE_FILE no-image': {
    title: 'The file contains no image',
    detail: '{{subject}} is neither an OCI layout nor the output of docker save.',
  },
  'IMAGE_FILE unpacks-too-large': {
    title: 'The unpacked file is too large',
    detail: '{{subject}} unpacks to more than the limit of {{limit}}. If you trust it, decompress it first.',
  },
  'IMAGE_FILE too-many-files': { title: 'The file contains too many entries', detail: '{{subject}} has more than {{limit}} entries.' },
  'IMAGE_FILE too-many-images': { title: 'The file lists too many images', detail: '{{subject}} lists more than the limit of {{limit}}.' },
  'IMAGE_FILE name-too-long': {
    title: 'A name in the file is too long',
    detail: '{{subject}} has a name over the limit of {{limit}} bytes.',
  },
  'IMAGE_FILE document-too-large': { title: 'A document in the file is too large', detail: '{{subject}} is over the limit of {{limit}}.' },
  'IMAGE_FILE document-unreadable': {
    title: 'A document in the file cannot be read',
    detail: '{{subject}} does not have the expected format. Create or download the file again.',
  },
  'IMAGE_FILE part-missing': {
    title: 'The file is incomplete',
    detail: 'It refers to {{subject}} but does not contain it. Save the image again, with all its layers.',
  },
  'IMAGE_FILE part-size': {
    title: 'A part of the file has the wrong size',
    detail: '{{subject}} is not as large as the image says. Nothing was uploaded.',
  },
  'IMAGE_FILE part-digest': {
    title: 'A part of the file is damaged',
    detail: 'The content of {{subject}} does not match its digest. Nothing was uploaded.',
  },
  'IMAGE_FILE layer-count': {
    title: 'The image is broken: it has too few or too many layers',
    detail: 'Number of layers in the file / in the configuration {{subject}}: {{limit}}. Nothing was uploaded.',
  },
  'IMAGE_FILE layer-empty': {
    title: 'The image is broken: a layer is empty',
    detail: '{{subject}} is empty, but not according to the image’s configuration. Nothing was uploaded.',
  },
  'IMAGE_FILE layer-order': {
    title: 'The image is broken: its layers are in the wrong order',
    detail: 'The image’s configuration has {{subject}} in another position. Nothing was uploaded.',
  },
  'IMAGE_FILE layer-other': {
    title: 'The image is broken: a layer has the wrong content',
    detail: 'The unpacked content of {{subject}} does not match the image’s configuration. Nothing was uploaded.',
  },
  'IMAGE_FILE layer-damaged': {
    title: 'The image is broken: a layer cannot be decompressed',
    detail: '{{subject}} is damaged. Nothing was uploaded.',
  },
  'IMAGE_FILE not-replaced': {
    title: 'This is not a tar file, so it is not replaced',
    detail: '{{subject}} exists. Choose another name, or pick the file with “Choose…” if that button is shown.',
  },
  'IMAGE_FILE foreign-layers': {
    title: 'The registry does not have all layers of this image',
    detail: 'A file for docker load needs every layer. {{subject}} is stored elsewhere. Save the image as an OCI layout.',
  },
  'IMAGE_FILE layer-unread': {
    title: 'A layer of this image has not been read as a whole',
    detail: 'Layer {{subject}} is missing, damaged or too large, so the saved files could be incomplete. Nothing was saved.',
  },
  'IMAGE_FILE layer-differs': {
    title: 'The layer is not what its table of contents says',
    detail: 'Layer {{subject}} has other files than it lists. Nothing was saved. Check against the layers in Files, then save again.',
  },
  'IMAGE_FILE holes-too-large': {
    title: 'The holes of this sparse file are too large to be written',
    detail: '{{subject}} has more than {{limit}} of them. Save its folder instead: the archive keeps the holes.',
  },
  'STORAGE missing': { title: 'The file or folder was not found', detail: '{{path}} does not exist. Nothing was changed.' },
  'STORAGE full': { title: 'The disk is full', detail: '{{path}} does not fit. Nothing was changed. Free some space and try again.' },
  'STORAGE denied': { title: 'No permission for this file or folder', detail: 'Longshore may not use {{path}}. Nothing was changed.' },
  'STORAGE folder': { title: 'This is a folder, not a file', detail: '{{path}}. Nothing was changed.' },
  'STORAGE name-too-long': { title: 'The name of this file is too long', detail: '{{path}}. Nothing was changed. Choose a shorter one.' },
  'STORAGE not-absolute': { title: 'Type the full path of the file', detail: '{{path}} does not begin at the root. Nothing was changed.' },
  'STORAGE changed': { title: 'Another program changed this file', detail: '{{path}} cannot be read any more. Nothing was changed.' },
  'STORAGE later-version': {
    title: 'A newer version of Longshore wrote this file',
    detail: '{{path}} is left as it is. Update Longshore to use it.',
  },
  'STORAGE other': { title: 'A file on this computer cannot be used', detail: '{{path}}: {{code}}. Nothing was changed.' },
  'DISCONNECTED sent': {
    title: 'The connection to Longshore was lost',
    detail: 'If a change was running, its outcome is unknown. Check History when the connection is back.',
  },
  'DISCONNECTED not-sent': {
    title: 'There is no connection to Longshore',
    detail: 'Nothing was sent and nothing was changed. Try again when the connection is back.',
  },
  'UNEXPECTED any': {
    title: 'Something unexpected happened',
    detail: 'See Details for what was reported. If a change was running, check the registry and History before you continue.',
  },
} satisfies Record<Key, { readonly title: string; readonly detail: string }>;
