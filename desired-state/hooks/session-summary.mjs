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

// src/hooks/transcript/state.ts
var DAY_MS = 864e5;
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
function followTranscript(follow2, positions, onRecord) {
  const next = { ...positions };
  const files = [follow2.transcript, ...follow2.subagents ? subagentFiles(follow2.transcript) : []];
  for (const file of files) {
    const inMain = file === follow2.transcript;
    const position = readNewLines(file, positions[file], (line) => {
      const record = parseRecord(line, follow2.sessionId);
      if (record) onRecord(record, inMain);
    });
    if (position) next[file] = position;
  }
  return next;
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
  const list = /* @__PURE__ */ new Map();
  for (const models of [prices_default.models, own]) {
    for (const [model, periods] of Object.entries(models)) {
      const newestFirst = [...periods].sort((a, b) => descending(a.from ?? "", b.from ?? ""));
      list.set(plainName(model), newestFirst);
    }
  }
  return list;
}
function descending(a, b) {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
function costOf(list, model, tokens, { fast, at }) {
  const period = list.get(model)?.find((one) => startsBy(one, at)) ?? list.get(plainName(model))?.find((one) => startsBy(one, at));
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

// src/hooks/transcript/totals.ts
function modelTotals(tally) {
  const totals = /* @__PURE__ */ new Map();
  for (const settled of tally.settled.models) totals.set(settled.model, { ...settled, costUsd: settled.costUsd });
  for (const { model, usage, fast, costUsd, at } of counted(tally)) {
    const total = totals.get(model) ?? emptyTotals(model);
    totals.set(model, total);
    total.input += usage.input;
    total.output += usage.output;
    total.cacheRead += usage.cacheRead;
    total.cacheWrite += usage.cacheWrite5m + usage.cacheWrite1h;
    const price = costUsd ?? listPrice(model, usage, fast, at);
    total.costUsd = total.costUsd === void 0 || price === void 0 ? void 0 : total.costUsd + price;
    total.costBasis = total.costUsd === void 0 ? "unknown" : costUsd === void 0 ? "list-price" : "transcript";
  }
  return [...totals.values()];
}
function emptyTotals(model) {
  return { model, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costUsd: 0, costBasis: "list-price" };
}
function callTotals(tally) {
  const totals = { ...tally.settled.calls };
  for (const [failed2, added, removed, isEdit] of Object.values(tally.calls)) {
    totals.calls += 1;
    totals.errors += failed2;
    if (failed2 === 0) totals.edits += isEdit;
    totals.linesAdded += added;
    totals.linesRemoved += removed;
  }
  return totals;
}
function settle(tally, keep) {
  const oldResponses = oldest(tally.responses, keep);
  const oldCalls = oldest(tally.calls, keep);
  const old = { ...tally, responses: oldResponses, calls: oldCalls };
  const models = modelTotals(old);
  const calls = callTotals(old);
  for (const id of Object.keys(oldResponses)) delete tally.responses[id];
  for (const id of Object.keys(oldCalls)) delete tally.calls[id];
  tally.settled = {
    responses: tally.settled.responses + Object.keys(oldResponses).length,
    responseIds: withIds(tally.settled.responseIds, Object.keys(oldResponses)),
    callIds: withIds(tally.settled.callIds, Object.keys(oldCalls)),
    models,
    calls
  };
}
function oldest(record, keep) {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.slice(0, Math.max(0, entries.length - keep)));
}
function withIds(list, ids) {
  return ids.length === 0 ? list : `${list}${ids.join(" ")} `;
}

// src/core/metrics/prices/window.ts
var DEFAULT_WINDOW = 2e5;
var LARGE_WINDOW = 1e6;
function contextWindow(model, used, known) {
  if (known !== void 0 && known > 0) return known;
  return model.includes("[1m]") || used > DEFAULT_WINDOW ? LARGE_WINDOW : DEFAULT_WINDOW;
}

// src/core/metrics/taskType.ts
var TASK_TYPES = {
  feat: "feature",
  feature: "feature",
  fix: "fix",
  bugfix: "fix",
  hotfix: "fix",
  docs: "docs",
  refactor: "refactor",
  test: "test",
  tests: "test",
  perf: "performance",
  chore: "chore",
  ci: "ci"
};
function taskType(branch) {
  const word = /^([a-z]+)[/-]/.exec(branch ?? "")?.[1];
  return word === void 0 ? void 0 : TASK_TYPES[word];
}

// src/hooks/summary/totals.ts
function sessionTotals(tally, exactCost) {
  const all = modelTotals(tally);
  return exactCost === void 0 ? all : withExactCost(all, exactCost);
}
function withExactCost(all, exact) {
  const [only] = all;
  if (only && all.length === 1) return [{ ...only, costUsd: exact, costBasis: "statusline" }];
  let estimate = 0;
  for (const total of all) {
    if (total.costUsd === void 0) return all;
    estimate += total.costUsd;
  }
  if (estimate === 0) return all;
  return all.map((total) => ({ ...total, costUsd: exact * total.costUsd / estimate, costBasis: "statusline" }));
}
function activityTotals(activity) {
  const totals = { reworkEdits: 0, testsRun: 0, testsPassed: 0, commits: 0, pullRequests: 0 };
  for (const one of activity) {
    switch (one.kind) {
      case "edit":
        if (one.rework) totals.reworkEdits += 1;
        break;
      case "test":
        totals.testsRun += 1;
        if (!one.failed) totals.testsPassed += 1;
        break;
      case "commit":
        totals.commits += 1;
        break;
      case "pull-request":
        totals.pullRequests += 1;
        break;
    }
  }
  return totals;
}

// src/hooks/summary/rows.ts
function sessionRows(facts) {
  const { tally } = facts;
  if (tally.started === void 0) return [];
  const start = new Date(tally.started).toISOString();
  const whole = wholeSession(facts);
  return sessionTotals(tally, facts.status.costUsd).map((total, index) => ({
    timestamp: start,
    project: facts.project,
    session_id: facts.sessionId,
    model: total.model,
    git_branch: tally.branch,
    task_type: taskType(tally.branch),
    end_reason: facts.endReason,
    updated_at: new Date(tally.ended ?? tally.started).toISOString(),
    tokens_input: total.input,
    tokens_output: total.output,
    tokens_cache: total.cacheRead + total.cacheWrite,
    tokens_cache_read: total.cacheRead,
    tokens_cache_creation: total.cacheWrite,
    cost_usd: total.costUsd,
    cost_basis: total.costBasis,
    ...index === 0 ? whole : {}
  }));
}
function wholeSession(facts) {
  const { tally } = facts;
  const calls = callTotals(tally);
  const activity = activityTotals(facts.activity);
  return {
    duration_min: ((tally.ended ?? tally.started ?? 0) - (tally.started ?? 0)) / 6e4,
    active_min: tally.activeMs / 6e4,
    turns: Object.keys(tally.prompts).length,
    lines_added: calls.linesAdded,
    lines_removed: calls.linesRemoved,
    tool_count: calls.calls,
    error_count: calls.errors,
    task_count: facts.tasksDone,
    commits: activity.commits,
    pull_requests: activity.pullRequests,
    edits: calls.edits,
    rework_edits: activity.reworkEdits,
    tests_run: activity.testsRun,
    tests_passed: activity.testsPassed
  };
}
function contextRow(facts, trigger) {
  const { tally, status } = facts;
  if (!tally.context || tally.ended === void 0) return void 0;
  const { used, model } = tally.context;
  const max = contextWindow(model, used, status.contextMax);
  return {
    // The time of the response, so that the same state told twice is one row.
    timestamp: new Date(tally.ended).toISOString(),
    project: facts.project,
    session_id: facts.sessionId,
    model,
    trigger,
    context_used: used,
    context_max: max,
    utilization_pct: Math.round(1e3 * used / max) / 10,
    message_count: tally.settled.responses + Object.keys(tally.responses).length + Object.keys(tally.prompts).length,
    compactions: tally.compactions
  };
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

// src/hooks/summary/text.ts
function summaryText(facts) {
  const { tally } = facts;
  const totals = sessionTotals(tally, facts.status.costUsd);
  if (tally.started === void 0 || totals.length === 0) return void 0;
  const calls = callTotals(tally);
  const activity = activityTotals(facts.activity);
  const minutes = Math.round(((tally.ended ?? tally.started) - tally.started) / 6e4);
  const parts = [
    `${minutes} min`,
    plural(Object.keys(tally.prompts).length, "turn"),
    plural(calls.calls, "call") + (calls.errors > 0 ? ` (${calls.errors} failed)` : "")
  ];
  if (calls.edits > 0) parts.push(`${plural(calls.edits, "edit")} (+${calls.linesAdded} −${calls.linesRemoved} lines)`);
  if (activity.reworkEdits > 0) parts.push(`${activity.reworkEdits} rework`);
  if (activity.testsRun > 0) parts.push(`tests ${activity.testsPassed}/${activity.testsRun} passed`);
  if (facts.tasksDone > 0) parts.push(`${plural(facts.tasksDone, "task")} done`);
  if (activity.commits > 0) parts.push(plural(activity.commits, "commit"));
  return `Session: ${parts.join(", ")}.
${costText(totals)}`;
}
function costText(totals) {
  let tokens = 0;
  let cost = 0;
  for (const total of totals) {
    tokens += total.input + total.output + total.cacheRead + total.cacheWrite;
    cost = cost === void 0 || total.costUsd === void 0 ? void 0 : cost + total.costUsd;
  }
  const exact = totals.every((total) => total.costBasis === "statusline");
  const price = cost === void 0 ? "cost unknown" : `${exact ? "" : "about "}$${cost.toFixed(2)}`;
  return `${shortNumber(tokens)} tokens, ${price}, ${totals.map((total) => total.model).join(", ")}.`;
}
function plural(count3, word) {
  return `${count3} ${word}${count3 === 1 ? "" : "s"}`;
}
function shortNumber(value) {
  if (value < 1e3) return String(value);
  return value < 1e6 ? `${Math.round(value / 1e3)}k` : `${(value / 1e6).toFixed(1)}M`;
}

// src/hooks/summary/warnings.ts
var MAX_ERROR_SHARE = 0.15;
var MIN_CALLS = 20;
var MAX_REWORK_SHARE = 0.3;
var MIN_EDITS = 10;
function warningRows(facts) {
  const { tally } = facts;
  if (tally.started === void 0) return [];
  const calls = callTotals(tally);
  const { reworkEdits } = activityTotals(facts.activity);
  const found = [];
  const warn = (id, category, value, context) => {
    const timestamp = new Date(tally.started).toISOString();
    const common2 = { timestamp, project: facts.project, session_id: facts.sessionId };
    found.push({
      ...common2,
      event_type: "warning",
      severity: "medium",
      category,
      event_id: id,
      count: 1,
      value,
      context
    });
  };
  const errorShare = calls.errors / calls.calls;
  if (calls.calls >= MIN_CALLS && errorShare > MAX_ERROR_SHARE) {
    warn("error-share", "proxy", errorShare, `${calls.errors} of ${calls.calls} calls failed`);
  }
  const reworkShare = reworkEdits / calls.edits;
  if (calls.edits >= MIN_EDITS && reworkShare > MAX_REWORK_SHARE) {
    warn(
      "rework-share",
      "proxy",
      reworkShare,
      `${reworkEdits} of ${calls.edits} edits changed a file again within a day`
    );
  }
  for (const { model, costUsd } of modelTotals(tally)) {
    if (costUsd === void 0) warn(`no-price:${model}`, "cost", void 0, `no list price is known for ${model}`);
  }
  return found;
}

// src/hooks/summary/snapshot.ts
var STATE_VERSION = 1;
var STATE_DAYS = 45;
var KEEP = 300;
function summarizeSession(event, world) {
  const isEnd = event.hook_event_name === "SessionEnd";
  if (event.hook_event_name !== "Stop" && !isEnd || event.transcript_path === void 0) return void 0;
  const file = join(sessionFolder(world.stateDir, event.session_id), "summary.json");
  const state = follow(event.transcript_path, event.session_id, stateFrom(file));
  const facts = {
    project: world.project,
    sessionId: event.session_id,
    tally: state.tally,
    activity: readSessionActivity(world.stateDir, event.session_id),
    status: readStatus(world.stateDir, event.session_id),
    tasksDone: tasksDone(world, event.session_id),
    endReason: isEnd ? event.reason : void 0
  };
  writeState(file, { ...state, written: writeRows(facts, state.written, world) });
  if (!isEnd) return void 0;
  pruneOlderThan(join(world.stateDir, "hooks", "sessions"), STATE_DAYS, world.now());
  const text = summaryText(facts);
  return text === void 0 ? void 0 : { systemMessage: text };
}
function stateFrom(file) {
  const state = readState(file);
  const fresh = { version: STATE_VERSION, positions: {}, tally: emptyTally(), written: "" };
  if (state?.version !== STATE_VERSION || mustRestart(state.positions)) return fresh;
  return { ...state, tally: { ...emptyTally(), ...state.tally } };
}
function follow(transcript, sessionId, state) {
  const positions = followTranscript(
    { transcript, sessionId, subagents: true },
    state.positions,
    (record, inMain) => count2(state.tally, record, inMain)
  );
  if (Object.keys(state.tally.calls).length + Object.keys(state.tally.responses).length > 4 * KEEP)
    settle(state.tally, KEEP);
  return { ...state, positions };
}
function tasksDone(world, sessionId) {
  const last = /* @__PURE__ */ new Map();
  for (const { id, status } of readTasks(world.stateDir, sessionId)) last.set(id, status);
  return [...last.values()].filter((status) => status === "completed").length;
}
function writeRows(facts, written, world) {
  const sessions = sessionRows(facts);
  const context = contextRow(facts, "turn");
  const warnings = warningRows(facts);
  const digest = textHash(JSON.stringify([sessions, context, warnings]));
  if (digest === written) return written;
  for (const row of sessions) spool(world.stateDir, "claude_sessions", row);
  if (context) spool(world.stateDir, "claude_context", context);
  for (const row of warnings) spool(world.stateDir, "claude_events", row);
  return digest;
}

// src/hooks/session-summary.ts
await runHook({ name: "session-summary", kind: "observer", handle: summarizeSession });
