#!/usr/bin/env node
// Built from src/hooks of the reconcile project. Changes made here are overwritten.
var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// builtin:node:child_process
var node_child_process_exports = {};
__export(node_child_process_exports, {
  ChildProcess: () => ChildProcess,
  _forkChild: () => _forkChild,
  exec: () => exec,
  execFile: () => execFile,
  execFileSync: () => execFileSync,
  execSync: () => execSync,
  fork: () => fork,
  spawn: () => spawn,
  spawnSync: () => spawnSync
});
var _forkChild, ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync;
var init_node_child_process = __esm({
  "builtin:node:child_process"() {
    _forkChild = (...words) => process.getBuiltinModule("node:child_process")._forkChild(...words);
    ChildProcess = (...words) => process.getBuiltinModule("node:child_process").ChildProcess(...words);
    exec = (...words) => process.getBuiltinModule("node:child_process").exec(...words);
    execFile = (...words) => process.getBuiltinModule("node:child_process").execFile(...words);
    execFileSync = (...words) => process.getBuiltinModule("node:child_process").execFileSync(...words);
    execSync = (...words) => process.getBuiltinModule("node:child_process").execSync(...words);
    fork = (...words) => process.getBuiltinModule("node:child_process").fork(...words);
    spawn = (...words) => process.getBuiltinModule("node:child_process").spawn(...words);
    spawnSync = (...words) => process.getBuiltinModule("node:child_process").spawnSync(...words);
  }
});

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

// builtin:node:fs
var accessSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").accessSync)();
var chmodSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").chmodSync)();
var closeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").closeSync)();
var fstatSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").fstatSync)();
var lstatSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").lstatSync)();
var mkdirSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").mkdirSync)();
var openSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").openSync)();
var readdirSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readdirSync)();
var readSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readSync)();
var readFileSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readFileSync)();
var renameSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").renameSync)();
var rmSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").rmSync)();
var statSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").statSync)();
var unlinkSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").unlinkSync)();
var writeFileSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").writeFileSync)();
var writeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").writeSync)();
var constants = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").constants)();

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

