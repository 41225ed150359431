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
var closeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").closeSync)();
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
var dirname = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").dirname)();
var basename = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").basename)();

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
    const common2 = { timestamp, project: world.project, session_id: event?.session_id };
    const runId = `${host.pid.toString(36)}-${event?.tool_use_id ?? event?.prompt_id ?? "run"}`;
    const row = { ...common2, ...hookColumns(name, event, result), run_id: runId, duration_ms: round(host.elapsed()) };
    spool(world.stateDir, "claude_hooks", row);
    if (result?.decision || result?.block !== void 0) {
      spool(world.stateDir, "claude_events", { ...common2, ...eventColumns(name, event, result), event_id: runId });
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

// src/core/metrics/prices/window.ts
var DEFAULT_WINDOW = 2e5;
var LARGE_WINDOW = 1e6;
function contextWindow(model, used, known) {
  if (known !== void 0 && known > 0) return known;
  return model.includes("[1m]") || used > DEFAULT_WINDOW ? LARGE_WINDOW : DEFAULT_WINDOW;
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

// src/hooks/summary/status.ts
function statusFile(stateDir2, sessionId) {
  return join(sessionFolder(stateDir2, sessionId), "status.json");
}
function readStatus(stateDir2, sessionId) {
  const state = readState(statusFile(stateDir2, sessionId)) ?? {};
  const number = (value) => typeof value === "number" ? value : void 0;
  return {
    costUsd: number(state.costUsd),
    contextUsed: number(state.contextUsed),
    contextMax: number(state.contextMax)
  };
}

// src/hooks/handover/handover.ts
function parseHandover(value) {
  if (!isRecord(value) || value.version !== 1) return void 0;
  const texts2 = ["session", "root", "at", "reason"].every((key) => textField(value, key) !== void 0);
  const lists = ["prompts", "tasks", "failures", "decisions", "filesChanged", "filesRead"].every(
    (key) => Array.isArray(value[key])
  );
  const rest = typeof value.lastMessage === "string" && typeof value.diffStat === "string";
  return texts2 && lists && rest ? value : void 0;
}
function hasOpenWork(handover) {
  const openTask = handover.tasks.some((task) => task.status !== "completed");
  return openTask || handover.failures.length > 0 || handover.diffStat !== "";
}

// src/hooks/transcript/parse-record.ts
var MAX_RESULT_TEXT = 2e3;
function parseRecord(line, sessionId) {
  const raw = parseObject2(line);
  if (!raw || raw.forkedFrom !== void 0) return void 0;
  const owner = textField(raw, "sessionId");
  if (owner !== void 0 && owner !== sessionId) return void 0;
  if (raw.type === "progress") return progressRecord(raw);
  return recordOf(raw, raw.isSidechain === true);
}
function progressRecord(raw) {
  const nested = isRecord(raw.data) && isRecord(raw.data.message) ? raw.data.message : void 0;
  if (!nested) return { kind: "other", ...common(raw, true) };
  return recordOf({ timestamp: raw.timestamp, ...nested }, true);
}
function recordOf(raw, sidechain) {
  const message = isRecord(raw.message) ? raw.message : void 0;
  if (raw.type === "assistant" && message) return assistantRecord(raw, message, sidechain);
  if (raw.type === "user" && message) return userRecord(raw, message, sidechain);
  if (raw.type === "system" && raw.subtype === "compact_boundary")
    return { kind: "compaction", ...common(raw, sidechain) };
  return { kind: "other", ...common(raw, sidechain) };
}
function common(raw, sidechain) {
  const time = Date.parse(textField(raw, "timestamp") ?? "");
  return { time: Number.isNaN(time) ? void 0 : time, sidechain, branch: textField(raw, "gitBranch") };
}
function assistantRecord(raw, message, sidechain) {
  const model = textField(message, "model");
  if (raw.isApiErrorMessage === true || model === void 0 || model === "<synthetic>" || !isRecord(message.usage)) {
    return { kind: "other", ...common(raw, sidechain) };
  }
  const uuid = textField(raw, "uuid") ?? "";
  const messageId = textField(message, "id") ?? textField(raw, "requestId") ?? uuid;
  return {
    kind: "assistant",
    ...common(raw, sidechain),
    messageId,
    requestId: textField(raw, "requestId") ?? "",
    model,
    usage: usageOf(message.usage),
    fast: message.usage.speed === "fast" || message.speed === "fast",
    text: texts(message.content),
    tools: toolUses(message.content),
    costUsd: typeof raw.costUSD === "number" ? raw.costUSD : void 0
  };
}
function usageOf(usage) {
  const created = count(usage.cache_creation_input_tokens);
  const split = isRecord(usage.cache_creation) ? usage.cache_creation : {};
  const cacheWrite1h = count(split.ephemeral_1h_input_tokens);
  return {
    input: count(usage.input_tokens),
    output: count(usage.output_tokens),
    cacheRead: count(usage.cache_read_input_tokens),
    cacheWrite5m: Math.max(count(split.ephemeral_5m_input_tokens), created - cacheWrite1h, 0),
    cacheWrite1h
  };
}
function count(value) {
  return typeof value === "number" && value > 0 ? Math.round(value) : 0;
}
function blocks(content) {
  return Array.isArray(content) ? content.filter(isRecord) : [];
}
function texts(content) {
  if (typeof content === "string") return content;
  const found = [];
  for (const block of blocks(content))
    if (block.type === "text" && typeof block.text === "string") found.push(block.text);
  return found.join("\n");
}
function toolUses(content) {
  const found = [];
  for (const block of blocks(content)) {
    const id = textField(block, "id");
    const name = textField(block, "name");
    if (block.type !== "tool_use" || id === void 0 || name === void 0) continue;
    found.push({ id, name, input: isRecord(block.input) ? block.input : {} });
  }
  return found;
}
function userRecord(raw, message, sidechain) {
  const results = [];
  const { added, removed } = changedLines(raw.toolUseResult);
  for (const block of blocks(message.content)) {
    const toolUseId = textField(block, "tool_use_id");
    if (block.type !== "tool_result" || toolUseId === void 0) continue;
    const text = texts(block.content).slice(0, MAX_RESULT_TEXT);
    results.push({ toolUseId, isError: block.is_error === true, added, removed, text });
  }
  const own = results.length === 0 && raw.isMeta !== true && raw.isCompactSummary !== true && !sidechain;
  const prompt = own ? texts(message.content).trim() : "";
  return {
    kind: "user",
    ...common(raw, sidechain),
    uuid: textField(raw, "uuid") ?? "",
    // Lines in angle brackets are what the client notes about its own commands.
    prompt: prompt === "" || /^<(local-command|command-(stdout|stderr)|bash-(stdout|stderr)|system-)/.test(prompt) ? void 0 : prompt,
    results
  };
}
function changedLines(result) {
  let added = 0;
  let removed = 0;
  if (!isRecord(result)) return { added, removed };
  for (const hunk of blocks(result.structuredPatch)) {
    for (const line of Array.isArray(hunk.lines) ? hunk.lines : []) {
      if (typeof line !== "string") continue;
      if (line.startsWith("+")) added += 1;
      if (line.startsWith("-")) removed += 1;
    }
  }
  if (added === 0 && removed === 0 && result.type === "create" && typeof result.content === "string") {
    added = result.content.replace(/\n$/, "").split("\n").length;
  }
  return { added, removed };
}
function parseObject2(line) {
  try {
    const value = JSON.parse(line);
    return isRecord(value) ? value : void 0;
  } catch {
    return void 0;
  }
}

// src/hooks/transcript/read.ts
var CHUNK_BYTES2 = 1024 * 1024;
var NEWLINE2 = 10;
function isReplaced(file, from) {
  if (!from) return false;
  const descriptor = openOrNothing(file);
  if (descriptor === void 0) return false;
  try {
    const { ino, size } = fstatSync(descriptor);
    return ino !== from.inode || size < from.offset;
  } finally {
    closeSync(descriptor);
  }
}
function readNewLines(file, from, onLine) {
  const descriptor = openOrNothing(file);
  if (descriptor === void 0) return void 0;
  try {
    const inode = fstatSync(descriptor).ino;
    let offset = from?.offset ?? 0;
    let rest = Buffer.alloc(0);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES2);
    for (; ; ) {
      const length = readSync(descriptor, chunk, 0, CHUNK_BYTES2, offset + rest.length);
      if (length === 0) return { offset, inode };
      const bytes = rest.length === 0 ? chunk.subarray(0, length) : Buffer.concat([rest, chunk.subarray(0, length)]);
      const used = giveLines(bytes, rest.length, onLine);
      offset += used;
      rest = Buffer.from(bytes.subarray(used));
    }
  } finally {
    closeSync(descriptor);
  }
}
function giveLines(bytes, seen, onLine) {
  let start = 0;
  let end = bytes.indexOf(NEWLINE2, seen);
  while (end >= 0) {
    if (end > start) onLine(bytes.toString("utf8", start, end));
    start = end + 1;
    end = bytes.indexOf(NEWLINE2, start);
  }
  return start;
}
function subagentFiles(transcript) {
  const folder = join(dirname(transcript), basename(transcript, ".jsonl"), "subagents");
  const names = listNames(folder).filter((name) => name.startsWith("agent-") && name.endsWith(".jsonl"));
  return names.map((name) => join(folder, name));
}
function openOrNothing(file) {
  try {
    return openSync(file, "r");
  } catch {
    return void 0;
  }
}

// src/hooks/transcript/follow.ts
function mustRestart(positions) {
  return Object.entries(positions).some(([file, position]) => isReplaced(file, position));
}
function followTranscript(follow, positions, onRecord) {
  const next = { ...positions };
  const files = [follow.transcript, ...follow.subagents ? subagentFiles(follow.transcript) : []];
  for (const file of files) {
    const inMain = file === follow.transcript;
    const position = readNewLines(file, positions[file], (line) => {
      const record = parseRecord(line, follow.sessionId);
      if (record) onRecord(record, inMain);
    });
    if (position) next[file] = position;
  }
  return next;
}

// src/hooks/handover/digest.ts
var MAX_PROMPTS = 8;
var MAX_PROMPT = 600;
var MAX_FAILURES = 6;
var MAX_DECISIONS = 10;
var MAX_PENDING = 100;
var MAX_TEXT3 = 4e3;
var MAX_ERROR = 300;
function emptyDigest() {
  return {
    prompts: [],
    todos: void 0,
    failures: {},
    decisions: [],
    lastText: "",
    pending: {},
    compactions: 0,
    context: void 0
  };
}
function digestRecord(digest, record) {
  if (record.sidechain) return;
  switch (record.kind) {
    case "assistant":
      digestAssistant(digest, record);
      return;
    case "user":
      digestUser(digest, record);
      return;
    case "compaction":
      digest.compactions += 1;
      digest.context = void 0;
      return;
    case "other":
      return;
  }
}
function digestAssistant(digest, record) {
  if (record.text.trim() !== "") digest.lastText = record.text.slice(0, MAX_TEXT3);
  const { input, cacheRead, cacheWrite5m, cacheWrite1h } = record.usage;
  const used = input + cacheRead + cacheWrite5m + cacheWrite1h;
  if (used > 0) digest.context = { used, model: record.model };
  for (const tool of record.tools) {
    if (tool.name === "TodoWrite") digest.todos = todosOf(tool.input);
    const about = aboutOf(tool);
    if (about !== void 0) digest.pending[tool.id] = { key: tool.name, about };
  }
  keepNewest(digest.pending, MAX_PENDING);
}
function aboutOf(tool) {
  switch (tool.name) {
    case "Bash":
    case "PowerShell":
      return textField(tool.input, "command")?.slice(0, MAX_PROMPT);
    case "AskUserQuestion": {
      const questions = Array.isArray(tool.input.questions) ? tool.input.questions.filter(isRecord) : [];
      return questions.map((question) => textField(question, "question") ?? "").join(" / ").slice(0, MAX_PROMPT);
    }
    case "ExitPlanMode":
      return (textField(tool.input, "plan") ?? "").slice(0, MAX_TEXT3);
    default:
      return void 0;
  }
}
function todosOf(input) {
  const found = [];
  for (const todo of Array.isArray(input.todos) ? input.todos.filter(isRecord) : []) {
    const content = textField(todo, "content");
    if (content !== void 0)
      found.push({ content: content.slice(0, 300), status: textField(todo, "status") ?? "pending" });
  }
  return found;
}
function digestUser(digest, record) {
  if (record.prompt !== void 0) {
    digest.prompts = [...digest.prompts, record.prompt.slice(0, MAX_PROMPT)].slice(-MAX_PROMPTS);
  }
  for (const result of record.results) {
    const call = digest.pending[result.toolUseId];
    if (!call) continue;
    delete digest.pending[result.toolUseId];
    digestResult(digest, call, result);
  }
}
function digestResult(digest, call, result) {
  if (call.key === "Bash" || call.key === "PowerShell") {
    delete digest.failures[call.about];
    if (result.isError) digest.failures[call.about] = { what: call.about, error: result.text.slice(0, MAX_ERROR) };
    keepNewest(digest.failures, MAX_FAILURES);
    return;
  }
  if (result.isError) return;
  const decision = call.key === "ExitPlanMode" ? { question: "Plan approved", answer: call.about } : { question: call.about, answer: result.text.slice(0, MAX_PROMPT) };
  digest.decisions = [...digest.decisions, decision].slice(-MAX_DECISIONS);
}
function keepNewest(record, max) {
  const keys = Object.keys(record);
  for (const key of keys.slice(0, Math.max(0, keys.length - max))) delete record[key];
}

// src/hooks/handover/progress.ts
var STATE_VERSION = 1;
function progressFile(stateDir2, sessionId) {
  return join(sessionFolder(stateDir2, sessionId), "progress.json");
}
function readProgress(stateDir2, sessionId, transcript) {
  const kept = readState(progressFile(stateDir2, sessionId));
  const usable = kept?.version === STATE_VERSION && !mustRestart(kept.positions) ? kept : void 0;
  const told = { told: kept?.told ?? 0, toldAt: kept?.toldAt ?? 0 };
  const digest = { ...emptyDigest(), ...usable?.digest };
  const before = usable?.positions ?? {};
  if (transcript === void 0) return { version: STATE_VERSION, positions: before, digest, ...told };
  const positions = followTranscript(
    { transcript, sessionId, subagents: false },
    before,
    (record) => digestRecord(digest, record)
  );
  return { version: STATE_VERSION, positions, digest, ...told };
}
function keepProgress(stateDir2, sessionId, progress) {
  writeState(progressFile(stateDir2, sessionId), progress);
}

// src/hooks/handover/store.ts
var KEEP_DAYS = 30;
function fileStore(stateDir2) {
  const folderOf = (root) => join(stateDir2, "handovers", projectKey(root));
  return {
    async save(handover) {
      const folder = folderOf(handover.root);
      replaceFile(join(folder, `${safeName(handover.session)}.json`), `${JSON.stringify(handover, null, 1)}
`);
      pruneOlderThan(folder, KEEP_DAYS, Date.parse(handover.at));
    },
    async ofSession(root, session) {
      return readHandover(join(folderOf(root), `${safeName(session)}.json`));
    },
    async newest(root) {
      const folder = folderOf(root);
      const files = listNames(folder).filter((name) => name.endsWith(".json"));
      const newestFirst = files.map((name) => join(folder, name)).sort((a, b) => modified(b) - modified(a));
      for (const file of newestFirst) {
        const handover = readHandover(file);
        if (handover) return handover;
      }
      return void 0;
    }
  };
}
function readHandover(file) {
  try {
    return parseHandover(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return void 0;
  }
}
function modified(file) {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

// src/hooks/handover/remote.ts
var PATIENCE_MS = 250;
var DAY_SECONDS = 86400;
function remoteStore(texts2) {
  const keyOf = (root, what) => `reconcile:handover:${projectKey(root)}:${what}`;
  const read = async (key) => {
    const text = await texts2.get(key);
    return text === void 0 ? void 0 : handoverIn(text);
  };
  return {
    async save(handover) {
      const text = JSON.stringify(handover);
      const keys = [keyOf(handover.root, `session:${safeName(handover.session)}`), keyOf(handover.root, "newest")];
      await Promise.all(keys.map((key) => texts2.set(key, text, KEEP_DAYS * DAY_SECONDS)));
    },
    ofSession: (root, session) => read(keyOf(root, `session:${safeName(session)}`)),
    newest: (root) => read(keyOf(root, "newest"))
  };
}
function withRemote(files, remote, patience = PATIENCE_MS) {
  let spent = false;
  const tried = async (work) => {
    if (spent) return void 0;
    const answer2 = await inTime(work, patience);
    if (answer2 === FAILED) spent = true;
    return answer2 === FAILED ? void 0 : answer2;
  };
  return {
    async save(handover) {
      await files.save(handover);
      await tried(() => remote.save(handover));
    },
    async ofSession(root, session) {
      const [near, far] = await Promise.all([
        files.ofSession(root, session),
        tried(() => remote.ofSession(root, session))
      ]);
      return later(near, far);
    },
    async newest(root) {
      const [near, far] = await Promise.all([files.newest(root), tried(() => remote.newest(root))]);
      return later(near, far);
    }
  };
}
async function withStore(world, use) {
  const files = fileStore(world.stateDir);
  const url = world.env.RECONCILE_REDIS;
  if (url === void 0 || url === "") return use(files);
  const patience = patienceOf(world);
  const texts2 = await openTexts(url, world, patience);
  if (texts2 === void 0) return use(files);
  try {
    return await use(withRemote(files, remoteStore(texts2), patience));
  } finally {
    texts2.close();
  }
}
async function openTexts(url, world, patience) {
  try {
    const { openRedis } = await import("./redis-store.mjs");
    return openRedis(url, world.env.RECONCILE_REDIS_PASSWORD, patience);
  } catch {
    return void 0;
  }
}
function patienceOf(world) {
  const milliseconds = Number(world.env.RECONCILE_REDIS_TIMEOUT_MS);
  return milliseconds > 0 ? milliseconds : PATIENCE_MS;
}
var FAILED = /* @__PURE__ */ Symbol("failed");
async function inTime(work, milliseconds) {
  let timer;
  const late = new Promise((give) => {
    timer = setTimeout(() => give(FAILED), milliseconds);
  });
  try {
    return await Promise.race([work().catch(() => FAILED), late]);
  } finally {
    clearTimeout(timer);
  }
}
function later(one, other) {
  if (!one || !other) return one ?? other;
  return other.at > one.at ? other : one;
}
function handoverIn(text) {
  try {
    return parseHandover(JSON.parse(text));
  } catch {
    return void 0;
  }
}

// src/hooks/handover/text.ts
var MAX_CONTEXT = 1e4;
function handoverText(handover, from, limit) {
  const head = `Handover ${from}, written ${handover.at}${handover.branch ? ` on branch ${handover.branch}` : ""}${handover.head ? ` at ${handover.head.slice(0, 12)}` : ""}.`;
  let text = head;
  const room = Math.min(limit, MAX_CONTEXT);
  for (const section of sections(handover)) {
    if (section.lines.length === 0) continue;
    const left = Math.min(Math.floor(room * section.share), room - text.length - section.title.length - 4);
    const body = fitLines(section.lines, left);
    if (body !== "") text += `

${section.title}
${body}`;
  }
  return text.slice(0, room);
}
function sections(handover) {
  const open = handover.tasks.filter((task) => task.status !== "completed");
  const done = handover.tasks.filter((task) => task.status === "completed");
  return [
    { title: "Tasks not done:", lines: open.map((task) => `- [${task.status}] ${task.content}`), share: 0.2 },
    {
      title: "Commands that failed and did not succeed since:",
      lines: handover.failures.map(failureLine),
      share: 0.15
    },
    {
      title: "What the person asked, oldest first:",
      lines: handover.prompts.map((prompt) => `- ${oneLine(prompt)}`),
      share: 0.2
    },
    {
      title: "Decided by the person:",
      lines: handover.decisions.map(({ question, answer: answer2 }) => `- ${oneLine(question)}: ${oneLine(answer2)}`),
      share: 0.2
    },
    { title: "Changes that were in no commit (git diff --stat):", lines: linesOf(handover.diffStat), share: 0.15 },
    { title: "Files changed in the session:", lines: handover.filesChanged.map((path) => `- ${path}`), share: 0.1 },
    { title: "Last answer of the assistant:", lines: linesOf(handover.lastMessage), share: 0.25 },
    { title: "Tasks done:", lines: done.map((task) => `- ${task.content}`), share: 0.08 },
    { title: "Files read in the session:", lines: handover.filesRead.map((path) => `- ${path}`), share: 0.08 }
  ];
}
function failureLine({ what, error }) {
  return `- ${oneLine(what)} → ${oneLine(error)}`;
}
function linesOf(text) {
  return text.trim() === "" ? [] : text.trimEnd().split("\n");
}
function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}
function fitLines(lines, room) {
  const kept = [];
  let length = 0;
  for (const line of lines) {
    if (length + line.length + 1 > room - 20) break;
    kept.push(line);
    length += line.length + 1;
  }
  if (kept.length === lines.length) return kept.join("\n");
  if (kept.length === 0) return room < 80 ? "" : `${lines[0].slice(0, room - 20)}…`;
  return `${kept.join("\n")}
(${lines.length - kept.length} more)`;
}

// src/hooks/bundle/brief.ts
var LONGEST_SECRET = 16e3;
function redactedStart(text, length) {
  return cut2(redact(text.slice(0, length + LONGEST_SECRET)), length);
}
function cut2(text, length) {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return `${text.slice(0, last >= 55296 && last < 56320 ? length - 1 : length)}…`;
}

// src/hooks/transcript/append.ts
function readLastLines(file, maxBytes) {
  const text = tailText(file, maxBytes);
  const found = [];
  for (const line of text.split("\n")) {
    const value = parseLine(line);
    if (value) found.push(value);
  }
  return found;
}
function parseLine(line) {
  if (!line.startsWith("{")) return void 0;
  try {
    return JSON.parse(line);
  } catch {
    return void 0;
  }
}
function tailText(file, maxBytes) {
  let descriptor;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return "";
  }
  try {
    const size = sizeOf(file);
    const start = Math.max(0, size - maxBytes);
    const bytes = Buffer.alloc(size - start);
    const length = readSync(descriptor, bytes, 0, bytes.length, start);
    const text = bytes.toString("utf8", 0, length);
    return start === 0 ? text : text.slice(text.indexOf("\n") + 1);
  } finally {
    closeSync(descriptor);
  }
}
function sizeOf(file) {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

// src/hooks/bundle/file.ts
function bundleFolder(world) {
  return join(world.stateDir, "bundles", projectKey(world.projectDir));
}
function bundleFile(world, sessionId) {
  return join(bundleFolder(world), `${safeName(sessionId)}.jsonl`);
}

// src/hooks/bundle/summary.ts
var MAX_COMMANDS = 20;
function summarizeBundle(world, sessionId, maxBytes = 1024 * 1024) {
  const file = bundleFile(world, sessionId);
  return summarizeEntries([...readLastLines(`${file}.1`, maxBytes), ...readLastLines(file, maxBytes)]);
}
function summarizeEntries(lines) {
  const read = /* @__PURE__ */ new Set();
  const changed = /* @__PURE__ */ new Set();
  const commands = [];
  for (const line of lines) {
    const input = typeof line.in === "object" && line.in !== null ? line.in : {};
    const path = input.file_path ?? input.notebook_path;
    if (line.op === "read" && typeof path === "string") read.add(path);
    if (line.op === "edit" && typeof path === "string") changed.add(path);
    if (line.op === "run" && typeof input.command === "string") commands.push(input.command);
  }
  return { read: [...read], changed: [...changed], commands: [...new Set(commands)].slice(-MAX_COMMANDS) };
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
function headCommit(repository) {
  const head = readText(join(repository.gitDir, "HEAD"))?.trim();
  if (head === void 0) return void 0;
  return head.startsWith("ref: ") ? resolveRef(repository, head.slice("ref: ".length)) : commitId(head);
}
function resolveRef(repository, ref, depth = 0) {
  if (ref.includes("..") || depth > 5) return void 0;
  for (const folder of [repository.gitDir, repository.commonDir]) {
    const text = readText(join(folder, ref))?.trim();
    if (text?.startsWith("ref: ")) return resolveRef(repository, text.slice("ref: ".length), depth + 1);
    if (text !== void 0) return commitId(text);
  }
  const packed = readText(join(repository.commonDir, "packed-refs")) ?? "";
  const at = packed.indexOf(` ${ref}
`);
  return at < 0 ? void 0 : commitId(packed.slice(packed.lastIndexOf("\n", at) + 1, at));
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
function commitId(text) {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text) ? text : void 0;
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

// src/hooks/dora/activity.ts
var MAX_LOG_BYTES = 1024 * 1024;
var TAIL_BYTES = 128 * 1024;
function sessionActivityFile(stateDir2, sessionId) {
  return join(sessionFolder(stateDir2, sessionId), "activity.jsonl");
}
function readSessionActivity(stateDir2, sessionId) {
  const found = [];
  for (const line of readLastLines(sessionActivityFile(stateDir2, sessionId), Number.MAX_SAFE_INTEGER)) {
    const activity = activityOf(line);
    if (activity) found.push(activity);
  }
  return found;
}
function activityOf(line) {
  const { kind, t, session, path, prompt, failed: failed2, command } = line;
  if (typeof t !== "number" || typeof session !== "string") return void 0;
  switch (kind) {
    case "edit":
      if (typeof path !== "string") return void 0;
      return { kind, t, session, path, rework: line.rework === true, ...typeof prompt === "string" && { prompt } };
    case "test":
      if (typeof failed2 !== "boolean") return void 0;
      return { kind, t, session, failed: failed2, command: typeof command === "string" ? command : "" };
    case "commit":
    case "pull-request":
      return { kind, t, session };
    default:
      return void 0;
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

// src/hooks/dora/tasks.ts
function statusOf(value) {
  return value === "pending" || value === "in_progress" || value === "completed" ? value : void 0;
}
function tasksFile(stateDir2, sessionId) {
  return join(sessionFolder(stateDir2, sessionId), "tasks.jsonl");
}
function readTasks(stateDir2, sessionId) {
  const found = [];
  for (const { t, id, status, content } of readLastLines(tasksFile(stateDir2, sessionId), Number.MAX_SAFE_INTEGER)) {
    const known = statusOf(status);
    if (typeof t !== "number" || typeof id !== "string" || !known) continue;
    found.push({ t, id, status: known, content: typeof content === "string" ? content : "" });
  }
  return found;
}

// src/hooks/handover/write.ts
var GIT_TIMEOUT_MS = 1e3;
var MAX_PATHS = 200;
function handoverRoot(world) {
  return findRepository(world.projectDir)?.root ?? world.projectDir;
}
async function makeHandover(digest, event, reason, world) {
  const repository = findRepository(world.projectDir);
  const branch = repository && currentBranch(repository);
  const head = repository && headCommit(repository);
  const bundle = summarizeBundle(world, event.session_id);
  const utilization = utilizationOf(digest, world, event.session_id);
  return {
    version: 1,
    session: event.session_id,
    root: handoverRoot(world),
    at: new Date(world.now()).toISOString(),
    reason,
    ...branch !== void 0 && { branch },
    ...head !== void 0 && { head },
    prompts: digest.prompts.map((prompt) => redactedStart(prompt, 600)),
    tasks: tasksOf(digest, world, event.session_id).map((task) => ({
      ...task,
      content: redactedStart(task.content, 300)
    })),
    failures: Object.values(digest.failures).map(({ what, error }) => ({
      what: redactedStart(what, 300),
      error: redactedStart(error, 300)
    })),
    decisions: digest.decisions.map(({ question, answer: answer2 }) => ({
      question: redactedStart(question, 600),
      answer: redactedStart(answer2, 1500)
    })),
    lastMessage: redactedStart(event.last_assistant_message ?? digest.lastText, 4e3),
    filesChanged: changedFiles(bundle.changed, world, event.session_id),
    filesRead: bundle.read.slice(-MAX_PATHS),
    diffStat: repository ? await diffStat(repository) : "",
    ...utilization !== void 0 && { utilization }
  };
}
function changedFiles(announced, world, sessionId) {
  const edited = [];
  for (const activity of readSessionActivity(world.stateDir, sessionId)) {
    if (activity.kind === "edit") edited.push(activity.path);
  }
  return [...new Set(edited.length > 0 ? edited : announced)].slice(-MAX_PATHS);
}
function tasksOf(digest, world, sessionId) {
  if (digest.todos) return digest.todos;
  const last = /* @__PURE__ */ new Map();
  for (const { id, content, status } of readTasks(world.stateDir, sessionId)) {
    last.set(id, { content: content || (last.get(id)?.content ?? id), status });
  }
  return [...last.values()];
}
async function diffStat(repository) {
  const [stat, untracked] = await Promise.all([
    gitOutput(repository.root, ["diff", "--stat=100", "--no-ext-diff", "--no-textconv", "HEAD", "--"], GIT_TIMEOUT_MS),
    gitOutput(repository.root, ["ls-files", "--others", "--exclude-standard"], GIT_TIMEOUT_MS)
  ]);
  const fresh = (untracked ?? "").split("\n").filter((path) => path !== "");
  const lines = (stat ?? "").split("\n").filter((line) => line !== "");
  for (const path of fresh.slice(0, 20)) lines.push(` ${path} | not in git`);
  if (fresh.length > 20) lines.push(` and ${fresh.length - 20} more files that are not in git`);
  return redactedStart(lines.slice(-80).join("\n"), 6e3);
}
function utilizationOf(digest, world, sessionId) {
  if (!digest.context) return void 0;
  const { used, model } = digest.context;
  return used / contextWindow(model, used, readStatus(world.stateDir, sessionId).contextMax);
}

// src/hooks/handover/preserve.ts
var STARTUP_CHARACTERS = 4e3;
var STARTUP_DAYS = 7;
var DAY_MS2 = 864e5;
var LEVELS = [60, 80];
function preserveContext(event, world) {
  if (event.hook_event_name === "Stop") return Promise.resolve(keepBooks(event, world));
  return withStore(world, (store) => preserveIn(store, event, world));
}
async function preserveIn(store, event, world) {
  switch (event.hook_event_name) {
    case "PreCompact":
      await handOver(store, event, "compact", world);
      return void 0;
    case "SessionEnd":
      await handOver(store, event, event.reason ?? "end", world);
      return void 0;
    case "SessionStart":
      return restore(store, event, world);
    default:
      return void 0;
  }
}
function keepBooks(event, world) {
  const progress = readProgress(world.stateDir, event.session_id, event.transcript_path);
  const percent = 100 * (utilizationOf(progress.digest, world, event.session_id) ?? 0);
  const level = LEVELS.findLast((one) => percent >= one) ?? 0;
  const told = progress.toldAt === progress.digest.compactions ? progress.told : 0;
  const next = { ...progress, told: Math.max(level, told), toldAt: progress.digest.compactions };
  keepProgress(world.stateDir, event.session_id, next);
  if (level <= told) return void 0;
  const advice = level >= 80 ? " Compacting writes a handover first; a subagent keeps large reading out of it." : "";
  return { systemMessage: `The context window is ${Math.floor(percent)} % full.${advice}` };
}
async function handOver(store, event, reason, world) {
  const progress = readProgress(world.stateDir, event.session_id, event.transcript_path);
  keepProgress(world.stateDir, event.session_id, progress);
  if (reason === "compact") recordContext(progress, event, world);
  if (progress.digest.prompts.length === 0 && progress.digest.lastText === "") return;
  await store.save(await makeHandover(progress.digest, event, reason, world));
}
function recordContext({ digest }, event, world) {
  if (!digest.context) return;
  const { used, model } = digest.context;
  const max = contextWindow(model, used, readStatus(world.stateDir, event.session_id).contextMax);
  spool(world.stateDir, "claude_context", {
    timestamp: new Date(world.now()).toISOString(),
    project: world.project,
    session_id: event.session_id,
    model,
    trigger: "precompact",
    context_used: used,
    context_max: max,
    utilization_pct: Math.round(1e3 * used / max) / 10,
    compactions: digest.compactions
  });
}
async function restore(store, event, world) {
  const root = handoverRoot(world);
  switch (event.source ?? "unknown") {
    case "compact":
    case "resume":
    case "fork": {
      const own = await store.ofSession(root, event.session_id);
      if (own) return context(own, "of this session", MAX_CONTEXT);
      const newest = event.source === "compact" ? void 0 : await store.newest(root);
      return newest && isFresh(newest, world) ? context(newest, "of the last session in this project", MAX_CONTEXT) : void 0;
    }
    case "startup": {
      const newest = await store.newest(root);
      if (!newest || !isFresh(newest, world) || !hasOpenWork(newest)) return void 0;
      return context(newest, "of the last session in this project, for orientation", STARTUP_CHARACTERS);
    }
    default:
      return void 0;
  }
}
function isFresh(handover, world) {
  return world.now() - Date.parse(handover.at) < STARTUP_DAYS * DAY_MS2;
}
function context(handover, from, limit) {
  return { additionalContext: handoverText(handover, from, limit) };
}

// src/hooks/context-preservation.ts
await runHook({ name: "context-preservation", kind: "observer", handle: preserveContext });
