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
function parseEvent(text2) {
  const raw = parseObject(text2);
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
function parseObject(text2) {
  let value;
  try {
    value = JSON.parse(text2.startsWith("\uFEFF") ? text2.slice(1) : text2);
  } catch {
    throw new Error("stdin is not JSON");
  }
  if (!isRecord(value)) throw new Error("stdin is not a JSON object");
  return value;
}

// builtin:node:fs
var closeSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").closeSync)();
var existsSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").existsSync)();
var mkdirSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").mkdirSync)();
var openSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").openSync)();
var readSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readSync)();
var readFileSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").readFileSync)();
var statSync = /* @__PURE__ */ (() => process.getBuiltinModule("node:fs").statSync)();
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
function writeStdout(text2) {
  const bytes = Buffer.from(text2);
  let offset = 0;
  let waits = 0;
  while (offset < bytes.length) {
    const written2 = tryOn(() => writeSync(1, bytes, offset));
    if (written2 !== void 0) {
      offset += written2;
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
function redact(text2) {
  let clean = text2.length > MAX_TEXT ? `${text2.slice(0, MAX_TEXT)}…` : text2;
  const lower = clean.toLowerCase();
  for (const { words, pattern, replacement } of SECRETS) {
    if (words.some((word2) => lower.includes(word2))) clean = clean.replace(pattern, replacement);
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
var posix = /* @__PURE__ */ (() => process.getBuiltinModule("node:path").posix)();

// src/hooks/common/spool.ts
var MAX_LINE_BYTES = 4096;
function spool(stateDir2, table, row) {
  const folder = join(stateDir2, "spool");
  const file = join(folder, `${table}-${dayOf(row.timestamp)}.jsonl`);
  const line = rowLine(row);
  const descriptor = openForAppend(folder, file);
  try {
    const written2 = writeSync(descriptor, line);
    if (written2 < line.length) writeSync(descriptor, "\n");
  } finally {
    closeSync(descriptor);
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
    const text2 = columns[longest];
    const keep = Math.max(0, Math.max(text2.length - excess - 1, Math.floor(text2.length / 2) - 1));
    if (keep === 0) delete columns[longest];
    else columns[longest] = `${wholeCharacters(text2, keep)}…`;
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
function wholeCharacters(text2, length) {
  const last = text2.charCodeAt(length - 1);
  return text2.slice(0, last >= 55296 && last < 56320 ? length - 1 : length);
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
function configuredFolders(text2, home) {
  return text2.split(":").map((part) => part.trim()).map((part) => part.startsWith("~/") && home !== "" ? join(home, part.slice(2)) : part).filter((part) => isAbsolute(part)).map((part) => normalize(part).replace(/\/+$/, "")).filter((part) => !SYSTEM.test(part) && !`${home}/`.startsWith(`${part}/`));
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
function cut(text2) {
  return text2.length <= MAX_TEXT2 ? text2 : `${text2.slice(0, MAX_TEXT2 - 1)}…`;
}

// src/hooks/common/run.ts
async function runHook(spec, host = nodeProcess()) {
  const command = explainArgument(host.argv);
  if (spec.explain && command !== void 0) {
    const form = host.argv.includes("--json") ? "json" : "text";
    host.write(`${spec.explain(command, makeWorld(host, {}), form)}
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
  const printed2 = result && clientAnswer(result, eventName);
  if (!printed2) return;
  try {
    host.write(JSON.stringify(printed2));
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

// node_modules/unbash/dist/traversal.js
function forEachChild(node, callback) {
  switch (node.type) {
    case "Script":
    case "CompoundList":
    case "AndOr":
      for (const command of node.commands)
        callback(command);
      return;
    case "Statement":
      callback(node.command);
      return;
    case "Command":
      for (const child of node.prefix)
        callback(child);
      if (node.name)
        callback(node.name);
      for (const child of node.suffix)
        callback(child);
      return;
    case "Pipeline":
      for (const prefix of node.prefixes)
        callback(prefix);
      for (const command of node.commands)
        callback(command);
      return;
    case "Redirected":
      callback(node.command);
      for (const redirect of node.redirects)
        callback(redirect);
      return;
    case "If":
      callback(node.clause);
      callback(node.then);
      for (const branch of node.elif)
        callback(branch);
      if (node.else)
        callback(node.else);
      return;
    case "Elif":
      callback(node.clause);
      callback(node.then);
      return;
    case "For":
    case "Select":
      callback(node.name);
      if (node.wordlist)
        for (const word2 of node.wordlist)
          callback(word2);
      callback(node.body);
      return;
    case "While":
      callback(node.clause);
      callback(node.body);
      return;
    case "Function":
    case "Coproc":
      if (node.name)
        callback(node.name);
      callback(node.body);
      return;
    case "Subshell":
    case "BraceGroup":
      callback(node.body);
      return;
    case "Case":
      callback(node.word);
      for (const item of node.items)
        callback(item);
      return;
    case "CaseItem":
      for (const pattern of node.pattern)
        callback(pattern);
      callback(node.body);
      return;
    case "ArithmeticFor": {
      const initialize = node.initialize;
      if (initialize)
        callback(initialize);
      const test = node.test;
      if (test)
        callback(test);
      const update = node.update;
      if (update)
        callback(update);
      callback(node.body);
      return;
    }
    case "Word":
    case "Glob":
    case "ArithmeticWord":
    case "HereDocBody":
    case "BraceExpansion":
    case "ExtendedGlob": {
      const parts = node.parts;
      if (parts)
        for (const part of parts)
          callback(part);
      return;
    }
    case "DoubleQuoted":
    case "LocaleString":
      for (const part of node.parts)
        callback(part);
      return;
    case "ParameterExpansion":
      if (node.index)
        callback(node.index);
      if (node.operation)
        callback(node.operation);
      return;
    case "Default":
    case "Remove":
    case "Transform":
      callback(node.operand);
      return;
    case "CaseModification":
      if (node.operand)
        callback(node.operand);
      return;
    case "Replace":
      callback(node.pattern);
      callback(node.replacement);
      return;
    case "Slice":
      callback(node.offset);
      if (node.length)
        callback(node.length);
      return;
    case "Assignment": {
      const index = node.index;
      if (index)
        callback(index);
      callback(node.value);
      return;
    }
    case "ArrayValue":
      for (const element of node.elements)
        callback(element);
      return;
    case "Redirect":
    case "HereString":
      if (node.descriptor)
        callback(node.descriptor);
      if (node.target)
        callback(node.target);
      return;
    case "HereDoc":
      if (node.descriptor)
        callback(node.descriptor);
      if (node.delimiter)
        callback(node.delimiter);
      callback(node.body);
      return;
    case "CommandExpansion":
    case "ProcessSubstitution":
    case "ArithmeticCommandExpansion": {
      const script = node.script;
      if (script)
        callback(script);
      return;
    }
    case "ArithmeticExpansion":
    case "ArithmeticCommand":
    case "ArithmeticGroup":
    case "TestCommand":
    case "TestGroup": {
      const expression = node.expression;
      if (expression)
        callback(expression);
      return;
    }
    case "ArithmeticBinary":
    case "TestBinary":
      callback(node.left);
      callback(node.right);
      return;
    case "ArithmeticUnary":
    case "TestUnary":
      callback(node.operand);
      return;
    case "ArithmeticTernary":
      callback(node.test);
      callback(node.consequent);
      callback(node.alternate);
      return;
    case "TestLogical":
      for (const operand of node.operands)
        callback(operand);
      return;
    case "TestNot":
      for (const negation of node.negations)
        callback(negation);
      callback(node.operand);
      return;
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
    case "SimpleExpansion":
    case "Names":
    case "Unknown":
    case "FileDescriptor":
    case "FileDescriptorVariable":
    case "HereDocDelimiter":
    case "Time":
    case "Negation":
      return;
    default: {
      const exhaustive = node;
      throw new TypeError(`Unexpected syntax node: ${exhaustive}`);
    }
  }
}

// node_modules/unbash/dist/ansi-c.js
function isOctal(code) {
  return code >= 48 && code <= 55;
}
function isHex(code) {
  return code >= 48 && code <= 57 || code >= 65 && code <= 70 || code >= 97 && code <= 102;
}
function codePoint(value, fallback) {
  try {
    return String.fromCodePoint(value);
  } catch {
    return fallback;
  }
}
var utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
function decodeBytes(bytes) {
  return utf8.decode(new Uint8Array(bytes));
}
function readByteEscape(source2, pos, limit) {
  if (source2.charCodeAt(pos) !== 92 || pos + 2 > limit)
    return void 0;
  const escaped2 = source2.charCodeAt(pos + 1);
  const digitsStart = pos + 2;
  let end = digitsStart;
  if (escaped2 === 120) {
    while (end < limit && end - digitsStart < 2 && isHex(source2.charCodeAt(end)))
      end++;
    if (end === digitsStart)
      return void 0;
    return { value: Number.parseInt(source2.slice(digitsStart, end), 16), end };
  }
  if (!isOctal(escaped2))
    return void 0;
  while (end < limit && end - digitsStart < 2 && isOctal(source2.charCodeAt(end)))
    end++;
  return { value: Number.parseInt(source2.slice(pos + 1, end), 8) & 255, end };
}
function decodeAnsiCQuoted(source2, start, limit) {
  let pos = start;
  let value = "";
  let bytes = [];
  let nul = -1;
  while (pos < limit && source2.charCodeAt(pos) !== 39) {
    const escapeStart = pos;
    const byte = readByteEscape(source2, pos, limit);
    if (byte && byte.value >= 128) {
      bytes.push(byte.value);
      pos = byte.end;
      continue;
    }
    if (bytes.length > 0) {
      value += decodeBytes(bytes);
      bytes = [];
    }
    if (byte) {
      if (byte.value === 0 && nul === -1)
        nul = value.length;
      value += String.fromCharCode(byte.value);
      pos = byte.end;
      continue;
    }
    if (source2.charCodeAt(pos) !== 92 || pos + 1 >= limit) {
      const runStart = pos;
      while (pos < limit) {
        const code = source2.charCodeAt(pos);
        if (code === 39 || code === 92 && pos + 1 < limit)
          break;
        pos++;
      }
      value += source2.slice(runStart, pos);
      continue;
    }
    pos++;
    const escaped2 = source2[pos++];
    switch (escaped2) {
      case "a":
        value += "\x07";
        break;
      case "b":
        value += "\b";
        break;
      case "e":
      case "E":
        value += "\x1B";
        break;
      case "f":
        value += "\f";
        break;
      case "n":
        value += "\n";
        break;
      case "r":
        value += "\r";
        break;
      case "t":
        value += "	";
        break;
      case "v":
        value += "\v";
        break;
      case "\\":
        value += "\\";
        break;
      case "'":
        value += "'";
        break;
      case '"':
        value += '"';
        break;
      case "?":
        value += "?";
        break;
      case "\n":
        break;
      case "c": {
        const code = pos < limit ? source2.charCodeAt(pos) : 39;
        if (code === 39) {
          value += source2.slice(escapeStart, pos);
          break;
        }
        pos++;
        if (code === 92) {
          const pair = pos < limit && source2.charCodeAt(pos) === 92;
          if (pair)
            pos++;
          value += "";
          if (!pair && pos < limit) {
            value += source2[pos];
            pos++;
          }
          break;
        }
        const control = code === 63 ? 127 : code & 31;
        if (control === 0 && code < 128 && nul === -1)
          nul = value.length;
        value += String.fromCharCode(control);
        break;
      }
      case "u":
      case "U": {
        const digitsStart = pos;
        const maxDigits = escaped2 === "u" ? 4 : 8;
        while (pos < limit && pos - digitsStart < maxDigits && isHex(source2.charCodeAt(pos)))
          pos++;
        if (pos === digitsStart) {
          value += `\\${escaped2}`;
          break;
        }
        const raw = source2.slice(escapeStart, pos);
        const point = Number.parseInt(source2.slice(digitsStart, pos), 16);
        if (point === 0 && nul === -1)
          nul = value.length;
        value += codePoint(point, raw);
        break;
      }
      default:
        value += `\\${escaped2}`;
        break;
    }
  }
  if (bytes.length > 0)
    value += decodeBytes(bytes);
  if (nul !== -1)
    value = value.slice(0, nul);
  const closed = pos < limit;
  if (closed)
    pos++;
  return { value, end: pos, closed };
}

// node_modules/unbash/dist/expansion.js
var ScriptExpansionImpl = class _ScriptExpansionImpl {
  static _resolveScript;
  type;
  pos;
  end;
  text;
  #window;
  #script = void 0;
  constructor(type, pos, end, text2, window) {
    this.type = type;
    this.pos = pos;
    this.end = end;
    this.text = text2;
    this.#window = window;
  }
  get script() {
    const window = this.#window;
    if (window !== void 0) {
      const script = _ScriptExpansionImpl._resolveScript(window.source, window.start, window.end, window.depth, window.parenBoundary, window.context);
      if (window.context === void 0)
        script.source = window.source;
      this.script = script;
    }
    return this.#script;
  }
  set script(script) {
    this.#script = script;
    this.#window = void 0;
  }
  toJSON() {
    return { type: this.type, pos: this.pos, end: this.end, text: this.text, script: this.script };
  }
};
var ProcessSubstitutionImpl = class extends ScriptExpansionImpl {
  operator;
  constructor(pos, end, text2, operator, window) {
    super("ProcessSubstitution", pos, end, text2, window);
    this.operator = operator;
  }
  toJSON() {
    return {
      type: this.type,
      pos: this.pos,
      end: this.end,
      text: this.text,
      operator: this.operator,
      script: this.script
    };
  }
};
var ArithmeticExpansionImpl = class _ArithmeticExpansionImpl {
  static _resolveExpression;
  type = "ArithmeticExpansion";
  pos;
  end;
  text;
  #window;
  #expression = void 0;
  constructor(pos, end, text2, window) {
    this.pos = pos;
    this.end = end;
    this.text = text2;
    this.#window = window;
  }
  get expression() {
    const window = this.#window;
    if (window !== void 0) {
      this.expression = _ArithmeticExpansionImpl._resolveExpression(window.body, window.offset, window.source, window.depth, window.context, window.depth + 1);
    }
    return this.#expression;
  }
  set expression(expression) {
    this.#expression = expression;
    this.#window = void 0;
  }
  toJSON() {
    return { type: this.type, pos: this.pos, end: this.end, text: this.text, expression: this.expression };
  }
};

// node_modules/unbash/dist/limits.js
var MAX_SYNTAX_NESTING = 256;

// node_modules/unbash/dist/word-value.js
function dequoteValue(parts) {
  let s = "";
  for (const c of parts)
    s += c.type === "Literal" ? c.value : c.text;
  return s;
}
function unescapeBareValue(text2) {
  const first = text2.indexOf("\\");
  if (first === -1)
    return text2;
  let s = "";
  let start = 0;
  for (let i = first; i < text2.length; i++) {
    if (text2.charCodeAt(i) !== 92)
      continue;
    s += text2.slice(start, i);
    i++;
    if (i >= text2.length) {
      s += "\\";
      start = i;
      break;
    }
    if (text2.charCodeAt(i) !== 10)
      s += text2[i];
    start = i + 1;
  }
  return s + text2.slice(start);
}
function continuedExpansionValue(text2) {
  let pos = 1;
  while (text2[pos] === "\\" && text2[pos + 1] === "\n")
    pos += 2;
  return pos === 1 || text2[pos] !== "(" ? text2 : text2[0] + text2.slice(pos);
}
function wordPartsValue(parts) {
  let value = "";
  for (const part of parts) {
    switch (part.type) {
      case "Literal":
      case "Glob":
      case "SingleQuoted":
      case "AnsiCQuoted":
        value += part.value;
        break;
      case "DoubleQuoted":
      case "LocaleString":
        value += dequoteValue(part.parts);
        break;
      case "CommandExpansion":
        value += part.text[0] === "$" ? continuedExpansionValue(part.text) : part.text;
        break;
      case "ExtendedGlob":
        value += continuedExpansionValue(part.text);
        break;
      default:
        value += part.text;
        break;
    }
  }
  return value;
}

// node_modules/unbash/dist/word.js
var WordImpl = class {
  type = "Word";
  text;
  pos;
  end;
  #source;
  #resolver;
  #depth;
  #parts;
  #value = null;
  constructor(text2, pos, end, source2, resolver, depth = 0) {
    this.text = text2;
    this.pos = pos;
    this.end = end;
    this.#source = source2;
    this.#resolver = resolver;
    this.#depth = depth;
    this.#parts = resolver === void 0 ? void 0 : null;
  }
  get value() {
    if (this.#value === null) {
      const parts = this.#source === void 0 && this.#parts === null ? void 0 : this.parts;
      this.#value = parts ? wordPartsValue(parts) : unescapeBareValue(this.text);
    }
    return this.#value;
  }
  get parts() {
    if (this.#parts === null) {
      this.#parts = this.#resolver?.(this.#source ?? "", this, this.#depth) ?? void 0;
    }
    return this.#parts;
  }
  set parts(v) {
    this.#parts = v ?? void 0;
  }
  toJSON() {
    return { type: this.type, text: this.text, pos: this.pos, end: this.end, parts: this.parts, value: this.value };
  }
};

// node_modules/unbash/dist/substitution-context.js
function createSubstitutionContext(parent) {
  const boundaries = parent === void 0 ? void 0 : substitutionBoundaries(parent);
  return { boundaries, wordParts: void 0, embeddedParts: void 0, arrayParts: void 0 };
}
function substitutionBoundaries(context) {
  return context.boundaries ?? (context.boundaries = /* @__PURE__ */ new Map());
}

// node_modules/unbash/dist/chars.js
var CH_TAB = 9;
var CH_NL = 10;
var CH_SPACE = 32;
var CH_BANG = 33;
var CH_DQUOTE = 34;
var CH_HASH = 35;
var CH_DOLLAR = 36;
var CH_PERCENT = 37;
var CH_AMP = 38;
var CH_SQUOTE = 39;
var CH_LPAREN = 40;
var CH_RPAREN = 41;
var CH_STAR = 42;
var CH_PLUS = 43;
var CH_COMMA = 44;
var CH_DASH = 45;
var CH_DOT = 46;
var CH_SLASH = 47;
var CH_0 = 48;
var CH_9 = 57;
var CH_COLON = 58;
var CH_SEMI = 59;
var CH_LT = 60;
var CH_EQ = 61;
var CH_GT = 62;
var CH_QUESTION = 63;
var CH_AT = 64;
var CH_A = 65;
var CH_Z = 90;
var CH_LBRACKET = 91;
var CH_BACKSLASH = 92;
var CH_RBRACKET = 93;
var CH_CARET = 94;
var CH_UNDERSCORE = 95;
var CH_BACKTICK = 96;
var CH_a = 97;
var CH_z = 122;
var CH_LBRACE = 123;
var CH_PIPE = 124;
var CH_RBRACE = 125;
var CH_TILDE = 126;
function skipLineContinuations(source2, pos, end) {
  while (pos + 1 < end && source2.charCodeAt(pos) === CH_BACKSLASH && source2.charCodeAt(pos + 1) === CH_NL)
    pos += 2;
  return pos;
}

// node_modules/unbash/dist/glob.js
function hasGlobCharacters(text2) {
  return /[*?[]/.test(text2);
}
var bracketSyntax = new Uint8Array(128);
bracketSyntax[CH_BANG] = 1;
bracketSyntax[CH_CARET] = 1;
bracketSyntax[CH_LBRACKET] = 1;
bracketSyntax[CH_RBRACKET] = 1;
bracketSyntax[CH_COLON] = 1;
bracketSyntax[CH_DOT] = 1;
bracketSyntax[CH_EQ] = 1;
bracketSyntax[CH_DASH] = 1;
bracketSyntax[CH_BACKSLASH] = 1;
function bracketEnds(source2, start, end, parts, offset) {
  let close = end - 1;
  while (close > start && source2.charCodeAt(close) !== CH_RBRACKET)
    close--;
  if (close === start)
    return null;
  const positions = [];
  const kinds = [];
  const members = [];
  let partIndex = 0;
  let symbols = false;
  for (let pos = start; pos < end; pos++) {
    while (parts && partIndex < parts.length && parts[partIndex].end <= pos + offset)
      partIndex++;
    const part = parts?.[partIndex];
    const tokenPos = pos;
    let kind = 0;
    if (part && part.pos <= pos + offset && part.type !== "Literal") {
      pos = part.end - offset - 1;
    } else {
      kind = source2.charCodeAt(pos);
      if (kind === CH_BACKSLASH && pos + 1 < end && source2.charCodeAt(pos + 1) === CH_NL) {
        pos++;
        continue;
      }
      if (kind >= 128 || !bracketSyntax[kind])
        kind = 0;
    }
    const last = kinds.length - 1;
    if (kind === 0 && last >= 0 && kinds[last] === 0) {
      members[last]++;
      continue;
    }
    if (last >= 0 && kinds[last] === CH_LBRACKET && (kind === CH_COLON || kind === CH_EQ || kind === CH_DOT)) {
      symbols = true;
    }
    positions.push(tokenPos);
    kinds.push(kind);
    members.push(1);
  }
  const count2 = kinds.length;
  let symbolEnd;
  if (symbols) {
    symbolEnd = new Int32Array(count2).fill(-1);
    let close2 = -1;
    let colon = -1;
    let eq = -1;
    let dot = -1;
    for (let i = count2 - 1; i >= 0; i--) {
      const kind = kinds[i + 2];
      if (kind === CH_RBRACKET)
        close2 = i + 2;
      else if (kinds[i + 3] === CH_RBRACKET) {
        if (kind === CH_COLON)
          colon = i + 2;
        else if (kind === CH_EQ)
          eq = i + 2;
        else if (kind === CH_DOT)
          dot = i + 2;
      }
      if (kinds[i] !== CH_LBRACKET)
        continue;
      const type = kinds[i + 1];
      const found = type === CH_COLON ? colon : type === CH_EQ ? eq : type === CH_DOT ? dot : -1;
      if (found !== -1 && (type === CH_DOT || close2 === -1 || close2 > found))
        symbolEnd[i] = found + 2;
    }
  }
  const subBracket = (open) => symbolEnd === void 0 ? -1 : symbolEnd[open];
  const endFrom = new Int32Array(count2 + 2).fill(-1);
  const resume = (next, range) => {
    if (next >= count2)
      return -1;
    if (range && kinds[next] === CH_DASH && next + 1 < count2 && kinds[next + 1] !== CH_RBRACKET) {
      let last = next + 1;
      if (kinds[last] === CH_BACKSLASH) {
        if (last + 1 >= count2)
          return -1;
        last++;
      }
      let after = last + 1;
      if (kinds[last] === CH_LBRACKET && kinds[last + 1] === CH_DOT) {
        const symbol = subBracket(last);
        if (symbol !== -1)
          after = symbol;
      } else if (kinds[last] === 0 && members[last] > 1) {
        return endFrom[last];
      }
      if (after >= count2)
        return -1;
      return kinds[after] === CH_RBRACKET ? after + 1 : endFrom[after];
    }
    return kinds[next] === CH_RBRACKET ? next + 1 : endFrom[next];
  };
  for (let t = count2 - 1; t >= 0; t--) {
    const kind = kinds[t];
    let after = t + 1;
    let range = true;
    if (kind === CH_BACKSLASH) {
      if (t + 1 >= count2)
        continue;
      after = t + 2;
    } else if (kind === CH_LBRACKET) {
      const type = kinds[t + 1];
      if (type === CH_COLON || type === CH_EQ || type === CH_DOT) {
        const symbol = subBracket(t);
        if (symbol !== -1) {
          after = symbol;
          range = type === CH_DOT;
        }
      }
    }
    endFrom[t] = resume(after, range);
  }
  const ends = /* @__PURE__ */ new Map();
  for (let t = 0; t < count2; t++) {
    if (kinds[t] !== CH_LBRACKET)
      continue;
    let first = t + 1;
    if (kinds[first] === CH_BANG || kinds[first] === CH_CARET)
      first++;
    if (first >= count2)
      continue;
    const close2 = kinds[first] === CH_RBRACKET ? resume(first + 1, true) : endFrom[first];
    if (close2 !== -1)
      ends.set(positions[t], positions[close2 - 1] + 1);
  }
  return ends;
}
function appendRange(source2, start, end, parts, index, offset, result) {
  while (start < end) {
    while (parts && index < parts.length && parts[index].end <= start + offset)
      index++;
    const part = parts?.[index];
    if (part && part.pos === start + offset && part.end <= end + offset) {
      result.push(part);
      start = part.end - offset;
      index++;
      continue;
    }
    const stop = part ? Math.min(end, (part.pos > start + offset ? part.pos : part.end) - offset) : end;
    const text2 = source2.slice(start, stop);
    result.push({ type: "Literal", pos: start + offset, end: stop + offset, text: text2, value: unescapeBareValue(text2) });
    start = stop;
  }
  return index;
}
function parseGlobParts(source2, start, end, parts, offset = 0) {
  let result;
  let brackets;
  let partIndex = 0;
  let emittedIndex = 0;
  let literalStart = start;
  for (let pos = start; pos < end; pos++) {
    while (parts && partIndex < parts.length && parts[partIndex].end <= pos + offset)
      partIndex++;
    const part = parts?.[partIndex];
    if (part && part.pos <= pos + offset && part.type !== "Literal") {
      pos = part.end - offset - 1;
      continue;
    }
    const character = source2.charCodeAt(pos);
    if (character === CH_BACKSLASH) {
      pos++;
      continue;
    }
    let globEnd;
    if (character === CH_STAR || character === CH_QUESTION) {
      const limit = part ? Math.min(end, part.end - offset) : end;
      const next = skipLineContinuations(source2, pos + 1, limit);
      if (next < limit && source2.charCodeAt(next) === CH_LPAREN)
        continue;
      globEnd = pos + 1;
      if (character === CH_STAR) {
        while (globEnd < limit && source2.charCodeAt(globEnd) === CH_STAR) {
          const next2 = skipLineContinuations(source2, globEnd + 1, limit);
          if (next2 < limit && source2.charCodeAt(next2) === CH_LPAREN)
            break;
          globEnd++;
        }
      }
    } else if (character === CH_LBRACKET) {
      if (brackets === void 0)
        brackets = bracketEnds(source2, pos, end, parts, offset);
      const close = brackets?.get(pos);
      if (close === void 0)
        continue;
      globEnd = close;
    } else {
      continue;
    }
    if (!result)
      result = [];
    emittedIndex = appendRange(source2, literalStart, pos, parts, emittedIndex, offset, result);
    const text2 = source2.slice(pos, globEnd);
    let glob;
    if (character === CH_LBRACKET) {
      const interior = [];
      emittedIndex = appendRange(source2, pos + 1, globEnd - 1, parts, emittedIndex, offset, interior);
      glob = {
        type: "Glob",
        kind: "bracket",
        pos: pos + offset,
        end: globEnd + offset,
        text: text2,
        value: "[" + wordPartsValue(interior) + "]",
        parts: interior
      };
    } else {
      glob = {
        type: "Glob",
        kind: character === CH_STAR ? "star" : "question",
        pos: pos + offset,
        end: globEnd + offset,
        text: text2,
        value: text2,
        parts: void 0
      };
    }
    result.push(glob);
    literalStart = globEnd;
    pos = globEnd - 1;
  }
  if (!result)
    return parts ?? void 0;
  appendRange(source2, literalStart, end, parts, emittedIndex, offset, result);
  return result;
}

// node_modules/unbash/dist/lexer.js
var Token = {
  Word: 0,
  Assignment: 1,
  Semi: 2,
  Newline: 3,
  Pipe: 4,
  And: 5,
  Or: 6,
  Amp: 7,
  LParen: 8,
  RParen: 9,
  LBrace: 10,
  RBrace: 11,
  Bang: 12,
  If: 13,
  Then: 14,
  Else: 15,
  Elif: 16,
  Fi: 17,
  Do: 18,
  Done: 19,
  For: 20,
  While: 21,
  Until: 22,
  In: 23,
  Case: 24,
  Esac: 25,
  Function: 26,
  DoubleSemi: 27,
  SemiAmp: 28,
  DoubleSemiAmp: 29,
  Select: 30,
  DblLBracket: 31,
  DblRBracket: 32,
  EOF: 33,
  ArithCmd: 34,
  Coproc: 35,
  Redirect: 36
};
var TokenValue = class {
  token = Token.EOF;
  // Materialized token value, or null for word tokens whose value has not been
  // requested yet (computed from [pos, end) on demand via the owning lexer).
  _value = "";
  _owner;
  pos = 0;
  end = 0;
  fileDescriptor = void 0;
  variableName = void 0;
  descriptorEnd = 0;
  delimiterQuoted = false;
  content = void 0;
  targetPos = 0;
  targetEnd = 0;
  assignmentOperatorPos = -1;
  // True when `value` is exactly the raw source span [pos, end) — lets consumers
  // reuse the string instead of slicing the source again.
  raw = false;
  // True when a word contains no quoting, escaped characters, or expansions.
  // Backslash-newline continuations preserve keyword eligibility.
  keywordEligible = false;
  constructor(owner = null) {
    this._owner = owner;
  }
  get value() {
    return this._value ?? (this._value = this._owner === null ? "" : this._owner._tokenValue(this.pos, this.end, this.raw));
  }
  set value(v) {
    this._value = v;
  }
  reset() {
    this.token = Token.EOF;
    this._value = "";
    this.pos = 0;
    this.end = 0;
    this.fileDescriptor = void 0;
    this.variableName = void 0;
    this.descriptorEnd = 0;
    this.delimiterQuoted = false;
    this.content = void 0;
    this.targetPos = 0;
    this.targetEnd = 0;
    this.assignmentOperatorPos = -1;
    this.raw = false;
    this.keywordEligible = false;
  }
  copyFrom(other) {
    this.token = other.token;
    this._value = other._value;
    this.pos = other.pos;
    this.end = other.end;
    this.fileDescriptor = other.fileDescriptor;
    this.variableName = other.variableName;
    this.descriptorEnd = other.descriptorEnd;
    this.delimiterQuoted = other.delimiterQuoted;
    this.content = other.content;
    this.targetPos = other.targetPos;
    this.targetEnd = other.targetEnd;
    this.assignmentOperatorPos = other.assignmentOperatorPos;
    this.raw = other.raw;
    this.keywordEligible = other.keywordEligible;
  }
};
var RESERVED_WORDS = /* @__PURE__ */ new Map([
  ["if", Token.If],
  ["then", Token.Then],
  ["else", Token.Else],
  ["elif", Token.Elif],
  ["fi", Token.Fi],
  ["do", Token.Do],
  ["done", Token.Done],
  ["for", Token.For],
  ["while", Token.While],
  ["until", Token.Until],
  ["in", Token.In],
  ["case", Token.Case],
  ["esac", Token.Esac],
  ["function", Token.Function],
  ["select", Token.Select],
  ["coproc", Token.Coproc],
  ["!", Token.Bang],
  ["{", Token.LBrace],
  ["}", Token.RBrace]
]);
var charType = new Uint8Array(128);
charType[CH_PIPE] = 1;
charType[CH_AMP] = 1;
charType[CH_SEMI] = 1;
charType[CH_LPAREN] = 1;
charType[CH_RPAREN] = 1;
charType[CH_LT] = 1;
charType[CH_GT] = 1;
charType[CH_SPACE] = 1;
charType[CH_TAB] = 1;
charType[CH_NL] = 1;
charType[CH_BACKSLASH] = 2;
charType[CH_SQUOTE] = 2;
charType[CH_DQUOTE] = 2;
charType[CH_DOLLAR] = 2;
charType[CH_BACKTICK] = 2;
charType[CH_LBRACE] = 2;
function skipBlanks(source2, pos, end) {
  while (pos < end) {
    const ch = source2.charCodeAt(pos);
    if (ch === CH_SPACE || ch === CH_TAB)
      pos++;
    else if (ch === CH_BACKSLASH && pos + 1 < end && source2.charCodeAt(pos + 1) === CH_NL)
      pos += 2;
    else
      break;
  }
  return pos;
}
var arithmeticWordDelimiter = new Uint8Array(128);
for (const ch of [
  CH_TAB,
  CH_NL,
  CH_SPACE,
  CH_BANG,
  CH_PERCENT,
  CH_AMP,
  CH_LPAREN,
  CH_RPAREN,
  CH_STAR,
  CH_PLUS,
  CH_COMMA,
  CH_DASH,
  CH_SLASH,
  CH_COLON,
  CH_LT,
  CH_EQ,
  CH_GT,
  CH_QUESTION,
  CH_CARET,
  CH_PIPE
]) {
  arithmeticWordDelimiter[ch] = 1;
}
function hasEmbeddedWordStructure(source2, start, end) {
  for (let pos = start; pos < end; pos++) {
    const ch = source2.charCodeAt(pos);
    if (ch === CH_BACKSLASH || ch === CH_SQUOTE || ch === CH_DQUOTE || ch === CH_DOLLAR || ch === CH_BACKTICK || (ch === CH_LT || ch === CH_GT) && pos + 1 < end && source2.charCodeAt(pos + 1) === CH_LPAREN) {
      return true;
    }
  }
  return false;
}
function findUnnested(s, target2, pairTernaries = false, findNestedEnd) {
  let depth = 0;
  let ternaryDepth = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c === CH_BACKSLASH) {
      i++;
      continue;
    }
    if (c === CH_LBRACE) {
      depth++;
      continue;
    }
    if (c === CH_RBRACE) {
      if (depth > 0)
        depth--;
      continue;
    }
    if (c === CH_SQUOTE) {
      i++;
      while (i < s.length && s.charCodeAt(i) !== CH_SQUOTE)
        i++;
      continue;
    }
    if (c === CH_DQUOTE) {
      i++;
      while (i < s.length) {
        const quoted2 = s.charCodeAt(i);
        if (quoted2 === CH_DQUOTE)
          break;
        if (quoted2 === CH_BACKSLASH) {
          i += 2;
          continue;
        }
        const nestedEnd2 = findNestedEnd?.(i, true) ?? i;
        if (nestedEnd2 > i) {
          i = nestedEnd2;
          continue;
        }
        i++;
      }
      continue;
    }
    const nestedEnd = findNestedEnd?.(i, false) ?? i;
    if (nestedEnd > i) {
      i = nestedEnd - 1;
      continue;
    }
    if (pairTernaries && depth === 0) {
      if (c === CH_QUESTION) {
        ternaryDepth++;
        continue;
      }
      if (c === CH_COLON && ternaryDepth > 0) {
        ternaryDepth--;
        continue;
      }
    }
    if (c === target2 && depth === 0)
      return i;
  }
  return -1;
}
var isIdChar = new Uint8Array(128);
for (let i = CH_a; i <= CH_z; i++)
  isIdChar[i] = 3;
for (let i = CH_A; i <= CH_Z; i++)
  isIdChar[i] = 3;
for (let i = CH_0; i <= CH_9; i++)
  isIdChar[i] = 2;
isIdChar[CH_UNDERSCORE] = 3;
var extglobPrefix = new Uint8Array(128);
extglobPrefix[CH_QUESTION] = 1;
extglobPrefix[CH_AT] = 1;
extglobPrefix[CH_STAR] = 1;
extglobPrefix[CH_PLUS] = 1;
extglobPrefix[CH_BANG] = 1;
extglobPrefix[CH_EQ] = 1;
function isExtglobOpen(prefix) {
  return prefix < 128 && prefix !== CH_EQ && extglobPrefix[prefix] === 1;
}
var extglobOp = {
  [CH_QUESTION]: "?",
  [CH_AT]: "@",
  [CH_STAR]: "*",
  [CH_PLUS]: "+",
  [CH_BANG]: "!"
};
function isDQChild(p) {
  const t = p.type;
  return t === "Literal" || t === "SimpleExpansion" || t === "ParameterExpansion" || t === "CommandExpansion" || t === "ArithmeticExpansion";
}
function isAllDigitsRange(src, start, end) {
  for (let i = start; i < end; i++) {
    const c = src.charCodeAt(i);
    if (c < CH_0 || c > CH_9)
      return false;
  }
  return end > start;
}
var ASSIGNMENT_INVALID = -1;
var ASSIGNMENT_NAME_START = 0;
var ASSIGNMENT_NAME = 1;
var ASSIGNMENT_AFTER_INDEX = 2;
var ASSIGNMENT_AFTER_PLUS = 3;
var ASSIGNMENT_INDEX_BASE = 4;
function joinWordParts(head, tail) {
  const last = head[head.length - 1];
  const first = tail[0];
  let start = 0;
  if (last?.type === "Literal" && first?.type === "Literal" && last.end === first.pos) {
    head[head.length - 1] = {
      type: "Literal",
      pos: last.pos,
      end: first.end,
      text: last.text + first.text,
      value: last.value + first.value
    };
    start = 1;
  }
  for (let i = start; i < tail.length; i++)
    head.push(tail[i]);
  return head;
}
function isMatchedAssignment(state) {
  return state < ASSIGNMENT_INVALID;
}
function assignmentOperatorPos(state) {
  return -state - 2;
}
function scanAssignmentPrefix(src, start, end, initialState2) {
  let state = initialState2;
  for (let i = start; i < end && state >= 0; i++) {
    const c = src.charCodeAt(i);
    if (state >= ASSIGNMENT_INDEX_BASE) {
      if (c === CH_LBRACKET)
        state++;
      else if (c === CH_RBRACKET && --state === ASSIGNMENT_INDEX_BASE)
        state = ASSIGNMENT_AFTER_INDEX;
    } else if (state === ASSIGNMENT_NAME_START) {
      state = c < 128 && isIdChar[c] & 1 ? ASSIGNMENT_NAME : ASSIGNMENT_INVALID;
    } else if (state === ASSIGNMENT_NAME) {
      if (c < 128 && isIdChar[c] & 2)
        continue;
      if (c === CH_LBRACKET)
        state = ASSIGNMENT_INDEX_BASE + 1;
      else if (c === CH_PLUS)
        state = ASSIGNMENT_AFTER_PLUS;
      else
        state = c === CH_EQ ? -i - 2 : ASSIGNMENT_INVALID;
    } else if (state === ASSIGNMENT_AFTER_INDEX) {
      if (c === CH_PLUS)
        state = ASSIGNMENT_AFTER_PLUS;
      else
        state = c === CH_EQ ? -i - 2 : ASSIGNMENT_INVALID;
    } else {
      state = c === CH_EQ ? -i - 2 : ASSIGNMENT_INVALID;
    }
  }
  return state;
}
function setToken(out, token, value, pos = 0, end = 0) {
  out.token = token;
  out._value = value;
  out.pos = pos;
  out.end = end;
  out.fileDescriptor = void 0;
  out.variableName = void 0;
  out.descriptorEnd = 0;
  out.delimiterQuoted = false;
  out.content = void 0;
  out.assignmentOperatorPos = -1;
  out.raw = false;
  out.keywordEligible = false;
}
function setSpanToken(out, token, pos, end, raw) {
  out.token = token;
  out._value = null;
  out.pos = pos;
  out.end = end;
  out.fileDescriptor = void 0;
  out.variableName = void 0;
  out.descriptorEnd = 0;
  out.delimiterQuoted = false;
  out.content = void 0;
  out.assignmentOperatorPos = -1;
  out.raw = raw;
  out.keywordEligible = false;
}
function matchReservedWord(src, start, len) {
  switch (src.charCodeAt(start)) {
    case CH_BANG:
      return len === 1 ? Token.Bang : void 0;
    case CH_LBRACE:
      return len === 1 ? Token.LBrace : void 0;
    case CH_RBRACE:
      return len === 1 ? Token.RBrace : void 0;
    case 105: {
      if (len !== 2)
        return void 0;
      const c = src.charCodeAt(start + 1);
      return c === 102 ? Token.If : c === 110 ? Token.In : void 0;
    }
    case 102:
      if (len === 2)
        return src.charCodeAt(start + 1) === 105 ? Token.Fi : void 0;
      if (len === 3)
        return src.startsWith("for", start) ? Token.For : void 0;
      if (len === 8)
        return src.startsWith("function", start) ? Token.Function : void 0;
      return void 0;
    case 116:
      return len === 4 && src.startsWith("then", start) ? Token.Then : void 0;
    case 101:
      if (len !== 4)
        return void 0;
      if (src.startsWith("else", start))
        return Token.Else;
      if (src.startsWith("elif", start))
        return Token.Elif;
      if (src.startsWith("esac", start))
        return Token.Esac;
      return void 0;
    case 100:
      if (len === 2)
        return src.charCodeAt(start + 1) === 111 ? Token.Do : void 0;
      if (len === 4)
        return src.startsWith("done", start) ? Token.Done : void 0;
      return void 0;
    case 99:
      if (len === 4)
        return src.startsWith("case", start) ? Token.Case : void 0;
      if (len === 6)
        return src.startsWith("coproc", start) ? Token.Coproc : void 0;
      return void 0;
    case 119:
      return len === 5 && src.startsWith("while", start) ? Token.While : void 0;
    case 117:
      return len === 5 && src.startsWith("until", start) ? Token.Until : void 0;
    case 115:
      return len === 6 && src.startsWith("select", start) ? Token.Select : void 0;
    default:
      return void 0;
  }
}
var LexContext = {
  Normal: 0,
  CommandStart: 1,
  TestMode: 2,
  // After a prefix element: assignments still recognized, reserved words not.
  CommandPrefix: 3,
  // Assignment arguments retain ordinary word boundaries inside subscripts.
  Declaration: 4,
  ArrayElement: 5,
  FunctionName: 6,
  CasePattern: 7,
  // Arguments of eval and let: ordinary words, but `name=(…)` keeps its array value as in Bash.
  EvalArgument: 8
};
function isBraceCommandOpener(after) {
  return after === CH_SPACE || after === CH_TAB || after === CH_NL || after === CH_PIPE;
}
var Lexer = class _Lexer {
  static _findSubstitutionEnd;
  src;
  srcEnd;
  parenBoundary;
  pos;
  current;
  nextState;
  hasPeek;
  pendingHereDocs;
  substitutionContext;
  _errors = null;
  _buildParts = false;
  // Build processed text while scanning. Off on the normal token path (values
  // materialize lazily); on for redirect targets, heredoc delimiters, arithmetic
  // command bodies, and bounded value re-lexes. _buildParts implies it.
  _buildValue = false;
  // Nesting depth of the window being lexed (enclosing sub-fields plus substitution
  // scripts), sharing the MAX_SYNTAX_NESTING budget across lazily created lexers.
  _nestingDepth = 0;
  // `start`/`end` bound the lexer to a window of `src` so substitution scripts can be
  // parsed in place against the original source — every position is then absolute, with
  // no slicing or re-basing. Defaults cover the whole string (the common top-level parse).
  constructor(src, start = 0, end = src.length, parenBoundary = false, context = createSubstitutionContext()) {
    this.src = src;
    this.srcEnd = end;
    this.parenBoundary = parenBoundary;
    this.pos = start;
    this.current = new TokenValue(this);
    this.nextState = new TokenValue(this);
    this.hasPeek = false;
    this.pendingHereDocs = null;
    this.substitutionContext = context;
    if (start === 0 && src.charCodeAt(0) === CH_HASH && src.charCodeAt(1) === CH_BANG) {
      const nl = src.indexOf("\n");
      this.pos = nl === -1 ? this.srcEnd : nl + 1;
    }
  }
  getSource() {
    return this.src;
  }
  // Fresh window sharing source, depth and substitution context; tokens, errors, heredocs and build flags reset.
  fork(start, end, parenBoundary = false) {
    const lexer = new _Lexer(this.src, start, end, parenBoundary, this.substitutionContext);
    lexer._nestingDepth = this._nestingDepth;
    return lexer;
  }
  getSubstitutionContext() {
    return this.substitutionContext;
  }
  get errors() {
    return this._errors ?? (this._errors = []);
  }
  // A substitution's script parses lazily, one level below the window it was found in, in
  // place over `inner` at `start`, sharing this scan's substitution boundaries.
  commandExpansion(pos, text2, start, inner, parenBoundary = false) {
    const window = this.scriptWindow(this.src, start, start + inner.length, parenBoundary);
    return new ScriptExpansionImpl("CommandExpansion", pos, this.pos, text2, window);
  }
  // Escaped backticks rebuild `inner` with the escapes removed, so it is no longer a verbatim
  // substring of the source: that script parses the decoded body as its own source.
  decodedCommandExpansion(pos, text2, inner) {
    const window = this.scriptWindow(inner, 0, inner.length, false, true);
    return new ScriptExpansionImpl("CommandExpansion", pos, this.pos, text2, window);
  }
  processSubstitution(pos, text2, operator, inner) {
    const window = this.scriptWindow(this.src, pos + 2, pos + 2 + inner.length, !this._unbalanced);
    return new ProcessSubstitutionImpl(pos, this.pos, text2, operator, window);
  }
  // Past the nesting budget the part gets no window, so lazy materialization bottoms out.
  scriptWindow(source2, start, end, parenBoundary, decoded2 = false) {
    if (this._nestingDepth > MAX_SYNTAX_NESTING)
      return void 0;
    const context = decoded2 ? void 0 : this.substitutionContext;
    return { source: source2, start, end, depth: this._nestingDepth + 1, parenBoundary, context };
  }
  getPos() {
    return this.pos;
  }
  findSubstitutionEnd(start, end, depth = this._nestingDepth + 1) {
    if (_Lexer._findSubstitutionEnd === void 0)
      return -1;
    return _Lexer._findSubstitutionEnd(this.src, start, end, depth, this.substitutionContext);
  }
  /** Materialize a word token's value: raw spans slice directly, others re-lex the span. */
  _tokenValue(pos, end, raw) {
    return raw ? this.src.slice(pos, end) : this.wordValueOf(pos, end);
  }
  // Re-lex [start, end) in value mode to produce the processed word text. Bounded
  // to the span, so every expansion the original scan consumed closes within it.
  // Errors were already reported by the original scan; suppress duplicates.
  wordValueOf(start, end) {
    const savedPos = this.pos;
    const savedEnd = this.srcEnd;
    const savedBracketWindow = this._bracketWindow;
    const savedArithmeticBracketWindow = this._arithmeticBracketWindow;
    const savedBuildValue = this._buildValue;
    const savedUnbalanced = this._unbalanced;
    const errorCount = this._errors === null ? 0 : this._errors.length;
    this.pos = start;
    this.srcEnd = end;
    this._buildValue = true;
    this.readWordText();
    if (this.pos < end && this._wordAssignmentState !== void 0 && this._wordAssignmentState >= ASSIGNMENT_INDEX_BASE) {
      this.pos = start;
      this.readWordText(true);
    }
    const value = this._wordText;
    this.pos = savedPos;
    this.srcEnd = savedEnd;
    this._bracketWindow = savedBracketWindow;
    this._arithmeticBracketWindow = savedArithmeticBracketWindow;
    this._buildValue = savedBuildValue;
    this._unbalanced = savedUnbalanced;
    if (this._errors !== null)
      this._errors.length = errorCount;
    return value;
  }
  /** Find the closing bracket for a shell subscript, ignoring brackets inside nested shell syntax. */
  findClosingBracket(start, end = this.srcEnd) {
    const limit = Math.min(end, this.srcEnd);
    let window = this._bracketWindow;
    if (!window || window.limit !== limit) {
      window = { limit, depth: this._nestingDepth, last: this.src.lastIndexOf("]", limit - 1) };
      this._bracketWindow = window;
    }
    if (start > window.last)
      return -1;
    if (window.depth !== this._nestingDepth) {
      window = { limit, depth: this._nestingDepth, last: window.last };
      this._bracketWindow = window;
    }
    if (window.failed?.has(start))
      return -1;
    const unmatched = [];
    const close = this.findClosingShellDelimiter(start, end, CH_RBRACKET, false, true, unmatched);
    if (close === -1) {
      const failed2 = window.failed ?? (window.failed = /* @__PURE__ */ new Set());
      for (const starts of unmatched)
        for (const pos of starts)
          failed2.add(pos);
    }
    return close;
  }
  /** Find the closing bracket of `$[ … ]`, which unlike a subscript does not recurse into `${ }`. */
  findClosingArithmeticBracket(start, end = this.srcEnd) {
    const limit = Math.min(end, this.srcEnd);
    let window = this._arithmeticBracketWindow;
    if (!window || window.end !== limit || window.depth !== this._nestingDepth) {
      window = { end: limit, depth: this._nestingDepth, failed: /* @__PURE__ */ new Set() };
      this._arithmeticBracketWindow = window;
    }
    if (window.failed.has(start))
      return -1;
    return this.findClosingShellDelimiter(start, end, CH_RBRACKET, false, false, void 0, window.failed);
  }
  /** Find the closing brace for a parameter expansion, ignoring braces inside nested shell syntax. */
  findClosingBrace(start, end = this.srcEnd) {
    return this.findClosingShellDelimiter(start, end, CH_RBRACE);
  }
  /** Find the closing parenthesis for a shell substitution using the command-aware scanner. */
  findClosingParenthesis(start, end = this.srcEnd) {
    const savedPos = this.pos;
    const savedEnd = this.srcEnd;
    const savedBracketWindow = this._bracketWindow;
    const savedArithmeticBracketWindow = this._arithmeticBracketWindow;
    const savedUnbalanced = this._unbalanced;
    this.pos = start;
    this.srcEnd = Math.min(end, this.srcEnd);
    this.extractBalanced();
    const close = this._unbalanced ? -1 : this.pos - 1;
    this.pos = savedPos;
    this.srcEnd = savedEnd;
    this._bracketWindow = savedBracketWindow;
    this._arithmeticBracketWindow = savedArithmeticBracketWindow;
    this._unbalanced = savedUnbalanced;
    return close;
  }
  /** Find the end of one arithmetic expansion using the canonical lexer scanner. */
  findArithmeticExpansionEnd(start, end = this.srcEnd) {
    const scanner = this.fork(start, end);
    scanner.pos = start + 1;
    scanner.scanArithmeticBody();
    return scanner.pos;
  }
  /** Find the end of one shell-expanded arithmetic word using the canonical lexer scanners. */
  findArithmeticWordEnd(start, end = this.srcEnd) {
    const scanner = this.fork(start, end);
    scanner.pos = start;
    return scanner.scanArithmeticWordEnd();
  }
  scanArithmeticWordEnd() {
    while (this.pos < this.srcEnd) {
      const ch = this.src.charCodeAt(this.pos);
      if (ch === CH_DOLLAR) {
        this.readDollar();
        continue;
      }
      if (ch === CH_BACKTICK) {
        this.readBacktickExpansion();
        continue;
      }
      if (ch === CH_SQUOTE) {
        this.pos++;
        this.skipSQ();
        continue;
      }
      if (ch === CH_DQUOTE) {
        this.pos++;
        this.skipDQ();
        continue;
      }
      if (ch === CH_BACKSLASH) {
        this.pos += 2;
        continue;
      }
      if (ch === CH_LBRACKET) {
        const close = this.findClosingBracket(this.pos + 1);
        if (close !== -1) {
          this.pos = close + 1;
          continue;
        }
      }
      if ((ch === CH_LT || ch === CH_GT) && this.src.charCodeAt(this.pos + 1) === CH_LPAREN) {
        this.pos += 2;
        this.extractBalanced();
        continue;
      }
      if (ch < 128 && arithmeticWordDelimiter[ch])
        break;
      this.pos++;
    }
    return this.pos;
  }
  // Only array assignment bodies take comments and leading `[` subscripts and reject operators;
  // extglob shares this scanner, and `#` is pattern data there.
  findClosingShellDelimiter(start, end, closing, array = false, braces = true, bracketStarts, failedBrackets) {
    const savedPos = this.pos;
    const savedEnd = this.srcEnd;
    const savedBracketWindow = this._bracketWindow;
    const savedArithmeticBracketWindow = this._arithmeticBracketWindow;
    const savedUnbalanced = this._unbalanced;
    this.srcEnd = Math.min(end, this.srcEnd);
    const delimiters = [closing];
    bracketStarts?.push([]);
    const failedStarts = failedBrackets ? [start] : void 0;
    let pos = start;
    let wordStart = true;
    let invalid = -1;
    while (pos < this.srcEnd) {
      const expected = delimiters[delimiters.length - 1];
      if (bracketStarts && expected === CH_RBRACKET)
        bracketStarts[bracketStarts.length - 1].push(pos);
      const ch = this.src.charCodeAt(pos);
      if (ch === CH_BACKSLASH) {
        if (pos + 1 < this.srcEnd && this.src.charCodeAt(pos + 1) !== CH_NL)
          wordStart = false;
        pos += 2;
        continue;
      }
      if (ch === CH_HASH && array && delimiters.length === 1 && wordStart) {
        while (pos < this.srcEnd && this.src.charCodeAt(pos) !== CH_NL)
          pos++;
        continue;
      }
      if (ch === CH_SQUOTE) {
        this.pos = pos + 1;
        this.skipSQ();
        pos = this.pos;
        wordStart = false;
        continue;
      }
      if (ch === CH_DQUOTE) {
        this.pos = pos + 1;
        this.skipDQ();
        pos = this.pos;
        wordStart = false;
        continue;
      }
      if (ch === CH_BACKTICK) {
        pos++;
        while (pos < this.srcEnd && this.src.charCodeAt(pos) !== CH_BACKTICK) {
          if (this.src.charCodeAt(pos) === CH_BACKSLASH)
            pos++;
          pos++;
        }
        if (pos < this.srcEnd)
          pos++;
        wordStart = false;
        continue;
      }
      if (ch === CH_DOLLAR && pos + 1 < this.srcEnd && this.src.charCodeAt(pos + 1) === CH_LPAREN || (ch === CH_LT || ch === CH_GT) && pos + 1 < this.srcEnd && this.src.charCodeAt(pos + 1) === CH_LPAREN) {
        this.pos = pos + 2;
        this.extractBalanced();
        pos = this.pos;
        wordStart = false;
        continue;
      }
      if (ch === CH_DOLLAR && pos + 1 < this.srcEnd) {
        const after = this.src.charCodeAt(pos + 1);
        if (after === CH_SQUOTE) {
          pos = decodeAnsiCQuoted(this.src, pos + 2, this.srcEnd).end;
          wordStart = false;
          continue;
        }
        if (after === CH_DOLLAR) {
          pos += 2;
          wordStart = false;
          continue;
        }
        if (after === CH_LBRACE && braces) {
          delimiters.push(CH_RBRACE);
          bracketStarts?.push([]);
          pos += 2;
          wordStart = false;
          continue;
        }
      }
      if (array && delimiters.length === 1) {
        if (ch === CH_LBRACKET && wordStart) {
          delimiters.push(CH_RBRACKET);
          bracketStarts?.push([]);
        } else if (invalid === -1 && (ch === CH_SEMI || ch === CH_AMP || ch === CH_PIPE || ch === CH_LT || ch === CH_GT || ch === CH_LPAREN && !isExtglobOpen(this.src.charCodeAt(pos - 1)))) {
          invalid = pos;
        }
      }
      if (expected === CH_RBRACKET && ch === CH_LBRACKET) {
        delimiters.push(CH_RBRACKET);
        bracketStarts?.push([]);
        failedStarts?.push(pos + 1);
      } else if (expected === CH_RPAREN && ch === CH_LPAREN) {
        delimiters.push(CH_RPAREN);
        bracketStarts?.push([]);
      } else if (ch === expected) {
        delimiters.pop();
        failedStarts?.pop();
        bracketStarts?.pop();
        if (delimiters.length === 0) {
          this.pos = savedPos;
          this.srcEnd = savedEnd;
          this._bracketWindow = savedBracketWindow;
          this._arithmeticBracketWindow = savedArithmeticBracketWindow;
          this._unbalanced = savedUnbalanced;
          if (invalid !== -1)
            this.errors.push({ message: `unexpected '${this.src[invalid]}' in array assignment`, pos: invalid });
          return pos;
        }
        wordStart = false;
        pos++;
        continue;
      }
      wordStart = ch < 128 && (charType[ch] & 1) !== 0;
      pos++;
    }
    if (failedStarts)
      for (const start2 of failedStarts)
        failedBrackets.add(start2);
    this.pos = savedPos;
    this.srcEnd = savedEnd;
    this._bracketWindow = savedBracketWindow;
    this._arithmeticBracketWindow = savedArithmeticBracketWindow;
    this._unbalanced = savedUnbalanced;
    return -1;
  }
  // End of the brace expansion opened at `start`, or -1. As in Bash's brace_gobbler, quotes,
  // escapes, parameter expansions and substitutions are opaque; an unquoted metacharacter
  // ends the word before the brace closes. The word scan reports errors in the skipped text.
  scanBraceExpansion(start, results) {
    const src = this.src;
    const len = this.srcEnd;
    const cached = results.get(start);
    if (cached !== void 0)
      return cached;
    const savedPos = this.pos;
    const savedUnbalanced = this._unbalanced;
    const errorCount = this._errors === null ? 0 : this._errors.length;
    const frames = [start, 0];
    let pos = start + 1;
    while (pos < len) {
      const ch = src.charCodeAt(pos);
      const type = ch < 128 ? charType[ch] : 0;
      if (type === 0) {
        pos++;
        if (ch === CH_RBRACE) {
          const hasSep = frames.pop();
          results.set(frames.pop(), hasSep ? pos : -1);
          if (frames.length === 0)
            break;
        } else if (ch === 44 || ch === 46 && src.charCodeAt(pos) === 46) {
          frames[frames.length - 1] = 1;
        }
        continue;
      }
      const next = pos + 1 < len ? src.charCodeAt(pos + 1) : 0;
      if (type & 1) {
        if (next === CH_LPAREN && (ch === CH_LT || ch === CH_GT)) {
          this.pos = pos + 2;
          this.extractBalanced();
          pos = this.pos;
        } else if (ch === CH_LPAREN && isExtglobOpen(src.charCodeAt(pos - 1))) {
          const close = this.findClosingShellDelimiter(pos + 1, len, CH_RPAREN);
          if (close === -1)
            break;
          pos = close + 1;
        } else {
          break;
        }
      } else if (ch === CH_BACKSLASH) {
        pos += 2;
      } else if (ch === CH_SQUOTE) {
        this.pos = pos + 1;
        this.skipSQ();
        pos = this.pos;
      } else if (ch === CH_DQUOTE) {
        this.pos = pos + 1;
        this.skipDQ();
        pos = this.pos;
      } else if (ch === CH_BACKTICK) {
        pos++;
        while (pos < len && src.charCodeAt(pos) !== CH_BACKTICK)
          pos += src.charCodeAt(pos) === CH_BACKSLASH ? 2 : 1;
        pos++;
      } else if (ch === CH_LBRACE) {
        frames.push(pos, 0);
        pos++;
      } else if (next === CH_SQUOTE) {
        pos = decodeAnsiCQuoted(src, pos + 2, len).end;
      } else if (next === CH_LBRACE) {
        const close = this.findClosingBrace(pos + 2, len);
        if (close === -1)
          break;
        pos = close + 1;
      } else if (next === CH_LPAREN) {
        this.pos = pos + 2;
        this.extractBalanced();
        pos = this.pos;
      } else {
        pos++;
      }
    }
    this.pos = savedPos;
    this._unbalanced = savedUnbalanced;
    if (this._errors !== null)
      this._errors.length = errorCount;
    for (let index = 0; index < frames.length; index += 2)
      results.set(frames[index], -1);
    return results.get(start);
  }
  skipSubshellBody() {
    this.extractBalanced(false);
    return this._unbalanced ? -1 : this.pos;
  }
  skipCompoundBody(closeToken) {
    const frames = [
      { close: closeToken, phase: closeToken === Token.Esac ? "case-pattern" : "commands" }
    ];
    let commandStart = true;
    for (; ; ) {
      const phase = frames[frames.length - 1].phase;
      let ctx = commandStart ? LexContext.CommandStart : LexContext.Normal;
      if (phase === "function-name")
        ctx = LexContext.FunctionName;
      else if (phase === "case-pattern" && commandStart)
        ctx = LexContext.CasePattern;
      const value = this.next(ctx);
      const token = value.token;
      if (token === Token.EOF)
        return -1;
      const last = frames.length - 1;
      const frame = frames[last];
      if (frame.phase === "function-name") {
        if (token === Token.Newline)
          continue;
        frame.phase = "function-body";
        commandStart = true;
        continue;
      } else if (frame.phase === "function-body") {
        if (token === Token.Newline)
          continue;
        frame.phase = "commands";
        commandStart = true;
        if (token === Token.LParen && this.peek(LexContext.Normal).token === Token.RParen) {
          this.next(LexContext.Normal);
          frame.phase = "function-body";
          continue;
        }
      } else if (frame.phase === "coproc-command") {
        if (token === Token.Newline)
          continue;
        if (token === Token.Word) {
          frame.phase = "coproc-body";
          commandStart = true;
          continue;
        }
        frame.phase = "commands";
        commandStart = true;
      } else if (frame.phase === "coproc-body") {
        if (token === Token.Newline)
          continue;
        frame.phase = token === Token.Word && value.keywordEligible && value.value === "time" ? "time-command" : "commands";
        commandStart = true;
        if (frame.phase === "time-command")
          continue;
      } else if (frame.phase === "time-command") {
        if (token === Token.Word && value.keywordEligible && value.value === "-p") {
          frame.phase = "time-command-after-p";
          continue;
        }
        if (token === Token.Word && value.keywordEligible && value.value === "--") {
          frame.phase = "commands";
          continue;
        }
        frame.phase = "commands";
        commandStart = true;
      } else if (frame.phase === "time-command-after-p") {
        if (token === Token.Word && value.keywordEligible && value.value === "--") {
          frame.phase = "commands";
          continue;
        }
        frame.phase = "commands";
        commandStart = true;
      } else if (frame.phase === "for-header") {
        if (token === Token.ArithCmd || token === Token.Semi || token === Token.Newline) {
          commandStart = true;
          continue;
        }
        if (token === Token.Do || token === Token.LBrace) {
          frame.close = token === Token.Do ? Token.Done : Token.RBrace;
          frame.phase = "commands";
          commandStart = true;
          continue;
        }
      } else if (frame.phase === "case-word") {
        if (token === Token.Newline)
          continue;
        frame.phase = "case-in";
        commandStart = false;
        continue;
      } else if (frame.phase === "case-in") {
        if (token === Token.Newline) {
          commandStart = true;
          continue;
        }
        frame.phase = "case-pattern";
        commandStart = true;
        continue;
      } else if (frame.phase === "case-pattern") {
        if (token === Token.Esac && commandStart) {
          frames.pop();
          if (frames.length === 0)
            return value.end;
          commandStart = false;
          continue;
        }
        if (token === Token.RParen) {
          frame.phase = "commands";
          commandStart = true;
        } else {
          commandStart = token === Token.Newline;
        }
        continue;
      }
      if (token === frame.close) {
        frames.pop();
        if (frames.length === 0)
          return value.end;
        commandStart = false;
        continue;
      }
      if (commandStart) {
        switch (token) {
          case Token.LParen:
            frames.push({ close: Token.RParen, phase: "commands" });
            break;
          case Token.LBrace:
            frames.push({ close: Token.RBrace, phase: "commands" });
            break;
          case Token.If:
            frames.push({ close: Token.Fi, phase: "commands" });
            break;
          case Token.For:
            frames.push({ close: Token.Done, phase: "for-header" });
            break;
          case Token.While:
          case Token.Until:
          case Token.Select:
            frames.push({ close: Token.Done, phase: "commands" });
            break;
          case Token.Case:
            frames.push({ close: Token.Esac, phase: "case-word" });
            break;
          case Token.DblLBracket:
            if (!this.skipTestCommandBody())
              return -1;
            commandStart = false;
            continue;
          case Token.Assignment:
          case Token.Redirect:
          case Token.Bang:
          case Token.Then:
          case Token.Else:
          case Token.Elif:
          case Token.Do:
          case Token.In:
            break;
          case Token.Semi:
          case Token.Newline:
          case Token.Pipe:
          case Token.And:
          case Token.Or:
          case Token.Amp:
          case Token.DoubleSemi:
          case Token.SemiAmp:
          case Token.DoubleSemiAmp:
            break;
          case Token.Function:
            frame.phase = "function-name";
            break;
          case Token.Coproc:
            frame.phase = "coproc-command";
            break;
          default:
            if (token === Token.Word && value.keywordEligible && value.value === "time") {
              frame.phase = "time-command";
              commandStart = true;
            } else {
              commandStart = false;
            }
            continue;
        }
      }
      switch (token) {
        case Token.Semi:
        case Token.Newline:
        case Token.Pipe:
        case Token.And:
        case Token.Or:
        case Token.Amp:
          commandStart = true;
          break;
        case Token.DoubleSemi:
        case Token.SemiAmp:
        case Token.DoubleSemiAmp:
          if (frame.close === Token.Esac)
            frame.phase = "case-pattern";
          commandStart = true;
          break;
        case Token.RParen:
          commandStart = true;
          break;
      }
    }
  }
  skipTestGroup() {
    let depth = 1;
    for (; ; ) {
      const value = this.next(LexContext.TestMode);
      if (value.token === Token.EOF)
        return -1;
      if (value.token === Token.DblRBracket) {
        this.unshift(value);
        return -1;
      }
      if (value.token === Token.LParen)
        depth++;
      else if (value.token === Token.RParen && --depth === 0)
        return value.end;
    }
  }
  skipTestCommandBody() {
    for (; ; ) {
      const token = this.next(LexContext.TestMode).token;
      if (token === Token.DblRBracket)
        return true;
      if (token === Token.EOF)
        return false;
    }
  }
  /** Set position and scan a word, building parts. Used by computeWordParts. */
  buildWordParts(startPos) {
    this._buildParts = true;
    this.pos = startPos;
    const ch = this.src.charCodeAt(startPos);
    if ((ch === 60 || ch === 62) && startPos + 1 < this.srcEnd && this.src.charCodeAt(startPos + 1) === 40) {
      this.pos = startPos + 2;
      const inner = this.extractBalanced();
      const text2 = this.src.slice(startPos, this.pos);
      const part = this.processSubstitution(startPos, text2, ch === 60 ? "<" : ">", inner);
      if (this.pos < this.srcEnd) {
        this.readWordText();
        if (this._wordParts) {
          this._wordParts.unshift(part);
        } else {
          this._wordParts = [part];
        }
      } else {
        this._wordParts = [part];
      }
    } else {
      this.readWordText();
      if (this.pos < this.srcEnd && this._wordAssignmentState !== void 0 && this._wordAssignmentState >= ASSIGNMENT_INDEX_BASE) {
        this.pos = startPos;
        this.readWordText(true);
      }
    }
    return this._wordParts;
  }
  /** Scan a bounded word-like span without treating shell operators or whitespace as terminators. */
  buildEmbeddedWordParts(startPos, arithmetic = false) {
    this._buildParts = true;
    this.pos = startPos;
    this.readInnerWordText(false, arithmetic);
    return this._wordParts;
  }
  buildArrayElementParts(startPos) {
    const close = this.findClosingBracket(startPos + 1);
    if (close === -1)
      return this.buildWordParts(startPos);
    const src = this.src;
    this._buildParts = true;
    const head = hasEmbeddedWordStructure(src, startPos, close + 1) ? this.parseSubFieldWord(startPos, close + 1, "embedded") : void 0;
    this.pos = close + 1;
    this.readWordText(false, LexContext.ArrayElement);
    const end = this.pos;
    const operator = skipLineContinuations(src, close + 1, end);
    const after = src.charCodeAt(operator);
    const keyed = after === CH_EQ || after === CH_PLUS && src.charCodeAt(operator + 1) === CH_EQ;
    let headParts = head?.parts;
    let tailParts = this._wordParts;
    if (keyed)
      tailParts = parseGlobParts(src, close + 1, end, tailParts) ?? tailParts;
    if (!headParts && !tailParts)
      return keyed ? null : parseGlobParts(src, startPos, end, void 0) ?? null;
    const headText = src.slice(startPos, close + 1);
    if (!headParts)
      headParts = [{ type: "Literal", pos: startPos, end: close + 1, text: headText, value: head?.value ?? headText }];
    if (!tailParts)
      tailParts = end > close + 1 ? [{ type: "Literal", pos: close + 1, end, text: src.slice(close + 1, end), value: this._wordText }] : [];
    let parts = joinWordParts(headParts, tailParts);
    if (!keyed)
      parts = parseGlobParts(src, startPos, end, parts) ?? parts;
    return parts.length > 1 || parts[0].type !== "Literal" ? parts : null;
  }
  /** Scan a heredoc body for expansions, building parts. Spaces/newlines are literal. */
  buildHereDocParts(bodyPos, bodyEnd) {
    this._buildParts = true;
    const src = this.src;
    const parts = [];
    let hasExpansion = false;
    let litBuf = "";
    let litStart = bodyPos;
    let i = bodyPos;
    const flushLit = () => {
      if (i > litStart) {
        parts.push({ type: "Literal", pos: litStart, end: i, value: litBuf, text: src.slice(litStart, i) });
        litBuf = "";
      }
    };
    while (i < bodyEnd) {
      const ch = src.charCodeAt(i);
      if (ch === 92) {
        if (i + 1 < bodyEnd) {
          const nc = src.charCodeAt(i + 1);
          if (nc === CH_NL) {
            i += 2;
            continue;
          }
          if (nc === 36 || nc === 96 || nc === 92) {
            litBuf += String.fromCharCode(nc);
            i += 2;
            continue;
          }
        }
        litBuf += "\\";
        i++;
        continue;
      }
      if (ch === 36 && src.charCodeAt(i + 1) !== CH_SQUOTE && src.charCodeAt(i + 1) !== CH_DQUOTE) {
        flushLit();
        litStart = i;
        this.pos = i;
        this.readDollar();
        if (this._resultPart) {
          hasExpansion = true;
          parts.push(this._resultPart);
          litStart = this.pos;
        } else {
          litBuf += src.slice(i, this.pos);
        }
        i = this.pos;
        continue;
      }
      if (ch === 96) {
        flushLit();
        litStart = i;
        this.pos = i;
        this.readBacktickExpansion();
        if (this._resultPart) {
          hasExpansion = true;
          parts.push(this._resultPart);
          litStart = this.pos;
        } else {
          litBuf += src.slice(i, this.pos);
        }
        i = this.pos;
        continue;
      }
      litBuf += src[i];
      i++;
    }
    flushLit();
    return hasExpansion ? parts : null;
  }
  registerHereDocTarget(target2) {
    if (this.pendingHereDocs === null)
      return;
    for (const hd of this.pendingHereDocs) {
      if (!hd.target) {
        hd.target = target2;
        return;
      }
    }
  }
  // Read the right-hand operand of =~ in [[ ]]. Bash ends the operand at
  // depth-zero whitespace, `)`, `;`, `&`, `<`, or `>` (but `<(`/`>(` open a
  // process substitution and `|` never delimits). An unquoted `(` opens a
  // group that consumes everything — `]]`, newlines, and metacharacters
  // included — until its matching `)`; inside a group only quotes stay opaque
  // and expansion parens count naively, matching bash. Quotes and expansions
  // at depth zero skip via the same readers normal words use, so their errors
  // and spans stay identical. The token is the raw source span; value and
  // parts resolve lazily like every other word.
  readTestRegexWord() {
    this.hasPeek = false;
    this.skipSpacesAndTabs();
    const src = this.src;
    const len = this.srcEnd;
    const start = this.pos;
    let depth = 0;
    while (this.pos < len) {
      const ch = src.charCodeAt(this.pos);
      if (ch === CH_LPAREN) {
        depth++;
        this.pos++;
        continue;
      }
      if (ch === CH_BACKSLASH) {
        this.pos += this.pos + 1 < len ? 2 : 1;
        continue;
      }
      if (ch === CH_SQUOTE) {
        const quotePos = this.pos++;
        const ansiC = quotePos > start && src.charCodeAt(quotePos - 1) === CH_DOLLAR;
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_SQUOTE) {
          if (ansiC && src.charCodeAt(this.pos) === CH_BACKSLASH && this.pos + 1 < len)
            this.pos++;
          this.pos++;
        }
        if (this.pos < len)
          this.pos++;
        else
          this.errors.push({
            message: ansiC ? "unterminated ANSI-C quote" : "unterminated single quote",
            pos: quotePos
          });
        continue;
      }
      if (ch === CH_DQUOTE) {
        this.pos++;
        this.readDoubleQuoted();
        continue;
      }
      if (ch === CH_BACKTICK) {
        this.readBacktickExpansion();
        continue;
      }
      if (depth > 0) {
        if (ch === CH_RPAREN)
          depth--;
        this.pos++;
        continue;
      }
      if (ch === CH_DOLLAR) {
        this.readDollar();
        continue;
      }
      if ((ch === CH_LT || ch === CH_GT) && this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_LPAREN) {
        const subPos = this.pos;
        this.pos += 2;
        this.extractBalanced();
        if (this._unbalanced)
          this.errors.push({ message: "unterminated process substitution", pos: subPos });
        continue;
      }
      if (ch < 128 && charType[ch] & 1 && ch !== CH_PIPE)
        break;
      this.pos++;
    }
    setToken(this.current, Token.Word, src.slice(start, this.pos), start, this.pos);
    return this.current;
  }
  // Read C-style for expressions: called after first '(' consumed by parser.
  // Expects pos at second '('. Returns [init, test, update] raw text.
  readCStyleForExprs() {
    this.hasPeek = false;
    const src = this.src;
    const len = this.srcEnd;
    while (this.pos < len && (src.charCodeAt(this.pos) === CH_SPACE || src.charCodeAt(this.pos) === CH_TAB))
      this.pos++;
    const openPos = this.pos;
    if (this.pos < len && src.charCodeAt(this.pos) === CH_LPAREN)
      this.pos++;
    const starts = [this.pos, 0, 0];
    const parts = ["", "", "", 0, 0, 0];
    let partIdx = 0;
    let depth = 1;
    let partStart = this.pos;
    let extra = false;
    const setPart = (end) => {
      const raw = src.slice(partStart, end);
      parts[partIdx] = raw.trim();
      parts[3 + partIdx] = starts[partIdx] + raw.length - raw.trimStart().length;
    };
    while (this.pos < len && depth > 0) {
      const c = src.charCodeAt(this.pos);
      if (c === CH_LPAREN) {
        depth++;
        this.pos++;
      } else if (c === CH_RPAREN) {
        depth--;
        if (depth === 0) {
          if (!extra)
            setPart(this.pos);
          if (partIdx < 2)
            this.errors.push({ message: "expected three arithmetic expressions in for header", pos: this.pos });
          this.pos++;
          while (this.pos < len && (src.charCodeAt(this.pos) === CH_SPACE || src.charCodeAt(this.pos) === CH_TAB))
            this.pos++;
          if (this.pos < len && src.charCodeAt(this.pos) === CH_RPAREN)
            this.pos++;
          break;
        }
        this.pos++;
      } else if (c === CH_SEMI && depth === 1) {
        if (partIdx === 2) {
          if (!extra) {
            setPart(this.pos);
            this.errors.push({ message: "expected three arithmetic expressions in for header", pos: this.pos });
          }
          extra = true;
          this.pos++;
          continue;
        }
        setPart(this.pos);
        partIdx++;
        this.pos++;
        partStart = this.pos;
        starts[partIdx] = partStart;
      } else if (c === CH_DOLLAR) {
        this.readDollar();
      } else if (c === CH_BACKTICK) {
        this.readBacktickExpansion();
      } else if (c === CH_BACKSLASH) {
        this.pos += this.pos + 1 < len ? 2 : 1;
      } else if (c === CH_SQUOTE) {
        this.pos++;
        this.skipSQ();
      } else if (c === CH_DQUOTE) {
        this.pos++;
        this.skipDQ();
      } else {
        this.pos++;
      }
    }
    if (depth > 0) {
      if (!extra)
        setPart(this.pos);
      this.errors.push({ message: "unterminated arithmetic for header", pos: openPos });
    }
    return parts;
  }
  peek(ctx = LexContext.Normal) {
    if (!this.hasPeek) {
      this.readNext(this.nextState, ctx);
      this.hasPeek = true;
    }
    return this.nextState;
  }
  // Peek where the context depends on the token just consumed. peek() ignores its ctx once a
  // token is cached, so the caller's context must only be derived when a read actually happens.
  peekFollow(closers) {
    if (!this.hasPeek) {
      const ctx = closers[this.current.token] ? LexContext.CommandStart : LexContext.Normal;
      this.readNext(this.nextState, ctx);
      this.hasPeek = true;
    }
    return this.nextState;
  }
  next(ctx = LexContext.Normal) {
    if (this.hasPeek) {
      this.hasPeek = false;
      const temp = this.current;
      this.current = this.nextState;
      this.nextState = temp;
      return this.current;
    }
    this.readNext(this.current, ctx);
    return this.current;
  }
  unshift(tok) {
    this.nextState.copyFrom(tok);
    this.hasPeek = true;
  }
  readNext(out, ctx) {
    const src = this.src;
    const len = this.srcEnd;
    let pos = this.pos;
    while (true) {
      pos = skipBlanks(src, pos, len);
      if (ctx === LexContext.TestMode) {
        while (pos < len && src.charCodeAt(pos) === CH_NL)
          pos = skipBlanks(src, pos + 1, len);
      }
      if (pos >= len || src.charCodeAt(pos) !== CH_HASH)
        break;
      while (pos < len && src.charCodeAt(pos) !== CH_NL)
        pos++;
    }
    this.pos = pos;
    if (pos >= len) {
      this.consumePendingHereDocs();
      setToken(out, Token.EOF, "", pos, pos);
      return;
    }
    const tokenStart = pos;
    const ch = src.charCodeAt(pos);
    if (ch === CH_NL) {
      this.pos++;
      this.consumePendingHereDocs();
      setToken(out, Token.Newline, "\n", tokenStart, this.pos);
      return;
    }
    if (ctx === LexContext.TestMode && (ch === CH_LT || ch === CH_GT) && !(this.pos + 1 < this.srcEnd && src.charCodeAt(this.pos + 1) === CH_LPAREN)) {
      this.pos++;
      setToken(out, Token.Word, ch === CH_LT ? "<" : ">", tokenStart, this.pos);
      out.keywordEligible = true;
      return;
    }
    if (ch < 128 && charType[ch] & 1 && this.tryReadOperator(out, ch, ctx, tokenStart))
      return;
    if (ch === CH_LBRACKET && ctx === LexContext.ArrayElement && this.readArrayElement(out, tokenStart))
      return;
    this.readWord(out, ctx, tokenStart);
  }
  tryReadOperator(out, ch, ctx, tokenStart) {
    const src = this.src;
    const pos = this.pos;
    const next = pos + 1 < this.srcEnd ? src.charCodeAt(pos + 1) : 0;
    switch (ch) {
      case CH_SEMI:
        if (next === CH_SEMI) {
          if (pos + 2 < this.srcEnd && src.charCodeAt(pos + 2) === CH_AMP) {
            this.pos += 3;
            setToken(out, Token.DoubleSemiAmp, ";;&", tokenStart, this.pos);
            return true;
          }
          this.pos += 2;
          setToken(out, Token.DoubleSemi, ";;", tokenStart, this.pos);
          return true;
        }
        if (next === CH_AMP) {
          this.pos += 2;
          setToken(out, Token.SemiAmp, ";&", tokenStart, this.pos);
          return true;
        }
        this.pos++;
        setToken(out, Token.Semi, ";", tokenStart, this.pos);
        return true;
      case CH_PIPE:
        if (next === CH_PIPE) {
          this.pos += 2;
          setToken(out, Token.Or, "||", tokenStart, this.pos);
          return true;
        }
        if (next === CH_AMP) {
          this.pos += 2;
          setToken(out, Token.Pipe, "|&", tokenStart, this.pos);
          return true;
        }
        this.pos++;
        setToken(out, Token.Pipe, "|", tokenStart, this.pos);
        return true;
      case CH_AMP:
        if (next === CH_AMP) {
          this.pos += 2;
          setToken(out, Token.And, "&&", tokenStart, this.pos);
          return true;
        }
        if (next === CH_GT) {
          this.pos += 2;
          const append2 = this.pos < this.srcEnd && src.charCodeAt(this.pos) === CH_GT;
          if (append2)
            this.pos++;
          return this.readRedirectTarget(out, append2 ? "&>>" : "&>", tokenStart);
        }
        this.pos++;
        setToken(out, Token.Amp, "&", tokenStart, this.pos);
        return true;
      case CH_LPAREN:
        if (ctx === LexContext.CommandStart && next === CH_LPAREN) {
          const savedErrors = this.errors.length;
          this.readArithmeticCommand(out, tokenStart);
          if (!this._notArithmetic)
            return true;
          this.errors.length = savedErrors;
          this.pos = tokenStart;
        }
        this.pos++;
        setToken(out, Token.LParen, "(", tokenStart, this.pos);
        return true;
      case CH_RPAREN:
        this.pos++;
        setToken(out, Token.RParen, ")", tokenStart, this.pos);
        return true;
      case CH_LT:
      case CH_GT:
        return this.readRedirection(out, tokenStart);
      default:
        return false;
    }
  }
  readRedirection(out, tokenStart) {
    const src = this.src;
    const ch = src.charCodeAt(this.pos);
    let op = "";
    if (ch === CH_LT) {
      this.pos++;
      const next = this.pos < this.srcEnd ? src.charCodeAt(this.pos) : 0;
      if (next === CH_LT) {
        this.pos++;
        const third = this.pos < this.srcEnd ? src.charCodeAt(this.pos) : 0;
        if (third === CH_LT) {
          this.pos++;
          op = "<<<";
        } else {
          const dash = third === CH_DASH;
          if (dash)
            this.pos++;
          this.skipSpacesAndTabs();
          const targetPos = this.pos;
          if (this.pos >= this.srcEnd || src.charCodeAt(this.pos) !== CH_HASH)
            this.readHereDocDelimiter();
          const hasTarget = this.pos > targetPos;
          if (hasTarget) {
            (this.pendingHereDocs ?? (this.pendingHereDocs = [])).push({
              delimiter: this._hereDelim,
              strip: dash,
              quoted: this._hereQuoted
            });
          }
          setToken(out, Token.Redirect, dash ? "<<-" : "<<", tokenStart, this.pos);
          out.content = hasTarget ? this._hereDelim : void 0;
          out.delimiterQuoted = hasTarget && this._hereQuoted;
          out.targetPos = targetPos;
          out.targetEnd = hasTarget ? this.pos : targetPos;
          return true;
        }
      } else if (next === CH_LPAREN) {
        this.readProcessSubstitution(out, "<", tokenStart);
        return true;
      } else if (next === CH_GT) {
        op = "<>";
        this.pos++;
      } else if (next === CH_AMP) {
        op = "<&";
        this.pos++;
      } else {
        op = "<";
      }
    } else if (ch === CH_GT) {
      this.pos++;
      const next = this.pos < this.srcEnd ? src.charCodeAt(this.pos) : 0;
      if (next === CH_LPAREN) {
        this.readProcessSubstitution(out, ">", tokenStart);
        return true;
      }
      if (next === CH_GT) {
        op = ">>";
        this.pos++;
      } else if (next === CH_AMP) {
        op = ">&";
        this.pos++;
      } else if (next === CH_PIPE) {
        op = ">|";
        this.pos++;
      } else {
        op = ">";
      }
    }
    return this.readRedirectTarget(out, op, tokenStart);
  }
  readRedirectTarget(out, op, tokenStart) {
    const src = this.src;
    this.skipSpacesAndTabs();
    if (this.pos < this.srcEnd) {
      const nc = src.charCodeAt(this.pos);
      if ((nc === CH_LT || nc === CH_GT) && this.pos + 1 < this.srcEnd && src.charCodeAt(this.pos + 1) === CH_LPAREN) {
        const psStart = this.pos;
        this.pos += 2;
        this.extractBalanced();
        if (this._unbalanced)
          this.errors.push({ message: "unterminated process substitution", pos: psStart });
        const psText = src.slice(psStart, this.pos);
        setToken(out, Token.Redirect, op, tokenStart, this.pos);
        out.content = psText;
        out.targetPos = psStart;
        out.targetEnd = this.pos;
        return true;
      }
      const targetPos = this.pos;
      if (nc !== CH_NL && nc !== CH_HASH)
        this.readRedirectTargetText();
      this.redirectToken(out, op, tokenStart, targetPos);
      return true;
    }
    this.redirectToken(out, op, tokenStart, this.pos);
    return true;
  }
  // Redirect targets keep their processed text eagerly (it becomes the target
  // word's content), so scan them in value mode.
  readRedirectTargetText() {
    const savedBuildValue = this._buildValue;
    this._buildValue = true;
    this.readWordText();
    this._buildValue = savedBuildValue;
  }
  redirectToken(out, operator, tokenStart, targetPos) {
    const hasTarget = this.pos > targetPos && (this._wordText.length > 0 || this._wordQuoted);
    setToken(out, Token.Redirect, operator, tokenStart, this.pos);
    out.content = hasTarget ? this._wordText : void 0;
    out.targetPos = targetPos;
    out.targetEnd = hasTarget ? this.pos : targetPos;
  }
  readProcessSubstitution(out, operator, tokenStart) {
    this.pos++;
    this.extractBalanced();
    if (this._unbalanced)
      this.errors.push({ message: "unterminated process substitution", pos: tokenStart });
    const text2 = this.src.slice(tokenStart, this.pos);
    setToken(out, Token.Word, text2, tokenStart, this.pos);
  }
  // The delimiter is the word after quote removal: quote and escape segments may
  // appear anywhere in the word, any of them makes the heredoc quoted, and inside
  // double quotes a backslash is removed only before $ ` " \.
  readHereDocDelimiter() {
    const src = this.src;
    const len = this.srcEnd;
    const savedBuildValue = this._buildValue;
    this._buildValue = true;
    let delimiter = "";
    let quoted2 = false;
    while (this.pos < len) {
      const c = src.charCodeAt(this.pos);
      if (c === CH_SQUOTE) {
        quoted2 = true;
        this.pos++;
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_SQUOTE) {
          delimiter += src[this.pos];
          this.pos++;
        }
        if (this.pos < len)
          this.pos++;
      } else if (c === CH_DQUOTE) {
        quoted2 = true;
        this.pos++;
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_DQUOTE) {
          if (src.charCodeAt(this.pos) === CH_BACKSLASH && this.pos + 1 < len) {
            const next = src.charCodeAt(this.pos + 1);
            if (next === CH_NL) {
              this.pos += 2;
              continue;
            }
            if (next === CH_DOLLAR || next === CH_BACKTICK || next === CH_DQUOTE || next === CH_BACKSLASH)
              this.pos++;
          }
          delimiter += src[this.pos];
          this.pos++;
        }
        if (this.pos < len)
          this.pos++;
      } else if (c === CH_BACKSLASH) {
        if (this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_NL) {
          this.pos += 2;
          continue;
        }
        quoted2 = true;
        this.pos++;
        if (this.pos < len) {
          delimiter += src[this.pos];
          this.pos++;
        } else {
          delimiter += "\\";
        }
      } else if (c === CH_BACKTICK) {
        const btStart = this.pos;
        this.pos++;
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
          if (src.charCodeAt(this.pos) === CH_BACKSLASH)
            this.pos++;
          this.pos++;
        }
        if (this.pos < len)
          this.pos++;
        delimiter += src.slice(btStart, this.pos);
      } else if (c === CH_DOLLAR) {
        const next = this.pos + 1 < len ? src.charCodeAt(this.pos + 1) : 0;
        if (next === CH_SQUOTE || next === CH_DQUOTE)
          quoted2 = true;
        this.readDollar();
        delimiter += this._resultText;
      } else if (c < 128 && charType[c] & 1) {
        break;
      } else {
        delimiter += src[this.pos];
        this.pos++;
      }
    }
    this._buildValue = savedBuildValue;
    this._hereDelim = delimiter;
    this._hereQuoted = quoted2;
  }
  consumePendingHereDocs() {
    const pending = this.pendingHereDocs;
    if (pending === null || pending.length === 0)
      return;
    for (const hd of pending) {
      const bodyPos = this.pos;
      const bodyEnd = this.skipHereDocBody(hd.delimiter, hd.strip, this.parenBoundary, hd.quoted);
      if (hd.target) {
        hd.target.body.pos = bodyPos;
        hd.target.body.end = bodyEnd;
        hd.target.body.text = this.src.slice(bodyPos, bodyEnd);
        if (this.hereDocClosingPos !== -1)
          hd.target.closing = { pos: this.hereDocClosingPos, end: this.hereDocClosingEnd };
      }
    }
    pending.length = 0;
  }
  hereDocClosingPos = -1;
  hereDocClosingEnd = -1;
  // Advance past the heredoc body and its delimiter line; return the body end
  // (start of the delimiter line, or srcEnd when delimited by end-of-input).
  // With parenEnds (inside $(...)), a line starting with the delimiter directly
  // followed by ")" also terminates the body, resuming at the ")" — bash treats
  // the substitution's closing paren as end-of-file for its heredocs.
  // `join` crosses `\`+newline pairs, which an unquoted delimiter may straddle.
  matchHereDocDelimiter(delimiter, lineStart, end, join2) {
    const src = this.src;
    let pos = lineStart;
    for (let i = 0; i < delimiter.length; ) {
      if (join2 && src.charCodeAt(pos) === CH_BACKSLASH && pos + 1 < end && src.charCodeAt(pos + 1) === CH_NL) {
        pos += 2;
        continue;
      }
      if (pos >= end || src.charCodeAt(pos) !== delimiter.charCodeAt(i))
        return -1;
      pos++;
      i++;
    }
    return pos;
  }
  // A `\` consumes the next character, so `\`+newline continues the line and `\\` does not.
  logicalLineEnd(from, end, join2) {
    const src = this.src;
    let lineEnd = src.indexOf("\n", from);
    while (lineEnd !== -1 && lineEnd < end) {
      if (!join2)
        return lineEnd;
      let backslashes = lineEnd;
      while (backslashes > from && src.charCodeAt(backslashes - 1) === CH_BACKSLASH)
        backslashes--;
      if ((lineEnd - backslashes) % 2 === 0)
        return lineEnd;
      from = lineEnd + 1;
      lineEnd = src.indexOf("\n", from);
    }
    return end;
  }
  skipHereDocBody(delimiter, strip, parenEnds = false, quoted2 = false) {
    this.hereDocClosingPos = -1;
    this.hereDocClosingEnd = -1;
    const src = this.src;
    const len = this.srcEnd;
    while (this.pos < len) {
      let lineStart = this.pos;
      const lineEnd = this.logicalLineEnd(lineStart, len, !quoted2);
      for (; ; ) {
        const before = lineStart;
        if (strip)
          while (lineStart < lineEnd && src.charCodeAt(lineStart) === CH_TAB)
            lineStart++;
        if (!quoted2)
          lineStart = skipLineContinuations(src, lineStart, lineEnd);
        if (lineStart === before)
          break;
      }
      let afterDelim = this.matchHereDocDelimiter(delimiter, lineStart, lineEnd, !quoted2);
      if (afterDelim !== -1 && !quoted2)
        afterDelim = skipLineContinuations(src, afterDelim, lineEnd);
      if (afterDelim === lineEnd) {
        const bodyEnd = this.pos;
        if (!parenEnds || !this.parenBoundary || lineEnd !== len) {
          this.hereDocClosingPos = lineStart;
          this.hereDocClosingEnd = lineEnd;
        }
        this.pos = lineEnd < len ? lineEnd + 1 : lineEnd;
        return bodyEnd;
      }
      if (parenEnds && afterDelim !== -1) {
        let paren = afterDelim;
        while (paren < lineEnd && src.charCodeAt(paren) !== CH_RPAREN)
          paren++;
        if (paren < lineEnd || this.parenBoundary && lineEnd === len) {
          const bodyEnd = this.pos;
          this.pos = afterDelim;
          return bodyEnd;
        }
      }
      this.pos = lineEnd < len ? lineEnd + 1 : lineEnd;
    }
    return this.pos;
  }
  _wordText = "";
  _wordRaw = false;
  _wordQuoted = false;
  _wordHasExpansions = false;
  _wordKeywordEligible = false;
  _wordAssignmentState;
  _bracketWindow;
  _arithmeticBracketWindow;
  _wordParts = null;
  _resultText = "";
  // True when the last $-construct's value is exactly its raw source span.
  _resultIsRaw = true;
  _resultHasExpansion = false;
  _resultPart;
  // Set by extractBalanced when the input ended before the closing paren, so
  // callers can report the construct they were scanning.
  _unbalanced = false;
  // Set by scanArithmeticBody when the construct turns out not to be arithmetic, so the
  // caller can re-read it as a subshell or command substitution instead.
  _notArithmetic = false;
  _arithUnterminated = false;
  _dqText = "";
  _dqHasExpansions = false;
  _dqParts = null;
  // Content end (before the closing quote, or end of input when unterminated).
  _dqEnd = 0;
  _hereDelim = "";
  _hereQuoted = false;
  readWord(out, ctx, tokenStart = 0) {
    const errorStart = this._errors === null ? 0 : this._errors.length;
    this.readWordText(false, ctx, true);
    if (ctx === LexContext.Normal) {
      const next = this.pos < this.srcEnd ? this.src.charCodeAt(this.pos) : 0;
      if (!this._wordRaw || next !== CH_LT && next !== CH_GT) {
        setSpanToken(out, Token.Word, tokenStart, this.pos, this._wordRaw);
        out.keywordEligible = this._wordKeywordEligible;
        return;
      }
    }
    this.classifyWord(out, ctx, tokenStart, errorStart);
  }
  isRedirectVariable(start, end) {
    const src = this.src;
    for (let i = start; i < end; i++) {
      const c = src.charCodeAt(i);
      if (c === CH_LBRACKET && i > start) {
        return i + 2 < end && src.charCodeAt(end - 1) === CH_RBRACKET && this.findClosingShellDelimiter(i + 1, end, CH_RBRACKET) === end - 1;
      }
      if (c >= 128 || !(isIdChar[c] & (i === start ? 1 : 2)))
        return false;
    }
    return end > start;
  }
  readArrayElement(out, tokenStart) {
    const close = this.findClosingBracket(tokenStart + 1);
    if (close === -1)
      return false;
    this.pos = close + 1;
    this.readWordText();
    setSpanToken(out, Token.Word, tokenStart, this.pos, true);
    return true;
  }
  classifyWord(out, ctx, tokenStart, errorStart) {
    const src = this.src;
    const raw = this._wordRaw;
    const hasExpansions = this._wordHasExpansions;
    const quoted2 = this._wordQuoted;
    const keywordEligible = this._wordKeywordEligible;
    let assignmentState = this._wordAssignmentState;
    const wordEnd = this.pos;
    const wordLen = wordEnd - tokenStart;
    if (ctx === LexContext.CasePattern) {
      let token = Token.Word;
      if (keywordEligible) {
        const reserved = raw ? matchReservedWord(src, tokenStart, wordLen) : RESERVED_WORDS.get(this.wordValueOf(tokenStart, wordEnd));
        if (reserved === Token.Esac)
          token = reserved;
      }
      setSpanToken(out, token, tokenStart, wordEnd, raw);
      out.keywordEligible = keywordEligible;
      return;
    }
    let value = null;
    if (!raw && !hasExpansions && keywordEligible && (ctx === LexContext.CommandStart || ctx === LexContext.TestMode)) {
      const nextCh = wordEnd < this.srcEnd ? src.charCodeAt(wordEnd) : 0;
      if (!quoted2 && wordLen <= 16 || nextCh === CH_LT || nextCh === CH_GT) {
        value = this.wordValueOf(tokenStart, wordEnd);
      }
    }
    if (ctx === LexContext.CommandStart && keywordEligible) {
      if (raw) {
        if (wordLen <= 8) {
          const reserved = matchReservedWord(src, tokenStart, wordLen);
          if (reserved !== void 0) {
            setSpanToken(out, reserved, tokenStart, wordEnd, true);
            return;
          }
        }
        if (wordLen === 2 && src.charCodeAt(tokenStart) === CH_LBRACKET && src.charCodeAt(tokenStart + 1) === CH_LBRACKET) {
          setSpanToken(out, Token.DblLBracket, tokenStart, wordEnd, true);
          return;
        }
      } else if (value !== null && value.length > 0) {
        const fc = value.charCodeAt(0);
        if (fc >= CH_a && fc <= CH_z && value.length <= 8 || fc === CH_BANG || fc === CH_LBRACE || fc === CH_RBRACE) {
          const reserved = RESERVED_WORDS.get(value);
          if (reserved !== void 0) {
            setToken(out, reserved, value, tokenStart, wordEnd);
            return;
          }
        }
        if (fc === CH_LBRACKET && value === "[[") {
          setToken(out, Token.DblLBracket, value, tokenStart, wordEnd);
          return;
        }
      }
    }
    if (ctx === LexContext.CommandStart || ctx === LexContext.CommandPrefix || ctx === LexContext.Declaration) {
      if (assignmentState === void 0) {
        let eq = -1;
        let bracket = false;
        for (let i = tokenStart + 1; i < wordEnd; i++) {
          const c = src.charCodeAt(i);
          if (c === CH_EQ) {
            eq = i;
            break;
          }
          if (c === CH_LBRACKET)
            bracket = true;
        }
        if (eq !== -1 || ctx !== LexContext.Declaration && bracket) {
          assignmentState = scanAssignmentPrefix(src, tokenStart, wordEnd, ASSIGNMENT_NAME_START);
        }
      }
      if (assignmentState !== void 0) {
        if (ctx !== LexContext.Declaration && assignmentState >= ASSIGNMENT_INDEX_BASE) {
          if (wordEnd < this.srcEnd) {
            if (this._errors !== null)
              this._errors.length = errorStart;
            this.pos = tokenStart;
            this.readWordText(true, ctx, true);
            if (this.pos > wordEnd) {
              this.classifyWord(out, ctx, tokenStart, errorStart);
              return;
            }
          }
          if (this._errors === null || this._errors.length === errorStart) {
            this.errors.push({ message: "unterminated array subscript", pos: src.indexOf("[", tokenStart) });
          }
        }
        if (isMatchedAssignment(assignmentState)) {
          setSpanToken(out, Token.Assignment, tokenStart, wordEnd, raw);
          if (value !== null)
            out._value = value;
          out.assignmentOperatorPos = assignmentOperatorPos(assignmentState);
          return;
        }
      }
    }
    if ((ctx === LexContext.CommandStart || ctx === LexContext.TestMode) && keywordEligible) {
      if (raw) {
        if (wordLen === 2 && src.charCodeAt(tokenStart) === CH_RBRACKET && src.charCodeAt(tokenStart + 1) === CH_RBRACKET) {
          setSpanToken(out, Token.DblRBracket, tokenStart, wordEnd, true);
          return;
        }
      } else if (value === "]]") {
        setToken(out, Token.DblRBracket, value, tokenStart, wordEnd);
        return;
      }
    }
    if (!hasExpansions && this.pos < this.srcEnd) {
      const nc = src.charCodeAt(this.pos);
      if (nc === CH_LT || nc === CH_GT) {
        if (raw) {
          const fc = src.charCodeAt(tokenStart);
          if (fc >= CH_0 && fc <= CH_9 && isAllDigitsRange(src, tokenStart, wordEnd)) {
            const fd = Number.parseInt(src.slice(tokenStart, wordEnd), 10);
            if (this.readRedirection(out, tokenStart)) {
              out.fileDescriptor = fd;
              out.descriptorEnd = wordEnd;
              return;
            }
          }
          if (fc === CH_LBRACE && src.charCodeAt(wordEnd - 1) === CH_RBRACE && this.isRedirectVariable(tokenStart + 1, wordEnd - 1)) {
            const varname = src.slice(tokenStart + 1, wordEnd - 1);
            if (this.readRedirection(out, tokenStart)) {
              out.variableName = varname;
              out.descriptorEnd = wordEnd;
              return;
            }
          }
        }
      }
    }
    setSpanToken(out, Token.Word, tokenStart, wordEnd, raw);
    if (value !== null)
      out._value = value;
    out.keywordEligible = keywordEligible;
  }
  // `subscripts` re-reads a word known to stop inside an array subscript, where
  // metacharacters are ordinary text.
  // `scanning` marks the first scan of a token, which decides where the word ends.
  readWordText(subscripts = false, ctx = LexContext.Normal, scanning = false) {
    const src = this.src;
    const len = this.srcEnd;
    let pos = this.pos;
    const fastStart = pos;
    let exitCh = 0;
    while (pos < len) {
      const c = src.charCodeAt(pos);
      if (c < 128 && charType[c]) {
        exitCh = c;
        break;
      }
      pos++;
    }
    if (pos >= len || charType[exitCh] & 1 && !(exitCh === CH_LPAREN && pos > fastStart && extglobPrefix[src.charCodeAt(pos - 1)]) && !subscripts) {
      this.pos = pos;
      this._wordText = (this._buildParts || this._buildValue) && pos > fastStart ? src.slice(fastStart, pos) : "";
      this._wordRaw = true;
      this._wordQuoted = false;
      this._wordHasExpansions = false;
      this._wordKeywordEligible = true;
      this._wordAssignmentState = void 0;
      if (this._buildParts) {
        this._wordParts = hasGlobCharacters(this._wordText) && ctx !== LexContext.ArrayElement ? parseGlobParts(src, fastStart, pos, void 0) ?? null : null;
      }
      return;
    }
    const bp = this._buildParts;
    const bt = bp || this._buildValue;
    let text2 = bt && pos > fastStart ? src.slice(fastStart, pos) : "";
    let quoted2 = false;
    let hasExpansions = false;
    let keywordEligible = true;
    let valueIsRaw = true;
    let lastValueChar = pos > fastStart ? src.charCodeAt(pos - 1) : 0;
    let assignmentState = scanAssignmentPrefix(src, fastStart, pos, ASSIGNMENT_NAME_START);
    let parts;
    let litBuf = "";
    let litStart = 0;
    let hasGlobs = false;
    let braceResults;
    if (bp) {
      parts = [];
      litBuf = text2;
      litStart = fastStart;
      hasGlobs = text2.length > 0 && hasGlobCharacters(text2);
    }
    while (pos < len) {
      const ch = src.charCodeAt(pos);
      if (ch >= 128 || !charType[ch]) {
        const runStart = pos;
        pos++;
        while (pos < len) {
          const c = src.charCodeAt(pos);
          if (c < 128 && charType[c])
            break;
          pos++;
        }
        lastValueChar = src.charCodeAt(pos - 1);
        assignmentState = scanAssignmentPrefix(src, runStart, pos, assignmentState);
        if (bt) {
          const chunk = src.slice(runStart, pos);
          text2 += chunk;
          if (bp) {
            litBuf += chunk;
            hasGlobs = hasGlobs || hasGlobCharacters(chunk);
          }
        }
        continue;
      }
      if (charType[ch] & 1) {
        if (subscripts && assignmentState >= ASSIGNMENT_INDEX_BASE) {
          const close = this.findClosingBracket(pos);
          if (close !== -1) {
            const spanEnd = close + 1;
            assignmentState = assignmentState === ASSIGNMENT_INDEX_BASE + 1 ? ASSIGNMENT_AFTER_INDEX : assignmentState - 1;
            lastValueChar = src.charCodeAt(close);
            if (bt) {
              const chunk = src.slice(pos, spanEnd);
              text2 += chunk;
              if (bp) {
                litBuf += chunk;
                hasGlobs = hasGlobs || hasGlobCharacters(chunk);
              }
            }
            pos = spanEnd;
            continue;
          }
        }
        if (ch === CH_LPAREN && lastValueChar < 128 && extglobPrefix[lastValueChar]) {
          if (ctx === LexContext.FunctionName || assignmentState >= ASSIGNMENT_INDEX_BASE && (ctx === LexContext.CommandStart || ctx === LexContext.CommandPrefix))
            break;
          if (ctx === LexContext.CommandStart && lastValueChar === CH_BANG && keywordEligible && src.charCodeAt(fastStart) === CH_BANG && skipLineContinuations(src, fastStart + 1, len) === pos)
            break;
          const prefixChar = lastValueChar;
          if (prefixChar === CH_EQ && scanning && !((ctx === LexContext.CommandStart || ctx === LexContext.CommandPrefix || ctx === LexContext.Declaration || ctx === LexContext.EvalArgument) && isMatchedAssignment(assignmentState) && skipLineContinuations(src, assignmentOperatorPos(assignmentState) + 1, len) === pos))
            break;
          const innerStart = pos + 1;
          const close = this.findClosingShellDelimiter(innerStart, len, CH_RPAREN, prefixChar === CH_EQ);
          if (close === -1 && !scanning && !subscripts && assignmentState >= ASSIGNMENT_INDEX_BASE)
            break;
          if (ctx === LexContext.CommandStart && prefixChar !== CH_EQ && close !== -1 && skipBlanks(src, innerStart, close) === close)
            break;
          keywordEligible = false;
          const patternEnd = close === -1 ? len : close;
          pos = close === -1 ? len : close + 1;
          if (close === -1)
            this.errors.push({ message: "unterminated extended glob", pos: innerStart - 2 });
          lastValueChar = src.charCodeAt(pos - 1);
          if (bt) {
            const eg = "(" + src.slice(innerStart, pos);
            text2 += eg;
            if (bp && prefixChar !== CH_EQ) {
              let prefixPos = innerStart - 2;
              while (src.charCodeAt(prefixPos) === CH_NL && src.charCodeAt(prefixPos - 1) === CH_BACKSLASH) {
                prefixPos -= 2;
              }
              if (litBuf.length > 0) {
                const trimmed2 = litBuf.slice(0, -1);
                if (prefixPos > litStart)
                  parts.push({
                    type: "Literal",
                    pos: litStart,
                    end: prefixPos,
                    value: trimmed2,
                    text: src.slice(litStart, prefixPos)
                  });
                litBuf = "";
              }
              const op = extglobOp[prefixChar];
              parts.push({
                type: "ExtendedGlob",
                pos: prefixPos,
                end: pos,
                text: src.slice(prefixPos, pos),
                operator: op,
                pattern: src.slice(innerStart, patternEnd),
                parts: this.subFieldParts(innerStart, patternEnd)
              });
              litStart = pos;
            } else if (bp) {
              litBuf += eg;
              hasGlobs = hasGlobs || hasGlobCharacters(eg);
            }
          }
          continue;
        }
        break;
      }
      if (ch === CH_BACKSLASH) {
        pos++;
        if (pos < len) {
          if (src.charCodeAt(pos) === CH_NL) {
            pos++;
            valueIsRaw = false;
          } else {
            if (assignmentState >= 0 && assignmentState < ASSIGNMENT_INDEX_BASE)
              assignmentState = ASSIGNMENT_INVALID;
            quoted2 = true;
            keywordEligible = false;
            valueIsRaw = false;
            lastValueChar = src.charCodeAt(pos);
            if (bt) {
              text2 += src[pos];
              if (bp)
                litBuf += src[pos];
            }
            pos++;
          }
        } else {
          if (assignmentState >= 0 && assignmentState < ASSIGNMENT_INDEX_BASE)
            assignmentState = ASSIGNMENT_INVALID;
          quoted2 = true;
          keywordEligible = false;
          lastValueChar = CH_BACKSLASH;
          if (bt) {
            text2 += "\\";
            if (bp)
              litBuf += "\\";
          }
        }
        continue;
      }
      if (ch === CH_SQUOTE) {
        const sqStart = pos;
        if (assignmentState >= 0 && assignmentState < ASSIGNMENT_INDEX_BASE)
          assignmentState = ASSIGNMENT_INVALID;
        quoted2 = true;
        keywordEligible = false;
        valueIsRaw = false;
        pos++;
        const start = pos;
        while (pos < len && src.charCodeAt(pos) !== CH_SQUOTE)
          pos++;
        if (pos > start)
          lastValueChar = src.charCodeAt(pos - 1);
        const value = bt ? src.slice(start, pos) : "";
        if (bt)
          text2 += value;
        if (pos < len)
          pos++;
        else
          this.errors.push({ message: "unterminated single quote", pos: start - 1 });
        if (bp) {
          if (sqStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: sqStart,
              value: litBuf,
              text: src.slice(litStart, sqStart)
            });
            litBuf = "";
          }
          parts.push({ type: "SingleQuoted", pos: sqStart, end: pos, value, text: src.slice(sqStart, pos) });
          litStart = pos;
        }
        continue;
      }
      if (ch === CH_DQUOTE) {
        const dqStart = pos;
        if (assignmentState >= 0 && assignmentState < ASSIGNMENT_INDEX_BASE)
          assignmentState = ASSIGNMENT_INVALID;
        quoted2 = true;
        keywordEligible = false;
        valueIsRaw = false;
        pos++;
        this.pos = pos;
        this.readDoubleQuoted();
        pos = this.pos;
        if (this._dqEnd > dqStart + 1)
          lastValueChar = src.charCodeAt(this._dqEnd - 1);
        if (this._dqHasExpansions)
          hasExpansions = true;
        if (bt)
          text2 += this._dqText;
        if (bp) {
          if (dqStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: dqStart,
              value: litBuf,
              text: src.slice(litStart, dqStart)
            });
            litBuf = "";
          }
          const dqText = src.slice(dqStart, pos);
          parts.push({
            type: "DoubleQuoted",
            pos: dqStart,
            end: pos,
            text: dqText,
            parts: this._dqParts ?? [
              {
                type: "Literal",
                pos: dqStart + 1,
                end: this._dqEnd,
                value: this._dqText,
                text: src.slice(dqStart + 1, this._dqEnd)
              }
            ]
          });
          litStart = pos;
        }
        continue;
      }
      if (ch === CH_DOLLAR) {
        keywordEligible = false;
        const dollarStart = pos;
        if (assignmentState >= 0 && assignmentState < ASSIGNMENT_INDEX_BASE)
          assignmentState = ASSIGNMENT_INVALID;
        const next = pos + 1 < len ? src.charCodeAt(pos + 1) : 0;
        if (next === CH_SQUOTE || next === CH_DQUOTE)
          quoted2 = true;
        this.pos = pos;
        this.readDollar();
        pos = this.pos;
        if (!this._resultIsRaw)
          valueIsRaw = false;
        if (pos > dollarStart)
          lastValueChar = src.charCodeAt(pos - 1);
        if (this._resultHasExpansion)
          hasExpansions = true;
        if (bt)
          text2 += this._resultText;
        if (bp) {
          if (this._resultPart) {
            if (dollarStart > litStart) {
              parts.push({
                type: "Literal",
                pos: litStart,
                end: dollarStart,
                value: litBuf,
                text: src.slice(litStart, dollarStart)
              });
              litBuf = "";
            }
            parts.push(this._resultPart);
            litStart = pos;
          } else {
            litBuf += this._resultText;
          }
        }
        continue;
      }
      if (ch === CH_BACKTICK) {
        keywordEligible = false;
        const btStart = pos;
        if (assignmentState >= 0 && assignmentState < ASSIGNMENT_INDEX_BASE)
          assignmentState = ASSIGNMENT_INVALID;
        this.pos = pos;
        this.readBacktickExpansion();
        pos = this.pos;
        valueIsRaw = false;
        lastValueChar = src.charCodeAt(pos - 1);
        hasExpansions = true;
        if (bt)
          text2 += this._resultText;
        if (bp) {
          if (btStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: btStart,
              value: litBuf,
              text: src.slice(litStart, btStart)
            });
            litBuf = "";
          }
          parts.push(this._resultPart);
          litStart = pos;
        }
        continue;
      }
      if (ch === CH_LBRACE) {
        if (assignmentState >= 0 && assignmentState < ASSIGNMENT_INDEX_BASE)
          assignmentState = ASSIGNMENT_INVALID;
        const first = pos + 1 < len ? src.charCodeAt(pos + 1) : 0;
        const braceEnd = first <= CH_SPACE || first === CH_RBRACE ? -1 : this.scanBraceExpansion(pos, braceResults ?? (braceResults = /* @__PURE__ */ new Map()));
        if (braceEnd > 0) {
          keywordEligible = false;
          lastValueChar = src.charCodeAt(braceEnd - 1);
          if (bt) {
            const braceText = src.slice(pos, braceEnd);
            text2 += braceText;
            if (bp) {
              if (pos > litStart) {
                parts.push({
                  type: "Literal",
                  pos: litStart,
                  end: pos,
                  value: litBuf,
                  text: src.slice(litStart, pos)
                });
                litBuf = "";
              }
              parts.push({
                type: "BraceExpansion",
                pos,
                end: braceEnd,
                text: braceText,
                parts: this.subFieldParts(pos + 1, braceEnd - 1)
              });
              litStart = braceEnd;
            }
          }
          pos = braceEnd;
          continue;
        }
        lastValueChar = CH_LBRACE;
        if (bt) {
          text2 += "{";
          if (bp)
            litBuf += "{";
        }
        pos++;
        continue;
      }
      pos++;
    }
    if (bp && pos > litStart)
      parts.push({ type: "Literal", pos: litStart, end: pos, value: litBuf, text: src.slice(litStart, pos) });
    this.pos = pos;
    this._wordText = text2;
    this._wordRaw = valueIsRaw;
    this._wordQuoted = quoted2;
    this._wordHasExpansions = hasExpansions;
    this._wordKeywordEligible = keywordEligible;
    this._wordAssignmentState = assignmentState;
    if (bp) {
      this._wordParts = parts.length > 1 || parts.length === 1 && parts[0].type !== "Literal" ? parts : null;
      if (hasGlobs && ctx !== LexContext.ArrayElement)
        this._wordParts = parseGlobParts(src, fastStart, pos, this._wordParts) ?? null;
    }
  }
  // Arithmetic text gets expansions and quote removal but no process substitution.
  readInnerWordText(insideDoubleQuotes = false, arithmetic = false, globs = false) {
    const src = this.src;
    const len = this.srcEnd;
    let pos = this.pos;
    const start = pos;
    let text2 = "";
    const bp = this._buildParts;
    let parts;
    let litBuf = "";
    let litStart = 0;
    let preserveLiteral = false;
    let hasGlobs = false;
    if (bp) {
      parts = [];
      litStart = pos;
    }
    while (pos < len) {
      const ch = src.charCodeAt(pos);
      if (ch === CH_BACKSLASH) {
        pos++;
        if (pos < len) {
          if (src.charCodeAt(pos) === CH_NL) {
            pos++;
          } else {
            const next = src.charCodeAt(pos);
            if (insideDoubleQuotes && next !== CH_DOLLAR && next !== CH_BACKTICK && next !== CH_DQUOTE && next !== CH_BACKSLASH && next !== CH_RBRACE) {
              text2 += "\\";
              if (bp)
                litBuf += "\\";
              preserveLiteral = true;
            }
            const escaped2 = src[pos++];
            text2 += escaped2;
            if (bp)
              litBuf += escaped2;
          }
        }
        continue;
      }
      if (ch === CH_SQUOTE && !insideDoubleQuotes) {
        const sqStart = pos;
        pos++;
        const start2 = pos;
        while (pos < len && src.charCodeAt(pos) !== CH_SQUOTE)
          pos++;
        const value = src.slice(start2, pos);
        text2 += value;
        if (pos < len)
          pos++;
        if (bp) {
          if (sqStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: sqStart,
              value: litBuf,
              text: src.slice(litStart, sqStart)
            });
            litBuf = "";
          }
          parts.push({ type: "SingleQuoted", pos: sqStart, end: pos, value, text: src.slice(sqStart, pos) });
          litStart = pos;
        }
        continue;
      }
      if (ch === CH_DQUOTE) {
        const dqStart = pos;
        pos++;
        this.pos = pos;
        this.readDoubleQuoted(insideDoubleQuotes);
        pos = this.pos;
        text2 += this._dqText;
        if (bp) {
          if (dqStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: dqStart,
              value: litBuf,
              text: src.slice(litStart, dqStart)
            });
            litBuf = "";
          }
          const dqText = src.slice(dqStart, pos);
          parts.push({
            type: "DoubleQuoted",
            pos: dqStart,
            end: pos,
            text: dqText,
            parts: this._dqParts ?? [
              {
                type: "Literal",
                pos: dqStart + 1,
                end: this._dqEnd,
                value: this._dqText,
                text: src.slice(dqStart + 1, this._dqEnd)
              }
            ]
          });
          litStart = pos;
        }
        continue;
      }
      if (ch === CH_DOLLAR) {
        const dollarStart = pos;
        this.pos = pos;
        this.readDollar(insideDoubleQuotes);
        pos = this.pos;
        text2 += this._resultText;
        if (bp) {
          if (this._resultPart) {
            if (dollarStart > litStart) {
              parts.push({
                type: "Literal",
                pos: litStart,
                end: dollarStart,
                value: litBuf,
                text: src.slice(litStart, dollarStart)
              });
              litBuf = "";
            }
            parts.push(this._resultPart);
            litStart = pos;
          } else {
            litBuf += this._resultText;
          }
        }
        continue;
      }
      if (ch === CH_BACKTICK) {
        const btStart = pos;
        this.pos = pos;
        this.readBacktickExpansion(insideDoubleQuotes);
        pos = this.pos;
        text2 += this._resultText;
        if (bp) {
          if (btStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: btStart,
              value: litBuf,
              text: src.slice(litStart, btStart)
            });
            litBuf = "";
          }
          parts.push(this._resultPart);
          litStart = pos;
        }
        continue;
      }
      if (!insideDoubleQuotes && !arithmetic && (ch === CH_LT || ch === CH_GT) && pos + 1 < len && src.charCodeAt(pos + 1) === CH_LPAREN) {
        const psStart = pos;
        this.pos = pos + 2;
        const inner = this.extractBalanced();
        pos = this.pos;
        const raw = src.slice(psStart, pos);
        text2 += raw;
        if (bp) {
          if (psStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: psStart,
              value: litBuf,
              text: src.slice(litStart, psStart)
            });
            litBuf = "";
          }
          parts.push(this.processSubstitution(psStart, raw, ch === CH_LT ? "<" : ">", inner));
          litStart = pos;
        }
        continue;
      }
      text2 += src[pos];
      if (bp) {
        litBuf += src[pos];
        if (globs && (ch === CH_STAR || ch === CH_QUESTION || ch === CH_LBRACKET))
          hasGlobs = true;
      }
      pos++;
    }
    if (bp && pos > litStart)
      parts.push({ type: "Literal", pos: litStart, end: pos, value: litBuf, text: src.slice(litStart, pos) });
    this.pos = pos;
    this._wordText = text2;
    this._wordRaw = false;
    this._wordQuoted = false;
    this._wordHasExpansions = false;
    this._wordKeywordEligible = false;
    if (bp) {
      this._wordParts = parts.length > 1 || parts.length === 1 && (parts[0].type !== "Literal" || preserveLiteral) ? parts : null;
      if (hasGlobs)
        this._wordParts = parseGlobParts(src, start, pos, this._wordParts) ?? null;
    }
  }
  subFieldParts(start, end) {
    if (this._nestingDepth >= MAX_SYNTAX_NESTING)
      return void 0;
    return hasEmbeddedWordStructure(this.src, start, end) ? this.parseSubFieldWord(start, end).parts : parseGlobParts(this.src, start, end, void 0);
  }
  // Parse a parameter-expansion sub-field (operand, slice bound, replacement pattern) over
  // the window [start, end) of the original source. Parsing in place — rather than against a
  // detached slice — gives the word and any nested substitutions absolute offsets, and
  // composes through nested ${...}. The `${...}` inner is a verbatim substring of the
  // source, so every sub-field offset maps straight back.
  parseSubFieldWord(start, end, context = "word", arithmetic = false) {
    if (start >= end)
      return new WordImpl("", start, start);
    if (this._nestingDepth >= MAX_SYNTAX_NESTING)
      return new WordImpl(this.src.slice(start, end), start, end);
    this._nestingDepth++;
    const savedEnd = this.srcEnd;
    const savedBracketWindow = this._bracketWindow;
    const savedArithmeticBracketWindow = this._arithmeticBracketWindow;
    const savedPos = this.pos;
    const savedText = this._wordText;
    const savedParts = this._wordParts;
    const savedQuoted = this._wordQuoted;
    const savedKeywordEligible = this._wordKeywordEligible;
    this.srcEnd = end;
    this.pos = start;
    this.readInnerWordText(context === "quoted", arithmetic, context === "word");
    const word2 = new WordImpl(this.src.slice(start, end), start, end);
    if (this._buildParts) {
      word2.parts = this._wordParts ?? void 0;
    }
    this.srcEnd = savedEnd;
    this._bracketWindow = savedBracketWindow;
    this._arithmeticBracketWindow = savedArithmeticBracketWindow;
    this.pos = savedPos;
    this._wordText = savedText;
    this._wordParts = savedParts;
    this._wordQuoted = savedQuoted;
    this._wordKeywordEligible = savedKeywordEligible;
    this._nestingDepth--;
    return word2;
  }
  skipSQ() {
    while (this.pos < this.srcEnd && this.src.charCodeAt(this.pos) !== CH_SQUOTE)
      this.pos++;
    if (this.pos < this.srcEnd)
      this.pos++;
  }
  skipAnsiCQuoted() {
    const quotePos = this.pos - 1;
    const result = decodeAnsiCQuoted(this.src, this.pos, this.srcEnd);
    this.pos = result.end;
    if (!result.closed)
      this.errors.push({ message: "unterminated ANSI-C quote", pos: quotePos });
  }
  // Plain quoted text is skipped here; the first `$(`, `${`, `$$`, backtick or the end of input
  // hands the rest to the quote scanner, which owns substitution and nesting-limit decisions.
  skipDQ() {
    const src = this.src;
    const len = this.srcEnd;
    this._unbalanced = false;
    if (this._nestingDepth < MAX_SYNTAX_NESTING) {
      while (this.pos < len) {
        const ch = src.charCodeAt(this.pos);
        if (ch === CH_DQUOTE) {
          this.pos++;
          return;
        }
        if (ch === CH_BACKSLASH) {
          this.pos = Math.min(this.pos + 2, len);
          continue;
        }
        if (ch === CH_BACKTICK)
          break;
        if (ch === CH_DOLLAR) {
          const next = src.charCodeAt(this.pos + 1);
          if (next === CH_LPAREN || next === CH_LBRACE || next === CH_DOLLAR)
            break;
        }
        this.pos++;
      }
    }
    this.extractBalanced(true, true);
  }
  skipSpacesAndTabs() {
    this.pos = skipBlanks(this.src, this.pos, this.srcEnd);
  }
  readDoubleQuoted(unescapeAll = false) {
    const src = this.src;
    const len = this.srcEnd;
    const contentStart = this.pos;
    let hasExpansions = false;
    const bp = this._buildParts;
    const bt = bp || this._buildValue;
    if (!bp) {
      let p = this.pos;
      while (p < len) {
        const c = src.charCodeAt(p);
        if (c === CH_DQUOTE) {
          this._dqText = bt ? src.slice(contentStart, p) : "";
          this._dqEnd = p;
          this.pos = p + 1;
          this._dqHasExpansions = false;
          this._dqParts = null;
          return;
        }
        if (c === CH_DOLLAR || c === CH_BACKTICK || c === CH_BACKSLASH)
          break;
        p++;
      }
    }
    let text2 = "";
    let parts = null;
    let litBuf = "";
    let litStart = bp ? this.pos : 0;
    while (this.pos < len && src.charCodeAt(this.pos) !== CH_DQUOTE) {
      const runStart = this.pos;
      while (this.pos < len) {
        const c = src.charCodeAt(this.pos);
        if (c === CH_DQUOTE || c === CH_BACKSLASH || c === CH_DOLLAR || c === CH_BACKTICK)
          break;
        this.pos++;
      }
      if (bt && this.pos > runStart) {
        const chunk = src.slice(runStart, this.pos);
        text2 += chunk;
        if (bp)
          litBuf += chunk;
      }
      if (this.pos >= len || src.charCodeAt(this.pos) === CH_DQUOTE)
        break;
      const ch = src.charCodeAt(this.pos);
      if (ch === CH_BACKSLASH) {
        this.pos++;
        if (this.pos < len) {
          const next = src.charCodeAt(this.pos);
          if (next === CH_NL) {
            this.pos++;
            continue;
          }
          if (bt) {
            if (unescapeAll || next === CH_DOLLAR || next === CH_BACKTICK || next === CH_DQUOTE || next === CH_BACKSLASH) {
              const c = src[this.pos];
              text2 += c;
              if (bp)
                litBuf += c;
            } else {
              const pair = "\\" + src[this.pos];
              text2 += pair;
              if (bp)
                litBuf += pair;
            }
          }
          this.pos++;
        }
        continue;
      }
      if (ch === CH_DOLLAR) {
        const afterDollar = this.pos + 1 < len ? src.charCodeAt(this.pos + 1) : 0;
        if (afterDollar === CH_DQUOTE || afterDollar === CH_SQUOTE) {
          if (bt) {
            text2 += "$";
            if (bp)
              litBuf += "$";
          }
          this.pos++;
          continue;
        }
        const expStart = this.pos;
        this.readDollar(true);
        if (bt)
          text2 += this._resultText;
        if (this._resultHasExpansion)
          hasExpansions = true;
        if (bp) {
          const rp = this._resultPart;
          if (rp && isDQChild(rp)) {
            if (!parts)
              parts = [];
            if (expStart > litStart) {
              parts.push({
                type: "Literal",
                pos: litStart,
                end: expStart,
                value: litBuf,
                text: src.slice(litStart, expStart)
              });
              litBuf = "";
            }
            parts.push(rp);
            litStart = this.pos;
          } else {
            litBuf += this._resultText;
          }
        }
        continue;
      }
      if (ch === CH_BACKTICK) {
        const btStart = this.pos;
        this.readBacktickExpansion(true);
        if (bt)
          text2 += this._resultText;
        hasExpansions = true;
        if (bp && this._resultPart && isDQChild(this._resultPart)) {
          if (!parts)
            parts = [];
          if (btStart > litStart) {
            parts.push({
              type: "Literal",
              pos: litStart,
              end: btStart,
              value: litBuf,
              text: src.slice(litStart, btStart)
            });
            litBuf = "";
          }
          parts.push(this._resultPart);
          litStart = this.pos;
        }
        continue;
      }
    }
    if (bp && parts && this.pos > litStart)
      parts.push({ type: "Literal", pos: litStart, end: this.pos, value: litBuf, text: src.slice(litStart, this.pos) });
    this._dqEnd = this.pos;
    if (this.pos < len)
      this.pos++;
    else
      this.errors.push({ message: "unterminated double quote", pos: contentStart - 1 });
    this._dqText = text2;
    this._dqHasExpansions = hasExpansions;
    this._dqParts = parts;
  }
  readDollar(insideDoubleQuotes = false) {
    const dollarPos = this.pos;
    this.pos++;
    const src = this.src;
    const len = this.srcEnd;
    const bt = this._buildParts || this._buildValue;
    if (this.pos >= len) {
      this._resultText = "$";
      this._resultIsRaw = true;
      this._resultHasExpansion = false;
      this._resultPart = void 0;
      return;
    }
    const logicalPos = skipLineContinuations(src, this.pos, len);
    if (logicalPos > this.pos && src.charCodeAt(logicalPos) === CH_LPAREN && src.charCodeAt(logicalPos + 1) !== CH_LPAREN)
      this.pos = logicalPos;
    const ch = src.charCodeAt(this.pos);
    if (ch === CH_LPAREN) {
      if (this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_LPAREN) {
        const savedPos = this.pos;
        const savedErrors = this.errors.length;
        this.readArithmeticExpansion(dollarPos);
        if (!this._notArithmetic)
          return;
        this.errors.length = savedErrors;
        this.pos = savedPos;
      }
      this.readCommandSubstitution(dollarPos);
      return;
    }
    if (ch === CH_LBRACE) {
      const after = this.pos + 1 < len ? src.charCodeAt(this.pos + 1) : 0;
      if (after === CH_SPACE || after === CH_TAB || after === CH_NL) {
        this.readBraceCommandSubstitution();
        return;
      }
      if (after === CH_PIPE) {
        this.readValueSubstitution();
        return;
      }
      this.readParameterExpansion(insideDoubleQuotes);
      return;
    }
    if (ch === CH_SQUOTE) {
      this.pos++;
      if (bt) {
        const value = this.readAnsiCQuoted();
        this._resultText = value;
        this._resultPart = this._buildParts ? { type: "AnsiCQuoted", pos: dollarPos, end: this.pos, text: src.slice(dollarPos, this.pos), value } : void 0;
      } else {
        this.skipAnsiCQuoted();
        this._resultText = "";
        this._resultPart = void 0;
      }
      this._resultIsRaw = false;
      this._resultHasExpansion = false;
      return;
    }
    if (ch === CH_DQUOTE) {
      this.pos++;
      this.readDoubleQuoted(insideDoubleQuotes);
      this._resultText = this._dqText;
      this._resultIsRaw = false;
      this._resultHasExpansion = this._dqHasExpansions;
      if (this._buildParts) {
        const text2 = src.slice(dollarPos, this.pos);
        this._resultPart = {
          type: "LocaleString",
          pos: dollarPos,
          end: this.pos,
          text: text2,
          parts: this._dqParts ?? [
            {
              type: "Literal",
              pos: dollarPos + 2,
              end: this._dqEnd,
              value: this._dqText,
              text: src.slice(dollarPos + 2, this._dqEnd)
            }
          ]
        };
      } else {
        this._resultPart = void 0;
      }
      return;
    }
    if (ch === CH_AT || ch === CH_STAR || ch === CH_HASH || ch === CH_QUESTION || ch === CH_DASH || ch === CH_DOLLAR || ch === CH_BANG || ch >= CH_0 && ch <= CH_9) {
      this.pos++;
      const text2 = bt ? src.slice(this.pos - 2, this.pos) : "";
      this._resultText = text2;
      this._resultIsRaw = true;
      this._resultHasExpansion = false;
      this._resultPart = this._buildParts ? { type: "SimpleExpansion", pos: dollarPos, end: this.pos, text: text2 } : void 0;
      return;
    }
    if (ch < 128 && isIdChar[ch] & 1) {
      const namePos = this.pos - 1;
      while (this.pos < len) {
        const c = src.charCodeAt(this.pos);
        if (c < 128 && isIdChar[c] & 2)
          this.pos++;
        else
          break;
      }
      const text2 = bt ? src.slice(namePos, this.pos) : "";
      this._resultText = text2;
      this._resultIsRaw = true;
      this._resultHasExpansion = false;
      this._resultPart = this._buildParts ? { type: "SimpleExpansion", pos: dollarPos, end: this.pos, text: text2 } : void 0;
      return;
    }
    if (ch === CH_LBRACKET) {
      const errorCount = this._errors === null ? 0 : this._errors.length;
      const close = this.findClosingArithmeticBracket(this.pos + 1);
      if (close !== -1) {
        const bodyStart = this.pos + 1;
        const body = src.slice(bodyStart, close);
        this.pos = close + 1;
        const text2 = bt ? src.slice(dollarPos, this.pos) : "";
        this._resultText = text2;
        this._resultIsRaw = true;
        this._resultHasExpansion = false;
        this._resultPart = this._buildParts ? this.arithmeticExpansion(bodyStart - 2, text2, body, bodyStart) : void 0;
        return;
      }
      if (this._errors !== null)
        this._errors.length = errorCount;
    }
    this._resultText = "$";
    this._resultIsRaw = true;
    this._resultHasExpansion = false;
    this._resultPart = void 0;
  }
  scanArithmeticBody() {
    this._notArithmetic = false;
    this._arithUnterminated = false;
    this.pos += 2;
    let depth = 1;
    let parenDepth = 0;
    let parentParenDepth = 0;
    let parenDepths;
    let reported = false;
    const src = this.src;
    const len = this.srcEnd;
    const start = this.pos;
    while (this.pos < len && depth > 0) {
      const c = src.charCodeAt(this.pos);
      if (c === CH_BACKSLASH) {
        this.pos += this.pos + 1 < len ? 2 : 1;
      } else if (c === CH_SQUOTE) {
        this.pos++;
        this.skipSQ();
      } else if (c === CH_DQUOTE) {
        this.pos++;
        this.skipDQ();
      } else if (c === CH_BACKTICK) {
        this.pos++;
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
          if (src.charCodeAt(this.pos) === CH_BACKSLASH)
            this.pos++;
          this.pos++;
        }
        if (this.pos < len)
          this.pos++;
      } else if (c === CH_DOLLAR && this.pos + 2 < len && src.charCodeAt(this.pos + 1) === CH_LPAREN && src.charCodeAt(this.pos + 2) !== CH_LPAREN) {
        const dollarPos = this.pos;
        this.pos += 2;
        this.extractBalanced();
        if (this._unbalanced)
          this.errors.push({ message: "unterminated command substitution", pos: dollarPos });
      } else if (c === CH_DOLLAR && this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_LBRACE) {
        const close = this.findClosingBrace(this.pos + 2, len);
        this.pos = close === -1 ? len : close + 1;
      } else if ((c === CH_LT || c === CH_GT) && this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_LPAREN) {
        this.pos += 2;
        this.extractBalanced();
      } else if (c === CH_LPAREN) {
        if (src.charCodeAt(this.pos - 1) === CH_DOLLAR && src.charCodeAt(this.pos + 1) === CH_LPAREN) {
          if (depth === 1)
            parentParenDepth = parenDepth;
          else
            (parenDepths ?? (parenDepths = [])).push(parenDepth);
          depth++;
          parenDepth = 0;
          if (depth + this._nestingDepth > MAX_SYNTAX_NESTING && !reported) {
            this.errors.push({ message: "maximum arithmetic expansion nesting depth exceeded", pos: this.pos - 1 });
            reported = true;
          }
          this.pos += 2;
        } else {
          if (++parenDepth + depth - 1 + this._nestingDepth > MAX_SYNTAX_NESTING && !reported) {
            this.errors.push({ message: "maximum arithmetic expression nesting depth exceeded", pos: this.pos });
            reported = true;
          }
          this.pos++;
        }
      } else if (c === CH_RPAREN && parenDepth > 0) {
        parenDepth--;
        this.pos++;
      } else if (c === CH_RPAREN && this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_RPAREN) {
        if (--depth === 0) {
          this.pos += 2;
          break;
        }
        parenDepth = depth === 1 ? parentParenDepth : parenDepths.pop();
        this.pos += 2;
      } else if (c === CH_RPAREN && depth === 1) {
        this._notArithmetic = true;
        return "";
      } else {
        this.pos++;
      }
    }
    const bt = this._buildParts || this._buildValue;
    if (depth > 0) {
      this._arithUnterminated = true;
      return bt ? src.slice(start, this.pos) : "";
    }
    return bt ? src.slice(start, this.pos - 2) : "";
  }
  readArithmeticExpansion(dollarPos) {
    const bodyStart = this.pos + 2;
    const body = this.scanArithmeticBody();
    if (this._notArithmetic)
      return;
    if (this._arithUnterminated)
      this.errors.push({ message: "unterminated arithmetic expansion", pos: dollarPos });
    const text2 = this._buildParts || this._buildValue ? this.src.slice(dollarPos, this.pos) : "";
    this._resultText = text2;
    this._resultIsRaw = true;
    this._resultHasExpansion = false;
    this._resultPart = this._buildParts ? this.arithmeticExpansion(dollarPos, text2, body, bodyStart) : void 0;
  }
  arithmeticExpansion(pos, text2, body, bodyStart) {
    return new ArithmeticExpansionImpl(pos, this.pos, text2, {
      source: this.src,
      body,
      offset: bodyStart,
      depth: this._nestingDepth,
      context: this.substitutionContext
    });
  }
  readArithmeticCommand(out, tokenStart) {
    const savedBuildValue = this._buildValue;
    this._buildValue = true;
    const body = this.scanArithmeticBody();
    this._buildValue = savedBuildValue;
    if (this._arithUnterminated)
      this.errors.push({ message: "unterminated arithmetic command", pos: tokenStart });
    setToken(out, Token.ArithCmd, body, tokenStart, this.pos);
  }
  readCommandSubstitution(dollarPos) {
    const openPos = this.pos;
    this.pos++;
    const inner = this.extractBalanced();
    if (this._unbalanced)
      this.errors.push({ message: "unterminated command substitution", pos: dollarPos });
    const bt = this._buildParts || this._buildValue;
    const rawText = bt ? this.src.slice(dollarPos, this.pos) : "";
    const text2 = !bt || openPos === dollarPos + 1 ? rawText : "$" + this.src.slice(openPos, this.pos);
    this._resultText = text2;
    this._resultIsRaw = openPos === dollarPos + 1;
    this._resultHasExpansion = true;
    if (this._buildParts) {
      this._resultPart = this.commandExpansion(dollarPos, rawText, openPos + 1, inner, !this._unbalanced);
    } else {
      this._resultPart = void 0;
    }
  }
  readBraceCommandSubstitution() {
    this.readBraceSubstitution(1);
  }
  readValueSubstitution() {
    this.readBraceSubstitution(2);
  }
  readBraceSubstitution(skip) {
    const dollarPos = this.pos - 1;
    this.pos += skip;
    const src = this.src;
    const len = this.srcEnd;
    let depth = 1;
    const start = this.pos;
    while (this.pos < len) {
      const c = src.charCodeAt(this.pos);
      if (c === CH_LBRACE)
        depth++;
      else if (c === CH_RBRACE) {
        if (--depth === 0) {
          this.pos++;
          break;
        }
      } else if (c === CH_SQUOTE) {
        this.pos++;
        this.skipSQ();
        continue;
      } else if (c === CH_DQUOTE) {
        this.pos++;
        this.skipDQ();
        continue;
      } else if (c === CH_BACKSLASH)
        this.pos++;
      this.pos++;
    }
    this._resultIsRaw = true;
    this._resultHasExpansion = true;
    if (this._buildParts || this._buildValue) {
      const rawInner = src.slice(start, this.pos - 1);
      const inner = rawInner.trim();
      const text2 = src.slice(dollarPos, this.pos);
      this._resultText = text2;
      if (this._buildParts) {
        const innerStart = start + (rawInner.length - rawInner.trimStart().length);
        this._resultPart = this.commandExpansion(dollarPos, text2, innerStart, inner);
      } else {
        this._resultPart = void 0;
      }
    } else {
      this._resultText = "";
      this._resultPart = void 0;
    }
  }
  readBacktickExpansion(insideDoubleQuotes = false) {
    this.pos++;
    const src = this.src;
    const len = this.srcEnd;
    const start = this.pos;
    if (!this._buildParts && !this._buildValue) {
      while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
        if (src.charCodeAt(this.pos) === CH_BACKSLASH && this.pos + 1 < len)
          this.pos++;
        this.pos++;
      }
      if (this.pos < len)
        this.pos++;
      else
        this.errors.push({ message: "unterminated backtick", pos: start - 1 });
      this._resultText = "";
      this._resultIsRaw = false;
      this._resultHasExpansion = true;
      this._resultPart = void 0;
      return;
    }
    let inner = "";
    let hasEscapes = false;
    while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
      if (src.charCodeAt(this.pos) === CH_BACKSLASH) {
        hasEscapes = true;
        break;
      }
      this.pos++;
    }
    if (!hasEscapes) {
      inner = src.slice(start, this.pos);
    } else {
      inner = src.slice(start, this.pos);
      while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
        if (src.charCodeAt(this.pos) === CH_BACKSLASH) {
          this.pos++;
          if (this.pos < len) {
            const c = src.charCodeAt(this.pos);
            if (c === CH_DOLLAR || c === CH_BACKTICK || c === CH_BACKSLASH || insideDoubleQuotes && c === CH_DQUOTE) {
              inner += src[this.pos];
            } else {
              inner += "\\" + src[this.pos];
            }
            this.pos++;
          }
        } else {
          const runStart = this.pos;
          while (this.pos < len) {
            const c = src.charCodeAt(this.pos);
            if (c === CH_BACKTICK || c === CH_BACKSLASH)
              break;
            this.pos++;
          }
          inner += src.slice(runStart, this.pos);
        }
      }
    }
    if (this.pos < len)
      this.pos++;
    else
      this.errors.push({ message: "unterminated backtick", pos: start - 1 });
    const text2 = src.slice(start - 1, this.pos);
    this._resultText = inner;
    this._resultHasExpansion = true;
    if (this._buildParts) {
      this._resultPart = hasEscapes ? this.decodedCommandExpansion(start - 1, text2, inner) : this.commandExpansion(start - 1, text2, start, inner);
    } else {
      this._resultPart = void 0;
    }
  }
  readParameterExpansion(insideDoubleQuotes) {
    const src = this.src;
    const len = this.srcEnd;
    const start = this.pos;
    this.pos++;
    let depth = 1;
    let reported = false;
    while (this.pos < len && depth > 0) {
      const ch = src.charCodeAt(this.pos);
      if (ch === CH_DOLLAR) {
        const next = this.pos + 1 < len ? src.charCodeAt(this.pos + 1) : 0;
        if (next === CH_LBRACE) {
          depth++;
          if (this._nestingDepth + depth > MAX_SYNTAX_NESTING && !reported) {
            this.errors.push({ message: "maximum parameter expansion nesting depth exceeded", pos: this.pos });
            reported = true;
          }
          this.pos += 2;
          continue;
        }
        if (next === CH_DOLLAR) {
          this.pos += 2;
          continue;
        }
        if (next === CH_LPAREN) {
          const dollarPos = this.pos;
          this.pos += 2;
          this.extractBalanced();
          if (this._unbalanced)
            this.errors.push({ message: "unterminated command substitution", pos: dollarPos });
          continue;
        }
      } else if (ch === CH_BACKTICK) {
        this.pos++;
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
          if (src.charCodeAt(this.pos) === CH_BACKSLASH)
            this.pos++;
          this.pos++;
        }
        if (this.pos < len)
          this.pos++;
        continue;
      } else if (ch === CH_RBRACE) {
        if (--depth === 0) {
          this.pos++;
          break;
        }
      } else if (ch === CH_BACKSLASH) {
        if (this.pos + 1 < len)
          this.pos++;
      } else if (ch === CH_SQUOTE) {
        this.pos++;
        if (this.pos > start + 1 && src.charCodeAt(this.pos - 2) === CH_DOLLAR)
          this.skipAnsiCQuoted();
        else
          this.skipSQ();
        continue;
      } else if (ch === CH_DQUOTE) {
        this.pos++;
        this.skipDQ();
        continue;
      }
      this.pos++;
    }
    const closed = depth === 0;
    if (!closed)
      this.errors.push({ message: "unterminated parameter expansion", pos: start - 1 });
    const text2 = this._buildParts || this._buildValue ? src.slice(start - 1, this.pos) : "";
    this._resultText = text2;
    this._resultIsRaw = true;
    this._resultHasExpansion = false;
    if (this._buildParts) {
      const inner = src.slice(start + 1, closed ? this.pos - 1 : this.pos);
      this._resultPart = this.parseParamInner(text2, inner, start + 1, insideDoubleQuotes);
    } else {
      this._resultPart = void 0;
    }
  }
  // `innerStart` is the absolute offset of `inner` in the original source, so each sub-field
  // word is parsed in place at its true position. `sub(a, b)` maps inner-relative offsets to
  // that absolute window.
  parseParamInner(text2, inner, innerStart, insideDoubleQuotes) {
    const result = {
      type: "ParameterExpansion",
      pos: innerStart - 2,
      end: this.pos,
      text: text2,
      parameter: "",
      parameterPos: innerStart,
      parameterEnd: innerStart,
      prefix: void 0,
      index: void 0,
      operation: void 0
    };
    const ilen = inner.length;
    if (ilen === 0)
      return result;
    const sub = (a, b, context = "word") => this.parseSubFieldWord(innerStart + a, innerStart + b, context);
    const closeBracket = (start) => {
      const close = this.findClosingBracket(innerStart + start, innerStart + ilen);
      return close === -1 ? -1 : close - innerStart;
    };
    let i = 0;
    if (ilen > 1 && inner.charCodeAt(0) === CH_BANG) {
      result.prefix = "!";
      i = 1;
    }
    if (ilen > 1 && inner.charCodeAt(0) === CH_HASH) {
      const nameEnd = this.scanParamName(inner, 1);
      let parameterEnd = nameEnd;
      let indexEnd = -1;
      if (parameterEnd < ilen && inner.charCodeAt(parameterEnd) === CH_LBRACKET) {
        indexEnd = closeBracket(parameterEnd + 1);
        if (indexEnd !== -1)
          parameterEnd = indexEnd + 1;
      }
      if (nameEnd > 1 && parameterEnd === ilen) {
        result.prefix = "#";
        result.parameter = inner.slice(1, nameEnd);
        result.parameterPos = innerStart + 1;
        result.parameterEnd = innerStart + nameEnd;
        if (indexEnd !== -1)
          result.index = sub(nameEnd + 1, indexEnd, "embedded");
        return result;
      }
    }
    const nameStart = i;
    i = this.scanParamName(inner, i);
    result.parameter = inner.slice(nameStart, i);
    result.parameterPos = innerStart + nameStart;
    result.parameterEnd = innerStart + i;
    if (i < ilen && inner.charCodeAt(i) === CH_LBRACKET) {
      const closeB = closeBracket(i + 1);
      if (closeB !== -1) {
        result.index = sub(i + 1, closeB, "embedded");
        i = closeB + 1;
      }
    }
    if (i >= ilen)
      return result;
    const pos = innerStart + i;
    const end = innerStart + ilen;
    const opChar = inner.charCodeAt(i);
    const nextChar = inner.charCodeAt(i + 1);
    const defaultChar = inner[opChar === CH_COLON ? i + 1 : i];
    if (defaultChar === "-" || defaultChar === "=" || defaultChar === "+" || defaultChar === "?") {
      const operandStart = i + (opChar === CH_COLON ? 2 : 1);
      result.operation = {
        type: "Default",
        pos,
        end,
        operatorEnd: innerStart + operandStart,
        operator: opChar === CH_COLON ? `:${defaultChar}` : defaultChar,
        operand: sub(operandStart, ilen, insideDoubleQuotes ? "quoted" : "word")
      };
      return result;
    }
    if (opChar === CH_COLON) {
      i++;
      const sliceStart = innerStart + i;
      const colonIdx = findUnnested(inner.slice(i), CH_COLON, true, (index, quoted2) => {
        return this.findNestedShellEnd(sliceStart + index, end, quoted2) - sliceStart;
      });
      result.operation = {
        type: "Slice",
        pos,
        end,
        operatorEnd: sliceStart,
        operator: ":",
        offset: sub(i, colonIdx === -1 ? ilen : i + colonIdx, "embedded"),
        length: colonIdx === -1 ? void 0 : sub(i + colonIdx + 1, ilen, "embedded")
      };
      return result;
    }
    if (opChar === CH_HASH || opChar === CH_PERCENT) {
      const doubled = nextChar === opChar;
      const operator = opChar === CH_HASH ? doubled ? "##" : "#" : doubled ? "%%" : "%";
      const operandStart = i + (doubled ? 2 : 1);
      result.operation = {
        type: "Remove",
        pos,
        end,
        operatorEnd: innerStart + operandStart,
        operator,
        operand: sub(operandStart, ilen)
      };
      return result;
    }
    if (opChar === CH_SLASH) {
      i++;
      let operator = "/";
      if (nextChar === CH_SLASH || nextChar === CH_HASH || nextChar === CH_PERCENT) {
        operator = nextChar === CH_SLASH ? "//" : nextChar === CH_HASH ? "/#" : "/%";
        i++;
      }
      let separatorStart = i;
      if (nextChar === CH_SLASH) {
        separatorStart = skipLineContinuations(inner, i, ilen);
        if (inner.charCodeAt(separatorStart) === CH_SLASH)
          separatorStart++;
      }
      const sepIdx = findUnnested(inner.slice(separatorStart), CH_SLASH);
      const patternEnd = sepIdx === -1 ? ilen : separatorStart + sepIdx;
      result.operation = {
        type: "Replace",
        pos,
        end,
        operatorEnd: innerStart + i,
        operator,
        pattern: sub(i, patternEnd),
        replacement: sub(sepIdx === -1 ? ilen : patternEnd + 1, ilen)
      };
      return result;
    }
    if (opChar === CH_CARET || opChar === CH_COMMA) {
      const doubled = nextChar === opChar;
      const operator = opChar === CH_CARET ? doubled ? "^^" : "^" : doubled ? ",," : ",";
      const operandStart = i + (doubled ? 2 : 1);
      result.operation = {
        type: "CaseModification",
        pos,
        end,
        operatorEnd: innerStart + operandStart,
        operator,
        operand: operandStart === ilen ? void 0 : sub(operandStart, ilen)
      };
      return result;
    }
    if (result.prefix === "!" && result.index === void 0 && i + 1 === ilen && (opChar === CH_AT || opChar === CH_STAR)) {
      result.operation = { type: "Names", pos, end, operatorEnd: end, operator: opChar === CH_AT ? "@" : "*" };
      return result;
    }
    if (opChar === CH_AT) {
      result.operation = {
        type: "Transform",
        pos,
        end,
        operatorEnd: pos + 1,
        operator: "@",
        operand: sub(i + 1, ilen)
      };
      return result;
    }
    result.operation = { type: "Unknown", pos, end, operatorEnd: end, operator: inner.slice(i) };
    return result;
  }
  findNestedShellEnd(start, end, quoted2) {
    const ch = this.src.charCodeAt(start);
    if (ch === CH_BACKTICK) {
      let pos = start + 1;
      while (pos < end) {
        const current = this.src.charCodeAt(pos);
        if (current === CH_BACKSLASH) {
          pos += 2;
          continue;
        }
        pos++;
        if (current === CH_BACKTICK)
          return pos;
      }
      return end;
    }
    let close;
    if (ch === CH_DOLLAR) {
      const next = start + 1;
      if (next < end && this.src.charCodeAt(next) === CH_LBRACE) {
        close = this.findClosingBrace(next + 1, end);
      } else {
        const open = skipLineContinuations(this.src, next, end);
        if (open >= end || this.src.charCodeAt(open) !== CH_LPAREN)
          return start;
        close = this.findClosingParenthesis(open + 1, end);
      }
    } else {
      const open = start + 1;
      if (quoted2 || ch !== CH_LT && ch !== CH_GT || open >= end || this.src.charCodeAt(open) !== CH_LPAREN) {
        return start;
      }
      close = this.findClosingParenthesis(open + 1, end);
    }
    return close === -1 ? end : close + 1;
  }
  scanParamName(s, start) {
    let i = start;
    if (i >= s.length)
      return i;
    const c = s.charCodeAt(i);
    if (c === CH_AT || c === CH_STAR || c === CH_HASH || c === CH_QUESTION || c === CH_DASH || c === CH_DOLLAR || c === CH_BANG) {
      return i + 1;
    }
    if (c >= CH_0 && c <= CH_9) {
      while (i < s.length && s.charCodeAt(i) >= CH_0 && s.charCodeAt(i) <= CH_9)
        i++;
      return i;
    }
    if (c >= CH_a && c <= CH_z || c >= CH_A && c <= CH_Z || c === CH_UNDERSCORE) {
      i++;
      while (i < s.length) {
        const ch = s.charCodeAt(i);
        if (ch >= CH_a && ch <= CH_z || ch >= CH_A && ch <= CH_Z || ch >= CH_0 && ch <= CH_9 || ch === CH_UNDERSCORE)
          i++;
        else
          break;
      }
    }
    return i;
  }
  readAnsiCQuoted() {
    const quotePos = this.pos - 1;
    const result = decodeAnsiCQuoted(this.src, this.pos, this.srcEnd);
    this.pos = result.end;
    if (!result.closed)
      this.errors.push({ message: "unterminated ANSI-C quote", pos: quotePos });
    return result.value;
  }
  // Quotes resume when a nested substitution returns to their parenthesis depth.
  extractBalanced(useGrammar = true, quoteOnly = false) {
    const src = this.src;
    const len = this.srcEnd;
    const bt = this._buildParts || this._buildValue;
    let depth = quoteOnly ? 0 : 1;
    const start = this.pos;
    this._unbalanced = false;
    const knownEnd = useGrammar && !quoteOnly ? this.substitutionContext.boundaries?.get(start) : void 0;
    if (knownEnd !== void 0 && knownEnd <= len && this._nestingDepth < MAX_SYNTAX_NESTING) {
      this.pos = knownEnd;
      return bt ? src.slice(start, knownEnd - 1) : "";
    }
    let wordStart = true;
    while (!quoteOnly && this.pos < len) {
      const c = src.charCodeAt(this.pos);
      if (c === CH_RPAREN) {
        const result = bt ? src.slice(start, this.pos) : "";
        this.pos++;
        return result;
      } else if (c === CH_LPAREN || c === CH_BACKSLASH || c === CH_SQUOTE || c === CH_DQUOTE || c === CH_BACKTICK || c === CH_DOLLAR && (src.charCodeAt(this.pos + 1) === CH_SQUOTE || src.charCodeAt(this.pos + 1) === CH_DOLLAR || src.charCodeAt(this.pos + 1) === CH_LBRACE)) {
        break;
      } else if (c === CH_LT && this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_LT) {
        break;
      } else if (c === CH_HASH && wordStart) {
        break;
      } else if (c === 99 && wordStart && this.pos + 3 < len && src.charCodeAt(this.pos + 1) === 97 && src.charCodeAt(this.pos + 2) === 115 && src.charCodeAt(this.pos + 3) === 101 && (this.pos + 4 >= len || src.charCodeAt(this.pos + 4) < 128 && charType[src.charCodeAt(this.pos + 4)] & 1)) {
        break;
      } else {
        wordStart = c < 128 && (charType[c] & 1) !== 0;
        this.pos++;
      }
    }
    let caseDepth = 0;
    let caseParens = 0;
    const wordStartAfterParen = [];
    let pendingDelims = null;
    let scripts;
    let arithBase = -1;
    let arithExtent = start >= 2 && src.charCodeAt(start) === CH_LPAREN && src.charCodeAt(start - 1) === CH_LPAREN && src.charCodeAt(start - 2) === CH_DOLLAR;
    let substitutions = 0;
    let reported = false;
    const quotes = quoteOnly ? [{ close: CH_DQUOTE, depth: 0 }] : [];
    let quotedDepth = quoteOnly ? 1 : 0;
    let parameterDepth = 0;
    let arithmeticOpens;
    let continuedDollarPos = -1;
    let continuedParenPos = -1;
    let escapedEnd = -1;
    let lastParenEnd = -1;
    let checkedGrammar = false;
    while (this.pos < len && (depth > 0 || quotes.length > 0)) {
      let ch = src.charCodeAt(this.pos);
      const quote = quotes.length === 0 ? void 0 : quotes[quotes.length - 1];
      if (quote !== void 0 && quote.depth === depth) {
        let commandOpen = false;
        if (ch === CH_BACKSLASH) {
          this.pos = Math.min(this.pos + 2, len);
          continue;
        }
        if (ch === quote.close) {
          quotes.pop();
          if (ch === CH_DQUOTE)
            quotedDepth--;
          else
            parameterDepth--;
          this.pos++;
          if (quoteOnly && depth === 0 && quotes.length === 0)
            return "";
          continue;
        }
        if (ch === CH_DQUOTE) {
          quotes.push({ close: CH_DQUOTE, depth });
          quotedDepth++;
        } else if (ch === CH_SQUOTE && quote.close === CH_RBRACE) {
          this.pos++;
          this.skipSQ();
          continue;
        } else if (ch === CH_BACKTICK) {
          this.pos++;
          while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
            if (src.charCodeAt(this.pos) === CH_BACKSLASH)
              this.pos++;
            if (this.pos < len)
              this.pos++;
          }
          if (this.pos < len)
            this.pos++;
          continue;
        } else if (ch === CH_DOLLAR) {
          const next = src.charCodeAt(this.pos + 1);
          if (next === CH_SQUOTE && quote.close === CH_RBRACE) {
            this.pos += 2;
            this.skipAnsiCQuoted();
            continue;
          }
          if (next === CH_LBRACE) {
            quotes.push({ close: CH_RBRACE, depth });
            parameterDepth++;
            this.pos++;
          } else if (next === CH_LPAREN) {
            this.pos++;
            ch = CH_LPAREN;
            commandOpen = true;
          } else if (next === CH_DOLLAR) {
            this.pos += src.charCodeAt(this.pos + 2) === CH_LPAREN ? 1 : 2;
            continue;
          }
        }
        if (!reported && this._nestingDepth + Math.max(quotedDepth, parameterDepth) > MAX_SYNTAX_NESTING) {
          this.errors.push({ message: "maximum word nesting depth exceeded", pos: this.pos });
          reported = true;
        }
        if (!commandOpen) {
          this.pos++;
          while (this.pos < len) {
            const c = src.charCodeAt(this.pos);
            if (c === CH_BACKSLASH || c === CH_DQUOTE || c === CH_DOLLAR || c === CH_BACKTICK || c === CH_RBRACE || c === CH_SQUOTE)
              break;
            this.pos++;
          }
          continue;
        }
      }
      if (ch === CH_HASH && lastParenEnd !== -1 && !arithExtent && arithBase < 0 && useGrammar && !checkedGrammar && this._nestingDepth + (scripts?.length ?? 0) < MAX_SYNTAX_NESTING && skipBlanks(src, lastParenEnd, len) === this.pos) {
        checkedGrammar = true;
        const scope = scripts?.[scripts.length - 1];
        const end = this.findSubstitutionEnd(scope?.start ?? start, len, this._nestingDepth + (scripts?.length ?? 0) + 1);
        if (end !== -1) {
          if (scope === void 0) {
            this.pos = end;
            return bt ? src.slice(start, end - 1) : "";
          }
          this.pos = end - 1;
          depth = scope.depth + 1;
          caseDepth = 0;
          caseParens = 0;
          wordStartAfterParen.length = scope.parens + 1;
          ch = CH_RPAREN;
        }
      }
      if (ch === CH_LPAREN) {
        const prev = this.pos > start && this.pos !== escapedEnd ? src.charCodeAt(this.pos - 1) : 0;
        const commandDollarPos = prev === CH_DOLLAR ? this.pos - 1 : this.pos === continuedParenPos ? continuedDollarPos : -1;
        const wordParen = commandDollarPos !== -1 || prev === CH_LT || prev === CH_GT || prev === CH_EQ || prev === CH_AT || prev === CH_QUESTION || prev === CH_STAR || prev === CH_PLUS || prev === CH_BANG || prev === CH_LPAREN && wordStartAfterParen[wordStartAfterParen.length - 1] === false || arithExtent && this.pos === start;
        const script = commandDollarPos !== -1 && src.charCodeAt(this.pos + 1) !== CH_LPAREN || (prev === CH_LT || prev === CH_GT) && arithBase < 0 && !arithExtent;
        if (script) {
          (scripts ?? (scripts = [])).push({
            start: this.pos + 1,
            dollar: commandDollarPos,
            depth,
            parens: wordStartAfterParen.length,
            caseDepth,
            caseParens,
            arithBase,
            arithExtent,
            substitutions,
            checkedGrammar,
            pendingDelims
          });
          caseDepth = 0;
          caseParens = 0;
          arithBase = -1;
          arithExtent = false;
          checkedGrammar = false;
          pendingDelims = null;
        }
        wordStartAfterParen.push(!wordParen);
        wordStart = true;
        if (!script && arithBase < 0 && this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_LPAREN) {
          arithBase = depth;
        }
        if (commandDollarPos !== -1) {
          if (script)
            substitutions++;
          else
            (arithmeticOpens ?? (arithmeticOpens = [])).push(depth);
          if (substitutions + (arithmeticOpens?.length ?? 0) + this._nestingDepth + (quoteOnly ? 0 : 1) > MAX_SYNTAX_NESTING && !reported) {
            this.errors.push({ message: "maximum command substitution nesting depth exceeded", pos: commandDollarPos });
            reported = true;
          }
        }
        continuedDollarPos = -1;
        continuedParenPos = -1;
        depth++;
        if (caseDepth > 0)
          caseParens++;
        this.pos++;
      } else if (ch === CH_RPAREN) {
        if (caseDepth > 0 && caseParens === 0) {
          this.pos++;
          wordStart = true;
        } else {
          if (caseDepth > 0)
            caseParens--;
          depth--;
          if (depth === 0 && !quoteOnly) {
            const result = bt ? src.slice(start, this.pos) : "";
            this.pos++;
            return result;
          }
          if (depth <= arithBase)
            arithBase = -1;
          if (arithmeticOpens !== void 0) {
            while (arithmeticOpens.length > 0 && arithmeticOpens[arithmeticOpens.length - 1] >= depth)
              arithmeticOpens.pop();
          }
          wordStart = wordStartAfterParen.pop() ?? true;
          this.pos++;
          const scope = scripts?.[scripts.length - 1];
          if (scope !== void 0 && scope.depth === depth) {
            scripts.pop();
            caseDepth = scope.caseDepth;
            caseParens = scope.caseParens;
            arithBase = scope.arithBase;
            arithExtent = scope.arithExtent;
            substitutions = scope.substitutions;
            checkedGrammar = scope.checkedGrammar;
            pendingDelims = scope.pendingDelims;
          }
        }
        lastParenEnd = this.pos;
      } else if (ch === CH_BACKSLASH) {
        if (this.pos > start && src.charCodeAt(this.pos - 1) === CH_DOLLAR) {
          const logicalPos = skipLineContinuations(src, this.pos, len);
          if (logicalPos > this.pos && src.charCodeAt(logicalPos) === CH_LPAREN && src.charCodeAt(logicalPos + 1) !== CH_LPAREN) {
            continuedDollarPos = this.pos - 1;
            continuedParenPos = logicalPos;
          }
        }
        this.pos++;
        if (this.pos < len) {
          if (src.charCodeAt(this.pos) !== CH_NL) {
            wordStart = false;
          }
          this.pos++;
        }
        escapedEnd = this.pos;
      } else if (ch === CH_DOLLAR) {
        const next = src.charCodeAt(++this.pos);
        if (next === CH_SQUOTE) {
          this.pos++;
          this.skipAnsiCQuoted();
        } else if (next === CH_DOLLAR) {
          this.pos++;
        } else if (next === CH_LBRACE && !isBraceCommandOpener(src.charCodeAt(this.pos + 1))) {
          quotes.push({ close: CH_RBRACE, depth });
          parameterDepth++;
          this.pos++;
        }
        wordStart = false;
      } else if (ch === CH_SQUOTE) {
        this.pos++;
        this.skipSQ();
        wordStart = false;
      } else if (ch === CH_DQUOTE) {
        quotes.push({ close: CH_DQUOTE, depth });
        quotedDepth++;
        this.pos++;
        wordStart = false;
      } else if (ch === CH_BACKTICK) {
        this.pos++;
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_BACKTICK) {
          if (src.charCodeAt(this.pos) === CH_BACKSLASH)
            this.pos++;
          if (this.pos < len)
            this.pos++;
        }
        if (this.pos < len)
          this.pos++;
        wordStart = false;
      } else if (ch === CH_LT && arithBase < 0 && this.pos + 1 < len && src.charCodeAt(this.pos + 1) === CH_LT) {
        if (this.pos + 2 < len && src.charCodeAt(this.pos + 2) === CH_LT) {
          this.pos += 3;
        } else {
          this.pos += 2;
          const strip = this.pos < len && src.charCodeAt(this.pos) === CH_DASH;
          if (strip)
            this.pos++;
          this.skipSpacesAndTabs();
          this.readHereDocDelimiter();
          if (this._hereDelim || this._hereQuoted) {
            (pendingDelims ?? (pendingDelims = [])).push({
              delimiter: this._hereDelim,
              strip,
              quoted: this._hereQuoted
            });
          }
        }
        wordStart = false;
      } else if (ch === CH_NL && pendingDelims) {
        this.pos++;
        for (const hd of pendingDelims)
          this.skipHereDocBody(hd.delimiter, hd.strip, true, hd.quoted);
        pendingDelims = null;
        wordStart = true;
      } else if (ch === CH_HASH && arithBase < 0 && !arithExtent && wordStart) {
        while (this.pos < len && src.charCodeAt(this.pos) !== CH_NL)
          this.pos++;
      } else {
        const wStart = this.pos;
        while (this.pos < len) {
          const wc = src.charCodeAt(this.pos);
          if (wc < 128 && charType[wc])
            break;
          this.pos++;
        }
        if (this.pos > wStart) {
          const wLen = this.pos - wStart;
          if (wLen === 4 && wordStart && arithBase < 0 && !arithExtent) {
            const c0 = src.charCodeAt(wStart);
            if (c0 === 99 && src.charCodeAt(wStart + 1) === 97 && src.charCodeAt(wStart + 2) === 115 && src.charCodeAt(wStart + 3) === 101) {
              caseDepth++;
            } else if (c0 === 101 && src.charCodeAt(wStart + 1) === 115 && src.charCodeAt(wStart + 2) === 97 && src.charCodeAt(wStart + 3) === 99 && caseDepth > 0) {
              caseDepth--;
              if (caseDepth === 0)
                caseParens = 0;
            }
          }
          wordStart = false;
        } else {
          const wc = src.charCodeAt(this.pos);
          wordStart = wc < 128 && (charType[wc] & 1) !== 0;
          this.pos++;
        }
      }
    }
    this._unbalanced = true;
    if (quoteOnly && scripts !== void 0 && scripts.length > 0) {
      this.errors.push({ message: "unterminated command substitution", pos: scripts[0].dollar });
    }
    return bt ? src.slice(start, this.pos) : "";
  }
};

// node_modules/unbash/dist/arithmetic.js
function opPrec(op) {
  switch (op) {
    case ",":
      return 1;
    case "=":
    case "+=":
    case "-=":
    case "*=":
    case "/=":
    case "%=":
    case "<<=":
    case ">>=":
    case "&=":
    case "|=":
    case "^=":
      return 2;
    case "||":
      return 4;
    case "&&":
      return 5;
    case "|":
      return 6;
    case "^":
      return 7;
    case "&":
      return 8;
    case "==":
    case "!=":
      return 9;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return 10;
    case "<<":
    case ">>":
      return 11;
    case "+":
    case "-":
      return 12;
    case "*":
    case "/":
    case "%":
      return 13;
    case "**":
      return 14;
    case "?":
      return 3;
    default:
      return -1;
  }
}
function trimEnd(src, start, end) {
  while (end > start) {
    const c = src.charCodeAt(end - 1);
    if (c !== CH_SPACE && c !== CH_TAB && c !== CH_NL)
      break;
    end--;
  }
  return end;
}
function opRightAssoc(op) {
  switch (op) {
    case "=":
    case "+=":
    case "-=":
    case "*=":
    case "/=":
    case "%=":
    case "<<=":
    case ">>=":
    case "&=":
    case "|=":
    case "^=":
    case "**":
      return true;
    default:
      return false;
  }
}
function parseArithmeticExpression(src, offset = 0, collector, nestingDepth = 0) {
  let pos = 0;
  const len = src.length;
  const initialWordCount = collector?.embeddedWords.length ?? 0;
  function makeWord(start2, end, embedded = false) {
    const node = {
      type: "ArithmeticWord",
      pos: start2 + offset,
      end: end + offset,
      value: src.slice(start2, end),
      parts: void 0
    };
    if (embedded)
      collector?.embeddedWords.push(node);
    return node;
  }
  function skipWS() {
    while (pos < len) {
      const c = src.charCodeAt(pos);
      if (c === CH_SPACE || c === CH_TAB || c === CH_NL)
        pos++;
      else
        break;
    }
  }
  function tryReadBinOp() {
    if (pos >= len)
      return null;
    const c = src.charCodeAt(pos);
    const nc = pos + 1 < len ? src.charCodeAt(pos + 1) : 0;
    const nnc = pos + 2 < len ? src.charCodeAt(pos + 2) : 0;
    switch (c) {
      case CH_COMMA:
        pos++;
        return ",";
      case CH_EQ:
        if (nc === CH_EQ) {
          pos += 2;
          return "==";
        }
        pos++;
        return "=";
      case CH_BANG:
        if (nc === CH_EQ) {
          pos += 2;
          return "!=";
        }
        return null;
      // unary
      case CH_LT:
        if (nc === CH_LT) {
          if (nnc === CH_EQ) {
            pos += 3;
            return "<<=";
          }
          pos += 2;
          return "<<";
        }
        if (nc === CH_EQ) {
          pos += 2;
          return "<=";
        }
        pos++;
        return "<";
      case CH_GT:
        if (nc === CH_GT) {
          if (nnc === CH_EQ) {
            pos += 3;
            return ">>=";
          }
          pos += 2;
          return ">>";
        }
        if (nc === CH_EQ) {
          pos += 2;
          return ">=";
        }
        pos++;
        return ">";
      case CH_PLUS:
        if (nc === CH_EQ) {
          pos += 2;
          return "+=";
        }
        if (nc === CH_PLUS)
          return null;
        pos++;
        return "+";
      case CH_DASH:
        if (nc === CH_EQ) {
          pos += 2;
          return "-=";
        }
        if (nc === CH_DASH)
          return null;
        pos++;
        return "-";
      case CH_STAR:
        if (nc === CH_STAR) {
          pos += 2;
          return "**";
        }
        if (nc === CH_EQ) {
          pos += 2;
          return "*=";
        }
        pos++;
        return "*";
      case CH_SLASH:
        if (nc === CH_EQ) {
          pos += 2;
          return "/=";
        }
        pos++;
        return "/";
      case CH_PERCENT:
        if (nc === CH_EQ) {
          pos += 2;
          return "%=";
        }
        pos++;
        return "%";
      case CH_PIPE:
        if (nc === CH_PIPE) {
          pos += 2;
          return "||";
        }
        if (nc === CH_EQ) {
          pos += 2;
          return "|=";
        }
        pos++;
        return "|";
      case CH_AMP:
        if (nc === CH_AMP) {
          pos += 2;
          return "&&";
        }
        if (nc === CH_EQ) {
          pos += 2;
          return "&=";
        }
        pos++;
        return "&";
      case CH_CARET:
        if (nc === CH_EQ) {
          pos += 2;
          return "^=";
        }
        pos++;
        return "^";
      case CH_QUESTION:
        pos++;
        return "?";
      default:
        return null;
    }
  }
  function skipTruncatedUnary() {
    skipWS();
    while (pos < len) {
      const c2 = src.charCodeAt(pos);
      if (c2 !== CH_BANG && c2 !== CH_TILDE && c2 !== CH_PLUS && c2 !== CH_DASH)
        break;
      if (src.charCodeAt(pos + 1) === CH_EQ)
        break;
      pos++;
      skipWS();
    }
    if (src.charCodeAt(pos) === CH_LPAREN) {
      let groups = 1;
      pos++;
      while (pos < len && groups > 0) {
        const wordEnd = collector?.findArithmeticWordEnd?.(pos + offset, offset + len) ?? pos + offset;
        if (wordEnd > pos + offset) {
          pos = wordEnd - offset;
          continue;
        }
        const c2 = src.charCodeAt(pos++);
        if (c2 === CH_LPAREN)
          groups++;
        else if (c2 === CH_RPAREN)
          groups--;
      }
    } else if (pos < len && src.charCodeAt(pos) !== CH_RPAREN && src.charCodeAt(pos) !== CH_COLON) {
      parseAtom(0);
    }
    skipWS();
    const c = src.charCodeAt(pos);
    if ((c === CH_PLUS || c === CH_DASH) && src.charCodeAt(pos + 1) === c)
      pos += 2;
  }
  function recoverExpression(minPrec) {
    skipWS();
    const start2 = pos;
    if (start2 === len)
      return makeWord(start2, start2);
    const wordCount = collector?.embeddedWords.length ?? 0;
    let ternaries = 0;
    for (; ; ) {
      skipTruncatedUnary();
      skipWS();
      if (src.charCodeAt(pos) === CH_COLON && ternaries > 0) {
        ternaries--;
        pos++;
        continue;
      }
      const saved = pos;
      const op = tryReadBinOp();
      if (op === null || ternaries === 0 && opPrec(op) < minPrec) {
        pos = saved;
        break;
      }
      if (op === "?")
        ternaries++;
    }
    if (collector)
      collector.embeddedWords.length = wordCount;
    return makeWord(start2, trimEnd(src, start2, pos));
  }
  function parseBinExpr(minPrec, depth) {
    if (depth > MAX_SYNTAX_NESTING)
      return recoverExpression(minPrec);
    let left = parseUnaryExpr(depth);
    while (true) {
      skipWS();
      if (pos >= len)
        break;
      const saved = pos;
      const op = tryReadBinOp();
      if (!op)
        break;
      if (op === "?") {
        if (opPrec(op) < minPrec) {
          pos = saved;
          break;
        }
        const consequent = parseBinExpr(1, depth + 1);
        skipWS();
        if (pos < len && src.charCodeAt(pos) === CH_COLON)
          pos++;
        const alternate = parseBinExpr(3, depth + 1);
        left = { type: "ArithmeticTernary", pos: left.pos, end: alternate.end, test: left, consequent, alternate };
        continue;
      }
      const prec = opPrec(op);
      if (prec < minPrec) {
        pos = saved;
        break;
      }
      const nextPrec = opRightAssoc(op) ? prec : prec + 1;
      const right = parseBinExpr(nextPrec, depth + 1);
      left = { type: "ArithmeticBinary", pos: left.pos, end: right.end, operator: op, left, right };
    }
    return left;
  }
  function parseUnaryExpr(depth) {
    skipWS();
    if (depth > MAX_SYNTAX_NESTING)
      return recoverExpression(15);
    if (pos >= len)
      return makeWord(pos, pos);
    const start2 = pos;
    const c = src.charCodeAt(pos);
    const nc = pos + 1 < len ? src.charCodeAt(pos + 1) : 0;
    if (c === CH_PLUS && nc === CH_PLUS) {
      pos += 2;
      const operand = parseUnaryExpr(depth + 1);
      return { type: "ArithmeticUnary", pos: start2 + offset, end: operand.end, operator: "++", operand, prefix: true };
    }
    if (c === CH_DASH && nc === CH_DASH) {
      pos += 2;
      const operand = parseUnaryExpr(depth + 1);
      return { type: "ArithmeticUnary", pos: start2 + offset, end: operand.end, operator: "--", operand, prefix: true };
    }
    if (c === CH_BANG) {
      pos++;
      const operand = parseUnaryExpr(depth + 1);
      return { type: "ArithmeticUnary", pos: start2 + offset, end: operand.end, operator: "!", operand, prefix: true };
    }
    if (c === CH_TILDE) {
      pos++;
      const operand = parseUnaryExpr(depth + 1);
      return { type: "ArithmeticUnary", pos: start2 + offset, end: operand.end, operator: "~", operand, prefix: true };
    }
    if (c === CH_PLUS && nc !== CH_PLUS && nc !== CH_EQ) {
      pos++;
      const operand = parseUnaryExpr(depth + 1);
      return { type: "ArithmeticUnary", pos: start2 + offset, end: operand.end, operator: "+", operand, prefix: true };
    }
    if (c === CH_DASH && nc !== CH_DASH && nc !== CH_EQ) {
      pos++;
      const operand = parseUnaryExpr(depth + 1);
      return { type: "ArithmeticUnary", pos: start2 + offset, end: operand.end, operator: "-", operand, prefix: true };
    }
    return parsePostfixExpr(depth);
  }
  function parsePostfixExpr(depth) {
    const operand = parseAtom(depth);
    skipWS();
    if (pos + 1 < len) {
      const c = src.charCodeAt(pos);
      const nc = src.charCodeAt(pos + 1);
      if (c === CH_PLUS && nc === CH_PLUS) {
        pos += 2;
        return { type: "ArithmeticUnary", pos: operand.pos, end: pos + offset, operator: "++", operand, prefix: false };
      }
      if (c === CH_DASH && nc === CH_DASH) {
        pos += 2;
        return { type: "ArithmeticUnary", pos: operand.pos, end: pos + offset, operator: "--", operand, prefix: false };
      }
    }
    return operand;
  }
  function parseAtom(depth) {
    skipWS();
    if (pos >= len)
      return makeWord(pos, pos);
    const c = src.charCodeAt(pos);
    if (c === CH_LPAREN) {
      const start3 = pos;
      pos++;
      const expr = parseBinExpr(0, depth + 1);
      skipWS();
      if (pos < len && src.charCodeAt(pos) === CH_RPAREN)
        pos++;
      return { type: "ArithmeticGroup", pos: start3 + offset, end: pos + offset, expression: expr };
    }
    if (c === CH_DOLLAR) {
      const start3 = pos;
      const wordCount2 = collector?.embeddedWords.length ?? 0;
      const atom2 = readDollarAtom();
      const wordEnd2 = collector?.findArithmeticWordEnd?.(start3 + offset, offset + len) ?? pos + offset;
      if (wordEnd2 > pos + offset) {
        if (collector)
          collector.embeddedWords.length = wordCount2;
        pos = wordEnd2 - offset;
        return makeWord(start3, pos, true);
      }
      return atom2;
    }
    if (c === 96 || c === 34 || c === 39) {
      const start3 = pos;
      pos = (collector?.findArithmeticWordEnd?.(start3 + offset, offset + len) ?? start3 + offset + 1) - offset;
      return makeWord(start3, pos, true);
    }
    const start2 = pos;
    const wordCount = collector?.embeddedWords.length ?? 0;
    const atom = readWordAtom();
    const wordEnd = collector?.findArithmeticWordEnd?.(start2 + offset, offset + len) ?? pos + offset;
    if (wordEnd > pos + offset) {
      if (collector)
        collector.embeddedWords.length = wordCount;
      pos = wordEnd - offset;
      return makeWord(start2, pos, true);
    }
    return atom;
  }
  function readDollarAtom() {
    const start2 = pos;
    pos++;
    if (pos >= len)
      return makeWord(start2, pos);
    const c = src.charCodeAt(pos);
    if (c === CH_LPAREN) {
      if (pos + 1 < len && src.charCodeAt(pos + 1) === CH_LPAREN) {
        const expansionEnd = collector?.findArithmeticExpansionEnd(start2 + offset, offset + len) ?? -1;
        if (expansionEnd !== -1) {
          pos = expansionEnd - offset;
        } else {
          pos += 2;
          let depth = 1;
          while (pos < len && depth > 0) {
            if (src.charCodeAt(pos) === CH_LPAREN && src.charCodeAt(pos + 1) === CH_LPAREN) {
              depth++;
              pos += 2;
            } else if (src.charCodeAt(pos) === CH_RPAREN && src.charCodeAt(pos + 1) === CH_RPAREN) {
              depth--;
              pos += 2;
            } else {
              pos++;
            }
          }
        }
      } else {
        pos++;
        const close = collector?.findClosingParenthesis(pos + offset, offset + len) ?? -1;
        if (close !== -1) {
          pos = close - offset + 1;
        } else {
          let depth = 1;
          while (pos < len && depth > 0) {
            const ch = src.charCodeAt(pos++);
            if (ch === CH_LPAREN)
              depth++;
            else if (ch === CH_RPAREN)
              depth--;
          }
        }
        const text2 = src.slice(start2, pos);
        return collector ? collector.commandExpansion(start2 + offset, pos + offset, text2) : new ScriptExpansionImpl("ArithmeticCommandExpansion", start2 + offset, pos + offset, text2);
      }
    } else if (c === CH_LBRACE) {
      const close = collector?.findClosingBrace(pos + offset + 1, offset + len) ?? -1;
      if (close !== -1) {
        pos = close - offset + 1;
      } else {
        pos++;
        let depth = 1;
        while (pos < len && depth > 0) {
          const ch = src.charCodeAt(pos++);
          if (ch === CH_LBRACE)
            depth++;
          else if (ch === CH_RBRACE)
            depth--;
        }
      }
    } else {
      while (pos < len) {
        const ch = src.charCodeAt(pos);
        if (ch >= CH_a && ch <= CH_z || ch >= CH_A && ch <= CH_Z || ch >= CH_0 && ch <= CH_9 || ch === CH_UNDERSCORE)
          pos++;
        else
          break;
      }
    }
    return makeWord(start2, pos, c === CH_LPAREN || c === CH_LBRACE);
  }
  function readWordAtom() {
    const start2 = pos;
    while (pos < len) {
      const c = src.charCodeAt(pos);
      if (c >= CH_0 && c <= CH_9 || c >= CH_A && c <= CH_Z || c >= CH_a && c <= CH_z || c === CH_UNDERSCORE || c === 35) {
        pos++;
      } else
        break;
    }
    if (pos > start2 && pos < len && src.charCodeAt(pos) === CH_LBRACKET) {
      const close = collector?.findClosingBracket?.(pos + offset + 1, offset + len) ?? -1;
      if (close !== -1) {
        pos = close - offset + 1;
      } else {
        pos++;
        let depth = 1;
        while (pos < len && depth > 0) {
          const c = src.charCodeAt(pos);
          if (c === CH_LBRACKET)
            depth++;
          else if (c === CH_RBRACKET)
            depth--;
          pos++;
        }
      }
      return makeWord(start2, pos, true);
    }
    if (pos === start2) {
      pos++;
      return makeWord(start2, pos);
    }
    return makeWord(start2, pos);
  }
  skipWS();
  if (pos >= len)
    return null;
  const start = pos;
  const result = parseBinExpr(0, nestingDepth);
  skipWS();
  if (pos < len) {
    if (collector)
      collector.embeddedWords.length = initialWordCount;
    return makeWord(start, trimEnd(src, start, len), collector !== void 0);
  }
  return result;
}

// node_modules/unbash/dist/parts.js
var computeBareWordParts = (_source, word2) => hasGlobCharacters(word2.text) ? parseGlobParts(word2.text, 0, word2.text.length, void 0, word2.pos) : void 0;
function wordPartsResolver(context) {
  return context.wordParts ?? (context.wordParts = (source2, word2, depth) => computeWordParts(source2, word2, depth, context));
}
function embeddedPartsResolver(context) {
  return context.embeddedParts ?? (context.embeddedParts = (source2, word2, depth) => computeEmbeddedWordParts(source2, word2, depth, context));
}
function arrayPartsResolver(context) {
  return context.arrayParts ?? (context.arrayParts = (source2, word2, depth) => computeArrayElementParts(source2, word2, depth, context));
}
function computeWordParts(source2, word2, depth = 0, context = createSubstitutionContext()) {
  const lexer = new Lexer(source2, word2.pos, word2.end, false, context);
  lexer._nestingDepth = depth;
  const parts = lexer.buildWordParts(word2.pos);
  return parts ?? void 0;
}
function computeEmbeddedWordParts(source2, word2, depth = 0, context, arithmetic = false) {
  if (!hasEmbeddedWordStructure(source2, word2.pos, word2.end))
    return void 0;
  const lexer = new Lexer(source2, word2.pos, word2.end, false, context);
  lexer._nestingDepth = depth;
  const parts = lexer.buildEmbeddedWordParts(word2.pos, arithmetic);
  return parts ?? void 0;
}
function computeArrayElementParts(source2, word2, depth = 0, context) {
  const lexer = new Lexer(source2, word2.pos, word2.end, false, context);
  lexer._nestingDepth = depth;
  const parts = lexer.buildArrayElementParts(word2.pos);
  return parts ?? void 0;
}
function computeHereDocBodyParts(source2, word2, depth = 0, context) {
  const lexer = new Lexer(source2, word2.pos, word2.end, false, context);
  lexer._nestingDepth = depth;
  const parts = lexer.buildHereDocParts(word2.pos, word2.end);
  return parts ?? void 0;
}

// node_modules/unbash/dist/arithmetic-parts.js
function parseArithmeticWithParts(body, offset, source2, depth, context, embeddedDepth = depth) {
  if (!hasEmbeddedWordStructure(source2, offset, offset + body.length)) {
    return parseArithmeticExpression(body, offset, void 0, depth) ?? void 0;
  }
  const embeddedWords = [];
  const lexer = new Lexer(source2, 0, source2.length, false, context);
  lexer._nestingDepth = depth;
  const expression = parseArithmeticExpression(body, offset, {
    embeddedWords,
    commandExpansion: (pos, end, text2) => new ScriptExpansionImpl("ArithmeticCommandExpansion", pos, end, text2, {
      source: source2,
      start: pos + 2,
      end: end - 1,
      depth: depth + 1,
      parenBoundary: true,
      context
    }),
    findClosingBracket: (start, end) => lexer.findClosingBracket(start, end),
    findClosingBrace: (start, end) => lexer.findClosingBrace(start, end),
    findClosingParenthesis: (start, end) => lexer.findClosingParenthesis(start, end),
    findArithmeticExpansionEnd: (start, end) => lexer.findArithmeticExpansionEnd(start, end),
    findArithmeticWordEnd: (start, end) => lexer.findArithmeticWordEnd(start, end)
  }, depth) ?? void 0;
  if (embeddedDepth <= MAX_SYNTAX_NESTING) {
    for (const node of embeddedWords)
      node.parts = computeEmbeddedWordParts(source2, node, embeddedDepth, context, true);
  }
  return expression;
}

// node_modules/unbash/dist/assignment.js
var ArrayValueImpl = class {
  type = "ArrayValue";
  pos;
  end;
  #source;
  #depth;
  #context;
  #elements;
  constructor(source2, pos, end, depth, context) {
    this.pos = pos;
    this.end = end;
    this.#source = source2;
    this.#depth = depth;
    this.#context = context;
  }
  get elements() {
    if (this.#elements)
      return this.#elements;
    const lexer = new Lexer(this.#source, this.pos + 1, this.end - 1, false, this.#context);
    lexer._nestingDepth = this.#depth;
    const elements = [];
    while (lexer.peek(LexContext.ArrayElement).token !== Token.EOF) {
      const token = lexer.next(LexContext.ArrayElement);
      if (token.token !== Token.Word && token.token !== Token.Assignment)
        continue;
      const text2 = token.raw ? token.value : this.#source.slice(token.pos, token.end);
      const indexed = text2.charCodeAt(0) === 91;
      const context = lexer.getSubstitutionContext();
      const source2 = !indexed && token.raw && token.keywordEligible ? void 0 : this.#source;
      const resolver = source2 === void 0 ? computeBareWordParts : indexed ? arrayPartsResolver(context) : wordPartsResolver(context);
      elements.push(new WordImpl(text2, token.pos, token.end, source2, resolver, this.#depth));
    }
    this.#elements = elements;
    return elements;
  }
  toJSON() {
    return { type: this.type, pos: this.pos, end: this.end, elements: this.elements };
  }
};
var AssignmentImpl = class {
  type = "Assignment";
  pos;
  end;
  text;
  #source;
  #depth;
  #context;
  #operatorPos;
  #name = null;
  #append;
  #index;
  #value = null;
  constructor(text2, pos, end, source2, operatorPos, depth, context) {
    this.pos = pos;
    this.end = end;
    this.text = text2;
    this.#source = source2;
    this.#operatorPos = operatorPos;
    this.#depth = depth;
    this.#context = context;
  }
  get name() {
    return this.#name ?? this.resolveTarget();
  }
  get append() {
    if (this.#name === null)
      this.resolveTarget();
    return this.#append;
  }
  get index() {
    if (this.#name === null)
      this.resolveTarget();
    return this.#index;
  }
  get value() {
    if (this.#value !== null)
      return this.#value;
    const start = this.#operatorPos + 1;
    const arrayStart = skipLineContinuations(this.#source, start, this.end);
    this.#value = this.#source.charCodeAt(arrayStart) === 40 && this.#source.charCodeAt(this.end - 1) === 41 ? new ArrayValueImpl(this.#source, arrayStart, this.end, this.#depth, this.#context) : new WordImpl(this.#source.slice(start, this.end), start, this.end, this.#source, wordPartsResolver(this.#context), this.#depth);
    return this.#value;
  }
  resolveTarget() {
    const equal = this.#operatorPos - this.pos;
    let nameEnd = equal;
    let appendPos = equal;
    while (appendPos >= 2 && this.text.charCodeAt(appendPos - 2) === 92 && this.text.charCodeAt(appendPos - 1) === 10)
      appendPos -= 2;
    if (this.text.charCodeAt(appendPos - 1) === 43) {
      this.#append = true;
      nameEnd = appendPos - 1;
    }
    const bracket = this.text.indexOf("[");
    if (bracket > 0 && bracket < nameEnd) {
      const close = this.text.lastIndexOf("]", equal);
      if (close > bracket) {
        const start = this.pos + bracket + 1;
        const end = this.pos + close;
        this.#index = new WordImpl(this.#source.slice(start, end), start, end, this.#source, embeddedPartsResolver(this.#context), this.#depth);
        nameEnd = bracket;
      }
    }
    const name = this.text.slice(0, nameEnd);
    return this.#name = name.includes("\\\n") ? name.split("\\\n").join("") : name;
  }
  toJSON() {
    return {
      type: this.type,
      pos: this.pos,
      end: this.end,
      text: this.text,
      name: this.name,
      append: this.append,
      index: this.index,
      value: this.value
    };
  }
};

// node_modules/unbash/dist/command.js
var isArgument = (item) => item.type === "Word" || item.type === "Assignment";
var CommandImpl = class {
  type = "Command";
  pos;
  end;
  name;
  prefix;
  suffix;
  #args;
  #redirects;
  constructor(pos, end, name, prefix, suffix) {
    this.pos = pos;
    this.end = end;
    this.name = name;
    this.prefix = prefix;
    this.suffix = suffix;
  }
  get args() {
    if (this.#args === void 0) {
      const suffix = this.suffix;
      this.#args = suffix.every(isArgument) ? suffix : suffix.filter(isArgument);
    }
    return this.#args;
  }
  get redirects() {
    if (this.#redirects === void 0) {
      const redirects = [];
      for (const item of this.prefix)
        if (item.type !== "Assignment")
          redirects.push(item);
      for (const item of this.suffix)
        if (!isArgument(item))
          redirects.push(item);
      this.#redirects = redirects;
    }
    return this.#redirects;
  }
  toJSON() {
    return { type: this.type, pos: this.pos, end: this.end, name: this.name, prefix: this.prefix, suffix: this.suffix };
  }
};

// node_modules/unbash/dist/heredoc.js
var HereDocBodyImpl = class {
  type = "HereDocBody";
  pos;
  end;
  text = "";
  #source;
  #depth;
  #context;
  #parts;
  constructor(source2, pos, quoted2, depth, context) {
    this.pos = pos;
    this.end = pos;
    this.#source = source2;
    this.#depth = depth;
    this.#context = context;
    this.#parts = quoted2 ? void 0 : null;
  }
  get parts() {
    if (this.#parts === null)
      this.#parts = computeHereDocBodyParts(this.#source, this, this.#depth, this.#context);
    return this.#parts;
  }
  toJSON() {
    return { type: this.type, pos: this.pos, end: this.end, text: this.text, parts: this.parts };
  }
};

// node_modules/unbash/dist/parser.js
Lexer._findSubstitutionEnd = findSubstitutionEnd;
ScriptExpansionImpl._resolveScript = parseRegion;
ArithmeticExpansionImpl._resolveExpression = parseArithmeticWithParts;
function isDeclarationCommand(name) {
  switch (name.length) {
    case 5:
      return name === "local" || name === "alias";
    case 6:
      return name === "export";
    case 7:
      return name === "declare" || name === "typeset";
    case 8:
      return name === "readonly";
    default:
      return false;
  }
}
var ArithmeticCommandImpl = class {
  type = "ArithmeticCommand";
  pos;
  end;
  body;
  #source;
  #depth;
  #context;
  #expression = null;
  constructor(pos, end, body, source2, depth, context) {
    this.pos = pos;
    this.end = end;
    this.body = body;
    this.#source = source2;
    this.#depth = depth;
    this.#context = context;
  }
  get expression() {
    if (this.#expression === null) {
      this.#expression = parseArithmeticWithParts(this.body, this.pos + 2, this.#source, this.#depth, this.#context);
    }
    return this.#expression;
  }
  set expression(v) {
    this.#expression = v ?? void 0;
  }
  toJSON() {
    return {
      type: this.type,
      pos: this.pos,
      end: this.end,
      expression: this.expression,
      body: this.body
    };
  }
};
var ArithmeticForImpl = class {
  type = "ArithmeticFor";
  pos;
  end;
  body;
  #initStr;
  #testStr;
  #updateStr;
  #initPos;
  #testPos;
  #updatePos;
  #source;
  #depth;
  #context;
  #initialize = null;
  #test = null;
  #update = null;
  constructor(pos, end, body, initStr, testStr, updateStr, initPos, testPos, updatePos, source2, depth, context) {
    this.pos = pos;
    this.end = end;
    this.body = body;
    this.#initStr = initStr;
    this.#testStr = testStr;
    this.#updateStr = updateStr;
    this.#initPos = initPos;
    this.#testPos = testPos;
    this.#updatePos = updatePos;
    this.#source = source2;
    this.#depth = depth;
    this.#context = context;
  }
  get initialize() {
    if (this.#initialize === null) {
      if (this.#initStr) {
        this.#initialize = parseArithmeticWithParts(this.#initStr, this.#initPos, this.#source, this.#depth, this.#context);
      } else {
        this.#initialize = void 0;
      }
    }
    return this.#initialize;
  }
  set initialize(v) {
    this.#initialize = v ?? void 0;
  }
  get test() {
    if (this.#test === null) {
      if (this.#testStr) {
        this.#test = parseArithmeticWithParts(this.#testStr, this.#testPos, this.#source, this.#depth, this.#context);
      } else {
        this.#test = void 0;
      }
    }
    return this.#test;
  }
  set test(v) {
    this.#test = v ?? void 0;
  }
  get update() {
    if (this.#update === null) {
      if (this.#updateStr) {
        this.#update = parseArithmeticWithParts(this.#updateStr, this.#updatePos, this.#source, this.#depth, this.#context);
      } else {
        this.#update = void 0;
      }
    }
    return this.#update;
  }
  set update(v) {
    this.#update = v ?? void 0;
  }
  toJSON() {
    return {
      type: this.type,
      pos: this.pos,
      end: this.end,
      initialize: this.initialize,
      test: this.test,
      update: this.update,
      body: this.body
    };
  }
};
var CASE_TERMINATORS = {
  [Token.DoubleSemi]: ";;",
  [Token.SemiAmp]: ";&",
  [Token.DoubleSemiAmp]: ";;&"
};
var REDIRECT_OPS = {
  ">": ">",
  ">>": ">>",
  "<": "<",
  "<>": "<>",
  "<&": "<&",
  ">&": ">&",
  ">|": ">|",
  "&>": "&>",
  "&>>": "&>>"
};
var listTerminators = new Uint8Array(37);
listTerminators[Token.EOF] = 1;
listTerminators[Token.RParen] = 1;
listTerminators[Token.RBrace] = 1;
listTerminators[Token.Then] = 1;
listTerminators[Token.Else] = 1;
listTerminators[Token.Elif] = 1;
listTerminators[Token.Fi] = 1;
listTerminators[Token.Do] = 1;
listTerminators[Token.Done] = 1;
listTerminators[Token.Esac] = 1;
listTerminators[Token.DoubleSemi] = 1;
listTerminators[Token.SemiAmp] = 1;
listTerminators[Token.DoubleSemiAmp] = 1;
var compoundClosers = new Uint8Array(37);
compoundClosers[Token.RParen] = 1;
compoundClosers[Token.RBrace] = 1;
compoundClosers[Token.DblRBracket] = 1;
compoundClosers[Token.Fi] = 1;
compoundClosers[Token.Done] = 1;
compoundClosers[Token.Esac] = 1;
compoundClosers[Token.ArithCmd] = 1;
function isTestNegation(t) {
  return t.token === Token.Word && t.keywordEligible && t.value === "!";
}
var commandStarts = new Uint8Array(37);
commandStarts[Token.Word] = 1;
commandStarts[Token.Assignment] = 1;
commandStarts[Token.Bang] = 1;
commandStarts[Token.LParen] = 1;
commandStarts[Token.LBrace] = 1;
commandStarts[Token.DblLBracket] = 1;
commandStarts[Token.If] = 1;
commandStarts[Token.For] = 1;
commandStarts[Token.While] = 1;
commandStarts[Token.Until] = 1;
commandStarts[Token.Case] = 1;
commandStarts[Token.Function] = 1;
commandStarts[Token.Select] = 1;
commandStarts[Token.ArithCmd] = 1;
commandStarts[Token.Coproc] = 1;
commandStarts[Token.Redirect] = 1;
var UNARY_TEST_OPS = {
  "-a": 1,
  "-b": 1,
  "-c": 1,
  "-d": 1,
  "-e": 1,
  "-f": 1,
  "-g": 1,
  "-h": 1,
  "-k": 1,
  "-p": 1,
  "-r": 1,
  "-s": 1,
  "-t": 1,
  "-u": 1,
  "-v": 1,
  "-w": 1,
  "-x": 1,
  "-z": 1,
  "-n": 1,
  "-o": 1,
  "-N": 1,
  "-S": 1,
  "-L": 1,
  "-G": 1,
  "-O": 1,
  "-R": 1
};
var BINARY_TEST_OPS = {
  "==": 1,
  "!=": 1,
  "=~": 1,
  "=": 1,
  "-eq": 1,
  "-ne": 1,
  "-lt": 1,
  "-le": 1,
  "-gt": 1,
  "-ge": 1,
  "-nt": 1,
  "-ot": 1,
  "-ef": 1,
  "<": 1,
  ">": 1
};
var EMPTY_REDIRECTS = [];
var EMPTY_PREFIXES = [];
var EMPTY_ELIFS = [];
function parse(source2) {
  return new Parser(source2, 0, source2.length).run();
}
function parseRegion(source2, start, end, depth = 0, parenBoundary = false, context) {
  return new Parser(source2, start, end, depth, parenBoundary, void 0, context).run();
}
var SubstitutionLexer = class _SubstitutionLexer extends Lexer {
  boundaries;
  pending;
  context;
  constructor(source2, boundary, boundaries, pending, context, parenBoundary = true) {
    super(source2, boundary.start, boundary.end, parenBoundary, context);
    this._nestingDepth = boundary.depth;
    this.boundaries = boundaries;
    this.pending = pending;
    this.context = context;
  }
  // Keep child boundary requests on this worklist so nested scans stay iterative.
  fork(start, end, parenBoundary = false) {
    return new _SubstitutionLexer(this.getSource(), { start, end, depth: this._nestingDepth }, this.boundaries, this.pending, this.context, parenBoundary);
  }
  findSubstitutionEnd(start, end, depth = this._nestingDepth + 1) {
    const known3 = this.context.boundaries?.get(start);
    if (known3 !== void 0)
      return known3 <= end ? known3 : -1;
    const boundary = this.boundaries.get(start);
    if (boundary !== void 0)
      return boundary <= end ? boundary : -1;
    if (!this.boundaries.has(start)) {
      this.boundaries.set(start, void 0);
      this.pending.push({ start, end, depth });
    }
    return -1;
  }
};
function findSubstitutionEnd(source2, start, end, depth, context) {
  const boundaries = /* @__PURE__ */ new Map([[start, void 0]]);
  const pending = [{ start, end, depth }];
  while (pending.length > 0) {
    const count2 = pending.length;
    const boundary = pending[count2 - 1];
    const lexer = new SubstitutionLexer(source2, boundary, boundaries, pending, context);
    const found = new Parser(source2, boundary.start, boundary.end, boundary.depth, true, lexer).findSubstitutionEnd();
    if (pending.length === count2) {
      boundaries.set(boundary.start, found);
      if (found !== -1)
        substitutionBoundaries(context).set(boundary.start, found);
      pending.pop();
    }
  }
  return boundaries.get(start) ?? -1;
}
var Parser = class {
  tok;
  source;
  start;
  end;
  depth;
  errors = null;
  syntaxDepth = 0;
  // `depth` counts the substitution scripts (and sub-fields) enclosing this region; it
  // shares the MAX_SYNTAX_NESTING budget with the lexer's lazy word-part materialization.
  constructor(source2, start, end, depth = 0, parenBoundary = false, lexer, context) {
    this.tok = lexer ?? new Lexer(source2, start, end, parenBoundary, createSubstitutionContext(context));
    this.tok._nestingDepth = depth;
    this.source = source2;
    this.start = start;
    this.end = end;
    this.depth = depth;
  }
  run() {
    const start = this.start;
    if (this.depth > MAX_SYNTAX_NESTING)
      this.error("maximum substitution nesting depth exceeded", start);
    let shebang;
    if (start === 0 && this.source.charCodeAt(0) === 35 && this.source.charCodeAt(1) === 33) {
      const nl = this.source.indexOf("\n");
      shebang = nl === -1 ? this.source : this.source.slice(0, nl);
    }
    const commands = this.list();
    for (; ; ) {
      const unexpected = this.tok.peek(LexContext.CommandStart);
      if (unexpected.token === Token.EOF)
        break;
      this.unexpectedToken(unexpected);
      if (!listTerminators[unexpected.token] && unexpected.token !== Token.In)
        break;
      this.tok.next(LexContext.CommandStart);
      let separator = this.tok.peek(LexContext.CommandStart).token;
      if (separator !== Token.Semi && separator !== Token.Newline && separator !== Token.Amp)
        break;
      while (separator === Token.Semi || separator === Token.Newline || separator === Token.Amp) {
        this.tok.next(LexContext.CommandStart);
        separator = this.tok.peek(LexContext.CommandStart).token;
      }
      const recovered = this.list();
      for (let i = 0; i < recovered.length; i++)
        commands.push(recovered[i]);
    }
    const lexerErrors = this.tok._errors;
    if (lexerErrors !== null && lexerErrors.length > 0) {
      const errors = this.errors ?? (this.errors = []);
      for (let i = 0; i < lexerErrors.length; i++)
        errors.push(lexerErrors[i]);
    }
    if (this.errors !== null && this.errors.length > 1)
      this.errors.sort((a, b) => a.pos - b.pos);
    return { type: "Script", pos: start, end: this.end, shebang, commands, errors: this.errors ?? void 0 };
  }
  error(message, pos) {
    (this.errors ?? (this.errors = [])).push({ message, pos });
  }
  unexpectedToken(t) {
    this.error(`unexpected token '${t.token === Token.Newline ? "newline" : t.value}'`, t.pos);
  }
  findSubstitutionEnd() {
    this.list();
    return this.acceptEnd(Token.RParen);
  }
  skipSemi() {
    if (this.tok.peek(LexContext.Normal).token === Token.Semi)
      this.tok.next(LexContext.Normal);
  }
  accept(token, ctx = LexContext.Normal) {
    if (this.tok.peek(ctx).token === token)
      return this.tok.next(ctx);
    return null;
  }
  acceptEnd(token, ctx = LexContext.Normal) {
    if (this.tok.peek(ctx).token === token)
      return this.tok.next(ctx).end;
    return -1;
  }
  skipNewlines(ctx = LexContext.Normal) {
    while (this.tok.peek(ctx).token === Token.Newline)
      this.tok.next(ctx);
  }
  doBody(hasDo) {
    const body = this.list();
    const emptyPos = hasDo ? this.emptyListPos(body) : -1;
    if (emptyPos >= 0)
      this.error("expected command after 'do'", emptyPos);
    return body;
  }
  // Where an empty compound list stopped, or -1. An empty condition is reported only
  // once `then` or `do` follows, so a missing keyword is not reported twice.
  emptyListPos(commands) {
    return commands.length === 0 ? this.tok.peek(LexContext.CommandStart).pos : -1;
  }
  makeStatement(command) {
    return {
      type: "Statement",
      pos: command.pos,
      end: command.end,
      command,
      background: void 0
    };
  }
  // list := and_or ((';' | '&' | NEWLINE) and_or)* [';' | '&' | NEWLINE]
  list() {
    const commands = [];
    this.skipNewlines(LexContext.CommandStart);
    let t = this.tok.peek(LexContext.CommandStart).token;
    if (listTerminators[t] || !commandStarts[t])
      return commands;
    const first = this.andOr();
    if (first)
      commands.push(this.makeStatement(first));
    for (; ; ) {
      t = this.tok.peekFollow(compoundClosers).token;
      if (t !== Token.Semi && t !== Token.Newline && t !== Token.Amp)
        break;
      const isBackground = t === Token.Amp;
      const sepEnd = this.tok.next(LexContext.Normal).end;
      if (isBackground) {
        const stmt = commands[commands.length - 1];
        stmt.background = true;
        stmt.end = sepEnd;
      }
      this.skipNewlines(LexContext.CommandStart);
      t = this.tok.peek(LexContext.CommandStart).token;
      if (listTerminators[t] || !commandStarts[t])
        break;
      const node = this.andOr();
      if (node)
        commands.push(this.makeStatement(node));
    }
    return commands;
  }
  // and_or := pipeline (('&&' | '||') newlines pipeline)*
  andOr() {
    const first = this.pipeline();
    if (!first)
      return null;
    let t = this.tok.peek(LexContext.Normal).token;
    if (t !== Token.And && t !== Token.Or)
      return first;
    const commands = [first];
    const operators = [];
    do {
      const operatorToken = this.tok.next(LexContext.Normal);
      const operator = operatorToken.token === Token.And ? "&&" : "||";
      this.skipNewlines(LexContext.CommandStart);
      const next = this.pipeline();
      if (!next) {
        this.error(`expected command after '${operator}'`, operatorToken.end);
        break;
      }
      operators.push(operator);
      commands.push(next);
      t = this.tok.peek(LexContext.Normal).token;
    } while (t === Token.And || t === Token.Or);
    return {
      type: "AndOr",
      pos: first.pos,
      end: commands[commands.length - 1].end,
      commands,
      operators
    };
  }
  withRedirects(command) {
    const redirects = this.collectTrailingRedirects();
    if (redirects.length === 0)
      return command;
    return { type: "Redirected", pos: command.pos, end: redirects[redirects.length - 1].end, command, redirects };
  }
  pipeline() {
    let prefixes;
    for (; ; ) {
      const token = this.tok.peek(LexContext.CommandStart);
      const isTime = token.token === Token.Word && token.keywordEligible && token.value === "time";
      if (token.token !== Token.Bang && !isTime)
        break;
      const prefix = this.tok.next(LexContext.CommandStart);
      const pos2 = prefix.pos;
      const keywordEnd = prefix.end;
      let posix2;
      let endOfOptions;
      if (isTime) {
        let flag = this.tok.peek(LexContext.CommandStart);
        if (flag.token === Token.Word && flag.keywordEligible && flag.value === "-p") {
          this.tok.next(LexContext.CommandStart);
          posix2 = { pos: flag.pos, end: flag.end };
          flag = this.tok.peek(LexContext.CommandStart);
        }
        if (flag.token === Token.Word && flag.keywordEligible && flag.value === "--") {
          this.tok.next(LexContext.CommandStart);
          endOfOptions = { pos: flag.pos, end: flag.end };
        }
      }
      if (prefixes === void 0)
        prefixes = [];
      prefixes.push(isTime ? { type: "Time", pos: pos2, end: endOfOptions?.end ?? posix2?.end ?? keywordEnd, keywordEnd, posix: posix2, endOfOptions } : { type: "Negation", pos: pos2, end: keywordEnd });
    }
    const command = this.pipelineCommands();
    if (!prefixes)
      return command;
    const pos = prefixes[0].pos;
    if (command?.type === "Pipeline") {
      command.prefixes = prefixes;
      command.pos = pos;
      return command;
    }
    return {
      type: "Pipeline",
      pos,
      end: command ? command.end : prefixes[prefixes.length - 1].end,
      prefixes,
      commands: command ? [command] : [],
      operators: []
    };
  }
  pipelineCommands() {
    const first = this.command();
    if (!first)
      return null;
    if (this.tok.peek(LexContext.Normal).token !== Token.Pipe)
      return first;
    const commands = [first];
    const operators = [];
    while (this.tok.peek(LexContext.Normal).token === Token.Pipe) {
      const pipeToken = this.tok.next(LexContext.Normal);
      const operator = pipeToken.value === "|&" ? "|&" : "|";
      this.skipNewlines(LexContext.CommandStart);
      const cmd = this.command();
      if (!cmd) {
        this.error(`expected command after '${operator}'`, pipeToken.end);
        break;
      }
      operators.push(operator);
      commands.push(cmd);
    }
    if (commands.length === 1) {
      return commands[0];
    }
    const pipeline = {
      type: "Pipeline",
      pos: first.pos,
      end: commands[commands.length - 1].end,
      prefixes: EMPTY_PREFIXES,
      commands,
      operators
    };
    return pipeline;
  }
  // command := compound_command | function_def | simple_command
  command() {
    let compound;
    switch (this.tok.peek(LexContext.CommandStart).token) {
      case Token.LParen:
        compound = this.subshell();
        break;
      case Token.LBrace:
        compound = this.braceGroup();
        break;
      case Token.If:
        compound = this.ifClause();
        break;
      case Token.For:
        compound = this.forClause();
        break;
      case Token.While:
        compound = this.whileClause();
        break;
      case Token.Until:
        compound = this.untilClause();
        break;
      case Token.Case:
        compound = this.caseClause();
        break;
      case Token.Function:
        return this.functionDef();
      case Token.Select:
        compound = this.selectClause();
        break;
      case Token.DblLBracket:
        compound = this.testCommand();
        break;
      case Token.ArithCmd:
        compound = this.arithCommand();
        break;
      case Token.Coproc:
        return this.coprocCommand();
      case Token.Word:
      case Token.Assignment:
      case Token.Redirect:
        return this.simpleCommandOrFunction(false);
      default:
        return null;
    }
    return this.withRedirects(compound);
  }
  collectTrailingRedirects() {
    let redirects = EMPTY_REDIRECTS;
    while (this.tok.peekFollow(compoundClosers).token === Token.Redirect) {
      if (redirects === EMPTY_REDIRECTS)
        redirects = [];
      redirects.push(this.readRedirect(LexContext.Normal));
    }
    return redirects;
  }
  // arith_command := (( expr ))
  arithCommand() {
    const tok = this.tok.next(LexContext.CommandStart);
    return new ArithmeticCommandImpl(tok.pos, tok.end, tok.value, this.source, this.depth, this.tok.getSubstitutionContext());
  }
  // coproc := COPROC ([name] compound_command [redirections] | simple_command)
  coprocCommand() {
    const start = this.tok.next(LexContext.CommandStart);
    const pos = start.pos;
    const first = this.tok.peek(LexContext.CommandStart);
    let name;
    if (first.token === Token.Word) {
      const lookahead = this.tok.fork(first.end, this.end);
      switch (lookahead.peek(LexContext.CommandStart).token) {
        case Token.LParen:
          lookahead.next(LexContext.CommandStart);
          if (lookahead.peek(LexContext.Normal).token !== Token.RParen)
            name = this.readWord(LexContext.CommandStart);
          break;
        case Token.LBrace:
        case Token.If:
        case Token.For:
        case Token.While:
        case Token.Until:
        case Token.Case:
        case Token.Select:
        case Token.DblLBracket:
        case Token.ArithCmd:
          name = this.readWord(LexContext.CommandStart);
      }
    }
    const cmd = first.token === Token.Word && name === void 0 ? this.simpleCommandOrFunction(true) : this.command();
    if (cmd && cmd.type !== "Function" && cmd.type !== "Coproc") {
      return { type: "Coproc", pos, end: cmd.end, name, body: cmd };
    }
    this.error("expected command after 'coproc'", cmd?.pos ?? start.end);
    const body = cmd ? this.makeCompoundList([this.makeStatement(cmd)]) : { type: "CompoundList", pos: start.end, end: start.end, commands: [] };
    return { type: "Coproc", pos, end: body.end, name, body };
  }
  // subshell := '(' list ')'
  subshell() {
    return this.subshellBody(this.tok.next(LexContext.CommandStart).pos);
  }
  // Continues a subshell whose '(' the caller already consumed.
  subshellBody(pos) {
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error("maximum subshell nesting depth exceeded", pos);
      const closeEnd2 = this.tok.skipSubshellBody();
      if (closeEnd2 < 0)
        this.error("expected ')' to close subshell", this.tok.getPos());
      const end2 = closeEnd2 >= 0 ? closeEnd2 : pos;
      return { type: "Subshell", pos, end: end2, body: this.makeCompoundList([]) };
    }
    this.syntaxDepth++;
    const commands = this.list();
    this.syntaxDepth--;
    if (commands.length === 0)
      this.error("expected command in subshell", pos);
    const closeEnd = this.acceptEnd(Token.RParen, LexContext.Normal);
    if (closeEnd < 0)
      this.error("expected ')' to close subshell", this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    return { type: "Subshell", pos, end, body: this.makeCompoundList(commands) };
  }
  // brace_group := '{' list '}'
  braceGroup() {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error("maximum brace group nesting depth exceeded", pos);
      const closeEnd2 = this.tok.skipCompoundBody(Token.RBrace);
      if (closeEnd2 < 0)
        this.error("expected '}' to close brace group", this.tok.getPos());
      const end2 = closeEnd2 >= 0 ? closeEnd2 : pos;
      return { type: "BraceGroup", pos, end: end2, body: this.makeCompoundList([]) };
    }
    this.syntaxDepth++;
    const commands = this.list();
    this.syntaxDepth--;
    if (commands.length === 0)
      this.error("expected command in brace group", pos);
    const closeEnd = this.acceptEnd(Token.RBrace, LexContext.Normal);
    if (closeEnd < 0)
      this.error("expected '}' to close brace group", this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    return { type: "BraceGroup", pos, end, body: this.makeCompoundList(commands) };
  }
  // if_clause := IF list THEN list (ELIF list THEN list)* [ELSE list] FI
  ifClause() {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error("maximum if nesting depth exceeded", pos);
      const closeEnd2 = this.tok.skipCompoundBody(Token.Fi);
      if (closeEnd2 < 0)
        this.error("expected 'fi' to close 'if'", this.tok.getPos());
      const end = closeEnd2 >= 0 ? closeEnd2 : pos;
      return {
        type: "If",
        pos,
        end,
        clause: this.makeCompoundList([]),
        then: this.makeCompoundList([]),
        elif: EMPTY_ELIFS,
        else: void 0
      };
    }
    this.syntaxDepth++;
    let command;
    let branchPos = pos;
    for (; ; ) {
      const clauseCommands = this.list();
      const emptyClausePos = this.emptyListPos(clauseCommands);
      const clause = this.makeCompoundList(clauseCommands);
      this.skipSemi();
      const thenToken = this.accept(Token.Then, LexContext.CommandStart);
      if (!thenToken)
        this.error("expected 'then'", this.tok.getPos());
      else if (emptyClausePos >= 0)
        this.error(`expected command after '${branchPos === pos ? "if" : "elif"}'`, emptyClausePos);
      const thenCommands = this.list();
      const then_ = this.makeCompoundList(thenCommands);
      if (thenToken && thenCommands.length === 0) {
        this.error("expected command after 'then'", this.tok.peek(LexContext.CommandStart).pos);
        then_.pos = thenToken.end;
        then_.end = thenToken.end;
      }
      if (command) {
        if (command.elif === EMPTY_ELIFS)
          command.elif = [];
        command.elif.push({
          type: "Elif",
          pos: branchPos,
          end: then_.end,
          clause,
          then: then_
        });
      } else {
        command = { type: "If", pos, end: pos, clause, then: then_, elif: EMPTY_ELIFS, else: void 0 };
      }
      this.skipSemi();
      const elif = this.accept(Token.Elif, LexContext.CommandStart);
      if (!elif)
        break;
      branchPos = elif.pos;
    }
    if (this.accept(Token.Else, LexContext.CommandStart)) {
      const elseCommands = this.list();
      const emptyElsePos = this.emptyListPos(elseCommands);
      if (emptyElsePos >= 0)
        this.error("expected command after 'else'", emptyElsePos);
      command.else = this.makeCompoundList(elseCommands);
      this.skipSemi();
    }
    const closeEnd = this.acceptEnd(Token.Fi, LexContext.CommandStart);
    if (closeEnd < 0)
      this.error("expected 'fi' to close 'if'", this.tok.getPos());
    command.end = closeEnd >= 0 ? closeEnd : branchPos;
    this.syntaxDepth--;
    return command;
  }
  // for_clause := FOR word [IN word* (';'|NL)] DO list DONE
  //            | FOR '((' expr '))' [';'|NL] DO list DONE
  forClause() {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    if (this.tok.peek(LexContext.Normal).token === Token.LParen) {
      return this.cStyleFor(pos);
    }
    const name = this.readRequiredWord("for");
    let wordlist;
    this.skipNewlines(LexContext.CommandStart);
    if (this.tok.peek(LexContext.CommandStart).token === Token.In) {
      this.tok.next(LexContext.CommandStart);
      wordlist = [];
      while (this.tok.peek(LexContext.Normal).token === Token.Word) {
        wordlist.push(this.readWord(LexContext.Normal));
      }
    }
    this.skipSemi();
    this.skipNewlines(LexContext.CommandStart);
    if (this.tok.peek(LexContext.CommandStart).token === Token.LBrace) {
      const bg = this.braceGroup();
      return { type: "For", pos, end: bg.end, name, wordlist, body: bg.body };
    }
    const hasDo = this.accept(Token.Do, LexContext.CommandStart) !== null;
    if (!hasDo)
      this.error("expected 'do'", this.tok.getPos());
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error("maximum for nesting depth exceeded", pos);
      const closeEnd2 = this.tok.skipCompoundBody(Token.Done);
      if (closeEnd2 < 0)
        this.error("expected 'done' to close 'for'", this.tok.getPos());
      const end2 = closeEnd2 >= 0 ? closeEnd2 : pos;
      return { type: "For", pos, end: end2, name, wordlist, body: this.makeCompoundList([]) };
    }
    this.syntaxDepth++;
    const body = this.doBody(hasDo);
    this.syntaxDepth--;
    this.skipSemi();
    const closeEnd = this.acceptEnd(Token.Done, LexContext.CommandStart);
    if (closeEnd < 0)
      this.error("expected 'done' to close 'for'", this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    return { type: "For", pos, end, name, wordlist, body: this.makeCompoundList(body) };
  }
  // C-style for: (( expr; expr; expr )) [;|NL] do list done | { list }
  cStyleFor(pos) {
    const [initStr, testStr, updateStr, initPos, testPos, updatePos] = this.tok.readCStyleForExprs();
    if (this.tok.peek(LexContext.CommandStart).token === Token.Semi)
      this.tok.next(LexContext.CommandStart);
    this.skipNewlines(LexContext.CommandStart);
    if (this.tok.peek(LexContext.CommandStart).token === Token.LBrace) {
      const bg = this.braceGroup();
      return new ArithmeticForImpl(pos, bg.end, bg.body, initStr, testStr, updateStr, initPos, testPos, updatePos, this.source, this.depth, this.tok.getSubstitutionContext());
    }
    const hasDo = this.accept(Token.Do, LexContext.CommandStart) !== null;
    if (!hasDo)
      this.error("expected 'do'", this.tok.getPos());
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error("maximum for nesting depth exceeded", pos);
      const closeEnd2 = this.tok.skipCompoundBody(Token.Done);
      if (closeEnd2 < 0)
        this.error("expected 'done' to close 'for'", this.tok.getPos());
      const end2 = closeEnd2 >= 0 ? closeEnd2 : pos;
      return new ArithmeticForImpl(pos, end2, this.makeCompoundList([]), initStr, testStr, updateStr, initPos, testPos, updatePos, this.source, this.depth, this.tok.getSubstitutionContext());
    }
    this.syntaxDepth++;
    const body = this.doBody(hasDo);
    this.syntaxDepth--;
    const closeEnd = this.acceptEnd(Token.Done, LexContext.CommandStart);
    if (closeEnd < 0)
      this.error("expected 'done' to close 'for'", this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    return new ArithmeticForImpl(pos, end, this.makeCompoundList(body), initStr, testStr, updateStr, initPos, testPos, updatePos, this.source, this.depth, this.tok.getSubstitutionContext());
  }
  whileClause() {
    return this.whileOrUntil("while");
  }
  untilClause() {
    return this.whileOrUntil("until");
  }
  whileOrUntil(kind) {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error(`maximum ${kind} nesting depth exceeded`, pos);
      const closeEnd2 = this.tok.skipCompoundBody(Token.Done);
      if (closeEnd2 < 0)
        this.error(`expected 'done' to close '${kind}'`, this.tok.getPos());
      const end2 = closeEnd2 >= 0 ? closeEnd2 : pos;
      return {
        type: "While",
        pos,
        end: end2,
        kind,
        clause: this.makeCompoundList([]),
        body: this.makeCompoundList([])
      };
    }
    this.syntaxDepth++;
    const clauseCommands = this.list();
    const emptyClausePos = this.emptyListPos(clauseCommands);
    const clause = this.makeCompoundList(clauseCommands);
    this.skipSemi();
    const hasDo = this.accept(Token.Do, LexContext.CommandStart) !== null;
    if (!hasDo)
      this.error("expected 'do'", this.tok.getPos());
    else if (emptyClausePos >= 0)
      this.error(`expected command after '${kind}'`, emptyClausePos);
    const body = this.doBody(hasDo);
    this.skipSemi();
    const closeEnd = this.acceptEnd(Token.Done, LexContext.CommandStart);
    if (closeEnd < 0)
      this.error(`expected 'done' to close '${kind}'`, this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    this.syntaxDepth--;
    return { type: "While", pos, end, kind, clause, body: this.makeCompoundList(body) };
  }
  // case_clause := CASE word IN (pattern) list (;; | ;& | ;;&) ... ESAC
  caseClause() {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    const word2 = this.readRequiredWord("case");
    this.skipNewlines(LexContext.CommandStart);
    if (!this.accept(Token.In, LexContext.CommandStart))
      this.error("expected 'in' after 'case' word", this.tok.getPos());
    this.skipNewlines(LexContext.CasePattern);
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error("maximum case nesting depth exceeded", pos);
      const closeEnd2 = this.tok.skipCompoundBody(Token.Esac);
      if (closeEnd2 < 0)
        this.error("expected 'esac' to close 'case'", this.tok.getPos());
      const end2 = closeEnd2 >= 0 ? closeEnd2 : pos;
      return { type: "Case", pos, end: end2, word: word2, items: [] };
    }
    this.syntaxDepth++;
    const items = [];
    let invalid = false;
    let t = this.tok.peek(LexContext.CasePattern).token;
    while (t !== Token.Esac && t !== Token.EOF) {
      const itemPos = this.tok.peek(LexContext.Normal).pos;
      this.accept(Token.LParen, LexContext.Normal);
      const pattern = [];
      let expectWord = true;
      let next = this.tok.peek(LexContext.Normal);
      while (next.token !== Token.RParen && next.token !== Token.EOF) {
        const valid = next.token === (expectWord ? Token.Word : Token.Pipe);
        if (valid)
          expectWord = !expectWord;
        else if (!invalid) {
          this.unexpectedToken(next);
          invalid = true;
        }
        const tok = this.tok.next(LexContext.Normal);
        if (tok.token === Token.Word)
          pattern.push(this.toWord(tok));
        next = this.tok.peek(LexContext.Normal);
      }
      if (expectWord && next.token === Token.RParen && !invalid) {
        this.unexpectedToken(next);
        invalid = true;
      }
      const rparenEnd = this.acceptEnd(Token.RParen, LexContext.Normal);
      const cmds = this.list();
      const bodyPos = rparenEnd >= 0 ? rparenEnd : pattern.length > 0 ? pattern[pattern.length - 1].end : itemPos;
      const itemEnd = cmds.length > 0 ? cmds[cmds.length - 1].end : bodyPos;
      const item = {
        type: "CaseItem",
        pos: itemPos,
        end: itemEnd,
        pattern,
        body: cmds.length > 0 ? this.makeCompoundList(cmds) : { type: "CompoundList", pos: bodyPos, end: bodyPos, commands: [] },
        terminator: void 0
      };
      const after = this.tok.peek(LexContext.CommandStart);
      t = after.token;
      if (t === Token.DoubleSemi || t === Token.SemiAmp || t === Token.DoubleSemiAmp) {
        const termTok = this.tok.next(LexContext.CommandStart);
        item.terminator = CASE_TERMINATORS[termTok.token];
        item.end = termTok.end;
      } else if (t !== Token.Esac && t !== Token.EOF && !invalid) {
        this.unexpectedToken(after);
        invalid = true;
      }
      items.push(item);
      this.skipNewlines(LexContext.CasePattern);
      t = this.tok.peek(LexContext.CasePattern).token;
    }
    const closeEnd = this.acceptEnd(Token.Esac, LexContext.CommandStart);
    if (closeEnd < 0)
      this.error("expected 'esac' to close 'case'", this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    this.syntaxDepth--;
    return { type: "Case", pos, end, word: word2, items };
  }
  // select_clause := SELECT word [IN word* (';'|NL)] DO list DONE
  selectClause() {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    const name = this.readRequiredWord("select");
    let wordlist;
    this.skipNewlines(LexContext.CommandStart);
    if (this.tok.peek(LexContext.CommandStart).token === Token.In) {
      this.tok.next(LexContext.CommandStart);
      wordlist = [];
      while (this.tok.peek(LexContext.Normal).token === Token.Word) {
        wordlist.push(this.readWord(LexContext.Normal));
      }
    }
    this.skipSemi();
    this.skipNewlines(LexContext.CommandStart);
    if (this.tok.peek(LexContext.CommandStart).token === Token.LBrace) {
      const bg = this.braceGroup();
      return { type: "Select", pos, end: bg.end, name, wordlist, body: bg.body };
    }
    const hasDo = this.accept(Token.Do, LexContext.CommandStart) !== null;
    if (!hasDo)
      this.error("expected 'do'", this.tok.getPos());
    if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
      this.error("maximum select nesting depth exceeded", pos);
      const closeEnd2 = this.tok.skipCompoundBody(Token.Done);
      if (closeEnd2 < 0)
        this.error("expected 'done' to close 'select'", this.tok.getPos());
      const end2 = closeEnd2 >= 0 ? closeEnd2 : pos;
      return { type: "Select", pos, end: end2, name, wordlist, body: this.makeCompoundList([]) };
    }
    this.syntaxDepth++;
    const body = this.doBody(hasDo);
    this.syntaxDepth--;
    this.skipSemi();
    const closeEnd = this.acceptEnd(Token.Done, LexContext.CommandStart);
    if (closeEnd < 0)
      this.error("expected 'done' to close 'select'", this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    return { type: "Select", pos, end, name, wordlist, body: this.makeCompoundList(body) };
  }
  // test_command := [[ test_expr ]]
  testCommand() {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    const expr = this.parseTestOr();
    const closeEnd = this.acceptEnd(Token.DblRBracket, LexContext.TestMode);
    if (closeEnd < 0)
      this.error("expected ']]' to close '[['", this.tok.getPos());
    const end = closeEnd >= 0 ? closeEnd : pos;
    return { type: "TestCommand", pos, end, expression: expr };
  }
  // test_or := test_and ('||' test_and)*
  parseTestOr() {
    const first = this.parseTestAnd();
    if (this.tok.peek(LexContext.TestMode).token !== Token.Or)
      return first;
    const operands = [first];
    do {
      this.tok.next(LexContext.TestMode);
      operands.push(this.parseTestAnd());
    } while (this.tok.peek(LexContext.TestMode).token === Token.Or);
    return {
      type: "TestLogical",
      pos: first.pos,
      end: operands[operands.length - 1].end,
      operator: "||",
      operands
    };
  }
  // test_and := test_not ('&&' test_not)*
  parseTestAnd() {
    const first = this.parseTestNot();
    if (this.tok.peek(LexContext.TestMode).token !== Token.And)
      return first;
    const operands = [first];
    do {
      this.tok.next(LexContext.TestMode);
      operands.push(this.parseTestNot());
    } while (this.tok.peek(LexContext.TestMode).token === Token.And);
    return {
      type: "TestLogical",
      pos: first.pos,
      end: operands[operands.length - 1].end,
      operator: "&&",
      operands
    };
  }
  // test_not := '!' test_not | test_primary
  parseTestNot() {
    let t = this.tok.peek(LexContext.TestMode);
    if (!isTestNegation(t))
      return this.parseTestPrimary();
    const negations = [];
    while (isTestNegation(t)) {
      const bang = this.tok.next(LexContext.TestMode);
      negations.push({ type: "Negation", pos: bang.pos, end: bang.end });
      t = this.tok.peek(LexContext.TestMode);
    }
    const operand = this.parseTestPrimary();
    return { type: "TestNot", pos: negations[0].pos, end: operand.end, negations, operand };
  }
  // test_primary := '(' test_or ')' | unary_op word | word binary_op word | word
  parseTestPrimary() {
    if (this.tok.peek(LexContext.TestMode).token === Token.LParen) {
      const openPos = this.tok.next(LexContext.TestMode).pos;
      if (this.syntaxDepth >= MAX_SYNTAX_NESTING) {
        this.error("maximum test group nesting depth exceeded", openPos);
        const closeEnd2 = this.tok.skipTestGroup();
        if (closeEnd2 < 0)
          this.error("expected ')' to close test group", this.tok.getPos());
        const end2 = closeEnd2 >= 0 ? closeEnd2 : openPos;
        const operand = new WordImpl("", openPos, openPos);
        const expression = {
          type: "TestUnary",
          pos: openPos,
          end: openPos,
          operator: "-n",
          operand
        };
        return { type: "TestGroup", pos: openPos, end: end2, expression };
      }
      this.syntaxDepth++;
      const expr = this.parseTestOr();
      this.syntaxDepth--;
      const closeEnd = this.acceptEnd(Token.RParen, LexContext.TestMode);
      if (closeEnd < 0)
        this.error("expected ')' to close test group", this.tok.getPos());
      const end = closeEnd >= 0 ? closeEnd : openPos;
      return { type: "TestGroup", pos: openPos, end, expression: expr };
    }
    const first = this.tok.next(LexContext.TestMode);
    if (first.token === Token.And || first.token === Token.Or)
      this.unexpectedToken(first);
    const val = first.value;
    const firstPos = first.pos;
    const firstEnd = first.end;
    if (first.keywordEligible && UNARY_TEST_OPS[val] === 1) {
      if (this.tok.peek(LexContext.TestMode).token === Token.Word) {
        const operand2 = this.readTestOperand();
        return {
          type: "TestUnary",
          pos: firstPos,
          end: operand2.end,
          operator: val,
          operand: operand2
        };
      }
      this.error("expected operand after unary test operator", firstEnd);
      const operand = new WordImpl("", firstEnd, firstEnd);
      return { type: "TestUnary", pos: firstPos, end: firstEnd, operator: val, operand };
    }
    const nt = this.tok.peek(LexContext.TestMode);
    if (nt.token === Token.Word && nt.keywordEligible && BINARY_TEST_OPS[nt.value] === 1) {
      const op = this.tok.next(LexContext.TestMode).value;
      let right;
      if (op === "=~") {
        const token = this.tok.readTestRegexWord();
        right = new WordImpl(this.source.slice(token.pos, token.end), token.pos, token.end, this.source, embeddedPartsResolver(this.tok.getSubstitutionContext()), this.depth);
      } else {
        right = this.readTestOperand();
      }
      const left = this.toWordFromPosEnd(first, firstPos, firstEnd);
      return {
        type: "TestBinary",
        pos: firstPos,
        end: right.end,
        operator: op,
        left,
        right
      };
    }
    const w = this.toWordFromPosEnd(first, firstPos, firstEnd);
    return { type: "TestUnary", pos: firstPos, end: w.end, operator: "-n", operand: w };
  }
  // Unquoted `<` and `>` are operators in `[[ ]]`, never operands.
  readTestOperand() {
    const t = this.tok.next(LexContext.TestMode);
    if (t.keywordEligible && (t.value === "<" || t.value === ">"))
      this.error(`unexpected argument '${t.value}' to conditional operator`, t.pos);
    return this.toWord(t);
  }
  // function_def with 'function' keyword
  functionDef() {
    const pos = this.tok.next(LexContext.CommandStart).pos;
    const name = this.readWord(LexContext.FunctionName);
    let body;
    if (this.tok.peek(LexContext.CommandStart).token === Token.LParen) {
      const openPos = this.tok.next(LexContext.CommandStart).pos;
      if (this.tok.peek(LexContext.CommandStart).token === Token.RParen) {
        this.tok.next(LexContext.CommandStart);
        this.skipNewlines(LexContext.CommandStart);
        body = this.commandAsBody();
      } else {
        body = this.withRedirects(this.subshellBody(openPos));
      }
    } else {
      this.skipNewlines(LexContext.CommandStart);
      body = this.commandAsBody();
    }
    return { type: "Function", pos, end: body.end, name, body };
  }
  // simple_command or function_def (word '(' ')' body)
  simpleCommandOrFunction(coproc) {
    const prefix = [];
    const cmdPos = this.tok.peek(LexContext.CommandStart).pos;
    let lastEnd = cmdPos;
    let ctx = LexContext.CommandStart;
    for (; ; ) {
      const t = this.tok.peek(ctx).token;
      if (t === Token.Assignment) {
        const assignment = this.tok.next(ctx);
        lastEnd = assignment.end;
        prefix.push(this.parseAssignment(assignment));
      } else if (t === Token.Redirect) {
        const redirect = this.readRedirect(ctx);
        prefix.push(redirect);
        lastEnd = redirect.end;
      } else {
        break;
      }
      ctx = LexContext.CommandPrefix;
    }
    if (this.tok.peek(LexContext.Normal).token !== Token.Word) {
      return new CommandImpl(cmdPos, lastEnd, void 0, prefix, []);
    }
    const nameToken = this.tok.next(LexContext.Normal);
    const keyword = nameToken.keywordEligible ? nameToken.value : "";
    const name = this.toWord(nameToken);
    ctx = isDeclarationCommand(keyword) ? LexContext.Declaration : keyword === "eval" || keyword === "let" ? LexContext.EvalArgument : LexContext.Normal;
    lastEnd = name.end;
    const suffix = [];
    if (coproc) {
      while (this.tok.peek(LexContext.CommandPrefix).token === Token.Assignment) {
        const token = this.tok.next(LexContext.CommandPrefix);
        const word2 = ctx === LexContext.Declaration ? this.parseAssignment(token) : this.toWord(token);
        suffix.push(word2);
        lastEnd = word2.end;
      }
    }
    if (this.tok.peek(ctx).token === Token.LParen && suffix.length === 0) {
      this.tok.next(LexContext.Normal);
      if (this.tok.peek(LexContext.Normal).token === Token.RParen) {
        this.tok.next(LexContext.Normal);
        this.skipNewlines(LexContext.CommandStart);
        const body = this.commandAsBody();
        return {
          type: "Function",
          pos: name.pos,
          end: body.end,
          name,
          body
        };
      }
    }
    for (; ; ) {
      const st = this.tok.peek(ctx).token;
      if (st === Token.Word || st === Token.Assignment) {
        const token = this.tok.next(ctx);
        const w = st === Token.Assignment ? this.parseAssignment(token) : this.toWord(token);
        suffix.push(w);
        lastEnd = w.end;
      } else if (st === Token.Redirect) {
        const redirect = this.readRedirect(ctx);
        suffix.push(redirect);
        lastEnd = redirect.end;
      } else {
        break;
      }
    }
    return new CommandImpl(cmdPos, lastEnd, name, prefix, suffix);
  }
  readRedirect(ctx) {
    const t = this.tok.next(ctx);
    const tPos = t.pos;
    const tEnd = t.end;
    const descriptor = t.fileDescriptor !== void 0 ? { type: "FileDescriptor", pos: tPos, end: t.descriptorEnd, value: t.fileDescriptor } : t.variableName !== void 0 ? { type: "FileDescriptorVariable", pos: tPos, end: t.descriptorEnd, name: t.variableName } : void 0;
    const hasTarget = t.targetEnd > t.targetPos;
    if (!hasTarget)
      this.error("expected redirect target", t.targetPos);
    if (t.value === "<<" || t.value === "<<-") {
      const r = {
        type: "HereDoc",
        pos: tPos,
        end: tEnd,
        operator: t.value,
        descriptor,
        delimiter: hasTarget ? {
          type: "HereDocDelimiter",
          pos: t.targetPos,
          end: t.targetEnd,
          text: this.source.slice(t.targetPos, t.targetEnd),
          value: t.content ?? "",
          quoted: t.delimiterQuoted
        } : void 0,
        body: new HereDocBodyImpl(this.source, tEnd, t.delimiterQuoted, this.depth, this.tok.getSubstitutionContext()),
        closing: void 0
      };
      if (hasTarget)
        this.tok.registerHereDocTarget(r);
      return r;
    }
    const target2 = hasTarget ? new WordImpl(this.source.slice(t.targetPos, t.targetEnd), t.targetPos, t.targetEnd, this.source, wordPartsResolver(this.tok.getSubstitutionContext()), this.depth) : void 0;
    return t.value === "<<<" ? { type: "HereString", pos: tPos, end: tEnd, operator: "<<<", descriptor, target: target2 } : { type: "Redirect", pos: tPos, end: tEnd, operator: REDIRECT_OPS[t.value] ?? ">", descriptor, target: target2 };
  }
  commandAsBody() {
    const cmd = this.command();
    if (cmd && cmd.type !== "Command" && cmd.type !== "Function" && cmd.type !== "Coproc")
      return cmd;
    this.error("expected compound command as function body", cmd?.pos ?? this.tok.getPos());
    return this.makeCompoundList(cmd ? [this.makeStatement(cmd)] : []);
  }
  readWord(ctx) {
    return this.toWord(this.tok.next(ctx));
  }
  // A missing word stays empty and leaves its token to the rest of the clause.
  readRequiredWord(keyword) {
    const t = this.tok.peek(LexContext.Normal);
    if (t.token === Token.Word)
      return this.toWord(this.tok.next(LexContext.Normal));
    if (t.token !== Token.EOF)
      this.error(`expected word after '${keyword}'`, t.pos);
    return new WordImpl("", t.pos, t.pos);
  }
  toWord(tok) {
    const text2 = tok.raw ? tok.value : this.source.slice(tok.pos, tok.end);
    const source2 = tok.raw && tok.keywordEligible ? void 0 : this.source;
    return new WordImpl(text2, tok.pos, tok.end, source2, source2 === void 0 ? computeBareWordParts : wordPartsResolver(this.tok.getSubstitutionContext()), this.depth);
  }
  toWordFromPosEnd(tok, pos, end) {
    if (tok.pos === pos && tok.end === end)
      return this.toWord(tok);
    return new WordImpl(this.source.slice(pos, end), pos, end, this.source, wordPartsResolver(this.tok.getSubstitutionContext()), this.depth);
  }
  parseAssignment(token) {
    const text2 = token.raw ? token.value : this.source.slice(token.pos, token.end);
    return new AssignmentImpl(text2, token.pos, token.end, this.source, token.assignmentOperatorPos, this.depth, this.tok.getSubstitutionContext());
  }
  makeCompoundList(commands) {
    const p = this.tok.getPos();
    const pos = commands.length > 0 ? commands[0].pos : p;
    const end = commands.length > 0 ? commands[commands.length - 1].end : p;
    return { type: "CompoundList", pos, end, commands };
  }
};

// src/hooks/shell/braces.ts
var MAX_RESULTS = 64;
function expandBraces(text2, depth = 0) {
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
}
function firstBrace(text2) {
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
}
function braceAt(text2, start) {
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
}
function split(text2, start, commas, end) {
  const choices = [];
  let from = start + 1;
  for (const to of [...commas, end]) {
    choices.push(text2.slice(from, to));
    from = to + 1;
  }
  return choices;
}
function sequence(body) {
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
}
function skipQuoted(text2, i) {
  const character = text2[i];
  if (character === "\\") return Math.min(i + 2, text2.length);
  if (character === "'" || character === '"' || character === "`") {
    let j = i + 1;
    while (j < text2.length && text2[j] !== character) j += text2[j] === "\\" && character !== "'" ? 2 : 1;
    return Math.min(j + 1, text2.length);
  }
  if (character === "$" && (text2[i + 1] === "{" || text2[i + 1] === "(")) return skipExpansion(text2, i + 1);
  return i;
}
function skipExpansion(text2, start) {
  const open = text2[start];
  const close = open === "{" ? "}" : ")";
  let level = 0;
  for (let j = start; j < text2.length; j++) {
    if (text2[j] === "\\") j += 1;
    else if (text2[j] === open) level += 1;
    else if (text2[j] === close && --level === 0) return j + 1;
  }
  return text2.length;
}

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
function commandName(word2) {
  const base2 = word2.slice(Math.max(word2.lastIndexOf("/"), word2.lastIndexOf("\\")) + 1).toLowerCase();
  return base2.endsWith(".exe") ? base2.slice(0, -".exe".length) : base2;
}
function deeper(frame, label, changes = {}) {
  if (frame.depth >= MAX_DEPTH) throw new LimitReached("too-deep");
  return { ...frame, depth: frame.depth + 1, via: [...frame.via, label], ...changes };
}
var MAX_DEPTH = 24;

// src/hooks/shell/output.ts
function outputText(produced, run) {
  const parts = [];
  for (const invocation of produced) {
    if (invocation.writes.length > 0) continue;
    if (produced.some((other) => other !== invocation && other.stdin?.from.includes(invocation))) continue;
    const text2 = printed(invocation, run);
    if (text2 === void 0) return void 0;
    parts.push(text2);
  }
  return parts.length === 0 ? void 0 : parts.join("");
}
function printed(invocation, run) {
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
}
function echoed(args) {
  let first = 0;
  let escapes = false;
  while (/^-[neE]+$/.test(args[first] ?? "")) {
    if (args[first]?.includes("e")) escapes = true;
    first += 1;
  }
  const text2 = args.slice(first).join(" ");
  return `${escapes ? unescaped(text2) : text2}
`;
}
function formatted(args) {
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
}
var ESCAPES = { n: "\n", t: "	", r: "\r", a: "", e: "\x1B", "\\": "\\" };
function unescaped(text2) {
  return text2.replace(/\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|([ntrae\\]))/g, (_, hex, octal, letter) => {
    if (hex !== void 0) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== void 0) return String.fromCharCode(Number.parseInt(octal, 8));
    return ESCAPES[letter] ?? "";
  });
}
function decoded(text2, encoding) {
  if (text2 === void 0 || !isKnown(text2)) return void 0;
  return Buffer.from(text2.replace(/\s+/g, ""), encoding).toString("utf8").replaceAll("\0", "");
}
function reversed(text2) {
  return text2.split("\n").map((line) => Array.from(line).reverse().join("")).join("\n");
}

// src/hooks/shell/parameter.ts
function lookUp(name, frame, run) {
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
  const known3 = state.remote ? void 0 : run.context.variables.get(name);
  return [known3 ?? UNKNOWN];
}
function parameterValues(part, frame, run, textOf) {
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
}
function withDefault(operator, values, operand, name, frame) {
  if (operator.endsWith("?")) return values;
  if (operator.endsWith("+")) return values.every((value) => value === "") ? [""] : operand;
  const results = values.flatMap((value) => {
    if (value === "") return operand;
    return isKnown(value) ? [value] : [...operand, value];
  });
  if (operator.endsWith("=")) frame.state.vars.set(name, results);
  return results;
}
function mapKnown(values, patterns, change) {
  const pattern = patterns[0] ?? "";
  if (!isKnown(pattern)) return [UNKNOWN];
  return values.map((value) => isKnown(value) ? change(value, pattern) : UNKNOWN);
}
var MAX_VALUE = 256;
var WORK_PER_CHARACTER = 8;
function removed(value, pattern, operator) {
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
}
function replaced(value, pattern, replacement, operator) {
  if (/[*?[]/.test(pattern) || !isKnown(replacement)) return UNKNOWN;
  if (pattern === "") return value;
  if (operator === "//") return value.replaceAll(pattern, () => replacement);
  if (operator === "/#") return value.startsWith(pattern) ? replacement + value.slice(pattern.length) : value;
  if (operator === "/%") return value.endsWith(pattern) ? value.slice(0, -pattern.length) + replacement : value;
  return value.replace(pattern, () => replacement);
}
function sliced(values, offset, length) {
  const start = integer(offset);
  const count2 = length === void 0 ? void 0 : integer(length);
  if (start === void 0 || length !== void 0 && count2 === void 0) return [UNKNOWN];
  return values.map((value) => {
    if (!isKnown(value)) return UNKNOWN;
    const from = start < 0 ? Math.max(0, value.length + start) : start;
    if (count2 === void 0) return value.slice(from);
    return value.slice(from, count2 < 0 ? value.length + count2 : from + count2);
  });
}
function integer(text2) {
  return /^\s*-?\d{1,6}\s*$/.test(text2) ? Number(text2) : void 0;
}
function recased(value, operator) {
  const change = (text2) => operator.startsWith("^") ? text2.toUpperCase() : text2.toLowerCase();
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}
function globPattern(pattern) {
  if (pattern.length > 100 || (pattern.match(/\*/g)?.length ?? 0) > 3) return void 0;
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
}

// src/hooks/shell/expand.ts
var MAX_COMBINATIONS = 32;
function expandWord(word2, frame, run) {
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
}
function expandText(word2, frame, run) {
  run.spend("words", 1 + (word2.parts?.length ?? 0));
  const texts = word2.parts ? joinParts(word2.parts, frame, run, false) : [word2.value];
  return texts.map((text2) => withTilde(text2, word2.text, frame, run));
}
function partsText(parts, frame, run) {
  return joinParts(parts, frame, run, false)[0] ?? "";
}
function hasBraces(parts) {
  return parts.some((part) => part.type === "BraceExpansion");
}
function reparsed(source2, frame, run) {
  run.spend("characters", source2.length);
  const command = parse(`: ${source2}`).commands[0]?.command;
  if (command?.type !== "Command") return source2 === "" ? [] : [UNKNOWN];
  const inner = deeper(frame, "{…}", { via: frame.via });
  return command.suffix.flatMap((word2) => word2.type === "Word" ? expandWord(word2, inner, run) : [UNKNOWN]);
}
function joinParts(parts, frame, run, split2) {
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
}
function append(text2, piece) {
  const [first, ...rest] = piece;
  if (first === void 0) return [...text2];
  const last = text2.at(-1);
  return last === void 0 ? [...piece] : [...text2.slice(0, -1), last + first, ...rest];
}
function splits(part) {
  return part.type === "SimpleExpansion" || part.type === "ParameterExpansion" || part.type === "CommandExpansion";
}
function fields(value, frame) {
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
}
function partValues(part, frame, run) {
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
}
function hiddenSubstitution(text2, frame, run) {
  const code = /\$\(([\s\S]*)\)/.exec(text2)?.[1] ?? /`([\s\S]*)`/.exec(text2)?.[1];
  if (code?.includes("/")) run.code(code, deeper(frame, "$(…)", { stdin: void 0 }));
}
function substitute(script, text2, frame, run) {
  run.spend("characters", text2.length);
  if (!script) return UNKNOWN;
  const inner = deeper(frame, "$(…)", { stdin: void 0 });
  const produced = run.script(script, inner);
  const output = outputText(produced, run);
  return output === void 0 ? UNKNOWN : output.replace(/\n+$/, "");
}
function processSubstitution(part, frame, run) {
  run.spend("characters", part.text.length);
  const name = `/dev/fd/${63 - run.feeds.size}`;
  const feed = { text: UNKNOWN, from: [] };
  if (part.script) {
    const writes = part.operator === ">";
    const inner = deeper(frame, writes ? ">(…)" : "<(…)", { stdin: writes ? feed : void 0 });
    const produced = run.script(part.script, inner);
    run.feeds.set(name, { text: writes ? void 0 : outputText(produced, run), from: produced });
  } else run.feeds.set(name, feed);
  return name;
}
function visitSubstitutions(node, frame, run) {
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
}
function withTilde(value, source2, frame, run) {
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
}

// src/hooks/shell/state.ts
function initialState(context) {
  return {
    vars: /* @__PURE__ */ new Map(),
    exported: /* @__PURE__ */ new Set(),
    functions: /* @__PURE__ */ new Map(),
    aliases: /* @__PURE__ */ new Map(),
    cwd: context.cwd,
    fallbackCwd: void 0,
    errexit: false,
    positional: [],
    remote: false
  };
}
function fork(state) {
  return {
    ...state,
    vars: new Map(state.vars),
    exported: new Set(state.exported),
    functions: new Map(state.functions),
    aliases: new Map(state.aliases)
  };
}
function merge(state, branch) {
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
}
var MAX_VALUES = 16;
function union(a, b) {
  return [.../* @__PURE__ */ new Set([...a, ...b])].slice(0, MAX_VALUES);
}

// src/hooks/shell/command.ts
var NO_ENV = /* @__PURE__ */ new Map();
function simpleCommand(node, frame, run) {
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
}
function commandWords(node, env, frame, run) {
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
}
function sessionValue(name, run) {
  const value = run.context.variables.get(name);
  return value === void 0 ? void 0 : [value];
}
function argumentWords(argument, frame, run) {
  if (argument.type === "Word") return expandWord(argument, frame, run);
  const sign = argument.append ? "+=" : "=";
  return [`${argument.name}${sign}${assignedValues(argument, frame, run).join(ELEMENT)}`];
}
var ELEMENT = "";
function assignedValues(assignment, frame, run) {
  visitSubstitutions(assignment.index, frame, run);
  if (assignment.value.type === "ArrayValue") {
    return assignment.value.elements.flatMap((element) => expandWord(element, frame, run));
  }
  return expandText(assignment.value, frame, run);
}
var MAX_VALUE2 = 2e4;
function assign(assignment, given, frame) {
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
}
function writesOf(redirects, frame, run) {
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
}
function hereDocText(redirect, frame, run) {
  const { body, delimiter } = redirect;
  run.spend("characters", body.text.length);
  return delimiter?.quoted || !body.parts ? body.text : partsText(body.parts, frame, run);
}

// src/hooks/shell/emit.ts
function emit(call, frame, run) {
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
}
function rememberWrites(invocation, run) {
  const copies = invocation.name === "tee" ? invocation.args.filter((word2) => !word2.startsWith("-")) : [];
  const writes = [...invocation.writes, ...copies.map((path) => ({ path, append: false }))];
  if (writes.length === 0 || invocation.cwd.includes(UNKNOWN)) return;
  const text2 = printed(invocation, run);
  for (const { path, append: append2 } of writes) {
    if (text2 === void 0 || path.includes(UNKNOWN)) continue;
    const file = posix.resolve(invocation.cwd, path);
    run.feeds.set(file, { text: (append2 ? run.feeds.get(file)?.text ?? "" : "") + text2, from: [invocation] });
  }
}
function writtenText(file, frame, run) {
  return run.feeds.get(file) ?? (file.includes(UNKNOWN) ? void 0 : run.feeds.get(posix.resolve(frame.state.cwd, file)));
}
function exportedValues(frame) {
  return [...frame.state.exported].map((name) => [name, frame.state.vars.get(name)?.[0] ?? ""]);
}
function emitOpaque(call, feed, frame, run) {
  emit({ ...call, opaque: feed }, frame, run);
}

// src/hooks/shell/builtins.ts
var builtinHandlers = /* @__PURE__ */ new Map([
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
function changeFolder(call, frame, run) {
  const operand = call.words.slice(1).find((word2) => !/^-[LPe@qn]+$/.test(word2) && word2 !== "--");
  if (operand === void 0) setFolder(run.context.home, call, frame, run);
  else if (operand === "-" || operand.startsWith("+")) setFolder(UNKNOWN, call, frame, run);
  else setFolder(joined(frame.state.cwd, operand), call, frame, run);
}
function joined(folder, path) {
  return path.startsWith("/") ? posix.normalize(path) : posix.normalize(`${folder}/${path}`);
}
function setFolder(folder, call, frame, run) {
  frame.state.cwd = folder.length > 1 && folder.endsWith("/") ? folder.slice(0, -1) : folder;
  frame.state.fallbackCwd = void 0;
  emit(call, frame, run);
}
function declare(call, frame, run) {
  const exports = call.words[0] === "export" || call.words.some((word2) => /^-[a-zA-Z]*x/.test(word2));
  for (const word2 of call.words.slice(1)) {
    const match = /^([A-Za-z_]\w*)(\+?=)?([\s\S]*)$/.exec(word2);
    const name = match?.[1];
    if (name === void 0 || word2.startsWith("-")) continue;
    if (match?.[2]) frame.state.vars.set(name, (match[3] ?? "").split(ELEMENT));
    if (exports) frame.state.exported.add(name);
  }
  emit(call, frame, run);
}
function unset(call, frame) {
  for (const name of call.words.slice(1)) {
    if (name === "-f" || name === "-v") continue;
    frame.state.vars.set(name, [""]);
    frame.state.functions.delete(name);
  }
}
function readVariables(call, frame) {
  const known3 = call.stdin?.text?.trim();
  const ifs = call.env.get("IFS") ?? " 	\n";
  const array = call.words.some((word2) => /^-[a-z]*a/.test(word2)) || call.words[0] !== "read";
  const values = known3 && array ? known3.split(new RegExp(`[${ifs.replace(/[\\\]^-]/g, "\\$&")}
]+`)) : known3 ? [known3] : [UNKNOWN];
  for (const name of call.words.slice(1)) {
    if (/^[A-Za-z_]\w*$/.test(name)) frame.state.vars.set(name, values);
  }
}
function printToVariable(call, frame, run) {
  const at = call.words.indexOf("-v");
  const name = call.words[at + 1];
  if (at === 1 && name !== void 0)
    frame.state.vars.set(name, [call.words.slice(3).join(" ").includes("%") ? UNKNOWN : call.words[3] ?? ""]);
  emit(call, frame, run);
}
function setOptions(call, frame) {
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
}
function shift(_call, frame) {
  frame.state.positional = frame.state.positional?.slice(1);
}
function removeAliases(call, frame) {
  for (const name of call.words.slice(1)) frame.state.aliases.delete(name);
}
function defineAlias(call, frame) {
  for (const word2 of call.words.slice(1)) {
    const match = /^([^=\s]+)=([\s\S]*)$/.exec(word2);
    if (match?.[1]) frame.state.aliases.set(match[1], match[2] ?? "");
  }
}
function evaluate(call, frame, run) {
  const text2 = call.words.slice(1).join(" ");
  if (/^\s*\0/.test(text2)) {
    const from = run.invocations.slice(-1).filter((last) => last.via.at(-1) === "$(…)");
    emitOpaque(call, { text: void 0, from }, frame, run);
    return;
  }
  run.code(text2, deeper(frame, "eval"));
}
function trap(call, frame, run) {
  const code = call.words.slice(1).find((word2) => !word2.startsWith("-"));
  if (code !== void 0 && isKnown(code) && call.words.length > 2) run.code(code, deeper(frame, "trap"));
}
function source(call, frame, run) {
  const file = call.words.slice(1).find((word2) => word2 !== "--");
  const feed = file === void 0 ? void 0 : writtenText(file, frame, run) ?? (/^\/dev\/(?:stdin|fd\/0)$/.test(file) ? call.stdin : void 0);
  if (!feed) return emit(call, frame, run);
  if (feed.text === void 0) return emitOpaque(call, feed, frame, run);
  run.code(feed.text, deeper(frame, "source"));
}

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
function runLines(call, frame, run) {
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
}
function runWords(call, frame, run) {
  const start = call.words.findIndex(
    (word2, i) => i > 0 && /^(?:-[a-zA-Z]*m[a-zA-Z]*|new|new-session|new-window|neww|split-window|respawn-pane|run|run-shell)$/.test(word2)
  );
  const words = call.words.slice(start + 1).filter((word2, i, all) => !word2.startsWith("-") || all.slice(0, i).some((other) => !other.startsWith("-")));
  if (start > 0 && words.length > 0) run.call({ ...call, words, writes: [], stdin: void 0 }, frame);
}
function runStdin(call, frame, run) {
  emit(call, frame, run);
  const text2 = call.stdin?.text;
  if (text2 !== void 0 && isKnown(text2)) run.code(text2, deeper(frame, "at", { stdin: void 0 }));
}

// src/hooks/shell/options.ts
function scanOptions(args, shape) {
  const options = [];
  let i = 0;
  for (; i < args.length; i++) {
    const word2 = args[i];
    if (word2 === "--") return { options, next: i + 1 };
    if (!word2.startsWith("-") || word2 === "-") break;
    i += word2.startsWith("--") ? longOption(word2, args[i + 1], shape, options) : bundle(word2, args[i + 1], shape, options);
  }
  return { options, next: Math.min(i, args.length) };
}
function scanAll(args, shape) {
  const options = [];
  const operands = [];
  let rest = args;
  while (rest.length > 0) {
    const scanned = scanOptions(rest, shape);
    options.push(...scanned.options);
    const ended = rest[scanned.next - 1] === "--";
    rest = rest.slice(scanned.next);
    if (ended) {
      operands.push(...rest);
      break;
    }
    if (rest[0] !== void 0) operands.push(rest[0]);
    rest = rest.slice(1);
  }
  return { options, operands };
}
function longOption(word2, following, shape, options) {
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
}
function bundle(word2, following, shape, options) {
  for (let i = 1; i < word2.length; i++) {
    const letter = word2[i];
    if (!shape.short?.includes(letter)) {
      options.push({ name: `-${letter}` });
      continue;
    }
    const attached = word2.slice(i + 1);
    if (attached !== "") options.push({ name: `-${letter}`, value: attached });
    else if (following !== void 0) options.push({ name: `-${letter}`, value: following });
    return attached === "" ? 1 : 0;
  }
  return 0;
}

// src/hooks/shell/search.ts
var searchHandlers = /* @__PURE__ */ new Map([
  ["find", runFind],
  ["gfind", runFind],
  ["fd", runFd],
  ["fdfind", runFd]
]);
var NOT_A_FILTER = /* @__PURE__ */ new Set(["-mindepth", "-maxdepth", "-depth", "-xdev", "-mount", "-follow"]);
var ACTIONS = /* @__PURE__ */ new Set(["-exec", "-execdir", "-ok", "-okdir"]);
var WITH_VALUE = /^-(?:name|iname|path|ipath|wholename|iwholename|regex|iregex|regextype|type|xtype|size|user|group|uid|gid|perm|newer\w*|[acm]min|[acm]time|links|inum|samefile|fstype|used|context|fprint0?|fls|printf|maxdepth|mindepth|lname|ilname)$/;
function runFind(call, frame, run) {
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
}
function readFind(args) {
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
}
function narrow(search, test, value) {
  if (NOT_A_FILTER.has(test) || test.endsWith("type") || isEverything(value)) return;
  search.filtered = true;
  if (/^-i?(?:name|path|wholename)$/.test(test)) search.names.push(value);
}
function isEverything(pattern) {
  return /^[*./]*$/.test(pattern);
}
function foundPaths(search) {
  if (!search.filtered || search.names.length === 0) return [...search.roots];
  return search.roots.flatMap(
    (root) => search.names.map(
      (name) => name.includes("/") ? `${root}/**/${name.replace(/^[./*]+/, "")}` : `${root}/**/${name}`
    )
  );
}
function findOutput(feed) {
  const last = feed?.from.at(-1);
  if (!last || last.name !== "find" && last.name !== "gfind") return void 0;
  const search = readFind(last.args);
  return { paths: foundPaths(search), searched: search.filtered ? "filtered" : "all" };
}
function runFd(call, frame, run) {
  emit(call, frame, run);
  const { words } = call;
  const at = words.findIndex((word2) => /^(?:-x|-X|--exec|--exec-batch)$/.test(word2));
  if (at < 0) return;
  const [pattern = "", root = "."] = words.slice(1, at).filter((word2) => !word2.startsWith("-"));
  const target2 = isEverything(pattern) ? root : `${root}/**/*${pattern}*`;
  const command = words.slice(at + 1);
  const named2 = command.some((word2) => word2.includes("{"));
  const inner = deeper(frame, words[0] ?? "fd");
  const full = command.map((word2) => /^\{\/?\/?\.?\}$/.test(word2) ? target2 : word2);
  run.call(
    {
      ...call,
      words: named2 ? full : [...full, target2],
      writes: [],
      searched: isEverything(pattern) ? "all" : "filtered"
    },
    inner
  );
}

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
function unwrap(name, wrapper, call, frame, run) {
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
  const has2 = (...names) => head.options.some((option) => names.includes(option.name));
  if (name === "sudo" && has2("-s", "-i") || wrapper.joined && !has2("-x", "--exec")) {
    run.code(words.join(" "), inner);
    return;
  }
  if (call.writes.length > 0) emit({ ...call, words: [":"] }, frame, run);
  run.call({ ...call, words, env, writes: [] }, inner);
}
var VERSIONED = /* @__PURE__ */ new Set(["npx", "bunx", "pnpm", "yarn", "npm", "bun", "uvx"]);
function ownArguments(wrapper, args) {
  if (!wrapper.subcommand) return args;
  const { next } = scanOptions(args, wrapper);
  return wrapper.subcommand.includes(args[next] ?? "") ? args.slice(next + 1) : void 0;
}
function readHead(wrapper, args) {
  const env = /* @__PURE__ */ new Map();
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
}
function runGivenCode(name, wrapper, head, frame, run) {
  let ran = false;
  for (const option of head.options) {
    if (!wrapper.code?.includes(option.name) || option.value === void 0) continue;
    run.code([option.value, ...name === "env" ? head.rest.map(quoted) : []].join(" "), frame);
    ran = true;
  }
  return ran;
}
function wrapped(wrapper, options, frame) {
  const folder = options.find((option) => wrapper.chdir?.includes(option.name))?.value;
  if (folder === void 0 && !wrapper.remote) return frame;
  const cwd = folder === void 0 ? frame.state.cwd : folder.startsWith("/") ? folder : `${frame.state.cwd}/${folder}`;
  return { ...frame, state: { ...frame.state, cwd, remote: frame.state.remote || wrapper.remote === true } };
}
function takeAssignments(words, env) {
  let i = 0;
  for (; i < words.length; i++) {
    const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(words[i]);
    if (!match?.[1]) break;
    env.set(match[1], match[2] ?? "");
  }
  return words.slice(i);
}
function unversioned(word2) {
  const at = word2.lastIndexOf("@");
  return at > 0 ? word2.slice(0, at) : word2;
}
function quoted(word2) {
  return /^[\w./:=@%+,-]+$/.test(word2) ? word2 : `'${word2.replaceAll("'", `'\\''`)}'`;
}

// src/hooks/shell/feeding.ts
var feedingHandlers = /* @__PURE__ */ new Map([
  ["xargs", runXargs],
  ["gxargs", runXargs],
  ["parallel", runParallel]
]);
function itemsOf(feed, separator) {
  const found = findOutput(feed);
  if (found) return { words: found.paths, searched: found.searched };
  const text2 = feed?.text;
  if (text2 === void 0) return { words: [UNKNOWN] };
  return {
    words: text2.split(separator).filter((word2) => word2 !== "").slice(0, 200)
  };
}
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
function runXargs(call, frame, run) {
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
}
function filled(command, items, mark) {
  if (mark === void 0) return [[...command, ...items]];
  return items.slice(0, 32).map((item) => command.map((word2) => word2.replaceAll(mark, item)));
}
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
function runParallel(call, frame, run) {
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
}
function commandLine(command, item) {
  const line = command.join(" ");
  const mark = /\{[./#%]{0,2}\}/g;
  return mark.test(line) ? line.replace(mark, () => quoted(item)) : `${line} ${quoted(item)}`;
}

// src/hooks/shell/git-words.ts
var WITH_VALUE2 = /* @__PURE__ */ new Set([
  "--git-dir",
  "--work-tree",
  "--namespace",
  "--super-prefix",
  "--attr-source"
]);
function gitWords(args, start) {
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
}
function addConfig(text2, config) {
  const equals = text2.indexOf("=");
  const key = (equals < 0 ? text2 : text2.slice(0, equals)).toLowerCase();
  config.push([key, equals < 0 ? "true" : text2.slice(equals + 1)]);
}

// src/hooks/shell/git-code.ts
var gitHandlers = /* @__PURE__ */ new Map([["git", runGit]]);
var CODE_KEY = /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|diff\.external|interactive\.difffilter|gpg\.program|pager\..+|.+\.(?:helper|textconv|cmd|command|clean|smudge|driver|process|vcs))$/;
var CODE_VARIABLE = /^(?:GIT_SSH_COMMAND|GIT_PAGER|GIT_EDITOR|GIT_SEQUENCE_EDITOR|GIT_EXTERNAL_DIFF|GIT_ASKPASS|PAGER|EDITOR|VISUAL)$/;
var MAX_ALIASES = 8;
function runGit(call, frame, run) {
  const line = gitWords(call.words.slice(1), frame.state.cwd);
  const inner = deeper(frame, "git");
  for (const [key, value] of line.config) if (CODE_KEY.test(key)) run.code(withoutBang(value), inner);
  for (const [name, value] of call.env) if (CODE_VARIABLE.test(name)) run.code(value, inner);
  const alias = line.config.findLast(([key]) => key === `alias.${line.subcommand.toLowerCase()}`)?.[1];
  const text2 = alias ?? (frame.state.remote ? void 0 : run.context.gitAlias(line.subcommand, line.cwd));
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
}
function runGiven(subcommand, args, frame, run) {
  switch (subcommand) {
    case "bisect":
      if (args[0] === "run") run.call({ words: args.slice(1), env: /* @__PURE__ */ new Map(), writes: [], stdin: void 0 }, frame);
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
}
function givenValues(args) {
  const values = [];
  args.forEach((word2, i) => {
    const attached = /^(?:--exec|--extcmd|--[a-z]+-filter)=([\s\S]*)$/.exec(word2) ?? /^-x([\s\S]+)$/.exec(word2);
    const following = /^(?:-x|--exec|--extcmd|--[a-z]+-filter)$/.test(word2) ? args[i + 1] : void 0;
    const value = attached?.[1] ?? following;
    if (value !== void 0) values.push(value);
  });
  return values;
}
function withoutBang(value) {
  return value.startsWith("!") ? value.slice(1) : value;
}

// src/hooks/shell/literals.ts
var MAX_ARGUMENTS = 32;
var HOME = /^(?:os\.environ\[["']HOME["']\]|os\.environ\.get\(["']HOME["'].{0,40}?\)|os\.getenv\(["']HOME["']\)|process\.env\.HOME|process\.env\[["']HOME["']\]|ENV\[["']HOME["']\]|\$ENV\{["']?HOME["']?\}|getenv\(["']HOME["']\)|(?:pathlib\.)?Path\.home\(\)|os\.homedir\(\)|Dir\.home(?:\(\))?|(?:require\(["'](?:node:)?os["']\)\.)homedir\(\))/;
var HERE = /^(?:os\.getcwd\(\)|process\.cwd\(\)|Dir\.pwd|(?:pathlib\.)?Path\.cwd\(\)|getcwd\(\))/;
function callArguments(code, at, names) {
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
}
function stringAt(code, at, names) {
  const reader = new Reader(code, at, names);
  const text2 = reader.quoted();
  return text2 === void 0 ? void 0 : { text: text2, end: reader.at };
}
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
  /** Terms joined by `+` or `.`, or by `/` as paths are in Python. */
  expression() {
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
  }
  term() {
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
  }
  named(rest) {
    const word2 = /^[$@]?[A-Za-z_][\w.:$]*/.exec(rest)?.[0];
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
  }
  list() {
    this.take("[");
    return this.items("]").map(text);
  }
  items(close) {
    const values = [];
    while (this.at < this.code.length && values.length < MAX_ARGUMENTS) {
      if (this.take(close)) return values;
      const before = this.at;
      values.push(this.expression());
      this.take(",");
      if (this.at === before) this.at += 1;
    }
    return values;
  }
  /** Passes over what cannot be read, up to the next comma or closing bracket of this level. */
  skip() {
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
  }
  quoted() {
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
    const plain = prefix.toLowerCase().includes("r") ? raw : unescaped2(raw);
    if (prefix.toLowerCase().includes("f")) return this.filled(plain, /\{([^{}]{0,200})\}/g);
    if (quote === "`") return this.filled(plain, /\$\{([^{}]{0,200})\}/g);
    return quote === '"' ? this.filled(plain, /#\{([^{}]{0,200})\}/g) : plain;
  }
  filled(template, hole) {
    return template.replace(hole, (_, inner) => {
      if (HOME.test(inner)) return this.names.home;
      return this.names.variables.get(inner.trim()) ?? UNKNOWN;
    });
  }
};
function text(value) {
  return typeof value === "string" ? value : value.join(" ");
}
var ESCAPES2 = { n: "\n", t: "	", r: "\r", "0": "" };
function unescaped2(raw) {
  return raw.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex, unicode, other) => {
    const digits = hex ?? unicode;
    if (digits !== void 0) return String.fromCharCode(Number.parseInt(digits, 16));
    return ESCAPES2[other] ?? other;
  });
}

// src/hooks/shell/scripts.ts
var SHELL_CALL = /^(?:\w+\.(?:system|popen|run|call|check_call|check_output|Popen)|os\.(?:execute|exec[lv]p?e?|spawn[lv]p?e?)|subprocess\.\w+|commands\.get\w+|(?:\w+\.)*(?:execSync|execFileSync|spawnSync|execFile|spawn)|(?:child_process|cp|require\(\))\.exec|exec|system|popen|passthru|shell_exec|proc_open|io\.popen|IO\.popen|Kernel\.(?:system|exec|spawn)|Open3\.\w+|Process\.spawn|Deno\.Command|Bun\.spawn(?:Sync)?|pty\.spawn|run|check_call|check_output|Popen|call|getoutput|sh\.\w+|execa(?:Sync|Command)?)$/;
var REMOVE_TREE = /^(?:(?:\w+\.)*rmtree|(?:\w+\.)*(?:rmSync|rmdirSync|rmdir|removeSync|emptyDirSync)|fs(?:p|\.promises)?\.(?:rm|remove|rmdir)|fsPromises\.rm|promises\.rm|rm|FileUtils\.(?:rm_rf?|rm_r|rmtree|remove_dir|remove_entry\w*|rm)|remove_tree|File::Path::\w+|Deno\.remove(?:Sync)?|rimraf(?:\.sync|Sync)?|os\.removedirs)$/;
var REMOVE_FILE = /^(?:os\.(?:remove|unlink|rmdir)|unlink|(?:\w+\.)*unlinkSync|fs(?:p|\.promises)?\.unlink|File\.(?:delete|unlink))$/;
var WRITE_FILE = /^(?:open|(?:\w+\.)*(?:writeFileSync|appendFileSync|createWriteStream|writeFile)|File\.(?:write|open)|file_put_contents)$/;
function runScriptText(code, language, call, frame, run) {
  run.spend("characters", code.length);
  const inner = deeper(frame, language);
  const names = { home: run.context.home, cwd: frame.state.cwd, variables: /* @__PURE__ */ new Map() };
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
}
function startsComment(code, at, language) {
  if (language === "node" || language === "php") return code.startsWith("//", at) && code[at - 1] !== ":";
  return code[at] === "#" && language !== "applescript" && code[at - 1] !== "$";
}
function endOfLine(code, at) {
  const end = code.indexOf("\n", at);
  return end < 0 ? code.length : end + 1;
}
function backtick(code, at, frame, names, run) {
  const found = stringAt(code, at, names);
  if (!found) return at + 1;
  run.code(found.text, frame);
  return found.end;
}
function word(text2, at, call, frame, run) {
  const { code, language, names } = text2;
  const delimited = /^(?:qx|%x)\s*([{([|/!])/.exec(code.slice(at, at + 8));
  if (delimited?.[1]) return delimitedCode(code, at + delimited[0].length, delimited[1], frame, run);
  const source2 = code.slice(at, at + 200);
  const match = /^(?:require\(["'][\w:/]{1,40}["']\)|__import__\(["']\w{1,40}["']\)|[$@]?[A-Za-z_$][\w$]*)(?:(?:\.|::|->)[A-Za-z_$][\w$]*)*/.exec(
    source2
  );
  if (!match) return at + 1;
  const end = at + match[0].length;
  const plain = plainName(match[0]);
  const name = text2.renamed.get(plain) ?? plain;
  const following = code.slice(end, end + 80);
  const assigned = /^\s*=(?![=>~])\s*/.exec(following);
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
}
var BARE_ARGUMENT = {
  perl: /^\s+["'`$@]/,
  ruby: /^\s+["'`[A-Z@]/,
  php: /^\s+["']/,
  lua: /^\s*["']/
};
function renames(code) {
  const found = /* @__PURE__ */ new Map();
  const pattern = /\b(rmtree|system|popen|exec|execSync|spawn|spawnSync|rmSync|rm|run|call|Popen)\s{0,4}(?:as\s|:)\s{0,4}([A-Za-z_]\w{0,40})/g;
  for (const [, name, alias] of code.matchAll(pattern)) if (name && alias) found.set(alias, name);
  return found;
}
function runAwkPipes(code, frame, run) {
  for (const [, text2] of code.matchAll(/\|&?\s{0,20}"([^"]{1,2000})"/g)) if (text2) run.code(text2, frame);
  for (const [, text2] of code.matchAll(/"([^"]{1,2000})"\s{0,20}\|&?\s{0,20}getline/g)) if (text2) run.code(text2, frame);
}
function plainName(name) {
  return name.replace(/^(?:require|__import__)\(["'](?:node:)?([\w/]+)["']\)/, "$1").replaceAll("->", ".");
}
function delimitedCode(code, from, open, frame, run) {
  const close = { "{": "}", "(": ")", "[": "]" }[open] ?? open;
  const end = code.indexOf(close, from);
  const text2 = code.slice(from, end < 0 ? code.length : end);
  run.code(text2, frame);
  return end < 0 ? code.length : end + 1;
}
function calls(name, values, call, frame, run) {
  const targets = values.flat().filter((value) => value !== "");
  if (REMOVE_TREE.test(name)) {
    const single = name === "rm" || name.endsWith(".rm");
    remove(["rm", "-rf"], single ? flatText(values[0]) : targets.slice(0, 8), call, frame, run);
  } else if (REMOVE_FILE.test(name)) remove(["rm", "-f"], targets.slice(0, 8), call, frame, run);
  else if (SHELL_CALL.test(name)) runValues(values, call, frame, run);
  else write(name, values, call, frame, run);
}
var COST_OF_ARGUMENTS = 500;
function isOfInterest(name) {
  return [REMOVE_TREE, REMOVE_FILE, SHELL_CALL, WRITE_FILE].some((pattern) => pattern.test(name));
}
function flatText(value) {
  if (value === void 0) return [UNKNOWN];
  return typeof value === "string" ? [value] : value;
}
function remove(head, targets, call, frame, run) {
  const known3 = targets.filter((target2) => target2 !== UNKNOWN);
  const words = [...head, ...known3.length > 0 ? known3 : [UNKNOWN]];
  run.call({ ...call, words, writes: [], stdin: void 0 }, frame);
}
function runValues(values, call, frame, run) {
  const [first, second] = values;
  if (first === void 0 || first === UNKNOWN || first === "") return;
  const plain = { ...call, writes: [], stdin: void 0 };
  if (typeof first !== "string") {
    run.call({ ...plain, words: first }, frame);
    return;
  }
  if (second !== void 0 && typeof second !== "string") run.call({ ...plain, words: [first, ...second] }, frame);
  else if (!/\s/.test(first.trim()) && values.length > 1) {
    run.call(
      {
        ...plain,
        words: [first, ...values.slice(1).map((value) => typeof value === "string" ? value : value.join(" "))]
      },
      frame
    );
  } else run.code(first, frame);
}
function write(name, values, call, frame, run) {
  const [path, mode] = values;
  if (typeof path !== "string" || path === UNKNOWN) return;
  if (/open$/i.test(name) && !(typeof mode === "string" && /^[wax>+]|r\+/.test(mode))) return;
  run.call({ ...call, words: [":"], writes: [{ path, append: mode === "a" }], stdin: void 0 }, frame);
}

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
function versions(name) {
  if (name !== "python" && name !== "pypy") return [name];
  return [name, `${name}2`, `${name}3`, ...Array.from({ length: 12 }, (_, minor) => `${name}3.${minor + 6}`)];
}
var HIDDEN = /\b(?:exec|eval|compile|Function)\b[\s\S]{0,200}(?:b64decode|b85decode|base64|atob|fromhex|unhexlify|decompress|marshal|urlopen|requests\.get|fetch\()/;
function interpret(interpreter, call, frame, run) {
  const given = readPrograms(interpreter, call.words.slice(1));
  const feed = given.stdin && interpreter.language !== "awk" ? call.stdin : void 0;
  const programs = feed?.text === void 0 ? given.programs : [...given.programs, feed.text];
  if (feed && feed.text === void 0 && feed.from.length > 0) emitOpaque(call, feed, frame, run);
  else emit(call, frame, run);
  for (const text2 of programs) {
    if (text2 === UNKNOWN || HIDDEN.test(text2)) emitOpaque(call, { text: void 0, from: [] }, frame, run);
    else runScriptText(text2, interpreter.language, call, deeper(frame, call.words[0] ?? ""), run);
  }
}
function readPrograms(interpreter, args) {
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
}
function shortOptions(interpreter, word2, following, found) {
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
}

// src/hooks/shell/remote.ts
var remoteHandlers = /* @__PURE__ */ new Map([
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
function elsewhere(frame, label) {
  const state = {
    ...frame.state,
    cwd: UNKNOWN,
    fallbackCwd: void 0,
    vars: /* @__PURE__ */ new Map(),
    remote: true
  };
  return deeper(frame, label, { state });
}
function runSsh(call, frame, run) {
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
}
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
function runContainer(call, frame, run) {
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
}

// src/hooks/shell/shells.ts
var SHELLS = ["sh", "bash", "zsh", "dash", "ksh", "ksh93", "mksh", "ash", "rbash", "fish"];
var shellHandlers = new Map(SHELLS.map((name) => [name, runShell]));
function runShell(call, frame, run) {
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
}
function runText(call, text2, words, errexit, frame, run, label) {
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
}
function fileFeed(file, call, frame, run) {
  if (/^(?:-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(file)) return call.stdin;
  return writtenText(file, frame, run);
}
function shellWords(args) {
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
}

// src/hooks/shell/fork-bomb.ts
function isForkBomb(definition) {
  const name = definition.name.value;
  let bomb = false;
  const waiting = [definition.body];
  for (let node = waiting.pop(); node && !bomb; node = waiting.pop()) {
    if (node.type === "Pipeline" && node.commands.filter((command) => calls2(command, name)).length > 1) bomb = true;
    else if (node.type === "Statement" && node.background) bomb = callsSomewhere(node.command, name);
    forEachChild(node, (child) => waiting.push(child));
  }
  return bomb;
}
function callsSomewhere(node, name) {
  if (node.type === "Pipeline" || node.type === "AndOr") {
    return node.commands.some((command) => callsSomewhere(command, name));
  }
  return calls2(node, name);
}
function calls2(node, name) {
  return node.type === "Command" && node.name?.value === name;
}

// src/hooks/shell/walk.ts
function walkStatements(statements, frame, run) {
  const start = run.invocations.length;
  for (const statement of statements) {
    const inner = statement.background ? { ...frame, state: fork(frame.state) } : frame;
    walkAndOr(statement.command, inner, run);
  }
  return run.invocations.slice(start);
}
function walkAndOr(node, frame, run) {
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
}
function mergeValues(frame, earlier) {
  for (const [name, values] of earlier.vars) {
    const now = frame.state.vars.get(name);
    if (now && now !== values) frame.state.vars.set(name, [.../* @__PURE__ */ new Set([...now, ...values])].slice(0, 16));
  }
}
function noteFallback(before, frame) {
  const { state } = frame;
  if (state.cwd !== before) state.fallbackCwd = state.errexit ? void 0 : before;
}
function endsShell(node) {
  if (node.type === "BraceGroup") {
    const last = node.body.commands.at(-1)?.command;
    return last !== void 0 && last.type !== "AndOr" && endsShell(last);
  }
  return node.type === "Command" && /^(?:exit|return|break|continue)$/.test(node.name?.value ?? "");
}
function walkNode(node, frame, run) {
  if (node.type === "Pipeline") walkPipeline(node, frame, run);
  else walkCommand(node, frame, run);
}
function walkPipeline(node, frame, run) {
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
}
function walkCommand(node, frame, run) {
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
}
function walkRedirected(node, frame, run) {
  const { writes, stdin } = writesOf(node.redirects, frame, run);
  if (writes.length > 0) run.call({ words: [":"], env: /* @__PURE__ */ new Map(), writes, stdin: void 0 }, frame);
  walkCommand(node.command, { ...frame, stdin: stdin ?? frame.stdin }, run);
}
function walkCompound(node, frame, run) {
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
}
function walkTest(node, frame, run) {
  visitSubstitutions(node, frame, run);
}
function walkBranch(list, frame, run) {
  const branch = fork(frame.state);
  walkList(list, { ...frame, state: branch }, run);
  merge(frame.state, branch);
}
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
function dispatch(call, frame, run) {
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
}
function foundName(word2) {
  if (!/[*?[]/.test(word2) || word2.startsWith("[") || !isKnown(word2)) return word2;
  const pattern = globPattern(commandName(word2));
  return WORTH_FINDING.find((name) => pattern?.test(name)) ?? word2;
}

// src/hooks/shell/analyse.ts
var MAX_LINE = 128 * 1024;
var MAX_HEREDOCS_PER_LINE = 200;
var MAX_OPEN = 100;
var MAX_SEPARATORS = 1e4;
var LIMITS = { characters: 22e4, commands: 2e3, words: 2e4 };
function analyse(line, context) {
  const run = newRun(context);
  const frame = { state: initialState(context), via: [], depth: 0, stdin: void 0, active: [] };
  try {
    const text2 = line.replaceAll("\0", "");
    checkSize(text2);
    run.code(text2, frame);
    walkUncalled(frame, run);
  } catch (error) {
    run.problems.push(problemOf(error));
  }
  return { invocations: run.invocations, problems: run.problems };
}
function newRun(context) {
  const spent = { characters: 0, commands: 0, words: 0 };
  const run = {
    context,
    invocations: [],
    problems: [],
    feeds: /* @__PURE__ */ new Map(),
    spend(what, amount) {
      spent[what] += amount;
      if (spent[what] > LIMITS[what]) throw new LimitReached("too-much");
    },
    code(text2, frame) {
      run.spend("characters", text2.length);
      checkSize(text2);
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
}
function walkUncalled(frame, run) {
  for (const [name, body] of frame.state.functions) {
    if (run.invocations.some((invocation) => invocation.via.includes(`${name}()`))) continue;
    const state = { ...frame.state, positional: void 0 };
    walkCommand(body, { ...frame, state, via: [`${name}()`], active: [body] }, run);
  }
}
function checkSize(text2) {
  if (text2.length > MAX_LINE) throw new LimitReached("too-much");
  let depth = 0;
  let hereDocs = 0;
  let separators = 0;
  for (let i = 0; i < text2.length; i++) {
    const character = text2.charCodeAt(i);
    if (character === OPEN || character === BRACE && text2.charCodeAt(i - 1) === DOLLAR) {
      depth += 1;
      if (depth > MAX_OPEN) throw new LimitReached("too-deep");
    } else if (SEPARATORS.has(character)) {
      separators += 1;
      if (separators > MAX_SEPARATORS) throw new LimitReached("too-much");
      if (character === NEWLINE) hereDocs = 0;
    } else if ((character === CLOSE || character === END_BRACE) && depth > 0) depth -= 1;
    else if (character === LESS && text2.charCodeAt(i - 1) === LESS) {
      hereDocs += 1;
      if (hereDocs > MAX_HEREDOCS_PER_LINE) throw new LimitReached("too-much");
    }
  }
}
var [OPEN, CLOSE, BRACE, END_BRACE, DOLLAR, LESS, NEWLINE] = [40, 41, 123, 125, 36, 60, 10];
var SEPARATORS = /* @__PURE__ */ new Set([NEWLINE, 59, 38, 124]);
function problemOf(error) {
  if (error instanceof LimitReached) {
    const message = error.kind === "too-deep" ? "commands are nested too deeply" : "the command line is too long";
    return { kind: error.kind, message };
  }
  return { kind: "too-deep", message: error instanceof Error ? error.message : String(error) };
}

// src/hooks/safety/rule.ts
function shown(word2) {
  const clean = word2.replaceAll("\0", "…").replace(/[\x00-\x1f\x7f]+/g, " ");
  return clean.length > 120 ? `${clean.slice(0, 119)}…` : clean;
}

// src/hooks/safety/explanation.ts
function explanation(guard, analysis, verdict) {
  const lines = [`${guard} reads ${count(analysis.invocations.length)}:`];
  analysis.invocations.forEach((command, i) => {
    const mark = command === verdict?.command ? ">" : " ";
    lines.push(`${mark} ${i + 1}. ${commandText(command)}`);
  });
  for (const problem of analysis.problems) lines.push(`  ! ${shown(problem.message)}`);
  lines.push("");
  if (!verdict) lines.push("Verdict: nothing to say; the rules of the session decide.");
  else lines.push(`Verdict: ${verdict.decision}, by rule ${verdict.rule}.`, verdict.reason);
  return lines.join("\n");
}
function explanationJson(guard, analysis, verdict) {
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
  const at = verdict?.command === void 0 ? -1 : analysis.invocations.indexOf(verdict.command);
  const said = verdict && {
    decision: verdict.decision,
    rule: verdict.rule,
    reason: verdict.reason,
    ...at < 0 ? {} : { command: at }
  };
  return JSON.stringify({ guard, commands, problems, verdict: said ?? null });
}
function known(word2) {
  return word2.replaceAll("\0", "…");
}
function count(commands) {
  return commands === 1 ? "one command" : `${commands} commands`;
}
function commandText(command) {
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
}

// src/hooks/safety/judge.ts
function judge(line, analysis, guard, place) {
  let asked;
  const known3 = /* @__PURE__ */ new Map();
  for (const command of analysis.invocations) {
    for (const rule of rulesFor(command.name, guard.rules, known3)) {
      if (asked && rule.decision === "ask") continue;
      const subject = rule.finds(command, place, analysis.invocations);
      if (subject === void 0) continue;
      const verdict = {
        decision: rule.decision,
        rule: rule.id,
        reason: reasonOf(rule, subject, command),
        command
      };
      if (rule.decision === "deny") return verdict;
      asked = verdict;
    }
  }
  return problemVerdict(line, analysis, guard, asked) ?? asked;
}
function rulesFor(name, rules, known3) {
  let found = known3.get(name);
  if (found === void 0) {
    found = rules.filter(({ names }) => names === "*" || names.includes(name));
    known3.set(name, found);
  }
  return found;
}
function reasonOf(rule, subject, command) {
  const through = command.via.length > 0 ? ` Reached through ${command.via.map(shown).join(", ")}.` : "";
  return `${rule.reason.replace("{}", () => subject)}${through} (${rule.id})`;
}
function problemVerdict(line, analysis, guard, asked) {
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
function resolveRef(repository, ref, depth = 0) {
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
}
function readConfig(file) {
  const values = /* @__PURE__ */ new Map();
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
}
function configValue(text2) {
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
  const target2 = /^gitdir: (.+)$/m.exec(readText(path) ?? "")?.[1]?.trim();
  if (target2 === void 0) return void 0;
  return isAbsolute(target2) ? target2 : resolve(folder, target2);
}
function commonDirOf(gitDir) {
  const target2 = readText(join(gitDir, "commondir"))?.trim();
  return target2 === void 0 ? gitDir : resolve(gitDir, target2);
}
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
function isSecretFile(path) {
  const clean = path.replace(/\/+$/, "");
  const name = clean.slice(clean.lastIndexOf("/") + 1);
  if (name === "" || SAMPLE.test(name)) return false;
  return SECRET_PATH.test(clean) || SECRET.some((pattern) => pattern.test(name));
}

// src/hooks/safety/files.ts
function stagedFiles(repository) {
  if (!indexMayHoldSecret(repository)) return [];
  return listed(repository, ["diff", "--cached", "--name-only", "--no-ext-diff", "--diff-filter=d", "-z"]);
}
function changedFiles(repository) {
  if (!indexMayHoldSecret(repository)) return [];
  return listed(repository, ["ls-files", "--modified", "-z"]);
}
function addableFiles(repository) {
  return listed(repository, ["ls-files", "--others", "--modified", "--exclude-standard", "-z"]);
}
function indexMayHoldSecret(repository) {
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
}
var TIMEOUT_MS = 3e3;
function listed(repository, args) {
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
}

// src/hooks/safety/place.ts
var DEFAULT_PROTECTED_BRANCHES = ["main", "master", "develop", "production", "release/*"];
function makePlace(world) {
  const known3 = /* @__PURE__ */ new Map();
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
      if (!known3.has(cwd)) {
        const found = findRepository(cwd);
        known3.set(cwd, found && facts(found, world));
      }
      return known3.get(cwd);
    }
  };
}
function protectedBranches(env) {
  const names = (env.RECONCILE_PROTECTED_BRANCHES ?? "").split(",").map((name) => name.trim()).filter((name) => name !== "");
  return names.length > 0 ? names : DEFAULT_PROTECTED_BRANCHES;
}
function facts(repository, world) {
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
}
function configFiles(repository, world) {
  const own = world.env.XDG_CONFIG_HOME ?? join(world.home, ".config");
  const files = [join(repository.gitDir, "config.worktree"), join(repository.commonDir, "config")];
  return world.home === "" ? files : [...files, join(world.home, ".gitconfig"), join(own, "git", "config")];
}

// src/hooks/safety/guard.ts
var SHELL_TOOLS = /* @__PURE__ */ new Set(["Bash", "PowerShell"]);
var SAME_IN_SHELL = ["HOME", "USER", "LOGNAME", "TMPDIR", "CLAUDE_PROJECT_DIR"];
function guardHook(guard) {
  return {
    name: guard.name,
    kind: "guard",
    handle: (event, world) => handle(guard, event, makePlace(world)),
    explain: (line, world, form) => explain(guard, line, makePlace(world), form)
  };
}
function handle(guard, event, place) {
  if (event.tool_name !== void 0 && !SHELL_TOOLS.has(event.tool_name)) return void 0;
  const line = textField(event.tool_input, "command");
  if (line === void 0) {
    if (event.tool_input.command === void 0 || event.tool_input.command === "") return void 0;
    throw new Error("the command is not a text");
  }
  const { verdict } = judgeLine(guard, event.tool_name === "PowerShell" ? fromPowerShell(line) : line, place);
  return verdict && { decision: { kind: verdict.decision, reason: verdict.reason, rule: verdict.rule } };
}
function fromPowerShell(line) {
  return line.replaceAll("\\", "/").replace(/`([\s\S])/g, (_, character) => character === "\n" ? " " : `\\${character}`).replace(/\$env:(?:USERPROFILE|HOME)\b/gi, () => "$HOME");
}
function judgeLine(guard, line, place) {
  const analysis = analyse(line, shellContext(place));
  return { analysis, verdict: judge(line, analysis, guard, place) };
}
function explain(guard, line, place, form = "text") {
  const { analysis, verdict } = judgeLine(guard, line, place);
  return (form === "json" ? explanationJson : explanation)(guard.name, analysis, verdict);
}
function shellContext(place) {
  const variables = /* @__PURE__ */ new Map();
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
}

// src/hooks/safety/paths.ts
var SYSTEM2 = /^\/(?:bin|boot|cores|dev|etc|lib|lib32|lib64|libx32|lost\+found|opt|proc|root|run|sbin|snap|srv|sys|usr|var|nix|home|Users|Applications|Library|System|Volumes|private|mnt|media|Network|Windows|cygdrive)(?:\/|$)/i;
var SYSTEM_INSIDE = /^\/(?:bin|boot|dev|etc|lib|lib32|lib64|libx32|proc|run|sbin|snap|sys|usr|nix|Library|System|Applications|private\/etc|var\/(?:lib|db|log|run|spool|cache)|Windows)(?:\/|$)/i;
var WINDOWS_DRIVE = /^(?:[A-Za-z]:[\\/]*|\/(?:mnt\/)?[a-z]\/?|[A-Za-z]:[\\/](?:Windows|Users|Program Files(?: \(x86\))?)[\\/]*)$/;
var DEVICE = /^\/dev\/(?!null$|zero$|full$|random$|urandom$|std(?:in|out|err)$|tty|fd\/|pts\/|shm(?:\/|$))/;
var GIT_HEART = /^(?:HEAD|config|index|packed-refs|objects|refs|logs|worktrees)(?:\/|$)/;
var EVERYTHING = /^(?:\*+|\.\*+|\.\[!?\^?\.\]\*|\.\?\?\*|\{\*,\.\*\}|\{\.\*,\*\}|\.)$/;
function pathKind(word2, command, place, folder = command.cwd) {
  const kinds = known2.get(command) ?? /* @__PURE__ */ new Map();
  known2.set(command, kinds);
  const key = `${folder}\0${word2}`;
  const kind = kinds.get(key) ?? findKind(word2, command, place, folder);
  kinds.set(key, kind);
  return kind;
}
var known2 = /* @__PURE__ */ new WeakMap();
function findKind(word2, command, place, folder) {
  if (word2 === "") return "nothing";
  if (WINDOWS_DRIVE.test(word2)) return "root";
  const plain = /^[A-Za-z]:[\\/]/.test(word2) ? word2.slice(2).replaceAll("\\", "/") : word2;
  if (!isKnown(plain)) return partlyKnown(plain, command, place, folder);
  const absolute2 = plain.startsWith("/");
  if (command.remote && !absolute2) return "remote";
  if (!absolute2 && !isKnown(folder)) {
    return EVERYTHING.test(plain) || plain.startsWith("..") ? "unknown" : "inside";
  }
  const { path, whole } = globBase(posix.normalize(absolute2 ? plain : `${folder}/${plain}`));
  return resolvedKind(path, whole, command.remote, place, command);
}
function partlyKnown(word2, command, place, folder) {
  const head = word2.slice(0, word2.indexOf(UNKNOWN));
  const parent = head.slice(0, head.lastIndexOf("/") + 1);
  if (!/[^./]/.test(parent) || word2.includes("..")) return "unknown";
  const kind = pathKind(`${parent}x`, command, place, folder);
  return kind === "temp" || kind === "inside" || kind === "remote" ? kind : "unknown";
}
function globBase(path) {
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
}
function trimmed(path) {
  const clean = path.length > 1 ? path.replace(/\/+$/, "") : path;
  return clean.replace(/^\/private\/(?=tmp(?:\/|$)|var\/folders(?:\/|$)|var\/tmp(?:\/|$))/, "/") || "/";
}
function resolvedKind(path, whole, remote, place, command) {
  const home = trimmed(place.home);
  if (path === "/" || /^\/[^/]*[*?[]/.test(path)) return "root";
  if (DEVICE.test(path)) return "device";
  if (remote) return remoteKind(path, place);
  if (isHome(path, home)) return "home";
  const repositories = [place.repository(command.cwd)?.root, place.repository(place.cwd)?.root].filter(isThere).map(trimmed);
  const projects = [...repositories, trimmed(place.projectDir)];
  const git = gitKind(path, whole, projects, place, command);
  if (git) return git;
  if (projects.includes(path)) return "repository";
  const cwd = trimmed(place.cwd);
  const own = [...repositories, ...[trimmed(place.projectDir), cwd].filter((top) => isOwn(top, home))];
  const isInside = own.some((top) => holds(top, path));
  if (path === cwd || holds(path, cwd) && isInside) return whole && path === cwd ? "inside" : "cwd";
  if (isInside) return "inside";
  if (holds(path, home) || holds(path, cwd) || projects.some((top) => holds(path, top))) return "above";
  if (place.tempDirs.some((dir) => trimmed(dir) === path)) return "temp-root";
  if (isTemp(path, place)) return "temp";
  if (isSystem(path)) return "system";
  return "outside";
}
function remoteKind(path, place) {
  if (isTemp(path, place)) return "temp";
  return isSystem(path) ? "system" : "remote";
}
function isHome(path, home) {
  return home !== "/" && path === home || path === "/root" || /^\/(?:home|Users)\/[^/]+$/.test(path);
}
function isSystem(path) {
  return SYSTEM_INSIDE.test(path) || SYSTEM2.test(path) && !/^\/[^/]+\/./.test(path);
}
function isThere(path) {
  return path !== void 0;
}
function gitKind(path, whole, projects, place, command) {
  const match = /^(.*?)\/\.git(?:\/(.+))?$/i.exec(path);
  if (!match) {
    const parent = posix.dirname(path);
    return /^\.(?:g\S*)?\*/.test(posix.basename(path)) && projects.includes(parent) ? "git" : void 0;
  }
  const owner = match[1] === "" ? "/" : match[1] ?? "";
  const rest = match[2];
  const own = projects.includes(owner) || place.repository(command.cwd)?.gitDir === path;
  if (!own && isTemp(path, place)) return void 0;
  if (rest === void 0) return own || whole ? "git" : "git-part";
  return own && GIT_HEART.test(rest) && !rest.endsWith(".lock") ? "git" : "git-part";
}
function holds(top, path) {
  return path.startsWith(`${top}/`);
}
function isOwn(top, home) {
  return top !== "/" && top !== home && !holds(top, home) && /^\/[^/]+\/./.test(top);
}
function isTemp(path, place) {
  return place.tempDirs.some((dir) => holds(trimmed(dir), path));
}

// src/hooks/safety/code.ts
var DOWNLOADERS = /* @__PURE__ */ new Set([
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
var SHELL_SETUP = /* @__PURE__ */ new Set([
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
function fromNetwork(command) {
  const source2 = command.opaque?.from.find((other) => DOWNLOADERS.has(other.name));
  if (source2) return shown([source2.name, ...source2.args].join(" "));
  return void 0;
}
function unread(command) {
  const from = command.opaque?.from;
  if (!from || fromNetwork(command)) return void 0;
  if (from.length > 0 && from.every((other) => isLocalFile(other) || SHELL_SETUP.has(other.name))) return void 0;
  return shown([command.name, ...command.args].join(" "));
}
function downloads(all) {
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
}
function base(path) {
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}
var RUNNERS = /^(?:(?:ba|z|da|k|a|fi)?sh|source|\.|python[\d.]*|node|perl|ruby|php)$/;
function runsDownload(command, all) {
  const names = downloads(all);
  if (names.length === 0) return void 0;
  const file = RUNNERS.test(command.name) ? command.args.find((word2) => !word2.startsWith("-")) : command.name;
  return file !== void 0 && names.includes(base(file)) && !DOWNLOADERS.has(command.name) ? shown(file) : void 0;
}
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
function operandOfKind(command, place, kinds) {
  const { operands } = scanAll(command.args, {});
  const found = operands.find((word2) => kinds.includes(pathKind(word2, command, place)));
  return found === void 0 ? void 0 : shown(found);
}
function writtenPaths(command) {
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
}
var HARMLESS = /^\/dev\/(?:null|zero|full|u?random|std(?:in|out|err)|tty\w*|fd\/\d+|pts\/\d+|tcp\/.*|udp\/.*)$/;
function written(command, place, kinds) {
  const paths = writtenPaths(command).filter((path) => !HARMLESS.test(path));
  const found = paths.find((path) => kinds.includes(pathKind(path, command, place)));
  return found === void 0 ? void 0 : shown(found);
}
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
function formatsDisk(command, place) {
  if (!FORMATTERS.includes(command.name) && !/^(?:mkfs|newfs|mke2fs)[._]/.test(command.name)) return void 0;
  if (command.args.some(
    (word2) => /^(?:-l|--list|-p|--print|-n|--no-act|-V|--version|-h|--help|print|-s|--dump|-d|-J)$/.test(word2)
  )) {
    return void 0;
  }
  const targets = scanAll(command.args, VALUE_OPTIONS).operands;
  const found = targets.find((word2) => !["inside", "temp", "remote"].includes(pathKind(word2, command, place)));
  return found === void 0 ? void 0 : shown(`${command.name} ${found}`);
}
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
function destroysVolume(command) {
  const entry = DESTROYERS.find(([name]) => name === command.name);
  const word2 = entry && command.args.find((argument) => entry[1].test(argument));
  return word2 === void 0 ? void 0 : shown(`${command.name} ${word2}`);
}
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
    finds: (command, place) => {
      const sources = scanAll(command.args, { short: "tS", long: ["target-directory", "suffix"] }).operands.slice(
        0,
        -1
      );
      const kinds = ["root", "home", "system", "above", "repository", "git"];
      const found = sources.find((word2) => kinds.includes(pathKind(word2, command, place)));
      return found === void 0 ? void 0 : shown(found);
    }
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
    finds: (command) => {
      const [first] = scanAll(command.args, { short: "ns", long: ["iterations", "size", "random-source"] }).operands;
      return first === void 0 ? void 0 : shown(first);
    }
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
    finds: (command, place) => {
      const deletes = command.args.some((word2) => /^(?:--del(?:ete\S*)?|\/mir|sync|purge)$/i.test(word2));
      if (!deletes || command.args.some((word2) => /^(?:-\w*n\w*|--dry-run)$/.test(word2))) return void 0;
      const destination = scanAll(command.args, { short: "ef", long: ["exclude", "include", "filter", "rsh"] }).operands.at(-1) ?? "";
      const kind = destination.includes(":") ? "remote" : pathKind(destination, command, place);
      return kind === "inside" || kind === "temp" ? void 0 : shown(destination);
    }
  }
];

// src/hooks/safety/git-line.ts
var SHAPES = {
  add: { long: ["chmod", "pathspec-from-file"] },
  branch: { short: "u", long: ["set-upstream-to", "sort", "format", "points-at"] },
  checkout: { short: "bBU", long: ["orphan", "conflict", "pathspec-from-file"] },
  clean: { short: "e", long: ["exclude"] },
  commit: {
    short: "mFCct",
    long: [
      "message",
      "file",
      "reuse-message",
      "reedit-message",
      "template",
      "author",
      "date",
      "cleanup",
      "trailer",
      "fixup",
      "squash",
      "pathspec-from-file"
    ]
  },
  config: { short: "f", long: ["file", "blob", "type", "default", "value", "comment"] },
  fetch: {
    short: "jo",
    long: ["depth", "deepen", "shallow-since", "shallow-exclude", "upload-pack", "refmap", "jobs", "server-option"]
  },
  merge: { short: "msXF", long: ["message", "strategy", "strategy-option", "file", "cleanup"] },
  push: { short: "o", long: ["push-option", "receive-pack", "exec", "repo"] },
  "send-pack": { long: ["receive-pack", "exec"] },
  rebase: { short: "sXxC", long: ["onto", "exec", "strategy", "strategy-option", "whitespace"] },
  reset: { short: "U", long: ["pathspec-from-file"] },
  restore: { short: "sU", long: ["source", "pathspec-from-file", "conflict"] },
  stash: { short: "m", long: ["message", "pathspec-from-file"] },
  switch: { short: "cC", long: ["create", "force-create", "orphan", "conflict"] },
  tag: { short: "mFun", long: ["message", "file", "local-user", "sort", "format", "points-at"] },
  "update-ref": { short: "m" },
  worktree: { short: "bB", long: ["reason", "expire"] }
};
var cache = /* @__PURE__ */ new WeakMap();
function gitLine(command, place) {
  const known3 = cache.get(command);
  if (known3) return known3;
  const words = gitWords(command.args, command.cwd);
  const shape = SHAPES[words.subcommand] ?? {};
  const dashes = words.args.indexOf("--");
  const { options, operands } = scanAll(words.args, shape);
  const line = {
    subcommand: words.subcommand,
    args: words.args,
    options,
    operands,
    paths: dashes < 0 ? void 0 : words.args.slice(dashes + 1),
    config: words.config,
    env: command.env,
    cwd: words.cwd,
    repository: words.elsewhere || command.remote ? void 0 : place.repository(words.cwd),
    text: shown(`git ${command.args.join(" ")}`)
  };
  cache.set(command, line);
  return line;
}
function has(line, letter, long, others = []) {
  const name = `--${long}`;
  return line.options.some((option) => {
    if (letter !== "" && option.name === `-${letter}`) return true;
    if (option.name === name) return true;
    return option.name.length >= 4 && name.startsWith(option.name) && !others.includes(option.name.slice(2));
  });
}
function gitRule(rule) {
  return {
    id: rule.id,
    decision: rule.decision,
    names: ["git"],
    reason: rule.reason,
    finds(command, place) {
      const line = gitLine(command, place);
      if (rule.subcommands !== "*" && !rule.subcommands.includes(line.subcommand)) return void 0;
      if (isHelp(line)) return void 0;
      const found = rule.finds(line, place);
      return found === true ? line.text : found === false ? void 0 : found;
    }
  };
}
function isHelp(line) {
  return line.paths === void 0 && line.options.some((option) => option.name === "--help" || option.name === "-h" && line.args.length === 1);
}
function isProtected(branch, place) {
  return place.protectedBranches.some((pattern) => {
    const source2 = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
    return new RegExp(`^${source2.join(".*")}$`).test(branch);
  });
}
function branchName(ref) {
  return ref.replace(/^\+?(?:refs\/)?(?:heads\/)?/, "");
}

// src/hooks/safety/discard.ts
function checkoutDiscards(line, place) {
  if (has(line, "f", "force")) return "all changes in the working folder";
  if (has(line, "p", "patch")) return void 0;
  if (has(line, "", "pathspec-from-file")) return "the files that a list names";
  if (line.paths !== void 0) return line.paths.length > 0 ? line.paths.join(" ") : void 0;
  const creates = line.options.some((option) => /^(?:-[bBlt]|--orphan|--track|--detach|-d)$/.test(option.name));
  if (creates) return void 0;
  if (line.operands.length > 1) return line.operands.slice(1).join(" ");
  const [only] = line.operands;
  return only !== void 0 && isPath(only, line, place) ? only : void 0;
}
function isPath(word2, line, place) {
  if (word2 === "-" || word2 === "HEAD" || word2 === "@") return false;
  if (/^(?:\.{1,2}(?:\/|$)|:)/.test(word2) || word2.endsWith("/") || /[*?[]/.test(word2)) return true;
  if (line.repository?.hasRef(word2)) return false;
  return place.pathExists(posix.resolve(line.cwd, word2));
}
function restoreDiscards(line) {
  if (has(line, "p", "patch")) return void 0;
  const staged = has(line, "S", "staged");
  const worktree = has(line, "W", "worktree");
  if (staged && !worktree) return void 0;
  const listed2 = has(line, "", "pathspec-from-file");
  return line.operands.length > 0 ? line.operands.join(" ") : listed2 ? "the files that a list names" : void 0;
}
function cleans(line) {
  if (has(line, "n", "dry-run") || has(line, "i", "interactive")) return false;
  const free = line.config.some(([key, value]) => key === "clean.requireforce" && /^(?:false|no|off|0)$/i.test(value));
  return has(line, "f", "force") || free || /^(?:false|no|off|0)$/i.test(line.repository?.config("clean.requireforce") ?? "");
}
var DISCARD_RULES = [
  gitRule({
    id: "discard-checkout",
    decision: "ask",
    subcommands: ["checkout"],
    reason: "This throws away what is not committed in {}; git cannot bring it back. Commit or stash it first (git stash push -- …).",
    finds: checkoutDiscards
  }),
  gitRule({
    id: "discard-switch",
    decision: "ask",
    subcommands: ["switch"],
    reason: "{} throws away all changes that are not committed. Without the force, git switch refuses where something would be lost.",
    finds: (line) => has(line, "f", "force", ["force-create"]) || has(line, "", "discard-changes")
  }),
  gitRule({
    id: "discard-restore",
    decision: "ask",
    subcommands: ["restore"],
    reason: "This throws away what is not committed in {}; git cannot bring it back. Commit or stash it first; --staged alone only takes it out of the next commit.",
    finds: restoreDiscards
  }),
  gitRule({
    id: "discard-reset",
    decision: "ask",
    subcommands: ["reset"],
    reason: "{} throws away all changes that are not committed, and takes commits off the branch. --keep refuses where something would be lost; git stash keeps it.",
    finds: (line) => has(line, "", "hard") || has(line, "", "merge")
  }),
  gitRule({
    id: "discard-clean",
    decision: "ask",
    subcommands: ["clean"],
    reason: "{} removes files that git has never seen; nothing brings them back. Look at the list first: git clean -n",
    finds: cleans
  }),
  gitRule({
    id: "discard-index",
    decision: "ask",
    subcommands: ["checkout-index", "read-tree"],
    reason: "{} writes over files in the working folder with what the index or a tree holds.",
    finds: (line) => line.subcommand === "read-tree" ? has(line, "u", "update") && has(line, "", "reset") : has(line, "f", "force")
  }),
  gitRule({
    id: "discard-rm",
    decision: "ask",
    subcommands: ["rm"],
    reason: "{} removes files with the changes in them that are not committed. --cached keeps the files.",
    finds: (line) => has(line, "f", "force") && !has(line, "", "cached") && !has(line, "n", "dry-run")
  }),
  gitRule({
    id: "discard-worktree",
    decision: "ask",
    subcommands: ["worktree"],
    reason: "{} removes a working folder with the changes in it that are not committed. Without --force git refuses where there are any.",
    finds: (line) => line.operands[0] === "remove" && has(line, "f", "force")
  }),
  gitRule({
    id: "discard-submodule",
    decision: "ask",
    subcommands: ["submodule"],
    reason: "{} empties the working folder of submodules. Look for changes in them first: git submodule foreach git status",
    finds: (line) => line.operands[0] === "deinit"
  })
];

// src/hooks/safety/history.ts
function changedBranches(line) {
  const forced = has(line, "f", "force", ["format"]);
  const capital = (letter) => line.options.some((option) => option.name === `-${letter}`);
  if (capital("D") || has(line, "d", "delete")) {
    const remote = has(line, "r", "remotes");
    return { names: remote ? [] : line.operands.map(branchName), forced: capital("D") || forced, deleted: true };
  }
  if (capital("M") || capital("C") || has(line, "m", "move") || has(line, "c", "copy", ["contains", "column", "color"])) {
    const names = capital("C") || has(line, "c", "copy", ["contains", "column", "color"]) ? line.operands.slice(-1) : line.operands;
    const renamed = line.operands.length === 1 && line.repository?.branch !== void 0 ? [line.repository.branch, ...names] : names;
    return { names: renamed, forced: capital("M") || capital("C") || forced, deleted: false };
  }
  return { names: forced ? line.operands.slice(0, 1) : [], forced, deleted: false };
}
function protectedBranch(line, place) {
  const change = changedBranches(line);
  if (!change.deleted && !change.forced) return void 0;
  return change.names.find((name) => isProtected(name, place));
}
function otherBranch(line) {
  const change = changedBranches(line);
  return change.forced && change.names.length > 0 ? change.names.join(" ") : void 0;
}
function expires(line) {
  if (line.operands[0] === "delete") return true;
  return line.operands[0] === "expire" && line.args.some((word2) => /^--expire(?:-unreachable)?(?:=|$)|^--all$/.test(word2)) && !has(line, "n", "dry-run");
}
function updatedRef(line) {
  if (has(line, "", "stdin")) return "the refs that a list names";
  if (has(line, "d", "delete")) return line.operands[0];
  const [ref = ""] = line.operands;
  return /^refs\/(?:heads|tags|stash)/.test(ref) ? ref : void 0;
}
var HISTORY_RULES = [
  gitRule({
    id: "branch-protected",
    decision: "deny",
    subcommands: ["branch"],
    reason: "This deletes or overwrites the protected branch {}. Leave it; work on a branch of your own.",
    finds: protectedBranch
  }),
  gitRule({
    id: "branch-force",
    decision: "ask",
    subcommands: ["branch"],
    reason: "This deletes or overwrites {} even if its commits are nowhere else. -d refuses where they are not merged.",
    finds: otherBranch
  }),
  gitRule({
    id: "stash-clear",
    decision: "deny",
    subcommands: ["stash"],
    reason: "{} throws away every stash; git has no command to bring them back. Drop the one that is not needed by its number.",
    finds: (line) => line.operands[0] === "clear"
  }),
  gitRule({
    id: "stash-drop",
    decision: "ask",
    subcommands: ["stash"],
    reason: "{} throws away what was stashed. Look at it first: git stash show -p",
    finds: (line) => line.operands[0] === "drop"
  }),
  gitRule({
    id: "reflog-expire",
    decision: "deny",
    subcommands: ["reflog"],
    reason: "{} removes the record of where branches have been: the last way to bring lost commits back. git expires it by itself.",
    finds: expires
  }),
  gitRule({
    id: "gc-prune",
    decision: "ask",
    subcommands: ["gc", "prune", "repack", "maintenance"],
    reason: "{} removes commits and stashes at once that nothing names any more and that could still be brought back. A plain git gc keeps them for two weeks.",
    finds: (line) => {
      if (line.subcommand === "prune") return !has(line, "n", "dry-run");
      return line.subcommand === "gc" && line.args.some((word2) => /^--pru?n?e?=(?:now|all|0|today|.*(?:second|minute|hour)s?)/.test(word2));
    }
  }),
  gitRule({
    id: "rewrite-history",
    decision: "ask",
    subcommands: ["filter-branch", "filter-repo", "fast-import", "bfg"],
    reason: "{} rewrites every commit; all clones of others stop fitting. Do it in a fresh clone, with a backup.",
    finds: (line) => line.subcommand !== "fast-import" || has(line, "", "force")
  }),
  gitRule({
    id: "update-ref-protected",
    decision: "deny",
    subcommands: ["update-ref", "symbolic-ref"],
    reason: "This deletes or overwrites the protected branch {} past all checks of git.",
    finds: (line, place) => {
      const ref = line.subcommand === "symbolic-ref" && !has(line, "d", "delete") ? void 0 : updatedRef(line);
      const name = branchName(ref ?? "");
      return ref !== void 0 && isProtected(name, place) ? name : void 0;
    }
  }),
  gitRule({
    id: "update-ref",
    decision: "ask",
    subcommands: ["update-ref"],
    reason: "This deletes or overwrites {} past all checks of git; its commits may be nowhere else. Use git branch or git tag.",
    finds: updatedRef
  }),
  gitRule({
    id: "tag-change",
    decision: "ask",
    subcommands: ["tag"],
    reason: "{} deletes or moves a tag that others may build on. Make a new tag instead.",
    finds: (line) => has(line, "d", "delete") || has(line, "f", "force", ["format"])
  }),
  gitRule({
    id: "fetch-force",
    decision: "ask",
    subcommands: ["fetch", "pull"],
    reason: "{} overwrites a branch here with that of the other side, even where it has commits of its own.",
    finds: (line) => {
      const local = line.operands.slice(1).filter((word2) => /:(?!refs\/remotes\/)./.test(word2));
      return local.some((word2) => word2.startsWith("+") || has(line, "f", "force") || has(line, "u", "update-head-ok"));
    }
  })
];

// src/hooks/safety/push.ts
var OTHER_FORCE = ["follow-tags", "force-with-lease", "force-if-includes"];
function readPush(line) {
  const forced = has(line, "f", "force", OTHER_FORCE);
  const leased = line.options.some(
    (option) => option.name.startsWith("--force-w") || option.name === "--force-with-lease"
  );
  const deleted = has(line, "d", "delete");
  const all = has(line, "", "all") || has(line, "", "branches") || has(line, "", "mirror");
  const tags = has(line, "", "tags");
  const [remote, ...given] = line.operands;
  const targets = [];
  if (all) targets.push({ name: "*", tag: false, forced, deleted });
  if (tags) targets.push({ name: "*", tag: true, forced, deleted });
  let tagNext = false;
  for (const word2 of given) {
    if (word2 === "tag" && !tagNext) {
      tagNext = true;
      continue;
    }
    targets.push(refspec(word2, tagNext, forced, deleted, line));
    tagNext = false;
  }
  if (targets.length === 0) targets.push(...defaultTargets(remote, forced, deleted, line));
  return { targets, forced: targets.some((target2) => target2.forced), leased };
}
function refspec(word2, tag, forced, deleted, line) {
  const plus = word2.startsWith("+");
  const body = plus ? word2.slice(1) : word2;
  const colon = body.indexOf(":");
  const source2 = colon < 0 ? body : body.slice(0, colon);
  const destination = colon < 0 ? source2 : body.slice(colon + 1);
  if (body === ":") return { name: "*", tag: false, forced: forced || plus, deleted: false };
  const isTag = tag || destination.startsWith("refs/tags/") || destination.startsWith("tags/");
  return {
    name: destination === "HEAD" || destination === "@" ? line.repository?.branch ?? UNKNOWN : branchName(destination),
    tag: isTag,
    forced: forced || plus,
    deleted: deleted || colon >= 0 && source2 === "" && isKnown(body)
  };
}
function defaultTargets(remote, forced, deleted, line) {
  const { repository } = line;
  const branch = repository?.branch;
  const setting = (key) => line.config.findLast(([name]) => name === key)?.[1] ?? repository?.config(key);
  const to = remote ?? (branch === void 0 ? void 0 : setting(`branch.${branch}.remote`)) ?? "origin";
  const configured = setting(`remote.${to}.push`);
  if (configured !== void 0) return [refspec(configured, false, forced, deleted, line)];
  const mode = setting("push.default");
  if (mode === "matching") return [{ name: "*", tag: false, forced, deleted }];
  if (branch === void 0) return [{ name: UNKNOWN, tag: false, forced, deleted }];
  const names = [branch];
  const upstream = setting(`branch.${branch}.merge`);
  if (upstream !== void 0 && mode !== "current") names.push(branchName(upstream));
  return [...new Set(names)].map((name) => ({ name, tag: false, forced, deleted }));
}
function protectedTarget(line, place, picks) {
  const target2 = readPush(line).targets.find(
    (one) => !one.tag && picks(one) && (one.name.includes("*") || isKnown(one.name) && isProtected(one.name, place))
  );
  return target2 === void 0 ? void 0 : target2.name.includes("*") ? "all branches" : target2.name;
}
function named(targets, picks) {
  const target2 = targets.find(picks);
  if (!target2) return void 0;
  if (!isKnown(target2.name)) return "a branch that cannot be known before it runs, and may be a protected one";
  return target2.name === "*" ? "all of them" : target2.name;
}
function isDryRun(line) {
  return has(line, "n", "dry-run");
}
var PUSH = ["push", "send-pack"];
var PUSH_RULES = [
  gitRule({
    id: "push-mirror",
    decision: "deny",
    subcommands: PUSH,
    reason: "{} makes the other side equal to this repository: every branch and tag that is not here is deleted there. Push the branches by name.",
    finds: (line) => !isDryRun(line) && (has(line, "", "mirror") || mirrors(line))
  }),
  gitRule({
    id: "push-delete-protected",
    decision: "deny",
    subcommands: PUSH,
    reason: "This deletes the protected branch {} for everybody. Nobody needs that from here; ask the owner of the repository.",
    finds: (line, place) => isDryRun(line) ? void 0 : protectedTarget(line, place, (target2) => target2.deleted)
  }),
  gitRule({
    id: "push-force-protected",
    decision: "deny",
    subcommands: PUSH,
    reason: "This rewrites the protected branch {} on the other side; commits of others can be lost there. Make a new commit (git revert) or push to a branch of your own.",
    finds: (line, place) => {
      if (isDryRun(line)) return void 0;
      const { leased } = readPush(line);
      return protectedTarget(line, place, (target2) => !target2.deleted && (target2.forced || leased));
    }
  }),
  gitRule({
    id: "push-force",
    decision: "ask",
    subcommands: PUSH,
    reason: "This rewrites {} on the other side, whatever others have pushed there since. --force-with-lease refuses when somebody did.",
    finds: (line) => isDryRun(line) ? void 0 : named(readPush(line).targets, (target2) => target2.forced && !target2.deleted)
  }),
  gitRule({
    id: "push-delete",
    decision: "ask",
    subcommands: PUSH,
    reason: "This deletes {} on the other side, for everybody. Look whether it is merged first: git branch -r --merged",
    finds: (line) => isDryRun(line) ? void 0 : named(readPush(line).targets, (target2) => target2.deleted)
  }),
  gitRule({
    id: "push-prune",
    decision: "ask",
    subcommands: PUSH,
    reason: "{} deletes every branch on the other side that is not here. Run it with --dry-run first.",
    finds: (line) => !isDryRun(line) && has(line, "", "prune")
  })
];
function mirrors(line) {
  const remote = line.operands[0] ?? "origin";
  const key = `remote.${remote}.mirror`;
  const value = line.config.findLast(([name]) => name === key)?.[1] ?? line.repository?.config(key);
  return value === "true";
}

// src/hooks/safety/settings.ts
var RUNS_HOOKS = /* @__PURE__ */ new Set([
  "commit",
  "push",
  "merge",
  "rebase",
  "am",
  "cherry-pick",
  "revert",
  "pull",
  "checkout",
  "switch",
  "gc",
  "citool"
]);
var SWITCHES = [
  ["HUSKY", /^(?:0|false)$/],
  ["HUSKY_SKIP_HOOKS", /^(?:1|true)$/],
  ["LEFTHOOK", /^(?:0|false)$/],
  ["SKIP", /./],
  ["PRE_COMMIT_ALLOW_NO_CONFIG", /^1$/],
  ["OVERCOMMIT_DISABLE", /^(?:1|true)$/],
  ["SKIP_SIMPLE_GIT_HOOKS", /^(?:1|true)$/],
  ["GIT_CONFIG_COUNT", /./],
  ["GIT_CONFIG_PARAMETERS", /./]
];
function switchedOff(line) {
  if (!RUNS_HOOKS.has(line.subcommand)) return void 0;
  for (const [name, off] of SWITCHES) {
    const value = line.env.get(name);
    if (value === void 0 || !off.test(value)) continue;
    if (name.startsWith("GIT_CONFIG_") && ![...line.env.values()].some((text2) => /hookspath/i.test(text2))) continue;
    return `${name}=${value}`;
  }
  return void 0;
}
function skipsHooks(line) {
  if (line.options.some((option) => /^--no-v(?:e(?:r(?:i(?:fy?)?)?)?)?$/.test(option.name))) return true;
  return line.subcommand === "commit" && line.options.some((option) => option.name === "-n");
}
function changedSetting(line) {
  const [first, ...rest] = line.operands;
  const words = first === "set" ? rest : [first, ...rest];
  if (first === "get" || first === "list" || first === "unset" || first === "edit") return void 0;
  if (line.options.some(
    (option) => /^--(?:get\S*|list|unset\S*|edit|remove-section|rename-section)$|^-[le]$/.test(option.name)
  ))
    return void 0;
  const [key, value] = words;
  return key === void 0 || value === void 0 ? void 0 : { key: key.toLowerCase(), value };
}
function settings(line) {
  const changed2 = line.subcommand === "config" ? changedSetting(line) : void 0;
  return [...line.config.map(([key, value]) => ({ key, value })), ...changed2 ? [changed2] : []];
}
function settingLike(pattern, value = /^/) {
  return (line) => {
    const found = settings(line).find((setting) => pattern.test(setting.key) && value.test(setting.value));
    return found === void 0 ? void 0 : `${found.key}=${found.value}`.slice(0, 100);
  };
}
var SETTING_RULES = [
  gitRule({
    id: "skip-hooks",
    decision: "ask",
    subcommands: ["commit", "push", "merge", "rebase", "am", "pull", "cherry-pick", "revert", "citool"],
    reason: "{} leaves out the checks that this repository wants before a commit or a push. Run without it, and mend what they find.",
    finds: skipsHooks
  }),
  gitRule({
    id: "hooks-path",
    decision: "ask",
    subcommands: "*",
    reason: "This changes where git looks for its hooks ({}), which leaves out the checks of this repository.",
    finds: settingLike(/^core\.hookspath$/)
  }),
  gitRule({
    id: "hooks-switched-off",
    decision: "ask",
    subcommands: "*",
    reason: "{} tells the checks of this repository to do nothing. Run without it, and mend what they find.",
    finds: switchedOff
  }),
  gitRule({
    id: "alias-runs-shell",
    decision: "ask",
    subcommands: "*",
    reason: "This makes git run a shell line under a new name ({}), past what looks at commands. Run the line itself.",
    finds: settingLike(/^alias\./, /^\s*!/)
  }),
  gitRule({
    id: "alias-hides",
    decision: "ask",
    subcommands: ["config"],
    reason: "This gives a dangerous command a harmless name ({}). Write the command out where it is needed.",
    finds: settingLike(/^alias\./, /(?:--force|--hard|\s-f\b|\s-D\b|--no-verify|--mirror|filter-|clean|update-ref)/)
  }),
  gitRule({
    id: "setting-runs-program",
    decision: "ask",
    subcommands: ["config"],
    reason: "git will run a program of your choice from now on ({}). Make that setting by hand.",
    finds: settingLike(
      /^(?:core\.(?:sshcommand|fsmonitor|askpass|gitproxy)|credential\..*helper|credential\.helper|diff\.external|(?:filter|diff|merge)\..+\.(?:clean|smudge|process|textconv|command|driver))$/,
      /^(?!(?:true|false)$)/
    )
  }),
  gitRule({
    id: "remote-changed",
    decision: "ask",
    subcommands: "*",
    reason: "This changes where the repository is pushed to or fetched from ({}). The next push may go to somebody else.",
    finds: (line) => {
      if (line.subcommand === "remote")
        return /^(?:set-url|remove|rm)$/.test(line.operands[0] ?? "") ? line.text : void 0;
      return settingLike(
        /^(?:remote\..+\.(?:push)?url|url\..+\.(?:push)?insteadof|branch\..+\.pushremote|remote\.pushdefault)$/
      )(line);
    }
  }),
  gitRule({
    id: "credentials",
    decision: "ask",
    subcommands: ["credential", "credential-store", "credential-cache", "credential-manager", "credential-osxkeychain"],
    reason: "{} shows or forgets the passwords that git keeps.",
    finds: (line) => /^(?:fill|get|erase|reject|exit|delete|logout)$/.test(line.operands[0] ?? "")
  }),
  gitRule({
    id: "trust-everything",
    decision: "ask",
    subcommands: ["config"],
    reason: "This switches off a check of git ({}).",
    finds: (line, _place) => settingLike(/^(?:http\..*sslverify|http\.sslverify)$/, /^(?:false|0|no|off)$/i)(line) ?? settingLike(/^safe\.directory$/, /^\*$/)(line) ?? settingLike(/^(?:receive|transfer|fetch)\.fsckobjects$/, /^(?:false|0|no|off)$/i)(line)
  })
];
var HOST_RULES = [
  {
    id: "host-delete-repository",
    decision: "deny",
    names: ["gh", "glab", "hub", "tea"],
    reason: "{} deletes or closes a whole repository for everybody. Do it by hand on its page.",
    finds: (command) => wordsIn(
      command.args,
      [/^(?:repo|repository|project|delete)$/, /^(?:delete|archive|\S+\/\S+)$/],
      /^delete$|^archive$/
    )
  },
  {
    id: "host-delete",
    decision: "ask",
    names: ["gh", "glab", "hub", "tea"],
    reason: "{} deletes something on the host, for everybody.",
    finds: (command) => {
      const method = command.args.some(
        (word2, i) => /^(?:-X|--method)$/.test(word2) && /^delete$/i.test(command.args[i + 1] ?? "")
      );
      const attached = command.args.some((word2) => /^(?:-XDELETE|--method=delete)$/i.test(word2));
      if (command.args[0] === "api")
        return method || attached ? [command.name, ...command.args].join(" ").slice(0, 120) : void 0;
      return wordsIn(command.args, [
        /^(?:release|secret|variable|gist|label|issue|cache|ssh-key|gpg-key|codespace|ruleset|run|environment)$/,
        /^(?:delete|remove|rm|delete-asset)$/
      ]);
    }
  },
  {
    id: "host-merge-admin",
    decision: "ask",
    names: ["gh"],
    reason: "{} merges past the rules of the repository. Merge without --admin when the checks have passed.",
    finds: (command) => command.args[0] === "pr" && command.args[1] === "merge" && command.args.includes("--admin") ? "gh pr merge --admin" : void 0
  }
];
function wordsIn(args, words, any) {
  const plain = args.filter((word2) => !word2.startsWith("-"));
  if (!words.every((word2, i) => word2.test(plain[i] ?? ""))) return void 0;
  return any && !plain.slice(0, 2).some((word2) => any.test(word2)) ? void 0 : plain.slice(0, 4).join(" ");
}
function commitsAll(line) {
  return has(line, "a", "all", ["allow-empty", "allow-empty-message"]);
}

// src/hooks/safety/secrets.ts
function addedSecret(line) {
  if (has(line, "n", "dry-run") || has(line, "p", "patch") || has(line, "i", "interactive")) return void 0;
  const named2 = line.operands.find(isSecretFile);
  if (named2 !== void 0) return named2;
  const everything = has(line, "A", "all") || has(line, "u", "update");
  const folders = line.operands.filter(
    (word2) => !/\.\w{1,5}$/.test(word2) || /^\.{1,2}(?:\/|$)/.test(word2) || /[*?]/.test(word2)
  );
  if (!everything && folders.length === 0) return void 0;
  const { repository } = line;
  if (!repository) return void 0;
  const tops = folders.length === 0 ? [repository.root] : folders.map((word2) => posix.resolve(line.cwd, word2.replace(/\/?[*?[].*$/, "") || "."));
  return repository.addable().find((file) => isSecretFile(file) && tops.some((top) => isIn(posix.join(repository.root, file), top)));
}
function isIn(path, top) {
  return path === top || path.startsWith(top.endsWith("/") ? top : `${top}/`);
}
function committedSecret(line) {
  if (has(line, "", "dry-run")) return void 0;
  const named2 = line.operands.find(isSecretFile);
  if (named2 !== void 0) return named2;
  const { repository } = line;
  const staged = repository?.staged().find(isSecretFile);
  if (staged !== void 0) return staged;
  return commitsAll(line) ? repository?.changed().find(isSecretFile) : void 0;
}
var SECRET_RULES = [
  gitRule({
    id: "secret-added",
    decision: "ask",
    subcommands: ["add", "stage"],
    reason: "{} looks like a file with secrets. Once it is committed and pushed, the secrets must be taken for known. Put it into .gitignore instead.",
    finds: addedSecret
  }),
  gitRule({
    id: "secret-committed",
    decision: "ask",
    subcommands: ["commit"],
    reason: "{} looks like a file with secrets, and this commit holds it. Take it out first: git restore --staged",
    finds: committedSecret
  })
];

// src/hooks/safety/git-rules.ts
var GIT_RULES = [
  ...PUSH_RULES,
  ...HISTORY_RULES,
  ...DISCARD_RULES,
  ...SETTING_RULES,
  ...SECRET_RULES,
  ...HOST_RULES
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
var ALWAYS_RECURSIVE = /* @__PURE__ */ new Set(["rimraf", "del-cli", "rmtree", "wipe"]);
function removalOf(command) {
  const { options, operands } = scanAll(command.args, {});
  const has2 = (pattern) => options.some((option) => pattern.test(option.name));
  return {
    recursive: ALWAYS_RECURSIVE.has(command.name) || has2(/^(?:-r|-R|--r(?:e\w*)?|--recurse)$/),
    targets: operands,
    noPreserveRoot: has2(/^--no-p/)
  };
}
function target(command, place, kinds, recursive) {
  const removal = removalOf(command);
  if (removal.recursive !== recursive) return void 0;
  const found = removal.targets.find((word2) => kinds.includes(pathKind(word2, command, place)));
  return found === void 0 ? void 0 : shown(found === "" ? '""' : found);
}
function recursively(kinds) {
  return (command, place) => command.searched === "filtered" && !kinds.includes("git") ? void 0 : target(command, place, kinds, true);
}
function singly(kinds) {
  return (command, place) => target(command, place, kinds, false);
}
function afterFailedCd(command, place) {
  const { fallbackCwd } = command;
  if (fallbackCwd === void 0 || !removalOf(command).recursive) return void 0;
  const dangerous = ["root", "home", "system", "above", "repository", "git"];
  const found = removalOf(command).targets.find(
    (word2) => dangerous.includes(pathKind(word2, command, place, fallbackCwd))
  );
  return found === void 0 ? void 0 : shown(found);
}
function variablesIn(command, place) {
  const { targets } = removalOf(command);
  const found = targets.find((word2) => pathKind(word2, command, place) === "unknown");
  return found === void 0 ? void 0 : shown(found);
}
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
    reason: 'If the cd before it fails, this removes {} in the folder the shell is in now. Write "cd … && rm …", or give the path to rm.',
    finds: afterFailedCd
  },
  {
    id: "remove-unknown",
    decision: "ask",
    names: REMOVERS,
    reason: "This removes {}, and what stands behind the … cannot be known before it runs; an empty variable can make it a folder that nobody meant. Write the path out, or use a name that cannot be empty.",
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
function gitFile(command, place) {
  const removal = removalOf(command);
  if (removal.recursive) return void 0;
  const kinds = ["git", "git-part"];
  const found = removal.targets.find(
    (word2) => !word2.endsWith(".lock") && kinds.includes(pathKind(word2, command, place))
  );
  return found === void 0 ? void 0 : shown(found);
}

// src/hooks/safety/rights.ts
var CHANGERS = ["chmod", "chown", "chgrp", "setfacl", "chattr", "xattr", "icacls", "takeown"];
function changed(command, place, kinds, recursive, like = /./) {
  const { options, operands } = scanAll(command.args, { long: ["from", "reference"] });
  if (options.some((option) => /^(?:-R|--recursive|--r\w*)$/.test(option.name)) !== recursive) return void 0;
  const found = operands.find(
    (word2) => like.test(word2) && kinds.includes(pathKind(word2, command, place)) && isPath2(word2, command, operands)
  );
  return found === void 0 ? void 0 : shown(found);
}
function isPath2(word2, command, operands) {
  return operands[0] !== word2 || command.args.some((argument) => argument.startsWith("--reference"));
}
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
    finds: (command) => {
      const { options, operands } = scanAll(command.args, {});
      const recursive = options.some((option) => /^(?:-R|--r\w*)$/.test(option.name));
      const open = /^(?:0?[0-7]?777|0?[0-7]?666|[ugo]*a[ugo]*[+=][rwxX]*w[rwxX]*|[ug]*o[ug]*[+=][rwxX]*w[rwxX]*|\+[rx]*w[rwxX]*)$/;
      return recursive && open.test(operands[0] ?? "") ? shown(operands.slice(1).join(" ") || ".") : void 0;
    }
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
    finds: (command) => {
      const [first = ""] = scanAll(command.args, {}).operands;
      if (command.name === "systemctl") {
        return /^(?:poweroff|reboot|halt|rescue|emergency|kexec|suspend|hibernate)$/.test(first) ? shown(`systemctl ${first}`) : void 0;
      }
      if (command.name.endsWith("init")) return /^[0156]$/.test(first) ? shown(`${command.name} ${first}`) : void 0;
      return command.args.some((word2) => /^(?:-c|--help|--version|--show)$/.test(word2)) ? void 0 : command.name;
    }
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
function killsAll(command) {
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
}

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
function findsLoss(loss, command) {
  let next = 0;
  for (const word2 of command.args) {
    if (loss.unless?.test(word2)) return void 0;
    const wanted = loss.words[next];
    if (wanted?.test(word2)) next += 1;
  }
  return next === loss.words.length ? shown([command.name, ...command.args].join(" ")) : void 0;
}
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
    finds: (command) => {
      const texts = [...command.args, command.stdin?.text ?? ""];
      const found = texts.find((text2) => text2.length < 2e4 && SQL_LOSS.test(text2));
      return found === void 0 ? void 0 : shown(found);
    }
  }
];

// src/hooks/safety/rules.ts
var SMART_GUARD = {
  name: "smart-safety-check",
  rules: [...REMOVE_RULES, ...DISK_RULES, ...RIGHTS_RULES, ...CODE_RULES, ...SERVICE_RULES],
  worried: /\b(?:rm|dd|mkfs|shred|wipefs|chmod|chown|find|eval|curl|wget|truncate)\b/
};
var GIT_GUARD = {
  name: "git-safety-check",
  rules: GIT_RULES,
  worried: /\bgit\b[\s\S]*\b(?:push|reset|clean|checkout|restore|switch|branch|stash|reflog|gc|filter|update-ref|worktree|tag)\b/
};

// src/hooks/git-safety-check.ts
await runHook(guardHook(GIT_GUARD));
