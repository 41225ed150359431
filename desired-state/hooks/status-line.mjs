#!/usr/bin/env node
// Built from src/hooks of the reconcile project. Changes made here are overwritten.

// builtin:node:fs
var closeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").closeSync)();
var fstatSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").fstatSync)();
var mkdirSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").mkdirSync)();
var openSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").openSync)();
var readdirSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readdirSync)();
var readSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readSync)();
var readFileSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readFileSync)();
var renameSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").renameSync)();
var statSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").statSync)();
var unlinkSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").unlinkSync)();
var writeFileSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").writeFileSync)();
var writeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").writeSync)();

// src/hooks/common/process.ts
var MAX_STDIN_BYTES = 64 * 1024 * 1024;
var CHUNK_BYTES = 64 * 1024;
var MAX_WAITS = 5e3;
function nodeProcess() {
  return {
    env: process.env,
    cwd: currentDirectory(),
    argv: process.argv.slice(2),
    pid: process.pid,
    now: () => Date.now(),
    // `performance` would be loaded for this alone.
    elapsed: () => process.uptime() * 1e3,
    readStdin,
    write: writeStdout,
    fail(reason) {
      process.exitCode = 2;
      try {
        writeSync(2, `${reason}
`);
      } catch {
      }
    }
  };
}
function currentDirectory() {
  try {
    return process.cwd();
  } catch {
    return "/";
  }
}
function readStdin() {
  const chunks = [];
  let total = 0;
  let waits = 0;
  for (; ; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const length = tryOn(() => readSync(0, chunk, 0, CHUNK_BYTES, null));
    if (length === 0) return Buffer.concat(chunks, total).toString("utf8");
    if (length === void 0) {
      waits += 1;
      if (waits > MAX_WAITS) throw new Error("stdin stayed silent");
      pause(1);
      continue;
    }
    total += length;
    if (total > MAX_STDIN_BYTES) throw new Error("the event is too long");
    chunks.push(chunk.subarray(0, length));
  }
}
function writeStdout(text) {
  const bytes = Buffer.from(text);
  let offset = 0;
  let waits = 0;
  while (offset < bytes.length) {
    const written = tryOn(() => writeSync(1, bytes, offset));
    if (written !== void 0) {
      offset += written;
      continue;
    }
    waits += 1;
    if (waits > MAX_WAITS) throw new Error("stdout takes nothing");
    pause(1);
  }
}
function tryOn(operation) {
  try {
    return operation();
  } catch (error) {
    const code = error.code;
    if (code === "EAGAIN") return void 0;
    if (code === "EOF") return 0;
    throw error;
  }
}
function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

// builtin:node:path
var resolve = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").resolve)();
var normalize = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").normalize)();
var isAbsolute = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").isAbsolute)();
var join = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").join)();
var dirname = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").dirname)();
var basename = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").basename)();

