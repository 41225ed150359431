#!/usr/bin/env node
// Built from src/hooks of the reconcile project. Changes made here are overwritten.

// builtin:node:fs
var closeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").closeSync)();
var existsSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").existsSync)();
var fstatSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").fstatSync)();
var mkdirSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").mkdirSync)();
var openSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").openSync)();
var readdirSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readdirSync)();
var readSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readSync)();
var readFileSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readFileSync)();
var renameSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").renameSync)();
var rmSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").rmSync)();
var statSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").statSync)();
var unlinkSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").unlinkSync)();
var writeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").writeSync)();
var constants = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").constants)();

// builtin:node:path
var resolve = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").resolve)();
var normalize = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").normalize)();
var isAbsolute = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").isAbsolute)();
var join = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").join)();
var relative = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").relative)();
var dirname = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").dirname)();
var basename = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").basename)();
var sep = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").sep)();

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

// src/hooks/transcript/append.ts
var MAX_LINE_BYTES = 4096;
var STALE_LOCK_MS = 6e4;
function appendLine(file, value) {
  const line = Buffer.from(`${JSON.stringify(value)}
`);
  if (line.length > MAX_LINE_BYTES) throw new RangeError(`a line of ${line.length} bytes is too long`);
  const descriptor = openForAppend(file);
  try {
    if (writeSync(descriptor, line) < line.length) writeSync(descriptor, "\n");
  } finally {
    closeSync(descriptor);
  }
}
function openForAppend(file) {
  try {
    return openSync(file, "a", 384);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    mkdirSync(dirname(file), { recursive: true, mode: 448 });
    return openSync(file, "a", 384);
  }
}
function rotate(file, maxBytes, now) {
  if (sizeOf(file) <= maxBytes) return;
  const lock = `${file}.lock`;
  if (!takeLock(lock, now)) return;
  try {
    if (sizeOf(file) > maxBytes) renameSync(file, `${file}.1`);
  } finally {
    rmSync(lock, { force: true });
  }
}
function takeLock(lock, now) {
  try {
    closeSync(openSync(lock, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 384));
    return true;
  } catch {
    if (now - modified(lock) > STALE_LOCK_MS) rmSync(lock, { force: true });
    return false;
  }
}
function sizeOf(file) {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
function modified(file) {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
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
var DAY_MS = 864e5;
function safeName(text) {
  const plain = text.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, 64);
  return plain === text && plain !== "" ? plain : `${plain}-${shortHash(text)}`;
}
function projectKey(root) {
  return `${safeName(basename(root) || "root")}-${shortHash(root)}`;
}
function shortHash(text) {
  return textHash(text).slice(0, 10);
}
function pruneOlderThan(folder, days, now) {
  for (const name of listNames(folder)) {
    const path = join(folder, name);
    try {
      if (now - statSync(path).mtimeMs > days * DAY_MS) rmSync(path, { recursive: true, force: true });
    } catch {
    }
  }
}
function listNames(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

// src/hooks/common/redact.ts
var REDACTED = "[redacted]";
var NAME = "(?:passw(?:or)?d|passwd|passphrase|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|auth[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|client[_-]?secret|session[_-]?key|cookie|dsn)";
var VALUE = `(?:"[^"\\n]{1,2000}"|'[^'\\n]{1,2000}'|\\$'[^'\\n]{1,2000}'|[^\\s"'\`;,&|<>(){}]{1,2000})`;
var NAME_WORDS = ["pass", "pwd", "secret", "token", "key", "credential", "cookie", "dsn"];
var SECRETS = [
  // Whole blocks first, so that no rule below leaves half of one.
  {
    words: ["-----begin "],
    pattern: /-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE KEY|PGP MESSAGE)[A-Z0-9 ]{0,40}-----[\s\S]{0,20000}?(?:-----END [A-Z0-9 ]{0,80}-----|$)/g,
    replacement: REDACTED
  },
  // scheme://user:password@host and scheme://token@host
  { words: ["://"], pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"'`<>]{1,500}@/gi, replacement: `$1${REDACTED}@` },
  // Headers, also inside a quoted argument of a command.
  {
    words: ["authorization"],
    pattern: /\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?)(?:(bearer|basic|token|digest|apikey)\s{1,4})?[^\s"'`,;]{1,4000}/gi,
    replacement: `$1$2 ${REDACTED}`
  },
  { words: ["bearer"], pattern: /\b(bearer\s{1,4})[A-Za-z0-9._~+/=-]{8,4000}/gi, replacement: `$1${REDACTED}` },
  {
    words: ["cookie"],
    pattern: /\b((?:set-)?cookie["']?\s{0,4}:\s{0,4}["']?)[^\r\n"'`]{1,4000}/gi,
    replacement: `$1${REDACTED}`
  },
  {
    words: ["x-"],
    pattern: /\b(x-[a-z-]{0,30}(?:key|token|secret|auth)["']?\s{0,4}:\s{0,4}["']?)[^\s"'`]{1,2000}/gi,
    replacement: `$1${REDACTED}`
  },
  // Shapes that issuers gave their tokens so that they can be found.
  {
    words: ["sk-", "sk_", "pk-", "pk_", "rk-", "rk_"],
    pattern: /\b(?:sk|pk|rk)[-_](?:live|test|ant|proj|or|svcacct|admin)?[-_]?[A-Za-z0-9_-]{16,400}/g,
    replacement: REDACTED
  },
  {
    words: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255})/g,
    replacement: REDACTED
  },
  {
    words: ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-"],
    pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas)-[A-Za-z0-9_.-]{16,300}/g,
    replacement: REDACTED
  },
  { words: ["xox"], pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,300}/g, replacement: REDACTED },
  {
    words: ["akia", "asia", "agpa", "aida", "aroa", "anpa", "anva"],
    pattern: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA)[A-Z0-9]{16}\b/g,
    replacement: REDACTED
  },
  { words: ["aiza"], pattern: /\bAIza[A-Za-z0-9_-]{30,60}/g, replacement: REDACTED },
  { words: ["ya29."], pattern: /\bya29\.[A-Za-z0-9_-]{20,400}/g, replacement: REDACTED },
  {
    words: [
      "npm_",
      "pypi-",
      "dop_v1_",
      "hf_",
      "shpat_",
      "sg.",
      "glsa_",
      "dapi",
      "atatt",
      "rubygems_",
      "dckr_pat_",
      "nvapi-",
      "r8_",
      "tskey-"
    ],
    pattern: /\b(?:npm_|pypi-|dop_v1_|hf_|shpat_|SG\.|glsa_|dapi|ATATT|rubygems_|dckr_pat_|nvapi-|r8_|tskey-)[A-Za-z0-9_.=-]{20,400}/g,
    replacement: REDACTED
  },
  {
    words: ["eyj"],
    pattern: /\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}(?:\.[A-Za-z0-9_-]{0,4000})?/g,
    replacement: REDACTED
  },
  { words: [":aa"], pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{32,40}\b/g, replacement: REDACTED },
  { words: ["age-secret-key-1"], pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{20,80}/g, replacement: REDACTED },
  // NAME=value, "name": "value", name: value, --name value, --name=value
  {
    words: NAME_WORDS,
    pattern: new RegExp(
      `(\\b[A-Za-z0-9_.-]{0,60}${NAME}[A-Za-z0-9_]{0,30}["']?\\s{0,4}(?:=|:=|:|=>)\\s{0,4})(?!\\[redacted\\])${VALUE}`,
      "gi"
    ),
    replacement: `$1${REDACTED}`
  },
  {
    words: NAME_WORDS,
    pattern: new RegExp(
      `((?:^|\\s)--?[A-Za-z0-9-]{0,40}${NAME}[A-Za-z0-9-]{0,20}[ \\t]{1,4})(?!-|\\[redacted\\])${VALUE}`,
      "gim"
    ),
    replacement: `$1${REDACTED}`
  },
  // curl -u user:password, mysql -ppassword, sshpass -p password
  {
    words: ["-u"],
    pattern: /(\s(?:-u|--user|--proxy-user)[= ]{1,2}["']?[^\s:"']{1,200}:)[^\s"']{1,500}/g,
    replacement: `$1${REDACTED}`
  },
  {
    words: ["mysql", "mariadb"],
    pattern: /(\b(?:mysql|mysqldump|mariadb)\b[^\n]{0,200}?\s-p)(?=\S)[^\s]{1,300}/g,
    replacement: `$1${REDACTED}`
  },
  { words: ["sshpass"], pattern: /(\bsshpass\s{1,4}-p\s{0,4})\S{1,300}/g, replacement: `$1${REDACTED}` }
];
var MAX_TEXT = 2e5;
function redact(text) {
  let clean = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  const lower = clean.toLowerCase();
  for (const { words, pattern, replacement } of SECRETS) {
    if (words.some((word) => lower.includes(word))) clean = clean.replace(pattern, replacement);
  }
  return clean;
}