// builtin:node:path
var resolve = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").resolve)();
var normalize = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").normalize)();
var isAbsolute = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").isAbsolute)();
var join = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").join)();
var relative = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").relative)();
var dirname = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").dirname)();
var basename = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").basename)();
var sep = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").sep)();
var delimiter = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").delimiter)();

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
    answer2.reason = cut(result.block);
  }
  if (result.decision) addDecision(result.decision, eventName, answer2, specific);
  if (result.additionalContext !== void 0 && TAKES_CONTEXT.has(eventName)) {
    specific.additionalContext = cut(result.additionalContext);
  }
  if (result.systemMessage !== void 0) answer2.systemMessage = cut(result.systemMessage);
  if (Object.keys(specific).length > 0) {
    answer2.hookSpecificOutput = { hookEventName: eventName, ...specific };
  }
  return Object.keys(answer2).length > 0 ? answer2 : void 0;
}
function addDecision(decision, eventName, answer2, specific) {
  const reason = cut(decision.reason);
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
function cut(text) {
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

// src/hooks/dora/git-output.ts
async function gitOutput(folder, args, timeoutMs = 3e3) {
  const { execFile: execFile2 } = await Promise.resolve().then(() => (init_node_child_process(), node_child_process_exports));
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
  for (const name of ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE"]) delete env[name];
  return new Promise((resolve2) => {
    const options = { cwd: folder, env, timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024, encoding: "utf8" };
    execFile2("git", ["-c", "core.quotePath=false", "-c", "color.ui=false", ...args], options, (error, stdout) => {
      resolve2(error ? void 0 : stdout.replace(/\n$/, ""));
    });
  });
}

// src/hooks/tdd/language.ts
function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
function extension(name) {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

// src/hooks/format/choose.ts
var SCRIPT = ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"];
var BIOME = /* @__PURE__ */ new Set([...SCRIPT, "json", "jsonc", "css", "graphql"]);
var PRETTIER = /* @__PURE__ */ new Set([
  ...BIOME,
  "json5",
  "scss",
  "less",
  "html",
  "vue",
  "svelte",
  "astro",
  "md",
  "mdx",
  "yaml",
  "yml",
  "gql",
  "hbs"
]);
function chooseFormatter(file, root, files) {
  const kind = extension(baseName(file));
  const folders = foldersUpTo(dirname(file), root);
  if (BIOME.has(kind) || PRETTIER.has(kind)) return scriptFormatter(file, kind, folders, files);
  if (kind === "py" || kind === "pyi") return ruff(file, folders, files);
  if (kind === "go") return gofmt(folders, files);
  if (kind === "rs") return rustfmt(file, folders, files);
  if (kind === "sh" || kind === "bash") return shfmt(file, folders, files);
  return void 0;
}
function foldersUpTo(start, root) {
  const found = [start];
  for (let folder = start; folder !== root && dirname(folder) !== folder; ) {
    folder = dirname(folder);
    found.push(folder);
  }
  return found;
}
function scriptFormatter(file, kind, folders, files) {
  for (const folder of folders) {
    const names = files.names(folder);
    const manifest = names.has("package.json") ? files.text(join(folder, "package.json")) ?? "" : "";
    if (BIOME.has(kind) && (hasBiomeSettings(names) || dependsOn(manifest, "@biomejs/biome"))) {
      const program = nodeProgram("biome", folders.slice(folders.indexOf(folder)), files);
      if (!program) return void 0;
      return { name: "biome", program, args: ["format", `--stdin-file-path=${file}`], folder };
    }
    if (PRETTIER.has(kind) && (hasPrettierSettings(names, manifest) || dependsOn(manifest, "prettier"))) {
      const above = folders.slice(folders.indexOf(folder));
      const program = nodeProgram("prettier", above, files);
      const place = above.find((one) => files.names(one).has(".prettierignore")) ?? folder;
      if (!program) return void 0;
      return { name: "prettier", program, args: ["--stdin-filepath", file], folder: place };
    }
  }
  return void 0;
}
function hasBiomeSettings(names) {
  return ["biome.json", "biome.jsonc", ".biome.json", ".biome.jsonc"].some((name) => names.has(name));
}
function hasPrettierSettings(names, manifest) {
  for (const name of names) if (/^\.prettierrc(\.\w+)?$|^prettier\.config\.[mc]?[jt]s$/.test(name)) return true;
  return "prettier" in jsonObject(manifest);
}
function dependsOn(manifest, name) {
  const { dependencies, devDependencies } = jsonObject(manifest);
  return [dependencies, devDependencies].some((list) => typeof list === "object" && list !== null && name in list);
}
function jsonObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
function nodeProgram(name, folders, files) {
  return files.firstProgram(folders.map((folder) => join(folder, "node_modules", ".bin", name)));
}
function ruff(file, folders, files) {
  const folder = folders.find((one) => {
    const names = files.names(one);
    if (names.has("ruff.toml") || names.has(".ruff.toml")) return true;
    const project = names.has("pyproject.toml") ? files.text(join(one, "pyproject.toml")) ?? "" : "";
    return /^\s*\[tool\.ruff\b/m.test(project) || /["']ruff(?:["'\s\]=<>~!;[])/.test(project);
  });
  if (folder === void 0) return void 0;
  const own = folders.flatMap((one) => [".venv", "venv"].map((venv) => join(one, venv, "bin", "ruff")));
  const program = files.firstProgram(own) ?? files.onPath("ruff");
  if (!program) return void 0;
  return { name: "ruff", program, args: ["format", "--force-exclude", "--stdin-filename", file, "-"], folder };
}
function gofmt(folders, files) {
  const folder = folders.find((one) => files.names(one).has("go.mod"));
  const program = files.onPath("gofmt");
  return folder && program ? { name: "gofmt", program, args: [], folder } : void 0;
}
function rustfmt(file, folders, files) {
  const manifests = folders.filter((one) => files.names(one).has("Cargo.toml"));
  const program = manifests.length > 0 ? files.onPath("rustfmt") : void 0;
  if (!program) return void 0;
  const texts = manifests.map((one) => files.text(join(one, "Cargo.toml")) ?? "");
  const edition = texts.map((text) => /^\s*edition\s*=\s*"(\d{4})"/m.exec(text)?.[1]).find((year) => year !== void 0);
  return { name: "rustfmt", program, args: ["--quiet", "--edition", edition ?? "2015"], folder: dirname(file) };
}
function shfmt(file, folders, files) {
  const folder = folders.find(
    (one) => files.names(one).has(".editorconfig") && /^\s*\[[^\]\n]*\b(sh|bash)\b/m.test(files.text(join(one, ".editorconfig")) ?? "")
  );
  const program = files.onPath("shfmt");
  return folder && program ? { name: "shfmt", program, args: ["-filename", file], folder } : void 0;
}

// src/hooks/transcript/state.ts
function listNames(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

// src/hooks/format/project-files.ts
function projectFiles(path) {
  const listed = /* @__PURE__ */ new Map();
  const firstProgram = (paths) => paths.find(isProgram);
  return {
    names(folder) {
      const known = listed.get(folder) ?? new Set(listNames(folder));
      listed.set(folder, known);
      return known;
    },
    text(file) {
      try {
        return readFileSync(file, "utf8");
      } catch {
        return void 0;
      }
    },
    firstProgram,
    // A relative entry would take a program from wherever the session happens to be.
    onPath: (name) => firstProgram(
      (path ?? "").split(delimiter).filter(isAbsolute).map((folder) => join(folder, name))
    )
  };
}
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// src/hooks/format/line-diff.ts
var MAX_DISTANCE = 2e3;
function diffLines(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let aEnd = a.length;
  let bEnd = b.length;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
  }
  if (start === aEnd && start === bEnd) return [];
  const trace = shortestPath(a.slice(start, aEnd), b.slice(start, bEnd));
  if (!trace) return [{ aStart: start, aEnd, bStart: start, bEnd }];
  return hunksOf(trace, aEnd - start, bEnd - start, start);
}
function shortestPath(a, b) {
  const max = Math.min(a.length + b.length, MAX_DISTANCE);
  const furthest = new Int32Array(2 * max + 3);
  const trace = [];
  for (let edits = 0; edits <= max; edits++) {
    trace.push(furthest.slice(max - edits, max + edits + 3));
    for (let k = -edits; k <= edits; k += 2) {
      const at = max + 1 + k;
      const down = k === -edits || k !== edits && furthest[at - 1] < furthest[at + 1];
      let x = down ? furthest[at + 1] : furthest[at - 1] + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest[at] = x;
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return void 0;
}
function hunksOf(trace, aLength, bLength, offset) {
  const hunks = [];
  let x = aLength;
  let y = bLength;
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const before = trace[edits];
    const k = x - y;
    const at = edits + 1 + k;
    const down = k === -edits || k !== edits && before[at - 1] < before[at + 1];
    const fromK = down ? k + 1 : k - 1;
    const fromX = before[edits + 1 + fromK];
    const fromY = fromX - fromK;
    addEdit(hunks, down ? [fromX, fromX, fromY, fromY + 1] : [fromX, fromX + 1, fromY, fromY], offset);
    x = fromX;
    y = fromY;
  }
  return hunks.reverse();
}
function addEdit(hunks, [aStart, aEnd, bStart, bEnd], offset) {
  const next = hunks.at(-1);
  if (next && next.aStart === aEnd + offset && next.bStart === bEnd + offset) {
    next.aStart = aStart + offset;
    next.bStart = bStart + offset;
    return;
  }
  hunks.push({ aStart: aStart + offset, aEnd: aEnd + offset, bStart: bStart + offset, bEnd: bEnd + offset });
}
function applyHunks(a, b, hunks) {
  const result = [];
  let at = 0;
  for (const hunk of hunks) {
    result.push(...a.slice(at, hunk.aStart), ...b.slice(hunk.bStart, hunk.bEnd));
    at = hunk.aEnd;
  }
  result.push(...a.slice(at));
  return result;
}

// src/hooks/format/touched.ts
function touchedLines(input, response, text) {
  const all = [{ start: 0, end: text.split("\n").length }];
  if (isRecord(response) && Array.isArray(response.structuredPatch) && response.structuredPatch.length > 0) {
    return response.structuredPatch.flatMap(patchedLines);
  }
  if (typeof input.content === "string") return all;
  const edits = Array.isArray(input.edits) ? input.edits : [input];
  return edits.flatMap((edit) => foundLines(edit, text));
}
function patchedLines(hunk) {
  if (!isRecord(hunk) || typeof hunk.newStart !== "number" || !Array.isArray(hunk.lines)) return [];
  const found = [];
  let line = hunk.newStart - 1;
  for (const text of hunk.lines) {
    if (typeof text !== "string" || text.startsWith("\\")) continue;
    if (text.startsWith("-")) found.push({ start: line, end: line });
    else {
      if (text.startsWith("+")) found.push({ start: line, end: line + 1 });
      line += 1;
    }
  }
  return found;
}
function foundLines(edit, text) {
  if (!isRecord(edit) || typeof edit.new_string !== "string" || edit.new_string === "") return [];
  const found = [];
  let at = text.indexOf(edit.new_string);
  while (at >= 0) {
    const start = text.slice(0, at).split("\n").length - 1;
    found.push({ start, end: start + edit.new_string.split("\n").length });
    if (edit.replace_all !== true) break;
    at = text.indexOf(edit.new_string, at + edit.new_string.length);
  }
  return found;
}
function meets(start, end, ranges) {
  return ranges.some((range) => start <= range.end && end >= range.start);
}

// src/hooks/format/reformat.ts
async function reformat(text, touched, format) {
  const { plain, restore } = plainText(text);
  const formatted = await format(plain);
  if (formatted === void 0 || formatted === plain || formatted === "" && plain.trim() !== "") return void 0;
  const now = plain.split("\n");
  const wanted = formatted.split("\n");
  const hunks = diffLines(now, wanted);
  const chosen = hunks.filter((hunk) => meets(hunk.aStart, hunk.aEnd, touched));
  if (chosen.length === 0) return void 0;
  const lines = changedRanges(chosen);
  if (chosen.length === hunks.length) return { text: restore(formatted), lines, whole: true };
  const partial = applyHunks(now, wanted, chosen).join("\n");
  if (await format(partial) !== formatted) return void 0;
  return { text: restore(partial), lines, whole: false };
}
function plainText(text) {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(mark.length);
  const crlf = body.includes("\r\n");
  return {
    plain: crlf ? body.replaceAll("\r\n", "\n") : body,
    restore: (formatted) => mark + (crlf ? formatted.replaceAll(/\r?\n/g, "\r\n") : formatted)
  };
}
function changedRanges(hunks) {
  const ranges = [];
  let shift = 0;
  for (const { aStart, aEnd, bStart, bEnd } of hunks) {
    const first = aStart + shift + 1;
    ranges.push({ first, last: Math.max(first, first + (bEnd - bStart) - 1) });
    shift += bEnd - bStart - (aEnd - aStart);
  }
  return ranges;
}

// src/hooks/format/run-formatter.ts
init_node_child_process();
var MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
function runFormatter(formatter, text, timeoutMs) {
  return new Promise((resolve2) => {
    const child = spawn(formatter.program, formatter.args, {
      cwd: formatter.folder,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
      stdio: ["pipe", "pipe", "ignore"]
    });
    const chunks = [];
    let length = 0;
    const end = (result) => {
      clearTimeout(timer);
      resolve2(result);
    };
    const stop = () => {
      child.kill("SIGKILL");
      child.stdout.destroy();
      end(void 0);
    };
    const timer = setTimeout(stop, timeoutMs);
    child.stdout.on("data", (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_OUTPUT_BYTES) stop();
    });
    child.on("error", () => end(void 0));
    child.on("close", (code) => end(code === 0 ? Buffer.concat(chunks).toString("utf8") : void 0));
    child.stdin.on("error", () => void 0);
    child.stdin.end(text);
  });
}

// src/hooks/format/skip.ts
var FOLDERS = /* @__PURE__ */ new Set([
  "node_modules",
  "bower_components",
  "vendor",
  "third_party",
  "dist",
  "build",
  "out",
  "target",
  "coverage",
  "generated",
  "__generated__",
  "__snapshots__",
  ".git",
  ".venv",
  "venv",
  ".tox",
  ".next",
  ".nuxt",
  ".yarn",
  "site-packages"
]);
var NAMES = /* @__PURE__ */ new Set(["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "bun.lock", "composer.lock"]);
function isSkippedPath(path) {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (NAMES.has(name) || parts.some((part) => FOLDERS.has(part))) return true;
  return /\.min\.(js|css)$|\.(pb|gen)\.go$|_pb2(_grpc)?\.pyi?$|\.snap$|\.generated\.\w+$/.test(name);
}
function isSkippedText(text) {
  const head = text.slice(0, 2e3);
  if (head.includes("\0")) return true;
  return /@generated\b|Code generated .{0,200} DO NOT EDIT|autogenerated|auto-generated (file|by)/i.test(head);
}

// src/hooks/format/after-edit.ts
var TIMEOUT_MS = 8e3;
var MAX_FILE_BYTES = 1024 * 1024;
var MAX_SHOWN_LINES = 40;
async function formatAfterEdit(event, world) {
  const named = textField(event.tool_input, "file_path");
  if (event.hook_event_name !== "PostToolUse" || named === void 0) return void 0;
  const file = resolve(world.cwd, named);
  const root = rootOf(file, world);
  if (root === void 0) return void 0;
  const path = relative(root, file).split(sep).join("/");
  if (isSkippedPath(path) || !isPlainFile(file)) return void 0;
  const formatter = chooseFormatter(file, root, projectFiles(world.env.PATH));
  if (!formatter || await isLeftAlone(root, path)) return void 0;
  const before = readFileSync(file);
  const text = before.toString("utf8");
  if (isSkippedText(text) || !Buffer.from(text).equals(before)) return void 0;
  const touched = touchedLines(event.tool_input, event.tool_response, text);
  const result = await reformat(text, touched, (input) => runFormatter(formatter, input, TIMEOUT_MS));
  if (!result || !replaceUnchanged(file, before, result.text)) return void 0;
  return { modified: true, additionalContext: note(path, formatter.name, result) };
}
function rootOf(file, world) {
  const own = findRepository(dirname(file))?.root;
  const trusted = [world.projectDir, world.cwd].map((folder) => findRepository(folder)?.root ?? folder);
  if (own !== void 0) return trusted.some((folder) => own === folder || isInside(own, folder)) ? own : void 0;
  return isInside(file, world.projectDir) ? world.projectDir : void 0;
}
function isInside(path, folder) {
  const inner = relative(folder, path);
  return inner !== "" && !inner.startsWith("..") && !isAbsolute(inner);
}
function isPlainFile(file) {
  try {
    const status = lstatSync(file);
    return status.isFile() && status.size <= MAX_FILE_BYTES;
  } catch {
    return false;
  }
}
async function isLeftAlone(root, path) {
  const [ignored, attributes] = await Promise.all([
    gitOutput(root, ["check-ignore", "-q", "--", path]),
    gitOutput(root, ["check-attr", "linguist-generated", "linguist-vendored", "--", path])
  ]);
  return ignored !== void 0 || /: linguist-(generated|vendored): (set|true)$/m.test(attributes ?? "");
}
function replaceUnchanged(file, before, text) {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    chmodSync(temporary, lstatSync(file).mode & 4095);
    if (readFileSync(file).equals(before)) {
      renameSync(temporary, file);
      return true;
    }
  } finally {
    rmSync(temporary, { force: true });
  }
  return false;
}
function note(path, formatter, result) {
  const places = result.lines.map(({ first, last }) => first === last ? `${first}` : `${first}-${last}`).join(", ");
  const rest = result.whole ? "" : " Lines that this edit did not touch were left as they were.";
  const head = `auto-format: ${formatter} reformatted ${path} after this edit (lines ${places}).${rest}`;
  const all = result.text.split("\n");
  const shown = result.lines.flatMap(({ first, last }) => all.slice(first - 1, last));
  if (shown.length > MAX_SHOWN_LINES) return head;
  return `${head} They now read:
${shown.join("\n")}`.slice(0, 4e3);
}

// src/hooks/auto-format.ts
await runHook({ name: "auto-format", kind: "observer", handle: formatAfterEdit });