// src/hooks/common/world.ts
function makeWorld(surroundings, event) {
  const { env } = surroundings;
  const home = absolute(env.HOME) ?? absolute(env.USERPROFILE) ?? "";
  const cwd = absolute(event.cwd) ?? surroundings.cwd;
  const projectDir = absolute(env.CLAUDE_PROJECT_DIR) ?? cwd;
  return {
    env,
    home,
    cwd,
    projectDir,
    project: env.RECONCILE_PROJECT || basename(projectDir) || "unknown",
    stateDir: stateDir(env, home),
    tempDirs: tempDirs(env, home),
    now: () => surroundings.now()
  };
}
function stateDir(env, home) {
  return join(absolute(env.XDG_STATE_HOME) ?? join(home || "/tmp", ".local", "state"), "reconcile");
}
function tempDirs(env, home) {
  const dirs = [
    "/tmp",
    "/var/tmp",
    "/private/tmp",
    "/private/var/tmp",
    "/dev/shm",
    "/var/folders",
    "/private/var/folders"
  ];
  const own = absolute(env.TMPDIR);
  if (own !== void 0 && /tmp|temp|scratch|cache|\/var\/folders\//i.test(own)) dirs.push(own);
  return [...dirs, ...configuredFolders(env.RECONCILE_TEMPORARY_FOLDERS ?? "", home)];
}
var SYSTEM = /^(?:|\/(?:bin|boot|dev|etc|home|lib|lib64|opt|proc|root|run|sbin|srv|sys|usr|Users|var))$/;
function configuredFolders(text, home) {
  return text.split(":").map((part) => part.trim()).map((part) => part.startsWith("~/") && home !== "" ? join(home, part.slice(2)) : part).filter((part) => isAbsolute(part)).map((part) => normalize(part).replace(/\/+$/, "")).filter((part) => !SYSTEM.test(part) && !`${home}/`.startsWith(`${part}/`));
}
function absolute(path) {
  return path !== void 0 && isAbsolute(path) ? path : void 0;
}

// src/hooks/common/event.ts
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textField(record, key) {
  const value = record[key];
  return typeof value === "string" && value !== "" ? value : void 0;
}

// src/hooks/common/git.ts
function findRepository(start) {
  let folder = resolve(start);
  for (; ; ) {
    const gitDir = gitDirOf(folder);
    if (gitDir !== void 0) return { root: folder, gitDir, commonDir: commonDirOf(gitDir) };
    const parent = dirname(folder);
    if (parent === folder) return void 0;
    folder = parent;
  }
}
function currentBranch(repository) {
  const head = readText(join(repository.gitDir, "HEAD"))?.trim();
  return head?.startsWith("ref: refs/heads/") ? head.slice("ref: refs/heads/".length) : void 0;
}
function gitDirOf(folder) {
  const path = join(folder, ".git");
  let isFolder;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    return void 0;
  }
  if (isFolder) return exists(join(path, "HEAD")) ? path : void 0;
  const target = /^gitdir: (.+)$/m.exec(readText(path) ?? "")?.[1]?.trim();
  if (target === void 0) return void 0;
  return isAbsolute(target) ? target : resolve(folder, target);
}
function commonDirOf(gitDir) {
  const target = readText(join(gitDir, "commondir"))?.trim();
  return target === void 0 ? gitDir : resolve(gitDir, target);
}
function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return void 0;
  }
}
function exists(path) {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}

// src/hooks/common/spoolBound.ts
var MOST_BYTES = 512e6;
var SEGMENT = /^claude_[a-z_]+-(\d{8})(?:\.\d+)?\.jsonl$/;
var NEWLINE = 10;
function keepBounded(folder, day) {
  const { mostBytes, sent } = stateIn(folder);
  const all = segmentsIn(folder);
  let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= mostBytes) return [];
  const lost = [];
  const isSent = ({ name, bytes }) => (sent[name]?.offset ?? -1) >= bytes;
  const old = all.filter((segment) => segment.day < day);
  for (const segment of [...old.filter(isSent), ...old.filter((one) => !isSent(one))]) {
    if (total <= mostBytes) break;
    total -= segment.bytes;
    const rows = remove(join(folder, segment.name), sent[segment.name]?.offset ?? 0);
    if (rows > 0) lost.push({ name: segment.name, rows });
  }
  return lost;
}
function segmentsIn(folder) {
  const found = [];
  for (const name of readdirSync(folder)) {
    const day = SEGMENT.exec(name)?.[1];
    const stat = day === void 0 ? void 0 : statSync(join(folder, name), { throwIfNoEntry: false });
    if (day !== void 0 && stat !== void 0) found.push({ name, day, bytes: stat.size });
  }
  return found.sort((a, b) => a.day < b.day ? -1 : a.day > b.day ? 1 : 0);
}
function stateIn(folder) {
  try {
    const state = JSON.parse(readFileSync(join(folder, "flushed.json"), "utf8"));
    const { mostBytes, segments } = state;
    return {
      mostBytes: typeof mostBytes === "number" ? mostBytes : MOST_BYTES,
      sent: typeof segments === "object" && segments !== null ? segments : {}
    };
  } catch {
    return { mostBytes: MOST_BYTES, sent: {} };
  }
}
function remove(path, from) {
  try {
    const bytes = readFileSync(path);
    let rows = 0;
    for (let at2 = bytes.indexOf(NEWLINE, from); at2 >= 0; at2 = bytes.indexOf(NEWLINE, at2 + 1)) rows++;
    unlinkSync(path);
    return rows;
  } catch (error) {
    if (error.code === "ENOENT") return 0;
    throw error;
  }
}

