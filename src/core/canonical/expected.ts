import { isObject, type Json, type JsonObject } from '../values/json.ts';
import type { EnvironmentGroup, ExpectedServices, Weight } from './canonical.ts';
import { type Path, pathText } from './places.ts';
import { lineOf, type Reading, readPath } from './reading.ts';

// These sections are people's own notes as much as ours: what is not understood in them is told and not checked, never an error.

const AT: Path = ['infrastructure', 'expected_services'];

type Take<T> = (item: Json, weight: Weight, path: Path) => T | undefined;

/** `infrastructure.expected_services`. What is not understood is a warning with its place, and is not checked. */
export function readExpected(reading: Reading, written: Json): ExpectedServices {
  const section = isObject(written) ? written : {};
  if (written !== null && !isObject(written)) unclear(reading, AT, 'Write systemd:, docker:, cron: and ports: in it.');
  for (const key of Object.keys(section)) {
    if (!['systemd', 'docker', 'cron', 'ports'].includes(key))
      unclear(reading, [...AT, key], 'Known are systemd, docker, cron, ports.');
  }
  return {
    systemd: weighted(reading, section, 'systemd', (item, weight, path) => {
      const unit = nameIn(item);
      return unit === undefined ? undefined : { unit, weight, place: lineOf(reading, path) };
    }),
    docker: weighted(reading, section, 'docker', (item, weight, path) => {
      const container = nameIn(item);
      const ports = isObject(item) ? portsIn(item['ports'] ?? []) : [];
      if (container === undefined || ports === undefined) return undefined;
      return { container, ports, weight, place: lineOf(reading, path) };
    }),
    cron: each(reading, [...AT, 'cron'], section['cron'] ?? null, (item, path) => cronIn(reading, item, path)),
    ports: readPorts(reading, section['ports'] ?? null),
  };
}

function cronIn(reading: Reading, item: Json, path: Path): ExpectedServices['cron'][number] | undefined {
  if (!isObject(item)) return undefined;
  const { name, command, schedule, log, severity } = item;
  if (typeof command !== 'string' || command.trim() === '') return undefined;
  const file = typeof log === 'string' ? readPath(reading, [...path, 'log'], log) : undefined;
  return {
    name: typeof name === 'string' ? name : command,
    command,
    ...(typeof schedule === 'string' ? { schedule } : {}),
    ...(file === undefined ? {} : { log: file }),
    weight: weightOf(typeof severity === 'string' ? severity : 'important'),
    place: lineOf(reading, path),
  };
}

/** `ports: {critical: {9000: questdb}}`. */
function readPorts(reading: Reading, written: Json): ExpectedServices['ports'] {
  const ports: ExpectedServices['ports'][number][] = [];
  if (written === null) return ports;
  if (!isObject(written)) {
    unclear(reading, [...AT, 'ports'], 'Write "critical: {9000: questdb}".');
    return ports;
  }
  for (const [level, list] of Object.entries(written)) {
    const at = [...AT, 'ports', level];
    if (!isObject(list)) {
      if (list !== null) unclear(reading, at, 'Write "9000: questdb".');
      continue;
    }
    for (const [text, name] of Object.entries(list)) {
      const port = portOf(text);
      if (port === undefined || typeof name !== 'string') unclear(reading, [...at, text], 'Write "9000: questdb".');
      else ports.push({ port, name, weight: weightOf(level), place: lineOf(reading, [...at, text]) });
    }
  }
  return ports;
}

/** `environment:`, groups of `{file, keys}`. What is not understood is a warning, and is not checked. */
export function readEnvironment(reading: Reading, written: Json): EnvironmentGroup[] {
  if (written === null) return [];
  if (!isObject(written)) {
    unclear(reading, ['environment'], 'Write "group: {file: ~/.env, keys: [A, B]}".');
    return [];
  }
  const groups: EnvironmentGroup[] = [];
  for (const [name, group] of Object.entries(written)) {
    const at: Path = ['environment', name];
    const { file, keys } = isObject(group) ? group : { file: null, keys: null };
    const names = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
    if (typeof file !== 'string' || !Array.isArray(keys) || names.length !== keys.length) {
      unclear(reading, at, 'Write "file: ~/.env" and "keys: [A, B]" in it.');
      continue;
    }
    const path = readPath(reading, [...at, 'file'], file);
    if (path !== undefined) groups.push({ name, file: path, keys: names, place: lineOf(reading, at) });
  }
  return groups;
}

/** The items of `{critical: [], important: [], …}`, or of a bare list, which is important. */
function weighted<T>(reading: Reading, section: JsonObject, key: string, take: Take<T>): T[] {
  const written = section[key] ?? null;
  if (!isObject(written)) {
    return each(reading, [...AT, key], written, (item, path) => take(item, 'important', path));
  }
  return Object.entries(written).flatMap(([level, list]) => {
    return each(reading, [...AT, key, level], list, (item, path) => take(item, weightOf(level), path));
  });
}

function each<T>(reading: Reading, at: Path, list: Json, take: (item: Json, path: Path) => T | undefined): T[] {
  if (list === null) return [];
  if (!Array.isArray(list)) {
    unclear(reading, at, 'Write a list.');
    return [];
  }
  return list.flatMap((item: Json, index) => {
    const taken = take(item, [...at, index]);
    if (taken === undefined) unclear(reading, [...at, index], 'Give it a name, and ports as numbers.');
    return taken === undefined ? [] : [taken];
  });
}

function unclear(reading: Reading, path: Path, remedy: string): void {
  const message = `${pathText(path)}: is not understood, and not checked by health.`;
  reading.problems.add('warning', reading.places.keyAt(path), message, remedy);
}

function weightOf(level: string): Weight {
  if (level === 'critical' || level === 'high') return 'critical';
  return level === 'optional' || level === 'monitoring' || level === 'low' ? 'optional' : 'important';
}

function nameIn(item: Json): string | undefined {
  const name = isObject(item) ? (item['name'] ?? item['container'] ?? item['unit']) : item;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}

/** Ports as numbers, or as docker writes them: `8080:80` is port 8080 of this machine. */
function portsIn(written: Json): number[] | undefined {
  const list: readonly Json[] = Array.isArray(written) ? written : [written];
  const ports = list.map((item) =>
    portOf(typeof item === 'string' ? (item.split(':').at(-2) ?? item) : JSON.stringify(item)),
  );
  return ports.every((port) => port !== undefined) ? (ports as number[]) : undefined;
}

function portOf(text: string): number | undefined {
  const port = Number(text.replace(/\/(tcp|udp)$/, ''));
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined;
}