// src/hooks/bundle/brief.ts
var CONTENT_KEYS = /* @__PURE__ */ new Set(["content", "new_string", "old_string", "new_source", "edits", "todos", "plan"]);
var LONGEST_SECRET = 16e3;
var PATH_KEYS = /* @__PURE__ */ new Set(["file_path", "notebook_path", "path"]);
function briefInput(input, places, maxText) {
  const brief = {};
  for (const [key, value] of Object.entries(input).slice(0, 12)) {
    const name = key.slice(0, 40);
    if (typeof value === "number" || typeof value === "boolean") brief[name] = value;
    else if (CONTENT_KEYS.has(key)) brief[name] = contentLength(value);
    else if (typeof value === "string") brief[name] = briefText(key, value, places, maxText);
    else if (value !== null && value !== void 0)
      brief[name] = cut(withoutHome(redact(JSON.stringify(value).slice(0, LONGEST_SECRET)), places), maxText);
  }
  return brief;
}
function contentLength(value) {
  if (typeof value === "string") return `${value.length} characters`;
  return Array.isArray(value) ? `${value.length} items` : "present";
}
function briefText(key, value, places, maxText) {
  if (PATH_KEYS.has(key)) return cut(redact(shortPath(value, places)), maxText);
  const start = value.slice(0, maxText + LONGEST_SECRET);
  const named = redact(`${key}=${start}`);
  const clean = named.startsWith(`${key}=`) ? named.slice(key.length + 1) : redact(start);
  return cut(withoutHome(clean, places), maxText);
}
function shortPath(path, { root, home }) {
  if (!isAbsolute(path)) return path.split(sep).join("/");
  const inside = relative(root, path);
  if (inside === "") return ".";
  if (!inside.startsWith("..") && !isAbsolute(inside)) return inside.split(sep).join("/");
  return home !== "" && path.startsWith(`${home}${sep}`) ? `~/${path.slice(home.length + 1).split(sep).join("/")}` : path;
}
function withoutHome(text, { root, home }) {
  let short = root.length > 1 ? text.replaceAll(`${root}/`, "") : text;
  if (home.length > 1) short = short.replaceAll(`${home}/`, "~/");
  return short;
}
function cut(text, length) {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return `${text.slice(0, last >= 55296 && last < 56320 ? length - 1 : length)}…`;
}

