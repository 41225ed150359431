// Names under which secrets are kept. A sample of one is meant to be shared.
const SAMPLE = /(?:example|sample|template|dist|default|schema|mock|fixture)s?(?:\.[a-z]+)?$|\.pub$|\.md$/i;
const SECRET: readonly RegExp[] = [
  /^\.env(?:$|\.|rc$)/i,
  /\.env$/i,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|ovpn|p8|tfstate)$/i,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/i,
  /^\.?(?:credentials|netrc|_netrc|pgpass|htpasswd|npmrc|pypirc|git-credentials|dockercfg|boto|s3cfg|my\.cnf)$/i,
  /^(?:credentials?|secrets?|service[-_]?account[\w-]*|client_secret[\w.-]*|gcp[-_]key|google[-_]credentials)\.(?:json|ya?ml|toml|ini|txt|csv|env|properties|xml)$/i,
  /^(?:bitcoin|wallet)\.(?:conf|dat)$/i,
  /^(?:kubeconfig|\.kube\.config|terraform\.tfvars|.+\.auto\.tfvars|vault[-_]pass(?:word)?(?:\.txt)?|\.vault_pass)$/i,
];
const SECRET_PATH =
  /(?:^|\/)(?:\.aws\/(?:credentials|config)|\.ssh\/(?!known_hosts|config$|.*\.pub$)[^/]+|\.kube\/config|\.docker\/config\.json|\.config\/gcloud\/.+)$/;

/** Whether a file is likely to hold a secret, by its path alone. `.env.example` and public keys are not. */
export function isSecretFile(path: string): boolean {
  const clean = path.replace(/\/+$/, '');
  const name = clean.slice(clean.lastIndexOf('/') + 1);
  if (name === '' || SAMPLE.test(name)) return false;
  return SECRET_PATH.test(clean) || SECRET.some((pattern) => pattern.test(name));
}

const ANY_SECRET = new RegExp(SECRET.map(({ source }) => source).join('|'), 'im');
const SECRET_FOLDER = /^(?:\.aws|\.ssh|\.kube|\.docker|gcloud)$/im;

/** Whether a folder with entries of these names may hold a file that `isSecretFile` tells, itself or in one of those folders. Never misses one. */
export function mayHoldSecret(names: readonly string[]): boolean {
  const text = names.join('\n');
  return ANY_SECRET.test(text) || SECRET_FOLDER.test(text);
}
