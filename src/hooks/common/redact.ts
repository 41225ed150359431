const REDACTED = '[redacted]';

/** A pattern and what takes its place. Every pattern is linear: no nested repetition, bounded look-around. */
interface Secret {
  /** What matches has one of these in it, in lower case. Looking for them is cheap; a pattern's first use compiles it. */
  readonly words: readonly string[];
  readonly pattern: RegExp;
  readonly replacement: string;
}

// The words by which a variable, a field or an option is known to hold a secret.
const NAME =
  '(?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|auth[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|client[_-]?secret|session[_-]?key|cookie|dsn)';
const VALUE = `(?:"[^"\\n]{1,2000}"|'[^'\\n]{1,2000}'|\\$'[^'\\n]{1,2000}'|[^\\s"'\`;,&|<>(){}]{1,2000})`;

const NAME_WORDS = ['pass', 'pwd', 'secret', 'token', 'key', 'credential', 'cookie', 'dsn'];

/** What is taken out, in this order. */
export const SECRETS: readonly Secret[] = [
  // Whole blocks first, so that no rule below leaves half of one.
  {
    words: ['-----begin '],
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|PGP MESSAGE)[A-Z0-9 ]{0,40}-----[\s\S]{0,20000}?(?:-----END [A-Z0-9 ]{0,80}-----|$)/g,
    replacement: REDACTED,
  },
  // scheme://user:password@host and scheme://token@host
  { words: ['://'], pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"'`<>]{1,500}@/gi, replacement: `$1${REDACTED}@` },
  // Headers, also inside a quoted argument of a command.
  {
    words: ['authorization'],
    pattern:
      /\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?)(?:(bearer|basic|token|digest|apikey)\s{1,4})?[^\s"'`,;]{1,4000}/gi,
    replacement: `$1$2 ${REDACTED}`,
  },
  { words: ['bearer'], pattern: /\b(bearer\s{1,4})[A-Za-z0-9._~+/=-]{8,4000}/gi, replacement: `$1${REDACTED}` },
  {
    words: ['cookie'],
    pattern: /\b((?:set-)?cookie["']?\s{0,4}:\s{0,4}["']?)[^\r\n"'`]{1,4000}/gi,
    replacement: `$1${REDACTED}`,
  },
  {
    words: ['x-'],
    pattern: /\b(x-[a-z-]{0,30}(?:key|token|secret|auth)["']?\s{0,4}:\s{0,4}["']?)[^\s"'`]{1,2000}/gi,
    replacement: `$1${REDACTED}`,
  },
  // Shapes that issuers gave their tokens so that they can be found.
  {
    words: ['sk-', 'sk_', 'pk-', 'pk_', 'rk-', 'rk_'],
    pattern: /\b(?:sk|pk|rk)[-_](?:live|test|ant|proj|or|svcacct|admin)?[-_]?[A-Za-z0-9_-]{16,400}/g,
    replacement: REDACTED,
  },
  {
    words: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255})/g,
    replacement: REDACTED,
  },
  {
    words: ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'gloas-'],
    pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas)-[A-Za-z0-9_.-]{16,300}/g,
    replacement: REDACTED,
  },
  { words: ['xox'], pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,300}/g, replacement: REDACTED },
  {
    words: ['akia', 'asia', 'agpa', 'aida', 'aroa', 'anpa', 'anva'],
    pattern: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA)[A-Z0-9]{16}\b/g,
    replacement: REDACTED,
  },
  { words: ['aiza'], pattern: /\bAIza[A-Za-z0-9_-]{30,60}/g, replacement: REDACTED },
  { words: ['ya29.'], pattern: /\bya29\.[A-Za-z0-9_-]{20,400}/g, replacement: REDACTED },
  {
    words: [
      'npm_',
      'pypi-',
      'dop_v1_',
      'hf_',
      'shpat_',
      'sg.',
      'glsa_',
      'dapi',
      'atatt',
      'rubygems_',
      'dckr_pat_',
      'nvapi-',
      'r8_',
      'tskey-',
    ],
    pattern:
      /\b(?:npm_|pypi-|dop_v1_|hf_|shpat_|SG\.|glsa_|dapi|ATATT|rubygems_|dckr_pat_|nvapi-|r8_|tskey-)[A-Za-z0-9_.=-]{20,400}/g,
    replacement: REDACTED,
  },
  {
    words: ['eyj'],
    pattern: /\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,4000})?/g,
    replacement: REDACTED,
  },
  { words: [':aa'], pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{32,40}\b/g, replacement: REDACTED },
  { words: ['age-secret-key-1'], pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{20,80}/g, replacement: REDACTED },
  // NAME=value, "name": "value", name: value, --name value, --name=value
  {
    words: NAME_WORDS,
    pattern: new RegExp(
      `(\\b[A-Za-z0-9_.-]{0,60}${NAME}[A-Za-z0-9_]{0,30}["']?\\s{0,4}(?:=|:=|:|=>)\\s{0,4})(?!\\[redacted\\])${VALUE}`,
      'gi',
    ),
    replacement: `$1${REDACTED}`,
  },
  {
    words: NAME_WORDS,
    pattern: new RegExp(
      `((?:^|\\s)--?[A-Za-z0-9-]{0,40}${NAME}[A-Za-z0-9-]{0,20}[ \\t]{1,4})(?!-|\\[redacted\\])${VALUE}`,
      'gim',
    ),
    replacement: `$1${REDACTED}`,
  },
  // curl -u user:password, mysql -ppassword, sshpass -p password
  {
    words: ['-u'],
    pattern: /(\s(?:-u|--user|--proxy-user)[= ]{1,2}["']?[^\s:"']{1,200}:)[^\s"']{1,500}/g,
    replacement: `$1${REDACTED}`,
  },
  {
    words: ['mysql', 'mariadb'],
    pattern: /(\b(?:mysql|mysqldump|mariadb)\b[^\n]{0,200}?\s-p)(?=\S)[^\s]{1,300}/g,
    replacement: `$1${REDACTED}`,
  },
  { words: ['sshpass'], pattern: /(\bsshpass\s{1,4}-p\s{0,4})\S{1,300}/g, replacement: `$1${REDACTED}` },
];

// A shell's own expansions and obvious placeholders hold no secret, and a reader wants to see them.
const MAX_TEXT = 200_000;

/**
 * Takes any text and gives it with what looks like a secret replaced by `[redacted]`: private keys, credentials in URLs,
 * Authorization and cookie headers, tokens of known shapes, and values that a name calls secret. It takes too much
 * rather than too little, and time in proportion to the length; a text over 200,000 characters is cut there first.
 */
export function redact(text: string): string {
  let clean = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  // What takes a secret's place never makes one of the words, so that they are looked for in the text as it came.
  const lower = clean.toLowerCase();
  for (const { words, pattern, replacement } of SECRETS) {
    if (words.some((word) => lower.includes(word))) clean = clean.replace(pattern, replacement);
  }
  return clean;
}