// src/hooks/bundle/entry.ts
var OPERATIONS = {
  Read: "read",
  NotebookRead: "read",
  Grep: "search",
  Glob: "search",
  LS: "search",
  ToolSearch: "search",
  Write: "edit",
  Edit: "edit",
  MultiEdit: "edit",
  NotebookEdit: "edit",
  Bash: "run",
  PowerShell: "run",
  WebFetch: "fetch",
  WebSearch: "fetch",
  Agent: "agent",
  Task: "agent",
  TodoWrite: "task",
  TaskCreate: "task",
  TaskUpdate: "task"
};
function operationOf(tool) {
  return OPERATIONS[tool] ?? (tool.startsWith("mcp__") ? "mcp" : "other");
}
function bundleEntry(event, places, t) {
  const tool = event.tool_name;
  if (tool === void 0) return void 0;
  for (let maxText = 800; ; maxText = Math.floor(maxText / 2)) {
    const entry = {
      t,
      ...event.tool_use_id !== void 0 && { id: event.tool_use_id.slice(0, 100) },
      op: operationOf(tool),
      tool: tool.slice(0, 200),
      ...event.agent_type !== void 0 && { agent: event.agent_type.slice(0, 100) },
      in: maxText === 0 ? {} : briefInput(event.tool_input, places, maxText)
    };
    if (maxText === 0 || Buffer.byteLength(JSON.stringify(entry)) < MAX_LINE_BYTES) return entry;
  }
}

// src/hooks/bundle/file.ts
function bundleFolder(world) {
  return join(world.stateDir, "bundles", projectKey(world.projectDir));
}
function bundleFile(world, sessionId) {
  return join(bundleFolder(world), `${safeName(sessionId)}.jsonl`);
}