// src/hooks/common/spool.ts
var MAX_LINE_BYTES = 4096;
function spool(stateDir2, table, row) {
  const folder = join(stateDir2, "spool");
  const day = dayOf(row.timestamp);
  const file = join(folder, `${table}-${day}.jsonl`);
  const line = rowLine(row);
  const descriptor = openForAppend(folder, file);
  let isFirst = false;
  try {
    isFirst = fstatSync(descriptor).size === 0;
    const written = writeSync(descriptor, line);
    if (written < line.length) writeSync(descriptor, "\n");
  } finally {
    closeSync(descriptor);
  }
  if (isFirst) bound(stateDir2, day, row);
}
function bound(stateDir2, day, { timestamp }) {
  try {
    for (const { name, rows } of keepBounded(join(stateDir2, "spool"), day)) {
      spool(stateDir2, "claude_events", {
        timestamp,
        event_type: "warning",
        severity: "high",
        category: "spool",
        event_id: `removed:${name}`,
        count: rows,
        context: `the spool was full: ${rows} rows of ${name} were removed before they were sent`
      });
    }
  } catch {
  }
}
function rowLine(row) {
  const columns = { ...row };
  for (; ; ) {
    const line = Buffer.from(`${JSON.stringify(columns)}
`);
    const excess = line.length - MAX_LINE_BYTES;
    if (excess <= 0) return line;
    const longest = longestText(columns);
    if (longest === void 0) throw new RangeError("a metrics row has too many columns for one line");
    const text = columns[longest];
    const keep = Math.max(0, Math.max(text.length - excess - 1, Math.floor(text.length / 2) - 1));
    if (keep === 0) delete columns[longest];
    else columns[longest] = `${wholeCharacters(text, keep)}…`;
  }
}
function longestText(columns) {
  let longest;
  let length = 0;
  for (const [column, value] of Object.entries(columns)) {
    if (column === "timestamp" || typeof value !== "string" || value.length <= length) continue;
    longest = column;
    length = value.length;
  }
  return longest;
}
function wholeCharacters(text, length) {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 55296 && last < 56320 ? length - 1 : length);
}
function openForAppend(folder, file) {
  try {
    return openSync(file, "a", 384);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    mkdirSync(folder, { recursive: true, mode: 448 });
    return openSync(file, "a", 384);
  }
}
function dayOf(timestamp) {
  const time = new Date(typeof timestamp === "number" ? timestamp / 1e3 : timestamp);
  return time.toISOString().slice(0, 10).replaceAll("-", "");
}

// src/hooks/common/hash.ts
function textHash(text) {
  let first = 3735928559 ^ text.length;
  let second = 1103547991 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 2654435761);
    second = Math.imul(second ^ unit, 1597334677);
    first ^= first >>> 15;
    second ^= second >>> 13;
  }
  return `${digits(mixed(first ^ second >>> 16))}${digits(mixed(second ^ first >>> 16))}`;
}
function mixed(lane) {
  let value = Math.imul(lane ^ lane >>> 16, 2246822507);
  value = Math.imul(value ^ value >>> 13, 3266489909);
  return (value ^ value >>> 16) >>> 0;
}
function digits(value) {
  return value.toString(16).padStart(8, "0");
}

// src/hooks/transcript/state.ts
function safeName(text) {
  const plain = text.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 64);
  return plain === text && plain !== "" ? plain : `${plain}-${shortHash(text)}`;
}
function sessionFolder(stateDir2, sessionId) {
  return join(stateDir2, "hooks", "sessions", safeName(sessionId));
}
function shortHash(text) {
  return textHash(text).slice(0, 10);
}
function readState(file) {
  try {
    const value = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null ? value : void 0;
  } catch {
    return void 0;
  }
}
function writeState(file, value) {
  replaceFile(file, `${JSON.stringify(value)}
`);
}
function replaceFile(file, text) {
  mkdirSync(dirname(file), { recursive: true, mode: 448 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 384 });
  renameSync(temporary, file);
}

