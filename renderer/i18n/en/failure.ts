export const failure = {
  failure: {
    details: 'Details',
    copy: 'Copy',
    action: {
      retry: 'Try again',
      'edit-registry': 'Edit registry…',
      'sign-in': 'Sign in…',
      'trust-realm': 'Send it there',
      'trust-certificate': 'Trust this certificate here…',
      diagnose: 'Diagnose',
      refresh: 'Look again',
    },
    chain: { label: 'Certificates', issued: 'issued by {{issuer}}, valid until {{validTo}}' },
    noCredentials: {
      title: '{{host}} asks for a sign-in',
      detail: 'No password is known for it here, or none that is still remembered. Choose how to sign in, and enter it.',
    },
    rejected: {
      title: '{{host}} did not accept the sign-in',
      detail: 'The username, password or token is wrong or has expired, or it does not allow this. Check it and try again.',
    },
    expired: {
      title: 'The sign-in for {{host}} has expired',
      detail: 'Its password is only good for some hours. Enter a new one, or let a credential helper fetch it each time.',
    },
    foreignRealm: {
      title: '{{host}} wants the password sent to {{realm}}',
      detail:
        'The sign-in of this registry is at {{realm}}, which belongs to another site. Nothing was sent. Allow it only if you know that service; it is then remembered for this registry.',
    },
    unsafeRealm: {
      title: 'The sign-in address of {{host}} is not safe',
      detail:
        'The registry names {{realm}} for signing in, which is unencrypted, nearer than the registry itself, or not an address. Nothing was sent.',
    },
    unknownChallenge: {
      title: '{{host}} asks for a sign-in that Longshore does not know',
      detail: 'It offers neither Basic nor Bearer. An access token may work.',
    },
    wayChanged: {
      title: 'Enter the password of {{host}} again',
      detail:
        'The address, a certificate, the proxy or a token service differs from what is saved. The saved password is used only for the registry as it was saved. Nothing was sent.',
    },
    helperNotConfirmed: {
      title: 'The credential helper was not asked for {{host}}',
      detail:
        'A helper named in this form is asked only after you agree in a window of Longshore outside the page. In the browser, use Import: it takes over the helpers that Docker is set up with.',
    },
    readOnly: {
      title: 'This registry is read-only in Longshore',
      detail: 'Switch that off in the registry’s Security section to make changes.',
    },
    forbidden: {
      title: '{{host}} does not allow this',
      detail: 'The sign-in is good but lacks the right to “{{action}}”. Ask the owner of the registry for it, or sign in as somebody else.',
    },
    notFound: { title: '{{what}} is not there', detail: 'It may have been deleted or moved in the meantime.' },
    rateLimited: {
      title: '{{host}} asks us to slow down',
      later: 'Too many requests were sent. Try again in a while.',
      after: 'Too many requests were sent. It allows more in {{seconds}} s.',
    },
    timeout: {
      title: '{{host}} does not answer in time',
      detail: 'The connection was made or tried, and nothing came back. The registry may be busy, or a firewall swallows the traffic.',
    },
    address: {
      title: 'That is no address of a registry',
      detail: 'Enter a host such as registry.example.com:5000, or a whole https address.',
    },
    invalid: { title: 'The registry’s answer cannot be used ({{where}})', detail: 'Reason: {{why}}.' },
    digest: {
      title: 'The content is not what its digest says',
      detail: 'Asked for {{expected}}, got {{actual}}. Nothing of it was used. A proxy or a damaged storage may be the cause.',
    },
    helper: {
      title: 'The credential helper does not work',
      detail: '{{reason}}. Install it where programs are found, or choose another way to sign in.',
    },
    keychain: {
      title: 'The system keychain does not answer',
      detail: '{{reason}}. Unlock it and try again, or save the registry for this session only.',
    },
    registry: { title: '{{host}} answered with an error ({{status}})' },
    storage: {
      missing: 'There is no such file or folder',
      full: 'The disk is full',
      denied: 'This file or folder may not be used',
      folder: 'That is a folder, not a file',
      path: 'Type the whole path of the file, from its beginning',
      changed: 'Another program changed this file, and it cannot be read',
      later: 'A newer version of Longshore keeps the registries of this file in another way',
      other: 'A file on this machine could not be used',
      detail: '{{path}}: {{reason}}. Nothing was changed.',
    },
    archive: {
      'not-a-file': { title: 'This is not a file', detail: '{{subject}} is a pipe, a device or a socket. Choose a tar file.' },
      'not-a-tar': {
        title: 'This is not a tar file, or it is damaged',
        detail: '{{subject}} cannot be read as a tar file. Write or download it again.',
      },
      'cut-short': { title: 'The file is cut short', detail: '{{subject}} ends before its content does. Write or download it again.' },
      'other-compression': {
        title: 'Files compressed with {{subject}} are not supported',
        detail: 'Decompress it first. gzip and zstd are read as they are.',
      },
      'no-image': {
        title: 'The file holds no image',
        detail: '{{subject}} is neither an OCI layout nor an archive written by docker save.',
      },
      'unpacks-too-large': {
        title: 'The file unpacks to more than is allowed',
        detail: '{{subject}} unpacks to more than the limit of {{limit}}. If you trust it, decompress it first.',
      },
      'too-many-files': { title: 'The file holds too many entries', detail: '{{subject}} has more than {{limit}} entries.' },
      'too-many-images': { title: 'The file lists too many images', detail: '{{subject}} lists more than the limit of {{limit}}.' },
      'name-too-long': { title: 'A name in the file is too long', detail: '{{subject}} has a name over the limit of {{limit}} bytes.' },
      'document-too-large': { title: 'A document in the file is too large', detail: '{{subject}} is over the limit of {{limit}}.' },
      'document-unreadable': {
        title: 'A document in the file cannot be read',
        detail: '{{subject}} is not what it should be. Write or download the file again.',
      },
      'part-missing': {
        title: 'The file is incomplete',
        detail: 'It names {{subject}}, which is not in it. Save the image again, with all its layers.',
      },
      'part-size': {
        title: 'A part of the file has the wrong size',
        detail: '{{subject}} is not as large as the image says. Nothing was uploaded.',
      },
      'part-digest': {
        title: 'A part of the file is damaged',
        detail: 'The content of {{subject}} does not match its digest. Nothing was uploaded.',
      },
      'layer-count': {
        title: 'The image is broken: layers are missing or left over',
        detail: 'Layers in the file / in the configuration {{subject}}: {{limit}}. Nothing was uploaded.',
      },
      'layer-empty': {
        title: 'The image is broken: a layer is empty',
        detail: '{{subject}} is empty, and the image’s configuration says otherwise. Nothing was uploaded.',
      },
      'layer-order': {
        title: 'The image is broken: its layers are in the wrong order',
        detail: '{{subject}} belongs at another place according to the image’s configuration. Nothing was uploaded.',
      },
      'layer-other': {
        title: 'The image is broken: a layer is not the one it should be',
        detail: '{{subject}} does not unpack to what the image’s configuration says. Nothing was uploaded.',
      },
      'layer-damaged': {
        title: 'The image is broken: a layer cannot be decompressed',
        detail: '{{subject}} is damaged. Nothing was uploaded.',
      },
      'not-replaced': {
        title: 'This is not a tar file, so it is not replaced',
        detail: '{{subject}}: choose another name. A file picked with “Choose…” is replaced, where that button is shown.',
      },
      'foreign-layers': {
        title: 'The registry does not hold all layers of this image',
        detail: 'A file for docker load needs every layer. {{subject}} is only available elsewhere. Save it as an OCI layout.',
      },
    },
    disconnected: {
      title: 'The connection to Longshore was lost',
      detail: 'If a change was under way, its outcome is unknown here. See History once the connection is back.',
    },
    notSent: {
      title: 'There is no connection to Longshore',
      detail: 'Nothing was sent and nothing was changed. Try again once the connection is back.',
    },
    unexpected: {
      title: 'Something unexpected happened',
      detail: '{{message}}. If a change was under way, look at the registry and at the history before you go on.',
    },
    catalog: { title: 'This registry does not list its repositories', detail: 'It answered {{why}}. Name the repository you want to see.' },
    delete: { title: 'The registry did not delete it', detail: '{{why}}.' },
    notRegistry: {
      title: 'That is no registry',
      detail: 'Something answers there, but not as a registry does: {{why}}. Check the address, and whether the registry is under a path.',
    },
    mediaType: { title: 'This type is not supported' },
    putBack: { title: 'It could not be put back', detail: '{{why}}.' },
    conflict: {
      tagMoved: '{{subject}} points to another image now',
      tagGone: '{{subject}} is no longer there',
      tagsChanged: 'Something changed in the meantime: {{subject}}',
      outcomeUnknown: 'It is not known what became of {{subject}}',
      outcomeUnknownDetail: 'The change was sent, and the registry has not answered since. Look again once it does.',
      changeRunning: 'This change is already being worked on',
      changeRunningDetail: 'Wait until that has ended, then decide again.',
      fileExists: 'There is a file of this name already.',
      protected: 'The registry protects {{subject}}',
      protectedDetail:
        'A rule there keeps it from being changed or removed, or another image refers to it. It says: “{{said}}”. Nothing was changed.',
      notConfirmed: 'This was not confirmed',
      nothingChanged: 'Nothing was changed. Look again before you decide.',
    },
    network: {
      title: '{{host}} cannot be reached',
      refused: 'Nothing listens there. Is the registry running, and is the port right?',
      unknownHost: 'This name is not known. Check its spelling, or whether you need a VPN.',
      unreachable: 'There is no way to that network. Check the connection or the VPN.',
      cutTitle: 'The connection to {{host}} broke',
      cut: 'It was cut in the middle, several times. If it keeps happening, look at what stands between here and the registry.',
      proxyTitle: 'The proxy does not let us through to {{host}}',
      proxyAuth: 'It wants a sign-in of its own (407). Enter its username and password under Security.',
      proxyRefused: 'It answered {{detail}}. Ask its owner to allow this registry, or choose another way under Security.',
      proxyGone: 'It could not be reached or used ({{detail}}). Check its address under Security, or the proxy of this system.',
      notHttpTitle: '{{host}} answers, but not with HTTP',
      notHttp: 'Another service listens at this address. Check the port, and whether the registry speaks https there.',
      headersTitle: 'The answer of {{host}} cannot be read',
      headers: 'Its headers are larger than 16 KiB. A proxy or sign-in page in between may add them; ask whoever runs it.',
      other: 'The connection failed for a reason shown in the details.',
    },
    tls: {
      title: 'The certificate of {{host}} is not trusted',
      notTlsTitle: '{{host}} does not speak https',
      clientTitle: '{{host}} wants a client certificate',
      tlsExpectedTitle: '{{host}} is encrypted',
      pinTitle: 'The certificate of {{host}} has changed',
      someone: 'someone unknown',
      selfSigned:
        'It is self-signed: nobody but itself vouches for it. If its owner tells you the same fingerprint, trust it for this registry only.',
      unknownAuthority:
        'It was issued by {{issuer}}, which this computer does not know. Add that authority for this registry under Security.',
      expired: 'It was valid until {{validTo}}. The owner of the registry has to renew it; or check the clock of this computer.',
      wrongName: 'It is made out to {{subject}}, not to {{host}}. Use the name that stands in it, or have it renewed.',
      notTls: 'What answers there is not encrypted. If you trust the network, write the address with http://.',
      clientCertificate: 'It refused the connection without one that it knows. Add the certificate and its key under Security.',
      tlsExpected: 'It speaks https at this port, and http was sent to it. Write the address with https://.',
      pinChanged:
        'Another one was trusted for this registry. If its owner renewed it, look at the new one and trust that; if not, somebody may stand in between. Nothing was sent.',
      other: 'The encrypted connection failed for a reason shown in the details.',
    },
  },
};