// src/hooks/bundle/record.ts
var MAX_BUNDLE_BYTES = 4 * 1024 * 1024;
var DEFAULT_DAYS = 30;
function recordCall(event, world) {
  const root = findRepository(world.projectDir)?.root ?? world.projectDir;
  const entry = bundleEntry(event, { root, home: world.home }, world.now());
  if (!entry) return void 0;
  const folder = bundleFolder(world);
  const file = bundleFile(world, event.session_id);
  const isFirst = !existsSync(file);
  appendLine(file, entry);
  rotate(file, MAX_BUNDLE_BYTES, world.now());
  if (isFirst) {
    const days = Number(world.env.RECONCILE_BUNDLE_DAYS);
    pruneOlderThan(folder, days > 0 ? days : DEFAULT_DAYS, world.now());
  }
  return void 0;
}

// src/hooks/common/event.ts
var TEXT_FIELDS = [
  "prompt_id",
  "transcript_path",
  "cwd",
  "permission_mode",
  "agent_id",
  "agent_type",
  "agent_transcript_path",
  "tool_name",
  "tool_use_id",
  "error",
  "last_assistant_message",
  "prompt",
  "source",
  "model",
  "reason",
  "trigger",
  "task_id",
  "task_subject",
  "task_description"
];
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textField(record, key) {
  const value = record[key];
  return typeof value === "string" && value !== "" ? value : void 0;
}
function parseEvent(text) {
  const raw = parseObject(text);
  const name = textField(raw, "hook_event_name");
  if (name === void 0) throw new Error("the event has no hook_event_name");
  const event = {
    hook_event_name: name,
    session_id: textField(raw, "session_id") ?? "unknown",
    tool_input: isRecord(raw.tool_input) ? raw.tool_input : {},
    raw
  };
  for (const field of TEXT_FIELDS) {
    const value = textField(raw, field);
    if (value !== void 0) event[field] = value;
  }
  for (const field of ["is_interrupt", "stop_hook_active"]) {
    if (typeof raw[field] === "boolean") event[field] = raw[field];
  }
  if (typeof raw.duration_ms === "number") event.duration_ms = raw.duration_ms;
  if (raw.tool_response !== void 0) event.tool_response = raw.tool_response;
  return event;
}
function parseObject(text) {
  let value;
  try {
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    throw new Error("stdin is not JSON");
  }
  if (!isRecord(value)) throw new Error("stdin is not a JSON object");
  return value;
}

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
    for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) rows++;
    unlinkSync(path);
    return rows;
  } catch (error) {
    if (error.code === "ENOENT") return 0;
    throw error;
  }
}