// src/hooks/summary/status.ts
function statusFile(stateDir2, sessionId) {
  return join(sessionFolder(stateDir2, sessionId), "status.json");
}
function readStatus(stateDir2, sessionId) {
  const state = readState(statusFile(stateDir2, sessionId)) ?? {};
  const number2 = (value) => typeof value === "number" ? value : void 0;
  return {
    costUsd: number2(state.costUsd),
    contextUsed: number2(state.contextUsed),
    contextMax: number2(state.contextMax)
  };
}
function keepStatus(stateDir2, sessionId, status) {
  const before = readStatus(stateDir2, sessionId);
  const same = before.costUsd === status.costUsd && before.contextUsed === status.contextUsed && before.contextMax === status.contextMax;
  if (!same) writeState(statusFile(stateDir2, sessionId), status);
  return !same;
}

// src/hooks/summary/status-line.ts
function parseStatusInput(text) {
  const raw = jsonObject(text);
  const model = at(raw, "model");
  const window = at(raw, "context_window");
  const workspace = at(raw, "workspace");
  const usage = at(window, "current_usage");
  const contextMax = number(window.context_window_size);
  const used = usedTokens(usage);
  const percent = number(window.used_percentage);
  const contextUsed = used ?? (percent !== void 0 && contextMax !== void 0 ? percent * contextMax / 100 : void 0);
  return {
    sessionId: textField(raw, "session_id") ?? "unknown",
    folder: textField(workspace, "current_dir") ?? textField(raw, "cwd"),
    projectFolder: textField(workspace, "project_dir"),
    modelId: textField(model, "id"),
    modelName: textField(model, "display_name") ?? textField(model, "id") ?? "Claude",
    costUsd: number(at(raw, "cost").total_cost_usd),
    contextUsed: contextUsed === void 0 ? void 0 : Math.round(contextUsed),
    contextMax,
    usedPercent: percent ?? (used !== void 0 && contextMax ? 100 * used / contextMax : void 0)
  };
}
function usedTokens(usage) {
  const parts = [usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens].map(number);
  if (parts.every((part) => part === void 0)) return void 0;
  return parts.reduce((sum, part) => sum + (part ?? 0), 0);
}
function number(value) {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : void 0;
}
function at(record, key) {
  return isRecord(record[key]) ? record[key] : {};
}
function jsonObject(text) {
  try {
    const value = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
function statusText(input2, branch) {
  const parts = [input2.modelName];
  if (branch !== void 0) parts.push(branch);
  if (input2.usedPercent !== void 0) parts.push(`context ${Math.round(input2.usedPercent)}%`);
  if (input2.costUsd !== void 0) parts.push(`$${input2.costUsd.toFixed(2)}`);
  return parts.join(" | ").replace(/[\x00-\x1f\x7f]+/g, " ");
}
function branchOf(folder) {
  const repository = folder === void 0 ? void 0 : findRepository(folder);
  return repository && currentBranch(repository);
}
function recordStatus(input2, world) {
  const { costUsd, contextUsed, contextMax } = input2;
  if (!keepStatus(world.stateDir, input2.sessionId, { costUsd, contextUsed, contextMax })) return;
  if (contextUsed === void 0) return;
  spool(world.stateDir, "claude_context", {
    timestamp: new Date(world.now()).toISOString(),
    project: world.project,
    session_id: input2.sessionId,
    model: input2.modelId,
    trigger: "statusline",
    context_used: contextUsed,
    context_max: contextMax,
    utilization_pct: input2.usedPercent === void 0 ? void 0 : Math.round(10 * input2.usedPercent) / 10
  });
}

// src/hooks/status-line.ts
var host = nodeProcess();
function readInput() {
  try {
    return host.readStdin();
  } catch {
    return "";
  }
}
var input = parseStatusInput(readInput());
host.write(`${statusText(input, branchOf(input.folder))}
`);
try {
  const env = { ...host.env, CLAUDE_PROJECT_DIR: host.env.CLAUDE_PROJECT_DIR ?? input.projectFolder };
  const surroundings = { env, cwd: host.cwd, now: () => host.now() };
  recordStatus(input, makeWorld(surroundings, input.folder === void 0 ? {} : { cwd: input.folder }));
} catch {
}
