import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../src/core/values/content.ts';
import { containsSecret, MASK, maskText, maskValue } from '../../../src/core/views/mask.ts';

/** Made up here, put together so that no file of the project holds anything of a real token's shape. */
const BODY = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0';
const upper = BODY.toUpperCase();
const SHAPES: readonly (readonly [string, string])[] = [
  ['an Anthropic key', `sk-${'ant'}-api03-${BODY}`],
  ['an OpenAI project key', `sk-${'proj'}-${BODY}`],
  ['a GitHub token', `gh${'p'}_${BODY}`],
  ['a fine-grained GitHub token', `github_${'pat'}_${BODY}`],
  ['an AWS key id', `AK${'IA'}${upper.slice(0, 16)}`],
  ['a Slack token', `xox${'b'}-${BODY}`],
  ['a Google key', `AI${'za'}${BODY}`],
  ['a JSON Web Token', `ey${'J'}${BODY}.ey${'J'}${BODY}.${BODY}`],
];
const KEY = [
  '-----BEGIN RSA PRIVATE KEY-----',
  BODY.repeat(2).slice(0, 64),
  BODY.repeat(2).slice(7, 71),
  '-----END RSA PRIVATE KEY-----',
];

/** A variable in a configuration file: a dollar sign and the name in braces. */
function reference(name: string): string {
  return `$\{${name}}`;
}

describe('tokens of known shapes are masked wherever they stand', () => {
  test.each(SHAPES)('%s', (_, token) => {
    for (const text of [token, `before ${token} after`, `"${token}"`, `curl -H "X: ${token}"`, `(${token})`]) {
      expect(maskText(text)).toBe(text.replace(token, MASK));
    }
    expect(containsSecret(bytesOf(`x ${token}`))).toBe(true);
  });

  test('a private key goes line by line, and the number of lines stays', () => {
    const masked = maskText(`a\n${KEY.join('\n')}\nb\n`);
    expect(masked).toBe(`a\n${KEY[0]}\n${MASK}\n${MASK}\n${KEY[3]}\nb\n`);
  });

  test('a private key on one line of JSON, and one cut off in the middle', () => {
    const [begin, first, second, end] = KEY;
    expect(maskText(`{"k": "${begin}\\n${first}\\n${second}\\n${end}"}`)).not.toContain(first!.slice(0, 8));
    expect(maskText(`${begin}\n${first}`)).toBe(`${begin}\n${MASK}`);
  });
});

describe('what a name calls secret is masked', () => {
  test.each([
    ['API_KEY=abcd1234', `API_KEY=${MASK}`],
    ['export GITHUB_TOKEN="abcd1234"', `export GITHUB_TOKEN="${MASK}"`],
    ["DB_PASSWORD='quest'", `DB_PASSWORD='${MASK}'`],
    ['{"client_secret": "s3cr3t-value", "x": 1}', `{"client_secret": "${MASK}", "x": 1}`],
    ['password: hunter22', `password: ${MASK}`],
    ['apiKey = "abcd1234",', `apiKey = "${MASK}",`],
    ['tool --token abc12345 --fast', `tool --token ${MASK} --fast`],
    ['tool --api-key=abc12345', `tool --api-key=${MASK}`],
    ['env: API_KEY=abcd1234', `env: API_KEY=${MASK}`],
    ['Authorization: Bearer abcdefgh12345678', `Authorization: Bearer ${MASK}`],
    ['https://ada:hunter22@example.org/x', `https://ada:${MASK}@example.org/x`],
    [`https://${BODY}@example.org/x`, `https://${MASK}@example.org/x`],
    ['redis://:p4ss@cache:6379', `redis://:${MASK}@cache:6379`],
    // Four crosses in a row happen.
    [`use sk-${'ant'}-api03-${BODY}xXxx${BODY}`, `use ${MASK}`],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});

describe('what only looks like it stays', () => {
  test.each([
    `TOKEN=${reference('TOKEN')}`,
    'API_KEY=$API_KEY',
    'token: <your-token>',
    'PASSWORD=xxxxxxxx',
    'API_KEY="changeme"',
    `Authorization: Bearer ${reference('GITHUB_TOKEN')}`,
    'Authorization: Bearer <token>',
    '"Read(./.env)", "Read(./secrets/**)"',
    'readonly token: string;',
    'const token = request.headers.authorization;',
    'const secret = readSecret(path);',
    'max_tokens: 4096, tokens: 12345678',
    'TOKEN_FILE=/run/secrets/token1',
    'password_min_length: 12345678',
    '"password": "password"',
    'The secret: never write it down.',
    'A bearer authentication-scheme is used.',
    'the -----BEGIN PRIVATE KEY----- line of a file',
    'https://example.org/a:b@c',
    'https://user@example.org',
    'git@github.com:ada/x.git',
    'sk-ant-xxxxxxxxxxxxxxxxxxxxxxxx',
    'sk-ant-api03-xxxx-xxxx-xxxx-xxxx',
    'task-forces-abcdefghijklmnop',
    `commit ${'0123456789abcdef'.repeat(3).slice(0, 40)}`,
    'keyboard: qwerty123',
    'const LONGEST_SECRET = 16_000;',
    'About the secret: `TOKEN_FILE` and others.',
  ])('%s', (text) => {
    expect(maskText(text)).toBe(text);
    expect(containsSecret(bytesOf(text))).toBe(false);
  });
});

describe('values of fields', () => {
  test('a key that names a secret hides the whole value, also of what is inside', () => {
    expect(maskValue('QUESTDB_TOKEN', 'quest')).toBe(MASK);
    expect(maskValue('env', { API_KEY: 'abc', HOST: 'db1', DEPTH: 3 })).toEqual({
      API_KEY: MASK,
      HOST: 'db1',
      DEPTH: 3,
    });
    expect(maskValue('credentials', { user: 'ada', pass: ['x y'] })).toEqual({ user: MASK, pass: [MASK] });
    expect(maskValue('headers', { Authorization: 'Basic abc' })).toEqual({ Authorization: MASK });
  });

  test('in a list of arguments an option names the value behind it', () => {
    expect(maskValue('args', ['serve', '--api-key', 'abc', '--port', '80'])).toEqual([
      'serve',
      '--api-key',
      MASK,
      '--port',
      '80',
    ]);
  });

  test('placeholders and plain values stay', () => {
    const placeholder = reference('API_TOKEN');
    expect(maskValue('API_TOKEN', placeholder)).toBe(placeholder);
    expect(maskValue('deny', ['Read(./.env)'])).toEqual(['Read(./.env)']);
    expect(maskValue('TOKEN', null)).toBe(null);
  });
});

describe('laws', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...SHAPES.map(([, token]) => token),
      ...KEY,
      'TOKEN=',
      '"api_key": "',
      '"',
      '\n',
      ' ',
      'https://',
      ':',
      '@',
      '--token ',
      '\\n',
      'Bearer ',
    ),
    fc.string({ maxLength: 10 }),
  );
  const texts = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));

  test('the number of lines stays', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(maskText(text).split('\n')).toHaveLength(text.split('\n').length);
      }),
      { numRuns: 1000 },
    );
  });

  test('masking twice is masking once', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(maskText(maskText(text))).toBe(maskText(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('a token between spaces is never seen', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...SHAPES.map(([, token]) => token)), texts, (before, token, after) => {
        fc.pre(!before.includes(token) && !after.includes(token));
        expect(maskText(`${before} ${token} ${after}`)).not.toContain(token);
      }),
      { numRuns: 1000 },
    );
  });
});
