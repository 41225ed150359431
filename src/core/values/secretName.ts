/** Words that alone make a name that of a secret. */
const ALONE = new Set([
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'credential',
  'credentials',
  'apikey',
  'authtoken',
  'accesstoken',
  'authorization',
]);
/** Words that do so before `key`: `API_KEY`, `privateKey`. */
const BEFORE_KEY = new Set([
  'api',
  'private',
  'secret',
  'access',
  'auth',
  'signing',
  'encryption',
  'session',
  'client',
]);
/** Last words after which the value is about the secret and not the secret: `TOKEN_FILE`, `password_length`. */
const ABOUT = new Set(
  'file path dir url uri type name ttl expiry expires expiration length limit count budget usage max min env var header prefix suffix regex pattern policy hint label field endpoint rotation'.split(
    ' ',
  ),
);

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** True when a variable, key or option of this name holds a secret: `GITHUB_TOKEN`, `apiKey`, `--client-secret`. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (ABOUT.has(words.at(-1) ?? '')) return false;
  return words.some((word, index) => ALONE.has(word) || (word === 'key' && BEFORE_KEY.has(words[index - 1] ?? '')));
}

/** True for a variable of the environment: there even a short plain word is a value and not a piece of a program. */
export function isVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

const STANDS_FOR =
  /\$\{|\$\(|\{\{|^\$[A-Za-z_]|^%\w+%$|^<.*>$|\.\.\.|…|•|\*{3}|x{8}|example|placeholder|redacted|changeme|change[-_]me|dummy|your[-_ ]|^(?:null|none|undefined|true|false|string|todo)$/i;

/** True for `sk-xxxx-xxxx`. A few in a row alone say nothing: one random token in 25,000 has four. */
function isCrossedOut(value: string): boolean {
  const crosses = value.match(/x{4,}/gi)?.join('').length ?? 0;
  return crosses > 0 && crosses * 2 >= value.replace(/[^a-z0-9]/gi, '').length;
}

/** True for what only stands where a secret would: `${TOKEN}`, `<your-token>`, `xxxx`, `changeme`. */
export function isPlaceholder(value: string): boolean {
  if (STANDS_FOR.test(value) || isCrossedOut(value)) return true;
  const kinds = new Set(value).size;
  if (kinds === 1 || (kinds === 2 && value.length >= 6)) return true;
  return /^[a-z _-]+$/i.test(value) && isSecretName(value) && wordsOf(value).length <= 3;
}
