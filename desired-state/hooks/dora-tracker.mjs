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
var appendFileSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").appendFileSync)();
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

// src/hooks/common/spoolBound.ts
var MOST_BYTES = 512e6;
var SEGMENT = /^claude_[a-z_]+-(\d{8})(?:\.\d+)?\.jsonl$/;
var NEWLINE = 10;
function keepBounded(folder, day) {
  const { mostBytes, sent } = stateIn(folder);
  const all = segmentsIn(folder);
  let total = all.reduce((sum2, { bytes }) => sum2 + bytes, 0);
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
function spool(stateDir2, table, row2) {
  const folder = join(stateDir2, "spool");
  const day = dayOf(row2.timestamp);
  const file = join(folder, `${table}-${day}.jsonl`);
  const line = rowLine(row2);
  const descriptor = openForAppend(folder, file);
  let isFirst = false;
  try {
    isFirst = fstatSync(descriptor).size === 0;
    const written = writeSync(descriptor, line);
    if (written < line.length) writeSync(descriptor, "\n");
  } finally {
    closeSync(descriptor);
  }
  if (isFirst) bound(stateDir2, day, row2);
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
function rowLine(row2) {
  const columns = { ...row2 };
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
    const row2 = { ...common2, ...hookColumns(name, event, result), run_id: runId, duration_ms: round(host.elapsed()) };
    spool(world.stateDir, "claude_hooks", row2);
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

// src/hooks/bundle/brief.ts
var CONTENT_KEYS = /* @__PURE__ */ new Set(["content", "new_string", "old_string", "new_source", "edits", "todos", "plan"]);
var LONGEST_SECRET = 16e3;
var PATH_KEYS = /* @__PURE__ */ new Set(["file_path", "notebook_path", "path"]);
function briefInput(input, places, maxText) {
  const brief2 = {};
  for (const [key, value] of Object.entries(input).slice(0, 12)) {
    const name = key.slice(0, 40);
    if (typeof value === "number" || typeof value === "boolean") brief2[name] = value;
    else if (CONTENT_KEYS.has(key)) brief2[name] = contentLength(value);
    else if (typeof value === "string") brief2[name] = briefText(key, value, places, maxText);
    else if (value !== null && value !== void 0)
      brief2[name] = cut2(withoutHome(redact(JSON.stringify(value).slice(0, LONGEST_SECRET)), places), maxText);
  }
  return brief2;
}
function contentLength(value) {
  if (typeof value === "string") return `${value.length} characters`;
  return Array.isArray(value) ? `${value.length} items` : "present";
}
function briefText(key, value, places, maxText) {
  if (PATH_KEYS.has(key)) return cut2(redact(shortPath(value, places)), maxText);
  const start = value.slice(0, maxText + LONGEST_SECRET);
  const named = redact(`${key}=${start}`);
  const clean = named.startsWith(`${key}=`) ? named.slice(key.length + 1) : redact(start);
  return cut2(withoutHome(clean, places), maxText);
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
function redactedStart(text, length) {
  return cut2(redact(text.slice(0, length + LONGEST_SECRET)), length);
}
function cut2(text, length) {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return `${text.slice(0, last >= 55296 && last < 56320 ? length - 1 : length)}…`;
}

// src/hooks/transcript/append.ts
var MAX_LINE_BYTES2 = 4096;
var STALE_LOCK_MS = 6e4;
function appendLine(file, value) {
  const line = Buffer.from(`${JSON.stringify(value)}
`);
  if (line.length > MAX_LINE_BYTES2) throw new RangeError(`a line of ${line.length} bytes is too long`);
  const descriptor = openForAppend2(file);
  try {
    if (writeSync(descriptor, line) < line.length) writeSync(descriptor, "\n");
  } finally {
    closeSync(descriptor);
  }
}
function openForAppend2(file) {
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

// src/hooks/bundle/file.ts
function bundleFolder(world) {
  return join(world.stateDir, "bundles", projectKey(world.projectDir));
}
function bundleFile(world, sessionId) {
  return join(bundleFolder(world), `${safeName(sessionId)}.jsonl`);
}

// src/hooks/bundle/start-time.ts
var TAIL_BYTES = 64 * 1024;
function startTime(world, sessionId, toolUseId) {
  for (const line of readLastLines(bundleFile(world, sessionId), TAIL_BYTES)) {
    if (line.id === toolUseId && typeof line.t === "number") return line.t;
  }
  return void 0;
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
function readConfig(file) {
  const values = /* @__PURE__ */ new Map();
  let section = "";
  const lines = (readText(file) ?? "").replace(/\\\r?\n/g, "").split(/\r?\n/);
  for (const line of lines) {
    const text = line.trim();
    const header = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(text);
    if (header?.[1] !== void 0) {
      section = header[1].toLowerCase() + (header[2] === void 0 ? "" : `.${header[2].replace(/\\(.)/g, "$1")}`);
      continue;
    }
    const entry = /^([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*))?$/.exec(text);
    if (entry?.[1] !== void 0 && section !== "") {
      values.set(`${section}.${entry[1].toLowerCase()}`, configValue(entry[2] ?? "true"));
    }
  }
  return values;
}
function configValue(text) {
  let value = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    else if (character === "\\") value += escaped(text[++i] ?? "");
    else if (!quoted && (character === "#" || character === ";")) break;
    else value += character;
  }
  return value.trimEnd();
}
function escaped(character) {
  if (character === "n") return "\n";
  return character === "t" ? "	" : character;
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

// src/hooks/transcript/recorded.ts
function noteRecorded(stateDir2, sessionId, id) {
  const folder = sessionFolder(stateDir2, sessionId);
  const append = () => appendFileSync(join(folder, "recorded"), `${id}
`, { mode: 384 });
  try {
    append();
  } catch {
    try {
      mkdirSync(folder, { recursive: true, mode: 448 });
      append();
    } catch {
    }
  }
}

// src/hooks/dora/activity.ts
var MAX_LOG_BYTES = 1024 * 1024;
var TAIL_BYTES2 = 128 * 1024;
function activityFile(stateDir2, root) {
  return join(stateDir2, "hooks", "activity", `${projectKey(root)}.jsonl`);
}
function sessionActivityFile(stateDir2, sessionId) {
  return join(sessionFolder(stateDir2, sessionId), "activity.jsonl");
}
function recordActivity(stateDir2, root, activity) {
  const file = activityFile(stateDir2, root);
  appendLine(file, activity);
  appendLine(sessionActivityFile(stateDir2, activity.session), activity);
  rotate(file, MAX_LOG_BYTES, activity.t);
}
function readActivity(file) {
  const found = [];
  for (const line of readLastLines(file, TAIL_BYTES2)) {
    const activity = activityOf(line);
    if (activity) found.push(activity);
  }
  return found;
}
function activityOf(line) {
  const { kind, t, session, path, prompt, failed: failed3, command } = line;
  if (typeof t !== "number" || typeof session !== "string") return void 0;
  switch (kind) {
    case "edit":
      if (typeof path !== "string") return void 0;
      return { kind, t, session, path, rework: line.rework === true, ...typeof prompt === "string" && { prompt } };
    case "test":
      if (typeof failed3 !== "boolean") return void 0;
      return { kind, t, session, failed: failed3, command: typeof command === "string" ? command : "" };
    case "commit":
    case "pull-request":
      return { kind, t, session };
    default:
      return void 0;
  }
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

// schemas/prices.json
var prices_default = {
  checked: "2026-10-24",
  source: 'The list prices of the Claude API (platform.claude.com, "Pricing"), in US dollars per million tokens. Subscriptions, batches and agreements cost otherwise. A kind of request that has no price here has none that is known.',
  models: {
    "claude-fable-5-1": [
      {
        input: 10,
        output: 50,
        cache_write_5m: 12.5,
        cache_write_1h: 20,
        cache_read: 0.25
      }
    ],
    "claude-mythos-5-1": [
      {
        input: 10,
        output: 50,
        cache_write_5m: 12.5,
        cache_write_1h: 20,
        cache_read: 0.25
      }
    ],
    "claude-fable-5": [
      {
        input: 10,
        output: 50,
        cache_write_5m: 12.5,
        cache_write_1h: 20,
        cache_read: 1
      }
    ],
    "claude-mythos-5": [
      {
        input: 10,
        output: 50,
        cache_write_5m: 12.5,
        cache_write_1h: 20,
        cache_read: 1
      }
    ],
    "claude-opus-5-5": [
      {
        input: 4,
        output: 20,
        cache_write_5m: 5,
        cache_write_1h: 8,
        cache_read: 0.2,
        fast: {
          input: 8,
          output: 40,
          cache_write_5m: 10,
          cache_write_1h: 16,
          cache_read: 0.4
        }
      }
    ],
    "claude-opus-5": [
      {
        input: 5,
        output: 25,
        cache_write_5m: 6.25,
        cache_write_1h: 10,
        cache_read: 0.5,
        fast: {
          input: 10,
          output: 50,
          cache_write_5m: 12.5,
          cache_write_1h: 20,
          cache_read: 1
        }
      }
    ],
    "claude-opus-4-8": [
      {
        input: 5,
        output: 25,
        cache_write_5m: 6.25,
        cache_write_1h: 10,
        cache_read: 0.5,
        fast: {
          input: 10,
          output: 50,
          cache_write_5m: 12.5,
          cache_write_1h: 20,
          cache_read: 1
        }
      }
    ],
    "claude-opus-4-7": [
      {
        input: 5,
        output: 25,
        cache_write_5m: 6.25,
        cache_write_1h: 10,
        cache_read: 0.5
      }
    ],
    "claude-opus-4-6": [
      {
        input: 5,
        output: 25,
        cache_write_5m: 6.25,
        cache_write_1h: 10,
        cache_read: 0.5,
        fast: {
          input: 30,
          output: 150,
          cache_write_5m: 37.5,
          cache_write_1h: 60,
          cache_read: 3
        }
      }
    ],
    "claude-opus-4-5": [
      {
        input: 5,
        output: 25,
        cache_write_5m: 6.25,
        cache_write_1h: 10,
        cache_read: 0.5
      }
    ],
    "claude-opus-4-1": [
      {
        input: 15,
        output: 75,
        cache_write_5m: 18.75,
        cache_write_1h: 30,
        cache_read: 1.5
      }
    ],
    "claude-opus-4-0": [
      {
        input: 15,
        output: 75,
        cache_write_5m: 18.75,
        cache_write_1h: 30,
        cache_read: 1.5
      }
    ],
    "claude-opus-4": [
      {
        input: 15,
        output: 75,
        cache_write_5m: 18.75,
        cache_write_1h: 30,
        cache_read: 1.5
      }
    ],
    "claude-3-opus": [
      {
        input: 15,
        output: 75,
        cache_write_5m: 18.75,
        cache_write_1h: 30,
        cache_read: 1.5
      }
    ],
    "claude-sonnet-5-5": [
      {
        input: 2,
        output: 10,
        cache_write_5m: 2.5,
        cache_write_1h: 4,
        cache_read: 0.2
      },
      {
        from: "2026-10-07",
        input: 2,
        output: 10,
        cache_write_5m: 2.5,
        cache_write_1h: 4,
        cache_read: 0.1
      }
    ],
    "claude-sonnet-5": [
      {
        input: 2,
        output: 10,
        cache_write_5m: 2.5,
        cache_write_1h: 4,
        cache_read: 0.2
      }
    ],
    "claude-sonnet-4-6": [
      {
        input: 3,
        output: 15,
        cache_write_5m: 3.75,
        cache_write_1h: 6,
        cache_read: 0.3
      }
    ],
    "claude-sonnet-4-5": [
      {
        input: 3,
        output: 15,
        cache_write_5m: 3.75,
        cache_write_1h: 6,
        cache_read: 0.3,
        long: {
          above: 2e5,
          input: 6,
          output: 22.5,
          cache_write_5m: 7.5,
          cache_write_1h: 12,
          cache_read: 0.6
        }
      }
    ],
    "claude-sonnet-4-0": [
      {
        input: 3,
        output: 15,
        cache_write_5m: 3.75,
        cache_write_1h: 6,
        cache_read: 0.3,
        long: {
          above: 2e5,
          input: 6,
          output: 22.5,
          cache_write_5m: 7.5,
          cache_write_1h: 12,
          cache_read: 0.6
        }
      }
    ],
    "claude-sonnet-4": [
      {
        input: 3,
        output: 15,
        cache_write_5m: 3.75,
        cache_write_1h: 6,
        cache_read: 0.3,
        long: {
          above: 2e5,
          input: 6,
          output: 22.5,
          cache_write_5m: 7.5,
          cache_write_1h: 12,
          cache_read: 0.6
        }
      }
    ],
    "claude-3-7-sonnet": [
      {
        input: 3,
        output: 15,
        cache_write_5m: 3.75,
        cache_write_1h: 6,
        cache_read: 0.3
      }
    ],
    "claude-3-5-sonnet": [
      {
        input: 3,
        output: 15,
        cache_write_5m: 3.75,
        cache_write_1h: 6,
        cache_read: 0.3
      }
    ],
    "claude-haiku-5-5": [
      {
        input: 0.1,
        output: 0.5,
        cache_write_5m: 0.125,
        cache_write_1h: 0.2,
        cache_read: 0.01,
        long: {
          above: 1e5,
          input: 0.5,
          output: 2.5,
          cache_write_5m: 0.625,
          cache_write_1h: 1,
          cache_read: 0.05
        }
      }
    ],
    "claude-haiku-4-5": [
      {
        input: 1,
        output: 5,
        cache_write_5m: 1.25,
        cache_write_1h: 2,
        cache_read: 0.1
      }
    ],
    "claude-3-5-haiku": [
      {
        input: 0.8,
        output: 4,
        cache_write_5m: 1,
        cache_write_1h: 1.6,
        cache_read: 0.08
      }
    ],
    "claude-3-haiku": [
      {
        input: 0.25,
        output: 1.25,
        cache_write_5m: 0.3,
        cache_write_1h: 0.5,
        cache_read: 0.03
      }
    ]
  }
};

// src/core/metrics/prices/prices.ts
var PRICES_CHECKED = prices_default.checked;
var UNITS_PER_DOLLAR = 1e10;
var UNITS_PER_TOKEN = 1e4;
function priceList(own = {}) {
  const list2 = /* @__PURE__ */ new Map();
  for (const models of [prices_default.models, own]) {
    for (const [model, periods] of Object.entries(models)) {
      const newestFirst = [...periods].sort((a, b) => descending(a.from ?? "", b.from ?? ""));
      list2.set(plainName(model), newestFirst);
    }
  }
  return list2;
}
function descending(a, b) {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
function costOf(list2, model, tokens, { fast, at }) {
  const period = list2.get(model)?.find((one) => startsBy(one, at)) ?? list2.get(plainName(model))?.find((one) => startsBy(one, at));
  if (period === void 0) return void 0;
  const rates = ratesFor(period, tokens, fast);
  return rates && Math.round(UNITS_PER_TOKEN * sum(rates, tokens));
}
function startsBy(period, at) {
  return period.from === void 0 || at === void 0 || Date.parse(period.from) <= at;
}
function ratesFor(period, tokens, fast) {
  if (fast) return period.fast;
  const sent = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h;
  return period.long !== void 0 && sent > period.long.above ? period.long : period;
}
function sum(rates, tokens) {
  return rates.input * tokens.input + rates.output * tokens.output + rates.cache_read * tokens.cacheRead + rates.cache_write_5m * tokens.cacheWrite5m + rates.cache_write_1h * tokens.cacheWrite1h;
}
function plainName(model) {
  return model.replace(/^.*?(?=claude-)/, "").replace(/\[[^\]]*\]$/, "").replace(/-v\d+(?::\d+)?$/, "").replace(/[-@](?:\d{8}|latest|default)$/, "").replace(/-v\d+$/, "");
}

// src/hooks/transcript/prices.ts
var LIST = priceList();
function listPrice(model, usage, fast, at) {
  const units = costOf(LIST, model, usage, { fast, at });
  return units === void 0 ? void 0 : units / UNITS_PER_DOLLAR;
}

// src/hooks/transcript/read.ts
var CHUNK_BYTES2 = 1024 * 1024;
var NEWLINE2 = 10;
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
function openOrNothing(file) {
  try {
    return openSync(file, "r");
  } catch {
    return void 0;
  }
}

// src/hooks/transcript/tally.ts
var EDIT_TOOLS = /* @__PURE__ */ new Set(["Write", "Edit", "MultiEdit", "NotebookEdit"]);
var IDLE_MS = 5 * 6e4;
function emptyTally() {
  return {
    responses: {},
    calls: {},
    settled: {
      responses: 0,
      responseIds: " ",
      callIds: " ",
      models: [],
      calls: { calls: 0, errors: 0, edits: 0, linesAdded: 0, linesRemoved: 0 }
    },
    prompts: {},
    started: void 0,
    ended: void 0,
    activeMs: 0,
    branch: void 0,
    compactions: 0,
    context: void 0
  };
}
function count2(tally, record, inMain) {
  const main = inMain && !record.sidechain;
  countTime(tally, record.time, inMain);
  if (main && record.branch !== void 0) tally.branch = record.branch;
  switch (record.kind) {
    case "assistant":
      countResponse(tally, record, main);
      return;
    case "user":
      countUser(tally, record, main);
      return;
    case "compaction":
      if (!main) return;
      tally.compactions += 1;
      tally.context = void 0;
      return;
    case "other":
      return;
  }
}
function countTime(tally, time, inMain) {
  if (time === void 0) return;
  if (tally.started === void 0 || time < tally.started) tally.started = time;
  if (inMain && tally.ended !== void 0 && time > tally.ended)
    tally.activeMs += Math.min(time - tally.ended, IDLE_MS);
  if (tally.ended === void 0 || time > tally.ended) tally.ended = time;
}
function countResponse(tally, record, main) {
  const { usage } = record;
  if (main) {
    const used = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
    if (used > 0) tally.context = { used, model: record.model };
  }
  for (const tool of record.tools) {
    if (isSettled(tally.settled.callIds, tool.id)) continue;
    const call = tally.calls[tool.id];
    tally.calls[tool.id] = [call?.[0] ?? 0, call?.[1] ?? 0, call?.[2] ?? 0, EDIT_TOOLS.has(tool.name) ? 1 : 0];
  }
  if (isSettled(tally.settled.responseIds, record.messageId)) return;
  tally.responses[record.messageId] ??= {};
  const requests = tally.responses[record.messageId];
  const old = requests[record.requestId];
  requests[record.requestId] = [
    main ? 0 : 1,
    record.model,
    Math.max(usage.input, old?.[2] ?? 0),
    Math.max(usage.output, old?.[3] ?? 0),
    Math.max(usage.cacheRead, old?.[4] ?? 0),
    Math.max(usage.cacheWrite5m, old?.[5] ?? 0),
    Math.max(usage.cacheWrite1h, old?.[6] ?? 0),
    record.fast ? 1 : 0,
    record.costUsd ?? old?.[8] ?? null,
    old?.[9] ?? record.time ?? null
  ];
}
function isSettled(ids, id) {
  return ids.includes(` ${id} `);
}
function countUser(tally, record, main) {
  if (main && record.prompt !== void 0) tally.prompts[record.uuid] = 1;
  for (const result of record.results) {
    const call = tally.calls[result.toolUseId];
    if (!call) continue;
    call[0] = result.isError ? 1 : call[0];
    call[1] = Math.max(call[1], result.added);
    call[2] = Math.max(call[2], result.removed);
  }
}
function* counted(tally) {
  for (const requests of Object.values(tally.responses)) {
    const all = Object.values(requests);
    const main = all.filter((response) => response[0] === 0);
    for (const response of main.length > 0 ? main : all) {
      const [, model, input, output, cacheRead, cacheWrite5m, cacheWrite1h, fast, costUsd, at] = response;
      const usage = { input, output, cacheRead, cacheWrite5m, cacheWrite1h };
      yield { model, usage, fast: fast === 1, costUsd: costUsd ?? void 0, at: at ?? void 0 };
    }
  }
}

// src/hooks/dora/agents.ts
function isAgentTool(tool) {
  return tool === "Agent" || tool === "Task";
}
function agentRow(event, world) {
  if (event.hook_event_name === "SubagentStop") {
    if (event.agent_id === void 0) return void 0;
    return row(event, world, event.agent_id, event.agent_transcript_path, { outcome: "ok", background: void 0 });
  }
  if (!isAgentTool(event.tool_name)) return void 0;
  if (event.hook_event_name === "PostToolUseFailure") {
    const outcome = event.is_interrupt ? "interrupted" : "error";
    return row(event, world, event.tool_use_id ?? "unknown", void 0, { outcome, background: void 0 });
  }
  const answer2 = isRecord(event.tool_response) ? event.tool_response : {};
  const agentId = textField(answer2, "agentId");
  if (event.hook_event_name !== "PostToolUse" || answer2.status !== "completed" || agentId === void 0)
    return void 0;
  const own = { ...row(event, world, agentId, transcriptOf(event, agentId), { outcome: "ok", background: false }) };
  return {
    ...own,
    duration_ms: numberAt(answer2, "totalDurationMs") ?? own.duration_ms,
    tokens_used: numberAt(answer2, "totalTokens") ?? own.tokens_used,
    tool_calls: numberAt(answer2, "totalToolUseCount") ?? own.tool_calls,
    model: textField(answer2, "resolvedModel") ?? own.model,
    result_length: JSON.stringify(answer2.content ?? "").length
  };
}
function row(event, world, agentId, transcript, ended) {
  const own = transcript === void 0 ? void 0 : measured(transcript, event.session_id);
  const prompt = textField(event.tool_input, "prompt");
  return {
    timestamp: new Date(own?.started ?? world.now()).toISOString(),
    project: world.project,
    session_id: event.session_id,
    agent_type: textField(event.tool_input, "subagent_type") ?? event.agent_type ?? "unknown",
    parent_agent: isAgentTool(event.tool_name) ? event.agent_type ?? "main" : void 0,
    model: own?.model,
    agent_id: agentId,
    background: ended.background,
    success: ended.outcome === "ok",
    outcome: ended.outcome,
    duration_ms: own?.durationMs ?? event.duration_ms,
    tokens_used: own?.tokens,
    cost_usd: own?.costUsd,
    tool_calls: own?.toolCalls,
    prompt_length: prompt?.length,
    result_length: event.last_assistant_message?.length,
    error: event.error === void 0 ? void 0 : redactedStart(event.error, 500)
  };
}
function transcriptOf(event, agentId) {
  if (event.transcript_path === void 0 || !/^[\w-]+$/.test(agentId)) return void 0;
  const folder = join(dirname(event.transcript_path), basename(event.transcript_path, ".jsonl"), "subagents");
  return join(folder, `agent-${agentId}.jsonl`);
}
function measured(transcript, sessionId) {
  const tally = emptyTally();
  const position = readNewLines(transcript, void 0, (line) => {
    const record = parseRecord(line, sessionId);
    if (record) count2(tally, record, false);
  });
  if (!position) return void 0;
  let tokens = 0;
  let costUsd = 0;
  let model;
  for (const response of counted(tally)) {
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = response.usage;
    tokens += input + output + cacheRead + cacheWrite5m + cacheWrite1h;
    const price = listPrice(response.model, response.usage, response.fast, response.at);
    costUsd = costUsd === void 0 || price === void 0 ? void 0 : costUsd + price;
    model = response.model;
  }
  const { started, ended, calls } = tally;
  const durationMs = started === void 0 || ended === void 0 ? void 0 : ended - started;
  return { started, durationMs, tokens, toolCalls: Object.keys(calls).length, model, costUsd };
}
function numberAt(record, key) {
  return typeof record[key] === "number" ? record[key] : void 0;
}

// src/hooks/dora/shell.ts
var JOINTS = [
  ["&&", "and"],
  ["||", "or"],
  ["|&", "pipe"],
  [";;", "then"],
  ["|", "pipe"],
  ["&", "background"],
  [";", "then"],
  ["\n", "then"]
];
function simpleCommands(text) {
  const line = text.replaceAll("\\\n", "");
  const found = [];
  let words = [];
  let at = 0;
  const close = (joint) => {
    if (words.length > 0) found.push({ words: withoutAssignments(words), joint });
    words = [];
  };
  while (at < line.length) {
    const redirect = /^[ \t]*\d?(?:&>>?|>>?&?|<&?|>\|)[ \t]*(?:&?\d|[^\s;&|()]+)?/.exec(line.slice(at));
    if (redirect) {
      at += redirect[0].length;
      continue;
    }
    const joint = JOINTS.find(([sign]) => line.startsWith(sign, at));
    if (joint) {
      close(joint[1]);
      at += joint[0].length;
    } else if (/[\s(){}]/.test(line[at])) at += 1;
    else if (line[at] === "#") at = endOfLine(line, at);
    else {
      const word = readWord(line, at);
      words.push(word.text);
      at = word.end;
    }
  }
  close("end");
  const last = found.at(-1);
  if (last && last.joint !== "background") last.joint = "end";
  return found.filter((command) => command.words.length > 0);
}
function endOfLine(line, at) {
  const end = line.indexOf("\n", at);
  return end < 0 ? line.length : end;
}
function readWord(line, start) {
  let text = "";
  let at = start;
  while (at < line.length && !/[\s;&|()<>]/.test(line[at])) {
    const character = line[at];
    if (character === "\\") {
      text += line[at + 1] ?? "";
      at += 2;
    } else if (character === "'" || character === '"') {
      const end = closingQuote(line, at);
      const inner = line.slice(at + 1, end);
      text += character === '"' ? inner.replace(/\\(["\\$`])/g, "$1") : inner;
      at = end + 1;
    } else {
      text += character;
      at += 1;
    }
  }
  return { text, end: at };
}
function closingQuote(line, at) {
  const quote = line[at];
  for (let i = at + 1; i < line.length; i++) {
    if (line[i] === "\\" && quote === '"') i += 1;
    else if (line[i] === quote) return i;
  }
  return line.length;
}
function withoutAssignments(words) {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
  return first < 0 ? [] : words.slice(first);
}

// src/hooks/dora/delivery.ts
function deliveries(line) {
  const found = [];
  for (const { words } of simpleCommands(line)) {
    if (words[0] === "gh" && words[1] === "pr" && words[2] === "create") found.push("pull-request");
    if (words[0] === "git" && subcommand(words) === "commit" && !words.includes("--dry-run")) found.push("commit");
  }
  return found;
}
function subcommand(words) {
  let at = 1;
  while (words[at]?.startsWith("-")) at += ["-C", "-c", "--git-dir", "--work-tree"].includes(words[at]) ? 2 : 1;
  return words[at];
}

// src/hooks/tdd/language.ts
function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

// src/hooks/dora/test-command.ts
var PASSING_ON = /* @__PURE__ */ new Set([
  "time",
  "env",
  "nice",
  "command",
  "exec",
  "xvfb-run",
  "dotenv",
  "uv",
  "poetry",
  "pipenv",
  "pdm"
]);
var PASSING_ON_PAIRS = /* @__PURE__ */ new Set([
  "uv run",
  "poetry run",
  "pipenv run",
  "pdm run",
  "hatch run",
  "bundle exec",
  "npm exec",
  "pnpm exec",
  "yarn exec",
  "pnpm dlx"
]);
var RUNNERS = /* @__PURE__ */ new Set([
  "vitest",
  "jest",
  "mocha",
  "ava",
  "tap",
  "pytest",
  "py.test",
  "tox",
  "nox",
  "rspec",
  "phpunit",
  "ctest",
  "gotestsum",
  "nextest"
]);
var RUNNERS_WITH_VERB = {
  npm: ["test", "t", "tst"],
  pnpm: ["test", "t"],
  yarn: ["test"],
  bun: ["test"],
  deno: ["test"],
  cargo: ["test", "nextest", "t"],
  go: ["test"],
  mvn: ["test", "verify"],
  mvnw: ["test", "verify"],
  gradle: ["test", "check"],
  gradlew: ["test", "check"],
  make: ["test", "tests", "check"],
  just: ["test"],
  dotnet: ["test"],
  swift: ["test"],
  playwright: ["test"],
  hatch: ["test"]
};
var SCRIPT_RUNNERS = /* @__PURE__ */ new Set(["npm", "pnpm", "yarn", "bun"]);
function isTestCommand(words, own) {
  const [command] = own === void 0 ? [] : simpleCommands(own);
  if (command?.words.every((word, index) => words[index] === word)) return true;
  const rest = commandProper(words);
  const name = baseName(rest[0] ?? "").replace(/\.(exe|cmd)$/, "");
  if (rest.some((word) => word === "--help" || word === "--version")) return false;
  if (RUNNERS.has(name)) return true;
  if (/^python[\d.]*$/.test(name)) return rest[1] === "-m" && ["pytest", "unittest"].includes(rest[2] ?? "");
  if (name === "node") return rest.includes("--test");
  const words2 = rest.slice(1).filter((word) => !word.startsWith("-") && !word.startsWith("+"));
  if (SCRIPT_RUNNERS.has(name) && words2[0] === "run") return /^test(:|$)/.test(words2[1] ?? "");
  return RUNNERS_WITH_VERB[name]?.includes(words2[0] ?? "") ?? false;
}
function commandProper(words) {
  let rest = words;
  for (; ; ) {
    const first = rest[0] ?? "";
    if (PASSING_ON_PAIRS.has(`${first} ${rest[1] ?? ""}`)) rest = afterOptions(rest.slice(2));
    else if (first === "npx" || first === "bunx" || first === "uvx") rest = afterOptions(rest.slice(1));
    else if (first === "timeout" || first === "gtimeout") rest = afterOptions(rest.slice(1)).slice(1);
    else if (PASSING_ON.has(first) && first !== "uv") rest = afterAssignments(afterOptions(rest.slice(1)));
    else return rest;
    if (rest.length === 0) return rest;
  }
}
function afterOptions(words) {
  const first = words.findIndex((word) => !word.startsWith("-"));
  return first < 0 ? [] : words.slice(first);
}
function afterAssignments(words) {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return first < 0 ? [] : words.slice(first);
}

// src/hooks/dora/test-run.ts
var TRIVIAL = /* @__PURE__ */ new Set([
  "cd",
  "pushd",
  "popd",
  "echo",
  "printf",
  "export",
  "source",
  ".",
  "set",
  "true",
  "pwd",
  "clear",
  "date"
]);
var NO_VERDICT = /* @__PURE__ */ new Set([124, 125, 126, 127, 130, 137, 141, 143]);
function testOutcome(line, ending, own) {
  const commands = simpleCommands(line);
  const at = commands.findIndex((command) => isTestCommand(command.words, own));
  const test = commands[at];
  if (!test) return void 0;
  if (test.joint === "background" || !decidesStatus(commands, at)) return void 0;
  if (ending.ok) return "passed";
  if (ending.exitCode === void 0 || NO_VERDICT.has(ending.exitCode)) return void 0;
  if (/pytest|py\.test/.test(test.words.join(" ")) && (ending.exitCode === 4 || ending.exitCode === 5))
    return void 0;
  const others = commands.filter((command, index) => index !== at && !TRIVIAL.has(command.words[0] ?? ""));
  if (others.some((command) => !isTestCommand(command.words, own) && !isFilterAfter(commands, at, command)))
    return void 0;
  return "failed";
}
function isFilterAfter(commands, at, command) {
  return commands.indexOf(command) > at && commands.slice(at, commands.indexOf(command)).every((one) => one.joint === "pipe");
}
function decidesStatus(commands, at) {
  const pipefail = commands.slice(0, at).some(({ words }) => words[0] === "set" && words.some((word) => word === "pipefail"));
  const stopsOnError = commands.slice(0, at).some(({ words }) => words[0] === "set" && words.some((word) => /^-[a-z]*e/.test(word)));
  for (const { joint } of commands.slice(at)) {
    if (joint === "and" || joint === "end") continue;
    if (joint === "pipe" && pipefail) continue;
    if (joint === "then" && stopsOnError) continue;
    return false;
  }
  return !commands.slice(0, at).some(({ joint }) => joint === "or");
}

// src/hooks/dora/deploy-command.ts
var GIT_VALUE_OPTIONS = /* @__PURE__ */ new Set([
  "-C",
  "-c",
  "--git-dir",
  "--work-tree",
  "--namespace",
  "--exec-path",
  "--super-prefix"
]);
var PUSH_VALUE_OPTIONS = /* @__PURE__ */ new Set(["-o", "--push-option", "--receive-pack", "--exec", "--repo"]);
function deployIntents(line, deployCommands) {
  const commands = simpleCommands(line);
  const found = [];
  let folder = "";
  commands.forEach((command, at) => {
    if (command.words[0] === "cd") folder = command.words[1] ?? folder;
    const intent = intentOf(command, folder, decidesStatus(commands, at), deployCommands);
    if (intent) found.push(intent);
  });
  return found;
}
function intentOf({ words }, folder, sure, deployCommands) {
  const own = deployCommands.find((text) => startsWith(words, simpleCommands(text)[0]?.words ?? []));
  if (own !== void 0) return { kind: "command", folder, name: own, sure };
  if (words[0] === "git") return pushIntent(words, folder, sure);
  if (words[0] !== "gh") return void 0;
  if (words[1] === "release" && words[2] === "create") {
    const name = words.slice(3).find((word) => !word.startsWith("-"));
    return { kind: "release", folder, sure, ...name !== void 0 && { name } };
  }
  const watched = words[1] === "run" && (words[2] === "watch" || words[2] === "view") && words.includes("--exit-status");
  return watched ? { kind: "ci", folder, sure } : void 0;
}
function startsWith(words, start) {
  return start.length > 0 && start.every((word, index) => words[index] === word);
}
function pushIntent(words, startFolder, sure) {
  let folder = startFolder;
  let at = 1;
  while (words[at]?.startsWith("-")) {
    if (words[at] === "-C") folder = words[at + 1] ?? folder;
    at += GIT_VALUE_OPTIONS.has(words[at]) ? 2 : 1;
  }
  if (words[at] !== "push") return void 0;
  const options = [];
  const positional = [];
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i];
    if (!word.startsWith("-")) positional.push(word);
    else {
      options.push(word);
      if (PUSH_VALUE_OPTIONS.has(word)) i += 1;
    }
  }
  if (options.some((option) => ["--dry-run", "-n", "--delete", "-d", "--help"].includes(option))) return void 0;
  const [remote, ...refspecs] = positional;
  return {
    kind: "push",
    folder,
    refspecs,
    tags: options.includes("--tags") || options.includes("--follow-tags"),
    all: options.includes("--all") || options.includes("--mirror") || options.includes("--branches"),
    sure,
    ...remote !== void 0 && { remote }
  };
}
function pushedName(refspec) {
  const spec = refspec.replace(/^\+/, "");
  const colon = spec.indexOf(":");
  const source = colon < 0 ? spec : spec.slice(0, colon);
  const name = colon < 0 ? spec : spec.slice(colon + 1);
  if (source === "" || name === "") return void 0;
  return { source, name: name.replace(/^refs\/(heads|tags)\//, "") };
}

// src/hooks/dora/deploy-log.ts
var MAX_LOG_BYTES2 = 512 * 1024;
function logFile(stateDir2, commonDir) {
  return join(stateDir2, "hooks", "deploys", `${projectKey(commonDir)}.jsonl`);
}
function readDeploys(stateDir2, commonDir) {
  const found = [];
  for (const line of readLastLines(logFile(stateDir2, commonDir), MAX_LOG_BYTES2)) {
    const { kind, t, id, ref, sha } = line;
    if (typeof t !== "number") continue;
    if (kind === "restored") found.push({ kind, t });
    if (typeof id !== "string") continue;
    if (kind === "failed") found.push({ kind, t, id });
    if (kind === "deploy") {
      found.push({ kind, t, id, ref: typeof ref === "string" ? ref : "", ...typeof sha === "string" && { sha } });
    }
  }
  return found;
}
function rememberDeploys(stateDir2, commonDir, entries) {
  const file = logFile(stateDir2, commonDir);
  for (const entry of entries) {
    appendLine(file, entry);
    rotate(file, MAX_LOG_BYTES2, entry.t);
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

// src/hooks/dora/history.ts
var MAX_COMMITS = 200;
async function movedRemoteBranch(root, ref, since2) {
  const log = await gitOutput(root, ["log", "-g", "-2", "--date=unix", "--format=%H %gd", ref, "--"]);
  const [newest, older] = (log ?? "").split("\n");
  const [sha, label] = (newest ?? "").split(" ");
  const moved = Number(/@\{(\d+)\}$/.exec(label ?? "")?.[1] ?? Number.NaN) * 1e3;
  if (!sha || !(moved >= since2 - 1e3)) return void 0;
  const before = older?.split(" ")[0] ?? await gitOutput(root, ["rev-parse", "--verify", "-q", `${ref}@{1}`]);
  return { sha, ...before && before !== sha && { previous: before } };
}
async function commitsSince(root, previous, sha) {
  const range = previous === void 0 ? [sha] : [sha, `^${previous}`];
  const format = "--format=%H%x1f%at%x1f%s%x1f%b%x1e";
  const log = await gitOutput(root, ["log", `-${MAX_COMMITS}`, format, ...range, "--"]);
  const found = [];
  for (const record of (log ?? "").split("")) {
    const [id, authored, subject, body] = record.trimStart().split("");
    if (!id || subject === void 0) continue;
    const reverts = [...(body ?? "").matchAll(/This reverts commit ([0-9a-f]{7,64})/g)].map((match) => match[1]);
    found.push({ sha: id, authored: Number(authored) * 1e3, subject, reverts });
  }
  return found;
}
async function isAncestor(root, older, newer) {
  return older !== newer && await gitOutput(root, ["merge-base", "--is-ancestor", older, newer]) !== void 0;
}
function commitOf(root, name) {
  return gitOutput(root, ["rev-parse", "--verify", "-q", `${name}^{commit}`]);
}

// src/hooks/dora/measure.ts
function measureDeploy(log, deployed2, windowMs) {
  const { deploy, commits, rollback } = deployed2;
  const last = lastDeploy(log);
  const openFailure = unrestored(log);
  if (last?.sha !== void 0 && last.sha === deploy.sha && !openFailure) return { measures: [], entries: [] };
  const about = `${deploy.ref} ${deploy.sha?.slice(0, 12) ?? ""} ${commits.length} commits`.replace(/ {2,}/g, " ");
  const measures = [{ event: "deploy", id: deploy.id, at: deploy.t, value: 1, context: about }];
  const entries = [{ kind: "deploy", ...deploy }];
  for (const { sha, authored, subject } of commits) {
    const seconds = Math.max(0, (deploy.t - authored) / 1e3);
    measures.push({ event: "lead_time", id: sha, at: deploy.t, value: seconds, context: subject });
  }
  let failedAt = openFailure?.t;
  if (rollback || isFix(deploy.ref, commits)) {
    measures.push({ event: "rework", id: deploy.id, at: deploy.t, value: 1, context: about });
    if (last && failedAt === void 0 && deploy.t - last.t <= windowMs) {
      measures.push({ event: "deploy_failed", id: last.id, at: last.t, value: 1, context: `fixed by ${about}` });
      entries.unshift({ kind: "failed", t: last.t, id: last.id });
      failedAt = last.t;
    }
  }
  if (failedAt !== void 0) {
    const value = Math.max(0, (deploy.t - failedAt) / 1e3);
    measures.push({ event: "restored", id: deploy.id, at: deploy.t, value, context: about });
    entries.push({ kind: "restored", t: deploy.t });
  }
  return { measures, entries };
}
function measureFailure(log, failure) {
  if (unrestored(log)) return { measures: [], entries: [] };
  const { t, id, context } = failure;
  return { measures: [{ event: "deploy_failed", id, at: t, value: 1, context }], entries: [{ kind: "failed", t, id }] };
}
function lastDeploy(log) {
  let last;
  for (const entry of log) if (entry.kind === "deploy" && (!last || entry.t >= last.t)) last = entry;
  return last;
}
function unrestored(log) {
  let open;
  for (const entry of log) {
    if (entry.kind === "failed") open = entry;
    if (entry.kind === "restored") open = void 0;
  }
  return open;
}
var FIX_SUBJECT = /^(revert|hotfix|rollback)\b|^\w+\((hotfix|rollback)\)/i;
function isFix(ref, commits) {
  if (/^(hotfix|rollback|revert)[/-]/i.test(ref)) return true;
  return commits.some((commit) => commit.reverts.length > 0 || FIX_SUBJECT.test(commit.subject));
}

// src/hooks/tdd/globs.ts
function matchesPatterns(path, patterns) {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  if (patterns.some((pattern) => pattern.startsWith("!") && globToRegExp(pattern.slice(1)).test(path))) return false;
  return wanted.length === 0 || wanted.some((pattern) => globToRegExp(pattern).test(path));
}
function globToRegExp(glob) {
  let source = "";
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const character = glob[i];
    if (glob.startsWith("**/", i)) {
      source += "(?:[^/]+/)*";
      i += 2;
    } else if (glob.startsWith("**", i)) {
      source += ".*";
      i += 1;
    } else if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "{" && glob.includes("}", i)) {
      depth += 1;
      source += "(?:";
    } else if (character === "}" && depth > 0) {
      depth -= 1;
      source += ")";
    } else if (character === "," && depth > 0) source += "|";
    else source += character.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  }
  return new RegExp(`^${source}${glob.endsWith("/") ? ".*" : ""}${")".repeat(depth)}$`);
}

// src/hooks/dora/pushed.ts
async function pushedBranch(push, repository, named, since2) {
  const branch = currentBranch(repository);
  const config = readConfig(join(repository.commonDir, "config"));
  const remote = push.remote ?? config.get(`branch.${branch}.remote`) ?? "origin";
  const wanted = named.length > 0 ? named : ["main", "master", ...defaultBranch(repository, remote)];
  for (const name of pushedNames(push, branch, config, wanted)) {
    if (!matchesPatterns(name, wanted)) continue;
    const moved = await movedRemoteBranch(repository.root, `refs/remotes/${remote}/${name}`, since2);
    if (moved) return { ref: name, ...moved };
  }
  return void 0;
}
function pushedNames(push, branch, config, wanted) {
  if (push.all) return wanted.filter((name) => !name.includes("*"));
  const names = [];
  for (const spec of push.refspecs) {
    const name = pushedName(spec)?.name;
    if (name === "HEAD" && branch !== void 0) names.push(branch);
    else if (name !== void 0) names.push(name);
  }
  if (push.refspecs.length > 0 || branch === void 0) return names;
  return [config.get(`branch.${branch}.merge`)?.replace("refs/heads/", "") ?? branch];
}
async function pushedTag(push, repository) {
  if (!push.sure) return void 0;
  for (const spec of push.refspecs) {
    const name = pushedName(spec)?.source.replace(/^refs\/tags\//, "");
    if (name === void 0 || resolveRef(repository, `refs/tags/${name}`) === void 0) continue;
    const sha2 = await commitOf(repository.root, `refs/tags/${name}`);
    if (sha2) return { ref: `tag ${name}`, sha: sha2 };
  }
  const sha = headCommit(repository);
  if (!push.tags || sha === void 0) return void 0;
  const tag = (await gitOutput(repository.root, ["tag", "--points-at", sha]))?.split("\n")[0];
  return tag ? { ref: `tag ${tag}`, sha } : void 0;
}
function defaultBranch(repository, remote) {
  const start = `ref: refs/remotes/${remote}/`;
  try {
    const text = readFileSync(join(repository.commonDir, "refs", "remotes", remote, "HEAD"), "utf8").trim();
    return text.startsWith(start) ? [text.slice(start.length)] : [];
  } catch {
    return [];
  }
}

// src/hooks/dora/deploy.ts
var HOUR_MS = 36e5;
var MAX_CALL_MS = 6e5;
var SLACK_MS = 2e3;
async function measureCall(line, succeeded, event, world) {
  const commands = list(world.env.RECONCILE_DEPLOY_COMMAND, /\n/);
  const found = [];
  for (const intent of deployIntents(line, commands)) {
    const repository = findRepository(folderOf(intent.folder, world));
    if (!repository) continue;
    const call = { intent, repository, world, event };
    const measured2 = succeeded ? await deployed(call) : failed2(call);
    rememberDeploys(world.stateDir, repository.commonDir, measured2.entries);
    found.push(...measured2.measures);
  }
  return found;
}
function folderOf(named, world) {
  if (/[$`*?]/.test(named)) return world.cwd;
  return resolve(world.cwd, named.replace(/^~(?=\/|$)/, world.home || "~"));
}
var NOTHING = { measures: [], entries: [] };
function failed2({ intent, repository, world, event }) {
  if (!intent.sure || event.is_interrupt) return NOTHING;
  const log = readDeploys(world.stateDir, repository.commonDir);
  const t = world.now();
  const id = callId(event, t);
  if (intent.kind === "command") return measureFailure(log, { t, id, context: intent.name });
  if (intent.kind !== "ci") return NOTHING;
  const last = lastDeploy(log);
  if (!last || last.sha !== headCommit(repository) || t - last.t > windowOf(world)) return NOTHING;
  return measureFailure(log, { t: last.t, id: last.id, context: "CI failed for the deployed commit" });
}
async function deployed(call) {
  const { repository, world, event } = call;
  const place = await deployedPlace(call);
  if (!place) return NOTHING;
  const log = readDeploys(world.stateDir, repository.commonDir);
  const t = world.now();
  const last = lastDeploy(log);
  const previous = place.previous ?? last?.sha;
  const rollback = previous !== void 0 && await isAncestor(repository.root, place.sha, previous);
  const commits = rollback ? [] : await commitsSince(repository.root, previous, place.sha);
  const deploy = { t, id: callId(event, t), ref: place.ref, sha: place.sha };
  return measureDeploy(log, { deploy, commits, rollback }, windowOf(world));
}
async function deployedPlace({ intent, repository, world, event }) {
  switch (intent.kind) {
    case "push":
      return await pushedBranch(intent, repository, protectedNames(world), since(world, event)) ?? await pushedTag(intent, repository);
    case "release":
    case "command": {
      const sha = headCommit(repository);
      const ref = intent.kind === "release" ? `release ${intent.name ?? ""}`.trim() : intent.name;
      return intent.sure && sha !== void 0 ? { ref, sha } : void 0;
    }
    case "ci":
      return void 0;
  }
}
function since(world, event) {
  return world.now() - (event.duration_ms ?? MAX_CALL_MS) - SLACK_MS;
}
function protectedNames(world) {
  return list(world.env.RECONCILE_PROTECTED_BRANCHES, /[,\s]+/);
}
function list(text, separator) {
  return (text ?? "").split(separator).map((part) => part.trim()).filter((part) => part !== "");
}
function windowOf(world) {
  const hours = Number(world.env.RECONCILE_DORA_WINDOW_HOURS);
  return (hours > 0 ? hours : 24) * HOUR_MS;
}
function callId(event, t) {
  return event.tool_use_id ?? `${event.session_id}-${t}`;
}

// src/hooks/dora/edits.ts
var DAY_MS = 864e5;
var EDIT_TOOLS2 = /* @__PURE__ */ new Set(["Write", "Edit", "MultiEdit", "NotebookEdit"]);
function isEditTool(tool) {
  return tool !== void 0 && EDIT_TOOLS2.has(tool);
}
function editOf(event, world) {
  if (event.hook_event_name !== "PostToolUse" || !isEditTool(event.tool_name)) return void 0;
  const named = textField(event.tool_input, "file_path") ?? textField(event.tool_input, "notebook_path");
  if (named === void 0) return void 0;
  const file = resolve(world.cwd, named);
  const root = findRepository(dirname(file))?.root ?? world.projectDir;
  const path = relative(root, file).split(sep).join("/");
  const edit = {
    kind: "edit",
    t: world.now(),
    session: event.session_id,
    ...event.prompt_id !== void 0 && { prompt: event.prompt_id },
    path,
    rework: false
  };
  return { root, edit: { ...edit, rework: isRework(edit, readActivity(activityFile(world.stateDir, root))) } };
}
function isRework(edit, before) {
  return before.some(
    (other) => other.kind === "edit" && other.path === edit.path && edit.t - other.t < DAY_MS && (other.session !== edit.session || other.prompt !== edit.prompt)
  );
}

// src/hooks/dora/tasks.ts
var MAX_CONTENT = 200;
function taskMoments(event, t) {
  if (event.hook_event_name === "TaskCreated" || event.hook_event_name === "TaskCompleted") {
    if (event.task_id === void 0) return [];
    const status = event.hook_event_name === "TaskCreated" ? "pending" : "completed";
    return [{ t, id: event.task_id, status, content: brief(event.task_subject ?? "") }];
  }
  if (event.hook_event_name !== "PostToolUse") return [];
  if (event.tool_name === "TaskUpdate") return updatedTask(event, t);
  if (event.tool_name !== "TodoWrite") return [];
  const found = [];
  for (const todo of Array.isArray(event.tool_input.todos) ? event.tool_input.todos : []) {
    if (!isRecord(todo)) continue;
    const content = textField(todo, "content");
    const status = statusOf(todo.status);
    if (content !== void 0 && status) found.push({ t, id: textHash(content), status, content: brief(content) });
  }
  return found;
}
function updatedTask(event, t) {
  const id = textField(event.tool_input, "taskId");
  const status = statusOf(event.tool_input.status);
  const content = brief(textField(event.tool_input, "subject") ?? "");
  return id === void 0 || status === void 0 ? [] : [{ t, id, status, content }];
}
function statusOf(value) {
  return value === "pending" || value === "in_progress" || value === "completed" ? value : void 0;
}
function brief(text) {
  return redactedStart(text, MAX_CONTENT);
}
function recordTasks(moments, event, world) {
  if (moments.length === 0) return [];
  const file = tasksFile(world.stateDir, event.session_id);
  const before = readTasks(world.stateDir, event.session_id);
  const rows = [];
  for (const moment of moments) {
    const history = before.filter((other) => other.id === moment.id);
    if (history.at(-1)?.status === moment.status) continue;
    appendLine(file, moment);
    rows.push(taskRow([...history, moment], event, world));
  }
  return rows;
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
function taskRow(history, event, world) {
  const created = history[0];
  const last = history.at(-1);
  const done = last.status === "completed";
  const completions = history.filter((moment) => moment.status === "completed").length;
  return {
    timestamp: new Date(created.t).toISOString(),
    project: world.project,
    session_id: event.session_id,
    task_status: last.status,
    task_id: last.id,
    updated_at: new Date(last.t).toISOString(),
    completed_at: done ? new Date(last.t).toISOString() : void 0,
    task_content: last.content || created.content,
    duration_min: done ? (last.t - created.t) / 6e4 : void 0,
    iterations: Math.max(1, completions)
  };
}

// src/hooks/dora/usage.ts
var MAX_PARAMS = 300;
var MAX_ERROR = 500;
function outcomeOf(event) {
  switch (event.hook_event_name) {
    case "PostToolUse":
      return "ok";
    case "PostToolUseFailure":
      return event.is_interrupt ? "interrupted" : "error";
    case "PermissionDenied":
      return "denied";
    default:
      return void 0;
  }
}
function usageRow(event, outcome, durationMs, world) {
  const timestamp = new Date(world.now()).toISOString();
  const params = briefInput(event.tool_input, { root: world.projectDir, home: world.home }, MAX_PARAMS);
  const failure = outcome === "ok" ? void 0 : event.error;
  return {
    timestamp,
    project: world.project,
    session_id: event.session_id,
    tool_name: event.tool_name,
    agent_type: event.agent_type,
    permission_mode: event.permission_mode,
    // Part of the key: two calls in one millisecond are two rows.
    tool_use_id: event.tool_use_id ?? `${process.pid}-${timestamp}`,
    success: outcome === "ok",
    outcome,
    duration_ms: durationMs,
    input_bytes: jsonBytes(event.tool_input),
    output_bytes: jsonBytes(event.tool_response),
    error_kind: failure === void 0 ? void 0 : errorKind(event),
    error: failure === void 0 ? void 0 : redactedStart(failure, MAX_ERROR),
    params: JSON.stringify(params)
  };
}
function errorKind(event) {
  if (event.is_interrupt) return "interrupt";
  const code = exitCode(event.error);
  return code === void 0 ? "tool-error" : `exit-${code}`;
}
function exitCode(error) {
  const code = /^(?:Error: )?Exit code (\d{1,3})\b/.exec(error ?? "")?.[1];
  return code === void 0 ? void 0 : Number(code);
}
function jsonBytes(value) {
  return value === void 0 ? void 0 : Buffer.byteLength(JSON.stringify(value));
}

// src/hooks/dora/track.ts
var MAX_COMMAND = 200;
async function track(event, world) {
  const outcome = outcomeOf(event);
  if (outcome) {
    const duration = event.duration_ms ?? startedBefore(event, world);
    spool(world.stateDir, "claude_tool_usage", usageRow(event, outcome, duration, world));
    if (event.tool_use_id !== void 0) noteRecorded(world.stateDir, event.session_id, event.tool_use_id);
  }
  const agent = agentRow(event, world);
  if (agent) spool(world.stateDir, "claude_agents", agent);
  for (const row2 of recordTasks(taskMoments(event, world.now()), event, world))
    spool(world.stateDir, "claude_tasks", row2);
  trackEdit(event, world);
  if (event.tool_name === "Bash" || event.tool_name === "PowerShell") await trackCommand(event, world);
  return void 0;
}
function startedBefore(event, world) {
  const started = event.tool_use_id === void 0 ? void 0 : startTime(world, event.session_id, event.tool_use_id);
  return started === void 0 ? void 0 : Math.max(0, world.now() - started);
}
function trackEdit(event, world) {
  const found = editOf(event, world);
  if (!found) return;
  recordActivity(world.stateDir, found.root, found.edit);
  if (!found.edit.rework) return;
  spool(world.stateDir, "claude_events", {
    ...eventRow(event, world),
    event_type: "file_rework",
    category: "proxy",
    value: 1,
    context: found.edit.path
  });
}
async function trackCommand(event, world) {
  const line = textField(event.tool_input, "command");
  const succeeded = event.hook_event_name === "PostToolUse";
  if (line === void 0 || event.tool_input.run_in_background === true || event.is_interrupt) return;
  if (!succeeded && event.hook_event_name !== "PostToolUseFailure") return;
  const root = findRepository(world.cwd)?.root ?? world.projectDir;
  trackTests(line, succeeded, root, event, world);
  const common2 = { t: world.now(), session: event.session_id };
  for (const kind of succeeded ? deliveries(line) : []) recordActivity(world.stateDir, root, { kind, ...common2 });
  for (const measure of await measureCall(line, succeeded, event, world)) {
    spool(world.stateDir, "claude_events", doraRow(measure, event, world));
  }
}
function trackTests(line, succeeded, root, event, world) {
  const code = exitCode(event.error);
  const ending = succeeded ? { ok: true } : { ok: false, ...code !== void 0 && { exitCode: code } };
  const result = testOutcome(line, ending, world.env.RECONCILE_TEST_COMMAND);
  if (!result) return;
  const failed3 = result === "failed";
  const command = redactedStart(line, MAX_COMMAND);
  recordActivity(world.stateDir, root, { kind: "test", t: world.now(), session: event.session_id, failed: failed3, command });
  spool(world.stateDir, "claude_events", {
    ...eventRow(event, world),
    event_type: "test_run",
    category: "proxy",
    value: failed3 ? 0 : 1,
    context: command
  });
}
function eventRow(event, world) {
  const timestamp = new Date(world.now()).toISOString();
  return {
    timestamp,
    project: world.project,
    session_id: event.session_id,
    severity: "low",
    tool_name: event.tool_name,
    event_id: event.tool_use_id ?? `${process.pid}-${timestamp}`,
    count: 1
  };
}
function doraRow(measure, event, world) {
  return {
    ...eventRow(event, world),
    timestamp: new Date(measure.at).toISOString(),
    event_type: measure.event,
    severity: measure.event === "deploy_failed" ? "high" : "low",
    category: "dora",
    event_id: measure.id,
    value: measure.value,
    context: redactedStart(measure.context, 300)
  };
}

// src/hooks/dora-tracker.ts
await runHook({ name: "dora-tracker", kind: "observer", handle: track });
