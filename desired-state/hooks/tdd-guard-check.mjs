#!/usr/bin/env node
// Built from src/hooks of the reconcile project. Changes made here are overwritten.

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
  const answer3 = {};
  const specific = {};
  if (result.block !== void 0) {
    answer3.decision = "block";
    answer3.reason = cut(result.block);
  }
  if (result.decision) addDecision(result.decision, eventName, answer3, specific);
  if (result.additionalContext !== void 0 && TAKES_CONTEXT.has(eventName)) {
    specific.additionalContext = cut(result.additionalContext);
  }
  if (result.systemMessage !== void 0) answer3.systemMessage = cut(result.systemMessage);
  if (Object.keys(specific).length > 0) {
    answer3.hookSpecificOutput = { hookEventName: eventName, ...specific };
  }
  return Object.keys(answer3).length > 0 ? answer3 : void 0;
}
function addDecision(decision, eventName, answer3, specific) {
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
      answer3.decision = "block";
      answer3.reason = reason;
      return;
    case "ask":
      answer3.systemMessage = reason;
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

// src/hooks/dora/activity.ts
var MAX_LOG_BYTES = 1024 * 1024;
var TAIL_BYTES = 128 * 1024;
function activityFile(stateDir2, root) {
  return join(stateDir2, "hooks", "activity", `${projectKey(root)}.jsonl`);
}
function readActivity(file) {
  const found = [];
  for (const line of readLastLines(file, TAIL_BYTES)) {
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

// src/hooks/tdd/language.ts
var BY_EXTENSION = {
  ts: "typescript",
  tsx: "typescript",
  mts: "typescript",
  cts: "typescript",
  js: "typescript",
  jsx: "typescript",
  mjs: "typescript",
  cjs: "typescript",
  py: "python",
  rs: "rust",
  go: "go",
  java: "java"
};
function languageOf(path) {
  return BY_EXTENSION[extension(baseName(path))];
}
function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
function folderOf(path) {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
function extension(name) {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}
function stem(path) {
  const name = baseName(path);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? name : name.slice(0, dot);
}
function under(folder, rest) {
  if (folder === "") return rest;
  return rest === "" ? folder : `${folder}/${rest}`;
}

// src/hooks/tdd/candidates.ts
var SCRIPT_FAMILIES = [
  ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"],
  ["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"]
];
var SCRIPT_TEST_ROOTS = ["test", "tests", "__tests__", "spec", "test/unit", "tests/unit"];
var PYTHON_TEST_ROOTS = ["tests", "test", "tests/unit", "test/unit"];
function testCandidates(path, language) {
  return [...new Set(candidates(path, language))].filter((candidate) => candidate !== path);
}
function candidates(path, language) {
  switch (language) {
    case "typescript":
      return scriptCandidates(path);
    case "python":
      return pythonCandidates(path);
    case "rust":
      return rustCandidates(path);
    case "go":
      return goCandidates(path);
    case "java":
      return javaCandidates(path);
  }
}
function splitAt(path, roots) {
  const folders = folderOf(path).split("/");
  const at = folders.findIndex((folder) => roots.includes(folder));
  if (at < 0) return { root: "", inner: folderOf(path) };
  return { root: folders.slice(0, at).join("/"), inner: folders.slice(at + 1).join("/") };
}
function scriptCandidates(path) {
  const folder = folderOf(path);
  const { root, inner } = splitAt(path, ["src", "lib", "app"]);
  const own = extension(baseName(path));
  const family = SCRIPT_FAMILIES[own.includes("ts") ? 0 : 1];
  const extensions = [own, ...family.filter((other) => other !== own)];
  const names = stem(path) === "index" && folder !== "" ? ["index", baseName(folder)] : [stem(path)];
  const places = [folder, under(folder, "__tests__"), under(folder, "test"), under(folder, "tests")];
  for (const tests of SCRIPT_TEST_ROOTS) {
    const full = under(root, tests);
    places.push(under(full, inner), full, under(full, folder));
    if (root !== "") places.push(under(tests, folder), under(tests, under(root, inner)));
  }
  const found = [];
  for (const place of places) {
    for (const name of names) {
      for (const ext of extensions)
        found.push(under(place, `${name}.test.${ext}`), under(place, `${name}.spec.${ext}`));
    }
  }
  for (const name of names) for (const ext of extensions) found.push(under(folder, `__tests__/${name}.${ext}`));
  return found;
}
function pythonCandidates(path) {
  const folder = folderOf(path);
  const { root, inner } = splitAt(path, ["src", "lib", "app"]);
  const name = stem(path);
  const withoutPackage = inner.split("/").slice(1).join("/");
  const places = [];
  for (const tests of PYTHON_TEST_ROOTS) {
    const full = under(root, tests);
    places.push(full, under(full, inner), under(full, withoutPackage), under(tests, folder));
    const parent = folderOf(folder);
    if (parent !== "") places.push(under(parent, tests));
  }
  places.push(folder, under(folder, "tests"), under(folder, "test"));
  const names = [`test_${name}.py`, `${name}_test.py`];
  if (folder !== "") names.push(`test_${baseName(folder)}_${name}.py`);
  if (name === "__main__") names.push(`test_${baseName(folder)}.py`, "test_main.py", "test_cli.py");
  return places.flatMap((place) => names.map((file) => under(place, file)));
}
function rustCandidates(path) {
  const folder = folderOf(path);
  const { root, inner } = splitAt(path, ["src"]);
  const name = stem(path) === "mod" ? baseName(folder) : stem(path);
  const crate = ["lib", "main"].includes(name) ? ["integration", "integration_test", "integration_tests", "cli"] : [];
  const found = [];
  for (const file of [name, ...crate]) {
    found.push(under(root, `tests/${file}.rs`), under(root, `tests/${file}/main.rs`));
    found.push(
      under(root, `tests/test_${file}.rs`),
      under(root, `tests/${file}_test.rs`),
      under(root, `tests/${file}_tests.rs`)
    );
  }
  if (inner !== "")
    found.push(under(root, `tests/${inner}/${name}.rs`), under(root, `tests/${inner.replaceAll("/", "_")}_${name}.rs`));
  found.push(under(folder, `${name}/tests.rs`), under(folder, `${name}/test.rs`), under(folder, "tests.rs"));
  found.push(under(folder, `${name}_test.rs`), under(folder, `${name}_tests.rs`), under(folder, "tests/mod.rs"));
  return found;
}
function goCandidates(path) {
  const folder = folderOf(path);
  const name = stem(path);
  const found = [`${name}_test.go`, `${name}_internal_test.go`, `${name}_external_test.go`];
  if (folder !== "") found.push(`${baseName(folder)}_test.go`);
  const platformless = name.replace(/_(linux|darwin|windows|unix|freebsd|amd64|arm64)$/, "");
  found.push(`${platformless}_test.go`);
  return found.map((file) => under(folder, file));
}
function javaCandidates(path) {
  const name = stem(path);
  const folder = folderOf(path);
  const maven = /^(?:(.*)\/)?src\/main\/java(?:\/(.*))?$/.exec(folder);
  const { root, inner } = splitAt(path, ["src"]);
  const folders = maven ? ["src/test/java", "src/integrationTest/java"].map((tests) => under(under(maven[1] ?? "", tests), maven[2] ?? "")) : [under(under(root, "test"), inner), under(under(root, "tests"), inner)];
  const names = [`${name}Test.java`, `${name}Tests.java`, `Test${name}.java`, `${name}IT.java`, `${name}Spec.java`];
  return [...folders, folder].flatMap((place) => names.map((file) => under(place, file)));
}

// src/hooks/tdd/decide.ts
var PASS = { kind: "pass" };
function decideTdd(facts) {
  if (facts.mode === "off") return PASS;
  if (facts.edit === "comments" || facts.edit === "deletion") return PASS;
  if (facts.test === void 0) return withoutTest(facts);
  return facts.level === "failing-test" ? withoutFailure(facts) : PASS;
}
function withoutTest(facts) {
  const reason = `${facts.path} has no test. Next allowed step: write a failing test in ${facts.suggestedTest} (test files are never held), run it, then make this edit.`;
  return verdict(facts.edit === "small" ? softer(facts.mode) : facts.mode, "tdd-no-test", reason);
}
function withoutFailure(facts) {
  const run = facts.testCommand ? `run \`${facts.testCommand}\`` : "run the tests";
  const after = `Next allowed step: ${run} and see a test fail (${facts.test} tests this file), then make this edit.`;
  switch (facts.run) {
    case "red":
      return PASS;
    case "none":
      return verdict(facts.mode, "tdd-no-run", `No test run is recorded before this edit of ${facts.path}. ${after}`);
    case "stale-red":
      return verdict(
        facts.mode,
        "tdd-stale-run",
        `${facts.path} was edited after the last failing test run. Next allowed step: ${run} again; while a test fails, the next edit is free; when all pass, write the next test or refactor.`
      );
    case "green":
      if (!facts.addsPublicName) return PASS;
      return verdict(
        facts.mode,
        "tdd-green",
        `All tests pass and this edit adds something public to ${facts.path}. Next allowed step: write a test for it in ${facts.test}, ${run} and see it fail. Refactoring without new public names is free.`
      );
    case "stale-green":
      if (facts.edit === "small" && !facts.addsPublicName) return PASS;
      return verdict(
        facts.mode,
        "tdd-stale-run",
        `The last test run passed, and files were edited since. ${after} If it passes, refactoring is free.`
      );
  }
}
function softer(mode2) {
  return mode2 === "block" ? "ask" : "warn";
}
function verdict(mode2, rule, reason) {
  if (mode2 === "off") return PASS;
  return { kind: mode2, rule, reason: `${reason} The person can switch this off for the session by typing: tdd off` };
}
function runState(moments, path, isTest) {
  let run;
  let ownEdit = 0;
  let anyEdit = 0;
  for (const moment of moments) {
    if (moment.kind === "test") {
      if (!run || moment.t >= run.t) run = moment;
      continue;
    }
    anyEdit = Math.max(anyEdit, moment.t);
    if (moment.path === path || isTest(moment.path)) ownEdit = Math.max(ownEdit, moment.t);
  }
  if (!run) return "none";
  if (run.failed) return run.t > ownEdit ? "red" : "stale-red";
  return run.t > anyEdit ? "green" : "stale-green";
}

// src/hooks/tdd/comments.ts
var C_LIKE = { line: "//", block: true, nested: false, quotes: '"', regex: false, triple: false };
var RULES = {
  typescript: { ...C_LIKE, quotes: "\"'`", regex: true },
  go: { ...C_LIKE, quotes: '"`' },
  java: C_LIKE,
  rust: { ...C_LIKE, nested: true },
  python: { line: "#", block: false, nested: false, quotes: `"'`, regex: false, triple: true }
};
function codeLines(text, language) {
  const rules = RULES[language];
  let code = "";
  let at = 0;
  while (at < text.length) {
    const end = skipComment(text, at, rules);
    if (end > at) {
      at = end;
      continue;
    }
    const literal = literalEnd(text, at, rules, code);
    if (literal > at) {
      if (!(rules.triple && isTriple(text, at) && standsAlone(code))) code += text.slice(at, literal);
      at = literal;
      continue;
    }
    code += text[at];
    at += 1;
  }
  return code.split("\n").map((line) => language === "python" ? line.trimEnd() : line.trim()).filter((line) => line !== "");
}
function skipComment(text, at, rules) {
  if (text.startsWith(rules.line, at)) {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end;
  }
  if (!rules.block || !text.startsWith("/*", at)) return at;
  let depth = 1;
  for (let i = at + 2; i < text.length; i++) {
    if (text.startsWith("*/", i)) {
      depth -= 1;
      if (depth === 0) return i + 2;
      i += 1;
    } else if (rules.nested && text.startsWith("/*", i)) {
      depth += 1;
      i += 1;
    }
  }
  return text.length;
}
function literalEnd(text, at, rules, before) {
  const quote = text[at];
  if (rules.triple && isTriple(text, at)) {
    const end = text.indexOf(quote.repeat(3), at + 3);
    return end < 0 ? text.length : end + 3;
  }
  if (rules.quotes.includes(quote)) return closing(text, at, quote);
  if (rules.regex && quote === "/" && regexMayStart(before)) return closing(text, at, "/");
  return at;
}
function closing(text, at, quote) {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === quote) return i + 1;
    else if (text[i] === "\n" && quote !== "`") return i;
  }
  return text.length;
}
function isTriple(text, at) {
  return text.startsWith('"""', at) || text.startsWith("'''", at);
}
function standsAlone(code) {
  return code.slice(code.lastIndexOf("\n") + 1).trim() === "";
}
function regexMayStart(code) {
  const tail = code.slice(-16).trimEnd();
  return tail === "" || /[(,=:[!&|?{};+\-*%~^<>]$/.test(tail) || /\b(return|typeof|case|in|of|do|else)$/.test(tail);
}

// src/hooks/tdd/edit.ts
var SMALL_EDIT_LINES = 5;
function textAfter(input, before) {
  if (typeof input.content === "string") return input.content;
  const edits = Array.isArray(input.edits) ? input.edits : [input];
  let text = before ?? "";
  for (const edit of edits) {
    const next = applyEdit(text, edit);
    if (next === void 0) return void 0;
    text = next;
  }
  return text;
}
function applyEdit(text, edit) {
  if (typeof edit !== "object" || edit === null) return void 0;
  const { old_string: old, new_string: fresh, replace_all: all } = edit;
  if (typeof old !== "string" || typeof fresh !== "string") return void 0;
  if (old === "") return fresh + text;
  const at = text.indexOf(old);
  if (at < 0) return `${text}
${fresh}`;
  return all === true ? text.split(old).join(fresh) : text.slice(0, at) + fresh + text.slice(at + old.length);
}
function editKind(before, after, language) {
  const now = codeLines(after, language);
  if (now.length === 0) return before === void 0 ? "comments" : "deletion";
  if (before === void 0) return "new";
  const old = codeLines(before, language);
  if (old.length === now.length && old.every((line, index) => line === now[index])) return "comments";
  if (isSubsequence(now, old)) return "deletion";
  return addedLines(old, now) <= SMALL_EDIT_LINES ? "small" : "large";
}
function isSubsequence(part, whole) {
  let at = 0;
  for (const line of whole) if (line === part[at]) at += 1;
  return at === part.length;
}
function addedLines(old, now) {
  const left = /* @__PURE__ */ new Map();
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of now) {
    const count = left.get(line) ?? 0;
    if (count === 0) added += 1;
    else left.set(line, count - 1);
  }
  return added;
}
var PUBLIC = {
  typescript: /^(export\b.*|module\.exports\b.*|exports\.\w+.*)/,
  python: /^(async def|def|class) [A-Za-z]\w*/,
  rust: /^pub(\([^)]*\))? (?!use\b|mod\b).*/,
  go: /^(func (\([^)]*\) ?)?[A-Z]\w*|type [A-Z]\w*|var [A-Z]\w*|const [A-Z]\w*)/,
  java: /^(public|protected)\b.*/
};
function addsPublicName(before, after, language) {
  const count = (text) => codeLines(text, language).filter((line) => PUBLIC[language].test(line)).length;
  return count(after) > count(before ?? "");
}
function hasInlineTests(text, language) {
  const lines = codeLines(text, language);
  switch (language) {
    case "rust":
      return lines.some((line) => /^#\[(cfg\((all\(|any\()?.*\btest\b.*\)|test|tokio::test.*|rstest.*)\]/.test(line));
    case "typescript":
      return lines.some((line) => line.includes("import.meta.vitest"));
    case "python":
    case "go":
    case "java":
      return false;
  }
}

// src/hooks/tdd/globs.ts
function parsePatterns(text) {
  const found = [];
  let depth = 0;
  let current = "";
  for (const character of text) {
    if (character === "{") depth += 1;
    if (character === "}") depth = Math.max(0, depth - 1);
    if (depth === 0 && /[,:\n]/.test(character)) {
      found.push(current);
      current = "";
    } else current += character;
  }
  found.push(current);
  return found.map((pattern) => pattern.trim()).filter((pattern) => pattern !== "");
}
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

// src/hooks/tdd/kind.ts
var TEST_SEGMENTS = /* @__PURE__ */ new Set([
  "test",
  "tests",
  "__tests__",
  "__mocks__",
  "__fixtures__",
  "spec",
  "specs",
  "e2e",
  "fixtures",
  "testdata",
  "test-utils",
  "testing"
]);
var EXEMPT_SEGMENTS = /* @__PURE__ */ new Set([
  "node_modules",
  "vendor",
  "third_party",
  "dist",
  "build",
  "out",
  "target",
  "coverage",
  "generated",
  "__generated__",
  "migrations",
  "examples",
  "scripts",
  "bench",
  "benches",
  "benchmarks",
  "docs",
  ".venv",
  "venv",
  ".git",
  ".claude"
]);
var CONFIG_NAMES = /* @__PURE__ */ new Set([
  "setup.py",
  "noxfile.py",
  "build.rs",
  "conf.py",
  "manage.py",
  "gulpfile.js",
  "Gruntfile.js"
]);
var EXEMPT_NAMES = /* @__PURE__ */ new Set(["__init__.py", "package-info.java", "module-info.java", "doc.go"]);
function fileKind(path) {
  const language = languageOf(path);
  if (!language) return "other";
  const folders = path.split("/").slice(0, -1);
  if (folders.some((folder) => TEST_SEGMENTS.has(folder)) || isTestName(baseName(path))) return "test";
  if (isConfigName(baseName(path))) return "config";
  if (EXEMPT_NAMES.has(baseName(path)) || folders.some((folder) => EXEMPT_SEGMENTS.has(folder))) return "exempt";
  if (/\.d\.[mc]?ts$/.test(path) || path.endsWith(".min.js")) return "exempt";
  if (/(_pb2(_grpc)?\.py|\.pb\.go|_generated\.(go|rs|py|ts))$/.test(path)) return "exempt";
  return "production";
}
function isTestName(name) {
  switch (languageOf(name)) {
    case "typescript":
      return /\.(test|spec|cy|e2e|test-d|bench|stories)\.[mc]?[jt]sx?$/.test(name);
    case "python":
      return /^test_.*\.py$|_test\.py$|^conftest\.py$|^tests?\.py$/.test(name);
    case "rust":
      return /^tests?\.rs$|_tests?\.rs$/.test(name);
    case "go":
      return name.endsWith("_test.go");
    case "java":
      return /(Tests?|IT|TestCase|Spec)$/.test(stem(name)) || /^Test[A-Z0-9]/.test(name);
    case void 0:
      return false;
  }
}
function isConfigName(name) {
  return /\.(config|setup|conf)\.[mc]?[jt]s$/.test(name) || name.startsWith(".") || CONFIG_NAMES.has(name);
}

// src/hooks/tdd/settings.ts
function tddSettings(env) {
  return {
    mode: modeOf(env.RECONCILE_TDD_MODE) ?? "warn",
    level: env.RECONCILE_TDD_LEVEL?.trim() === "failing-test" ? "failing-test" : "test-exists",
    patterns: parsePatterns(env.RECONCILE_TDD_PATHS ?? ""),
    testCommand: env.RECONCILE_TEST_COMMAND?.trim() || void 0
  };
}
function modeOf(word) {
  const text = word?.trim().toLowerCase();
  return text === "off" || text === "warn" || text === "ask" || text === "block" ? text : void 0;
}
function promptSwitch(prompt) {
  const word = /^\/?tdd[ -]?(on|off|warn|ask|block)[.!]?$/i.exec(prompt.trim())?.[1]?.toLowerCase();
  return word === "on" ? "default" : modeOf(word);
}
function switchFile(stateDir2, sessionId) {
  return join(sessionFolder(stateDir2, sessionId), "tdd.json");
}
function modeInForce(settings, stateDir2, sessionId) {
  const mode2 = readState(switchFile(stateDir2, sessionId))?.mode;
  return modeOf(typeof mode2 === "string" ? mode2 : void 0) ?? settings.mode;
}

// src/hooks/tdd/guard.ts
var MAX_SOURCE_BYTES = 2 * 1024 * 1024;
function guardTdd(event, world) {
  switch (event.hook_event_name) {
    case "PreToolUse":
      return judgeEdit(event, world);
    case "UserPromptSubmit":
      return switchByPrompt(event, world);
    case "SessionStart":
      if (event.source !== "compact") rmSync(switchFile(world.stateDir, event.session_id), { force: true });
      return void 0;
    default:
      return void 0;
  }
}
function switchByPrompt(event, world) {
  const wanted = promptSwitch(event.prompt ?? "");
  if (wanted === void 0) return void 0;
  const file = switchFile(world.stateDir, event.session_id);
  if (wanted === "default") rmSync(file, { force: true });
  else writeState(file, { mode: wanted });
  const mode2 = wanted === "default" ? tddSettings(world.env).mode : wanted;
  return {
    additionalContext: `The person set the TDD guard to "${mode2}" for this session. Nothing else is asked by this prompt.`,
    systemMessage: `TDD guard: ${mode2} for this session.`
  };
}
function judgeEdit(event, world) {
  const settings = tddSettings(world.env);
  const mode2 = modeInForce(settings, world.stateDir, event.session_id);
  const named = textField(event.tool_input, "file_path");
  if (mode2 === "off" || named === void 0) return void 0;
  const file = resolve(world.cwd, named);
  const root = findRepository(dirname(file))?.root ?? world.projectDir;
  const path = relative(root, file).split(sep).join("/");
  const language = languageOf(path);
  if (path.startsWith("../") || isAbsolute(path) || !language) return void 0;
  if (fileKind(path) !== "production" || !matchesPatterns(path, settings.patterns)) return void 0;
  const before = sourceText(file);
  const after = textAfter(event.tool_input, before);
  if (after === void 0 || after.length > MAX_SOURCE_BYTES || isGenerated(before ?? after)) return void 0;
  const edit = { root, path, language, before, after };
  return answer2(judge(edit, { ...settings, mode: mode2 }, world));
}
function judge(edit, settings, world) {
  const { root, path, language, before, after } = edit;
  const candidates2 = testCandidates(path, language);
  const inline = hasInlineTests(after, language) || before !== void 0 && hasInlineTests(before, language);
  const test = inline ? path : candidates2.find((candidate) => existsSync(join(root, candidate)));
  return decideTdd({
    mode: settings.mode,
    level: settings.level,
    path,
    edit: editKind(before, after, language),
    addsPublicName: addsPublicName(before, after, language),
    test,
    suggestedTest: suggestion(candidates2, root, language, path),
    run: settings.level === "failing-test" ? recordedRun(root, path, world) : "none",
    testCommand: settings.testCommand
  });
}
function suggestion(candidates2, root, language, path) {
  if (language === "rust") return `a #[cfg(test)] module in ${path}, or ${candidates2[0]}`;
  const usual = candidates2.find((candidate) => isTestFolder(candidate) && existsSync(join(root, dirname(candidate))));
  return usual ?? candidates2[0] ?? "a test file";
}
function isTestFolder(candidate) {
  return candidate.split("/").some((part) => part === "test" || part === "tests" || part === "__tests__");
}
function recordedRun(root, path, world) {
  const moments = [];
  for (const activity of readActivity(activityFile(world.stateDir, root))) {
    if (activity.kind === "edit" || activity.kind === "test") moments.push(activity);
  }
  return runState(moments, path, (other) => fileKind(other) === "test");
}
function answer2(verdict2) {
  switch (verdict2.kind) {
    case "pass":
      return void 0;
    case "warn":
      return { additionalContext: `TDD guard: ${verdict2.reason}` };
    case "ask":
    case "block":
      return {
        decision: {
          kind: verdict2.kind === "ask" ? "ask" : "deny",
          rule: verdict2.rule,
          reason: `TDD guard: ${verdict2.reason}`
        }
      };
  }
}
function sourceText(file) {
  try {
    if (statSync(file).size > MAX_SOURCE_BYTES) return "";
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error.code;
    if (code === "ENOENT" || code === "ENOTDIR") return void 0;
    throw error;
  }
}
function isGenerated(text) {
  return /@generated\b|Code generated .* DO NOT EDIT|auto-?generated( file)?[^\n]*do not (edit|modify)/i.test(
    text.slice(0, 2e3)
  );
}

// src/hooks/tdd-guard-check.ts
var { mode } = tddSettings(process.env);
await runHook({
  name: "tdd-guard-check",
  kind: mode === "ask" || mode === "block" ? "guard" : "observer",
  handle: guardTdd
});
