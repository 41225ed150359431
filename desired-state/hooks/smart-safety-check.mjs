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

// part:src/hooks/safety/smart.ts
var smart_exports = {};
__export(smart_exports, {
  explain: () => explain,
  judge: () => judge,
  verdict: () => verdict
});
function readPart() {
  const whole = process.getBuiltinModule("node:fs").readFileSync(import.meta.filename, "latin1").replaceAll("\r\n", "\n");
  const begins = "\n/* The rest of this program, which the code above runs from here when it needs it (see readPart).\n";
  const code = whole.slice(whole.indexOf(begins) + begins.length, whole.lastIndexOf("*/"));
  if (code.length !== 282533) throw new Error("its file was changed");
  const [often, ...seldom] = code.replaceAll("*@/", "*/").split("\n/// Compiled when it is called:\n");
  const options = { filename: import.meta.filename, lineOffset: 743 };
  return process.getBuiltinModule("node:vm").runInThisContext(often, options)(seldom);
}
var explain, judge, verdict;
var init_smart = __esm({
  "part:src/hooks/safety/smart.ts"() {
    ({ explain, judge, verdict } = readPart());
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
var statSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").statSync)();
var unlinkSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").unlinkSync)();
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
  let clean = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\u2026` : text;
  const lower = clean.toLowerCase();
  for (const { words, pattern, replacement } of SECRETS) {
    if (words.some((word) => lower.includes(word))) clean = clean.replace(pattern, replacement);
  }
  return clean;
}

// builtin:node:path
var normalize = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").normalize)();
var isAbsolute = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").isAbsolute)();
var join = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").join)();
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
    else columns[longest] = `${wholeCharacters(text, keep)}\u2026`;
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
  return text.length <= MAX_TEXT2 ? text : `${text.slice(0, MAX_TEXT2 - 1)}\u2026`;
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

// src/hooks/safety/plain.ts
var PLAIN_NAMES = new Set(
  `ls pwd echo cat head tail wc grep egrep fgrep rg tree stat file which type true false test sort uniq cut tr diff cmp
  comm basename dirname realpath readlink date whoami id uname hostname du df jq nl tac column cd mkdir touch
  pytest ruff mypy black isort eslint tsc vitest jest prettier biome gofmt golangci-lint rustc rustfmt sleep`.split(
    /\s+/
  )
);
var PLAIN_FORMS = /* @__PURE__ */ new Map([
  [
    "git",
    /* @__PURE__ */ new Set(["status", "log", "diff", "show", "rev-parse", "ls-files", "ls-tree", "blame", "shortlog", "describe"])
  ],
  ["npm", /* @__PURE__ */ new Set(["test", "ci", "ls", "outdated", "audit", "--version"])],
  ["cargo", /* @__PURE__ */ new Set(["build", "check", "test", "clippy", "fmt", "doc", "--version"])],
  ["go", /* @__PURE__ */ new Set(["build", "vet", "test", "fmt", "list", "version"])]
]);
var LOOKED_FOR = /* @__PURE__ */ new Set(["unpublish", "yank"]);
var TOKEN = new RegExp(
  [
    "(?<blank>[ \\t]+)",
    "(?<joint>&&|\\|\\|?(?!&)|;|\\n)",
    "(?:2>&1|(?:[12]?>{1,2}|&>)[ \\t]*(?:/dev/null|/tmp(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+))(?=[ \\t\\n;|]|$)",
    `(?<quoted>'[^'\\n]*'|"[^"$\`\\\\!\\n]*")`,
    "(?<word>[A-Za-z0-9_./:=@%+,*?~-]+)"
  ].join("|"),
  "y"
);
var MAX_LINE = 4e3;
function isPlain(line) {
  if (line.length > MAX_LINE) return false;
  const words = [];
  let open = false;
  let joint = "\n";
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < line.length) {
    const found = TOKEN.exec(line);
    if (found === null) return false;
    const { blank, joint: next, word, quoted } = found.groups;
    if (next !== void 0) {
      if (words.length === 0 ? next !== "\n" || !endsLine(joint) : !isPlainCommand(words)) return false;
      if (words.length > 0 || joint === "\n") joint = next;
      words.length = 0;
      open = false;
    } else if (word !== void 0 || quoted !== void 0) {
      const text = word ?? `'${quoted.slice(1, -1)}`;
      if (open) words.push(words.pop() + text);
      else words.push(text);
      open = true;
    } else if (blank !== void 0) open = false;
    else if (words.length === 0) return false;
    else open = false;
  }
  return words.length === 0 ? endsLine(joint) : isPlainCommand(words);
}
function endsLine(joint) {
  return joint === "\n" || joint === ";";
}
function isPlainCommand([name, form, ...rest]) {
  if (PLAIN_NAMES.has(name)) return true;
  if (form === void 0 || !PLAIN_FORMS.get(name)?.has(form)) return false;
  return !rest.some((word) => LOOKED_FOR.has(word.replaceAll("'", "")));
}

// src/hooks/safety/guard.ts
var SHELL_TOOLS = /* @__PURE__ */ new Set(["Bash", "PowerShell"]);
function guardHook(name, load) {
  return {
    name,
    kind: "guard",
    handle: (event, world) => handle(event, world, load),
    explain: async (line, world, form) => (await load()).explain(line, world, form)
  };
}
async function handle(event, world, load) {
  const tool = event.tool_name ?? "Bash";
  if (!SHELL_TOOLS.has(tool)) return void 0;
  const line = textField(event.tool_input, "command");
  if (line === void 0) {
    if (event.tool_input.command === void 0 || event.tool_input.command === "") return void 0;
    throw new Error("the command is not a text");
  }
  if (tool === "Bash" && isPlain(line)) return void 0;
  return (await load()).judge(line, tool, world);
}

// src/hooks/smart-safety-check.ts
await runHook(guardHook("smart-safety-check", () => Promise.resolve().then(() => (init_smart(), smart_exports))));

/* The rest of this program, which the code above runs from here when it needs it (see readPart).
(function (__seldom) { return (() => {
const __later = ((made) => (number) => (made[number] ??= eval(__seldom[number])))([]);

'use strict';
"use strict";
var part = (() => {
const __later = ((made) => (number) => (made[number] ??= eval(__seldom[number])))([]);
var commandName = (function commandName(word2) {
    const base2 = word2.slice(Math.max(word2.lastIndexOf("/"), word2.lastIndexOf("\\")) + 1).toLowerCase();
    return base2.endsWith(".exe") ? base2.slice(0, -".exe".length) : base2;
  });
var deeper = (function deeper(frame, label, changes = {}) {
    if (frame.depth >= MAX_DEPTH) throw new LimitReached("too-deep");
    return { ...frame, depth: frame.depth + 1, via: [...frame.via, label], ...changes };
  });
var effortOf = (function effortOf(text2) {
    if (text2.length > MAX_LINE) throw new LimitReached("too-much");
    const most = text2.includes("<<") ? MAX_SEPARATORS : MAX_SEPARATORS_OF_COMMANDS;
    const efforts = /\(\(|\$\[/.test(text2) ? withArithmetic : plain;
    let [depth, brackets, hereDocs, separators, effort, before] = [0, 0, 0, 0, 0, BLANK];
    for (let i = 0; i < text2.length; i++) {
      const character = text2.charCodeAt(i);
      effort += efforts[character] ?? 0;
      if (before <= BLANK && character > BLANK) effort += EFFORT_OF_WORD;
      if (character === OPEN || character === BRACE && before === DOLLAR) {
        depth += 1;
      } else if (SEPARATORS.has(character)) {
        separators += 1;
        if (character === NEWLINE) hereDocs = 0;
      } else if ((character === CLOSE || character === END_BRACE) && depth > 0) depth -= 1;
      else if (character === LESS && before === LESS) hereDocs += 1;
      else if (character === BRACKET && before === DOLLAR) brackets += 1;
      if (depth > MAX_OPEN || brackets > MAX_OPEN) throw new LimitReached("too-deep");
      if (separators > most || hereDocs > MAX_HEREDOCS_PER_LINE) throw new LimitReached("too-much");
      before = character;
    }
    return effort;
  });
var printed = (function printed(invocation, run) {
    const { name, args, cwd, stdin } = invocation;
    const operands = args.filter((argument) => !argument.startsWith("-"));
    switch (name) {
      case "echo":
        return echoed(args);
      case "printf":
        return formatted(args);
      case "cat":
      case "tee":
        return operands.length === 0 || name === "tee" ? stdin?.text : void 0;
      case "base64":
        return args.some((argument) => /^(?:-[dD]|--decode)$/.test(argument)) ? decoded(stdin?.text, "base64") : void 0;
      case "xxd":
        return args.some((argument) => /^-\w*r/.test(argument)) ? decoded(stdin?.text, "hex") : void 0;
      case "rev":
        return stdin?.text && isKnown(stdin.text) ? reversed(stdin.text) : void 0;
      case "pwd":
        return cwd;
      case "mktemp":
        return args.some((argument) => /^(?:-p|--tmpdir)/.test(argument)) || operands.length > 0 ? void 0 : "/tmp/tmp.XXXXXXXXXX";
      case "dirname":
        return operands[0] === void 0 ? void 0 : posix.dirname(operands[0]);
      case "basename":
        return operands[0] === void 0 ? void 0 : posix.basename(operands[0], operands[1] ?? "");
      case "which":
        return operands[0];
      case "realpath":
      case "readlink":
        return operands.length === 1 && operands[0] !== void 0 ? posix.resolve(cwd, operands[0]) : void 0;
      case "git":
        return args.includes("rev-parse") && args.includes("--show-toplevel") ? run.context.repositoryRoot(cwd) : void 0;
      case "true":
      case ":":
        return "";
      default:
        return void 0;
    }
  });
var expandWord = (function expandWord(word2, frame, run) {
    run.spend("words", 1 + (word2.parts?.length ?? 0));
    if (!word2.parts) return [withTilde(word2.value, word2.text, frame, run)];
    if (hasBraces(word2.parts)) {
      const sources = expandBraces(word2.text);
      if (!sources) return [UNKNOWN];
      if (sources.length > 1 || sources[0] !== word2.text)
        return sources.flatMap((source2) => reparsed(source2, frame, run));
    }
    const texts = joinParts(word2.parts, frame, run, true);
    const first = texts[0];
    if (first !== void 0 && word2.text.startsWith("~")) texts[0] = withTilde(first, word2.text, frame, run);
    return texts;
  });
var joinParts = (function joinParts(parts, frame, run, split2) {
    run.spend("words", parts.length);
    let texts = [[]];
    let parted = false;
    for (const part of parts) {
      const values = partValues(part, frame, run);
      if (values.length === 0 && parts.length === 1) return [];
      const pieces = values.map((value) => split2 && splits(part) ? fields(value, frame) : [value]);
      parted ||= pieces.some((piece) => piece.length > 1);
      texts = texts.flatMap((text2) => pieces.length === 0 ? [text2] : pieces.map((piece) => append(text2, piece)));
      if (texts.length > MAX_COMBINATIONS) return [UNKNOWN];
    }
    const words = texts.flat();
    return parted ? words.filter((word2) => word2 !== "") : words;
  });
var append = (function append(text2, piece) {
    const [first, ...rest] = piece;
    if (first === void 0) return [...text2];
    const last = text2.at(-1);
    return last === void 0 ? [...piece] : [...text2.slice(0, -1), last + first, ...rest];
  });
var partValues = (function partValues(part, frame, run) {
    switch (part.type) {
      case "Literal":
      case "SingleQuoted":
      case "AnsiCQuoted":
        return [part.value];
      case "DoubleQuoted":
      case "LocaleString":
        return part.parts.length === 0 ? [""] : joinParts(part.parts, frame, run, false);
      case "SimpleExpansion":
        return lookUp(part.text.slice(1), frame, run);
      case "ParameterExpansion":
        run.spend("characters", part.text.length);
        visitSubstitutions(part.index, frame, run);
        if (part.operation?.type === "Replace") hiddenSubstitution(part.text, frame, run);
        if (part.operation?.type === "Slice") visitSubstitutions(part.operation, frame, run);
        return parameterValues(part, frame, run, (word2) => expandText(word2, frame, run));
      case "CommandExpansion":
        return [substitute(part.script, part.text, frame, run)];
      case "ArithmeticExpansion":
        run.spend("characters", part.text.length);
        visitSubstitutions(part.expression, frame, run);
        return ["1"];
      case "ProcessSubstitution":
        return [processSubstitution(part, frame, run)];
      case "ExtendedGlob":
        return ["*"];
      case "BraceExpansion":
      case "Glob":
        return [part.text];
    }
  });
var withTilde = (function withTilde(value, source2, frame, run) {
    if (!source2.startsWith("~")) return value;
    const match = /^~([^/]*)/.exec(value);
    if (!match) return value;
    const rest = value.slice(match[0].length);
    const user = match[1] ?? "";
    switch (user) {
      case "":
        return (frame.state.vars.get("HOME")?.[0] ?? run.context.home) + rest;
      case "+":
        return frame.state.cwd + rest;
      case "-":
        return UNKNOWN + rest;
      default:
        return `/home/${user}${rest}`;
    }
  });
var initialState = (function initialState(context) {
    return {
      vars: /* @__PURE__ *@/ new Map(),
      exported: /* @__PURE__ *@/ new Set(),
      functions: /* @__PURE__ *@/ new Map(),
      aliases: /* @__PURE__ *@/ new Map(),
      cwd: context.cwd,
      fallbackCwd: void 0,
      errexit: false,
      positional: [],
      remote: false
    };
  });
var fork = (function fork(state) {
    return {
      ...state,
      vars: new Map(state.vars),
      exported: new Set(state.exported),
      functions: new Map(state.functions),
      aliases: new Map(state.aliases)
    };
  });
var simpleCommand = (function simpleCommand(node, frame, run) {
    const assignments = node.prefix.filter((part) => part.type === "Assignment");
    const values = assignments.map((assignment) => [assignment, assignedValues(assignment, frame, run)]);
    const { writes, stdin } = writesOf(node.redirects, frame, run);
    if (!node.name) {
      for (const [assignment, value] of values) assign(assignment, value, frame);
      if (writes.length > 0) run.call({ words: [":"], env: NO_ENV, writes, stdin: void 0 }, frame);
      return;
    }
    const env = new Map(values.map(([assignment, value]) => [assignment.name, value[0] ?? ""]));
    const words = commandWords(node, env, frame, run);
    if (words.length === 0) return;
    run.call({ words, env, writes, stdin: stdin ?? frame.stdin }, frame);
  });
var commandWords = (function commandWords(node, env, frame, run) {
    let state = frame.state;
    if (env.size > 0) {
      state = fork(state);
      for (const [name2, value] of env) {
        const before = state.vars.get(name2) ?? sessionValue(name2, run);
        state.vars.set(name2, before && !before.includes(value) ? [...before, value] : [value]);
      }
    }
    const inner = { ...frame, state };
    const name = node.name ? expandWord(node.name, inner, run) : [];
    return [...name, ...node.args.flatMap((argument) => argumentWords(argument, inner, run))];
  });
var argumentWords = (function argumentWords(argument, frame, run) {
    if (argument.type === "Word") return expandWord(argument, frame, run);
    const sign = argument.append ? "+=" : "=";
    return [`${argument.name}${sign}${assignedValues(argument, frame, run).join(ELEMENT)}`];
  });
var writesOf = (function writesOf(redirects, frame, run) {
    const writes = [];
    let stdin;
    for (const redirect of redirects) {
      if (redirect.type === "HereDoc") {
        stdin = { text: hereDocText(redirect, frame, run), from: [] };
        continue;
      }
      const targets = redirect.target ? expandText(redirect.target, frame, run) : [];
      if (redirect.type === "HereString") stdin = { text: targets[0] ?? UNKNOWN, from: [] };
      else if (redirect.operator === "<") stdin = run.feeds.get(targets[0] ?? "") ?? { text: void 0, from: [] };
      else if (redirect.operator !== "<&" && !(redirect.operator === ">&" && /^(?:\d+|-)$/.test(targets[0] ?? ""))) {
        const append2 = redirect.operator === ">>" || redirect.operator === "&>>";
        writes.push(...targets.map((path) => ({ path, append: append2 })));
      }
    }
    return { writes, stdin };
  });
var emit = (function emit(call, frame, run) {
    const { state } = frame;
    const env = state.exported.size === 0 ? call.env : new Map([...exportedValues(frame), ...call.env]);
    const invocation = {
      name: commandName(call.words[0] ?? ""),
      args: call.words.slice(1),
      cwd: state.cwd,
      env,
      writes: call.writes,
      remote: state.remote,
      via: frame.via.filter((step) => step !== ""),
      ...state.fallbackCwd === void 0 ? {} : { fallbackCwd: state.fallbackCwd },
      ...call.stdin ? { stdin: call.stdin } : {},
      ...call.opaque ? { opaque: call.opaque } : {},
      ...call.searched ? { searched: call.searched } : {}
    };
    run.invocations.push(invocation);
    rememberWrites(invocation, run);
  });
var rememberWrites = (function rememberWrites(invocation, run) {
    const copies = invocation.name === "tee" ? invocation.args.filter((word2) => !word2.startsWith("-")) : [];
    const writes = [...invocation.writes, ...copies.map((path) => ({ path, append: false }))];
    if (writes.length === 0 || invocation.cwd.includes(UNKNOWN)) return;
    const text2 = printed(invocation, run);
    for (const { path, append: append2 } of writes) {
      if (text2 === void 0 || path.includes(UNKNOWN)) continue;
      const file = posix.resolve(invocation.cwd, path);
      run.feeds.set(file, { text: (append2 ? run.feeds.get(file)?.text ?? "" : "") + text2, from: [invocation] });
    }
  });
var scanOptions = (function scanOptions(args, shape, from = 0) {
    const options = [];
    let i = from;
    for (; i < args.length; i++) {
      const word2 = args[i];
      if (word2 === "--") return { options, next: i + 1 };
      if (!word2.startsWith("-") || word2 === "-") break;
      i += word2.startsWith("--") ? longOption(word2, args[i + 1], shape, options) : bundle(word2, args[i + 1], shape, options);
    }
    return { options, next: Math.min(i, args.length) };
  });
var scanAll = (function scanAll(args, shape) {
    const options = [];
    const operands = [];
    let at = 0;
    while (at < args.length) {
      const scanned = scanOptions(args, shape, at);
      for (const option of scanned.options) options.push(option);
      const ended = scanned.next > at && args[scanned.next - 1] === "--";
      at = scanned.next;
      if (ended) return { options, operands: [...operands, ...args.slice(at)] };
      if (at < args.length) operands.push(args[at]);
      at += 1;
    }
    return { options, operands };
  });
var bundle = (function bundle(word2, following, shape, options) {
    const seen = /* @__PURE__ *@/ new Set();
    for (let i = 1; i < word2.length; i++) {
      const letter = word2[i];
      if (seen.has(letter)) continue;
      if (!shape.short?.includes(letter)) {
        options.push({ name: `-${letter}` });
        seen.add(letter);
        continue;
      }
      const attached = word2.slice(i + 1);
      if (attached !== "") options.push({ name: `-${letter}`, value: attached });
      else if (following !== void 0) options.push({ name: `-${letter}`, value: following });
      return attached === "" ? 1 : 0;
    }
    return 0;
  });
var versions = (function versions(name) {
    if (name !== "python" && name !== "pypy") return [name];
    return [name, `${name}2`, `${name}3`, ...Array.from({ length: 12 }, (_, minor) => `${name}3.${minor + 6}`)];
  });
var walkStatements = (function walkStatements(statements, frame, run) {
    const start = run.invocations.length;
    for (const statement of statements) {
      const inner = statement.background ? { ...frame, state: fork(frame.state) } : frame;
      walkAndOr(statement.command, inner, run);
    }
    return run.invocations.slice(start);
  });
var walkAndOr = (function walkAndOr(node, frame, run) {
    if (node.type !== "AndOr") {
      const before2 = frame.state.cwd;
      walkNode(node, frame, run);
      noteFallback(before2, frame);
      return;
    }
    const before = frame.state.cwd;
    let afterFirst;
    node.commands.forEach((command, index) => {
      const operator = node.operators[index - 1];
      if (operator === "||") {
        const branch = fork(frame.state);
        walkNode(command, { ...frame, state: branch }, run);
        if (endsShell(command)) frame.state.fallbackCwd = void 0;
        else merge(frame.state, branch);
        return;
      }
      walkNode(command, frame, run);
      if (index === 0) afterFirst = fork(frame.state);
    });
    if (afterFirst) mergeValues(frame, afterFirst);
    if (!node.operators.includes("||")) noteFallback(before, frame);
  });
var mergeValues = (function mergeValues(frame, earlier) {
    for (const [name, values] of earlier.vars) {
      const now = frame.state.vars.get(name);
      if (now && now !== values) frame.state.vars.set(name, [.../* @__PURE__ *@/ new Set([...now, ...values])].slice(0, 16));
    }
  });
var noteFallback = (function noteFallback(before, frame) {
    const { state } = frame;
    if (state.cwd !== before) state.fallbackCwd = state.errexit ? void 0 : before;
  });
var walkCommand = (function walkCommand(node, frame, run) {
    run.spend("commands", 1);
    switch (node.type) {
      case "Command":
        simpleCommand(node, frame, run);
        return;
      case "Function":
        if (isForkBomb(node)) run.problems.push({ kind: "fork-bomb", message: `${node.name.value} starts itself twice` });
        frame.state.functions.set(node.name.value, node.body);
        return;
      case "Coproc":
        walkCommand(node.body, { ...frame, state: fork(frame.state) }, run);
        return;
      case "Redirected":
        walkRedirected(node, frame, run);
        return;
      case "CompoundList":
        walkList(node, frame, run);
        return;
      case "If":
      case "For":
      case "ArithmeticFor":
      case "Select":
      case "While":
      case "Subshell":
      case "BraceGroup":
      case "Case":
      case "TestCommand":
      case "ArithmeticCommand":
        walkCompound(node, deeper(frame, "", { via: frame.via }), run);
    }
  });
var dispatch = (function dispatch(call, frame, run) {
    run.spend("commands", 1);
    run.spend("words", call.words.length);
    const word2 = call.words[0];
    if (word2 === void 0) return;
    const { state } = frame;
    const body = state.functions.get(word2);
    if (body && !frame.active.includes(body)) {
      const positional = state.positional;
      state.positional = call.words.slice(1);
      walkCommand(body, deeper(frame, `${word2}()`, { active: [...frame.active, body], stdin: call.stdin }), run);
      state.positional = positional;
      return;
    }
    const alias = state.aliases.get(word2);
    if (alias !== void 0 && !frame.active.includes(word2)) {
      const line = [alias, ...call.words.slice(1).map(quoted)].join(" ");
      run.code(line, deeper(frame, `alias ${word2}`, { active: [...frame.active, word2] }));
      return;
    }
    const script = word2.includes("/") ? writtenText(word2, frame, run) : void 0;
    if (script?.text !== void 0) {
      emit(call, frame, run);
      const positional = call.words.slice(1);
      run.code(script.text, deeper(frame, word2, { state: { ...fork(state), positional }, stdin: call.stdin }));
      return;
    }
    const found = foundName(word2);
    const renamed = found === word2 ? call : { ...call, words: [found, ...call.words.slice(1)] };
    const handler = HANDLERS.get(commandName(found));
    if (handler) handler(renamed, frame, run);
    else emit(renamed, frame, run);
  });
var foundName = (function foundName(word2) {
    if (!/[*?[]/.test(word2) || word2.startsWith("[") || !isKnown(word2)) return word2;
    const pattern = globPattern(commandName(word2));
    return WORTH_FINDING.find((name) => pattern?.test(name)) ?? word2;
  });
var analyse = (function analyse(line, context) {
    const run = newRun(context);
    const frame = { state: initialState(context), via: [], depth: 0, stdin: void 0, active: [] };
    try {
      const text2 = line.replaceAll("\0", "");
      run.code(text2, frame);
      walkUncalled(frame, run);
    } catch (error) {
      run.problems.push(problemOf(error));
    }
    return { invocations: run.invocations, problems: run.problems };
  });
var newRun = (function newRun(context) {
    const spent = { characters: 0, effort: 0, commands: 0, words: 0 };
    const run = {
      context,
      invocations: [],
      problems: [],
      feeds: /* @__PURE__ *@/ new Map(),
      spend(what, amount) {
        spent[what] += amount;
        if (spent[what] > LIMITS[what]) throw new LimitReached("too-much");
      },
      code(text2, frame) {
        run.spend("characters", text2.length);
        run.spend("effort", effortOf(text2));
        return run.script(parse(text2), frame);
      },
      script(script, frame) {
        const error = script.errors?.[0];
        if (error) run.problems.push({ kind: "syntax", message: error.message });
        return walkStatements(script.commands, frame, run);
      },
      call(call, frame) {
        dispatch(call, frame, run);
      }
    };
    return run;
  });
var walkUncalled = (function walkUncalled(frame, run) {
    for (const [name, body] of frame.state.functions) {
      if (run.invocations.some((invocation) => invocation.via.includes(`${name}()`))) continue;
      const state = { ...frame.state, positional: void 0 };
      walkCommand(body, { ...frame, state, via: [`${name}()`], active: [body] }, run);
    }
  });
var judge = (function judge(line, analysis, guard, place) {
    let asked;
    const known4 = /* @__PURE__ *@/ new Map();
    for (const command of analysis.invocations) {
      for (const rule of rulesFor(command.name, guard.rules, known4)) {
        if (asked && rule.decision === "ask") continue;
        const subject = rule.finds(command, place, analysis.invocations);
        if (subject === void 0) continue;
        const verdict2 = {
          decision: rule.decision,
          rule: rule.id,
          reason: reasonOf(rule, subject, command),
          command
        };
        if (rule.decision === "deny") return verdict2;
        asked = verdict2;
      }
    }
    return problemVerdict(line, analysis, guard, asked) ?? asked;
  });
var rulesFor = (function rulesFor(name, rules, known4) {
    let found = known4.get(name);
    if (found === void 0) {
      found = rules.filter(({ names }) => names === "*" || names.includes(name));
      known4.set(name, found);
    }
    return found;
  });
var problemVerdict = (function problemVerdict(line, analysis, guard, asked) {
    for (const { kind, message } of analysis.problems) {
      if (kind === "fork-bomb" && guard.name === "smart-safety-check") {
        const reason2 = `This starts itself again and again (${shown(message)}) until the machine stands still. (fork-bomb)`;
        return { decision: "deny", rule: "fork-bomb", reason: reason2 };
      }
      if (asked || kind === "fork-bomb") continue;
      if (kind === "syntax" && !guard.worried.test(line)) continue;
      const reason = `This line could not be judged in full: ${shown(message)}. Read it before you allow it, or write it in simpler parts. (not-understood)`;
      return { decision: "ask", rule: "not-understood", reason };
    }
    return void 0;
  });
var makePlace = (function makePlace(world) {
    const known4 = /* @__PURE__ *@/ new Map();
    return {
      cwd: world.cwd,
      home: world.home,
      projectDir: world.projectDir,
      tempDirs: world.tempDirs,
      env: world.env,
      protectedBranches: protectedBranches(world.env),
      pathExists: (path) => existsSync(path),
      repository(cwd) {
        if (!isAbsolute(cwd) || cwd.includes("\0")) return void 0;
        if (!known4.has(cwd)) {
          const found = findRepository(cwd);
          known4.set(cwd, found && facts(found, world));
        }
        return known4.get(cwd);
      }
    };
  });
var protectedBranches = (function protectedBranches(env) {
    const names = (env.RECONCILE_PROTECTED_BRANCHES ?? "").split(",").map((name) => name.trim()).filter((name) => name !== "");
    return names.length > 0 ? names : DEFAULT_PROTECTED_BRANCHES;
  });
var judgmentOf = (function judgmentOf(guard) {
    const verdictOf = (line, place) => judgeLine(guard, line, place).verdict;
    return {
      judge(line, tool, world) {
        const verdict2 = verdictOf(tool === "PowerShell" ? fromPowerShell(line) : line, makePlace(world));
        return verdict2 && { decision: { kind: verdict2.decision, reason: verdict2.reason, rule: verdict2.rule } };
      },
      verdict: verdictOf,
      explain: (line, world, form) => explain(guard, line, makePlace(world), form)
    };
  });
var judgeLine = (function judgeLine(guard, line, place) {
    const analysis = analyse(line, shellContext(place));
    return { analysis, verdict: judge(line, analysis, guard, place) };
  });
var shellContext = (function shellContext(place) {
    const variables = /* @__PURE__ *@/ new Map();
    for (const name of SAME_IN_SHELL) {
      const value = place.env[name];
      if (value !== void 0 && value !== "") variables.set(name, value);
    }
    const home = place.home || "/root";
    variables.set("HOME", home);
    return {
      cwd: place.cwd,
      home,
      variables,
      gitAlias: (name, cwd) => place.repository(cwd)?.config(`alias.${name.toLowerCase()}`),
      repositoryRoot: (cwd) => place.repository(cwd)?.root
    };
  });
var fromNetwork = (function fromNetwork(command) {
    const source2 = command.opaque?.from.find((other) => DOWNLOADERS.has(other.name));
    if (source2) return shown([source2.name, ...source2.args].join(" "));
    return void 0;
  });
var unread = (function unread(command) {
    const from = command.opaque?.from;
    if (!from || fromNetwork(command)) return void 0;
    if (from.length > 0 && from.every((other) => isLocalFile(other) || SHELL_SETUP.has(other.name))) return void 0;
    return shown([command.name, ...command.args].join(" "));
  });
var downloads = (function downloads(all) {
    const names = [];
    for (const command of all) {
      if (!DOWNLOADERS.has(command.name)) continue;
      command.args.forEach((word2, i) => {
        if (/^(?:-o|-O|--output|--output-document)$/.test(word2) && command.args[i + 1] !== void 0)
          names.push(base(command.args[i + 1]));
        const attached = /^(?:--output=|--output-document=|-[a-zA-Z]*o)(.+)$/.exec(word2)?.[1];
        if (attached !== void 0) names.push(base(attached));
      });
      const remote = command.name.startsWith("wget") || command.args.some((word2) => /^-[a-zA-Z]*O$|^--remote-name$/.test(word2));
      if (remote)
        names.push(
          ...command.args.filter((word2) => /^\w+:\/\//.test(word2)).map((word2) => base(word2.replace(/[?#].*$/, "")))
        );
      names.push(...command.writes.map((write2) => base(write2.path)));
    }
    return names.filter((name) => name !== "" && name !== "-");
  });
var runsDownload = (function runsDownload(command, all) {
    const names = downloads(all);
    if (names.length === 0) return void 0;
    const file = RUNNERS.test(command.name) ? command.args.find((word2) => !word2.startsWith("-")) : command.name;
    return file !== void 0 && names.includes(base(file)) && !DOWNLOADERS.has(command.name) ? shown(file) : void 0;
  });
var writtenPaths = (function writtenPaths(command) {
    const paths = command.writes.map((write2) => write2.path);
    const operands = scanAll(command.args, {}).operands;
    switch (command.name) {
      case "dd":
      case "dcfldd":
        return [
          ...paths,
          ...command.args.filter((word2) => word2.startsWith("of=")).map((word2) => word2.slice("of=".length))
        ];
      case "tee":
      case "sponge":
      case "truncate":
      case "shred":
      case "fallocate":
      case "blkdiscard":
        return [...paths, ...operands];
      case "cp":
      case "mv":
      case "install":
      case "ln":
      case "rsync":
        return [...paths, ...operands.slice(-1)];
      default:
        return paths;
    }
  });
var written = (function written(command, place, kinds) {
    const paths = writtenPaths(command).filter((path) => !HARMLESS.test(path));
    const found = paths.find((path) => kinds.includes(pathKind(path, command, place)));
    return found === void 0 ? void 0 : shown(found);
  });
var formatsDisk = (function formatsDisk(command, place) {
    if (!FORMATTERS.includes(command.name) && !/^(?:mkfs|newfs|mke2fs)[._]/.test(command.name)) return void 0;
    if (command.args.some(
      (word2) => /^(?:-l|--list|-p|--print|-n|--no-act|-V|--version|-h|--help|print|-s|--dump|-d|-J)$/.test(word2)
    )) {
      return void 0;
    }
    const targets = scanAll(command.args, VALUE_OPTIONS).operands;
    const found = targets.find((word2) => !["inside", "temp", "remote"].includes(pathKind(word2, command, place)));
    return found === void 0 ? void 0 : shown(`${command.name} ${found}`);
  });
var recursively = (function recursively(kinds) {
    return (command, place) => command.searched === "filtered" && !kinds.includes("git") ? void 0 : target(command, place, kinds, true);
  });

  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __export = (target2, all) => {
    for (var name in all)
      __defProp(target2, name, { get: all[name], enumerable: true });
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  // src/hooks/safety/smart.ts
  var smart_exports = {};
  __export(smart_exports, {
    explain: () => explain2,
    judge: () => judge2,
    verdict: () => verdict
  });

  // parser:unbash
  var { forEachChild, parse } = /* unbash 6.0.4 (git+https://github.com/webpro-nl/unbash.git), minified.

ISC License

Copyright (c) Lars Kappert

Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY
AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM
LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR
OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.
*@/ (() => {
const __later = ((made) => (number) => (made[number] ??= eval(__seldom[number])))([]);
var parser=(()=>{
const __later = ((made) => (number) => (made[number] ??= eval(__seldom[number])))([]);
var zt = (function zt(r){let t=r.indexOf("\\");if(t===-1)return r;let e="",i=0;for(let s=t;s<r.length;s++)if(r.charCodeAt(s)===92){if(e+=r.slice(i,s),s++,s>=r.length){e+="\\",i=s;break}r.charCodeAt(s)!==10&&(e+=r[s]),i=s+1}return e+r.slice(i)});
var ae = (function ae(r,t,e,i){let s=i;for(let o=t;o<e&&s>=0;o++){let n=r.charCodeAt(o);if(s>=it)n===91?s++:n===93&&--s===it&&(s=de);else if(s===ce)s=n<128&&Et[n]&1?Se:ut;else if(s===Se){if(n<128&&Et[n]&2)continue;n===91?s=it+1:n===43?s=De:s=n===61?-o-2:ut}else s===de?n===43?s=De:s=n===61?-o-2:ut:s=n===61?-o-2:ut}return s});
var K = (function K(r,t,e,i=0,s=0){r.token=t,r._value=e,r.pos=i,r.end=s,r.fileDescriptor=void 0,r.variableName=void 0,r.descriptorEnd=0,r.delimiterQuoted=!1,r.content=void 0,r.assignmentOperatorPos=-1,r.raw=!1,r.keywordEligible=!1});
var Dt = (function Dt(r,t,e,i,s){r.token=t,r._value=null,r.pos=e,r.end=i,r.fileDescriptor=void 0,r.variableName=void 0,r.descriptorEnd=0,r.delimiterQuoted=!1,r.content=void 0,r.assignmentOperatorPos=-1,r.raw=s,r.keywordEligible=!1});
var He = (function He(r,t,e){switch(r.charCodeAt(t)){case 33:return e===1?a.Bang:void 0;case 123:return e===1?a.LBrace:void 0;case 125:return e===1?a.RBrace:void 0;case 105:{if(e!==2)return;let i=r.charCodeAt(t+1);return i===102?a.If:i===110?a.In:void 0}case 102:return e===2?r.charCodeAt(t+1)===105?a.Fi:void 0:e===3?r.startsWith("for",t)?a.For:void 0:e===8&&r.startsWith("function",t)?a.Function:void 0;case 116:return e===4&&r.startsWith("then",t)?a.Then:void 0;case 101:return e!==4?void 0:r.startsWith("else",t)?a.Else:r.startsWith("elif",t)?a.Elif:r.startsWith("esac",t)?a.Esac:void 0;case 100:return e===2?r.charCodeAt(t+1)===111?a.Do:void 0:e===4&&r.startsWith("done",t)?a.Done:void 0;case 99:return e===4?r.startsWith("case",t)?a.Case:void 0:e===6&&r.startsWith("coproc",t)?a.Coproc:void 0;case 119:return e===5&&r.startsWith("while",t)?a.While:void 0;case 117:return e===5&&r.startsWith("until",t)?a.Until:void 0;case 115:return e===6&&r.startsWith("select",t)?a.Select:void 0;default:return}});
var ns = (function ns(r){switch(r.length){case 5:return r==="local"||r==="alias";case 6:return r==="export";case 7:return r==="declare"||r==="typeset";case 8:return r==="readonly";default:return!1}});
var ne=Object.defineProperty;var Qe=Object.getOwnPropertyDescriptor;var Me=Object.getOwnPropertyNames;var Ue=Object.prototype.hasOwnProperty;var qe=(r,t)=>{for(var e in t)ne(r,e,{get:t[e],enumerable:!0})},Ve=(r,t,e,i)=>{if(t&&typeof t=="object"||typeof t=="function")for(let s of Me(t))!Ue.call(r,s)&&s!==e&&ne(r,s,{get:()=>t[s],enumerable:!(i=Qe(t,s))||i.enumerable});return r};var Ge=r=>Ve(ne({},"__esModule",{value:!0}),r);var ls={};qe(ls,{forEachChild:()=>oe,parse:()=>Fe});function oe(...words) { return __later(0)(...words); }function ke(r){return r>=48&&r<=55}function _e(r){return r>=48&&r<=57||r>=65&&r<=70||r>=97&&r<=102}function Ke(r,t){try{return String.fromCodePoint(r)}catch{return t}}var $e=new TextDecoder("utf-8",{ignoreBOM:!0});function ge(r){return $e.decode(new Uint8Array(r))}function Xe(...words) { return __later(1)(...words); }function Qt(...words) { return __later(2)(...words); }var pt=class r{static _resolveScript;type;pos;end;text;#t;#e=void 0;constructor(t,e,i,s,o){this.type=t,this.pos=e,this.end=i,this.text=s,this.#t=o}get script(){let t=this.#t;if(t!==void 0){let e=r._resolveScript(t.source,t.start,t.end,t.depth,t.parenBoundary,t.context);t.context===void 0&&(e.source=t.source),this.script=e}return this.#e}set script(t){this.#e=t,this.#t=void 0}toJSON(){return{type:this.type,pos:this.pos,end:this.end,text:this.text,script:this.script}}},Xt=class extends pt{operator;constructor(t,e,i,s,o){super("ProcessSubstitution",t,e,i,o),this.operator=s}toJSON(){return{type:this.type,pos:this.pos,end:this.end,text:this.text,operator:this.operator,script:this.script}}},Wt=class r{static _resolveExpression;type="ArithmeticExpansion";pos;end;text;#t;#e=void 0;constructor(t,e,i,s){this.pos=t,this.end=e,this.text=i,this.#t=s}get expression(){let t=this.#t;return t!==void 0&&(this.expression=r._resolveExpression(t.body,t.offset,t.source,t.depth,t.context,t.depth+1)),this.#e}set expression(t){this.#e=t,this.#t=void 0}toJSON(){return{type:this.type,pos:this.pos,end:this.end,text:this.text,expression:this.expression}}};function ze(r){let t="";for(let e of r)t+=e.type==="Literal"?e.value:e.text;return t}function Ee(r){let t=1;for(;r[t]==="\\"&&r[t+1]===`
`;)t+=2;return t===1||r[t]!=="("?r:r[0]+r.slice(t)}function Jt(...words) { return __later(3)(...words); }var Z=class{type="Word";text;pos;end;#t;#e;#i;#s;#n=null;constructor(t,e,i,s,o,n=0){this.text=t,this.pos=e,this.end=i,this.#t=s,this.#e=o,this.#i=n,this.#s=o===void 0?void 0:null}get value(){if(this.#n===null){let t=this.#t===void 0&&this.#s===null?void 0:this.parts;this.#n=t?Jt(t):zt(this.text)}return this.#n}get parts(){return this.#s===null&&(this.#s=this.#e?.(this.#t??"",this,this.#i)??void 0),this.#s}set parts(t){this.#s=t??void 0}toJSON(){return{type:this.type,text:this.text,pos:this.pos,end:this.end,parts:this.parts,value:this.value}}};function vt(r){return{boundaries:r===void 0?void 0:re(r),wordParts:void 0,embeddedParts:void 0,arrayParts:void 0}}function re(r){return r.boundaries??(r.boundaries=new Map)}function ht(r,t,e){for(;t+1<e&&r.charCodeAt(t)===92&&r.charCodeAt(t+1)===10;)t+=2;return t}function St(r){return/[*?[]/.test(r)}var xt=new Uint8Array(128);xt[33]=1;xt[94]=1;xt[91]=1;xt[93]=1;xt[58]=1;xt[46]=1;xt[61]=1;xt[45]=1;xt[92]=1;function Je(...words) { return __later(4)(...words); }function he(...words) { return __later(5)(...words); }function At(...words) { return __later(6)(...words); }var a={Word:0,Assignment:1,Semi:2,Newline:3,Pipe:4,And:5,Or:6,Amp:7,LParen:8,RParen:9,LBrace:10,RBrace:11,Bang:12,If:13,Then:14,Else:15,Elif:16,Fi:17,Do:18,Done:19,For:20,While:21,Until:22,In:23,Case:24,Esac:25,Function:26,DoubleSemi:27,SemiAmp:28,DoubleSemiAmp:29,Select:30,DblLBracket:31,DblRBracket:32,EOF:33,ArithCmd:34,Coproc:35,Redirect:36},Yt=class{token=a.EOF;_value="";_owner;pos=0;end=0;fileDescriptor=void 0;variableName=void 0;descriptorEnd=0;delimiterQuoted=!1;content=void 0;targetPos=0;targetEnd=0;assignmentOperatorPos=-1;raw=!1;keywordEligible=!1;constructor(t=null){this._owner=t}get value(){return this._value??(this._value=this._owner===null?"":this._owner._tokenValue(this.pos,this.end,this.raw))}set value(t){this._value=t}reset(...words) { return __later(7).apply(this, words); }copyFrom(...words) { return __later(8).apply(this, words); }},be=new Map([["if",a.If],["then",a.Then],["else",a.Else],["elif",a.Elif],["fi",a.Fi],["do",a.Do],["done",a.Done],["for",a.For],["while",a.While],["until",a.Until],["in",a.In],["case",a.Case],["esac",a.Esac],["function",a.Function],["select",a.Select],["coproc",a.Coproc],["!",a.Bang],["{",a.LBrace],["}",a.RBrace]]);var Q=new Uint8Array(128);Q[124]=1;Q[38]=1;Q[59]=1;Q[40]=1;Q[41]=1;Q[60]=1;Q[62]=1;Q[32]=1;Q[9]=1;Q[10]=1;Q[92]=2;Q[39]=2;Q[34]=2;Q[36]=2;Q[96]=2;Q[123]=2;function Mt(r,t,e){for(;t<e;){let i=r.charCodeAt(t);if(i===32||i===9)t++;else if(i===92&&t+1<e&&r.charCodeAt(t+1)===10)t+=2;else break}return t}var Ne=new Uint8Array(128);for(let r of[9,10,32,33,37,38,40,41,42,43,44,45,47,58,60,61,62,63,94,124])Ne[r]=1;function It(...words) { return __later(9)(...words); }function we(...words) { return __later(10)(...words); }var Et=new Uint8Array(128);for(let r=97;r<=122;r++)Et[r]=3;for(let r=65;r<=90;r++)Et[r]=3;for(let r=48;r<=57;r++)Et[r]=2;Et[95]=3;var bt=new Uint8Array(128);bt[63]=1;bt[64]=1;bt[42]=1;bt[43]=1;bt[33]=1;bt[61]=1;function ye(r){return r<128&&r!==61&&bt[r]===1}var Ye={63:"?",64:"@",42:"*",43:"+",33:"!"};function Pe(r){let t=r.type;return t==="Literal"||t==="SimpleExpansion"||t==="ParameterExpansion"||t==="CommandExpansion"||t==="ArithmeticExpansion"}function Ze(r,t,e){for(let i=t;i<e;i++){let s=r.charCodeAt(i);if(s<48||s>57)return!1}return e>t}var ut=-1,ce=0,Se=1,de=2,De=3,it=4;function je(...words) { return __later(11)(...words); }function Te(r){return r<ut}function Be(r){return-r-2}var u={Normal:0,CommandStart:1,TestMode:2,CommandPrefix:3,Declaration:4,ArrayElement:5,FunctionName:6,CasePattern:7,EvalArgument:8};function ts(r){return r===32||r===9||r===10||r===124}var ct=class r{static _findSubstitutionEnd;src;srcEnd;parenBoundary;pos;current;nextState;hasPeek;pendingHereDocs;substitutionContext;_errors=null;_buildParts=!1;_buildValue=!1;_nestingDepth=0;constructor(t,e=0,i=t.length,s=!1,o=vt()){if(this.src=t,this.srcEnd=i,this.parenBoundary=s,this.pos=e,this.current=new Yt(this),this.nextState=new Yt(this),this.hasPeek=!1,this.pendingHereDocs=null,this.substitutionContext=o,e===0&&t.charCodeAt(0)===35&&t.charCodeAt(1)===33){let n=t.indexOf(`
`);this.pos=n===-1?this.srcEnd:n+1}}getSource(){return this.src}fork(t,e,i=!1){let s=new r(this.src,t,e,i,this.substitutionContext);return s._nestingDepth=this._nestingDepth,s}getSubstitutionContext(){return this.substitutionContext}get errors(){return this._errors??(this._errors=[])}commandExpansion(t,e,i,s,o=!1){let n=this.scriptWindow(this.src,i,i+s.length,o);return new pt("CommandExpansion",t,this.pos,e,n)}decodedCommandExpansion(t,e,i){let s=this.scriptWindow(i,0,i.length,!1,!0);return new pt("CommandExpansion",t,this.pos,e,s)}processSubstitution(t,e,i,s){let o=this.scriptWindow(this.src,t+2,t+2+s.length,!this._unbalanced);return new Xt(t,this.pos,e,i,o)}scriptWindow(...words) { return __later(12).apply(this, words); }getPos(){return this.pos}findSubstitutionEnd(t,e,i=this._nestingDepth+1){return r._findSubstitutionEnd===void 0?-1:r._findSubstitutionEnd(this.src,t,e,i,this.substitutionContext)}_tokenValue(t,e,i){return i?this.src.slice(t,e):this.wordValueOf(t,e)}wordValueOf(...words) { return __later(13).apply(this, words); }findClosingBracket(...words) { return __later(14).apply(this, words); }findClosingArithmeticBracket(...words) { return __later(15).apply(this, words); }findClosingBrace(t,e=this.srcEnd){return this.findClosingShellDelimiter(t,e,125)}findClosingParenthesis(...words) { return __later(16).apply(this, words); }findArithmeticExpansionEnd(t,e=this.srcEnd){let i=this.fork(t,e);return i.pos=t+1,i.scanArithmeticBody(),i.pos}findArithmeticWordEnd(t,e=this.srcEnd){let i=this.fork(t,e);return i.pos=t,i.scanArithmeticWordEnd()}scanArithmeticWordEnd(...words) { return __later(17).apply(this, words); }findClosingShellDelimiter(...words) { return __later(18).apply(this, words); }scanBraceExpansion(...words) { return __later(19).apply(this, words); }skipSubshellBody(){return this.extractBalanced(!1),this._unbalanced?-1:this.pos}skipCompoundBody(...words) { return __later(20).apply(this, words); }skipTestGroup(...words) { return __later(21).apply(this, words); }skipTestCommandBody(){for(;;){let t=this.next(u.TestMode).token;if(t===a.DblRBracket)return!0;if(t===a.EOF)return!1}}buildEmbeddedWordParts(t,e=!1){return this._buildParts=!0,this.pos=t,this.readInnerWordText(!1,e),this._wordParts}buildArrayElementParts(...words) { return __later(22).apply(this, words); }buildHereDocParts(...words) { return __later(23).apply(this, words); }registerHereDocTarget(t){if(this.pendingHereDocs!==null){for(let e of this.pendingHereDocs)if(!e.target){e.target=t;return}}}readTestRegexWord(...words) { return __later(24).apply(this, words); }readCStyleForExprs(...words) { return __later(25).apply(this, words); }peek(t=u.Normal){return this.hasPeek||(this.readNext(this.nextState,t),this.hasPeek=!0),this.nextState}peekFollow(t){if(!this.hasPeek){let e=t[this.current.token]?u.CommandStart:u.Normal;this.readNext(this.nextState,e),this.hasPeek=!0}return this.nextState}unshift(t){this.nextState.copyFrom(t),this.hasPeek=!0}readRedirection(...words) { return __later(26).apply(this, words); }readRedirectTarget(...words) { return __later(27).apply(this, words); }readRedirectTargetText(){let t=this._buildValue;this._buildValue=!0,this.readWordText(),this._buildValue=t}redirectToken(...words) { return __later(28).apply(this, words); }readProcessSubstitution(...words) { return __later(29).apply(this, words); }readHereDocDelimiter(...words) { return __later(30).apply(this, words); }hereDocClosingPos=-1;hereDocClosingEnd=-1;matchHereDocDelimiter(...words) { return __later(31).apply(this, words); }logicalLineEnd(...words) { return __later(32).apply(this, words); }skipHereDocBody(...words) { return __later(33).apply(this, words); }_wordText="";_wordRaw=!1;_wordQuoted=!1;_wordHasExpansions=!1;_wordKeywordEligible=!1;_wordAssignmentState;_bracketWindow;_arithmeticBracketWindow;_wordParts=null;_resultText="";_resultIsRaw=!0;_resultHasExpansion=!1;_resultPart;_unbalanced=!1;_notArithmetic=!1;_arithUnterminated=!1;_dqText="";_dqHasExpansions=!1;_dqParts=null;_dqEnd=0;_hereDelim="";_hereQuoted=!1;isRedirectVariable(...words) { return __later(34).apply(this, words); }readArrayElement(t,e){let i=this.findClosingBracket(e+1);return i===-1?!1:(this.pos=i+1,this.readWordText(),Dt(t,a.Word,e,this.pos,!0),!0)}readInnerWordText(...words) { return __later(35).apply(this, words); }subFieldParts(t,e){if(!(this._nestingDepth>=256))return It(this.src,t,e)?this.parseSubFieldWord(t,e).parts:At(this.src,t,e,void 0)}parseSubFieldWord(...words) { return __later(36).apply(this, words); }skipSQ(){for(;this.pos<this.srcEnd&&this.src.charCodeAt(this.pos)!==39;)this.pos++;this.pos<this.srcEnd&&this.pos++}skipAnsiCQuoted(){let t=this.pos-1,e=Qt(this.src,this.pos,this.srcEnd);this.pos=e.end,e.closed||this.errors.push({message:"unterminated ANSI-C quote",pos:t})}skipDQ(...words) { return __later(37).apply(this, words); }skipSpacesAndTabs(){this.pos=Mt(this.src,this.pos,this.srcEnd)}readDollar(...words) { return __later(38).apply(this, words); }scanArithmeticBody(...words) { return __later(39).apply(this, words); }readArithmeticExpansion(...words) { return __later(40).apply(this, words); }arithmeticExpansion(t,e,i,s){return new Wt(t,this.pos,e,{source:this.src,body:i,offset:s,depth:this._nestingDepth,context:this.substitutionContext})}readArithmeticCommand(...words) { return __later(41).apply(this, words); }readCommandSubstitution(...words) { return __later(42).apply(this, words); }readBraceCommandSubstitution(){this.readBraceSubstitution(1)}readValueSubstitution(){this.readBraceSubstitution(2)}readBraceSubstitution(...words) { return __later(43).apply(this, words); }readBacktickExpansion(...words) { return __later(44).apply(this, words); }readParameterExpansion(...words) { return __later(45).apply(this, words); }parseParamInner(...words) { return __later(46).apply(this, words); }findNestedShellEnd(...words) { return __later(47).apply(this, words); }scanParamName(...words) { return __later(48).apply(this, words); }readAnsiCQuoted(...words) { return __later(49).apply(this, words); }extractBalanced(...words) { return __later(50).apply(this, words); }};
ct.prototype.buildWordParts = (function(t){this._buildParts=!0,this.pos=t;let e=this.src.charCodeAt(t);if((e===60||e===62)&&t+1<this.srcEnd&&this.src.charCodeAt(t+1)===40){this.pos=t+2;let i=this.extractBalanced(),s=this.src.slice(t,this.pos),o=this.processSubstitution(t,s,e===60?"<":">",i);this.pos<this.srcEnd?(this.readWordText(),this._wordParts?this._wordParts.unshift(o):this._wordParts=[o]):this._wordParts=[o]}else this.readWordText(),this.pos<this.srcEnd&&this._wordAssignmentState!==void 0&&this._wordAssignmentState>=it&&(this.pos=t,this.readWordText(!0));return this._wordParts});
ct.prototype.next = (function(t=u.Normal){if(this.hasPeek){this.hasPeek=!1;let e=this.current;return this.current=this.nextState,this.nextState=e,this.current}return this.readNext(this.current,t),this.current});
ct.prototype.readNext = (function(t,e){let i=this.src,s=this.srcEnd,o=this.pos;for(;;){if(o=Mt(i,o,s),e===u.TestMode)for(;o<s&&i.charCodeAt(o)===10;)o=Mt(i,o+1,s);if(o>=s||i.charCodeAt(o)!==35)break;for(;o<s&&i.charCodeAt(o)!==10;)o++}if(this.pos=o,o>=s){this.consumePendingHereDocs(),K(t,a.EOF,"",o,o);return}let n=o,h=i.charCodeAt(o);if(h===10){this.pos++,this.consumePendingHereDocs(),K(t,a.Newline,`
`,n,this.pos);return}if(e===u.TestMode&&(h===60||h===62)&&!(this.pos+1<this.srcEnd&&i.charCodeAt(this.pos+1)===40)){this.pos++,K(t,a.Word,h===60?"<":">",n,this.pos),t.keywordEligible=!0;return}h<128&&Q[h]&1&&this.tryReadOperator(t,h,e,n)||h===91&&e===u.ArrayElement&&this.readArrayElement(t,n)||this.readWord(t,e,n)});
ct.prototype.tryReadOperator = (function(t,e,i,s){let o=this.src,n=this.pos,h=n+1<this.srcEnd?o.charCodeAt(n+1):0;switch(e){case 59:return h===59?n+2<this.srcEnd&&o.charCodeAt(n+2)===38?(this.pos+=3,K(t,a.DoubleSemiAmp,";;&",s,this.pos),!0):(this.pos+=2,K(t,a.DoubleSemi,";;",s,this.pos),!0):h===38?(this.pos+=2,K(t,a.SemiAmp,";&",s,this.pos),!0):(this.pos++,K(t,a.Semi,";",s,this.pos),!0);case 124:return h===124?(this.pos+=2,K(t,a.Or,"||",s,this.pos),!0):h===38?(this.pos+=2,K(t,a.Pipe,"|&",s,this.pos),!0):(this.pos++,K(t,a.Pipe,"|",s,this.pos),!0);case 38:if(h===38)return this.pos+=2,K(t,a.And,"&&",s,this.pos),!0;if(h===62){this.pos+=2;let p=this.pos<this.srcEnd&&o.charCodeAt(this.pos)===62;return p&&this.pos++,this.readRedirectTarget(t,p?"&>>":"&>",s)}return this.pos++,K(t,a.Amp,"&",s,this.pos),!0;case 40:if(i===u.CommandStart&&h===40){let p=this.errors.length;if(this.readArithmeticCommand(t,s),!this._notArithmetic)return!0;this.errors.length=p,this.pos=s}return this.pos++,K(t,a.LParen,"(",s,this.pos),!0;case 41:return this.pos++,K(t,a.RParen,")",s,this.pos),!0;case 60:case 62:return this.readRedirection(t,s);default:return!1}});
ct.prototype.consumePendingHereDocs = (function(){let t=this.pendingHereDocs;if(!(t===null||t.length===0)){for(let e of t){let i=this.pos,s=this.skipHereDocBody(e.delimiter,e.strip,this.parenBoundary,e.quoted);e.target&&(e.target.body.pos=i,e.target.body.end=s,e.target.body.text=this.src.slice(i,s),this.hereDocClosingPos!==-1&&(e.target.closing={pos:this.hereDocClosingPos,end:this.hereDocClosingEnd}))}t.length=0}});
ct.prototype.readWord = (function(t,e,i=0){let s=this._errors===null?0:this._errors.length;if(this.readWordText(!1,e,!0),e===u.Normal){let o=this.pos<this.srcEnd?this.src.charCodeAt(this.pos):0;if(!this._wordRaw||o!==60&&o!==62){Dt(t,a.Word,i,this.pos,this._wordRaw),t.keywordEligible=this._wordKeywordEligible;return}}this.classifyWord(t,e,i,s)});
ct.prototype.classifyWord = (function(t,e,i,s){let o=this.src,n=this._wordRaw,h=this._wordHasExpansions,p=this._wordQuoted,c=this._wordKeywordEligible,d=this._wordAssignmentState,l=this.pos,m=l-i;if(e===u.CasePattern){let g=a.Word;if(c){let k=n?He(o,i,m):be.get(this.wordValueOf(i,l));k===a.Esac&&(g=k)}Dt(t,g,i,l,n),t.keywordEligible=c;return}let A=null;if(!n&&!h&&c&&(e===u.CommandStart||e===u.TestMode)){let g=l<this.srcEnd?o.charCodeAt(l):0;(!p&&m<=16||g===60||g===62)&&(A=this.wordValueOf(i,l))}if(e===u.CommandStart&&c){if(n){if(m<=8){let g=He(o,i,m);if(g!==void 0){Dt(t,g,i,l,!0);return}}if(m===2&&o.charCodeAt(i)===91&&o.charCodeAt(i+1)===91){Dt(t,a.DblLBracket,i,l,!0);return}}else if(A!==null&&A.length>0){let g=A.charCodeAt(0);if(g>=97&&g<=122&&A.length<=8||g===33||g===123||g===125){let k=be.get(A);if(k!==void 0){K(t,k,A,i,l);return}}if(g===91&&A==="[["){K(t,a.DblLBracket,A,i,l);return}}}if(e===u.CommandStart||e===u.CommandPrefix||e===u.Declaration){if(d===void 0){let g=-1,k=!1;for(let f=i+1;f<l;f++){let C=o.charCodeAt(f);if(C===61){g=f;break}C===91&&(k=!0)}(g!==-1||e!==u.Declaration&&k)&&(d=ae(o,i,l,ce))}if(d!==void 0){if(e!==u.Declaration&&d>=it){if(l<this.srcEnd&&(this._errors!==null&&(this._errors.length=s),this.pos=i,this.readWordText(!0,e,!0),this.pos>l)){this.classifyWord(t,e,i,s);return}(this._errors===null||this._errors.length===s)&&this.errors.push({message:"unterminated array subscript",pos:o.indexOf("[",i)})}if(Te(d)){Dt(t,a.Assignment,i,l,n),A!==null&&(t._value=A),t.assignmentOperatorPos=Be(d);return}}}if((e===u.CommandStart||e===u.TestMode)&&c){if(n){if(m===2&&o.charCodeAt(i)===93&&o.charCodeAt(i+1)===93){Dt(t,a.DblRBracket,i,l,!0);return}}else if(A==="]]"){K(t,a.DblRBracket,A,i,l);return}}if(!h&&this.pos<this.srcEnd){let g=o.charCodeAt(this.pos);if((g===60||g===62)&&n){let k=o.charCodeAt(i);if(k>=48&&k<=57&&Ze(o,i,l)){let f=Number.parseInt(o.slice(i,l),10);if(this.readRedirection(t,i)){t.fileDescriptor=f,t.descriptorEnd=l;return}}if(k===123&&o.charCodeAt(l-1)===125&&this.isRedirectVariable(i+1,l-1)){let f=o.slice(i+1,l-1);if(this.readRedirection(t,i)){t.variableName=f,t.descriptorEnd=l;return}}}}Dt(t,a.Word,i,l,n),A!==null&&(t._value=A),t.keywordEligible=c});
ct.prototype.readWordText = (function(t=!1,e=u.Normal,i=!1){let s=this.src,o=this.srcEnd,n=this.pos,h=n,p=0;for(;n<o;){let P=s.charCodeAt(n);if(P<128&&Q[P]){p=P;break}n++}if(n>=o||Q[p]&1&&!(p===40&&n>h&&bt[s.charCodeAt(n-1)])&&!t){this.pos=n,this._wordText=(this._buildParts||this._buildValue)&&n>h?s.slice(h,n):"",this._wordRaw=!0,this._wordQuoted=!1,this._wordHasExpansions=!1,this._wordKeywordEligible=!0,this._wordAssignmentState=void 0,this._buildParts&&(this._wordParts=St(this._wordText)&&e!==u.ArrayElement?At(s,h,n,void 0)??null:null);return}let c=this._buildParts,d=c||this._buildValue,l=d&&n>h?s.slice(h,n):"",m=!1,A=!1,g=!0,k=!0,f=n>h?s.charCodeAt(n-1):0,C=ae(s,h,n,ce),E,b="",_=0,x=!1,y;for(c&&(E=[],b=l,_=h,x=l.length>0&&St(l));n<o;){let P=s.charCodeAt(n);if(P>=128||!Q[P]){let w=n;for(n++;n<o;){let B=s.charCodeAt(n);if(B<128&&Q[B])break;n++}if(f=s.charCodeAt(n-1),C=ae(s,w,n,C),d){let B=s.slice(w,n);l+=B,c&&(b+=B,x=x||St(B))}continue}if(Q[P]&1){if(t&&C>=it){let w=this.findClosingBracket(n);if(w!==-1){let B=w+1;if(C=C===it+1?de:C-1,f=s.charCodeAt(w),d){let L=s.slice(n,B);l+=L,c&&(b+=L,x=x||St(L))}n=B;continue}}if(P===40&&f<128&&bt[f]){if(e===u.FunctionName||C>=it&&(e===u.CommandStart||e===u.CommandPrefix)||e===u.CommandStart&&f===33&&g&&s.charCodeAt(h)===33&&ht(s,h+1,o)===n)break;let w=f;if(w===61&&i&&!((e===u.CommandStart||e===u.CommandPrefix||e===u.Declaration||e===u.EvalArgument)&&Te(C)&&ht(s,Be(C)+1,o)===n))break;let B=n+1,L=this.findClosingShellDelimiter(B,o,41,w===61);if(L===-1&&!i&&!t&&C>=it||e===u.CommandStart&&w!==61&&L!==-1&&Mt(s,B,L)===L)break;g=!1;let rt=L===-1?o:L;if(n=L===-1?o:L+1,L===-1&&this.errors.push({message:"unterminated extended glob",pos:B-2}),f=s.charCodeAt(n-1),d){let N="("+s.slice(B,n);if(l+=N,c&&w!==61){let X=B-2;for(;s.charCodeAt(X)===10&&s.charCodeAt(X-1)===92;)X-=2;if(b.length>0){let I=b.slice(0,-1);X>_&&E.push({type:"Literal",pos:_,end:X,value:I,text:s.slice(_,X)}),b=""}let D=Ye[w];E.push({type:"ExtendedGlob",pos:X,end:n,text:s.slice(X,n),operator:D,pattern:s.slice(B,rt),parts:this.subFieldParts(B,rt)}),_=n}else c&&(b+=N,x=x||St(N))}continue}break}if(P===92){n++,n<o?s.charCodeAt(n)===10?(n++,k=!1):(C>=0&&C<it&&(C=ut),m=!0,g=!1,k=!1,f=s.charCodeAt(n),d&&(l+=s[n],c&&(b+=s[n])),n++):(C>=0&&C<it&&(C=ut),m=!0,g=!1,f=92,d&&(l+="\\",c&&(b+="\\")));continue}if(P===39){let w=n;C>=0&&C<it&&(C=ut),m=!0,g=!1,k=!1,n++;let B=n;for(;n<o&&s.charCodeAt(n)!==39;)n++;n>B&&(f=s.charCodeAt(n-1));let L=d?s.slice(B,n):"";d&&(l+=L),n<o?n++:this.errors.push({message:"unterminated single quote",pos:B-1}),c&&(w>_&&(E.push({type:"Literal",pos:_,end:w,value:b,text:s.slice(_,w)}),b=""),E.push({type:"SingleQuoted",pos:w,end:n,value:L,text:s.slice(w,n)}),_=n);continue}if(P===34){let w=n;if(C>=0&&C<it&&(C=ut),m=!0,g=!1,k=!1,n++,this.pos=n,this.readDoubleQuoted(),n=this.pos,this._dqEnd>w+1&&(f=s.charCodeAt(this._dqEnd-1)),this._dqHasExpansions&&(A=!0),d&&(l+=this._dqText),c){w>_&&(E.push({type:"Literal",pos:_,end:w,value:b,text:s.slice(_,w)}),b="");let B=s.slice(w,n);E.push({type:"DoubleQuoted",pos:w,end:n,text:B,parts:this._dqParts??[{type:"Literal",pos:w+1,end:this._dqEnd,value:this._dqText,text:s.slice(w+1,this._dqEnd)}]}),_=n}continue}if(P===36){g=!1;let w=n;C>=0&&C<it&&(C=ut);let B=n+1<o?s.charCodeAt(n+1):0;(B===39||B===34)&&(m=!0),this.pos=n,this.readDollar(),n=this.pos,this._resultIsRaw||(k=!1),n>w&&(f=s.charCodeAt(n-1)),this._resultHasExpansion&&(A=!0),d&&(l+=this._resultText),c&&(this._resultPart?(w>_&&(E.push({type:"Literal",pos:_,end:w,value:b,text:s.slice(_,w)}),b=""),E.push(this._resultPart),_=n):b+=this._resultText);continue}if(P===96){g=!1;let w=n;C>=0&&C<it&&(C=ut),this.pos=n,this.readBacktickExpansion(),n=this.pos,k=!1,f=s.charCodeAt(n-1),A=!0,d&&(l+=this._resultText),c&&(w>_&&(E.push({type:"Literal",pos:_,end:w,value:b,text:s.slice(_,w)}),b=""),E.push(this._resultPart),_=n);continue}if(P===123){C>=0&&C<it&&(C=ut);let w=n+1<o?s.charCodeAt(n+1):0,B=w<=32||w===125?-1:this.scanBraceExpansion(n,y??(y=new Map));if(B>0){if(g=!1,f=s.charCodeAt(B-1),d){let L=s.slice(n,B);l+=L,c&&(n>_&&(E.push({type:"Literal",pos:_,end:n,value:b,text:s.slice(_,n)}),b=""),E.push({type:"BraceExpansion",pos:n,end:B,text:L,parts:this.subFieldParts(n+1,B-1)}),_=B)}n=B;continue}f=123,d&&(l+="{",c&&(b+="{")),n++;continue}n++}c&&n>_&&E.push({type:"Literal",pos:_,end:n,value:b,text:s.slice(_,n)}),this.pos=n,this._wordText=l,this._wordRaw=k,this._wordQuoted=m,this._wordHasExpansions=A,this._wordKeywordEligible=g,this._wordAssignmentState=C,c&&(this._wordParts=E.length>1||E.length===1&&E[0].type!=="Literal"?E:null,x&&e!==u.ArrayElement&&(this._wordParts=At(s,h,n,this._wordParts)??null))});
ct.prototype.readDoubleQuoted = (function(t=!1){let e=this.src,i=this.srcEnd,s=this.pos,o=!1,n=this._buildParts,h=n||this._buildValue;if(!n){let m=this.pos;for(;m<i;){let A=e.charCodeAt(m);if(A===34){this._dqText=h?e.slice(s,m):"",this._dqEnd=m,this.pos=m+1,this._dqHasExpansions=!1,this._dqParts=null;return}if(A===36||A===96||A===92)break;m++}}let p="",c=null,d="",l=n?this.pos:0;for(;this.pos<i&&e.charCodeAt(this.pos)!==34;){let m=this.pos;for(;this.pos<i;){let g=e.charCodeAt(this.pos);if(g===34||g===92||g===36||g===96)break;this.pos++}if(h&&this.pos>m){let g=e.slice(m,this.pos);p+=g,n&&(d+=g)}if(this.pos>=i||e.charCodeAt(this.pos)===34)break;let A=e.charCodeAt(this.pos);if(A===92){if(this.pos++,this.pos<i){let g=e.charCodeAt(this.pos);if(g===10){this.pos++;continue}if(h)if(t||g===36||g===96||g===34||g===92){let k=e[this.pos];p+=k,n&&(d+=k)}else{let k="\\"+e[this.pos];p+=k,n&&(d+=k)}this.pos++}continue}if(A===36){let g=this.pos+1<i?e.charCodeAt(this.pos+1):0;if(g===34||g===39){h&&(p+="$",n&&(d+="$")),this.pos++;continue}let k=this.pos;if(this.readDollar(!0),h&&(p+=this._resultText),this._resultHasExpansion&&(o=!0),n){let f=this._resultPart;f&&Pe(f)?(c||(c=[]),k>l&&(c.push({type:"Literal",pos:l,end:k,value:d,text:e.slice(l,k)}),d=""),c.push(f),l=this.pos):d+=this._resultText}continue}if(A===96){let g=this.pos;this.readBacktickExpansion(!0),h&&(p+=this._resultText),o=!0,n&&this._resultPart&&Pe(this._resultPart)&&(c||(c=[]),g>l&&(c.push({type:"Literal",pos:l,end:g,value:d,text:e.slice(l,g)}),d=""),c.push(this._resultPart),l=this.pos);continue}}n&&c&&this.pos>l&&c.push({type:"Literal",pos:l,end:this.pos,value:d,text:e.slice(l,this.pos)}),this._dqEnd=this.pos,this.pos<i?this.pos++:this.errors.push({message:"unterminated double quote",pos:s-1}),this._dqText=p,this._dqHasExpansions=o,this._dqParts=c});function pe(...words) { return __later(51)(...words); }function ve(r,t,e){for(;e>t;){let i=r.charCodeAt(e-1);if(i!==32&&i!==9&&i!==10)break;e--}return e}function es(...words) { return __later(52)(...words); }function le(...words) { return __later(53)(...words); }var jt=(r,t)=>St(t.text)?At(t.text,0,t.text.length,void 0,t.pos):void 0;function Nt(r){return r.wordParts??(r.wordParts=(t,e,i)=>ss(t,e,i,r))}function te(r){return r.embeddedParts??(r.embeddedParts=(t,e,i)=>ue(t,e,i,r))}function Re(r){return r.arrayParts??(r.arrayParts=(t,e,i)=>is(t,e,i,r))}function ss(r,t,e=0,i=vt()){let s=new ct(r,t.pos,t.end,!1,i);return s._nestingDepth=e,s.buildWordParts(t.pos)??void 0}function ue(...words) { return __later(54)(...words); }function is(r,t,e=0,i){let s=new ct(r,t.pos,t.end,!1,i);return s._nestingDepth=e,s.buildArrayElementParts(t.pos)??void 0}function Le(r,t,e=0,i){let s=new ct(r,t.pos,t.end,!1,i);return s._nestingDepth=e,s.buildHereDocParts(t.pos,t.end)??void 0}function Ft(...words) { return __later(55)(...words); }var fe=class{type="ArrayValue";pos;end;#t;#e;#i;#s;constructor(t,e,i,s,o){this.pos=e,this.end=i,this.#t=t,this.#e=s,this.#i=o}get elements(){if(this.#s)return this.#s;let t=new ct(this.#t,this.pos+1,this.end-1,!1,this.#i);t._nestingDepth=this.#e;let e=[];for(;t.peek(u.ArrayElement).token!==a.EOF;){let i=t.next(u.ArrayElement);if(i.token!==a.Word&&i.token!==a.Assignment)continue;let s=i.raw?i.value:this.#t.slice(i.pos,i.end),o=s.charCodeAt(0)===91,n=t.getSubstitutionContext(),h=!o&&i.raw&&i.keywordEligible?void 0:this.#t,p=h===void 0?jt:o?Re(n):Nt(n);e.push(new Z(s,i.pos,i.end,h,p,this.#e))}return this.#s=e,e}toJSON(){return{type:this.type,pos:this.pos,end:this.end,elements:this.elements}}},ee=class{type="Assignment";pos;end;text;#t;#e;#i;#s;#n=null;#h;#r;#o=null;constructor(t,e,i,s,o,n,h){this.pos=e,this.end=i,this.text=t,this.#t=s,this.#s=o,this.#e=n,this.#i=h}get name(){return this.#n??this.resolveTarget()}get append(){return this.#n===null&&this.resolveTarget(),this.#h}get index(){return this.#n===null&&this.resolveTarget(),this.#r}get value(){if(this.#o!==null)return this.#o;let t=this.#s+1,e=ht(this.#t,t,this.end);return this.#o=this.#t.charCodeAt(e)===40&&this.#t.charCodeAt(this.end-1)===41?new fe(this.#t,e,this.end,this.#e,this.#i):new Z(this.#t.slice(t,this.end),t,this.end,this.#t,Nt(this.#i),this.#e),this.#o}resolveTarget(){let t=this.#s-this.pos,e=t,i=t;for(;i>=2&&this.text.charCodeAt(i-2)===92&&this.text.charCodeAt(i-1)===10;)i-=2;this.text.charCodeAt(i-1)===43&&(this.#h=!0,e=i-1);let s=this.text.indexOf("[");if(s>0&&s<e){let n=this.text.lastIndexOf("]",t);if(n>s){let h=this.pos+s+1,p=this.pos+n;this.#r=new Z(this.#t.slice(h,p),h,p,this.#t,te(this.#i),this.#e),e=s}}let o=this.text.slice(0,e);return this.#n=o.includes(`\\
`)?o.split(`\\
`).join(""):o}toJSON(){return{type:this.type,pos:this.pos,end:this.end,text:this.text,name:this.name,append:this.append,index:this.index,value:this.value}}};var me=r=>r.type==="Word"||r.type==="Assignment",Vt=class{type="Command";pos;end;name;prefix;suffix;#t;#e;constructor(t,e,i,s,o){this.pos=t,this.end=e,this.name=i,this.prefix=s,this.suffix=o}get args(){if(this.#t===void 0){let t=this.suffix;this.#t=t.every(me)?t:t.filter(me)}return this.#t}get redirects(){if(this.#e===void 0){let t=[];for(let e of this.prefix)e.type!=="Assignment"&&t.push(e);for(let e of this.suffix)me(e)||t.push(e);this.#e=t}return this.#e}toJSON(){return{type:this.type,pos:this.pos,end:this.end,name:this.name,prefix:this.prefix,suffix:this.suffix}}};var se=class{type="HereDocBody";pos;end;text="";#t;#e;#i;#s;constructor(t,e,i,s,o){this.pos=e,this.end=e,this.#t=t,this.#e=s,this.#i=o,this.#s=i?void 0:null}get parts(){return this.#s===null&&(this.#s=Le(this.#t,this,this.#e,this.#i)),this.#s}toJSON(){return{type:this.type,pos:this.pos,end:this.end,text:this.text,parts:this.parts}}};ct._findSubstitutionEnd=ps;pt._resolveScript=ds;Wt._resolveExpression=Ft;var xe=class{type="ArithmeticCommand";pos;end;body;#t;#e;#i;#s=null;constructor(t,e,i,s,o,n){this.pos=t,this.end=e,this.body=i,this.#t=s,this.#e=o,this.#i=n}get expression(){return this.#s===null&&(this.#s=Ft(this.body,this.pos+2,this.#t,this.#e,this.#i)),this.#s}set expression(t){this.#s=t??void 0}toJSON(){return{type:this.type,pos:this.pos,end:this.end,expression:this.expression,body:this.body}}},Gt=class{type="ArithmeticFor";pos;end;body;#t;#e;#i;#s;#n;#h;#r;#o;#p;#a=null;#c=null;#d=null;constructor(t,e,i,s,o,n,h,p,c,d,l,m){this.pos=t,this.end=e,this.body=i,this.#t=s,this.#e=o,this.#i=n,this.#s=h,this.#n=p,this.#h=c,this.#r=d,this.#o=l,this.#p=m}get initialize(){return this.#a===null&&(this.#t?this.#a=Ft(this.#t,this.#s,this.#r,this.#o,this.#p):this.#a=void 0),this.#a}set initialize(t){this.#a=t??void 0}get test(){return this.#c===null&&(this.#e?this.#c=Ft(this.#e,this.#n,this.#r,this.#o,this.#p):this.#c=void 0),this.#c}set test(t){this.#c=t??void 0}get update(){return this.#d===null&&(this.#i?this.#d=Ft(this.#i,this.#h,this.#r,this.#o,this.#p):this.#d=void 0),this.#d}set update(t){this.#d=t??void 0}toJSON(){return{type:this.type,pos:this.pos,end:this.end,initialize:this.initialize,test:this.test,update:this.update,body:this.body}}},os={[a.DoubleSemi]:";;",[a.SemiAmp]:";&",[a.DoubleSemiAmp]:";;&"},rs={">":">",">>":">>","<":"<","<>":"<>","<&":"<&",">&":">&",">|":">|","&>":"&>","&>>":"&>>"},ot=new Uint8Array(37);ot[a.EOF]=1;ot[a.RParen]=1;ot[a.RBrace]=1;ot[a.Then]=1;ot[a.Else]=1;ot[a.Elif]=1;ot[a.Fi]=1;ot[a.Do]=1;ot[a.Done]=1;ot[a.Esac]=1;ot[a.DoubleSemi]=1;ot[a.SemiAmp]=1;ot[a.DoubleSemiAmp]=1;var wt=new Uint8Array(37);wt[a.RParen]=1;wt[a.RBrace]=1;wt[a.DblRBracket]=1;wt[a.Fi]=1;wt[a.Done]=1;wt[a.Esac]=1;wt[a.ArithCmd]=1;function Oe(r){return r.token===a.Word&&r.keywordEligible&&r.value==="!"}var et=new Uint8Array(37);et[a.Word]=1;et[a.Assignment]=1;et[a.Bang]=1;et[a.LParen]=1;et[a.LBrace]=1;et[a.DblLBracket]=1;et[a.If]=1;et[a.For]=1;et[a.While]=1;et[a.Until]=1;et[a.Case]=1;et[a.Function]=1;et[a.Select]=1;et[a.ArithCmd]=1;et[a.Coproc]=1;et[a.Redirect]=1;var hs={"-a":1,"-b":1,"-c":1,"-d":1,"-e":1,"-f":1,"-g":1,"-h":1,"-k":1,"-p":1,"-r":1,"-s":1,"-t":1,"-u":1,"-v":1,"-w":1,"-x":1,"-z":1,"-n":1,"-o":1,"-N":1,"-S":1,"-L":1,"-G":1,"-O":1,"-R":1},as={"==":1,"!=":1,"=~":1,"=":1,"-eq":1,"-ne":1,"-lt":1,"-le":1,"-gt":1,"-ge":1,"-nt":1,"-ot":1,"-ef":1,"<":1,">":1},Ie=[],cs=[],Ce=[];function Fe(r){return new Kt(r,0,r.length).run()}function ds(r,t,e,i=0,s=!1,o){return new Kt(r,t,e,i,s,void 0,o).run()}var Ae=class r extends ct{boundaries;pending;context;constructor(t,e,i,s,o,n=!0){super(t,e.start,e.end,n,o),this._nestingDepth=e.depth,this.boundaries=i,this.pending=s,this.context=o}fork(t,e,i=!1){return new r(this.getSource(),{start:t,end:e,depth:this._nestingDepth},this.boundaries,this.pending,this.context,i)}findSubstitutionEnd(...words) { return __later(56).apply(this, words); }};function ps(...words) { return __later(57)(...words); }var Kt=class{tok;source;start;end;depth;errors=null;syntaxDepth=0;constructor(t,e,i,s=0,o=!1,n,h){this.tok=n??new ct(t,e,i,o,vt(h)),this.tok._nestingDepth=s,this.source=t,this.start=e,this.end=i,this.depth=s}error(t,e){(this.errors??(this.errors=[])).push({message:t,pos:e})}unexpectedToken(t){this.error(`unexpected token '${t.token===a.Newline?"newline":t.value}'`,t.pos)}findSubstitutionEnd(){return this.list(),this.acceptEnd(a.RParen)}skipSemi(){this.tok.peek(u.Normal).token===a.Semi&&this.tok.next(u.Normal)}accept(t,e=u.Normal){return this.tok.peek(e).token===t?this.tok.next(e):null}acceptEnd(t,e=u.Normal){return this.tok.peek(e).token===t?this.tok.next(e).end:-1}skipNewlines(t=u.Normal){for(;this.tok.peek(t).token===a.Newline;)this.tok.next(t)}doBody(t){let e=this.list(),i=t?this.emptyListPos(e):-1;return i>=0&&this.error("expected command after 'do'",i),e}emptyListPos(t){return t.length===0?this.tok.peek(u.CommandStart).pos:-1}makeStatement(t){return{type:"Statement",pos:t.pos,end:t.end,command:t,background:void 0}}withRedirects(t){let e=this.collectTrailingRedirects();return e.length===0?t:{type:"Redirected",pos:t.pos,end:e[e.length-1].end,command:t,redirects:e}}collectTrailingRedirects(){let t=Ie;for(;this.tok.peekFollow(wt).token===a.Redirect;)t===Ie&&(t=[]),t.push(this.readRedirect(u.Normal));return t}arithCommand(){let t=this.tok.next(u.CommandStart);return new xe(t.pos,t.end,t.value,this.source,this.depth,this.tok.getSubstitutionContext())}coprocCommand(...words) { return __later(58).apply(this, words); }subshell(){return this.subshellBody(this.tok.next(u.CommandStart).pos)}subshellBody(...words) { return __later(59).apply(this, words); }braceGroup(...words) { return __later(60).apply(this, words); }ifClause(...words) { return __later(61).apply(this, words); }forClause(...words) { return __later(62).apply(this, words); }cStyleFor(...words) { return __later(63).apply(this, words); }whileClause(){return this.whileOrUntil("while")}untilClause(){return this.whileOrUntil("until")}whileOrUntil(...words) { return __later(64).apply(this, words); }caseClause(...words) { return __later(65).apply(this, words); }selectClause(...words) { return __later(66).apply(this, words); }testCommand(...words) { return __later(67).apply(this, words); }parseTestOr(...words) { return __later(68).apply(this, words); }parseTestAnd(...words) { return __later(69).apply(this, words); }parseTestNot(...words) { return __later(70).apply(this, words); }parseTestPrimary(...words) { return __later(71).apply(this, words); }readTestOperand(...words) { return __later(72).apply(this, words); }functionDef(...words) { return __later(73).apply(this, words); }readRedirect(...words) { return __later(74).apply(this, words); }commandAsBody(...words) { return __later(75).apply(this, words); }readWord(t){return this.toWord(this.tok.next(t))}readRequiredWord(...words) { return __later(76).apply(this, words); }toWordFromPosEnd(t,e,i){return t.pos===e&&t.end===i?this.toWord(t):new Z(this.source.slice(e,i),e,i,this.source,Nt(this.tok.getSubstitutionContext()),this.depth)}parseAssignment(...words) { return __later(77).apply(this, words); }makeCompoundList(t){let e=this.tok.getPos(),i=t.length>0?t[0].pos:e,s=t.length>0?t[t.length-1].end:e;return{type:"CompoundList",pos:i,end:s,commands:t}}};
Kt.prototype.run = (function(){let t=this.start;this.depth>256&&this.error("maximum substitution nesting depth exceeded",t);let e;if(t===0&&this.source.charCodeAt(0)===35&&this.source.charCodeAt(1)===33){let o=this.source.indexOf(`
`);e=o===-1?this.source:this.source.slice(0,o)}let i=this.list();for(;;){let o=this.tok.peek(u.CommandStart);if(o.token===a.EOF||(this.unexpectedToken(o),!ot[o.token]&&o.token!==a.In))break;this.tok.next(u.CommandStart);let n=this.tok.peek(u.CommandStart).token;if(n!==a.Semi&&n!==a.Newline&&n!==a.Amp)break;for(;n===a.Semi||n===a.Newline||n===a.Amp;)this.tok.next(u.CommandStart),n=this.tok.peek(u.CommandStart).token;let h=this.list();for(let p=0;p<h.length;p++)i.push(h[p])}let s=this.tok._errors;if(s!==null&&s.length>0){let o=this.errors??(this.errors=[]);for(let n=0;n<s.length;n++)o.push(s[n])}return this.errors!==null&&this.errors.length>1&&this.errors.sort((o,n)=>o.pos-n.pos),{type:"Script",pos:t,end:this.end,shebang:e,commands:i,errors:this.errors??void 0}});
Kt.prototype.list = (function(){let t=[];this.skipNewlines(u.CommandStart);let e=this.tok.peek(u.CommandStart).token;if(ot[e]||!et[e])return t;let i=this.andOr();for(i&&t.push(this.makeStatement(i));e=this.tok.peekFollow(wt).token,!(e!==a.Semi&&e!==a.Newline&&e!==a.Amp);){let s=e===a.Amp,o=this.tok.next(u.Normal).end;if(s){let h=t[t.length-1];h.background=!0,h.end=o}if(this.skipNewlines(u.CommandStart),e=this.tok.peek(u.CommandStart).token,ot[e]||!et[e])break;let n=this.andOr();n&&t.push(this.makeStatement(n))}return t});
Kt.prototype.andOr = (function(){let t=this.pipeline();if(!t)return null;let e=this.tok.peek(u.Normal).token;if(e!==a.And&&e!==a.Or)return t;let i=[t],s=[];do{let o=this.tok.next(u.Normal),n=o.token===a.And?"&&":"||";this.skipNewlines(u.CommandStart);let h=this.pipeline();if(!h){this.error(`expected command after '${n}'`,o.end);break}s.push(n),i.push(h),e=this.tok.peek(u.Normal).token}while(e===a.And||e===a.Or);return{type:"AndOr",pos:t.pos,end:i[i.length-1].end,commands:i,operators:s}});
Kt.prototype.pipeline = (function(){let t;for(;;){let s=this.tok.peek(u.CommandStart),o=s.token===a.Word&&s.keywordEligible&&s.value==="time";if(s.token!==a.Bang&&!o)break;let n=this.tok.next(u.CommandStart),h=n.pos,p=n.end,c,d;if(o){let l=this.tok.peek(u.CommandStart);l.token===a.Word&&l.keywordEligible&&l.value==="-p"&&(this.tok.next(u.CommandStart),c={pos:l.pos,end:l.end},l=this.tok.peek(u.CommandStart)),l.token===a.Word&&l.keywordEligible&&l.value==="--"&&(this.tok.next(u.CommandStart),d={pos:l.pos,end:l.end})}t===void 0&&(t=[]),t.push(o?{type:"Time",pos:h,end:d?.end??c?.end??p,keywordEnd:p,posix:c,endOfOptions:d}:{type:"Negation",pos:h,end:p})}let e=this.pipelineCommands();if(!t)return e;let i=t[0].pos;return e?.type==="Pipeline"?(e.prefixes=t,e.pos=i,e):{type:"Pipeline",pos:i,end:e?e.end:t[t.length-1].end,prefixes:t,commands:e?[e]:[],operators:[]}});
Kt.prototype.pipelineCommands = (function(){let t=this.command();if(!t)return null;if(this.tok.peek(u.Normal).token!==a.Pipe)return t;let e=[t],i=[];for(;this.tok.peek(u.Normal).token===a.Pipe;){let o=this.tok.next(u.Normal),n=o.value==="|&"?"|&":"|";this.skipNewlines(u.CommandStart);let h=this.command();if(!h){this.error(`expected command after '${n}'`,o.end);break}i.push(n),e.push(h)}return e.length===1?e[0]:{type:"Pipeline",pos:t.pos,end:e[e.length-1].end,prefixes:cs,commands:e,operators:i}});
Kt.prototype.command = (function(){let t;switch(this.tok.peek(u.CommandStart).token){case a.LParen:t=this.subshell();break;case a.LBrace:t=this.braceGroup();break;case a.If:t=this.ifClause();break;case a.For:t=this.forClause();break;case a.While:t=this.whileClause();break;case a.Until:t=this.untilClause();break;case a.Case:t=this.caseClause();break;case a.Function:return this.functionDef();case a.Select:t=this.selectClause();break;case a.DblLBracket:t=this.testCommand();break;case a.ArithCmd:t=this.arithCommand();break;case a.Coproc:return this.coprocCommand();case a.Word:case a.Assignment:case a.Redirect:return this.simpleCommandOrFunction(!1);default:return null}return this.withRedirects(t)});
Kt.prototype.simpleCommandOrFunction = (function(t){let e=[],i=this.tok.peek(u.CommandStart).pos,s=i,o=u.CommandStart;for(;;){let d=this.tok.peek(o).token;if(d===a.Assignment){let l=this.tok.next(o);s=l.end,e.push(this.parseAssignment(l))}else if(d===a.Redirect){let l=this.readRedirect(o);e.push(l),s=l.end}else break;o=u.CommandPrefix}if(this.tok.peek(u.Normal).token!==a.Word)return new Vt(i,s,void 0,e,[]);let n=this.tok.next(u.Normal),h=n.keywordEligible?n.value:"",p=this.toWord(n);o=ns(h)?u.Declaration:h==="eval"||h==="let"?u.EvalArgument:u.Normal,s=p.end;let c=[];if(t)for(;this.tok.peek(u.CommandPrefix).token===a.Assignment;){let d=this.tok.next(u.CommandPrefix),l=o===u.Declaration?this.parseAssignment(d):this.toWord(d);c.push(l),s=l.end}if(this.tok.peek(o).token===a.LParen&&c.length===0&&(this.tok.next(u.Normal),this.tok.peek(u.Normal).token===a.RParen)){this.tok.next(u.Normal),this.skipNewlines(u.CommandStart);let d=this.commandAsBody();return{type:"Function",pos:p.pos,end:d.end,name:p,body:d}}for(;;){let d=this.tok.peek(o).token;if(d===a.Word||d===a.Assignment){let l=this.tok.next(o),m=d===a.Assignment?this.parseAssignment(l):this.toWord(l);c.push(m),s=m.end}else if(d===a.Redirect){let l=this.readRedirect(o);c.push(l),s=l.end}else break}return new Vt(i,s,p,e,c)});
Kt.prototype.toWord = (function(t){let e=t.raw?t.value:this.source.slice(t.pos,t.end),i=t.raw&&t.keywordEligible?void 0:this.source;return new Z(e,t.pos,t.end,i,i===void 0?jt:Nt(this.tok.getSubstitutionContext()),this.depth)});return Ge(ls);})();return parser})();

  // src/hooks/shell/invocation.ts
  var UNKNOWN = "\0";
  var LimitReached = class extends Error {
    kind;
    constructor(kind) {
      super(kind);
      this.kind = kind;
    }
  };
  function isKnown(word2) {
    return !word2.includes(UNKNOWN);
  }
  
  
  var MAX_DEPTH = 24;

  // src/hooks/shell/bounds.ts
  var MAX_LINE = 128 * 1024;
  var MAX_HEREDOCS_PER_LINE = 200;
  var MAX_OPEN = 100;
  var MAX_SEPARATORS = 1e4;
  var MAX_SEPARATORS_OF_COMMANDS = 500;
  var LIMITS = { characters: 22e4, effort: 4e4, commands: 400, words: 2e4 };
  var [OPEN, CLOSE, BRACE, END_BRACE, DOLLAR, LESS, BRACKET, NEWLINE] = [40, 41, 123, 125, 36, 60, 91, 10];
  var SEPARATORS = /* @__PURE__ *@/ new Set([NEWLINE, 59, 38, 124, 96]);
  var EFFORTS = {
    ";": 8,
    "&": 4,
    "|": 6,
    "\n": 4,
    $: 8,
    "`": 8,
    "<": 4,
    ">": 4,
    "=": 2,
    "(": 2,
    "{": 2,
    "[": 2,
    '"': 1,
    "'": 1,
    "*": 1,
    "?": 1,
    "\\": 1,
    "+": 1,
    "/": 0.7,
    ":": 0.7
  };
  var EFFORT_OF_WORD = 3;
  var OPERATORS = "+-*@/%,^~!?:";
  var EFFORT_OF_OPERATOR = 1;
  var BLANK = 32;
  
  var plain = new Float64Array(128);
  for (const [character, effort] of Object.entries(EFFORTS)) plain[character.charCodeAt(0)] = effort;
  var withArithmetic = plain.slice();
  for (const operator of OPERATORS) withArithmetic[operator.charCodeAt(0)] += EFFORT_OF_OPERATOR;

  // builtin:node:path
  var resolve = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:path").resolve)();
  var isAbsolute = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:path").isAbsolute)();
  var join = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:path").join)();
  var dirname = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:path").dirname)();
  var posix = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:path").posix)();

  // src/hooks/shell/braces.ts
  var MAX_RESULTS = 64;
  function expandBraces(...words) { return __later(78)(...words); }
  function firstBrace(...words) { return __later(79)(...words); }
  function braceAt(...words) { return __later(80)(...words); }
  function split(...words) { return __later(81)(...words); }
  function sequence(...words) { return __later(82)(...words); }
  function skipQuoted(...words) { return __later(83)(...words); }
  function skipExpansion(...words) { return __later(84)(...words); }

  // src/hooks/shell/output.ts
  function outputText(...words) { return __later(85)(...words); }
  
  function echoed(...words) { return __later(86)(...words); }
  function formatted(...words) { return __later(87)(...words); }
  var ESCAPES = { n: "\n", t: "	", r: "\r", a: "", e: "\x1B", "\\": "\\" };
  function unescaped(...words) { return __later(88)(...words); }
  function decoded(...words) { return __later(89)(...words); }
  function reversed(text2) {
    return text2.split("\n").map((line) => Array.from(line).reverse().join("")).join("\n");
  }

  // src/hooks/shell/parameter.ts
  function lookUp(...words) { return __later(90)(...words); }
  function parameterValues(...words) { return __later(91)(...words); }
  function withDefault(...words) { return __later(92)(...words); }
  function mapKnown(...words) { return __later(93)(...words); }
  var MAX_VALUE = 256;
  var WORK_PER_CHARACTER = 8;
  function removed(...words) { return __later(94)(...words); }
  function replaced(...words) { return __later(95)(...words); }
  function sliced(...words) { return __later(96)(...words); }
  function integer(text2) {
    return /^\s*-?\d{1,6}\s*$/.test(text2) ? Number(text2) : void 0;
  }
  function recased(...words) { return __later(97)(...words); }
  function globPattern(...words) { return __later(98)(...words); }

  // src/hooks/shell/expand.ts
  var MAX_COMBINATIONS = 32;
  
  function expandText(...words) { return __later(99)(...words); }
  function partsText(parts, frame, run) {
    return joinParts(parts, frame, run, false)[0] ?? "";
  }
  function hasBraces(parts) {
    return parts.some((part) => part.type === "BraceExpansion");
  }
  function reparsed(...words) { return __later(100)(...words); }
  
  
  function splits(part) {
    return part.type === "SimpleExpansion" || part.type === "ParameterExpansion" || part.type === "CommandExpansion";
  }
  function fields(...words) { return __later(101)(...words); }
  
  function hiddenSubstitution(...words) { return __later(102)(...words); }
  function substitute(...words) { return __later(103)(...words); }
  function processSubstitution(...words) { return __later(104)(...words); }
  function visitSubstitutions(...words) { return __later(105)(...words); }
  

  // src/hooks/shell/state.ts
  
  
  function merge(...words) { return __later(106)(...words); }
  var MAX_VALUES = 16;
  function union(a, b) {
    return [.../* @__PURE__ *@/ new Set([...a, ...b])].slice(0, MAX_VALUES);
  }

  // src/hooks/shell/command.ts
  var NO_ENV = /* @__PURE__ *@/ new Map();
  
  
  function sessionValue(name, run) {
    const value = run.context.variables.get(name);
    return value === void 0 ? void 0 : [value];
  }
  
  var ELEMENT = "";
  function assignedValues(...words) { return __later(107)(...words); }
  var MAX_VALUE2 = 2e4;
  function assign(...words) { return __later(108)(...words); }
  
  function hereDocText(...words) { return __later(109)(...words); }

  // src/hooks/shell/emit.ts
  
  
  function writtenText(...words) { return __later(110)(...words); }
  function exportedValues(frame) {
    return [...frame.state.exported].map((name) => [name, frame.state.vars.get(name)?.[0] ?? ""]);
  }
  function emitOpaque(call, feed, frame, run) {
    emit({ ...call, opaque: feed }, frame, run);
  }

  // src/hooks/shell/builtins.ts
  var builtinHandlers = /* @__PURE__ *@/ new Map([
    ["cd", changeFolder],
    ["pushd", changeFolder],
    ["chdir", changeFolder],
    ["popd", (call, frame, run) => setFolder(UNKNOWN, call, frame, run)],
    ["export", declare],
    ["declare", declare],
    ["typeset", declare],
    ["local", declare],
    ["readonly", declare],
    ["unset", unset],
    ["read", readVariables],
    ["mapfile", readVariables],
    ["readarray", readVariables],
    ["printf", printToVariable],
    ["set", setOptions],
    ["shift", shift],
    ["alias", defineAlias],
    ["unalias", removeAliases],
    ["eval", evaluate],
    ["trap", trap],
    ["source", source],
    [".", source]
  ]);
  function changeFolder(...words) { return __later(111)(...words); }
  function joined(folder, path) {
    return path.startsWith("/") ? posix.normalize(path) : posix.normalize(`${folder}/${path}`);
  }
  function setFolder(...words) { return __later(112)(...words); }
  function declare(...words) { return __later(113)(...words); }
  function unset(...words) { return __later(114)(...words); }
  function readVariables(...words) { return __later(115)(...words); }
  function printToVariable(...words) { return __later(116)(...words); }
  function setOptions(...words) { return __later(117)(...words); }
  function shift(_call, frame) {
    frame.state.positional = frame.state.positional?.slice(1);
  }
  function removeAliases(call, frame) {
    for (const name of call.words.slice(1)) frame.state.aliases.delete(name);
  }
  function defineAlias(...words) { return __later(118)(...words); }
  function evaluate(...words) { return __later(119)(...words); }
  function trap(...words) { return __later(120)(...words); }
  function source(...words) { return __later(121)(...words); }

  // src/hooks/shell/embedded.ts
  var LINES = {
    tar: /^(?:--checkpoint-action=exec|--to-command|--use-compress-program|--info-script|--rmt-command)=([\s\S]+)$/,
    vim: /^\+?:?!([\s\S]+)$/,
    tmux: /^([^-][\s\S]*\s[\s\S]*)$/,
    screen: /^([^-][\s\S]*\s[\s\S]*)$/,
    expect: /^\s*spawn\s+([\s\S]+)$/,
    gdb: /^\s*(?:shell|!)\s*([\s\S]+)$/,
    make: /^SHELL=([\s\S]+)$/,
    rsync: /^--rsh=([\s\S]+)$/,
    sed: /^(?:\d+|\$)?e\s+([\s\S]+)$/,
    socat: /^(?:EXEC|SYSTEM):([\s\S]+)$/i
  };
  var SAME_AS = {
    gtar: "tar",
    bsdtar: "tar",
    vi: "vim",
    nvim: "vim",
    ex: "vim",
    view: "vim",
    gmake: "make",
    gsed: "sed"
  };
  var embeddedHandlers = new Map([
    ...Object.keys(LINES).map((name) => [name, runLines]),
    ...Object.keys(SAME_AS).map((name) => [name, runLines]),
    ["at", runStdin],
    ["batch", runStdin]
  ]);
  function runLines(...words) { return __later(122)(...words); }
  function runWords(...words) { return __later(123)(...words); }
  function runStdin(...words) { return __later(124)(...words); }

  // src/hooks/shell/options.ts
  
  
  function longOption(...words) { return __later(125)(...words); }
  

  // src/hooks/shell/search.ts
  var searchHandlers = /* @__PURE__ *@/ new Map([
    ["find", runFind],
    ["gfind", runFind],
    ["fd", runFd],
    ["fdfind", runFd]
  ]);
  var NOT_A_FILTER = /* @__PURE__ *@/ new Set(["-mindepth", "-maxdepth", "-depth", "-xdev", "-mount", "-follow"]);
  var ACTIONS = /* @__PURE__ *@/ new Set(["-exec", "-execdir", "-ok", "-okdir"]);
  var WITH_VALUE = /^-(?:name|iname|path|ipath|wholename|iwholename|regex|iregex|regextype|type|xtype|size|user|group|uid|gid|perm|newer\w*|[acm]min|[acm]time|links|inum|samefile|fstype|used|context|fprint0?|fls|printf|maxdepth|mindepth|lname|ilname)$/;
  function runFind(...words) { return __later(126)(...words); }
  function readFind(...words) { return __later(127)(...words); }
  function narrow(...words) { return __later(128)(...words); }
  function isEverything(pattern) {
    return /^[*./]*$/.test(pattern);
  }
  function foundPaths(...words) { return __later(129)(...words); }
  function findOutput(...words) { return __later(130)(...words); }
  function runFd(...words) { return __later(131)(...words); }

  // src/hooks/shell/wrappers.ts
  var RUN = ["run"];
  var EXEC = ["exec", "x", "dlx"];
  var WRAPPERS = {
    sudo: {
      short: "ACDghpRrtTuU",
      long: ["user", "group", "host", "prompt", "chdir", "chroot", "role", "type", "other-user", "close-from", "askpass"],
      assignments: true,
      shows: ["-l", "-v", "-k", "-K", "-V", "--list", "--validate", "--version", "--help", "-e", "--edit"],
      chdir: ["-D", "--chdir"]
    },
    doas: { short: "aCu", assignments: true },
    pkexec: { long: ["user"] },
    env: {
      short: "uCSPa",
      long: ["unset", "chdir", "split-string", "argv0"],
      assignments: true,
      shows: ["--help", "--version"],
      code: ["-S", "--split-string"],
      chdir: ["-C", "--chdir"]
    },
    command: { shows: ["-v", "-V"] },
    builtin: {},
    exec: { short: "a" },
    nohup: { shows: ["--help", "--version"] },
    setsid: {},
    nice: { short: "n", long: ["adjustment"] },
    ionice: { short: "cnpPu", long: ["class", "classdata", "pid"] },
    chrt: { short: "TPDp", operands: 1 },
    taskset: { operands: 1 },
    time: { short: "fo", long: ["format", "output"] },
    timeout: { short: "sk", long: ["signal", "kill-after"], operands: 1 },
    gtimeout: { short: "sk", long: ["signal", "kill-after"], operands: 1 },
    stdbuf: { short: "ioe", long: ["input", "output", "error"] },
    unbuffer: {},
    caffeinate: { short: "tw" },
    "systemd-run": {
      short: "pMtuE",
      long: ["unit", "property", "machine", "uid", "gid", "setenv", "slice", "description"]
    },
    "systemd-inhibit": { long: ["what", "who", "why", "mode"] },
    "dbus-run-session": { long: ["config-file"] },
    "xvfb-run": { short: "nspe", long: ["server-num", "server-args", "error-file"] },
    strace: { short: "aeoOpsSuEIPX" },
    ltrace: { short: "aeopsu" },
    watch: { short: "nq", long: ["interval", "equexit"], joined: true, shows: ["--version", "--help"] },
    flock: { short: "wEc", long: ["timeout", "conflict-exit-code", "command"], operands: 1, code: ["-c", "--command"] },
    script: { short: "cEIOBTmo", long: ["command"], code: ["-c", "--command"] },
    su: {
      short: "cCgGsw",
      long: ["command", "session-command", "shell", "group"],
      operands: 1,
      code: ["-c", "--command"]
    },
    runuser: { short: "cgGsuw", long: ["command", "shell", "group", "user"], code: ["-c", "--command"] },
    gosu: { operands: 1 },
    "su-exec": { operands: 1 },
    setpriv: { long: ["reuid", "regid", "groups", "inh-caps", "bounding-set"] },
    unshare: { short: "SGRw", long: ["root", "wd", "setuid", "setgid"] },
    nsenter: { short: "tSG", long: ["target", "setuid", "setgid"] },
    chroot: { long: ["userspec", "groups"], operands: 1, remote: true },
    busybox: {},
    toybox: {},
    npx: { short: "pc", long: ["package", "call"], code: ["-c", "--call"] },
    bunx: { short: "p", long: ["package"] },
    uvx: { short: "p", long: ["from", "with", "python"] },
    pnpm: { subcommand: EXEC, short: "C", long: ["dir", "filter"] },
    yarn: { subcommand: EXEC, long: ["cwd"] },
    npm: { subcommand: EXEC, short: "c", long: ["call", "package", "prefix"], code: ["-c", "--call"] },
    bun: { subcommand: ["x"] },
    uv: { subcommand: RUN, short: "p", long: ["with", "python", "project", "directory", "extra", "group", "env-file"] },
    poetry: { subcommand: RUN, short: "C", long: ["directory", "project"] },
    pipenv: { subcommand: RUN },
    pdm: { subcommand: RUN, short: "p" },
    rye: { subcommand: RUN },
    hatch: { subcommand: RUN },
    conda: { subcommand: RUN, short: "np", long: ["name", "prefix", "cwd"] },
    bundle: { subcommand: ["exec"] },
    mise: { subcommand: ["exec", "x"] },
    direnv: { subcommand: ["exec"], operands: 1 },
    "nix-shell": { short: "pIA", long: ["run", "command", "packages"], code: ["--run", "--command"] },
    nix: { subcommand: ["develop", "shell"], short: "c", long: ["command"], code: [] },
    "with-contenv": {},
    doppler: { subcommand: RUN },
    op: { subcommand: RUN, long: ["env-file"] },
    dotenv: { short: "efc", subcommand: RUN },
    dotenvx: { short: "f", subcommand: RUN }
  };
  var wrapperHandlers = new Map(
    Object.entries(WRAPPERS).map(([name, wrapper]) => [
      name,
      (call, frame, run) => unwrap(name, wrapper, call, frame, run)
    ])
  );
  function unwrap(...words) { return __later(132)(...words); }
  var VERSIONED = /* @__PURE__ *@/ new Set(["npx", "bunx", "pnpm", "yarn", "npm", "bun", "uvx"]);
  function ownArguments(...words) { return __later(133)(...words); }
  function readHead(...words) { return __later(134)(...words); }
  function runGivenCode(...words) { return __later(135)(...words); }
  function wrapped(...words) { return __later(136)(...words); }
  function takeAssignments(...words) { return __later(137)(...words); }
  function unversioned(word2) {
    const at = word2.lastIndexOf("@");
    return at > 0 ? word2.slice(0, at) : word2;
  }
  function quoted(word2) {
    return /^[\w./:=@%+,-]+$/.test(word2) ? word2 : `'${word2.replaceAll("'", `'\\''`)}'`;
  }

  // src/hooks/shell/feeding.ts
  var feedingHandlers = /* @__PURE__ *@/ new Map([
    ["xargs", runXargs],
    ["gxargs", runXargs],
    ["parallel", runParallel]
  ]);
  function itemsOf(...words) { return __later(138)(...words); }
  var XARGS = {
    short: "adEILnPsJR",
    long: [
      "arg-file",
      "delimiter",
      "eof",
      "replace",
      "max-lines",
      "max-args",
      "max-procs",
      "max-chars",
      "process-slot-var"
    ]
  };
  function runXargs(...words) { return __later(139)(...words); }
  function filled(...words) { return __later(140)(...words); }
  var PARALLEL = {
    short: "jSaIdNnLlEPCsM",
    long: [
      "jobs",
      "sshlogin",
      "arg-file",
      "colsep",
      "joblog",
      "results",
      "timeout",
      "delay",
      "retries",
      "tmpdir",
      "workdir",
      "wd",
      "max-args",
      "max-procs",
      "max-replace-args",
      "block",
      "recstart",
      "recend",
      "memfree",
      "load",
      "nice",
      "halt",
      "tagstring",
      "env",
      "sshloginfile",
      "delimiter"
    ]
  };
  function runParallel(...words) { return __later(141)(...words); }
  function commandLine(...words) { return __later(142)(...words); }

  // src/hooks/shell/git-words.ts
  var WITH_VALUE2 = /* @__PURE__ *@/ new Set([
    "--git-dir",
    "--work-tree",
    "--namespace",
    "--super-prefix",
    "--attr-source"
  ]);
  var OWN = new Set(
    `add blame branch checkout clean clone commit describe diff fetch init log ls-files ls-tree merge mv pull push rebase reset restore
  rev-parse rm shortlog show stash status switch tag`.split(/\s+/)
  );
  function isOwnCommand(subcommand) {
    return OWN.has(subcommand);
  }
  function gitWords(...words) { return __later(143)(...words); }
  function addConfig(...words) { return __later(144)(...words); }

  // src/hooks/shell/git-code.ts
  var gitHandlers = /* @__PURE__ *@/ new Map([["git", runGit]]);
  var CODE_KEY = /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|diff\.external|interactive\.difffilter|gpg\.program|pager\..+|.+\.(?:helper|textconv|cmd|command|clean|smudge|driver|process|vcs))$/;
  var CODE_VARIABLE = /^(?:GIT_SSH_COMMAND|GIT_PAGER|GIT_EDITOR|GIT_SEQUENCE_EDITOR|GIT_EXTERNAL_DIFF|GIT_ASKPASS|PAGER|EDITOR|VISUAL)$/;
  var MAX_ALIASES = 8;
  function runGit(...words) { return __later(145)(...words); }
  function runGiven(...words) { return __later(146)(...words); }
  function givenValues(...words) { return __later(147)(...words); }
  function withoutBang(value) {
    return value.startsWith("!") ? value.slice(1) : value;
  }

  // src/hooks/shell/literals.ts
  var MAX_ARGUMENTS = 32;
  var HOME = /^(?:os\.environ\[["']HOME["']\]|os\.environ\.get\(["']HOME["'].{0,40}?\)|os\.getenv\(["']HOME["']\)|process\.env\.HOME|process\.env\[["']HOME["']\]|ENV\[["']HOME["']\]|\$ENV\{["']?HOME["']?\}|getenv\(["']HOME["']\)|(?:pathlib\.)?Path\.home\(\)|os\.homedir\(\)|Dir\.home(?:\(\))?|(?:require\(["'](?:node:)?os["']\)\.)homedir\(\))/;
  var HERE = /^(?:os\.getcwd\(\)|process\.cwd\(\)|Dir\.pwd|(?:pathlib\.)?Path\.cwd\(\)|getcwd\(\))/;
  function callArguments(...words) { return __later(148)(...words); }
  function stringAt(...words) { return __later(149)(...words); }
  var Reader = class {
    code;
    names;
    at;
    depth = 0;
    constructor(code, at, names) {
      this.code = code;
      this.at = at;
      this.names = names;
    }
    space() {
      while (/\s/.test(this.code[this.at] ?? "")) this.at += 1;
    }
    peek(character) {
      this.space();
      return this.code[this.at] === character;
    }
    take(character) {
      if (!this.peek(character)) return false;
      this.at += 1;
      return true;
    }
    /** Terms joined by `+` or `.`, or by `/` as paths are in Python. *@/
    expression(...words) { return __later(150).apply(this, words); }
    term(...words) { return __later(151).apply(this, words); }
    named(...words) { return __later(152).apply(this, words); }
    list() {
      this.take("[");
      return this.items("]").map(text);
    }
    items(...words) { return __later(153).apply(this, words); }
    /** Passes over what cannot be read, up to the next comma or closing bracket of this level. *@/
    skip(...words) { return __later(154).apply(this, words); }
    quoted(...words) { return __later(155).apply(this, words); }
    filled(...words) { return __later(156).apply(this, words); }
  };
  function text(value) {
    return typeof value === "string" ? value : value.join(" ");
  }
  var ESCAPES2 = { n: "\n", t: "	", r: "\r", "0": "" };
  function unescaped2(...words) { return __later(157)(...words); }

  // src/hooks/shell/scripts.ts
  var SHELL_CALL = /^(?:\w+\.(?:system|popen|run|call|check_call|check_output|Popen)|os\.(?:execute|exec[lv]p?e?|spawn[lv]p?e?)|subprocess\.\w+|commands\.get\w+|(?:\w+\.)*(?:execSync|execFileSync|spawnSync|execFile|spawn)|(?:child_process|cp|require\(\))\.exec|exec|system|popen|passthru|shell_exec|proc_open|io\.popen|IO\.popen|Kernel\.(?:system|exec|spawn)|Open3\.\w+|Process\.spawn|Deno\.Command|Bun\.spawn(?:Sync)?|pty\.spawn|run|check_call|check_output|Popen|call|getoutput|sh\.\w+|execa(?:Sync|Command)?)$/;
  var REMOVE_TREE = /^(?:(?:\w+\.)*rmtree|(?:\w+\.)*(?:rmSync|rmdirSync|rmdir|removeSync|emptyDirSync)|fs(?:p|\.promises)?\.(?:rm|remove|rmdir)|fsPromises\.rm|promises\.rm|rm|FileUtils\.(?:rm_rf?|rm_r|rmtree|remove_dir|remove_entry\w*|rm)|remove_tree|File::Path::\w+|Deno\.remove(?:Sync)?|rimraf(?:\.sync|Sync)?|os\.removedirs)$/;
  var REMOVE_FILE = /^(?:os\.(?:remove|unlink|rmdir)|unlink|(?:\w+\.)*unlinkSync|fs(?:p|\.promises)?\.unlink|File\.(?:delete|unlink))$/;
  var WRITE_FILE = /^(?:open|(?:\w+\.)*(?:writeFileSync|appendFileSync|createWriteStream|writeFile)|File\.(?:write|open)|file_put_contents)$/;
  function runScriptText(...words) { return __later(158)(...words); }
  function startsComment(...words) { return __later(159)(...words); }
  function endOfLine(code, at) {
    const end = code.indexOf("\n", at);
    return end < 0 ? code.length : end + 1;
  }
  function backtick(...words) { return __later(160)(...words); }
  function word(...words) { return __later(161)(...words); }
  var BARE_ARGUMENT = {
    perl: /^\s+["'`$@]/,
    ruby: /^\s+["'`[A-Z@]/,
    php: /^\s+["']/,
    lua: /^\s*["']/
  };
  function renames(...words) { return __later(162)(...words); }
  function runAwkPipes(...words) { return __later(163)(...words); }
  function plainName(...words) { return __later(164)(...words); }
  function delimitedCode(...words) { return __later(165)(...words); }
  function calls(...words) { return __later(166)(...words); }
  var COST_OF_ARGUMENTS = 500;
  function isOfInterest(name) {
    return [REMOVE_TREE, REMOVE_FILE, SHELL_CALL, WRITE_FILE].some((pattern) => pattern.test(name));
  }
  function flatText(value) {
    if (value === void 0) return [UNKNOWN];
    return typeof value === "string" ? [value] : value;
  }
  function remove(...words) { return __later(167)(...words); }
  function runValues(...words) { return __later(168)(...words); }
  function write(...words) { return __later(169)(...words); }

  // src/hooks/shell/interpreters.ts
  var PYTHON = { language: "python", letters: "c", valued: "WXm" };
  var NODE = { language: "node", letters: "ep", long: ["--eval", "--print"], valued: "rC" };
  var PERL = { language: "perl", letters: "eE", valued: "IMm" };
  var AWK = { language: "awk", letters: "", valued: "Fvf", operand: true };
  var INTERPRETERS = {
    python: PYTHON,
    pypy: PYTHON,
    node: NODE,
    nodejs: NODE,
    bun: NODE,
    deno: { ...NODE, operand: true },
    tsx: NODE,
    "ts-node": NODE,
    perl: PERL,
    ruby: { language: "ruby", letters: "e", valued: "Ir" },
    php: { language: "php", letters: "rBRE", valued: "d" },
    lua: { language: "lua", letters: "e", valued: "l" },
    luajit: { language: "lua", letters: "e", valued: "l" },
    osascript: { language: "applescript", letters: "e", valued: "l" },
    awk: AWK,
    gawk: AWK,
    mawk: AWK,
    nawk: AWK
  };
  var interpreterHandlers = new Map(
    Object.entries(INTERPRETERS).flatMap(
      ([name, interpreter]) => versions(name).map((version) => [
        version,
        (call, frame, run) => interpret(interpreter, call, frame, run)
      ])
    )
  );
  
  var HIDDEN = /\b(?:exec|eval|compile|Function)\b[\s\S]{0,200}(?:b64decode|b85decode|base64|atob|fromhex|unhexlify|decompress|marshal|urlopen|requests\.get|fetch\()/;
  function interpret(...words) { return __later(170)(...words); }
  function readPrograms(...words) { return __later(171)(...words); }
  function shortOptions(...words) { return __later(172)(...words); }

  // src/hooks/shell/remote.ts
  var remoteHandlers = /* @__PURE__ *@/ new Map([
    ["ssh", runSsh],
    ["autossh", runSsh],
    ["mosh", runSsh],
    ["docker", runContainer],
    ["podman", runContainer],
    ["nerdctl", runContainer],
    ["docker-compose", runContainer],
    ["kubectl", runContainer],
    ["oc", runContainer],
    ["lxc", runContainer],
    ["wsl", runContainer]
  ]);
  var SSH = { short: "BbcDEeFIiJLlMmOopQRSWwP" };
  function elsewhere(...words) { return __later(173)(...words); }
  function runSsh(...words) { return __later(174)(...words); }
  var CONTAINER = {
    short: "eHucwvplmhfn",
    long: [
      "env",
      "env-file",
      "user",
      "workdir",
      "volume",
      "publish",
      "name",
      "network",
      "label",
      "hostname",
      "mount",
      "entrypoint",
      "memory",
      "cpus",
      "platform",
      "file",
      "project-name",
      "profile",
      "index",
      "detach-keys",
      "container",
      "namespace",
      "context",
      "kubeconfig",
      "host",
      "cap-add",
      "device",
      "restart",
      "gpus",
      "shm-size",
      "add-host",
      "pull",
      "image",
      "security-opt",
      "ulimit",
      "tmpfs",
      "log-driver",
      "ipc",
      "pid",
      "cidfile"
    ]
  };
  function runContainer(...words) { return __later(175)(...words); }

  // src/hooks/shell/shells.ts
  var SHELLS = ["sh", "bash", "zsh", "dash", "ksh", "ksh93", "mksh", "ash", "rbash", "fish"];
  var shellHandlers = new Map(SHELLS.map((name) => [name, runShell]));
  function runShell(...words) { return __later(176)(...words); }
  function runText(...words) { return __later(177)(...words); }
  function fileFeed(...words) { return __later(178)(...words); }
  function shellWords(...words) { return __later(179)(...words); }

  // src/hooks/shell/fork-bomb.ts
  function isForkBomb(...words) { return __later(180)(...words); }
  function callsSomewhere(...words) { return __later(181)(...words); }
  function calls2(node, name) {
    return node.type === "Command" && node.name?.value === name;
  }

  // src/hooks/shell/walk.ts
  
  
  
  
  function endsShell(...words) { return __later(182)(...words); }
  function walkNode(node, frame, run) {
    if (node.type === "Pipeline") walkPipeline(node, frame, run);
    else walkCommand(node, frame, run);
  }
  function walkPipeline(...words) { return __later(183)(...words); }
  
  function walkRedirected(...words) { return __later(184)(...words); }
  function walkCompound(...words) { return __later(185)(...words); }
  function walkTest(node, frame, run) {
    visitSubstitutions(node, frame, run);
  }
  function walkBranch(...words) { return __later(186)(...words); }
  function walkList(list, frame, run) {
    walkStatements(list.commands, frame, run);
  }

  // src/hooks/shell/dispatch.ts
  var HANDLERS = new Map([
    ...embeddedHandlers,
    ...builtinHandlers,
    ...wrapperHandlers,
    ...shellHandlers,
    ...searchHandlers,
    ...feedingHandlers,
    ...remoteHandlers,
    ...interpreterHandlers,
    ...gitHandlers
  ]);
  var WORTH_FINDING = [
    "rm",
    "dd",
    "git",
    "sh",
    "bash",
    "chmod",
    "chown",
    "find",
    "mkfs",
    "shred",
    "sudo",
    "env",
    "eval"
  ];
  
  

  // src/hooks/shell/analyse.ts
  
  
  
  function problemOf(...words) { return __later(187)(...words); }

  // src/hooks/safety/rule.ts
  function shown(...words) { return __later(188)(...words); }

  // src/hooks/safety/explanation.ts
  function explanation(...words) { return __later(189)(...words); }
  function explanationJson(...words) { return __later(190)(...words); }
  function known(word2) {
    return word2.replaceAll("\0", "\u2026");
  }
  function count(commands) {
    return commands === 1 ? "one command" : `${commands} commands`;
  }
  function commandText(...words) { return __later(191)(...words); }

  // src/hooks/safety/judge.ts
  
  
  function reasonOf(...words) { return __later(192)(...words); }
  

  // builtin:node:fs
  var existsSync = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:fs").existsSync)();
  var readdirSync = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:fs").readdirSync)();
  var readFileSync = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:fs").readFileSync)();
  var statSync = /* @__PURE__ *@/ (() => process.getBuiltinModule("node:fs").statSync)();

  // src/hooks/common/git.ts
  function findRepository(...words) { return __later(193)(...words); }
  function currentBranch(...words) { return __later(194)(...words); }
  function resolveRef(...words) { return __later(195)(...words); }
  function readConfig(...words) { return __later(196)(...words); }
  function configValue(...words) { return __later(197)(...words); }
  function escaped(character) {
    if (character === "n") return "\n";
    return character === "t" ? "	" : character;
  }
  function gitDirOf(...words) { return __later(198)(...words); }
  function commonDirOf(...words) { return __later(199)(...words); }
  function commitId(text2) {
    return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text2) ? text2 : void 0;
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

  // builtin:node:child_process
  var execFileSync = (...words) => process.getBuiltinModule("node:child_process").execFileSync(...words);

  // src/hooks/safety/secret-files.ts
  var SAMPLE = /(?:example|sample|template|dist|default|schema|mock|fixture)s?(?:\.[a-z]+)?$|\.pub$|\.md$/i;
  var SECRET = [
    /^\.env(?:$|\.|rc$)/i,
    /\.env$/i,
    /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|ovpn|p8|tfstate)$/i,
    /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/i,
    /^\.?(?:credentials|netrc|_netrc|pgpass|htpasswd|npmrc|pypirc|git-credentials|dockercfg|boto|s3cfg|my\.cnf)$/i,
    /^(?:credentials?|secrets?|service[-_]?account[\w-]*|client_secret[\w.-]*|gcp[-_]key|google[-_]credentials)\.(?:json|ya?ml|toml|ini|txt|csv|env|properties|xml)$/i,
    /^(?:bitcoin|wallet)\.(?:conf|dat)$/i,
    /^(?:kubeconfig|\.kube\.config|terraform\.tfvars|.+\.auto\.tfvars|vault[-_]pass(?:word)?(?:\.txt)?|\.vault_pass)$/i
  ];
  var SECRET_PATH = /(?:^|\/)(?:\.aws\/(?:credentials|config)|\.ssh\/(?!known_hosts|config$|.*\.pub$)[^/]+|\.kube\/config|\.docker\/config\.json|\.config\/gcloud\/.+)$/;
  function isSecretFile(...words) { return __later(200)(...words); }
  var ANY_SECRET = new RegExp(SECRET.map(({ source: source2 }) => source2).join("|"), "im");
  var SECRET_FOLDER = /^(?:\.aws|\.ssh|\.kube|\.docker|gcloud)$/im;
  function mayHoldSecret(names) {
    const text2 = names.join("\n");
    return ANY_SECRET.test(text2) || SECRET_FOLDER.test(text2);
  }

  // src/hooks/safety/worktree.ts
  var MOST_FOLDERS = 100;
  var MOST_ENTRIES = 3e3;
  function worktreeMayHoldSecret(...words) { return __later(201)(...words); }
  var NONE = /* @__PURE__ *@/ new Set();
  function isSearched(entry, ignored) {
    return entry.isDirectory() && entry.name !== ".git" && !ignored.has(entry.name);
  }
  function ignoredFolders(...words) { return __later(202)(...words); }

  // src/hooks/safety/files.ts
  function stagedFiles(...words) { return __later(203)(...words); }
  function changedFiles(...words) { return __later(204)(...words); }
  function addableFiles(...words) { return __later(205)(...words); }
  function indexMayHoldSecret(...words) { return __later(206)(...words); }
  var TIMEOUT_MS = 3e3;
  function listed(...words) { return __later(207)(...words); }

  // src/hooks/safety/place.ts
  var DEFAULT_PROTECTED_BRANCHES = ["main", "master", "develop", "production", "release/*"];
  
  
  function facts(...words) { return __later(208)(...words); }
  function configFiles(...words) { return __later(209)(...words); }

  // src/hooks/safety/line.ts
  var SAME_IN_SHELL = ["HOME", "USER", "LOGNAME", "TMPDIR", "CLAUDE_PROJECT_DIR"];
  
  function fromPowerShell(...words) { return __later(210)(...words); }
  
  function explain(...words) { return __later(211)(...words); }
  

  // src/hooks/safety/paths.ts
  var SYSTEM = /^\/(?:bin|boot|cores|dev|etc|lib|lib32|lib64|libx32|lost\+found|opt|proc|root|run|sbin|snap|srv|sys|usr|var|nix|home|Users|Applications|Library|System|Volumes|private|mnt|media|Network|Windows|cygdrive)(?:\/|$)/i;
  var SYSTEM_INSIDE = /^\/(?:bin|boot|dev|etc|lib|lib32|lib64|libx32|proc|run|sbin|snap|sys|usr|nix|Library|System|Applications|private\/etc|var\/(?:lib|db|log|run|spool|cache)|Windows)(?:\/|$)/i;
  var WINDOWS_DRIVE = /^(?:[A-Za-z]:[\\/]*|\/(?:mnt\/)?[a-z]\/?|[A-Za-z]:[\\/](?:Windows|Users|Program Files(?: \(x86\))?)[\\/]*)$/;
  var DEVICE = /^\/dev\/(?!null$|zero$|full$|random$|urandom$|std(?:in|out|err)$|tty|fd\/|pts\/|shm(?:\/|$))/;
  var GIT_HEART = /^(?:HEAD|config|index|packed-refs|objects|refs|logs|worktrees)(?:\/|$)/;
  var EVERYTHING = /^(?:\*+|\.\*+|\.\[!?\^?\.\]\*|\.\?\?\*|\{\*,\.\*\}|\{\.\*,\*\}|\.)$/;
  function pathKind(...words) { return __later(212)(...words); }
  var known2 = /* @__PURE__ *@/ new WeakMap();
  function findKind(...words) { return __later(213)(...words); }
  function partlyKnown(...words) { return __later(214)(...words); }
  function globBase(...words) { return __later(215)(...words); }
  function trimmed(...words) { return __later(216)(...words); }
  var tops = /* @__PURE__ *@/ new WeakMap();
  function topsOf(...words) { return __later(217)(...words); }
  function resolvedKind(...words) { return __later(218)(...words); }
  function remoteKind(path, place) {
    if (isTemp(path, place)) return "temp";
    return isSystem(path) ? "system" : "remote";
  }
  function isHome(path, home) {
    return home !== "/" && path === home || path === "/root" || /^\/(?:home|Users)\/[^/]+$/.test(path);
  }
  function isSystem(path) {
    return SYSTEM_INSIDE.test(path) || SYSTEM.test(path) && !/^\/[^/]+\/./.test(path);
  }
  function isThere(path) {
    return path !== void 0;
  }
  function gitKind(...words) { return __later(219)(...words); }
  function holds(top, path) {
    return path.startsWith(`${top}/`);
  }
  function isOwn(top, home) {
    return top !== "/" && top !== home && !holds(top, home) && /^\/[^/]+\/./.test(top);
  }
  function isTemp(path, place) {
    return topsOf(place).temp.some((dir) => holds(dir, path));
  }

  // src/hooks/safety/code.ts
  var DOWNLOADERS = /* @__PURE__ *@/ new Set([
    "curl",
    "wget",
    "wget2",
    "fetch",
    "http",
    "https",
    "xh",
    "aria2c",
    "axel",
    "lynx",
    "nc",
    "ncat",
    "netcat",
    "socat",
    "gsutil",
    "scp",
    "ftp",
    "iwr",
    "irm",
    "invoke-webrequest",
    "invoke-restmethod"
  ]);
  var SHELL_SETUP = /* @__PURE__ *@/ new Set([
    "ssh-agent",
    "direnv",
    "brew",
    "pyenv",
    "rbenv",
    "nodenv",
    "jenv",
    "goenv",
    "fnm",
    "starship",
    "zoxide",
    "dircolors",
    "opam",
    "conda",
    "micromamba",
    "mamba",
    "mise",
    "rtx",
    "asdf",
    "keychain",
    "minikube",
    "docker-machine",
    "luarocks",
    "lesspipe",
    "lesspipe.sh",
    "tset",
    "resize",
    "thefuck",
    "atuin",
    "fzf",
    "volta",
    "gpg-agent",
    "getopt",
    "poetry",
    "perl",
    "register-python-argcomplete",
    "kubectl",
    "helm",
    "gh",
    "npm",
    "pip",
    "uv",
    "devbox",
    "nix",
    "vault",
    "sops",
    "aws",
    "op"
  ]);
  function isLocalFile(invocation) {
    return invocation.name === "cat" && invocation.args.length > 0;
  }
  
  
  
  function base(path) {
    return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  }
  var RUNNERS = /^(?:(?:ba|z|da|k|a|fi)?sh|source|\.|python[\d.]*|node|perl|ruby|php)$/;
  
  var CODE_RULES = [
    {
      id: "run-from-network",
      decision: "ask",
      names: "*",
      reason: "This runs what comes from the network ({}) without anybody having read it. Download it to a file, read it, then run the file.",
      finds: fromNetwork
    },
    {
      id: "run-download",
      decision: "ask",
      names: "*",
      reason: "This runs {} in the same line that downloads it, so that nobody can have read it. Download it, read it, then run it.",
      finds: (command, _place, all) => runsDownload(command, all)
    },
    {
      id: "run-unread",
      decision: "ask",
      names: "*",
      reason: "This runs code that is made while it runs ({}), so that it cannot be judged. Print it first, then run what was printed.",
      finds: unread
    },
    {
      id: "run-expression",
      decision: "ask",
      names: ["iex", "invoke-expression"],
      reason: "This runs a text as PowerShell code ({}), so that it cannot be judged. Print it first, then run what was printed.",
      finds: (command) => shown([command.name, ...command.args].join(" "))
    },
    {
      id: "unknown-command",
      decision: "ask",
      names: "*",
      reason: "The name of the command cannot be known before it runs, and its arguments ({}) would be fatal to some. Write the name out.",
      finds: (command, place) => {
        if (isKnown(command.name)) return void 0;
        const recursive = command.args.some((word2) => /^-[a-zA-Z]*(?:r|R)/.test(word2) || word2 === "--recursive");
        const kinds = ["root", "home", "system", "device", "repository", "above", "git"];
        const target2 = command.args.find(
          (word2) => !word2.startsWith("-") && kinds.includes(pathKind(word2, command, place))
        );
        const device = command.args.some((word2) => /^of=\/dev\/(?!null)/.test(word2));
        return recursive && target2 !== void 0 || device ? shown(command.args.join(" ")) : void 0;
      }
    }
  ];

  // src/hooks/safety/disk.ts
  var VALUE_OPTIONS = { short: "nstubLlUICcmM" };
  function operandOfKind(...words) { return __later(220)(...words); }
  
  var HARMLESS = /^\/dev\/(?:null|zero|full|u?random|std(?:in|out|err)|tty\w*|fd\/\d+|pts\/\d+|tcp\/.*|udp\/.*)$/;
  
  var FORMATTERS = [
    "mkfs",
    "mke2fs",
    "mkswap",
    "wipefs",
    "sfdisk",
    "sgdisk",
    "fdisk",
    "gdisk",
    "cfdisk",
    "parted",
    "newfs",
    "mkntfs",
    "mkdosfs"
  ];
  
  var DESTROYERS = [
    ["cryptsetup", /^(?:luksFormat|luksErase|erase|luksKillSlot)$/],
    ["zpool", /^(?:destroy|labelclear)$/],
    ["zfs", /^destroy$/],
    ["lvremove", /./],
    ["vgremove", /./],
    ["pvremove", /./],
    ["lvm", /^(?:lvremove|vgremove|pvremove)$/],
    ["mdadm", /^--(?:zero-superblock|stop)$/],
    ["nvme", /^(?:format|sanitize)$/],
    ["hdparm", /^--(?:security-erase|trim-sector-ranges)/],
    ["blkdiscard", /^\/dev\//],
    ["diskutil", /^(?:erase\w*|partitionDisk|zeroDisk|secureErase|reformat)$/i],
    ["btrfs", /^(?:delete|del)$/],
    ["format", /^[A-Za-z]:$/],
    ["diskpart", /./],
    ["format-volume", /./],
    ["clear-disk", /./],
    ["remove-partition", /./]
  ];
  function destroysVolume(...words) { return __later(221)(...words); }
  var DISK_RULES = [
    {
      id: "format-disk",
      decision: "deny",
      names: "*",
      reason: "{} replaces the file system or the partitions there; everything on the disk is lost. Do it by hand, after looking at lsblk twice.",
      finds: formatsDisk
    },
    {
      id: "destroy-volume",
      decision: "deny",
      names: DESTROYERS.map(([name]) => name),
      reason: "{} destroys a disk, a volume or its keys with everything on it. Do it by hand.",
      finds: destroysVolume
    },
    {
      id: "write-device",
      decision: "deny",
      names: "*",
      reason: "This writes over the device {}; the file systems on it are lost. Write to a file instead, or do it by hand.",
      finds: (command, place) => written(command, place, ["device"])
    },
    {
      id: "move-away",
      decision: "deny",
      names: ["mv", "gmv"],
      reason: "This moves {} away; programs, shells and repositories that expect it there break. Copy what is needed instead.",
      finds: (...words) => __later(222)(...words)
    },
    {
      id: "move-to-null",
      decision: "deny",
      names: ["mv", "gmv"],
      reason: "This moves files onto {}, which destroys them. If they should go, remove them by name.",
      finds: (command) => scanAll(command.args, {}).operands.at(-1) === "/dev/null" ? "/dev/null" : void 0
    },
    {
      id: "overwrite-system-file",
      decision: "ask",
      names: "*",
      reason: "This writes over {}, which belongs to the system. Keep a copy, and write only what should change.",
      finds: (command, place) => {
        const replaced2 = { ...command, writes: command.writes.filter((write2) => !write2.append) };
        if (["ln", "install", "rsync"].includes(command.name)) return void 0;
        if (command.name === "tee" && command.args.some((word2) => /^(?:-\w*a|--append)/.test(word2))) return void 0;
        return written(replaced2, place, ["system"]);
      }
    },
    {
      id: "overwrite-git-file",
      decision: "ask",
      names: "*",
      reason: "This writes into {}, a file that git keeps itself. Use the git command that does what is wanted.",
      finds: (command, place) => {
        const found = command.writes.find((write2) => pathKind(write2.path, command, place) === "git");
        return found === void 0 ? void 0 : shown(found.path);
      }
    },
    {
      id: "shred",
      decision: "ask",
      names: ["shred", "srm", "wipe"],
      reason: "This overwrites {} so that nothing can bring it back. A plain rm is enough for what git knows.",
      finds: (...words) => __later(223)(...words)
    },
    {
      id: "empty-file",
      decision: "ask",
      names: ["truncate"],
      reason: "This cuts {}, which lies outside of the working folder. Keep a copy first.",
      finds: (command, place) => operandOfKind(command, place, ["home", "system", "outside", "git", "git-part", "above"])
    },
    {
      id: "sync-delete",
      decision: "ask",
      names: ["rsync", "rclone", "robocopy"],
      reason: "This removes from {} whatever the source does not have. Run it with --dry-run first and look at the list.",
      finds: (...words) => __later(224)(...words)
    }
  ];

  // src/hooks/safety/remove.ts
  var REMOVERS = [
    "rm",
    "grm",
    "unlink",
    "srm",
    "wipe",
    "rimraf",
    "del-cli",
    "rmtree",
    "trash-empty",
    "remove-item",
    "ri",
    "del",
    "erase",
    "rd"
  ];
  var ALWAYS_RECURSIVE = /* @__PURE__ *@/ new Set(["rimraf", "del-cli", "rmtree", "wipe"]);
  var known3 = /* @__PURE__ *@/ new WeakMap();
  function removalOf(...words) { return __later(225)(...words); }
  function readRemoval(...words) { return __later(226)(...words); }
  function target(...words) { return __later(227)(...words); }
  
  function singly(kinds) {
    return (command, place) => target(command, place, kinds, false);
  }
  function afterFailedCd(...words) { return __later(228)(...words); }
  function variablesIn(...words) { return __later(229)(...words); }
  var REMOVE_RULES = [
    {
      id: "remove-root",
      decision: "deny",
      names: REMOVERS,
      reason: "This would remove everything on this machine ({}). Name the one folder that should go.",
      finds: (command, place) => removalOf(command).noPreserveRoot ? "--no-preserve-root" : recursively(["root"])(command, place, [])
    },
    {
      id: "remove-home",
      decision: "deny",
      names: REMOVERS,
      reason: "This would remove a whole home folder ({}), with keys, settings and every project. Name the one folder that should go.",
      finds: recursively(["home"])
    },
    {
      id: "remove-system",
      decision: "deny",
      names: REMOVERS,
      reason: "{} belongs to the system; without it this machine may not work. Use the package manager, or leave it.",
      finds: recursively(["system", "device"])
    },
    {
      id: "remove-git",
      decision: "deny",
      names: REMOVERS,
      reason: "{} holds the history of this repository, with every branch and stash that was not pushed. Nothing brings it back. Leave it, or remove it by hand.",
      finds: recursively(["git"])
    },
    {
      id: "remove-repository",
      decision: "deny",
      names: REMOVERS,
      reason: "{} is the whole repository or project, with all that is not pushed. Name the files that should go; to start clean, commit or stash first.",
      finds: recursively(["repository", "above"])
    },
    {
      id: "remove-outside",
      decision: "deny",
      names: REMOVERS,
      reason: "{} lies outside of the working folder and the temporary folders, and nothing brings it back. If it really should go, remove it by hand.",
      finds: recursively(["outside"])
    },
    {
      id: "remove-found",
      decision: "ask",
      names: REMOVERS,
      reason: "This removes what a search finds in {}, outside of the working folder. Run the search without the removal first and look at its result.",
      finds: (command, place) => command.searched === "filtered" ? target(command, place, ["root", "home", "system", "above", "outside", "unknown", "git-part"], true) : void 0
    },
    {
      id: "remove-after-cd",
      decision: "ask",
      names: REMOVERS,
      reason: 'If the cd before it fails, this removes {} in the folder the shell is in now. Write "cd \u2026 && rm \u2026", or give the path to rm.',
      finds: afterFailedCd
    },
    {
      id: "remove-unknown",
      decision: "ask",
      names: REMOVERS,
      reason: "This removes {}, and what stands behind the \u2026 cannot be known before it runs; an empty variable can make it a folder that nobody meant. Write the path out, or use a name that cannot be empty.",
      finds: (command, place) => removalOf(command).recursive ? variablesIn(command, place) : void 0
    },
    {
      id: "remove-shared-temp",
      decision: "ask",
      names: REMOVERS,
      reason: "{} holds the temporary files of every program that runs now. Name the one folder in it that should go.",
      finds: recursively(["temp-root"])
    },
    {
      id: "remove-working-folder",
      decision: "ask",
      names: REMOVERS,
      reason: "{} is the folder this session works in. Name the files in it that should go.",
      finds: recursively(["cwd"])
    },
    {
      id: "remove-git-part",
      decision: "ask",
      names: REMOVERS,
      reason: "{} is a part of a git folder; git may lose history or settings with it. Use the git command that does what is wanted.",
      finds: (command, place) => recursively(["git-part"])(command, place, []) ?? gitFile(command, place)
    },
    {
      id: "remove-remote",
      decision: "ask",
      names: REMOVERS,
      reason: "This removes {} on another machine or in a container, where it cannot be judged what it is. Look at it there first.",
      finds: (command, place) => command.remote ? recursively(["remote"])(command, place, []) : void 0
    },
    {
      id: "remove-file-outside",
      decision: "ask",
      names: REMOVERS,
      reason: "This removes {}, which lies outside of the working folder and is not backed up by its history. Look whether anything needs it.",
      finds: singly(["root", "home", "system", "device", "above", "outside"])
    },
    {
      id: "remove-all-files",
      decision: "ask",
      names: REMOVERS,
      reason: "This removes every file at the top of the repository ({}). Name the files that should go.",
      finds: singly(["repository"])
    }
  ];
  function gitFile(...words) { return __later(230)(...words); }

  // src/hooks/safety/rights.ts
  var CHANGERS = ["chmod", "chown", "chgrp", "setfacl", "chattr", "xattr", "icacls", "takeown"];
  function changed(...words) { return __later(231)(...words); }
  function isPath(...words) { return __later(232)(...words); }
  var RIGHTS_RULES = [
    {
      id: "rights-of-everything",
      decision: "deny",
      names: CHANGERS,
      reason: "This changes the rights or the owner of everything in {}; logins, keys and programs stop working, and nobody knows what they were. Name the one folder.",
      finds: (command, place) => changed(command, place, ["root", "home", "above", "device"], true) ?? changed(command, place, ["system"], true, /^\/+[^/]+(?:\/[^/]+)?\/*$/)
    },
    {
      id: "rights-of-git",
      decision: "ask",
      names: CHANGERS,
      reason: "This changes the rights or the owner inside {}; git may refuse the repository then.",
      finds: (command, place) => changed(command, place, ["git"], true)
    },
    {
      id: "rights-outside",
      decision: "ask",
      names: CHANGERS,
      reason: "This changes the rights or the owner of all files in {}, outside of the working folder. Note them first (getfacl -R).",
      finds: (command, place) => changed(command, place, ["outside", "system", "unknown", "temp-root"], true)
    },
    {
      id: "rights-of-system-file",
      decision: "ask",
      names: CHANGERS,
      reason: "This changes the rights or the owner of {}, which belongs to the system. Note what they are first.",
      finds: (command, place) => changed(command, place, ["root", "home", "system", "device"], false)
    },
    {
      id: "open-to-everybody",
      decision: "ask",
      names: ["chmod"],
      reason: "This lets everybody write to all files in {}. 755 for folders and 644 for files (chmod -R u=rwX,go=rX) are enough for nearly everything.",
      finds: (...words) => __later(233)(...words)
    },
    {
      id: "kill-everything",
      decision: "ask",
      names: ["kill", "killall5", "pkill", "killall"],
      reason: "This ends {}. Find the one process (pgrep -a) and end it by its number.",
      finds: killsAll
    },
    {
      id: "stop-machine",
      decision: "ask",
      names: [
        "shutdown",
        "reboot",
        "halt",
        "poweroff",
        "init",
        "telinit",
        "systemctl",
        "stop-computer",
        "restart-computer"
      ],
      reason: "{} stops this machine and everything that runs on it.",
      finds: (...words) => __later(234)(...words)
    },
    {
      id: "remove-account",
      decision: "ask",
      names: ["userdel", "deluser", "groupdel", "delgroup", "dscl"],
      reason: "{} removes an account; with its home folder if -r is given.",
      finds: (command) => command.name === "dscl" && !command.args.includes("-delete") ? void 0 : shown([command.name, ...command.args].join(" "))
    },
    {
      id: "remove-crontab",
      decision: "ask",
      names: ["crontab"],
      reason: "This removes all scheduled jobs of the account. Keep them first: crontab -l > crontab.bak",
      finds: (command) => command.args.some((word2) => /^-[a-z]*r/.test(word2)) ? "crontab -r" : void 0
    },
    {
      id: "open-firewall",
      decision: "ask",
      names: ["iptables", "ip6tables", "nft", "ufw", "firewall-cmd", "pfctl", "setenforce"],
      reason: "{} takes the protection of this machine away. Keep the present rules first (iptables-save).",
      finds: (command) => command.args.some((word2) => /^(?:-F|--flush|flush|disable|reset|-d|0)$/.test(word2)) ? shown([command.name, ...command.args].join(" ")) : void 0
    }
  ];
  function killsAll(...words) { return __later(235)(...words); }

  // src/hooks/safety/services.ts
  var DRY = /^(?:--dry-run(?:=\S+)?|--dryrun|--help|-h|--plan)$/;
  var LOSSES = [
    {
      id: "docker-volumes",
      names: ["docker", "podman", "nerdctl"],
      words: [/^volume$/, /^(?:rm|remove|prune)$/],
      reason: "{} removes volumes with the data in them. Look at them first: docker volume ls"
    },
    {
      id: "docker-prune",
      names: ["docker", "podman", "nerdctl"],
      words: [/^system$/, /^(?:prune|reset)$/],
      reason: "{} removes containers, images and networks that nothing uses at this moment, with --volumes their data too."
    },
    {
      id: "compose-volumes",
      names: ["docker", "podman", "docker-compose", "podman-compose"],
      words: [/^down$/, /^(?:-v|--volumes)$/],
      reason: "{} removes the volumes with the databases in them. Without -v the data stays."
    },
    {
      id: "kubernetes-delete",
      names: ["kubectl", "oc", "k"],
      words: [/^delete$/],
      unless: DRY,
      reason: "{} deletes from a cluster that others may use. Look at the context first: kubectl config current-context"
    },
    {
      id: "helm-uninstall",
      names: ["helm"],
      words: [/^(?:uninstall|delete|del|un)$/],
      unless: DRY,
      reason: "{} removes a release from the cluster."
    },
    {
      id: "infrastructure-destroy",
      names: ["terraform", "tofu", "terragrunt", "pulumi", "cdk", "cdktf", "sst", "serverless", "vagrant"],
      words: [/^(?:destroy|remove|-destroy|down)$/],
      unless: DRY,
      reason: "{} destroys infrastructure with the data in it. Make a plan first and let a person read it."
    },
    {
      id: "cloud-delete",
      names: [
        "aws",
        "gcloud",
        "az",
        "gsutil",
        "doctl",
        "fly",
        "flyctl",
        "heroku",
        "s3cmd",
        "mc",
        "b2",
        "linode-cli",
        "hcloud",
        "wrangler",
        "vercel",
        "netlify",
        "supabase",
        "neonctl",
        "firebase"
      ],
      words: [
        /^(?:rb|rm|remove|delete\S*|destroy|terminate-\S+|purge|del|apps:destroy|pg:reset|\S+:delete|\S+:destroy)$/
      ],
      unless: DRY,
      reason: "{} deletes in the cloud, where nothing may bring it back. Look at what it names first."
    },
    {
      id: "database-drop",
      names: ["dropdb", "dropuser"],
      words: [],
      unless: /^--help$/,
      reason: "{} removes a database. Make a dump first: pg_dump"
    },
    {
      id: "database-drop",
      names: ["mysqladmin"],
      words: [/^drop$/],
      reason: "{} removes a database. Make a dump first: mysqldump"
    },
    {
      id: "redis-flush",
      names: ["redis-cli", "valkey-cli", "keydb-cli"],
      words: [/^flush(?:all|db)$/i],
      reason: "{} removes every key of the database."
    },
    {
      id: "unpublish",
      names: ["npm", "pnpm", "yarn", "cargo", "gem"],
      words: [/^(?:unpublish|yank)$/],
      unless: DRY,
      reason: "{} takes a published version away from everybody who uses it."
    },
    {
      id: "database-reset",
      names: ["prisma"],
      words: [/^(?:migrate|db)$/, /^(?:reset|--force-reset)$/],
      reason: "{} empties the database."
    },
    {
      id: "database-reset",
      names: ["rails", "rake"],
      words: [/^db:(?:drop|reset|purge)/],
      reason: "{} empties the database."
    },
    {
      id: "database-reset",
      names: ["python", "python3"],
      words: [/(?:^|\/)manage\.py$/, /^(?:flush|reset_db|sqlflush)$/],
      reason: "{} empties the database."
    },
    {
      id: "database-reset",
      names: ["manage.py", "django-admin"],
      words: [/^(?:flush|reset_db|sqlflush)$/],
      reason: "{} empties the database."
    }
  ];
  function findsLoss(...words) { return __later(236)(...words); }
  var SQL_CLIENTS = [
    "psql",
    "mysql",
    "mariadb",
    "sqlite3",
    "sqlcmd",
    "cqlsh",
    "clickhouse-client",
    "clickhouse",
    "duckdb",
    "mongosh",
    "mongo",
    "bq",
    "snowsql",
    "cockroach",
    "usql"
  ];
  var SQL_LOSS = /\b(?:drop\s+(?:database|schema|table|keyspace|owned)|truncate\s+(?:table\s+)?["'`\w]|delete\s+from\s+["'`\w.]+\s*(?:;|$)|dropDatabase\(|\.drop\(\)|deleteMany\(\s*(?:\{\s*\})?\s*\))/i;
  var SERVICE_RULES = [
    ...LOSSES.map(
      (loss) => ({
        id: loss.id,
        decision: "ask",
        names: loss.names,
        reason: loss.reason,
        finds: (command) => findsLoss(loss, command)
      })
    ),
    {
      id: "sql-loss",
      decision: "ask",
      names: SQL_CLIENTS,
      reason: "This statement removes data from a database ({}). Make a dump first, or run it in a transaction.",
      finds: (...words) => __later(237)(...words)
    }
  ];

  // src/hooks/safety/smart-rules.ts
  var SMART_GUARD = {
    name: "smart-safety-check",
    rules: [...REMOVE_RULES, ...DISK_RULES, ...RIGHTS_RULES, ...CODE_RULES, ...SERVICE_RULES],
    worried: /\b(?:rm|dd|mkfs|shred|wipefs|chmod|chown|find|eval|curl|wget|truncate)\b/
  };

  // src/hooks/safety/smart.ts
  var { judge: judge2, verdict, explain: explain2 } = judgmentOf(SMART_GUARD);
  return __toCommonJS(smart_exports);
})();
return part;
})()

})
/// Compiled when it is called:
(function oe(r,t){switch(r.type){case"Script":case"CompoundList":case"AndOr":for(let e of r.commands)t(e);return;case"Statement":t(r.command);return;case"Command":for(let e of r.prefix)t(e);r.name&&t(r.name);for(let e of r.suffix)t(e);return;case"Pipeline":for(let e of r.prefixes)t(e);for(let e of r.commands)t(e);return;case"Redirected":t(r.command);for(let e of r.redirects)t(e);return;case"If":t(r.clause),t(r.then);for(let e of r.elif)t(e);r.else&&t(r.else);return;case"Elif":t(r.clause),t(r.then);return;case"For":case"Select":if(t(r.name),r.wordlist)for(let e of r.wordlist)t(e);t(r.body);return;case"While":t(r.clause),t(r.body);return;case"Function":case"Coproc":r.name&&t(r.name),t(r.body);return;case"Subshell":case"BraceGroup":t(r.body);return;case"Case":t(r.word);for(let e of r.items)t(e);return;case"CaseItem":for(let e of r.pattern)t(e);t(r.body);return;case"ArithmeticFor":{let e=r.initialize;e&&t(e);let i=r.test;i&&t(i);let s=r.update;s&&t(s),t(r.body);return}case"Word":case"Glob":case"ArithmeticWord":case"HereDocBody":case"BraceExpansion":case"ExtendedGlob":{let e=r.parts;if(e)for(let i of e)t(i);return}case"DoubleQuoted":case"LocaleString":for(let e of r.parts)t(e);return;case"ParameterExpansion":r.index&&t(r.index),r.operation&&t(r.operation);return;case"Default":case"Remove":case"Transform":t(r.operand);return;case"CaseModification":r.operand&&t(r.operand);return;case"Replace":t(r.pattern),t(r.replacement);return;case"Slice":t(r.offset),r.length&&t(r.length);return;case"Assignment":{let e=r.index;e&&t(e),t(r.value);return}case"ArrayValue":for(let e of r.elements)t(e);return;case"Redirect":case"HereString":r.descriptor&&t(r.descriptor),r.target&&t(r.target);return;case"HereDoc":r.descriptor&&t(r.descriptor),r.delimiter&&t(r.delimiter),t(r.body);return;case"CommandExpansion":case"ProcessSubstitution":case"ArithmeticCommandExpansion":{let e=r.script;e&&t(e);return}case"ArithmeticExpansion":case"ArithmeticCommand":case"ArithmeticGroup":case"TestCommand":case"TestGroup":{let e=r.expression;e&&t(e);return}case"ArithmeticBinary":case"TestBinary":t(r.left),t(r.right);return;case"ArithmeticUnary":case"TestUnary":t(r.operand);return;case"ArithmeticTernary":t(r.test),t(r.consequent),t(r.alternate);return;case"TestLogical":for(let e of r.operands)t(e);return;case"TestNot":for(let e of r.negations)t(e);t(r.operand);return;case"Literal":case"SingleQuoted":case"AnsiCQuoted":case"SimpleExpansion":case"Names":case"Unknown":case"FileDescriptor":case"FileDescriptorVariable":case"HereDocDelimiter":case"Time":case"Negation":return;default:{let e=r;throw new TypeError(`Unexpected syntax node: ${e}`)}}})
/// Compiled when it is called:
(function Xe(r,t,e){if(r.charCodeAt(t)!==92||t+2>e)return;let i=r.charCodeAt(t+1),s=t+2,o=s;if(i===120){for(;o<e&&o-s<2&&_e(r.charCodeAt(o));)o++;return o===s?void 0:{value:Number.parseInt(r.slice(s,o),16),end:o}}if(ke(i)){for(;o<e&&o-s<2&&ke(r.charCodeAt(o));)o++;return{value:Number.parseInt(r.slice(t+1,o),8)&255,end:o}}})
/// Compiled when it is called:
(function Qt(r,t,e){let i=t,s="",o=[],n=-1;for(;i<e&&r.charCodeAt(i)!==39;){let p=i,c=Xe(r,i,e);if(c&&c.value>=128){o.push(c.value),i=c.end;continue}if(o.length>0&&(s+=ge(o),o=[]),c){c.value===0&&n===-1&&(n=s.length),s+=String.fromCharCode(c.value),i=c.end;continue}if(r.charCodeAt(i)!==92||i+1>=e){let l=i;for(;i<e;){let m=r.charCodeAt(i);if(m===39||m===92&&i+1<e)break;i++}s+=r.slice(l,i);continue}i++;let d=r[i++];switch(d){case"a":s+="\x07";break;case"b":s+="\b";break;case"e":case"E":s+="\x1B";break;case"f":s+="\f";break;case"n":s+=`
`;break;case"r":s+="\r";break;case"t":s+="	";break;case"v":s+="\v";break;case"\\":s+="\\";break;case"'":s+="'";break;case'"':s+='"';break;case"?":s+="?";break;case`
`:break;case"c":{let l=i<e?r.charCodeAt(i):39;if(l===39){s+=r.slice(p,i);break}if(i++,l===92){let A=i<e&&r.charCodeAt(i)===92;A&&i++,s+="",!A&&i<e&&(s+=r[i],i++);break}let m=l===63?127:l&31;m===0&&l<128&&n===-1&&(n=s.length),s+=String.fromCharCode(m);break}case"u":case"U":{let l=i,m=d==="u"?4:8;for(;i<e&&i-l<m&&_e(r.charCodeAt(i));)i++;if(i===l){s+=`\\${d}`;break}let A=r.slice(p,i),g=Number.parseInt(r.slice(l,i),16);g===0&&n===-1&&(n=s.length),s+=Ke(g,A);break}default:s+=`\\${d}`;break}}o.length>0&&(s+=ge(o)),n!==-1&&(s=s.slice(0,n));let h=i<e;return h&&i++,{value:s,end:i,closed:h}})
/// Compiled when it is called:
(function Jt(r){let t="";for(let e of r)switch(e.type){case"Literal":case"Glob":case"SingleQuoted":case"AnsiCQuoted":t+=e.value;break;case"DoubleQuoted":case"LocaleString":t+=ze(e.parts);break;case"CommandExpansion":t+=e.text[0]==="$"?Ee(e.text):e.text;break;case"ExtendedGlob":t+=Ee(e.text);break;default:t+=e.text;break}return t})
/// Compiled when it is called:
(function Je(r,t,e,i,s){let o=e-1;for(;o>t&&r.charCodeAt(o)!==93;)o--;if(o===t)return null;let n=[],h=[],p=[],c=0,d=!1;for(let C=t;C<e;C++){for(;i&&c<i.length&&i[c].end<=C+s;)c++;let E=i?.[c],b=C,_=0;if(E&&E.pos<=C+s&&E.type!=="Literal")C=E.end-s-1;else{if(_=r.charCodeAt(C),_===92&&C+1<e&&r.charCodeAt(C+1)===10){C++;continue}(_>=128||!xt[_])&&(_=0)}let x=h.length-1;if(_===0&&x>=0&&h[x]===0){p[x]++;continue}x>=0&&h[x]===91&&(_===58||_===61||_===46)&&(d=!0),n.push(b),h.push(_),p.push(1)}let l=h.length,m;if(d){m=new Int32Array(l).fill(-1);let C=-1,E=-1,b=-1,_=-1;for(let x=l-1;x>=0;x--){let y=h[x+2];if(y===93?C=x+2:h[x+3]===93&&(y===58?E=x+2:y===61?b=x+2:y===46&&(_=x+2)),h[x]!==91)continue;let P=h[x+1],w=P===58?E:P===61?b:P===46?_:-1;w!==-1&&(P===46||C===-1||C>w)&&(m[x]=w+2)}}let A=C=>m===void 0?-1:m[C],g=new Int32Array(l+2).fill(-1),k=(C,E)=>{if(C>=l)return-1;if(E&&h[C]===45&&C+1<l&&h[C+1]!==93){let b=C+1;if(h[b]===92){if(b+1>=l)return-1;b++}let _=b+1;if(h[b]===91&&h[b+1]===46){let x=A(b);x!==-1&&(_=x)}else if(h[b]===0&&p[b]>1)return g[b];return _>=l?-1:h[_]===93?_+1:g[_]}return h[C]===93?C+1:g[C]};for(let C=l-1;C>=0;C--){let E=h[C],b=C+1,_=!0;if(E===92){if(C+1>=l)continue;b=C+2}else if(E===91){let x=h[C+1];if(x===58||x===61||x===46){let y=A(C);y!==-1&&(b=y,_=x===46)}}g[C]=k(b,_)}let f=new Map;for(let C=0;C<l;C++){if(h[C]!==91)continue;let E=C+1;if((h[E]===33||h[E]===94)&&E++,E>=l)continue;let b=h[E]===93?k(E+1,!0):g[E];b!==-1&&f.set(n[C],n[b-1]+1)}return f})
/// Compiled when it is called:
(function he(r,t,e,i,s,o,n){for(;t<e;){for(;i&&s<i.length&&i[s].end<=t+o;)s++;let h=i?.[s];if(h&&h.pos===t+o&&h.end<=e+o){n.push(h),t=h.end-o,s++;continue}let p=h?Math.min(e,(h.pos>t+o?h.pos:h.end)-o):e,c=r.slice(t,p);n.push({type:"Literal",pos:t+o,end:p+o,text:c,value:zt(c)}),t=p}return s})
/// Compiled when it is called:
(function At(r,t,e,i,s=0){let o,n,h=0,p=0,c=t;for(let d=t;d<e;d++){for(;i&&h<i.length&&i[h].end<=d+s;)h++;let l=i?.[h];if(l&&l.pos<=d+s&&l.type!=="Literal"){d=l.end-s-1;continue}let m=r.charCodeAt(d);if(m===92){d++;continue}let A;if(m===42||m===63){let f=l?Math.min(e,l.end-s):e,C=ht(r,d+1,f);if(C<f&&r.charCodeAt(C)===40)continue;if(A=d+1,m===42)for(;A<f&&r.charCodeAt(A)===42;){let E=ht(r,A+1,f);if(E<f&&r.charCodeAt(E)===40)break;A++}}else if(m===91){n===void 0&&(n=Je(r,d,e,i,s));let f=n?.get(d);if(f===void 0)continue;A=f}else continue;o||(o=[]),p=he(r,c,d,i,p,s,o);let g=r.slice(d,A),k;if(m===91){let f=[];p=he(r,d+1,A-1,i,p,s,f),k={type:"Glob",kind:"bracket",pos:d+s,end:A+s,text:g,value:"["+Jt(f)+"]",parts:f}}else k={type:"Glob",kind:m===42?"star":"question",pos:d+s,end:A+s,text:g,value:g,parts:void 0};o.push(k),c=A,d=A-1}return o?(he(r,c,e,i,p,s,o),o):i??void 0})
/// Compiled when it is called:
(function(){this.token=a.EOF,this._value="",this.pos=0,this.end=0,this.fileDescriptor=void 0,this.variableName=void 0,this.descriptorEnd=0,this.delimiterQuoted=!1,this.content=void 0,this.targetPos=0,this.targetEnd=0,this.assignmentOperatorPos=-1,this.raw=!1,this.keywordEligible=!1})
/// Compiled when it is called:
(function(t){this.token=t.token,this._value=t._value,this.pos=t.pos,this.end=t.end,this.fileDescriptor=t.fileDescriptor,this.variableName=t.variableName,this.descriptorEnd=t.descriptorEnd,this.delimiterQuoted=t.delimiterQuoted,this.content=t.content,this.targetPos=t.targetPos,this.targetEnd=t.targetEnd,this.assignmentOperatorPos=t.assignmentOperatorPos,this.raw=t.raw,this.keywordEligible=t.keywordEligible})
/// Compiled when it is called:
(function It(r,t,e){for(let i=t;i<e;i++){let s=r.charCodeAt(i);if(s===92||s===39||s===34||s===36||s===96||(s===60||s===62)&&i+1<e&&r.charCodeAt(i+1)===40)return!0}return!1})
/// Compiled when it is called:
(function we(r,t,e=!1,i){let s=0,o=0;for(let n=0;n<r.length;n++){let h=r.charCodeAt(n);if(h===92){n++;continue}if(h===123){s++;continue}if(h===125){s>0&&s--;continue}if(h===39){for(n++;n<r.length&&r.charCodeAt(n)!==39;)n++;continue}if(h===34){for(n++;n<r.length;){let c=r.charCodeAt(n);if(c===34)break;if(c===92){n+=2;continue}let d=i?.(n,!0)??n;if(d>n){n=d;continue}n++}continue}let p=i?.(n,!1)??n;if(p>n){n=p-1;continue}if(e&&s===0){if(h===63){o++;continue}if(h===58&&o>0){o--;continue}}if(h===t&&s===0)return n}return-1})
/// Compiled when it is called:
(function je(r,t){let e=r[r.length-1],i=t[0],s=0;e?.type==="Literal"&&i?.type==="Literal"&&e.end===i.pos&&(r[r.length-1]={type:"Literal",pos:e.pos,end:i.end,text:e.text+i.text,value:e.value+i.value},s=1);for(let o=s;o<t.length;o++)r.push(t[o]);return r})
/// Compiled when it is called:
(function(t,e,i,s,o=!1){if(this._nestingDepth>256)return;let n=o?void 0:this.substitutionContext;return{source:t,start:e,end:i,depth:this._nestingDepth+1,parenBoundary:s,context:n}})
/// Compiled when it is called:
(function(t,e){let i=this.pos,s=this.srcEnd,o=this._bracketWindow,n=this._arithmeticBracketWindow,h=this._buildValue,p=this._unbalanced,c=this._errors===null?0:this._errors.length;this.pos=t,this.srcEnd=e,this._buildValue=!0,this.readWordText(),this.pos<e&&this._wordAssignmentState!==void 0&&this._wordAssignmentState>=it&&(this.pos=t,this.readWordText(!0));let d=this._wordText;return this.pos=i,this.srcEnd=s,this._bracketWindow=o,this._arithmeticBracketWindow=n,this._buildValue=h,this._unbalanced=p,this._errors!==null&&(this._errors.length=c),d})
/// Compiled when it is called:
(function(t,e=this.srcEnd){let i=Math.min(e,this.srcEnd),s=this._bracketWindow;if((!s||s.limit!==i)&&(s={limit:i,depth:this._nestingDepth,last:this.src.lastIndexOf("]",i-1)},this._bracketWindow=s),t>s.last||(s.depth!==this._nestingDepth&&(s={limit:i,depth:this._nestingDepth,last:s.last},this._bracketWindow=s),s.failed?.has(t)))return-1;let o=[],n=this.findClosingShellDelimiter(t,e,93,!1,!0,o);if(n===-1){let h=s.failed??(s.failed=new Set);for(let p of o)for(let c of p)h.add(c)}return n})
/// Compiled when it is called:
(function(t,e=this.srcEnd){let i=Math.min(e,this.srcEnd),s=this._arithmeticBracketWindow;return(!s||s.end!==i||s.depth!==this._nestingDepth)&&(s={end:i,depth:this._nestingDepth,failed:new Set},this._arithmeticBracketWindow=s),s.failed.has(t)?-1:this.findClosingShellDelimiter(t,e,93,!1,!1,void 0,s.failed)})
/// Compiled when it is called:
(function(t,e=this.srcEnd){let i=this.pos,s=this.srcEnd,o=this._bracketWindow,n=this._arithmeticBracketWindow,h=this._unbalanced;this.pos=t,this.srcEnd=Math.min(e,this.srcEnd),this.extractBalanced();let p=this._unbalanced?-1:this.pos-1;return this.pos=i,this.srcEnd=s,this._bracketWindow=o,this._arithmeticBracketWindow=n,this._unbalanced=h,p})
/// Compiled when it is called:
(function(){for(;this.pos<this.srcEnd;){let t=this.src.charCodeAt(this.pos);if(t===36){this.readDollar();continue}if(t===96){this.readBacktickExpansion();continue}if(t===39){this.pos++,this.skipSQ();continue}if(t===34){this.pos++,this.skipDQ();continue}if(t===92){this.pos+=2;continue}if(t===91){let e=this.findClosingBracket(this.pos+1);if(e!==-1){this.pos=e+1;continue}}if((t===60||t===62)&&this.src.charCodeAt(this.pos+1)===40){this.pos+=2,this.extractBalanced();continue}if(t<128&&Ne[t])break;this.pos++}return this.pos})
/// Compiled when it is called:
(function(t,e,i,s=!1,o=!0,n,h){let p=this.pos,c=this.srcEnd,d=this._bracketWindow,l=this._arithmeticBracketWindow,m=this._unbalanced;this.srcEnd=Math.min(e,this.srcEnd);let A=[i];n?.push([]);let g=h?[t]:void 0,k=t,f=!0,C=-1;for(;k<this.srcEnd;){let E=A[A.length-1];n&&E===93&&n[n.length-1].push(k);let b=this.src.charCodeAt(k);if(b===92){k+1<this.srcEnd&&this.src.charCodeAt(k+1)!==10&&(f=!1),k+=2;continue}if(b===35&&s&&A.length===1&&f){for(;k<this.srcEnd&&this.src.charCodeAt(k)!==10;)k++;continue}if(b===39){this.pos=k+1,this.skipSQ(),k=this.pos,f=!1;continue}if(b===34){this.pos=k+1,this.skipDQ(),k=this.pos,f=!1;continue}if(b===96){for(k++;k<this.srcEnd&&this.src.charCodeAt(k)!==96;)this.src.charCodeAt(k)===92&&k++,k++;k<this.srcEnd&&k++,f=!1;continue}if(b===36&&k+1<this.srcEnd&&this.src.charCodeAt(k+1)===40||(b===60||b===62)&&k+1<this.srcEnd&&this.src.charCodeAt(k+1)===40){this.pos=k+2,this.extractBalanced(),k=this.pos,f=!1;continue}if(b===36&&k+1<this.srcEnd){let _=this.src.charCodeAt(k+1);if(_===39){k=Qt(this.src,k+2,this.srcEnd).end,f=!1;continue}if(_===36){k+=2,f=!1;continue}if(_===123&&o){A.push(125),n?.push([]),k+=2,f=!1;continue}}if(s&&A.length===1&&(b===91&&f?(A.push(93),n?.push([])):C===-1&&(b===59||b===38||b===124||b===60||b===62||b===40&&!ye(this.src.charCodeAt(k-1)))&&(C=k)),E===93&&b===91)A.push(93),n?.push([]),g?.push(k+1);else if(E===41&&b===40)A.push(41),n?.push([]);else if(b===E){if(A.pop(),g?.pop(),n?.pop(),A.length===0)return this.pos=p,this.srcEnd=c,this._bracketWindow=d,this._arithmeticBracketWindow=l,this._unbalanced=m,C!==-1&&this.errors.push({message:`unexpected '${this.src[C]}' in array assignment`,pos:C}),k;f=!1,k++;continue}f=b<128&&(Q[b]&1)!==0,k++}if(g)for(let E of g)h.add(E);return this.pos=p,this.srcEnd=c,this._bracketWindow=d,this._arithmeticBracketWindow=l,this._unbalanced=m,-1})
/// Compiled when it is called:
(function(t,e){let i=this.src,s=this.srcEnd,o=e.get(t);if(o!==void 0)return o;let n=this.pos,h=this._unbalanced,p=this._errors===null?0:this._errors.length,c=[t,0],d=t+1;for(;d<s;){let l=i.charCodeAt(d),m=l<128?Q[l]:0;if(m===0){if(d++,l===125){let g=c.pop();if(e.set(c.pop(),g?d:-1),c.length===0)break}else(l===44||l===46&&i.charCodeAt(d)===46)&&(c[c.length-1]=1);continue}let A=d+1<s?i.charCodeAt(d+1):0;if(m&1)if(A===40&&(l===60||l===62))this.pos=d+2,this.extractBalanced(),d=this.pos;else if(l===40&&ye(i.charCodeAt(d-1))){let g=this.findClosingShellDelimiter(d+1,s,41);if(g===-1)break;d=g+1}else break;else if(l===92)d+=2;else if(l===39)this.pos=d+1,this.skipSQ(),d=this.pos;else if(l===34)this.pos=d+1,this.skipDQ(),d=this.pos;else if(l===96){for(d++;d<s&&i.charCodeAt(d)!==96;)d+=i.charCodeAt(d)===92?2:1;d++}else if(l===123)c.push(d,0),d++;else if(A===39)d=Qt(i,d+2,s).end;else if(A===123){let g=this.findClosingBrace(d+2,s);if(g===-1)break;d=g+1}else A===40?(this.pos=d+2,this.extractBalanced(),d=this.pos):d++}this.pos=n,this._unbalanced=h,this._errors!==null&&(this._errors.length=p);for(let l=0;l<c.length;l+=2)e.set(c[l],-1);return e.get(t)})
/// Compiled when it is called:
(function(t){let e=[{close:t,phase:t===a.Esac?"case-pattern":"commands"}],i=!0;for(;;){let s=e[e.length-1].phase,o=i?u.CommandStart:u.Normal;s==="function-name"?o=u.FunctionName:s==="case-pattern"&&i&&(o=u.CasePattern);let n=this.next(o),h=n.token;if(h===a.EOF)return-1;let p=e.length-1,c=e[p];if(c.phase==="function-name"){if(h===a.Newline)continue;c.phase="function-body",i=!0;continue}else if(c.phase==="function-body"){if(h===a.Newline)continue;if(c.phase="commands",i=!0,h===a.LParen&&this.peek(u.Normal).token===a.RParen){this.next(u.Normal),c.phase="function-body";continue}}else if(c.phase==="coproc-command"){if(h===a.Newline)continue;if(h===a.Word){c.phase="coproc-body",i=!0;continue}c.phase="commands",i=!0}else if(c.phase==="coproc-body"){if(h===a.Newline||(c.phase=h===a.Word&&n.keywordEligible&&n.value==="time"?"time-command":"commands",i=!0,c.phase==="time-command"))continue}else if(c.phase==="time-command"){if(h===a.Word&&n.keywordEligible&&n.value==="-p"){c.phase="time-command-after-p";continue}if(h===a.Word&&n.keywordEligible&&n.value==="--"){c.phase="commands";continue}c.phase="commands",i=!0}else if(c.phase==="time-command-after-p"){if(h===a.Word&&n.keywordEligible&&n.value==="--"){c.phase="commands";continue}c.phase="commands",i=!0}else if(c.phase==="for-header"){if(h===a.ArithCmd||h===a.Semi||h===a.Newline){i=!0;continue}if(h===a.Do||h===a.LBrace){c.close=h===a.Do?a.Done:a.RBrace,c.phase="commands",i=!0;continue}}else if(c.phase==="case-word"){if(h===a.Newline)continue;c.phase="case-in",i=!1;continue}else if(c.phase==="case-in"){if(h===a.Newline){i=!0;continue}c.phase="case-pattern",i=!0;continue}else if(c.phase==="case-pattern"){if(h===a.Esac&&i){if(e.pop(),e.length===0)return n.end;i=!1;continue}h===a.RParen?(c.phase="commands",i=!0):i=h===a.Newline;continue}if(h===c.close){if(e.pop(),e.length===0)return n.end;i=!1;continue}if(i)switch(h){case a.LParen:e.push({close:a.RParen,phase:"commands"});break;case a.LBrace:e.push({close:a.RBrace,phase:"commands"});break;case a.If:e.push({close:a.Fi,phase:"commands"});break;case a.For:e.push({close:a.Done,phase:"for-header"});break;case a.While:case a.Until:case a.Select:e.push({close:a.Done,phase:"commands"});break;case a.Case:e.push({close:a.Esac,phase:"case-word"});break;case a.DblLBracket:if(!this.skipTestCommandBody())return-1;i=!1;continue;case a.Assignment:case a.Redirect:case a.Bang:case a.Then:case a.Else:case a.Elif:case a.Do:case a.In:break;case a.Semi:case a.Newline:case a.Pipe:case a.And:case a.Or:case a.Amp:case a.DoubleSemi:case a.SemiAmp:case a.DoubleSemiAmp:break;case a.Function:c.phase="function-name";break;case a.Coproc:c.phase="coproc-command";break;default:h===a.Word&&n.keywordEligible&&n.value==="time"?(c.phase="time-command",i=!0):i=!1;continue}switch(h){case a.Semi:case a.Newline:case a.Pipe:case a.And:case a.Or:case a.Amp:i=!0;break;case a.DoubleSemi:case a.SemiAmp:case a.DoubleSemiAmp:c.close===a.Esac&&(c.phase="case-pattern"),i=!0;break;case a.RParen:i=!0;break}}})
/// Compiled when it is called:
(function(){let t=1;for(;;){let e=this.next(u.TestMode);if(e.token===a.EOF)return-1;if(e.token===a.DblRBracket)return this.unshift(e),-1;if(e.token===a.LParen)t++;else if(e.token===a.RParen&&--t===0)return e.end}})
/// Compiled when it is called:
(function(t){let e=this.findClosingBracket(t+1);if(e===-1)return this.buildWordParts(t);let i=this.src;this._buildParts=!0;let s=It(i,t,e+1)?this.parseSubFieldWord(t,e+1,"embedded"):void 0;this.pos=e+1,this.readWordText(!1,u.ArrayElement);let o=this.pos,n=ht(i,e+1,o),h=i.charCodeAt(n),p=h===61||h===43&&i.charCodeAt(n+1)===61,c=s?.parts,d=this._wordParts;if(p&&(d=At(i,e+1,o,d)??d),!c&&!d)return p?null:At(i,t,o,void 0)??null;let l=i.slice(t,e+1);c||(c=[{type:"Literal",pos:t,end:e+1,text:l,value:s?.value??l}]),d||(d=o>e+1?[{type:"Literal",pos:e+1,end:o,text:i.slice(e+1,o),value:this._wordText}]:[]);let m=je(c,d);return p||(m=At(i,t,o,m)??m),m.length>1||m[0].type!=="Literal"?m:null})
/// Compiled when it is called:
(function(t,e){this._buildParts=!0;let i=this.src,s=[],o=!1,n="",h=t,p=t,c=()=>{p>h&&(s.push({type:"Literal",pos:h,end:p,value:n,text:i.slice(h,p)}),n="")};for(;p<e;){let d=i.charCodeAt(p);if(d===92){if(p+1<e){let l=i.charCodeAt(p+1);if(l===10){p+=2;continue}if(l===36||l===96||l===92){n+=String.fromCharCode(l),p+=2;continue}}n+="\\",p++;continue}if(d===36&&i.charCodeAt(p+1)!==39&&i.charCodeAt(p+1)!==34){c(),h=p,this.pos=p,this.readDollar(),this._resultPart?(o=!0,s.push(this._resultPart),h=this.pos):n+=i.slice(p,this.pos),p=this.pos;continue}if(d===96){c(),h=p,this.pos=p,this.readBacktickExpansion(),this._resultPart?(o=!0,s.push(this._resultPart),h=this.pos):n+=i.slice(p,this.pos),p=this.pos;continue}n+=i[p],p++}return c(),o?s:null})
/// Compiled when it is called:
(function(){this.hasPeek=!1,this.skipSpacesAndTabs();let t=this.src,e=this.srcEnd,i=this.pos,s=0;for(;this.pos<e;){let o=t.charCodeAt(this.pos);if(o===40){s++,this.pos++;continue}if(o===92){this.pos+=this.pos+1<e?2:1;continue}if(o===39){let n=this.pos++,h=n>i&&t.charCodeAt(n-1)===36;for(;this.pos<e&&t.charCodeAt(this.pos)!==39;)h&&t.charCodeAt(this.pos)===92&&this.pos+1<e&&this.pos++,this.pos++;this.pos<e?this.pos++:this.errors.push({message:h?"unterminated ANSI-C quote":"unterminated single quote",pos:n});continue}if(o===34){this.pos++,this.readDoubleQuoted();continue}if(o===96){this.readBacktickExpansion();continue}if(s>0){o===41&&s--,this.pos++;continue}if(o===36){this.readDollar();continue}if((o===60||o===62)&&this.pos+1<e&&t.charCodeAt(this.pos+1)===40){let n=this.pos;this.pos+=2,this.extractBalanced(),this._unbalanced&&this.errors.push({message:"unterminated process substitution",pos:n});continue}if(o<128&&Q[o]&1&&o!==124)break;this.pos++}return K(this.current,a.Word,t.slice(i,this.pos),i,this.pos),this.current})
/// Compiled when it is called:
(function(){this.hasPeek=!1;let t=this.src,e=this.srcEnd;for(;this.pos<e&&(t.charCodeAt(this.pos)===32||t.charCodeAt(this.pos)===9);)this.pos++;let i=this.pos;this.pos<e&&t.charCodeAt(this.pos)===40&&this.pos++;let s=[this.pos,0,0],o=["","","",0,0,0],n=0,h=1,p=this.pos,c=!1,d=l=>{let m=t.slice(p,l);o[n]=m.trim(),o[3+n]=s[n]+m.length-m.trimStart().length};for(;this.pos<e&&h>0;){let l=t.charCodeAt(this.pos);if(l===40)h++,this.pos++;else if(l===41){if(h--,h===0){for(c||d(this.pos),n<2&&this.errors.push({message:"expected three arithmetic expressions in for header",pos:this.pos}),this.pos++;this.pos<e&&(t.charCodeAt(this.pos)===32||t.charCodeAt(this.pos)===9);)this.pos++;this.pos<e&&t.charCodeAt(this.pos)===41&&this.pos++;break}this.pos++}else if(l===59&&h===1){if(n===2){c||(d(this.pos),this.errors.push({message:"expected three arithmetic expressions in for header",pos:this.pos})),c=!0,this.pos++;continue}d(this.pos),n++,this.pos++,p=this.pos,s[n]=p}else l===36?this.readDollar():l===96?this.readBacktickExpansion():l===92?this.pos+=this.pos+1<e?2:1:l===39?(this.pos++,this.skipSQ()):l===34?(this.pos++,this.skipDQ()):this.pos++}return h>0&&(c||d(this.pos),this.errors.push({message:"unterminated arithmetic for header",pos:i})),o})
/// Compiled when it is called:
(function(t,e){let i=this.src,s=i.charCodeAt(this.pos),o="";if(s===60){this.pos++;let n=this.pos<this.srcEnd?i.charCodeAt(this.pos):0;if(n===60){this.pos++;let h=this.pos<this.srcEnd?i.charCodeAt(this.pos):0;if(h===60)this.pos++,o="<<<";else{let p=h===45;p&&this.pos++,this.skipSpacesAndTabs();let c=this.pos;(this.pos>=this.srcEnd||i.charCodeAt(this.pos)!==35)&&this.readHereDocDelimiter();let d=this.pos>c;return d&&(this.pendingHereDocs??(this.pendingHereDocs=[])).push({delimiter:this._hereDelim,strip:p,quoted:this._hereQuoted}),K(t,a.Redirect,p?"<<-":"<<",e,this.pos),t.content=d?this._hereDelim:void 0,t.delimiterQuoted=d&&this._hereQuoted,t.targetPos=c,t.targetEnd=d?this.pos:c,!0}}else{if(n===40)return this.readProcessSubstitution(t,"<",e),!0;n===62?(o="<>",this.pos++):n===38?(o="<&",this.pos++):o="<"}}else if(s===62){this.pos++;let n=this.pos<this.srcEnd?i.charCodeAt(this.pos):0;if(n===40)return this.readProcessSubstitution(t,">",e),!0;n===62?(o=">>",this.pos++):n===38?(o=">&",this.pos++):n===124?(o=">|",this.pos++):o=">"}return this.readRedirectTarget(t,o,e)})
/// Compiled when it is called:
(function(t,e,i){let s=this.src;if(this.skipSpacesAndTabs(),this.pos<this.srcEnd){let o=s.charCodeAt(this.pos);if((o===60||o===62)&&this.pos+1<this.srcEnd&&s.charCodeAt(this.pos+1)===40){let h=this.pos;this.pos+=2,this.extractBalanced(),this._unbalanced&&this.errors.push({message:"unterminated process substitution",pos:h});let p=s.slice(h,this.pos);return K(t,a.Redirect,e,i,this.pos),t.content=p,t.targetPos=h,t.targetEnd=this.pos,!0}let n=this.pos;return o!==10&&o!==35&&this.readRedirectTargetText(),this.redirectToken(t,e,i,n),!0}return this.redirectToken(t,e,i,this.pos),!0})
/// Compiled when it is called:
(function(t,e,i,s){let o=this.pos>s&&(this._wordText.length>0||this._wordQuoted);K(t,a.Redirect,e,i,this.pos),t.content=o?this._wordText:void 0,t.targetPos=s,t.targetEnd=o?this.pos:s})
/// Compiled when it is called:
(function(t,e,i){this.pos++,this.extractBalanced(),this._unbalanced&&this.errors.push({message:"unterminated process substitution",pos:i});let s=this.src.slice(i,this.pos);K(t,a.Word,s,i,this.pos)})
/// Compiled when it is called:
(function(){let t=this.src,e=this.srcEnd,i=this._buildValue;this._buildValue=!0;let s="",o=!1;for(;this.pos<e;){let n=t.charCodeAt(this.pos);if(n===39){for(o=!0,this.pos++;this.pos<e&&t.charCodeAt(this.pos)!==39;)s+=t[this.pos],this.pos++;this.pos<e&&this.pos++}else if(n===34){for(o=!0,this.pos++;this.pos<e&&t.charCodeAt(this.pos)!==34;){if(t.charCodeAt(this.pos)===92&&this.pos+1<e){let h=t.charCodeAt(this.pos+1);if(h===10){this.pos+=2;continue}(h===36||h===96||h===34||h===92)&&this.pos++}s+=t[this.pos],this.pos++}this.pos<e&&this.pos++}else if(n===92){if(this.pos+1<e&&t.charCodeAt(this.pos+1)===10){this.pos+=2;continue}o=!0,this.pos++,this.pos<e?(s+=t[this.pos],this.pos++):s+="\\"}else if(n===96){let h=this.pos;for(this.pos++;this.pos<e&&t.charCodeAt(this.pos)!==96;)t.charCodeAt(this.pos)===92&&this.pos++,this.pos++;this.pos<e&&this.pos++,s+=t.slice(h,this.pos)}else if(n===36){let h=this.pos+1<e?t.charCodeAt(this.pos+1):0;(h===39||h===34)&&(o=!0),this.readDollar(),s+=this._resultText}else{if(n<128&&Q[n]&1)break;s+=t[this.pos],this.pos++}}this._buildValue=i,this._hereDelim=s,this._hereQuoted=o})
/// Compiled when it is called:
(function(t,e,i,s){let o=this.src,n=e;for(let h=0;h<t.length;){if(s&&o.charCodeAt(n)===92&&n+1<i&&o.charCodeAt(n+1)===10){n+=2;continue}if(n>=i||o.charCodeAt(n)!==t.charCodeAt(h))return-1;n++,h++}return n})
/// Compiled when it is called:
(function(t,e,i){let s=this.src,o=s.indexOf(`
`,t);for(;o!==-1&&o<e;){if(!i)return o;let n=o;for(;n>t&&s.charCodeAt(n-1)===92;)n--;if((o-n)%2===0)return o;t=o+1,o=s.indexOf(`
`,t)}return e})
/// Compiled when it is called:
(function(t,e,i=!1,s=!1){this.hereDocClosingPos=-1,this.hereDocClosingEnd=-1;let o=this.src,n=this.srcEnd;for(;this.pos<n;){let h=this.pos,p=this.logicalLineEnd(h,n,!s);for(;;){let d=h;if(e)for(;h<p&&o.charCodeAt(h)===9;)h++;if(s||(h=ht(o,h,p)),h===d)break}let c=this.matchHereDocDelimiter(t,h,p,!s);if(c!==-1&&!s&&(c=ht(o,c,p)),c===p){let d=this.pos;return(!i||!this.parenBoundary||p!==n)&&(this.hereDocClosingPos=h,this.hereDocClosingEnd=p),this.pos=p<n?p+1:p,d}if(i&&c!==-1){let d=c;for(;d<p&&o.charCodeAt(d)!==41;)d++;if(d<p||this.parenBoundary&&p===n){let l=this.pos;return this.pos=c,l}}this.pos=p<n?p+1:p}return this.pos})
/// Compiled when it is called:
(function(t,e){let i=this.src;for(let s=t;s<e;s++){let o=i.charCodeAt(s);if(o===91&&s>t)return s+2<e&&i.charCodeAt(e-1)===93&&this.findClosingShellDelimiter(s+1,e,93)===e-1;if(o>=128||!(Et[o]&(s===t?1:2)))return!1}return e>t})
/// Compiled when it is called:
(function(t=!1,e=!1,i=!1){let s=this.src,o=this.srcEnd,n=this.pos,h=n,p="",c=this._buildParts,d,l="",m=0,A=!1,g=!1;for(c&&(d=[],m=n);n<o;){let k=s.charCodeAt(n);if(k===92){if(n++,n<o)if(s.charCodeAt(n)===10)n++;else{let f=s.charCodeAt(n);t&&f!==36&&f!==96&&f!==34&&f!==92&&f!==125&&(p+="\\",c&&(l+="\\"),A=!0);let C=s[n++];p+=C,c&&(l+=C)}continue}if(k===39&&!t){let f=n;n++;let C=n;for(;n<o&&s.charCodeAt(n)!==39;)n++;let E=s.slice(C,n);p+=E,n<o&&n++,c&&(f>m&&(d.push({type:"Literal",pos:m,end:f,value:l,text:s.slice(m,f)}),l=""),d.push({type:"SingleQuoted",pos:f,end:n,value:E,text:s.slice(f,n)}),m=n);continue}if(k===34){let f=n;if(n++,this.pos=n,this.readDoubleQuoted(t),n=this.pos,p+=this._dqText,c){f>m&&(d.push({type:"Literal",pos:m,end:f,value:l,text:s.slice(m,f)}),l="");let C=s.slice(f,n);d.push({type:"DoubleQuoted",pos:f,end:n,text:C,parts:this._dqParts??[{type:"Literal",pos:f+1,end:this._dqEnd,value:this._dqText,text:s.slice(f+1,this._dqEnd)}]}),m=n}continue}if(k===36){let f=n;this.pos=n,this.readDollar(t),n=this.pos,p+=this._resultText,c&&(this._resultPart?(f>m&&(d.push({type:"Literal",pos:m,end:f,value:l,text:s.slice(m,f)}),l=""),d.push(this._resultPart),m=n):l+=this._resultText);continue}if(k===96){let f=n;this.pos=n,this.readBacktickExpansion(t),n=this.pos,p+=this._resultText,c&&(f>m&&(d.push({type:"Literal",pos:m,end:f,value:l,text:s.slice(m,f)}),l=""),d.push(this._resultPart),m=n);continue}if(!t&&!e&&(k===60||k===62)&&n+1<o&&s.charCodeAt(n+1)===40){let f=n;this.pos=n+2;let C=this.extractBalanced();n=this.pos;let E=s.slice(f,n);p+=E,c&&(f>m&&(d.push({type:"Literal",pos:m,end:f,value:l,text:s.slice(m,f)}),l=""),d.push(this.processSubstitution(f,E,k===60?"<":">",C)),m=n);continue}p+=s[n],c&&(l+=s[n],i&&(k===42||k===63||k===91)&&(g=!0)),n++}c&&n>m&&d.push({type:"Literal",pos:m,end:n,value:l,text:s.slice(m,n)}),this.pos=n,this._wordText=p,this._wordRaw=!1,this._wordQuoted=!1,this._wordHasExpansions=!1,this._wordKeywordEligible=!1,c&&(this._wordParts=d.length>1||d.length===1&&(d[0].type!=="Literal"||A)?d:null,g&&(this._wordParts=At(s,h,n,this._wordParts)??null))})
/// Compiled when it is called:
(function(t,e,i="word",s=!1){if(t>=e)return new Z("",t,t);if(this._nestingDepth>=256)return new Z(this.src.slice(t,e),t,e);this._nestingDepth++;let o=this.srcEnd,n=this._bracketWindow,h=this._arithmeticBracketWindow,p=this.pos,c=this._wordText,d=this._wordParts,l=this._wordQuoted,m=this._wordKeywordEligible;this.srcEnd=e,this.pos=t,this.readInnerWordText(i==="quoted",s,i==="word");let A=new Z(this.src.slice(t,e),t,e);return this._buildParts&&(A.parts=this._wordParts??void 0),this.srcEnd=o,this._bracketWindow=n,this._arithmeticBracketWindow=h,this.pos=p,this._wordText=c,this._wordParts=d,this._wordQuoted=l,this._wordKeywordEligible=m,this._nestingDepth--,A})
/// Compiled when it is called:
(function(){let t=this.src,e=this.srcEnd;if(this._unbalanced=!1,this._nestingDepth<256)for(;this.pos<e;){let i=t.charCodeAt(this.pos);if(i===34){this.pos++;return}if(i===92){this.pos=Math.min(this.pos+2,e);continue}if(i===96)break;if(i===36){let s=t.charCodeAt(this.pos+1);if(s===40||s===123||s===36)break}this.pos++}this.extractBalanced(!0,!0)})
/// Compiled when it is called:
(function(t=!1){let e=this.pos;this.pos++;let i=this.src,s=this.srcEnd,o=this._buildParts||this._buildValue;if(this.pos>=s){this._resultText="$",this._resultIsRaw=!0,this._resultHasExpansion=!1,this._resultPart=void 0;return}let n=ht(i,this.pos,s);n>this.pos&&i.charCodeAt(n)===40&&i.charCodeAt(n+1)!==40&&(this.pos=n);let h=i.charCodeAt(this.pos);if(h===40){if(this.pos+1<s&&i.charCodeAt(this.pos+1)===40){let p=this.pos,c=this.errors.length;if(this.readArithmeticExpansion(e),!this._notArithmetic)return;this.errors.length=c,this.pos=p}this.readCommandSubstitution(e);return}if(h===123){let p=this.pos+1<s?i.charCodeAt(this.pos+1):0;if(p===32||p===9||p===10){this.readBraceCommandSubstitution();return}if(p===124){this.readValueSubstitution();return}this.readParameterExpansion(t);return}if(h===39){if(this.pos++,o){let p=this.readAnsiCQuoted();this._resultText=p,this._resultPart=this._buildParts?{type:"AnsiCQuoted",pos:e,end:this.pos,text:i.slice(e,this.pos),value:p}:void 0}else this.skipAnsiCQuoted(),this._resultText="",this._resultPart=void 0;this._resultIsRaw=!1,this._resultHasExpansion=!1;return}if(h===34){if(this.pos++,this.readDoubleQuoted(t),this._resultText=this._dqText,this._resultIsRaw=!1,this._resultHasExpansion=this._dqHasExpansions,this._buildParts){let p=i.slice(e,this.pos);this._resultPart={type:"LocaleString",pos:e,end:this.pos,text:p,parts:this._dqParts??[{type:"Literal",pos:e+2,end:this._dqEnd,value:this._dqText,text:i.slice(e+2,this._dqEnd)}]}}else this._resultPart=void 0;return}if(h===64||h===42||h===35||h===63||h===45||h===36||h===33||h>=48&&h<=57){this.pos++;let p=o?i.slice(this.pos-2,this.pos):"";this._resultText=p,this._resultIsRaw=!0,this._resultHasExpansion=!1,this._resultPart=this._buildParts?{type:"SimpleExpansion",pos:e,end:this.pos,text:p}:void 0;return}if(h<128&&Et[h]&1){let p=this.pos-1;for(;this.pos<s;){let d=i.charCodeAt(this.pos);if(d<128&&Et[d]&2)this.pos++;else break}let c=o?i.slice(p,this.pos):"";this._resultText=c,this._resultIsRaw=!0,this._resultHasExpansion=!1,this._resultPart=this._buildParts?{type:"SimpleExpansion",pos:e,end:this.pos,text:c}:void 0;return}if(h===91){let p=this._errors===null?0:this._errors.length,c=this.findClosingArithmeticBracket(this.pos+1);if(c!==-1){let d=this.pos+1,l=i.slice(d,c);this.pos=c+1;let m=o?i.slice(e,this.pos):"";this._resultText=m,this._resultIsRaw=!0,this._resultHasExpansion=!1,this._resultPart=this._buildParts?this.arithmeticExpansion(d-2,m,l,d):void 0;return}this._errors!==null&&(this._errors.length=p)}this._resultText="$",this._resultIsRaw=!0,this._resultHasExpansion=!1,this._resultPart=void 0})
/// Compiled when it is called:
(function(){this._notArithmetic=!1,this._arithUnterminated=!1,this.pos+=2;let t=1,e=0,i=0,s,o=!1,n=this.src,h=this.srcEnd,p=this.pos;for(;this.pos<h&&t>0;){let d=n.charCodeAt(this.pos);if(d===92)this.pos+=this.pos+1<h?2:1;else if(d===39)this.pos++,this.skipSQ();else if(d===34)this.pos++,this.skipDQ();else if(d===96){for(this.pos++;this.pos<h&&n.charCodeAt(this.pos)!==96;)n.charCodeAt(this.pos)===92&&this.pos++,this.pos++;this.pos<h&&this.pos++}else if(d===36&&this.pos+2<h&&n.charCodeAt(this.pos+1)===40&&n.charCodeAt(this.pos+2)!==40){let l=this.pos;this.pos+=2,this.extractBalanced(),this._unbalanced&&this.errors.push({message:"unterminated command substitution",pos:l})}else if(d===36&&this.pos+1<h&&n.charCodeAt(this.pos+1)===123){let l=this.findClosingBrace(this.pos+2,h);this.pos=l===-1?h:l+1}else if((d===60||d===62)&&this.pos+1<h&&n.charCodeAt(this.pos+1)===40)this.pos+=2,this.extractBalanced();else if(d===40)n.charCodeAt(this.pos-1)===36&&n.charCodeAt(this.pos+1)===40?(t===1?i=e:(s??(s=[])).push(e),t++,e=0,t+this._nestingDepth>256&&!o&&(this.errors.push({message:"maximum arithmetic expansion nesting depth exceeded",pos:this.pos-1}),o=!0),this.pos+=2):(++e+t-1+this._nestingDepth>256&&!o&&(this.errors.push({message:"maximum arithmetic expression nesting depth exceeded",pos:this.pos}),o=!0),this.pos++);else if(d===41&&e>0)e--,this.pos++;else if(d===41&&this.pos+1<h&&n.charCodeAt(this.pos+1)===41){if(--t===0){this.pos+=2;break}e=t===1?i:s.pop(),this.pos+=2}else{if(d===41&&t===1)return this._notArithmetic=!0,"";this.pos++}}let c=this._buildParts||this._buildValue;return t>0?(this._arithUnterminated=!0,c?n.slice(p,this.pos):""):c?n.slice(p,this.pos-2):""})
/// Compiled when it is called:
(function(t){let e=this.pos+2,i=this.scanArithmeticBody();if(this._notArithmetic)return;this._arithUnterminated&&this.errors.push({message:"unterminated arithmetic expansion",pos:t});let s=this._buildParts||this._buildValue?this.src.slice(t,this.pos):"";this._resultText=s,this._resultIsRaw=!0,this._resultHasExpansion=!1,this._resultPart=this._buildParts?this.arithmeticExpansion(t,s,i,e):void 0})
/// Compiled when it is called:
(function(t,e){let i=this._buildValue;this._buildValue=!0;let s=this.scanArithmeticBody();this._buildValue=i,this._arithUnterminated&&this.errors.push({message:"unterminated arithmetic command",pos:e}),K(t,a.ArithCmd,s,e,this.pos)})
/// Compiled when it is called:
(function(t){let e=this.pos;this.pos++;let i=this.extractBalanced();this._unbalanced&&this.errors.push({message:"unterminated command substitution",pos:t});let s=this._buildParts||this._buildValue,o=s?this.src.slice(t,this.pos):"",n=!s||e===t+1?o:"$"+this.src.slice(e,this.pos);this._resultText=n,this._resultIsRaw=e===t+1,this._resultHasExpansion=!0,this._buildParts?this._resultPart=this.commandExpansion(t,o,e+1,i,!this._unbalanced):this._resultPart=void 0})
/// Compiled when it is called:
(function(t){let e=this.pos-1;this.pos+=t;let i=this.src,s=this.srcEnd,o=1,n=this.pos;for(;this.pos<s;){let h=i.charCodeAt(this.pos);if(h===123)o++;else if(h===125){if(--o===0){this.pos++;break}}else if(h===39){this.pos++,this.skipSQ();continue}else if(h===34){this.pos++,this.skipDQ();continue}else h===92&&this.pos++;this.pos++}if(this._resultIsRaw=!0,this._resultHasExpansion=!0,this._buildParts||this._buildValue){let h=i.slice(n,this.pos-1),p=h.trim(),c=i.slice(e,this.pos);if(this._resultText=c,this._buildParts){let d=n+(h.length-h.trimStart().length);this._resultPart=this.commandExpansion(e,c,d,p)}else this._resultPart=void 0}else this._resultText="",this._resultPart=void 0})
/// Compiled when it is called:
(function(t=!1){this.pos++;let e=this.src,i=this.srcEnd,s=this.pos;if(!this._buildParts&&!this._buildValue){for(;this.pos<i&&e.charCodeAt(this.pos)!==96;)e.charCodeAt(this.pos)===92&&this.pos+1<i&&this.pos++,this.pos++;this.pos<i?this.pos++:this.errors.push({message:"unterminated backtick",pos:s-1}),this._resultText="",this._resultIsRaw=!1,this._resultHasExpansion=!0,this._resultPart=void 0;return}let o="",n=!1;for(;this.pos<i&&e.charCodeAt(this.pos)!==96;){if(e.charCodeAt(this.pos)===92){n=!0;break}this.pos++}if(!n)o=e.slice(s,this.pos);else for(o=e.slice(s,this.pos);this.pos<i&&e.charCodeAt(this.pos)!==96;)if(e.charCodeAt(this.pos)===92){if(this.pos++,this.pos<i){let p=e.charCodeAt(this.pos);p===36||p===96||p===92||t&&p===34?o+=e[this.pos]:o+="\\"+e[this.pos],this.pos++}}else{let p=this.pos;for(;this.pos<i;){let c=e.charCodeAt(this.pos);if(c===96||c===92)break;this.pos++}o+=e.slice(p,this.pos)}this.pos<i?this.pos++:this.errors.push({message:"unterminated backtick",pos:s-1});let h=e.slice(s-1,this.pos);this._resultText=o,this._resultHasExpansion=!0,this._buildParts?this._resultPart=n?this.decodedCommandExpansion(s-1,h,o):this.commandExpansion(s-1,h,s,o):this._resultPart=void 0})
/// Compiled when it is called:
(function(t){let e=this.src,i=this.srcEnd,s=this.pos;this.pos++;let o=1,n=!1;for(;this.pos<i&&o>0;){let c=e.charCodeAt(this.pos);if(c===36){let d=this.pos+1<i?e.charCodeAt(this.pos+1):0;if(d===123){o++,this._nestingDepth+o>256&&!n&&(this.errors.push({message:"maximum parameter expansion nesting depth exceeded",pos:this.pos}),n=!0),this.pos+=2;continue}if(d===36){this.pos+=2;continue}if(d===40){let l=this.pos;this.pos+=2,this.extractBalanced(),this._unbalanced&&this.errors.push({message:"unterminated command substitution",pos:l});continue}}else if(c===96){for(this.pos++;this.pos<i&&e.charCodeAt(this.pos)!==96;)e.charCodeAt(this.pos)===92&&this.pos++,this.pos++;this.pos<i&&this.pos++;continue}else if(c===125){if(--o===0){this.pos++;break}}else if(c===92)this.pos+1<i&&this.pos++;else if(c===39){this.pos++,this.pos>s+1&&e.charCodeAt(this.pos-2)===36?this.skipAnsiCQuoted():this.skipSQ();continue}else if(c===34){this.pos++,this.skipDQ();continue}this.pos++}let h=o===0;h||this.errors.push({message:"unterminated parameter expansion",pos:s-1});let p=this._buildParts||this._buildValue?e.slice(s-1,this.pos):"";if(this._resultText=p,this._resultIsRaw=!0,this._resultHasExpansion=!1,this._buildParts){let c=e.slice(s+1,h?this.pos-1:this.pos);this._resultPart=this.parseParamInner(p,c,s+1,t)}else this._resultPart=void 0})
/// Compiled when it is called:
(function(t,e,i,s){let o={type:"ParameterExpansion",pos:i-2,end:this.pos,text:t,parameter:"",parameterPos:i,parameterEnd:i,prefix:void 0,index:void 0,operation:void 0},n=e.length;if(n===0)return o;let h=(f,C,E="word")=>this.parseSubFieldWord(i+f,i+C,E),p=f=>{let C=this.findClosingBracket(i+f,i+n);return C===-1?-1:C-i},c=0;if(n>1&&e.charCodeAt(0)===33&&(o.prefix="!",c=1),n>1&&e.charCodeAt(0)===35){let f=this.scanParamName(e,1),C=f,E=-1;if(C<n&&e.charCodeAt(C)===91&&(E=p(C+1),E!==-1&&(C=E+1)),f>1&&C===n)return o.prefix="#",o.parameter=e.slice(1,f),o.parameterPos=i+1,o.parameterEnd=i+f,E!==-1&&(o.index=h(f+1,E,"embedded")),o}let d=c;if(c=this.scanParamName(e,c),o.parameter=e.slice(d,c),o.parameterPos=i+d,o.parameterEnd=i+c,c<n&&e.charCodeAt(c)===91){let f=p(c+1);f!==-1&&(o.index=h(c+1,f,"embedded"),c=f+1)}if(c>=n)return o;let l=i+c,m=i+n,A=e.charCodeAt(c),g=e.charCodeAt(c+1),k=e[A===58?c+1:c];if(k==="-"||k==="="||k==="+"||k==="?"){let f=c+(A===58?2:1);return o.operation={type:"Default",pos:l,end:m,operatorEnd:i+f,operator:A===58?`:${k}`:k,operand:h(f,n,s?"quoted":"word")},o}if(A===58){c++;let f=i+c,C=we(e.slice(c),58,!0,(E,b)=>this.findNestedShellEnd(f+E,m,b)-f);return o.operation={type:"Slice",pos:l,end:m,operatorEnd:f,operator:":",offset:h(c,C===-1?n:c+C,"embedded"),length:C===-1?void 0:h(c+C+1,n,"embedded")},o}if(A===35||A===37){let f=g===A,C=A===35?f?"##":"#":f?"%%":"%",E=c+(f?2:1);return o.operation={type:"Remove",pos:l,end:m,operatorEnd:i+E,operator:C,operand:h(E,n)},o}if(A===47){c++;let f="/";(g===47||g===35||g===37)&&(f=g===47?"//":g===35?"/#":"/%",c++);let C=c;g===47&&(C=ht(e,c,n),e.charCodeAt(C)===47&&C++);let E=we(e.slice(C),47),b=E===-1?n:C+E;return o.operation={type:"Replace",pos:l,end:m,operatorEnd:i+c,operator:f,pattern:h(c,b),replacement:h(E===-1?n:b+1,n)},o}if(A===94||A===44){let f=g===A,C=A===94?f?"^^":"^":f?",,":",",E=c+(f?2:1);return o.operation={type:"CaseModification",pos:l,end:m,operatorEnd:i+E,operator:C,operand:E===n?void 0:h(E,n)},o}return o.prefix==="!"&&o.index===void 0&&c+1===n&&(A===64||A===42)?(o.operation={type:"Names",pos:l,end:m,operatorEnd:m,operator:A===64?"@":"*"},o):A===64?(o.operation={type:"Transform",pos:l,end:m,operatorEnd:l+1,operator:"@",operand:h(c+1,n)},o):(o.operation={type:"Unknown",pos:l,end:m,operatorEnd:m,operator:e.slice(c)},o)})
/// Compiled when it is called:
(function(t,e,i){let s=this.src.charCodeAt(t);if(s===96){let n=t+1;for(;n<e;){let h=this.src.charCodeAt(n);if(h===92){n+=2;continue}if(n++,h===96)return n}return e}let o;if(s===36){let n=t+1;if(n<e&&this.src.charCodeAt(n)===123)o=this.findClosingBrace(n+1,e);else{let h=ht(this.src,n,e);if(h>=e||this.src.charCodeAt(h)!==40)return t;o=this.findClosingParenthesis(h+1,e)}}else{let n=t+1;if(i||s!==60&&s!==62||n>=e||this.src.charCodeAt(n)!==40)return t;o=this.findClosingParenthesis(n+1,e)}return o===-1?e:o+1})
/// Compiled when it is called:
(function(t,e){let i=e;if(i>=t.length)return i;let s=t.charCodeAt(i);if(s===64||s===42||s===35||s===63||s===45||s===36||s===33)return i+1;if(s>=48&&s<=57){for(;i<t.length&&t.charCodeAt(i)>=48&&t.charCodeAt(i)<=57;)i++;return i}if(s>=97&&s<=122||s>=65&&s<=90||s===95)for(i++;i<t.length;){let o=t.charCodeAt(i);if(o>=97&&o<=122||o>=65&&o<=90||o>=48&&o<=57||o===95)i++;else break}return i})
/// Compiled when it is called:
(function(){let t=this.pos-1,e=Qt(this.src,this.pos,this.srcEnd);return this.pos=e.end,e.closed||this.errors.push({message:"unterminated ANSI-C quote",pos:t}),e.value})
/// Compiled when it is called:
(function(t=!0,e=!1){let i=this.src,s=this.srcEnd,o=this._buildParts||this._buildValue,n=e?0:1,h=this.pos;this._unbalanced=!1;let p=t&&!e?this.substitutionContext.boundaries?.get(h):void 0;if(p!==void 0&&p<=s&&this._nestingDepth<256)return this.pos=p,o?i.slice(h,p-1):"";let c=!0;for(;!e&&this.pos<s;){let N=i.charCodeAt(this.pos);if(N===41){let X=o?i.slice(h,this.pos):"";return this.pos++,X}else{if(N===40||N===92||N===39||N===34||N===96||N===36&&(i.charCodeAt(this.pos+1)===39||i.charCodeAt(this.pos+1)===36||i.charCodeAt(this.pos+1)===123))break;if(N===60&&this.pos+1<s&&i.charCodeAt(this.pos+1)===60)break;if(N===35&&c)break;if(N===99&&c&&this.pos+3<s&&i.charCodeAt(this.pos+1)===97&&i.charCodeAt(this.pos+2)===115&&i.charCodeAt(this.pos+3)===101&&(this.pos+4>=s||i.charCodeAt(this.pos+4)<128&&Q[i.charCodeAt(this.pos+4)]&1))break;c=N<128&&(Q[N]&1)!==0,this.pos++}}let d=0,l=0,m=[],A=null,g,k=-1,f=h>=2&&i.charCodeAt(h)===40&&i.charCodeAt(h-1)===40&&i.charCodeAt(h-2)===36,C=0,E=!1,b=e?[{close:34,depth:0}]:[],_=e?1:0,x=0,y,P=-1,w=-1,B=-1,L=-1,rt=!1;for(;this.pos<s&&(n>0||b.length>0);){let N=i.charCodeAt(this.pos),X=b.length===0?void 0:b[b.length-1];if(X!==void 0&&X.depth===n){let D=!1;if(N===92){this.pos=Math.min(this.pos+2,s);continue}if(N===X.close){if(b.pop(),N===34?_--:x--,this.pos++,e&&n===0&&b.length===0)return"";continue}if(N===34)b.push({close:34,depth:n}),_++;else if(N===39&&X.close===125){this.pos++,this.skipSQ();continue}else if(N===96){for(this.pos++;this.pos<s&&i.charCodeAt(this.pos)!==96;)i.charCodeAt(this.pos)===92&&this.pos++,this.pos<s&&this.pos++;this.pos<s&&this.pos++;continue}else if(N===36){let I=i.charCodeAt(this.pos+1);if(I===39&&X.close===125){this.pos+=2,this.skipAnsiCQuoted();continue}if(I===123)b.push({close:125,depth:n}),x++,this.pos++;else if(I===40)this.pos++,N=40,D=!0;else if(I===36){this.pos+=i.charCodeAt(this.pos+2)===40?1:2;continue}}if(!E&&this._nestingDepth+Math.max(_,x)>256&&(this.errors.push({message:"maximum word nesting depth exceeded",pos:this.pos}),E=!0),!D){for(this.pos++;this.pos<s;){let I=i.charCodeAt(this.pos);if(I===92||I===34||I===36||I===96||I===125||I===39)break;this.pos++}continue}}if(N===35&&L!==-1&&!f&&k<0&&t&&!rt&&this._nestingDepth+(g?.length??0)<256&&Mt(i,L,s)===this.pos){rt=!0;let D=g?.[g.length-1],I=this.findSubstitutionEnd(D?.start??h,s,this._nestingDepth+(g?.length??0)+1);if(I!==-1){if(D===void 0)return this.pos=I,o?i.slice(h,I-1):"";this.pos=I-1,n=D.depth+1,d=0,l=0,m.length=D.parens+1,N=41}}if(N===40){let D=this.pos>h&&this.pos!==B?i.charCodeAt(this.pos-1):0,I=D===36?this.pos-1:this.pos===w?P:-1,$t=I!==-1||D===60||D===62||D===61||D===64||D===63||D===42||D===43||D===33||D===40&&m[m.length-1]===!1||f&&this.pos===h,ie=I!==-1&&i.charCodeAt(this.pos+1)!==40||(D===60||D===62)&&k<0&&!f;ie&&((g??(g=[])).push({start:this.pos+1,dollar:I,depth:n,parens:m.length,caseDepth:d,caseParens:l,arithBase:k,arithExtent:f,substitutions:C,checkedGrammar:rt,pendingDelims:A}),d=0,l=0,k=-1,f=!1,rt=!1,A=null),m.push(!$t),c=!0,!ie&&k<0&&this.pos+1<s&&i.charCodeAt(this.pos+1)===40&&(k=n),I!==-1&&(ie?C++:(y??(y=[])).push(n),C+(y?.length??0)+this._nestingDepth+(e?0:1)>256&&!E&&(this.errors.push({message:"maximum command substitution nesting depth exceeded",pos:I}),E=!0)),P=-1,w=-1,n++,d>0&&l++,this.pos++}else if(N===41){if(d>0&&l===0)this.pos++,c=!0;else{if(d>0&&l--,n--,n===0&&!e){let I=o?i.slice(h,this.pos):"";return this.pos++,I}if(n<=k&&(k=-1),y!==void 0)for(;y.length>0&&y[y.length-1]>=n;)y.pop();c=m.pop()??!0,this.pos++;let D=g?.[g.length-1];D!==void 0&&D.depth===n&&(g.pop(),d=D.caseDepth,l=D.caseParens,k=D.arithBase,f=D.arithExtent,C=D.substitutions,rt=D.checkedGrammar,A=D.pendingDelims)}L=this.pos}else if(N===92){if(this.pos>h&&i.charCodeAt(this.pos-1)===36){let D=ht(i,this.pos,s);D>this.pos&&i.charCodeAt(D)===40&&i.charCodeAt(D+1)!==40&&(P=this.pos-1,w=D)}this.pos++,this.pos<s&&(i.charCodeAt(this.pos)!==10&&(c=!1),this.pos++),B=this.pos}else if(N===36){let D=i.charCodeAt(++this.pos);D===39?(this.pos++,this.skipAnsiCQuoted()):D===36?this.pos++:D===123&&!ts(i.charCodeAt(this.pos+1))&&(b.push({close:125,depth:n}),x++,this.pos++),c=!1}else if(N===39)this.pos++,this.skipSQ(),c=!1;else if(N===34)b.push({close:34,depth:n}),_++,this.pos++,c=!1;else if(N===96){for(this.pos++;this.pos<s&&i.charCodeAt(this.pos)!==96;)i.charCodeAt(this.pos)===92&&this.pos++,this.pos<s&&this.pos++;this.pos<s&&this.pos++,c=!1}else if(N===60&&k<0&&this.pos+1<s&&i.charCodeAt(this.pos+1)===60){if(this.pos+2<s&&i.charCodeAt(this.pos+2)===60)this.pos+=3;else{this.pos+=2;let D=this.pos<s&&i.charCodeAt(this.pos)===45;D&&this.pos++,this.skipSpacesAndTabs(),this.readHereDocDelimiter(),(this._hereDelim||this._hereQuoted)&&(A??(A=[])).push({delimiter:this._hereDelim,strip:D,quoted:this._hereQuoted})}c=!1}else if(N===10&&A){this.pos++;for(let D of A)this.skipHereDocBody(D.delimiter,D.strip,!0,D.quoted);A=null,c=!0}else if(N===35&&k<0&&!f&&c)for(;this.pos<s&&i.charCodeAt(this.pos)!==10;)this.pos++;else{let D=this.pos;for(;this.pos<s;){let I=i.charCodeAt(this.pos);if(I<128&&Q[I])break;this.pos++}if(this.pos>D){if(this.pos-D===4&&c&&k<0&&!f){let $t=i.charCodeAt(D);$t===99&&i.charCodeAt(D+1)===97&&i.charCodeAt(D+2)===115&&i.charCodeAt(D+3)===101?d++:$t===101&&i.charCodeAt(D+1)===115&&i.charCodeAt(D+2)===97&&i.charCodeAt(D+3)===99&&d>0&&(d--,d===0&&(l=0))}c=!1}else{let I=i.charCodeAt(this.pos);c=I<128&&(Q[I]&1)!==0,this.pos++}}}return this._unbalanced=!0,e&&g!==void 0&&g.length>0&&this.errors.push({message:"unterminated command substitution",pos:g[0].dollar}),o?i.slice(h,this.pos):""})
/// Compiled when it is called:
(function pe(r){switch(r){case",":return 1;case"=":case"+=":case"-=":case"*=":case"/=":case"%=":case"<<=":case">>=":case"&=":case"|=":case"^=":return 2;case"||":return 4;case"&&":return 5;case"|":return 6;case"^":return 7;case"&":return 8;case"==":case"!=":return 9;case"<":case"<=":case">":case">=":return 10;case"<<":case">>":return 11;case"+":case"-":return 12;case"*":case"/":case"%":return 13;case"**":return 14;case"?":return 3;default:return-1}})
/// Compiled when it is called:
(function es(r){switch(r){case"=":case"+=":case"-=":case"*=":case"/=":case"%=":case"<<=":case">>=":case"&=":case"|=":case"^=":case"**":return!0;default:return!1}})
/// Compiled when it is called:
(function le(r,t=0,e,i=0){let s=0,o=r.length,n=e?.embeddedWords.length??0;function h(_,x,y=!1){let P={type:"ArithmeticWord",pos:_+t,end:x+t,value:r.slice(_,x),parts:void 0};return y&&e?.embeddedWords.push(P),P}function p(){for(;s<o;){let _=r.charCodeAt(s);if(_===32||_===9||_===10)s++;else break}}function c(){if(s>=o)return null;let _=r.charCodeAt(s),x=s+1<o?r.charCodeAt(s+1):0,y=s+2<o?r.charCodeAt(s+2):0;switch(_){case 44:return s++,",";case 61:return x===61?(s+=2,"=="):(s++,"=");case 33:return x===61?(s+=2,"!="):null;case 60:return x===60?y===61?(s+=3,"<<="):(s+=2,"<<"):x===61?(s+=2,"<="):(s++,"<");case 62:return x===62?y===61?(s+=3,">>="):(s+=2,">>"):x===61?(s+=2,">="):(s++,">");case 43:return x===61?(s+=2,"+="):x===43?null:(s++,"+");case 45:return x===61?(s+=2,"-="):x===45?null:(s++,"-");case 42:return x===42?(s+=2,"**"):x===61?(s+=2,"*="):(s++,"*");case 47:return x===61?(s+=2,"/="):(s++,"/");case 37:return x===61?(s+=2,"%="):(s++,"%");case 124:return x===124?(s+=2,"||"):x===61?(s+=2,"|="):(s++,"|");case 38:return x===38?(s+=2,"&&"):x===61?(s+=2,"&="):(s++,"&");case 94:return x===61?(s+=2,"^="):(s++,"^");case 63:return s++,"?";default:return null}}function d(){for(p();s<o;){let x=r.charCodeAt(s);if(x!==33&&x!==126&&x!==43&&x!==45||r.charCodeAt(s+1)===61)break;s++,p()}if(r.charCodeAt(s)===40){let x=1;for(s++;s<o&&x>0;){let y=e?.findArithmeticWordEnd?.(s+t,t+o)??s+t;if(y>s+t){s=y-t;continue}let P=r.charCodeAt(s++);P===40?x++:P===41&&x--}}else s<o&&r.charCodeAt(s)!==41&&r.charCodeAt(s)!==58&&k(0);p();let _=r.charCodeAt(s);(_===43||_===45)&&r.charCodeAt(s+1)===_&&(s+=2)}function l(_){p();let x=s;if(x===o)return h(x,x);let y=e?.embeddedWords.length??0,P=0;for(;;){if(d(),p(),r.charCodeAt(s)===58&&P>0){P--,s++;continue}let w=s,B=c();if(B===null||P===0&&pe(B)<_){s=w;break}B==="?"&&P++}return e&&(e.embeddedWords.length=y),h(x,ve(r,x,s))}function m(_,x){if(x>256)return l(_);let y=A(x);for(;p(),!(s>=o);){let P=s,w=c();if(!w)break;if(w==="?"){if(pe(w)<_){s=P;break}let N=m(1,x+1);p(),s<o&&r.charCodeAt(s)===58&&s++;let X=m(3,x+1);y={type:"ArithmeticTernary",pos:y.pos,end:X.end,test:y,consequent:N,alternate:X};continue}let B=pe(w);if(B<_){s=P;break}let L=es(w)?B:B+1,rt=m(L,x+1);y={type:"ArithmeticBinary",pos:y.pos,end:rt.end,operator:w,left:y,right:rt}}return y}function A(_){if(p(),_>256)return l(15);if(s>=o)return h(s,s);let x=s,y=r.charCodeAt(s),P=s+1<o?r.charCodeAt(s+1):0;if(y===43&&P===43){s+=2;let w=A(_+1);return{type:"ArithmeticUnary",pos:x+t,end:w.end,operator:"++",operand:w,prefix:!0}}if(y===45&&P===45){s+=2;let w=A(_+1);return{type:"ArithmeticUnary",pos:x+t,end:w.end,operator:"--",operand:w,prefix:!0}}if(y===33){s++;let w=A(_+1);return{type:"ArithmeticUnary",pos:x+t,end:w.end,operator:"!",operand:w,prefix:!0}}if(y===126){s++;let w=A(_+1);return{type:"ArithmeticUnary",pos:x+t,end:w.end,operator:"~",operand:w,prefix:!0}}if(y===43&&P!==43&&P!==61){s++;let w=A(_+1);return{type:"ArithmeticUnary",pos:x+t,end:w.end,operator:"+",operand:w,prefix:!0}}if(y===45&&P!==45&&P!==61){s++;let w=A(_+1);return{type:"ArithmeticUnary",pos:x+t,end:w.end,operator:"-",operand:w,prefix:!0}}return g(_)}function g(_){let x=k(_);if(p(),s+1<o){let y=r.charCodeAt(s),P=r.charCodeAt(s+1);if(y===43&&P===43)return s+=2,{type:"ArithmeticUnary",pos:x.pos,end:s+t,operator:"++",operand:x,prefix:!1};if(y===45&&P===45)return s+=2,{type:"ArithmeticUnary",pos:x.pos,end:s+t,operator:"--",operand:x,prefix:!1}}return x}function k(_){if(p(),s>=o)return h(s,s);let x=r.charCodeAt(s);if(x===40){let L=s;s++;let rt=m(0,_+1);return p(),s<o&&r.charCodeAt(s)===41&&s++,{type:"ArithmeticGroup",pos:L+t,end:s+t,expression:rt}}if(x===36){let L=s,rt=e?.embeddedWords.length??0,N=f(),X=e?.findArithmeticWordEnd?.(L+t,t+o)??s+t;return X>s+t?(e&&(e.embeddedWords.length=rt),s=X-t,h(L,s,!0)):N}if(x===96||x===34||x===39){let L=s;return s=(e?.findArithmeticWordEnd?.(L+t,t+o)??L+t+1)-t,h(L,s,!0)}let y=s,P=e?.embeddedWords.length??0,w=C(),B=e?.findArithmeticWordEnd?.(y+t,t+o)??s+t;return B>s+t?(e&&(e.embeddedWords.length=P),s=B-t,h(y,s,!0)):w}function f(){let _=s;if(s++,s>=o)return h(_,s);let x=r.charCodeAt(s);if(x===40)if(s+1<o&&r.charCodeAt(s+1)===40){let y=e?.findArithmeticExpansionEnd(_+t,t+o)??-1;if(y!==-1)s=y-t;else{s+=2;let P=1;for(;s<o&&P>0;)r.charCodeAt(s)===40&&r.charCodeAt(s+1)===40?(P++,s+=2):r.charCodeAt(s)===41&&r.charCodeAt(s+1)===41?(P--,s+=2):s++}}else{s++;let y=e?.findClosingParenthesis(s+t,t+o)??-1;if(y!==-1)s=y-t+1;else{let w=1;for(;s<o&&w>0;){let B=r.charCodeAt(s++);B===40?w++:B===41&&w--}}let P=r.slice(_,s);return e?e.commandExpansion(_+t,s+t,P):new pt("ArithmeticCommandExpansion",_+t,s+t,P)}else if(x===123){let y=e?.findClosingBrace(s+t+1,t+o)??-1;if(y!==-1)s=y-t+1;else{s++;let P=1;for(;s<o&&P>0;){let w=r.charCodeAt(s++);w===123?P++:w===125&&P--}}}else for(;s<o;){let y=r.charCodeAt(s);if(y>=97&&y<=122||y>=65&&y<=90||y>=48&&y<=57||y===95)s++;else break}return h(_,s,x===40||x===123)}function C(){let _=s;for(;s<o;){let x=r.charCodeAt(s);if(x>=48&&x<=57||x>=65&&x<=90||x>=97&&x<=122||x===95||x===35)s++;else break}if(s>_&&s<o&&r.charCodeAt(s)===91){let x=e?.findClosingBracket?.(s+t+1,t+o)??-1;if(x!==-1)s=x-t+1;else{s++;let y=1;for(;s<o&&y>0;){let P=r.charCodeAt(s);P===91?y++:P===93&&y--,s++}}return h(_,s,!0)}return s===_&&s++,h(_,s)}if(p(),s>=o)return null;let E=s,b=m(0,i);return p(),s<o?(e&&(e.embeddedWords.length=n),h(E,ve(r,E,o),e!==void 0)):b})
/// Compiled when it is called:
(function ue(r,t,e=0,i,s=!1){if(!It(r,t.pos,t.end))return;let o=new ct(r,t.pos,t.end,!1,i);return o._nestingDepth=e,o.buildEmbeddedWordParts(t.pos,s)??void 0})
/// Compiled when it is called:
(function Ft(r,t,e,i,s,o=i){if(!It(e,t,t+r.length))return le(r,t,void 0,i)??void 0;let n=[],h=new ct(e,0,e.length,!1,s);h._nestingDepth=i;let p=le(r,t,{embeddedWords:n,commandExpansion:(c,d,l)=>new pt("ArithmeticCommandExpansion",c,d,l,{source:e,start:c+2,end:d-1,depth:i+1,parenBoundary:!0,context:s}),findClosingBracket:(c,d)=>h.findClosingBracket(c,d),findClosingBrace:(c,d)=>h.findClosingBrace(c,d),findClosingParenthesis:(c,d)=>h.findClosingParenthesis(c,d),findArithmeticExpansionEnd:(c,d)=>h.findArithmeticExpansionEnd(c,d),findArithmeticWordEnd:(c,d)=>h.findArithmeticWordEnd(c,d)},i)??void 0;if(o<=256)for(let c of n)c.parts=ue(e,c,o,s,!0);return p})
/// Compiled when it is called:
(function(t,e,i=this._nestingDepth+1){let s=this.context.boundaries?.get(t);if(s!==void 0)return s<=e?s:-1;let o=this.boundaries.get(t);return o!==void 0?o<=e?o:-1:(this.boundaries.has(t)||(this.boundaries.set(t,void 0),this.pending.push({start:t,end:e,depth:i})),-1)})
/// Compiled when it is called:
(function ps(r,t,e,i,s){let o=new Map([[t,void 0]]),n=[{start:t,end:e,depth:i}];for(;n.length>0;){let h=n.length,p=n[h-1],c=new Ae(r,p,o,n,s),d=new Kt(r,p.start,p.end,p.depth,!0,c).findSubstitutionEnd();n.length===h&&(o.set(p.start,d),d!==-1&&re(s).set(p.start,d),n.pop())}return o.get(t)??-1})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart),e=t.pos,i=this.tok.peek(u.CommandStart),s;if(i.token===a.Word){let h=this.tok.fork(i.end,this.end);switch(h.peek(u.CommandStart).token){case a.LParen:h.next(u.CommandStart),h.peek(u.Normal).token!==a.RParen&&(s=this.readWord(u.CommandStart));break;case a.LBrace:case a.If:case a.For:case a.While:case a.Until:case a.Case:case a.Select:case a.DblLBracket:case a.ArithCmd:s=this.readWord(u.CommandStart)}}let o=i.token===a.Word&&s===void 0?this.simpleCommandOrFunction(!0):this.command();if(o&&o.type!=="Function"&&o.type!=="Coproc")return{type:"Coproc",pos:e,end:o.end,name:s,body:o};this.error("expected command after 'coproc'",o?.pos??t.end);let n=o?this.makeCompoundList([this.makeStatement(o)]):{type:"CompoundList",pos:t.end,end:t.end,commands:[]};return{type:"Coproc",pos:e,end:n.end,name:s,body:n}})
/// Compiled when it is called:
(function(t){if(this.syntaxDepth>=256){this.error("maximum subshell nesting depth exceeded",t);let o=this.tok.skipSubshellBody();o<0&&this.error("expected ')' to close subshell",this.tok.getPos());let n=o>=0?o:t;return{type:"Subshell",pos:t,end:n,body:this.makeCompoundList([])}}this.syntaxDepth++;let e=this.list();this.syntaxDepth--,e.length===0&&this.error("expected command in subshell",t);let i=this.acceptEnd(a.RParen,u.Normal);i<0&&this.error("expected ')' to close subshell",this.tok.getPos());let s=i>=0?i:t;return{type:"Subshell",pos:t,end:s,body:this.makeCompoundList(e)}})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart).pos;if(this.syntaxDepth>=256){this.error("maximum brace group nesting depth exceeded",t);let o=this.tok.skipCompoundBody(a.RBrace);o<0&&this.error("expected '}' to close brace group",this.tok.getPos());let n=o>=0?o:t;return{type:"BraceGroup",pos:t,end:n,body:this.makeCompoundList([])}}this.syntaxDepth++;let e=this.list();this.syntaxDepth--,e.length===0&&this.error("expected command in brace group",t);let i=this.acceptEnd(a.RBrace,u.Normal);i<0&&this.error("expected '}' to close brace group",this.tok.getPos());let s=i>=0?i:t;return{type:"BraceGroup",pos:t,end:s,body:this.makeCompoundList(e)}})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart).pos;if(this.syntaxDepth>=256){this.error("maximum if nesting depth exceeded",t);let o=this.tok.skipCompoundBody(a.Fi);o<0&&this.error("expected 'fi' to close 'if'",this.tok.getPos());let n=o>=0?o:t;return{type:"If",pos:t,end:n,clause:this.makeCompoundList([]),then:this.makeCompoundList([]),elif:Ce,else:void 0}}this.syntaxDepth++;let e,i=t;for(;;){let o=this.list(),n=this.emptyListPos(o),h=this.makeCompoundList(o);this.skipSemi();let p=this.accept(a.Then,u.CommandStart);p?n>=0&&this.error(`expected command after '${i===t?"if":"elif"}'`,n):this.error("expected 'then'",this.tok.getPos());let c=this.list(),d=this.makeCompoundList(c);p&&c.length===0&&(this.error("expected command after 'then'",this.tok.peek(u.CommandStart).pos),d.pos=p.end,d.end=p.end),e?(e.elif===Ce&&(e.elif=[]),e.elif.push({type:"Elif",pos:i,end:d.end,clause:h,then:d})):e={type:"If",pos:t,end:t,clause:h,then:d,elif:Ce,else:void 0},this.skipSemi();let l=this.accept(a.Elif,u.CommandStart);if(!l)break;i=l.pos}if(this.accept(a.Else,u.CommandStart)){let o=this.list(),n=this.emptyListPos(o);n>=0&&this.error("expected command after 'else'",n),e.else=this.makeCompoundList(o),this.skipSemi()}let s=this.acceptEnd(a.Fi,u.CommandStart);return s<0&&this.error("expected 'fi' to close 'if'",this.tok.getPos()),e.end=s>=0?s:i,this.syntaxDepth--,e})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart).pos;if(this.tok.peek(u.Normal).token===a.LParen)return this.cStyleFor(t);let e=this.readRequiredWord("for"),i;if(this.skipNewlines(u.CommandStart),this.tok.peek(u.CommandStart).token===a.In)for(this.tok.next(u.CommandStart),i=[];this.tok.peek(u.Normal).token===a.Word;)i.push(this.readWord(u.Normal));if(this.skipSemi(),this.skipNewlines(u.CommandStart),this.tok.peek(u.CommandStart).token===a.LBrace){let p=this.braceGroup();return{type:"For",pos:t,end:p.end,name:e,wordlist:i,body:p.body}}let s=this.accept(a.Do,u.CommandStart)!==null;if(s||this.error("expected 'do'",this.tok.getPos()),this.syntaxDepth>=256){this.error("maximum for nesting depth exceeded",t);let p=this.tok.skipCompoundBody(a.Done);p<0&&this.error("expected 'done' to close 'for'",this.tok.getPos());let c=p>=0?p:t;return{type:"For",pos:t,end:c,name:e,wordlist:i,body:this.makeCompoundList([])}}this.syntaxDepth++;let o=this.doBody(s);this.syntaxDepth--,this.skipSemi();let n=this.acceptEnd(a.Done,u.CommandStart);n<0&&this.error("expected 'done' to close 'for'",this.tok.getPos());let h=n>=0?n:t;return{type:"For",pos:t,end:h,name:e,wordlist:i,body:this.makeCompoundList(o)}})
/// Compiled when it is called:
(function(t){let[e,i,s,o,n,h]=this.tok.readCStyleForExprs();if(this.tok.peek(u.CommandStart).token===a.Semi&&this.tok.next(u.CommandStart),this.skipNewlines(u.CommandStart),this.tok.peek(u.CommandStart).token===a.LBrace){let m=this.braceGroup();return new Gt(t,m.end,m.body,e,i,s,o,n,h,this.source,this.depth,this.tok.getSubstitutionContext())}let p=this.accept(a.Do,u.CommandStart)!==null;if(p||this.error("expected 'do'",this.tok.getPos()),this.syntaxDepth>=256){this.error("maximum for nesting depth exceeded",t);let m=this.tok.skipCompoundBody(a.Done);m<0&&this.error("expected 'done' to close 'for'",this.tok.getPos());let A=m>=0?m:t;return new Gt(t,A,this.makeCompoundList([]),e,i,s,o,n,h,this.source,this.depth,this.tok.getSubstitutionContext())}this.syntaxDepth++;let c=this.doBody(p);this.syntaxDepth--;let d=this.acceptEnd(a.Done,u.CommandStart);d<0&&this.error("expected 'done' to close 'for'",this.tok.getPos());let l=d>=0?d:t;return new Gt(t,l,this.makeCompoundList(c),e,i,s,o,n,h,this.source,this.depth,this.tok.getSubstitutionContext())})
/// Compiled when it is called:
(function(t){let e=this.tok.next(u.CommandStart).pos;if(this.syntaxDepth>=256){this.error(`maximum ${t} nesting depth exceeded`,e);let d=this.tok.skipCompoundBody(a.Done);d<0&&this.error(`expected 'done' to close '${t}'`,this.tok.getPos());let l=d>=0?d:e;return{type:"While",pos:e,end:l,kind:t,clause:this.makeCompoundList([]),body:this.makeCompoundList([])}}this.syntaxDepth++;let i=this.list(),s=this.emptyListPos(i),o=this.makeCompoundList(i);this.skipSemi();let n=this.accept(a.Do,u.CommandStart)!==null;n?s>=0&&this.error(`expected command after '${t}'`,s):this.error("expected 'do'",this.tok.getPos());let h=this.doBody(n);this.skipSemi();let p=this.acceptEnd(a.Done,u.CommandStart);p<0&&this.error(`expected 'done' to close '${t}'`,this.tok.getPos());let c=p>=0?p:e;return this.syntaxDepth--,{type:"While",pos:e,end:c,kind:t,clause:o,body:this.makeCompoundList(h)}})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart).pos,e=this.readRequiredWord("case");if(this.skipNewlines(u.CommandStart),this.accept(a.In,u.CommandStart)||this.error("expected 'in' after 'case' word",this.tok.getPos()),this.skipNewlines(u.CasePattern),this.syntaxDepth>=256){this.error("maximum case nesting depth exceeded",t);let p=this.tok.skipCompoundBody(a.Esac);p<0&&this.error("expected 'esac' to close 'case'",this.tok.getPos());let c=p>=0?p:t;return{type:"Case",pos:t,end:c,word:e,items:[]}}this.syntaxDepth++;let i=[],s=!1,o=this.tok.peek(u.CasePattern).token;for(;o!==a.Esac&&o!==a.EOF;){let p=this.tok.peek(u.Normal).pos;this.accept(a.LParen,u.Normal);let c=[],d=!0,l=this.tok.peek(u.Normal);for(;l.token!==a.RParen&&l.token!==a.EOF;){l.token===(d?a.Word:a.Pipe)?d=!d:s||(this.unexpectedToken(l),s=!0);let b=this.tok.next(u.Normal);b.token===a.Word&&c.push(this.toWord(b)),l=this.tok.peek(u.Normal)}d&&l.token===a.RParen&&!s&&(this.unexpectedToken(l),s=!0);let m=this.acceptEnd(a.RParen,u.Normal),A=this.list(),g=m>=0?m:c.length>0?c[c.length-1].end:p,k=A.length>0?A[A.length-1].end:g,f={type:"CaseItem",pos:p,end:k,pattern:c,body:A.length>0?this.makeCompoundList(A):{type:"CompoundList",pos:g,end:g,commands:[]},terminator:void 0},C=this.tok.peek(u.CommandStart);if(o=C.token,o===a.DoubleSemi||o===a.SemiAmp||o===a.DoubleSemiAmp){let E=this.tok.next(u.CommandStart);f.terminator=os[E.token],f.end=E.end}else o!==a.Esac&&o!==a.EOF&&!s&&(this.unexpectedToken(C),s=!0);i.push(f),this.skipNewlines(u.CasePattern),o=this.tok.peek(u.CasePattern).token}let n=this.acceptEnd(a.Esac,u.CommandStart);n<0&&this.error("expected 'esac' to close 'case'",this.tok.getPos());let h=n>=0?n:t;return this.syntaxDepth--,{type:"Case",pos:t,end:h,word:e,items:i}})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart).pos,e=this.readRequiredWord("select"),i;if(this.skipNewlines(u.CommandStart),this.tok.peek(u.CommandStart).token===a.In)for(this.tok.next(u.CommandStart),i=[];this.tok.peek(u.Normal).token===a.Word;)i.push(this.readWord(u.Normal));if(this.skipSemi(),this.skipNewlines(u.CommandStart),this.tok.peek(u.CommandStart).token===a.LBrace){let p=this.braceGroup();return{type:"Select",pos:t,end:p.end,name:e,wordlist:i,body:p.body}}let s=this.accept(a.Do,u.CommandStart)!==null;if(s||this.error("expected 'do'",this.tok.getPos()),this.syntaxDepth>=256){this.error("maximum select nesting depth exceeded",t);let p=this.tok.skipCompoundBody(a.Done);p<0&&this.error("expected 'done' to close 'select'",this.tok.getPos());let c=p>=0?p:t;return{type:"Select",pos:t,end:c,name:e,wordlist:i,body:this.makeCompoundList([])}}this.syntaxDepth++;let o=this.doBody(s);this.syntaxDepth--,this.skipSemi();let n=this.acceptEnd(a.Done,u.CommandStart);n<0&&this.error("expected 'done' to close 'select'",this.tok.getPos());let h=n>=0?n:t;return{type:"Select",pos:t,end:h,name:e,wordlist:i,body:this.makeCompoundList(o)}})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart).pos,e=this.parseTestOr(),i=this.acceptEnd(a.DblRBracket,u.TestMode);i<0&&this.error("expected ']]' to close '[['",this.tok.getPos());let s=i>=0?i:t;return{type:"TestCommand",pos:t,end:s,expression:e}})
/// Compiled when it is called:
(function(){let t=this.parseTestAnd();if(this.tok.peek(u.TestMode).token!==a.Or)return t;let e=[t];do this.tok.next(u.TestMode),e.push(this.parseTestAnd());while(this.tok.peek(u.TestMode).token===a.Or);return{type:"TestLogical",pos:t.pos,end:e[e.length-1].end,operator:"||",operands:e}})
/// Compiled when it is called:
(function(){let t=this.parseTestNot();if(this.tok.peek(u.TestMode).token!==a.And)return t;let e=[t];do this.tok.next(u.TestMode),e.push(this.parseTestNot());while(this.tok.peek(u.TestMode).token===a.And);return{type:"TestLogical",pos:t.pos,end:e[e.length-1].end,operator:"&&",operands:e}})
/// Compiled when it is called:
(function(){let t=this.tok.peek(u.TestMode);if(!Oe(t))return this.parseTestPrimary();let e=[];for(;Oe(t);){let s=this.tok.next(u.TestMode);e.push({type:"Negation",pos:s.pos,end:s.end}),t=this.tok.peek(u.TestMode)}let i=this.parseTestPrimary();return{type:"TestNot",pos:e[0].pos,end:i.end,negations:e,operand:i}})
/// Compiled when it is called:
(function(){if(this.tok.peek(u.TestMode).token===a.LParen){let h=this.tok.next(u.TestMode).pos;if(this.syntaxDepth>=256){this.error("maximum test group nesting depth exceeded",h);let l=this.tok.skipTestGroup();l<0&&this.error("expected ')' to close test group",this.tok.getPos());let m=l>=0?l:h,A=new Z("",h,h);return{type:"TestGroup",pos:h,end:m,expression:{type:"TestUnary",pos:h,end:h,operator:"-n",operand:A}}}this.syntaxDepth++;let p=this.parseTestOr();this.syntaxDepth--;let c=this.acceptEnd(a.RParen,u.TestMode);c<0&&this.error("expected ')' to close test group",this.tok.getPos());let d=c>=0?c:h;return{type:"TestGroup",pos:h,end:d,expression:p}}let t=this.tok.next(u.TestMode);(t.token===a.And||t.token===a.Or)&&this.unexpectedToken(t);let e=t.value,i=t.pos,s=t.end;if(t.keywordEligible&&hs[e]===1){if(this.tok.peek(u.TestMode).token===a.Word){let p=this.readTestOperand();return{type:"TestUnary",pos:i,end:p.end,operator:e,operand:p}}this.error("expected operand after unary test operator",s);let h=new Z("",s,s);return{type:"TestUnary",pos:i,end:s,operator:e,operand:h}}let o=this.tok.peek(u.TestMode);if(o.token===a.Word&&o.keywordEligible&&as[o.value]===1){let h=this.tok.next(u.TestMode).value,p;if(h==="=~"){let d=this.tok.readTestRegexWord();p=new Z(this.source.slice(d.pos,d.end),d.pos,d.end,this.source,te(this.tok.getSubstitutionContext()),this.depth)}else p=this.readTestOperand();let c=this.toWordFromPosEnd(t,i,s);return{type:"TestBinary",pos:i,end:p.end,operator:h,left:c,right:p}}let n=this.toWordFromPosEnd(t,i,s);return{type:"TestUnary",pos:i,end:n.end,operator:"-n",operand:n}})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.TestMode);return t.keywordEligible&&(t.value==="<"||t.value===">")&&this.error(`unexpected argument '${t.value}' to conditional operator`,t.pos),this.toWord(t)})
/// Compiled when it is called:
(function(){let t=this.tok.next(u.CommandStart).pos,e=this.readWord(u.FunctionName),i;if(this.tok.peek(u.CommandStart).token===a.LParen){let s=this.tok.next(u.CommandStart).pos;this.tok.peek(u.CommandStart).token===a.RParen?(this.tok.next(u.CommandStart),this.skipNewlines(u.CommandStart),i=this.commandAsBody()):i=this.withRedirects(this.subshellBody(s))}else this.skipNewlines(u.CommandStart),i=this.commandAsBody();return{type:"Function",pos:t,end:i.end,name:e,body:i}})
/// Compiled when it is called:
(function(t){let e=this.tok.next(t),i=e.pos,s=e.end,o=e.fileDescriptor!==void 0?{type:"FileDescriptor",pos:i,end:e.descriptorEnd,value:e.fileDescriptor}:e.variableName!==void 0?{type:"FileDescriptorVariable",pos:i,end:e.descriptorEnd,name:e.variableName}:void 0,n=e.targetEnd>e.targetPos;if(n||this.error("expected redirect target",e.targetPos),e.value==="<<"||e.value==="<<-"){let p={type:"HereDoc",pos:i,end:s,operator:e.value,descriptor:o,delimiter:n?{type:"HereDocDelimiter",pos:e.targetPos,end:e.targetEnd,text:this.source.slice(e.targetPos,e.targetEnd),value:e.content??"",quoted:e.delimiterQuoted}:void 0,body:new se(this.source,s,e.delimiterQuoted,this.depth,this.tok.getSubstitutionContext()),closing:void 0};return n&&this.tok.registerHereDocTarget(p),p}let h=n?new Z(this.source.slice(e.targetPos,e.targetEnd),e.targetPos,e.targetEnd,this.source,Nt(this.tok.getSubstitutionContext()),this.depth):void 0;return e.value==="<<<"?{type:"HereString",pos:i,end:s,operator:"<<<",descriptor:o,target:h}:{type:"Redirect",pos:i,end:s,operator:rs[e.value]??">",descriptor:o,target:h}})
/// Compiled when it is called:
(function(){let t=this.command();return t&&t.type!=="Command"&&t.type!=="Function"&&t.type!=="Coproc"?t:(this.error("expected compound command as function body",t?.pos??this.tok.getPos()),this.makeCompoundList(t?[this.makeStatement(t)]:[]))})
/// Compiled when it is called:
(function(t){let e=this.tok.peek(u.Normal);return e.token===a.Word?this.toWord(this.tok.next(u.Normal)):(e.token!==a.EOF&&this.error(`expected word after '${t}'`,e.pos),new Z("",e.pos,e.pos))})
/// Compiled when it is called:
(function(t){let e=t.raw?t.value:this.source.slice(t.pos,t.end);return new ee(e,t.pos,t.end,this.source,t.assignmentOperatorPos,this.depth,this.tok.getSubstitutionContext())})
/// Compiled when it is called:
(function expandBraces(text2, depth = 0) {
    if (depth > 8) return void 0;
    const brace = firstBrace(text2);
    if (!brace) return [text2];
    const before = text2.slice(0, brace.start);
    const after = expandBraces(text2.slice(brace.end), depth + 1);
    if (!after) return void 0;
    const results = [];
    for (const choice of brace.choices) {
      const inner = expandBraces(choice, depth + 1);
      if (!inner) return void 0;
      for (const middle of inner) for (const tail of after) results.push(before + middle + tail);
      if (results.length > MAX_RESULTS) return void 0;
    }
    return results;
  })
/// Compiled when it is called:
(function firstBrace(text2) {
    for (let i = 0; i < text2.length; i++) {
      const skipped = skipQuoted(text2, i);
      if (skipped > i) {
        i = skipped - 1;
      } else if (text2[i] === "{" && text2[i - 1] !== "$") {
        const brace = braceAt(text2, i);
        if (brace) return brace;
      }
    }
    return void 0;
  })
/// Compiled when it is called:
(function braceAt(text2, start) {
    const commas = [];
    let level = 0;
    for (let i = start; i < text2.length; i++) {
      const skipped = skipQuoted(text2, i);
      if (skipped > i) {
        i = skipped - 1;
        continue;
      }
      const character = text2[i];
      if (character === "{") level += 1;
      else if (character === "," && level === 1) commas.push(i);
      else if (character === "}" && --level === 0) {
        const choices = commas.length > 0 ? split(text2, start, commas, i) : sequence(text2.slice(start + 1, i));
        return choices && { start, end: i + 1, choices };
      }
    }
    return void 0;
  })
/// Compiled when it is called:
(function split(text2, start, commas, end) {
    const choices = [];
    let from = start + 1;
    for (const to of [...commas, end]) {
      choices.push(text2.slice(from, to));
      from = to + 1;
    }
    return choices;
  })
/// Compiled when it is called:
(function sequence(body) {
    const match = /^(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.(-?\d{1,9}))?$/.exec(body);
    if (!match?.[1] || !match[2]) return void 0;
    const letters = /[A-Za-z]/.test(match[1]);
    if (letters !== /[A-Za-z]/.test(match[2])) return void 0;
    const from = letters ? match[1].charCodeAt(0) : Number(match[1]);
    const to = letters ? match[2].charCodeAt(0) : Number(match[2]);
    const step = Math.abs(Number(match[3] ?? 1)) || 1;
    const results = [];
    for (let n = from; from <= to ? n <= to : n >= to; n += from <= to ? step : -step) {
      results.push(letters ? String.fromCharCode(n) : String(n));
      if (results.length > MAX_RESULTS + 1) break;
    }
    return results;
  })
/// Compiled when it is called:
(function skipQuoted(text2, i) {
    const character = text2[i];
    if (character === "\\") return Math.min(i + 2, text2.length);
    if (character === "'" || character === '"' || character === "`") {
      let j = i + 1;
      while (j < text2.length && text2[j] !== character) j += text2[j] === "\\" && character !== "'" ? 2 : 1;
      return Math.min(j + 1, text2.length);
    }
    if (character === "$" && (text2[i + 1] === "{" || text2[i + 1] === "(")) return skipExpansion(text2, i + 1);
    return i;
  })
/// Compiled when it is called:
(function skipExpansion(text2, start) {
    const open = text2[start];
    const close = open === "{" ? "}" : ")";
    let level = 0;
    for (let j = start; j < text2.length; j++) {
      if (text2[j] === "\\") j += 1;
      else if (text2[j] === open) level += 1;
      else if (text2[j] === close && --level === 0) return j + 1;
    }
    return text2.length;
  })
/// Compiled when it is called:
(function outputText(produced, run) {
    const parts = [];
    for (const invocation of produced) {
      if (invocation.writes.length > 0) continue;
      if (produced.some((other) => other !== invocation && other.stdin?.from.includes(invocation))) continue;
      const text2 = printed(invocation, run);
      if (text2 === void 0) return void 0;
      parts.push(text2);
    }
    return parts.length === 0 ? void 0 : parts.join("");
  })
/// Compiled when it is called:
(function echoed(args) {
    let first = 0;
    let escapes = false;
    while (/^-[neE]+$/.test(args[first] ?? "")) {
      if (args[first]?.includes("e")) escapes = true;
      first += 1;
    }
    const text2 = args.slice(first).join(" ");
    return `${escapes ? unescaped(text2) : text2}
`;
  })
/// Compiled when it is called:
(function formatted(args) {
    const operands = args[0] === "--" ? args.slice(1) : args;
    const format = operands[0] ?? "";
    if (/%[^s%b]/.test(format) || !isKnown(format)) return UNKNOWN;
    let next = 1;
    let text2 = "";
    do {
      text2 += unescaped(format).replace(
        /%([sb%])/g,
        (_, kind) => kind === "%" ? "%" : operands[next++] ?? ""
      );
    } while (next > 1 && next < operands.length && text2.length < 1e4);
    return text2;
  })
/// Compiled when it is called:
(function unescaped(text2) {
    return text2.replace(/\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|([ntrae\\]))/g, (_, hex, octal, letter) => {
      if (hex !== void 0) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal !== void 0) return String.fromCharCode(Number.parseInt(octal, 8));
      return ESCAPES[letter] ?? "";
    });
  })
/// Compiled when it is called:
(function decoded(text2, encoding) {
    if (text2 === void 0 || !isKnown(text2)) return void 0;
    return Buffer.from(text2.replace(/\s+/g, ""), encoding).toString("utf8").replaceAll("\0", "");
  })
/// Compiled when it is called:
(function lookUp(name, frame, run) {
    const { state } = frame;
    const own = state.vars.get(name);
    if (own !== void 0) return own;
    if (name === "PWD") return [state.cwd];
    if (/^[1-9]\d?$/.test(name)) {
      return state.positional ? [state.positional[Number(name) - 1] ?? ""] : [UNKNOWN];
    }
    if (name === "@" || name === "*") return state.positional ?? [UNKNOWN];
    if (name === "$" || name === "?" || name === "#" || name === "!" || name === "RANDOM" || name === "UID") return ["1"];
    if (name === "IFS") return [" "];
    const known4 = state.remote ? void 0 : run.context.variables.get(name);
    return [known4 ?? UNKNOWN];
  })
/// Compiled when it is called:
(function parameterValues(part, frame, run, textOf) {
    const { operation } = part;
    if (part.prefix === "#") return ["1"];
    let values = lookUp(part.parameter, frame, run);
    if (part.prefix === "!") {
      if (operation?.type === "Names" || part.index) return [UNKNOWN];
      values = values.flatMap((name) => isKnown(name) ? lookUp(name, frame, run) : [UNKNOWN]);
    }
    if (part.index && /^\d+$/.test(part.index.value)) values = [values[Number(part.index.value)] ?? ""];
    if (!operation) return values;
    run.spend("characters", WORK_PER_CHARACTER * values.reduce((sum, value) => sum + value.length, 0));
    switch (operation.type) {
      case "Default":
        return withDefault(operation.operator, values, textOf(operation.operand), part.parameter, frame);
      case "Remove":
        return mapKnown(
          values,
          textOf(operation.operand),
          (value, pattern) => removed(value, pattern, operation.operator)
        );
      case "Replace": {
        const replacement = textOf(operation.replacement)[0] ?? "";
        return mapKnown(
          values,
          textOf(operation.pattern),
          (value, pattern) => replaced(value, pattern, replacement, operation.operator)
        );
      }
      case "Slice":
        return sliced(values, operation.offset.value, operation.length?.value);
      case "CaseModification":
        return values.map((value) => recased(value, operation.operator));
      case "Transform":
        return operation.operand.value === "Q" || operation.operand.value === "E" ? values : [UNKNOWN];
      case "Names":
      case "Unknown":
        return [UNKNOWN];
      default:
        return [UNKNOWN];
    }
  })
/// Compiled when it is called:
(function withDefault(operator, values, operand, name, frame) {
    if (operator.endsWith("?")) return values;
    if (operator.endsWith("+")) return values.every((value) => value === "") ? [""] : operand;
    const results = values.flatMap((value) => {
      if (value === "") return operand;
      return isKnown(value) ? [value] : [...operand, value];
    });
    if (operator.endsWith("=")) frame.state.vars.set(name, results);
    return results;
  })
/// Compiled when it is called:
(function mapKnown(values, patterns, change) {
    const pattern = patterns[0] ?? "";
    if (!isKnown(pattern)) return [UNKNOWN];
    return values.map((value) => isKnown(value) ? change(value, pattern) : UNKNOWN);
  })
/// Compiled when it is called:
(function removed(value, pattern, operator) {
    if (value.length > MAX_VALUE) return UNKNOWN;
    const whole = globPattern(pattern);
    if (!whole) return UNKNOWN;
    const front = operator.startsWith("#");
    const longest = operator.length === 2;
    for (let i = 0; i <= value.length; i++) {
      const length = longest ? value.length - i : i;
      const piece = front ? value.slice(0, length) : value.slice(value.length - length);
      if (whole.test(piece)) return front ? value.slice(length) : value.slice(0, value.length - length);
    }
    return value;
  })
/// Compiled when it is called:
(function replaced(value, pattern, replacement, operator) {
    if (/[*?[]/.test(pattern) || !isKnown(replacement)) return UNKNOWN;
    if (pattern === "") return value;
    if (operator === "//") return value.replaceAll(pattern, () => replacement);
    if (operator === "/#") return value.startsWith(pattern) ? replacement + value.slice(pattern.length) : value;
    if (operator === "/%") return value.endsWith(pattern) ? value.slice(0, -pattern.length) + replacement : value;
    return value.replace(pattern, () => replacement);
  })
/// Compiled when it is called:
(function sliced(values, offset, length) {
    const start = integer(offset);
    const count2 = length === void 0 ? void 0 : integer(length);
    if (start === void 0 || length !== void 0 && count2 === void 0) return [UNKNOWN];
    return values.map((value) => {
      if (!isKnown(value)) return UNKNOWN;
      const from = start < 0 ? Math.max(0, value.length + start) : start;
      if (count2 === void 0) return value.slice(from);
      return value.slice(from, count2 < 0 ? value.length + count2 : from + count2);
    });
  })
/// Compiled when it is called:
(function recased(value, operator) {
    const change = (text2) => operator.startsWith("^") ? text2.toUpperCase() : text2.toLowerCase();
    return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
  })
/// Compiled when it is called:
(function globPattern(pattern) {
    if (pattern.length > 100 || (pattern.match(/\*@/g)?.length ?? 0) > 3) return void 0;
    let source2 = "";
    for (let i = 0; i < pattern.length; i++) {
      const character = pattern[i];
      if (character === "*") source2 += "[\\s\\S]*";
      else if (character === "?") source2 += "[\\s\\S]";
      else if (character === "[") {
        const end = pattern.indexOf("]", i + 2);
        if (end < 0) return void 0;
        const body = pattern.slice(i + 1, end).replace(/\\/g, "\\\\").replace(/\[/g, "\\[").replace(/^!/, "^");
        source2 += `[${body}]`;
        i = end;
      } else source2 += character.replace(/[\\^$.|+(){}\]]/g, "\\$&");
    }
    try {
      return new RegExp(`^${source2}$`);
    } catch {
      return void 0;
    }
  })
/// Compiled when it is called:
(function expandText(word2, frame, run) {
    run.spend("words", 1 + (word2.parts?.length ?? 0));
    const texts = word2.parts ? joinParts(word2.parts, frame, run, false) : [word2.value];
    return texts.map((text2) => withTilde(text2, word2.text, frame, run));
  })
/// Compiled when it is called:
(function reparsed(source2, frame, run) {
    run.spend("characters", source2.length);
    const command = parse(`: ${source2}`).commands[0]?.command;
    if (command?.type !== "Command") return source2 === "" ? [] : [UNKNOWN];
    const inner = deeper(frame, "{\u2026}", { via: frame.via });
    return command.suffix.flatMap((word2) => word2.type === "Word" ? expandWord(word2, inner, run) : [UNKNOWN]);
  })
/// Compiled when it is called:
(function fields(value, frame) {
    if (value === "") return [];
    const ifs = frame.state.vars.get("IFS")?.[0];
    if (ifs === void 0) return value.split(/[ \t\n]+/);
    const separators = new Set(ifs);
    const pieces = [""];
    for (const character of value) {
      if (separators.has(character)) pieces.push("");
      else pieces.push(`${pieces.pop() ?? ""}${character}`);
    }
    return pieces;
  })
/// Compiled when it is called:
(function hiddenSubstitution(text2, frame, run) {
    const code = /\$\(([\s\S]*)\)/.exec(text2)?.[1] ?? /`([\s\S]*)`/.exec(text2)?.[1];
    if (code?.includes("/")) run.code(code, deeper(frame, "$(\u2026)", { stdin: void 0 }));
  })
/// Compiled when it is called:
(function substitute(script, text2, frame, run) {
    run.spend("characters", text2.length);
    if (!script) return UNKNOWN;
    const inner = deeper(frame, "$(\u2026)", { stdin: void 0 });
    const produced = run.script(script, inner);
    const output = outputText(produced, run);
    return output === void 0 ? UNKNOWN : output.replace(/\n+$/, "");
  })
/// Compiled when it is called:
(function processSubstitution(part, frame, run) {
    run.spend("characters", part.text.length);
    const name = `/dev/fd/${63 - run.feeds.size}`;
    const feed = { text: UNKNOWN, from: [] };
    if (part.script) {
      const writes = part.operator === ">";
      const inner = deeper(frame, writes ? ">(\u2026)" : "<(\u2026)", { stdin: writes ? feed : void 0 });
      const produced = run.script(part.script, inner);
      run.feeds.set(name, { text: writes ? void 0 : outputText(produced, run), from: produced });
    } else run.feeds.set(name, feed);
    return name;
  })
/// Compiled when it is called:
(function visitSubstitutions(node, frame, run) {
    const waiting = node ? [node] : [];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      run.spend("words", 1);
      if (next.type === "ArithmeticCommandExpansion") substitute(next.script, next.text, frame, run);
      else if (next.type === "CommandExpansion" || next.type === "ProcessSubstitution") partValues(next, frame, run);
      else {
        if (next.type === "ArithmeticExpansion" || next.type === "ParameterExpansion")
          run.spend("characters", next.text.length);
        forEachChild(next, (child) => waiting.push(child));
      }
    }
  })
/// Compiled when it is called:
(function merge(state, branch) {
    for (const [name, values] of branch.vars) {
      const before = state.vars.get(name);
      state.vars.set(name, before === void 0 || before === values ? values : union(before, values));
    }
    for (const name of branch.exported) state.exported.add(name);
    for (const [name, body] of branch.functions) state.functions.set(name, body);
    for (const [name, text2] of branch.aliases) state.aliases.set(name, text2);
    if (branch.cwd !== state.cwd) {
      state.fallbackCwd = state.cwd;
      state.cwd = branch.cwd;
    }
  })
/// Compiled when it is called:
(function assignedValues(assignment, frame, run) {
    visitSubstitutions(assignment.index, frame, run);
    if (assignment.value.type === "ArrayValue") {
      return assignment.value.elements.flatMap((element) => expandWord(element, frame, run));
    }
    return expandText(assignment.value, frame, run);
  })
/// Compiled when it is called:
(function assign(assignment, given, frame) {
    const values = given.map((value) => value.length > MAX_VALUE2 ? UNKNOWN : value);
    const { vars } = frame.state;
    const before = vars.get(assignment.name) ?? [];
    if (assignment.append && assignment.value.type === "Word") {
      const added = values[0] ?? "";
      vars.set(
        assignment.name,
        before.length === 0 ? [added] : before.map((value) => value.length > MAX_VALUE2 ? UNKNOWN : value + added)
      );
    } else {
      const keeps = assignment.append || assignment.index !== void 0;
      vars.set(assignment.name, keeps ? [...before, ...values].slice(0, 64) : values);
    }
  })
/// Compiled when it is called:
(function hereDocText(redirect, frame, run) {
    const { body, delimiter } = redirect;
    run.spend("characters", body.text.length);
    return delimiter?.quoted || !body.parts ? body.text : partsText(body.parts, frame, run);
  })
/// Compiled when it is called:
(function writtenText(file, frame, run) {
    return run.feeds.get(file) ?? (file.includes(UNKNOWN) ? void 0 : run.feeds.get(posix.resolve(frame.state.cwd, file)));
  })
/// Compiled when it is called:
(function changeFolder(call, frame, run) {
    const operand = call.words.slice(1).find((word2) => !/^-[LPe@qn]+$/.test(word2) && word2 !== "--");
    if (operand === void 0) setFolder(run.context.home, call, frame, run);
    else if (operand === "-" || operand.startsWith("+")) setFolder(UNKNOWN, call, frame, run);
    else setFolder(joined(frame.state.cwd, operand), call, frame, run);
  })
/// Compiled when it is called:
(function setFolder(folder, call, frame, run) {
    frame.state.cwd = folder.length > 1 && folder.endsWith("/") ? folder.slice(0, -1) : folder;
    frame.state.fallbackCwd = void 0;
    emit(call, frame, run);
  })
/// Compiled when it is called:
(function declare(call, frame, run) {
    const exports = call.words[0] === "export" || call.words.some((word2) => /^-[a-zA-Z]*x/.test(word2));
    for (const word2 of call.words.slice(1)) {
      const match = /^([A-Za-z_]\w*)(\+?=)?([\s\S]*)$/.exec(word2);
      const name = match?.[1];
      if (name === void 0 || word2.startsWith("-")) continue;
      if (match?.[2]) frame.state.vars.set(name, (match[3] ?? "").split(ELEMENT));
      if (exports) frame.state.exported.add(name);
    }
    emit(call, frame, run);
  })
/// Compiled when it is called:
(function unset(call, frame) {
    for (const name of call.words.slice(1)) {
      if (name === "-f" || name === "-v") continue;
      frame.state.vars.set(name, [""]);
      frame.state.functions.delete(name);
    }
  })
/// Compiled when it is called:
(function readVariables(call, frame) {
    const known4 = call.stdin?.text?.trim();
    const ifs = call.env.get("IFS") ?? " 	\n";
    const array = call.words.some((word2) => /^-[a-z]*a/.test(word2)) || call.words[0] !== "read";
    const values = known4 && array ? known4.split(new RegExp(`[${ifs.replace(/[\\\]^-]/g, "\\$&")}
]+`)) : known4 ? [known4] : [UNKNOWN];
    for (const name of call.words.slice(1)) {
      if (/^[A-Za-z_]\w*$/.test(name)) frame.state.vars.set(name, values);
    }
  })
/// Compiled when it is called:
(function printToVariable(call, frame, run) {
    const at = call.words.indexOf("-v");
    const name = call.words[at + 1];
    if (at === 1 && name !== void 0)
      frame.state.vars.set(name, [call.words.slice(3).join(" ").includes("%") ? UNKNOWN : call.words[3] ?? ""]);
    emit(call, frame, run);
  })
/// Compiled when it is called:
(function setOptions(call, frame) {
    const words = call.words.slice(1);
    const end = words.findIndex((word2) => !/^[-+]/.test(word2) && !/^(?:errexit|pipefail|nounset|xtrace)$/.test(word2));
    for (const word2 of words) {
      if (word2 === "--") break;
      if (/^-[a-z]*e/.test(word2) || word2 === "errexit") frame.state.errexit = true;
      if (/^\+[a-z]*e/.test(word2)) frame.state.errexit = false;
    }
    const dashes = words.indexOf("--");
    if (dashes >= 0) frame.state.positional = words.slice(dashes + 1);
    else if (end >= 0) frame.state.positional = words.slice(end);
  })
/// Compiled when it is called:
(function defineAlias(call, frame) {
    for (const word2 of call.words.slice(1)) {
      const match = /^([^=\s]+)=([\s\S]*)$/.exec(word2);
      if (match?.[1]) frame.state.aliases.set(match[1], match[2] ?? "");
    }
  })
/// Compiled when it is called:
(function evaluate(call, frame, run) {
    const text2 = call.words.slice(1).join(" ");
    if (/^\s*\0/.test(text2)) {
      const from = run.invocations.slice(-1).filter((last) => last.via.at(-1) === "$(\u2026)");
      emitOpaque(call, { text: void 0, from }, frame, run);
      return;
    }
    run.code(text2, deeper(frame, "eval"));
  })
/// Compiled when it is called:
(function trap(call, frame, run) {
    const code = call.words.slice(1).find((word2) => !word2.startsWith("-"));
    if (code !== void 0 && isKnown(code) && call.words.length > 2) run.code(code, deeper(frame, "trap"));
  })
/// Compiled when it is called:
(function source(call, frame, run) {
    const file = call.words.slice(1).find((word2) => word2 !== "--");
    const feed = file === void 0 ? void 0 : writtenText(file, frame, run) ?? (/^\/dev\/(?:stdin|fd\/0)$/.test(file) ? call.stdin : void 0);
    if (!feed) return emit(call, frame, run);
    if (feed.text === void 0) return emitOpaque(call, feed, frame, run);
    run.code(feed.text, deeper(frame, "source"));
  })
/// Compiled when it is called:
(function runLines(call, frame, run) {
    emit(call, frame, run);
    const name = call.words[0] ?? "";
    const base2 = name.slice(name.lastIndexOf("/") + 1);
    const pattern = LINES[SAME_AS[base2] ?? base2];
    const inner = deeper(frame, base2, { stdin: void 0 });
    for (const word2 of call.words.slice(1)) {
      const line = pattern?.exec(word2)?.[1];
      if (line !== void 0) run.code(line, inner);
    }
    if (base2 === "screen" || base2 === "tmux") runWords(call, inner, run);
  })
/// Compiled when it is called:
(function runWords(call, frame, run) {
    const start = call.words.findIndex(
      (word2, i) => i > 0 && /^(?:-[a-zA-Z]*m[a-zA-Z]*|new|new-session|new-window|neww|split-window|respawn-pane|run|run-shell)$/.test(word2)
    );
    const words = call.words.slice(start + 1).filter((word2, i, all) => !word2.startsWith("-") || all.slice(0, i).some((other) => !other.startsWith("-")));
    if (start > 0 && words.length > 0) run.call({ ...call, words, writes: [], stdin: void 0 }, frame);
  })
/// Compiled when it is called:
(function runStdin(call, frame, run) {
    emit(call, frame, run);
    const text2 = call.stdin?.text;
    if (text2 !== void 0 && isKnown(text2)) run.code(text2, deeper(frame, "at", { stdin: void 0 }));
  })
/// Compiled when it is called:
(function longOption(word2, following, shape, options) {
    const equals = word2.indexOf("=");
    if (equals > 0) {
      options.push({ name: word2.slice(0, equals), value: word2.slice(equals + 1) });
      return 0;
    }
    if (shape.long?.includes(word2.slice(2)) && following !== void 0) {
      options.push({ name: word2, value: following });
      return 1;
    }
    options.push({ name: word2 });
    return 0;
  })
/// Compiled when it is called:
(function runFind(call, frame, run) {
    emit(call, frame, run);
    const search = readFind(call.words.slice(1));
    const targets = foundPaths(search);
    const searched = search.filtered ? "filtered" : "all";
    const inner = deeper(frame, call.words[0] ?? "find");
    if (search.deletes) run.call({ ...call, words: ["rm", "-rf", ...targets], writes: [], searched }, inner);
    for (const command of search.commands) {
      const words = command.flatMap(
        (word2) => word2 === "{}" ? targets : word2.includes("{}") ? [word2.replaceAll("{}", targets[0] ?? UNKNOWN)] : [word2]
      );
      run.call({ ...call, words, writes: [], searched }, inner);
    }
  })
/// Compiled when it is called:
(function readFind(args) {
    let i = 0;
    while (/^-(?:[HLPO]|D$)/.test(args[i] ?? "")) i += args[i] === "-D" ? 2 : 1;
    const roots = [];
    for (; i < args.length && !/^[-(!,]/.test(args[i]); i++) roots.push(args[i]);
    const search = {
      roots: roots.length > 0 ? roots : ["."],
      commands: [],
      names: [],
      deletes: false,
      filtered: false
    };
    let negated = false;
    for (; i < args.length; i++) {
      const word2 = args[i];
      if (word2 === "!" || word2 === "-not") {
        negated = true;
        continue;
      }
      if (ACTIONS.has(word2)) {
        const start = i + 1;
        for (i = start; i < args.length && args[i] !== ";" && args[i] !== "+"; ) i += 1;
        search.commands.push(args.slice(start, i));
      } else if (word2 === "-delete") search.deletes = true;
      else if (word2 === "-prune") {
        search.names.length = 0;
        if (/^-or?$/.test(args[i + 1] ?? "")) search.filtered = false;
      } else if (WITH_VALUE.test(word2)) {
        i += 1;
        if (!negated) narrow(search, word2, args[i] ?? "");
      } else if (/^-(?:empty|executable|readable|nouser|nogroup|false)$/.test(word2) && !negated) search.filtered = true;
      negated = false;
    }
    return search;
  })
/// Compiled when it is called:
(function narrow(search, test, value) {
    if (NOT_A_FILTER.has(test) || test.endsWith("type") || isEverything(value)) return;
    search.filtered = true;
    if (/^-i?(?:name|path|wholename)$/.test(test)) search.names.push(value);
  })
/// Compiled when it is called:
(function foundPaths(search) {
    if (!search.filtered || search.names.length === 0) return [...search.roots];
    return search.roots.flatMap(
      (root) => search.names.map(
        (name) => name.includes("/") ? `${root}/**@/${name.replace(/^[./*]+/, "")}` : `${root}/**@/${name}`
      )
    );
  })
/// Compiled when it is called:
(function findOutput(feed) {
    const last = feed?.from.at(-1);
    if (!last || last.name !== "find" && last.name !== "gfind") return void 0;
    const search = readFind(last.args);
    return { paths: foundPaths(search), searched: search.filtered ? "filtered" : "all" };
  })
/// Compiled when it is called:
(function runFd(call, frame, run) {
    emit(call, frame, run);
    const { words } = call;
    const at = words.findIndex((word2) => /^(?:-x|-X|--exec|--exec-batch)$/.test(word2));
    if (at < 0) return;
    const [pattern = "", root = "."] = words.slice(1, at).filter((word2) => !word2.startsWith("-"));
    const target2 = isEverything(pattern) ? root : `${root}/**@/*${pattern}*`;
    const command = words.slice(at + 1);
    const named = command.some((word2) => word2.includes("{"));
    const inner = deeper(frame, words[0] ?? "fd");
    const full = command.map((word2) => /^\{\/?\/?\.?\}$/.test(word2) ? target2 : word2);
    run.call(
      {
        ...call,
        words: named ? full : [...full, target2],
        writes: [],
        searched: isEverything(pattern) ? "all" : "filtered"
      },
      inner
    );
  })
/// Compiled when it is called:
(function unwrap(name, wrapper, call, frame, run) {
    const args = ownArguments(wrapper, call.words.slice(1));
    if (!args) return emit(call, frame, run);
    const head = readHead(wrapper, args);
    if (head.options.some((option) => wrapper.shows?.includes(option.name))) return emit(call, frame, run);
    const inner = deeper(wrapped(wrapper, head.options, frame), name);
    if (runGivenCode(name, wrapper, head, inner, run)) return;
    const env = new Map([...call.env, ...head.env]);
    const [first, ...others] = head.rest;
    if (first === void 0) return emit(call, frame, run);
    const words = [VERSIONED.has(name) ? unversioned(first) : first, ...others];
    const has = (...names) => head.options.some((option) => names.includes(option.name));
    if (name === "sudo" && has("-s", "-i") || wrapper.joined && !has("-x", "--exec")) {
      run.code(words.join(" "), inner);
      return;
    }
    if (call.writes.length > 0) emit({ ...call, words: [":"] }, frame, run);
    run.call({ ...call, words, env, writes: [] }, inner);
  })
/// Compiled when it is called:
(function ownArguments(wrapper, args) {
    if (!wrapper.subcommand) return args;
    const { next } = scanOptions(args, wrapper);
    return wrapper.subcommand.includes(args[next] ?? "") ? args.slice(next + 1) : void 0;
  })
/// Compiled when it is called:
(function readHead(wrapper, args) {
    const env = /* @__PURE__ *@/ new Map();
    const first = scanOptions(args, wrapper);
    let options = first.options;
    let rest = args.slice(first.next);
    if (rest[0] === "-") rest = rest.slice(1);
    if (wrapper.assignments) rest = takeAssignments(rest, env);
    if (wrapper.operands) {
      rest = rest.slice(wrapper.operands);
      const second = scanOptions(rest, wrapper);
      options = [...options, ...second.options];
      rest = rest.slice(second.next);
    }
    if (rest[0] === "--") rest = rest.slice(1);
    return { options, env, rest };
  })
/// Compiled when it is called:
(function runGivenCode(name, wrapper, head, frame, run) {
    let ran = false;
    for (const option of head.options) {
      if (!wrapper.code?.includes(option.name) || option.value === void 0) continue;
      run.code([option.value, ...name === "env" ? head.rest.map(quoted) : []].join(" "), frame);
      ran = true;
    }
    return ran;
  })
/// Compiled when it is called:
(function wrapped(wrapper, options, frame) {
    const folder = options.find((option) => wrapper.chdir?.includes(option.name))?.value;
    if (folder === void 0 && !wrapper.remote) return frame;
    const cwd = folder === void 0 ? frame.state.cwd : folder.startsWith("/") ? folder : `${frame.state.cwd}/${folder}`;
    return { ...frame, state: { ...frame.state, cwd, remote: frame.state.remote || wrapper.remote === true } };
  })
/// Compiled when it is called:
(function takeAssignments(words, env) {
    let i = 0;
    for (; i < words.length; i++) {
      const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(words[i]);
      if (!match?.[1]) break;
      env.set(match[1], match[2] ?? "");
    }
    return words.slice(i);
  })
/// Compiled when it is called:
(function itemsOf(feed, separator) {
    const found = findOutput(feed);
    if (found) return { words: found.paths, searched: found.searched };
    const text2 = feed?.text;
    if (text2 === void 0) return { words: [UNKNOWN] };
    return {
      words: text2.split(separator).filter((word2) => word2 !== "").slice(0, 200)
    };
  })
/// Compiled when it is called:
(function runXargs(call, frame, run) {
    const args = call.words.slice(1).map((word2) => /^-[iel]$/.test(word2) ? "-r" : word2);
    const { options, next } = scanOptions(args, XARGS);
    const command = args.slice(next);
    emit(call, frame, run);
    if (command.length === 0) return;
    const file = options.some((option) => option.name === "-a" || option.name === "--arg-file");
    const items = itemsOf(file ? void 0 : call.stdin, /[\s\0]+/);
    const replace = options.find((option) => option.name === "-I" || option.name === "-J" || option.name === "--replace");
    const old = call.words.includes("-i") ? "{}" : void 0;
    const mark = replace ? replace.value ?? "{}" : old;
    const inner = deeper(frame, "xargs", { stdin: void 0 });
    for (const words of filled(command, items.words, mark)) {
      run.call({ ...call, words, writes: [], stdin: void 0, searched: items.searched }, inner);
    }
  })
/// Compiled when it is called:
(function filled(command, items, mark) {
    if (mark === void 0) return [[...command, ...items]];
    return items.slice(0, 32).map((item) => command.map((word2) => word2.replaceAll(mark, item)));
  })
/// Compiled when it is called:
(function runParallel(call, frame, run) {
    const args = call.words.slice(1);
    const { options, next } = scanOptions(args, PARALLEL);
    const rest = args.slice(next);
    const at = rest.findIndex((word2) => /^::::?\+?$/.test(word2));
    const command = at < 0 ? rest : rest.slice(0, at);
    const given = at < 0 ? [] : rest.slice(at + 1).filter((word2) => !/^::::?\+?$/.test(word2));
    const fromFile = rest[at]?.startsWith("::::") === true;
    emit(call, frame, run);
    const inner = deeper(frame, "parallel", { stdin: void 0 });
    const items = at < 0 || fromFile ? fromFile ? { words: [UNKNOWN] } : itemsOf(call.stdin, /\n+/) : { words: given };
    if (options.some((option) => option.name === "--pipe")) {
      run.call({ ...call, words: command, writes: [] }, { ...inner, stdin: call.stdin });
      return;
    }
    for (const item of items.words.slice(0, 32)) {
      const line = command.length === 0 ? item : commandLine(command, item);
      if (line === UNKNOWN) emit({ ...call, opaque: call.stdin ?? { text: void 0, from: [] } }, frame, run);
      else run.code(line, inner);
    }
  })
/// Compiled when it is called:
(function commandLine(command, item) {
    const line = command.join(" ");
    const mark = /\{[./#%]{0,2}\}/g;
    return mark.test(line) ? line.replace(mark, () => quoted(item)) : `${line} ${quoted(item)}`;
  })
/// Compiled when it is called:
(function gitWords(args, start) {
    let cwd = start;
    let elsewhere2 = false;
    const config = [];
    let i = 0;
    for (; i < args.length; i++) {
      const word2 = args[i];
      if (!word2.startsWith("-")) break;
      const value = args[i + 1] ?? "";
      if (word2 === "-C") {
        if (value !== "") cwd = value.startsWith("/") ? posix.normalize(value) : posix.normalize(`${cwd}/${value}`);
        i += 1;
      } else if (word2 === "-c" || word2 === "--config-env") {
        addConfig(value, config);
        i += 1;
      } else if (word2.startsWith("--config-env=")) addConfig(word2.slice("--config-env=".length), config);
      else if (/^--(?:git-dir|work-tree)\b/.test(word2)) elsewhere2 = true;
      if (WITH_VALUE2.has(word2)) i += 1;
    }
    return { cwd, config, elsewhere: elsewhere2, subcommand: args[i] ?? "", args: args.slice(i + 1) };
  })
/// Compiled when it is called:
(function addConfig(text2, config) {
    const equals = text2.indexOf("=");
    const key = (equals < 0 ? text2 : text2.slice(0, equals)).toLowerCase();
    config.push([key, equals < 0 ? "true" : text2.slice(equals + 1)]);
  })
/// Compiled when it is called:
(function runGit(call, frame, run) {
    const line = gitWords(call.words.slice(1), frame.state.cwd);
    const inner = deeper(frame, "git");
    for (const [key, value] of line.config) if (CODE_KEY.test(key)) run.code(withoutBang(value), inner);
    for (const [name, value] of call.env) if (CODE_VARIABLE.test(name)) run.code(value, inner);
    const alias = line.config.findLast(([key]) => key === `alias.${line.subcommand.toLowerCase()}`)?.[1];
    const hides = frame.state.remote || isOwnCommand(line.subcommand);
    const text2 = alias ?? (hides ? void 0 : run.context.gitAlias(line.subcommand, line.cwd));
    const used = frame.via.filter((step) => step.startsWith("git alias")).length;
    if (text2 === void 0 || line.subcommand === "" || used >= MAX_ALIASES) {
      emit(call, frame, run);
      runGiven(line.subcommand, line.args, inner, run);
      return;
    }
    const rest = line.args.map(quoted).join(" ");
    const head = call.words.slice(0, call.words.length - line.args.length - 1).map(quoted);
    const through = deeper({ ...frame, state: { ...frame.state } }, `git alias ${line.subcommand}`);
    if (text2.startsWith("!")) {
      emit({ ...call, words: [...call.words.slice(0, -line.args.length - 1), "alias-of-this-line"] }, frame, run);
      run.code(`${text2.slice(1)} ${rest}`, through);
    } else run.code(`${head.join(" ")} ${text2} ${rest}`, through);
  })
/// Compiled when it is called:
(function runGiven(subcommand, args, frame, run) {
    switch (subcommand) {
      case "bisect":
        if (args[0] === "run") run.call({ words: args.slice(1), env: /* @__PURE__ *@/ new Map(), writes: [], stdin: void 0 }, frame);
        return;
      case "submodule": {
        const at = args.indexOf("foreach");
        if (at >= 0)
          run.code(
            args.slice(at + 1).filter((word2) => word2 !== "--recursive").join(" "),
            frame
          );
        return;
      }
      case "rebase":
      case "difftool":
      case "filter-branch":
        for (const code of givenValues(args)) run.code(code, frame);
        return;
      case "config": {
        const at = args.findIndex((word2) => /^alias\./i.test(word2));
        const value = args[at + 1];
        if (at >= 0 && value?.startsWith("!")) run.code(value.slice(1), frame);
        return;
      }
    }
  })
/// Compiled when it is called:
(function givenValues(args) {
    const values = [];
    args.forEach((word2, i) => {
      const attached = /^(?:--exec|--extcmd|--[a-z]+-filter)=([\s\S]*)$/.exec(word2) ?? /^-x([\s\S]+)$/.exec(word2);
      const following = /^(?:-x|--exec|--extcmd|--[a-z]+-filter)$/.test(word2) ? args[i + 1] : void 0;
      const value = attached?.[1] ?? following;
      if (value !== void 0) values.push(value);
    });
    return values;
  })
/// Compiled when it is called:
(function callArguments(code, at, names) {
    const reader = new Reader(code, at, names);
    reader.space();
    const closes = reader.take("(");
    const values = [];
    while (values.length < MAX_ARGUMENTS) {
      values.push(reader.expression());
      if (!reader.take(",")) break;
      if (closes && reader.peek(")")) break;
    }
    return values;
  })
/// Compiled when it is called:
(function stringAt(code, at, names) {
    const reader = new Reader(code, at, names);
    const text2 = reader.quoted();
    return text2 === void 0 ? void 0 : { text: text2, end: reader.at };
  })
/// Compiled when it is called:
(function() {
      this.depth += 1;
      let value = this.depth > 8 ? this.skip() : this.term();
      for (; ; ) {
        this.space();
        const operator = this.code[this.at];
        if (operator === "+" || operator === "." && /^\.\s*["']/.test(this.code.slice(this.at, this.at + 8))) {
          this.at += 1;
          value = text(value) + text(this.term());
        } else if (operator === "/") {
          this.at += 1;
          value = `${text(value)}/${text(this.term())}`;
        } else break;
      }
      this.depth -= 1;
      if (!/^\s*(?:$|[,)\]};\n])/.test(this.code.slice(this.at, this.at + 40))) {
        const skipped = this.skip();
        return typeof value === "string" && skipped !== "" ? UNKNOWN : value;
      }
      return value;
    })
/// Compiled when it is called:
(function() {
      this.space();
      if (this.code[this.at] === "[") return this.list();
      const string = this.quoted();
      if (string !== void 0) return string;
      const rest = this.code.slice(this.at, this.at + 200);
      for (const [pattern, value] of [
        [HOME, this.names.home],
        [HERE, this.names.cwd]
      ]) {
        const match = pattern.exec(rest);
        if (match) {
          this.at += match[0].length;
          return value;
        }
      }
      return this.named(rest);
    })
/// Compiled when it is called:
(function(rest) {
      const word2 = /^[$@]?[A-Za-z_][\w.:$]*@/.exec(rest)?.[0];
      if (word2 === void 0) return this.skip();
      this.at += word2.length;
      const keyword = /^\s*=(?![=>~])/.exec(this.code.slice(this.at, this.at + 8));
      if (keyword) {
        this.at += keyword[0].length;
        return this.depth > 8 ? this.skip() : this.expression();
      }
      if (!this.peek("(")) return this.names.variables.get(word2.replace(/^[$@]/, "")) ?? UNKNOWN;
      this.take("(");
      const values = this.items(")");
      if (/(?:^|\.)(?:expanduser|expand_path)$/.test(word2)) return text(values[0] ?? "").replace(/^~/, this.names.home);
      if (/(?:^|\.)(?:join|Path|resolve|abspath|realpath|normpath|str|String|fspath|quote)$/.test(word2)) {
        const parts = values.map(text);
        const last = parts.findLastIndex((part) => part.startsWith("/"));
        return parts.slice(Math.max(0, last)).join("/");
      }
      return UNKNOWN;
    })
/// Compiled when it is called:
(function(close) {
      const values = [];
      while (this.at < this.code.length && values.length < MAX_ARGUMENTS) {
        if (this.take(close)) return values;
        const before = this.at;
        values.push(this.expression());
        this.take(",");
        if (this.at === before) this.at += 1;
      }
      return values;
    })
/// Compiled when it is called:
(function() {
      const start = this.at;
      let level = 0;
      const end = Math.min(this.code.length, start + 500);
      for (; this.at < end; this.at++) {
        const character = this.code[this.at];
        if ("([{".includes(character)) level += 1;
        else if (")]}".includes(character) && --level < 0) break;
        else if (level === 0 && (character === "," || character === "\n" || character === ";")) break;
      }
      return this.at > start ? UNKNOWN : "";
    })
/// Compiled when it is called:
(function() {
      this.space();
      const match = /^([A-Za-z]{0,2})("""|'''|"|'|`)/.exec(this.code.slice(this.at, this.at + 5));
      const quote = match?.[2];
      if (!match || quote === void 0) return void 0;
      const prefix = match[1] ?? "";
      if (prefix !== "" && !/^(?:[rbufRBUF]{1,2})$/.test(prefix)) return void 0;
      const from = this.at + match[0].length;
      let i = from;
      while (i < this.code.length && !this.code.startsWith(quote, i)) i += this.code[i] === "\\" ? 2 : 1;
      this.at = Math.min(this.code.length, i + quote.length);
      const raw = this.code.slice(from, i);
      const plain2 = prefix.toLowerCase().includes("r") ? raw : unescaped2(raw);
      if (prefix.toLowerCase().includes("f")) return this.filled(plain2, /\{([^{}]{0,200})\}/g);
      if (quote === "`") return this.filled(plain2, /\$\{([^{}]{0,200})\}/g);
      return quote === '"' ? this.filled(plain2, /#\{([^{}]{0,200})\}/g) : plain2;
    })
/// Compiled when it is called:
(function(template, hole) {
      return template.replace(hole, (_, inner) => {
        if (HOME.test(inner)) return this.names.home;
        return this.names.variables.get(inner.trim()) ?? UNKNOWN;
      });
    })
/// Compiled when it is called:
(function unescaped2(raw) {
    return raw.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex, unicode, other) => {
      const digits = hex ?? unicode;
      if (digits !== void 0) return String.fromCharCode(Number.parseInt(digits, 16));
      return ESCAPES2[other] ?? other;
    });
  })
/// Compiled when it is called:
(function runScriptText(code, language, call, frame, run) {
    run.spend("characters", code.length);
    const inner = deeper(frame, language);
    const names = { home: run.context.home, cwd: frame.state.cwd, variables: /* @__PURE__ *@/ new Map() };
    const renamed = renames(code);
    if (language === "awk") runAwkPipes(code, inner, run);
    let at = 0;
    while (at < code.length) {
      const character = code[at];
      if (startsComment(code, at, language)) at = endOfLine(code, at);
      else if (character === "`" && (language === "perl" || language === "ruby" || language === "php")) {
        at = backtick(code, at, inner, names, run);
      } else if (/["'`]/.test(character)) at = stringAt(code, at, names)?.end ?? at + 1;
      else if (/[A-Za-z_$%]/.test(character)) at = word({ code, language, names, renamed }, at, call, inner, run);
      else at += 1;
    }
  })
/// Compiled when it is called:
(function startsComment(code, at, language) {
    if (language === "node" || language === "php") return code.startsWith("//", at) && code[at - 1] !== ":";
    return code[at] === "#" && language !== "applescript" && code[at - 1] !== "$";
  })
/// Compiled when it is called:
(function backtick(code, at, frame, names, run) {
    const found = stringAt(code, at, names);
    if (!found) return at + 1;
    run.code(found.text, frame);
    return found.end;
  })
/// Compiled when it is called:
(function word(text2, at, call, frame, run) {
    const { code, language, names } = text2;
    const delimited = code[at + 1] === "x" ? /^(?:qx|%x)\s*([{([|/!])/.exec(code.slice(at, at + 8)) : null;
    if (delimited?.[1]) return delimitedCode(code, at + delimited[0].length, delimited[1], frame, run);
    const source2 = code.slice(at, at + 200);
    const match = /^(?:require\(["'][\w:/]{1,40}["']\)|__import__\(["']\w{1,40}["']\)|[$@]?[A-Za-z_$][\w$]*)(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*@/.exec(
      source2
    );
    if (!match) return at + 1;
    const end = at + match[0].length;
    const plain2 = plainName(match[0]);
    const name = text2.renamed.get(plain2) ?? plain2;
    const following = code.slice(end, end + 80);
    const assigned = /^\s*=(?![=>~])\s*@/.exec(following);
    if (assigned) {
      const value = stringAt(code, end + assigned[0].length, names);
      if (value) names.variables.set(name.replace(/^[$@]/, ""), value.text);
      return end;
    }
    if (language === "applescript" && name === "do" && /^\s+shell\s+script\s/.test(following)) {
      runValues(callArguments(code, end + following.search(/script\s/) + "script".length, names), call, frame, run);
      return end;
    }
    const evaluates = name === "eval" || name === "Function" || name === "exec" && language === "python";
    const called = /^\s*\(|^`/.test(following) || BARE_ARGUMENT[language]?.test(following);
    if (!called || !(evaluates || isOfInterest(name))) return end;
    run.spend("characters", COST_OF_ARGUMENTS);
    const values = callArguments(code, end, names);
    if (!evaluates) calls(name, values, call, frame, run);
    else if (typeof values[0] === "string") runScriptText(values[0], language, call, frame, run);
    return end;
  })
/// Compiled when it is called:
(function renames(code) {
    const found = /* @__PURE__ *@/ new Map();
    const pattern = /\b(rmtree|system|popen|exec|execSync|spawn|spawnSync|rmSync|rm|run|call|Popen)\s{0,4}(?:as\s|:)\s{0,4}([A-Za-z_]\w{0,40})/g;
    for (const [, name, alias] of code.matchAll(pattern)) if (name && alias) found.set(alias, name);
    return found;
  })
/// Compiled when it is called:
(function runAwkPipes(code, frame, run) {
    for (const [, text2] of code.matchAll(/\|&?\s{0,20}"([^"]{1,2000})"/g)) if (text2) run.code(text2, frame);
    for (const [, text2] of code.matchAll(/"([^"]{1,2000})"\s{0,20}\|&?\s{0,20}getline/g)) if (text2) run.code(text2, frame);
  })
/// Compiled when it is called:
(function plainName(name) {
    if (/^\w+$/.test(name)) return name;
    return name.replace(/^(?:require|__import__)\(["'](?:node:)?([\w/]+)["']\)/, "$1").replaceAll("->", ".");
  })
/// Compiled when it is called:
(function delimitedCode(code, from, open, frame, run) {
    const close = { "{": "}", "(": ")", "[": "]" }[open] ?? open;
    const end = code.indexOf(close, from);
    const text2 = code.slice(from, end < 0 ? code.length : end);
    run.code(text2, frame);
    return end < 0 ? code.length : end + 1;
  })
/// Compiled when it is called:
(function calls(name, values, call, frame, run) {
    const targets = values.flat().filter((value) => value !== "");
    if (REMOVE_TREE.test(name)) {
      const single = name === "rm" || name.endsWith(".rm");
      remove(["rm", "-rf"], single ? flatText(values[0]) : targets.slice(0, 8), call, frame, run);
    } else if (REMOVE_FILE.test(name)) remove(["rm", "-f"], targets.slice(0, 8), call, frame, run);
    else if (SHELL_CALL.test(name)) runValues(values, call, frame, run);
    else write(name, values, call, frame, run);
  })
/// Compiled when it is called:
(function remove(head, targets, call, frame, run) {
    const known4 = targets.filter((target2) => target2 !== UNKNOWN);
    const words = [...head, ...known4.length > 0 ? known4 : [UNKNOWN]];
    run.call({ ...call, words, writes: [], stdin: void 0 }, frame);
  })
/// Compiled when it is called:
(function runValues(values, call, frame, run) {
    const [first, second] = values;
    if (first === void 0 || first === UNKNOWN || first === "") return;
    const plain2 = { ...call, writes: [], stdin: void 0 };
    if (typeof first !== "string") {
      run.call({ ...plain2, words: first }, frame);
      return;
    }
    if (second !== void 0 && typeof second !== "string") run.call({ ...plain2, words: [first, ...second] }, frame);
    else if (!/\s/.test(first.trim()) && values.length > 1) {
      run.call(
        {
          ...plain2,
          words: [first, ...values.slice(1).map((value) => typeof value === "string" ? value : value.join(" "))]
        },
        frame
      );
    } else run.code(first, frame);
  })
/// Compiled when it is called:
(function write(name, values, call, frame, run) {
    const [path, mode] = values;
    if (typeof path !== "string" || path === UNKNOWN) return;
    if (/open$/i.test(name) && !(typeof mode === "string" && /^[wax>+]|r\+/.test(mode))) return;
    run.call({ ...call, words: [":"], writes: [{ path, append: mode === "a" }], stdin: void 0 }, frame);
  })
/// Compiled when it is called:
(function interpret(interpreter, call, frame, run) {
    const given = readPrograms(interpreter, call.words.slice(1));
    const feed = given.stdin && interpreter.language !== "awk" ? call.stdin : void 0;
    const programs = feed?.text === void 0 ? given.programs : [...given.programs, feed.text];
    if (feed && feed.text === void 0 && feed.from.length > 0) emitOpaque(call, feed, frame, run);
    else emit(call, frame, run);
    for (const text2 of programs) {
      if (text2 === UNKNOWN || HIDDEN.test(text2)) emitOpaque(call, { text: void 0, from: [] }, frame, run);
      else runScriptText(text2, interpreter.language, call, deeper(frame, call.words[0] ?? ""), run);
    }
  })
/// Compiled when it is called:
(function readPrograms(interpreter, args) {
    const found = [];
    let module = false;
    let i = 0;
    for (; i < args.length; i++) {
      const word2 = args[i];
      if (word2 === "eval" && interpreter.operand && interpreter.language === "node") continue;
      if (!word2.startsWith("-") || word2 === "-") break;
      if (word2 === "--") {
        i += 1;
        break;
      }
      const long = interpreter.long?.find((name) => word2 === name || word2.startsWith(`${name}=`));
      if (long !== void 0) {
        const value = word2.length > long.length ? word2.slice(long.length + 1) : args[++i];
        if (value !== void 0) found.push(value);
      } else if (!word2.startsWith("--")) {
        if (interpreter.language === "python" && /^-[a-zA-Z]*m/.test(word2)) module = true;
        i += shortOptions(interpreter, word2, args[i + 1], found);
      } else if (/^--(?:version|help|check)$/.test(word2)) module = true;
    }
    if (found.length > 0 || module) return { programs: found, stdin: false };
    const first = args[i];
    if (interpreter.operand && first !== void 0 && (interpreter.language === "awk" || args.includes("eval"))) {
      return { programs: [first], stdin: false };
    }
    return { programs: [], stdin: first === void 0 || first === "-" || first === "/dev/stdin" };
  })
/// Compiled when it is called:
(function shortOptions(interpreter, word2, following, found) {
    for (let i = 1; i < word2.length; i++) {
      const letter = word2[i];
      const rest = word2.slice(i + 1);
      if (interpreter.letters.includes(letter)) {
        if (rest !== "" && Array.from(rest).every((other) => interpreter.letters.includes(other))) continue;
        const value = rest === "" ? following : rest;
        if (value !== void 0) found.push(value);
        return rest === "" ? 1 : 0;
      }
      if (interpreter.valued?.includes(letter)) return rest === "" ? 1 : 0;
    }
    return 0;
  })
/// Compiled when it is called:
(function elsewhere(frame, label) {
    const state = {
      ...frame.state,
      cwd: UNKNOWN,
      fallbackCwd: void 0,
      vars: /* @__PURE__ *@/ new Map(),
      remote: true
    };
    return deeper(frame, label, { state });
  })
/// Compiled when it is called:
(function runSsh(call, frame, run) {
    emit(call, frame, run);
    const args = call.words.slice(1);
    const { options, next: host } = scanOptions(args, SSH);
    for (const { value } of options) {
      const line = /^(?:Proxy|Local|KnownHosts)Command[= ]([\s\S]+)$/i.exec(value ?? "")?.[1];
      if (line !== void 0) run.code(line, deeper(frame, "ssh", { stdin: void 0 }));
    }
    const after = args.slice(host + 1);
    const rest = after.slice(scanOptions(after, SSH).next);
    const inner = elsewhere(frame, "ssh");
    if (rest.length > 0) run.code(rest.join(" "), inner);
    else if (call.stdin?.text !== void 0) run.code(call.stdin.text, inner);
  })
/// Compiled when it is called:
(function runContainer(call, frame, run) {
    emit(call, frame, run);
    const name = call.words[0] ?? "";
    let args = call.words.slice(1);
    for (; ; ) {
      const { next } = scanOptions(args, CONTAINER);
      const word2 = args[next];
      args = args.slice(next + 1);
      if (word2 === void 0) return;
      if (word2 === "exec" || word2 === "run") break;
      if (word2 !== "compose" && word2 !== "container") return;
    }
    const target2 = scanOptions(args, CONTAINER);
    const words = args.slice(target2.next + 1);
    const dashes = words[0]?.startsWith("-") ? words.indexOf("--") : -1;
    const command = words.slice(dashes + 1);
    const options = target2.options.filter((option) => option.name === "--entrypoint");
    const entry = options[0]?.value;
    const full = entry === void 0 ? command : [entry, ...command];
    if (full.length > 0) run.call({ ...call, words: full, writes: [] }, elsewhere(frame, name));
  })
/// Compiled when it is called:
(function runShell(call, frame, run) {
    const name = call.words[0] ?? "sh";
    const words = shellWords(call.words.slice(1));
    if (words.shows) return emit(call, frame, run);
    const [first, ...others] = words.operands;
    if (words.code) {
      if (first === void 0) return emit(call, frame, run);
      runText(call, first, others, words.errexit, frame, run, `${name} -c`);
      return;
    }
    const feed = words.stdin || first === void 0 ? call.stdin : fileFeed(first, call, frame, run);
    const positional = words.stdin ? words.operands : others;
    if (!feed) return emit(call, frame, run);
    if (feed.text === void 0) {
      if (feed.from.length > 0) emitOpaque(call, feed, frame, run);
      else emit(call, frame, run);
      return;
    }
    runText(call, feed.text, [name, ...positional], words.errexit, frame, run, `${name} <`);
  })
/// Compiled when it is called:
(function runText(call, text2, words, errexit, frame, run, label) {
    emit({ ...call, words: [call.words[0] ?? "sh"] }, frame, run);
    if (/^\s*\0\s*(?:$|[;&|\n])/.test(text2)) {
      emitOpaque(call, { text: void 0, from: [] }, frame, run);
      return;
    }
    const [zero, ...positional] = words;
    const state = { ...fork(frame.state), positional, errexit };
    if (zero !== void 0) state.vars.set("0", [zero]);
    for (const [key, value] of call.env) state.vars.set(key, [value]);
    run.code(text2, deeper(frame, label, { state, stdin: void 0 }));
  })
/// Compiled when it is called:
(function fileFeed(file, call, frame, run) {
    if (/^(?:-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(file)) return call.stdin;
    return writtenText(file, frame, run);
  })
/// Compiled when it is called:
(function shellWords(args) {
    const found = { code: false, stdin: false, errexit: false, shows: false };
    let i = 0;
    for (; i < args.length; i++) {
      const word2 = args[i];
      if (word2 === "--" || word2 === "-") return { ...found, operands: args.slice(word2 === "--" ? i + 1 : i) };
      if (!/^[-+]/.test(word2)) break;
      if (word2.startsWith("--")) {
        if (word2 === "--rcfile" || word2 === "--init-file" || word2 === "--init-command") i += 1;
        else if (word2 === "--version" || word2 === "--help") found.shows = true;
        else if (word2 === "--command") found.code = true;
        else if (word2.startsWith("--command=")) {
          return { ...found, code: true, operands: [word2.slice("--command=".length), ...args.slice(i + 1)] };
        }
        continue;
      }
      const letters = word2.slice(1);
      if (word2.startsWith("-") && letters.includes("c")) found.code = true;
      if (word2.startsWith("-") && letters.includes("s")) found.stdin = true;
      if (word2.startsWith("-") && letters.includes("e")) found.errexit = true;
      i += letters.match(/[oO]/g)?.length ?? 0;
    }
    return { ...found, operands: args.slice(i) };
  })
/// Compiled when it is called:
(function isForkBomb(definition) {
    const name = definition.name.value;
    let bomb = false;
    const waiting = [definition.body];
    for (let node = waiting.pop(); node && !bomb; node = waiting.pop()) {
      if (node.type === "Pipeline" && node.commands.filter((command) => calls2(command, name)).length > 1) bomb = true;
      else if (node.type === "Statement" && node.background) bomb = callsSomewhere(node.command, name);
      forEachChild(node, (child) => waiting.push(child));
    }
    return bomb;
  })
/// Compiled when it is called:
(function callsSomewhere(node, name) {
    if (node.type === "Pipeline" || node.type === "AndOr") {
      return node.commands.some((command) => callsSomewhere(command, name));
    }
    return calls2(node, name);
  })
/// Compiled when it is called:
(function endsShell(node) {
    if (node.type === "BraceGroup") {
      const last = node.body.commands.at(-1)?.command;
      return last !== void 0 && last.type !== "AndOr" && endsShell(last);
    }
    return node.type === "Command" && /^(?:exit|return|break|continue)$/.test(node.name?.value ?? "");
  })
/// Compiled when it is called:
(function walkPipeline(node, frame, run) {
    const [only] = node.commands;
    if (node.commands.length === 1 && only) {
      walkCommand(only, frame, run);
      return;
    }
    let feed = frame.stdin;
    for (const command of node.commands) {
      const start = run.invocations.length;
      walkCommand(command, { ...frame, state: fork(frame.state), stdin: feed }, run);
      const produced = run.invocations.slice(start);
      feed = { text: outputText(produced, run), from: produced };
    }
  })
/// Compiled when it is called:
(function walkRedirected(node, frame, run) {
    const { writes, stdin } = writesOf(node.redirects, frame, run);
    if (writes.length > 0) run.call({ words: [":"], env: /* @__PURE__ *@/ new Map(), writes, stdin: void 0 }, frame);
    walkCommand(node.command, { ...frame, stdin: stdin ?? frame.stdin }, run);
  })
/// Compiled when it is called:
(function walkCompound(node, frame, run) {
    switch (node.type) {
      case "Subshell":
        walkList(node.body, { ...frame, state: fork(frame.state) }, run);
        return;
      case "BraceGroup":
        walkList(node.body, frame, run);
        return;
      case "If":
        walkList(node.clause, frame, run);
        walkBranch(node.then, frame, run);
        for (const branch of node.elif) {
          walkList(branch.clause, frame, run);
          walkBranch(branch.then, frame, run);
        }
        if (node.else) walkBranch(node.else, frame, run);
        return;
      case "While":
        walkList(node.clause, frame, run);
        walkBranch(node.body, frame, run);
        return;
      case "For":
      case "Select": {
        const words = node.wordlist?.flatMap((word2) => expandWord(word2, frame, run));
        frame.state.vars.set(node.name.value, words ?? frame.state.positional ?? ["\0"]);
        walkBranch(node.body, frame, run);
        return;
      }
      case "ArithmeticFor":
        for (const part of [node.initialize, node.test, node.update]) visitSubstitutions(part, frame, run);
        walkBranch(node.body, frame, run);
        return;
      case "Case":
        visitSubstitutions(node.word, frame, run);
        for (const item of node.items) walkBranch(item.body, frame, run);
        return;
      case "ArithmeticCommand":
        visitSubstitutions(node.expression, frame, run);
        return;
      case "TestCommand":
        walkTest(node, frame, run);
        return;
    }
  })
/// Compiled when it is called:
(function walkBranch(list, frame, run) {
    const branch = fork(frame.state);
    walkList(list, { ...frame, state: branch }, run);
    merge(frame.state, branch);
  })
/// Compiled when it is called:
(function problemOf(error) {
    if (error instanceof LimitReached) {
      const message = error.kind === "too-deep" ? "commands are nested too deeply" : "the command line is too long";
      return { kind: error.kind, message };
    }
    return { kind: "too-deep", message: error instanceof Error ? error.message : String(error) };
  })
/// Compiled when it is called:
(function shown(word2) {
    const clean = word2.replaceAll("\0", "\u2026").replace(/[\x00-\x1f\x7f]+/g, " ");
    return clean.length > 120 ? `${clean.slice(0, 119)}\u2026` : clean;
  })
/// Compiled when it is called:
(function explanation(guard, analysis, verdict2) {
    const lines = [`${guard} reads ${count(analysis.invocations.length)}:`];
    analysis.invocations.forEach((command, i) => {
      const mark = command === verdict2?.command ? ">" : " ";
      lines.push(`${mark} ${i + 1}. ${commandText(command)}`);
    });
    for (const problem of analysis.problems) lines.push(`  ! ${shown(problem.message)}`);
    lines.push("");
    if (!verdict2) lines.push("Verdict: nothing to say; the rules of the session decide.");
    else lines.push(`Verdict: ${verdict2.decision}, by rule ${verdict2.rule}.`, verdict2.reason);
    return lines.join("\n");
  })
/// Compiled when it is called:
(function explanationJson(guard, analysis, verdict2) {
    const commands = analysis.invocations.map((command) => ({
      name: known(command.name),
      args: command.args.map(known),
      ...command.remote ? {} : { cwd: known(command.cwd) },
      via: command.via.map(known),
      env: Object.fromEntries([...command.env].map(([name, value]) => [name, known(value)])),
      writes: command.writes.map((write2) => ({ path: known(write2.path), append: write2.append })),
      ...command.searched === void 0 ? {} : { searched: command.searched },
      opaque: command.opaque !== void 0,
      remote: command.remote
    }));
    const problems = analysis.problems.map(({ kind, message }) => ({ kind, message: known(message) }));
    const at = verdict2?.command === void 0 ? -1 : analysis.invocations.indexOf(verdict2.command);
    const said = verdict2 && {
      decision: verdict2.decision,
      rule: verdict2.rule,
      reason: verdict2.reason,
      ...at < 0 ? {} : { command: at }
    };
    return JSON.stringify({ guard, commands, problems, verdict: said ?? null });
  })
/// Compiled when it is called:
(function commandText(command) {
    const words = [command.name, ...command.args].map(
      (word2) => /^[^\s'"\\]+$/.test(word2) ? shown(word2) : JSON.stringify(shown(word2))
    );
    const notes = [];
    if (command.via.length > 0) notes.push(`through ${command.via.map(shown).join(" > ")}`);
    if (command.remote) notes.push("elsewhere");
    else notes.push(`in ${shown(command.cwd)}`);
    if (command.writes.length > 0) notes.push(`writes ${command.writes.map((write2) => shown(write2.path)).join(" ")}`);
    if (command.opaque) notes.push("runs code that cannot be read");
    if (command.searched) notes.push("on what a search finds");
    return `${words.join(" ")}   [${notes.join("; ")}]`;
  })
/// Compiled when it is called:
(function reasonOf(rule, subject, command) {
    const through = command.via.length > 0 ? ` Reached through ${command.via.map(shown).join(", ")}.` : "";
    return `${rule.reason.replace("{}", () => subject)}${through} (${rule.id})`;
  })
/// Compiled when it is called:
(function findRepository(start) {
    let folder = resolve(start);
    for (; ; ) {
      const gitDir = gitDirOf(folder);
      if (gitDir !== void 0) return { root: folder, gitDir, commonDir: commonDirOf(gitDir) };
      const parent = dirname(folder);
      if (parent === folder) return void 0;
      folder = parent;
    }
  })
/// Compiled when it is called:
(function currentBranch(repository) {
    const head = readText(join(repository.gitDir, "HEAD"))?.trim();
    return head?.startsWith("ref: refs/heads/") ? head.slice("ref: refs/heads/".length) : void 0;
  })
/// Compiled when it is called:
(function resolveRef(repository, ref, depth = 0) {
    if (ref.includes("..") || depth > 5) return void 0;
    for (const folder of [repository.gitDir, repository.commonDir]) {
      const text2 = readText(join(folder, ref))?.trim();
      if (text2?.startsWith("ref: ")) return resolveRef(repository, text2.slice("ref: ".length), depth + 1);
      if (text2 !== void 0) return commitId(text2);
    }
    const packed = readText(join(repository.commonDir, "packed-refs")) ?? "";
    const at = packed.indexOf(` ${ref}
`);
    return at < 0 ? void 0 : commitId(packed.slice(packed.lastIndexOf("\n", at) + 1, at));
  })
/// Compiled when it is called:
(function readConfig(file) {
    const values = /* @__PURE__ *@/ new Map();
    let section = "";
    const lines = (readText(file) ?? "").replace(/\\\r?\n/g, "").split(/\r?\n/);
    for (const line of lines) {
      const text2 = line.trim();
      const header = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(text2);
      if (header?.[1] !== void 0) {
        section = header[1].toLowerCase() + (header[2] === void 0 ? "" : `.${header[2].replace(/\\(.)/g, "$1")}`);
        continue;
      }
      const entry = /^([A-Za-z][A-Za-z0-9-]*)\s*(?:=\s*(.*))?$/.exec(text2);
      if (entry?.[1] !== void 0 && section !== "") {
        values.set(`${section}.${entry[1].toLowerCase()}`, configValue(entry[2] ?? "true"));
      }
    }
    return values;
  })
/// Compiled when it is called:
(function configValue(text2) {
    let value = "";
    let quoted2 = false;
    for (let i = 0; i < text2.length; i++) {
      const character = text2[i];
      if (character === '"') quoted2 = !quoted2;
      else if (character === "\\") value += escaped(text2[++i] ?? "");
      else if (!quoted2 && (character === "#" || character === ";")) break;
      else value += character;
    }
    return value.trimEnd();
  })
/// Compiled when it is called:
(function gitDirOf(folder) {
    const path = join(folder, ".git");
    let isFolder;
    try {
      isFolder = statSync(path).isDirectory();
    } catch {
      return void 0;
    }
    if (isFolder) return exists(join(path, "HEAD")) ? path : void 0;
    const target2 = /^gitdir: (.+)$/m.exec(readText(path) ?? "")?.[1]?.trim();
    if (target2 === void 0) return void 0;
    return isAbsolute(target2) ? target2 : resolve(folder, target2);
  })
/// Compiled when it is called:
(function commonDirOf(gitDir) {
    const target2 = readText(join(gitDir, "commondir"))?.trim();
    return target2 === void 0 ? gitDir : resolve(gitDir, target2);
  })
/// Compiled when it is called:
(function isSecretFile(path) {
    const clean = path.replace(/\/+$/, "");
    const name = clean.slice(clean.lastIndexOf("/") + 1);
    if (name === "" || SAMPLE.test(name)) return false;
    return SECRET_PATH.test(clean) || SECRET.some((pattern) => pattern.test(name));
  })
/// Compiled when it is called:
(function worktreeMayHoldSecret(root) {
    const folders = [root];
    let seen = 0;
    try {
      for (const folder of folders) {
        const entries = readdirSync(folder, { withFileTypes: true });
        seen += entries.length;
        if (seen > MOST_ENTRIES || mayHoldSecret(entries.map(({ name }) => name))) return true;
        const ignored = folder === root ? ignoredFolders(root, entries) : NONE;
        for (const entry of entries) {
          if (isSearched(entry, ignored)) folders.push(join(folder, entry.name));
        }
        if (folders.length > MOST_FOLDERS) return true;
      }
      return false;
    } catch {
      return true;
    }
  })
/// Compiled when it is called:
(function ignoredFolders(root, entries) {
    if (!entries.some((entry) => entry.name === ".gitignore" && entry.isFile())) return NONE;
    const lines = readFileSync(join(root, ".gitignore"), "utf8").split(/\r?\n/);
    if (lines.some((line) => line.startsWith("!"))) return NONE;
    const names = lines.map((line) => /^\/?([\w.-]+)\/?$/.exec(line.trimEnd())?.[1]);
    return new Set(names.filter((name) => name !== void 0));
  })
/// Compiled when it is called:
(function stagedFiles(repository) {
    if (!indexMayHoldSecret(repository)) return [];
    return listed(repository, ["diff", "--cached", "--name-only", "--no-ext-diff", "--diff-filter=d", "-z"]);
  })
/// Compiled when it is called:
(function changedFiles(repository) {
    if (!indexMayHoldSecret(repository)) return [];
    return listed(repository, ["ls-files", "--modified", "-z"]);
  })
/// Compiled when it is called:
(function addableFiles(repository) {
    if (!indexMayHoldSecret(repository) && !worktreeMayHoldSecret(repository.root)) return [];
    return listed(repository, ["ls-files", "--others", "--modified", "--exclude-standard", "-z"]);
  })
/// Compiled when it is called:
(function indexMayHoldSecret(repository) {
    let index;
    try {
      index = readFileSync(join(repository.gitDir, "index"), "latin1");
    } catch {
      return false;
    }
    for (const [run] of index.matchAll(/[\x20-\x7e]{3,400}/g)) {
      if (isSecretFile(run) || /\.env|\.pem|\.key|\.p12|id_|credential|secret|pgpass|netrc|npmrc|pypirc/i.test(run))
        return true;
    }
    return false;
  })
/// Compiled when it is called:
(function listed(repository, args) {
    try {
      const text2 = execFileSync("git", ["--no-optional-locks", "-c", "core.fsmonitor=false", ...args], {
        cwd: repository.root,
        encoding: "utf8",
        timeout: TIMEOUT_MS,
        maxBuffer: 16 * 1024 * 1024,
        stdio: ["ignore", "pipe", "ignore"]
      });
      return text2.split("\0").filter((name) => name !== "");
    } catch {
      return [];
    }
  })
/// Compiled when it is called:
(function facts(repository, world) {
    let values;
    return {
      root: repository.root,
      gitDir: repository.gitDir,
      branch: currentBranch(repository),
      config(key) {
        values ??= configFiles(repository, world).map(readConfig);
        return values.find((file) => file.has(key))?.get(key);
      },
      hasRef: (name) => ["refs/heads/", "refs/tags/", "refs/remotes/", ""].some(
        (prefix) => resolveRef(repository, prefix + name) !== void 0
      ),
      staged: () => stagedFiles(repository),
      addable: () => addableFiles(repository),
      changed: () => changedFiles(repository)
    };
  })
/// Compiled when it is called:
(function configFiles(repository, world) {
    const own = world.env.XDG_CONFIG_HOME ?? join(world.home, ".config");
    const files = [join(repository.gitDir, "config.worktree"), join(repository.commonDir, "config")];
    return world.home === "" ? files : [...files, join(world.home, ".gitconfig"), join(own, "git", "config")];
  })
/// Compiled when it is called:
(function fromPowerShell(line) {
    return line.replaceAll("\\", "/").replace(/`([\s\S])/g, (_, character) => character === "\n" ? " " : `\\${character}`).replace(/\$env:(?:USERPROFILE|HOME)\b/gi, () => "$HOME");
  })
/// Compiled when it is called:
(function explain(guard, line, place, form = "text") {
    const { analysis, verdict: verdict2 } = judgeLine(guard, line, place);
    return (form === "json" ? explanationJson : explanation)(guard.name, analysis, verdict2);
  })
/// Compiled when it is called:
(function pathKind(word2, command, place, folder = command.cwd) {
    const kinds = known2.get(command) ?? /* @__PURE__ *@/ new Map();
    known2.set(command, kinds);
    const key = `${folder}\0${word2}`;
    const kind = kinds.get(key) ?? findKind(word2, command, place, folder);
    kinds.set(key, kind);
    return kind;
  })
/// Compiled when it is called:
(function findKind(word2, command, place, folder) {
    if (word2 === "") return "nothing";
    if (WINDOWS_DRIVE.test(word2)) return "root";
    const plain2 = /^[A-Za-z]:[\\/]/.test(word2) ? word2.slice(2).replaceAll("\\", "/") : word2;
    if (!isKnown(plain2)) return partlyKnown(plain2, command, place, folder);
    const absolute = plain2.startsWith("/");
    if (command.remote && !absolute) return "remote";
    if (!absolute && !isKnown(folder)) {
      return EVERYTHING.test(plain2) || plain2.startsWith("..") ? "unknown" : "inside";
    }
    const { path, whole } = globBase(posix.normalize(absolute ? plain2 : `${folder}/${plain2}`));
    return resolvedKind(path, whole, command.remote, place, command);
  })
/// Compiled when it is called:
(function partlyKnown(word2, command, place, folder) {
    const head = word2.slice(0, word2.indexOf(UNKNOWN));
    const parent = head.slice(0, head.lastIndexOf("/") + 1);
    if (!/[^./]/.test(parent) || word2.includes("..")) return "unknown";
    const kind = pathKind(`${parent}x`, command, place, folder);
    return kind === "temp" || kind === "inside" || kind === "remote" ? kind : "unknown";
  })
/// Compiled when it is called:
(function globBase(path) {
    const parts = trimmed(path).split("/");
    const first = parts.findIndex((part) => /[*?[{]/.test(part));
    if (first < 0) return { path: trimmed(path), whole: false };
    const rest = parts.slice(first);
    const base2 = parts.slice(0, first).join("/") || "/";
    if (rest.every((part) => EVERYTHING.test(part))) return { path: base2, whole: true };
    const last = rest.at(-1) ?? "";
    return {
      path: trimmed(`${base2 === "/" ? "" : base2}/${rest.length > 1 && rest[0] === "**" ? last : rest[0]}`),
      whole: false
    };
  })
/// Compiled when it is called:
(function trimmed(path) {
    const clean = path.length > 1 && path.endsWith("/") ? path.replace(/\/+$/, "") : path;
    if (!clean.startsWith("/private/")) return clean || "/";
    return clean.replace(/^\/private\/(?=tmp(?:\/|$)|var\/folders(?:\/|$)|var\/tmp(?:\/|$))/, "/") || "/";
  })
/// Compiled when it is called:
(function topsOf(place) {
    const found = tops.get(place) ?? {
      home: trimmed(place.home),
      cwd: trimmed(place.cwd),
      project: trimmed(place.projectDir),
      temp: place.tempDirs.map(trimmed)
    };
    tops.set(place, found);
    return found;
  })
/// Compiled when it is called:
(function resolvedKind(path, whole, remote, place, command) {
    const { home, cwd, project, temp } = topsOf(place);
    if (path === "/" || /^\/[^/]*[*?[]/.test(path)) return "root";
    if (DEVICE.test(path)) return "device";
    if (remote) return remoteKind(path, place);
    if (isHome(path, home)) return "home";
    const repositories = [place.repository(command.cwd)?.root, place.repository(place.cwd)?.root].filter(isThere).map(trimmed);
    const projects = [...repositories, project];
    const git = gitKind(path, whole, projects, place, command);
    if (git) return git;
    if (projects.includes(path)) return "repository";
    const own = [...repositories, ...[project, cwd].filter((top) => isOwn(top, home))];
    const isInside = own.some((top) => holds(top, path));
    if (path === cwd || holds(path, cwd) && isInside) return whole && path === cwd ? "inside" : "cwd";
    if (isInside) return "inside";
    if (holds(path, home) || holds(path, cwd) || projects.some((top) => holds(path, top))) return "above";
    if (temp.includes(path)) return "temp-root";
    if (isTemp(path, place)) return "temp";
    if (isSystem(path)) return "system";
    return "outside";
  })
/// Compiled when it is called:
(function gitKind(path, whole, projects, place, command) {
    const match = path.toLowerCase().includes("/.git") ? /^(.*?)\/\.git(?:\/(.+))?$/i.exec(path) : null;
    if (!match) {
      const parent = posix.dirname(path);
      return /^\.(?:g\S*)?\*@/.test(posix.basename(path)) && projects.includes(parent) ? "git" : void 0;
    }
    const owner = match[1] === "" ? "/" : match[1] ?? "";
    const rest = match[2];
    const own = projects.includes(owner) || place.repository(command.cwd)?.gitDir === path;
    if (!own && isTemp(path, place)) return void 0;
    if (rest === void 0) return own || whole ? "git" : "git-part";
    return own && GIT_HEART.test(rest) && !rest.endsWith(".lock") ? "git" : "git-part";
  })
/// Compiled when it is called:
(function operandOfKind(command, place, kinds) {
    const { operands } = scanAll(command.args, {});
    const found = operands.find((word2) => kinds.includes(pathKind(word2, command, place)));
    return found === void 0 ? void 0 : shown(found);
  })
/// Compiled when it is called:
(function destroysVolume(command) {
    const entry = DESTROYERS.find(([name]) => name === command.name);
    const word2 = entry && command.args.find((argument) => entry[1].test(argument));
    return word2 === void 0 ? void 0 : shown(`${command.name} ${word2}`);
  })
/// Compiled when it is called:
((command, place) => {
        const sources = scanAll(command.args, { short: "tS", long: ["target-directory", "suffix"] }).operands.slice(
          0,
          -1
        );
        const kinds = ["root", "home", "system", "above", "repository", "git"];
        const found = sources.find((word2) => kinds.includes(pathKind(word2, command, place)));
        return found === void 0 ? void 0 : shown(found);
      })
/// Compiled when it is called:
((command) => {
        const [first] = scanAll(command.args, { short: "ns", long: ["iterations", "size", "random-source"] }).operands;
        return first === void 0 ? void 0 : shown(first);
      })
/// Compiled when it is called:
((command, place) => {
        const deletes = command.args.some((word2) => /^(?:--del(?:ete\S*)?|\/mir|sync|purge)$/i.test(word2));
        if (!deletes || command.args.some((word2) => /^(?:-\w*n\w*|--dry-run)$/.test(word2))) return void 0;
        const destination = scanAll(command.args, { short: "ef", long: ["exclude", "include", "filter", "rsh"] }).operands.at(-1) ?? "";
        const kind = destination.includes(":") ? "remote" : pathKind(destination, command, place);
        return kind === "inside" || kind === "temp" ? void 0 : shown(destination);
      })
/// Compiled when it is called:
(function removalOf(command) {
    const removal = known3.get(command) ?? readRemoval(command);
    known3.set(command, removal);
    return removal;
  })
/// Compiled when it is called:
(function readRemoval(command) {
    const { options, operands } = scanAll(command.args, {});
    const has = (pattern) => options.some((option) => pattern.test(option.name));
    return {
      recursive: ALWAYS_RECURSIVE.has(command.name) || has(/^(?:-r|-R|--r(?:e\w*)?|--recurse)$/),
      targets: operands,
      noPreserveRoot: has(/^--no-p/)
    };
  })
/// Compiled when it is called:
(function target(command, place, kinds, recursive) {
    const removal = removalOf(command);
    if (removal.recursive !== recursive) return void 0;
    const found = removal.targets.find((word2) => kinds.includes(pathKind(word2, command, place)));
    return found === void 0 ? void 0 : shown(found === "" ? '""' : found);
  })
/// Compiled when it is called:
(function afterFailedCd(command, place) {
    const { fallbackCwd } = command;
    if (fallbackCwd === void 0 || !removalOf(command).recursive) return void 0;
    const dangerous = ["root", "home", "system", "above", "repository", "git"];
    const found = removalOf(command).targets.find(
      (word2) => dangerous.includes(pathKind(word2, command, place, fallbackCwd))
    );
    return found === void 0 ? void 0 : shown(found);
  })
/// Compiled when it is called:
(function variablesIn(command, place) {
    const { targets } = removalOf(command);
    const found = targets.find((word2) => pathKind(word2, command, place) === "unknown");
    return found === void 0 ? void 0 : shown(found);
  })
/// Compiled when it is called:
(function gitFile(command, place) {
    const removal = removalOf(command);
    if (removal.recursive) return void 0;
    const kinds = ["git", "git-part"];
    const found = removal.targets.find(
      (word2) => !word2.endsWith(".lock") && kinds.includes(pathKind(word2, command, place))
    );
    return found === void 0 ? void 0 : shown(found);
  })
/// Compiled when it is called:
(function changed(command, place, kinds, recursive, like = /./) {
    const { options, operands } = scanAll(command.args, { long: ["from", "reference"] });
    if (options.some((option) => /^(?:-R|--recursive|--r\w*)$/.test(option.name)) !== recursive) return void 0;
    const found = operands.find(
      (word2) => like.test(word2) && kinds.includes(pathKind(word2, command, place)) && isPath(word2, command, operands)
    );
    return found === void 0 ? void 0 : shown(found);
  })
/// Compiled when it is called:
(function isPath(word2, command, operands) {
    return operands[0] !== word2 || command.args.some((argument) => argument.startsWith("--reference"));
  })
/// Compiled when it is called:
((command) => {
        const { options, operands } = scanAll(command.args, {});
        const recursive = options.some((option) => /^(?:-R|--r\w*)$/.test(option.name));
        const open = /^(?:0?[0-7]?777|0?[0-7]?666|[ugo]*a[ugo]*[+=][rwxX]*w[rwxX]*|[ug]*o[ug]*[+=][rwxX]*w[rwxX]*|\+[rx]*w[rwxX]*)$/;
        return recursive && open.test(operands[0] ?? "") ? shown(operands.slice(1).join(" ") || ".") : void 0;
      })
/// Compiled when it is called:
((command) => {
        const [first = ""] = scanAll(command.args, {}).operands;
        if (command.name === "systemctl") {
          return /^(?:poweroff|reboot|halt|rescue|emergency|kexec|suspend|hibernate)$/.test(first) ? shown(`systemctl ${first}`) : void 0;
        }
        if (command.name.endsWith("init")) return /^[0156]$/.test(first) ? shown(`${command.name} ${first}`) : void 0;
        return command.args.some((word2) => /^(?:-c|--help|--version|--show)$/.test(word2)) ? void 0 : command.name;
      })
/// Compiled when it is called:
(function killsAll(command) {
    const words = command.args.filter((word2) => !/^-(?:\d|[A-Z]{2,}|s|l)/.test(word2) || word2 === "-1");
    if (command.name === "kill") {
      const targets = command.args.filter((word2, i) => /^-?\d+$/.test(word2) && (i > 0 || command.args.length === 1));
      return targets.some((word2) => word2 === "-1" || word2 === "1") ? "every process of this account" : void 0;
    }
    if (command.name === "killall5") return "every process of this machine";
    if (words.some((word2) => word2 === "-u" || word2 === "--user" || word2 === "-U" || word2 === "--uid"))
      return "every process of an account";
    const pattern = words.at(-1) ?? "";
    return command.name === "pkill" && /^(?:\.\*?|\^?\.\*\$?|)$/.test(pattern) ? "every process that it finds" : void 0;
  })
/// Compiled when it is called:
(function findsLoss(loss, command) {
    let next = 0;
    for (const word2 of command.args) {
      if (loss.unless?.test(word2)) return void 0;
      const wanted = loss.words[next];
      if (wanted?.test(word2)) next += 1;
    }
    return next === loss.words.length ? shown([command.name, ...command.args].join(" ")) : void 0;
  })
/// Compiled when it is called:
((command) => {
        const texts = [...command.args, command.stdin?.text ?? ""];
        const found = texts.find((text2) => text2.length < 2e4 && SQL_LOSS.test(text2));
        return found === void 0 ? void 0 : shown(found);
      })*/