// src/hooks/common/spool.ts
var MAX_LINE_BYTES2 = 4096;
function spool(stateDir2, table, row) {
  const folder = join(stateDir2, "spool");
  const day = dayOf(row.timestamp);
  const file = join(folder, `${table}-${day}.jsonl`);
  const line = rowLine(row);
  const descriptor = openForAppend2(folder, file);
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
    const excess = line.length - MAX_LINE_BYTES2;
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
function openForAppend2(folder, file) {
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

// src/hooks/common/record.ts
function recordRun(name, host, event, result) {
  try {
    const world = makeWorld(host, event ?? {});
    const timestamp = new Date(world.now()).toISOString();
    const common = { timestamp, project: world.project, session_id: event?.session_id };
    const runId = `${host.pid.toString(36)}-${event?.tool_use_id ?? event?.prompt_id ?? "run"}`;
    const row = { ...common, ...hookColumns(name, event, result), run_id: runId, duration_ms: round(host.elapsed()) };
    spool(world.stateDir, "claude_hooks", row);
    if (result?.decision || result?.block !== void 0) {
      spool(world.stateDir, "claude_events", { ...common, ...eventColumns(name, event, result), event_id: runId });
    }
  } catch {
  }
}
function hookColumns(name, event, result) {
  const blocked = result?.decision?.kind === "deny" || result?.block !== void 0;
  return {
    hook_type: event?.hook_event_name ?? "unknown",
    hook_name: name,
    tool_name: event?.tool_name,
    decision: result?.decision?.kind ?? (blocked ? "block" : "none"),
    rule: result?.decision?.rule,
    success: result?.failure === void 0,
    blocked,
    modified: result?.modified ?? false,
    error: result?.failure === void 0 ? void 0 : redact(result.failure)
  };
}
function eventColumns(name, event, result) {
  const { decision } = result;
  const asked = decision?.kind === "ask";
  const input = event?.tool_input ?? {};
  const subject = textField(input, "command") ?? textField(input, "file_path") ?? "";
  return {
    event_type: asked ? "warning" : "block",
    severity: asked ? "medium" : "high",
    category: decision?.rule ?? name,
    tool_name: event?.tool_name,
    count: 1,
    error: redact(decision?.reason ?? result.block ?? ""),
    context: redact(subject.slice(0, 2e3))
  };
}
function round(milliseconds) {
  return Math.round(milliseconds * 1e3) / 1e3;
}

// src/hooks/common/unreachable.ts
function unreachable(value) {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}

// src/hooks/common/result.ts
var MAX_TEXT2 = 1e4;
var TAKES_CONTEXT = /* @__PURE__ */ new Set([
  "SessionStart",
  "Setup",
  "SubagentStart",
  "UserPromptSubmit",
  "PreToolUse",
  "PostToolUse",
  "PostToolUseFailure"
]);
function clientAnswer(result, eventName) {
  const answer2 = {};
  const specific = {};
  if (result.block !== void 0) {
    answer2.decision = "block";
    answer2.reason = cut2(result.block);
  }
  if (result.decision) addDecision(result.decision, eventName, answer2, specific);
  if (result.additionalContext !== void 0 && TAKES_CONTEXT.has(eventName)) {
    specific.additionalContext = cut2(result.additionalContext);
  }
  if (result.systemMessage !== void 0) answer2.systemMessage = cut2(result.systemMessage);
  if (Object.keys(specific).length > 0) {
    answer2.hookSpecificOutput = { hookEventName: eventName, ...specific };
  }
  return Object.keys(answer2).length > 0 ? answer2 : void 0;
}
function addDecision(decision, eventName, answer2, specific) {
  const reason = cut2(decision.reason);
  if (eventName === "PreToolUse") {
    specific.permissionDecision = decision.kind;
    specific.permissionDecisionReason = reason;
    return;
  }
  switch (decision.kind) {
    case "deny":
      if (eventName === "PermissionRequest") {
        specific.decision = { behavior: "deny", message: reason };
        return;
      }
      answer2.decision = "block";
      answer2.reason = reason;
      return;
    case "ask":
      answer2.systemMessage = reason;
      return;
    default:
      unreachable(decision.kind);
  }
}
function cut2(text) {
  return text.length <= MAX_TEXT2 ? text : `${text.slice(0, MAX_TEXT2 - 1)}…`;
}

// src/hooks/common/run.ts
async function runHook(spec, host = nodeProcess()) {
  const command = explainArgument(host.argv);
  if (spec.explain && command !== void 0) {
    const form = host.argv.includes("--json") ? "json" : "text";
    host.write(`${await spec.explain(command, makeWorld(host, {}), form)}
`);
    return;
  }
  let event;
  let result;
  try {
    event = parseEvent(host.readStdin());
    result = await spec.handle(event, makeWorld(host, event));
  } catch (error) {
    result = failed(spec, error);
  }
  answer(spec, host, event?.hook_event_name ?? "PreToolUse", result);
  recordRun(spec.name, host, event, result);
}
function answer(spec, host, eventName, result) {
  const printed = result && clientAnswer(result, eventName);
  if (!printed) return;
  try {
    host.write(JSON.stringify(printed));
  } catch {
    if (spec.kind === "guard") host.fail(result?.decision?.reason ?? "the guard could not write its answer");
  }
}
function failed(spec, error) {
  const message = error instanceof Error ? error.message : String(error);
  switch (spec.kind) {
    case "observer":
      return { failure: message };
    case "guard":
      return {
        failure: message,
        decision: {
          kind: "ask",
          rule: "guard-failed",
          reason: `${spec.name} could not judge this call (${message.slice(0, 300)}). Look at it yourself before you allow it.`
        }
      };
  }
}
function explainArgument(argv) {
  const at = argv.indexOf("--explain");
  if (at >= 0) return argv[at + 1] ?? "";
  return argv.find((argument) => argument.startsWith("--explain="))?.slice("--explain=".length);
}

// src/hooks/context-bundle-builder.ts
await runHook({ name: "context-bundle-builder", kind: "observer", handle: recordCall });
