import { frameworkOf } from './frameworks.ts';
import type { Folder, Kind } from './project.ts';
import { objectAt, tomlIn } from './python.ts';

/** A Rust project: Cargo.toml. */
export function rust(folder: Folder): Kind | undefined {
  const manifest = tomlIn(folder.text('Cargo.toml'));
  if (!folder.has('Cargo.toml')) return undefined;
  const packages = [objectAt(manifest, 'dependencies'), objectAt(objectAt(manifest, 'workspace'), 'dependencies')];
  const framework = frameworkOf('rust', packages.flatMap(Object.keys));
  return {
    language: 'rust',
    ...(framework === undefined ? {} : { framework }),
    commands: { test: 'cargo test', lint: 'cargo clippy', format: 'cargo fmt' },
    because: 'Cargo.toml',
  };
}

/** A Go project: go.mod. */
export function go(folder: Folder): Kind | undefined {
  if (!folder.has('go.mod')) return undefined;
  const packages = [...(folder.text('go.mod') ?? '').matchAll(/^(?:require\s+|\s+)([\w.-]+\.[\w./-]+)\s+v/gm)].map(
    (match) => match[1]!,
  );
  const framework = frameworkOf('go', packages);
  const linted = folder.names.some((name) => /^\.golangci\.(ya?ml|toml|json)$/.test(name));
  return {
    language: 'go',
    ...(framework === undefined ? {} : { framework }),
    commands: { test: 'go test ./...', lint: linted ? 'golangci-lint run' : 'go vet ./...', format: 'go fmt ./...' },
    because: 'go.mod',
  };
}
