/** A framework under the name that the library's folders have, and the packages that mean it. The more special stand first. */
type Known = readonly (readonly [framework: string, packages: readonly string[]])[];

const PYTHON: Known = [
  ['nautilustrader', ['nautilus-trader']],
  ['django', ['django']],
  ['fastapi', ['fastapi']],
  ['flask', ['flask']],
  ['streamlit', ['streamlit']],
];

const NODE: Known = [
  ['n8n', ['n8n', 'n8n-workflow', 'n8n-core', 'n8n-nodes-base']],
  ['next', ['next']],
  ['nest', ['@nestjs/core']],
  ['svelte', ['svelte', '@sveltejs/kit']],
  ['vue', ['vue', 'nuxt']],
  ['angular', ['@angular/core']],
  ['react', ['react']],
  ['fastify', ['fastify']],
  ['express', ['express']],
];

const RUST: Known = [
  ['axum', ['axum']],
  ['actix', ['actix-web']],
  ['rocket', ['rocket']],
  ['tauri', ['tauri']],
];

const GO: Known = [
  ['gin', ['github.com/gin-gonic/gin']],
  ['echo', ['github.com/labstack/echo']],
  ['fiber', ['github.com/gofiber/fiber']],
];

const BY_LANGUAGE = { python: PYTHON, node: NODE, rust: RUST, go: GO } as const;

/** The framework that the manifest's dependencies mean; the first in the order above. */
export function frameworkOf(family: keyof typeof BY_LANGUAGE, packages: Iterable<string>): string | undefined {
  const there = new Set([...packages].map(normal));
  return BY_LANGUAGE[family].find(([, names]) => names.some((name) => there.has(normal(name))))?.[0];
}

/** The framework that sources import: for projects whose manifest names none. */
export function frameworkImported(family: 'python' | 'node', sources: readonly string[]): string | undefined {
  const imported = sources.flatMap((text) =>
    family === 'python'
      ? [...text.matchAll(/^\s*(?:from|import)\s+(\w+)/gm)].map((match) => match[1]!)
      : [...text.matchAll(/(?:\bfrom\s+|\brequire\(|^\s*import\s+)['"]((?:@[\w.-]+\/)?[\w.-]+)/gm)].map(
          (match) => match[1]!,
        ),
  );
  return frameworkOf(family, imported);
}

/** Python's packages are the same with `-`, `_` and `.`, in any case (PEP 503); Go's have their major version at the end. */
function normal(name: string): string {
  return name
    .toLowerCase()
    .replace(/\/v\d+$/, '')
    .replace(/(?<=[a-z0-9])[_.](?=[a-z0-9])/g, (mark) => (mark === '.' ? '.' : '-'));
}
