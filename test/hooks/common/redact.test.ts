import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../src/hooks/common/redact.ts';

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
