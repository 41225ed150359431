import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact, SECRETS } from '../../../src/hooks/common/redact.ts';

// Made up here, put together so that no file holds the shape of a real token.
const made = (prefix: string, length = 36) => prefix + 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zAcBdCeDfEgFhG'.slice(0, length);

describe('what looks like a secret is taken out', () => {
  const secret = 'Tr0ub4dor-and-3';
  test.each([
    [`export API_KEY=${secret}`],
    [`DB_PASSWORD='${secret}' npm start`],
    [`MY_SECRET="${secret}"`],
    [`password: ${secret}`],
    [`{"client_secret": "${secret}"}`],
    [`{'token': '${secret}'}`],
    [`curl -H "Authorization: Bearer ${secret}" https://x.test`],
    [`curl -H 'Authorization: Basic ${secret}'`],
    [`curl -H "X-Api-Key: ${secret}" https://x.test`],
    [`curl -H 'Cookie: sid=${secret}; a=b'`],
    [`curl -u ada:${secret} https://x.test`],
    [`curl --user ada:${secret} https://x.test`],
    [`git clone https://ada:${secret}@host.test/x.git`],
    [`git remote set-url origin https://${secret}@host.test/x.git`],
    [`psql postgres://ada:${secret}@db.test:5432/shop`],
    [`mysql -u ada -p${secret} shop`],
    [`sshpass -p ${secret} ssh host`],
    [`tool --password ${secret} --verbose`],
    [`tool --api-key=${secret}`],
    [`tool --token "${secret}"`],
    [`aws configure set aws_secret_access_key ${secret}`.replace('key ', 'key=')],
    [`-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`],
    [`-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}`],
    [`bearer ${secret}`],
  ])('%s', (text) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain('[redacted]');
  });

  test.each([
    ['ghp_', made('ghp_')],
    ['github_pat_', made('github_pat_')],
    ['glpat-', made('glpat-', 20)],
    ['sk-ant-', made('sk-ant-api03-')],
    ['sk_live_', made('sk_live_')],
    ['AKIA', `${made('AKIA', 0)}ABCDEFGHIJKLMNOP`],
    ['xoxb-', made('xoxb-')],
    ['npm_', made('npm_')],
    ['hf_', made('hf_')],
    ['AIza', made('AIza', 35)],
    ['JWT', `${made('eyJ', 20)}.${made('eyJ', 30)}.${made('x', 30)}`],
  ])('a token of the shape %s', (_shape, token) => {
    expect(redact(`deploy ${token} now`)).toBe('deploy [redacted] now');
  });
});

describe('what is no secret stays', () => {
  test.each([
    ['git commit -m "add token refresh"'],
    ['npm run build && npm test'],
    ['grep -rn password src'],
    ['ls -la ~/projects'],
    ['curl https://x.test/path?a=b'],
    ['ssh git@host.test'],
    ['git clone git@host.test:ada/shop.git'],
    ['sk-learn'],
    ['the author: Ada'],
    ['3f2c1ab9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3'],
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('what surrounds a secret stays', () => {
    expect(redact('A=1 API_KEY=abc123 npm start')).toBe('A=1 API_KEY=[redacted] npm start');
    expect(redact('https://ada:pw@host.test/x')).toBe('https://[redacted]@host.test/x');
  });
});

describe('laws', () => {
  test('what is redacted once is not changed again', () => {
    const word = fc.constantFrom(
      'API_KEY=',
      'x',
      '"',
      "'",
      ' ',
      'Bearer ',
      'abc123def456',
      '://',
      '@',
      ':',
      '--token ',
      '\n',
      'ghp_',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const once = redact(words.join(''));
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test('long texts of every kind come back', () => {
    for (const piece of [
      'a',
      '-',
      'x=',
      'token',
      'token=',
      '"',
      '://',
      ' -u a:',
      '-----BEGIN ',
      'eyJ',
      'authorization:',
    ]) {
      expect(redact(piece.repeat(20_000)).length).toBeGreaterThan(0);
    }
  });
});

describe('the words that are looked for before a pattern', () => {
  const body = made('', 44);
  // Each alternative of each pattern, so that a word that is missing shows.
  const names =
    'password passwd passphrase pwd secret token api_key apikey access-key private_key auth_key signing_key encryption_key credential credentials client_secret session_key cookie dsn';
  const prefixes =
    'sk- sk_ pk- pk_ rk- rk_ ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- gloas- xoxb- AIza ya29. npm_ pypi- dop_v1_ hf_ shpat_ SG. glsa_ dapi ATATT rubygems_ dckr_pat_ nvapi- r8_ tskey-';
  const ids = 'AKIA ASIA AGPA AIDA AROA ANPA ANVA';
  const samples = [
    ...names.split(' ').flatMap((name) => [`${name}=x1`, `"${name}": "x 1"`, `tool --${name} x1`]),
    ...prefixes.split(' ').map((prefix) => `${prefix}${body}`),
    ...ids.split(' ').map((id) => `${id}ABCDEFGHIJKLMNOP`),
    `-----BEGIN EC PRIVATE KEY-----\n${body}`,
    `-----BEGIN PGP MESSAGE-----\n${body}`,
    'ftp://ada:x1@h',
    'authorization: x1',
    'Proxy-Authorization = Digest x1',
    `bearer ${body}`,
    'set-cookie: a=b',
    'x-my-auth: x1',
    `eyJ${body}.${body}`,
    `123456789:AA${body.slice(0, 36)}`,
    `AGE-SECRET-KEY-1${'Q7'.repeat(20)}`,
    ' -u ada:x1',
    ' --user ada:x1',
    ' --proxy-user=ada:x1',
    'mysql -u ada -px1',
    'mysqldump -px1',
    'mariadb -px1',
    'sshpass -p x1',
  ];

  /** What every pattern gives, without a look at the words. */
  const withEvery = (text: string): string =>
    SECRETS.reduce((clean, { pattern, replacement }) => clean.replace(pattern, replacement), text);

  test('change nothing, for any letters in upper and lower case', () => {
    const pieces = fc.array(
      fc.oneof(fc.constantFrom(...samples), fc.string({ maxLength: 12 }), fc.constantFrom(' ', '\n', '; ', '"', '=')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, fc.array(fc.boolean(), { maxLength: 40 }), (parts, upper) => {
        const text = parts.join('').replace(/[a-z]/gi, (one, at: number) => (upper[at % 40] ? one.toUpperCase() : one));
        expect(redact(text)).toBe(withEvery(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('stand in whatever a pattern matches', () => {
    for (const { words, pattern } of SECRETS) {
      const matched = samples.filter((sample) => sample.search(pattern) >= 0);
      expect(matched).not.toEqual([]);
      for (const sample of matched) expect(words.some((word) => sample.toLowerCase().includes(word))).toBe(true);
    }
  });
});
