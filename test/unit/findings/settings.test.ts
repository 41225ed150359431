import { describe, expect, test } from 'vitest';
import { only, told } from './tree.ts';

const PATH = '.claude/settings.json';
const command = (text: string, more: object = {}) => ({ type: 'command', command: text, ...more });
const hooks = (event: string, handler: object, matcher?: string) => ({
  hooks: { [event]: [{ ...(matcher === undefined ? {} : { matcher }), hooks: [handler] }] },
});

/** What a settings file holds, and the checks that tell of it. */
const TABLE: readonly (readonly [string, object, readonly string[]])[] = [
  ['an environment of texts', { env: { A: '1' } }, []],
  ['a model that is a number', { model: 5 }, ['settings-value-wrong']],
  ['a style that is null', { outputStyle: null }, ['settings-value-wrong']],
  ['a status line that is a text', { statusLine: 'x' }, ['settings-value-wrong']],
  ['a status line without a command', { statusLine: { type: 'command' } }, ['settings-value-wrong']],
  ['plugins that are a list', { enabledPlugins: [] }, ['settings-value-wrong']],
  ['no days of cleaning up', { cleanupPeriodDays: 0 }, ['settings-value-wrong']],
  ['an allow list that is a text', { permissions: { allow: 'x' } }, ['settings-value-wrong']],
  ['a mode that does not exist', { permissions: { defaultMode: 'yolo' } }, ['settings-value-wrong']],
  ['a word that is none of a few', { autoUpdatesChannel: 'nightly' }, ['settings-value-wrong']],
  ['a wrong value that the client leaves out', { viewMode: 'x', effortLevel: 3 }, []],
  ['servers in settings', { mcpServers: {} }, ['settings-key-unknown']],
  ['a key that is nearly one', { enviroment: {}, permission: {} }, ['settings-key-unknown', 'settings-key-unknown']],
  ['a key of managed settings', { allowManagedHooksOnly: true }, ['settings-key-elsewhere']],
  ['a mode that a project cannot set', { permissions: { defaultMode: 'bypassPermissions' } }, ['default-mode-unused']],
  ['a style in other letters', { outputStyle: 'explanatory' }, ['output-style-unknown']],
  ['a style that the client brings', { outputStyle: 'Learning' }, []],
  ['a plugin with its marketplace', { enabledPlugins: { 'a@b': true }, extraKnownMarketplaces: { b: {} } }, []],
  ['a plugin without its marketplace', { enabledPlugins: { 'a@b': true } }, ['plugin-without-marketplace']],
  ['a plugin of the official marketplace', { enabledPlugins: { 'a@claude-plugins-official': true } }, []],
  ['a secret by its name', { env: { API_TOKEN: 'hunter2hunter2' } }, ['secret-in-env']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what the client itself fills in
  ['what stands for a secret', { env: { API_TOKEN: '${API_TOKEN}' } }, []],
  ['rules of all forms', { permissions: { allow: ['Bash', 'Bash(git *)', 'mcp__a__*'], deny: ['Read(./.env)'] } }, []],
  ['a rule in small letters', { permissions: { deny: ['bash(rm *)'] } }, ['permission-rule-malformed']],
  ['empty brackets', { permissions: { deny: ['Bash()'] } }, ['permission-rule-malformed']],
  ['a bracket in the middle', { permissions: { ask: ['Bash(a) b'] } }, ['permission-rule-malformed']],
  ['everything allowed', { permissions: { allow: ['*'] } }, ['permission-rule-malformed']],
  ['a number as a rule', { permissions: { deny: [5] } }, ['permission-rule-malformed']],
  ['a tool that does not exist', { permissions: { deny: ['Bsh(rm *)'] } }, ['permission-tool-unknown']],
  ['a path for Write', { permissions: { deny: ['Write(./.env)'] } }, ['permission-path-unused']],
  ['an event that does not exist', hooks('PreTooluse', command('true')), ['hook-event-unknown']],
  ['an event that is no list', { hooks: { Stop: {} } }, ['hook-handler-invalid']],
  ['hooks that are a list', { hooks: [] }, ['hook-handler-invalid']],
  ['a group without handlers', { hooks: { Stop: [{}] } }, ['hook-handler-invalid']],
  ['a handler without a type', hooks('Stop', { command: 'true' }), ['hook-handler-invalid']],
  ['a handler without a command', hooks('Stop', { type: 'command' }), ['hook-handler-invalid']],
  ['a timeout in a text', hooks('Stop', command('true', { timeout: '5' })), ['hook-handler-invalid']],
  ['another word for a failure', hooks('Stop', command('true', { onFailure: 'stop' })), ['hook-handler-invalid']],
  ['a timeout of hours', hooks('Stop', command('true', { timeout: 60_000 })), ['hook-timeout-long']],
  ['a condition where none is asked', hooks('Stop', command('true', { if: 'Bash(x)' })), ['hook-if-elsewhere']],
  ['a matcher where there is none', hooks('Stop', command('true'), 'Bash'), ['hook-matcher-unused']],
  ['a matcher of an event of words', hooks('PreCompact', command('true'), 'automatic'), ['hook-matcher-dead']],
  ['hooks that are switched off', { disableAllHooks: true, ...hooks('Stop', command('true')) }, ['hooks-disabled']],
];

describe('what is told of settings', () => {
  test.each(TABLE)('%s', (_, settings, expected) => {
    expect(told({ [PATH]: settings }).map((line) => line.split(' ')[0])).toEqual(expected);
  });
  test('a bad handler costs the whole file under PreToolUse, and itself elsewhere', () => {
    const severity = (event: string) => only({ [PATH]: hooks(event, { type: 'command' }) }).severity;
    expect([severity('PreToolUse'), severity('PermissionRequest'), severity('Stop')]).toEqual([
      'critical',
      'critical',
      'high',
    ]);
  });
  test('a finding has the line of the value', () => {
    const text =
      '{\n  "env": {},\n  "permissions": {\n    "deny": [\n      "Read(x)",\n      "bash(y)"\n    ]\n  }\n}\n';
    expect(told({ [PATH]: text })).toEqual([`permission-rule-malformed ${PATH}:6`]);
  });
});

describe('matchers of tools', () => {
  test.each([
    '',
    '*',
    'Bash',
    'Write|Edit',
    'Bash, PowerShell',
    'mcp__db__.*',
    'mcp__db__query',
    '.*',
    'Notebook.*',
    'Task',
  ])('%j is right', (matcher) => {
    expect(told({ [PATH]: hooks('PreToolUse', command('true'), matcher) })).toEqual([]);
  });
  test.each([
    ['bash', 'Did you mean "Bash"?'],
    ['Ba', 'Name a tool, with its capitals.'],
    ['Bash(git *)', 'Write "matcher": "Bash" and "if": "Bash(git *)" in the handler.'],
    ['mcp__db', 'Write "mcp__db__.*".'],
    ['Write|Edit)', 'Write names separated by |, or a regular expression.'],
  ])('%j never fits', (matcher, remedy) => {
    const found = only({ [PATH]: hooks('PreToolUse', command('true'), matcher) });
    expect([found.check, found.severity, found.remedy]).toEqual(['hook-matcher-dead', 'high', remedy]);
  });
});

describe('scripts of hooks', () => {
  const SCRIPT = '.claude/hooks/x.sh';
  const exec = (...args: string[]) => hooks('Stop', { type: 'command', command: args[0]!, args: args.slice(1) });
  test.each([
    ['by its interpreter, without the bit', exec('bash', `\${CLAUDE_PROJECT_DIR}/${SCRIPT}`), SCRIPT, []],
    ['by itself, with the bit', exec(`\${CLAUDE_PROJECT_DIR}/${SCRIPT}`), `${SCRIPT}*`, []],
    ['by itself, without the bit', exec(`\${CLAUDE_PROJECT_DIR}/${SCRIPT}`), SCRIPT, ['hook-script-not-executable']],
    ['that is not there', exec('bash', `\${CLAUDE_PROJECT_DIR}/${SCRIPT}`), 'y', ['hook-script-missing']],
    ['without braces', exec('bash', `$CLAUDE_PROJECT_DIR/${SCRIPT}`), SCRIPT, ['hook-variable-literal']],
    ['in a line, in quotes', hooks('Stop', command(`bash "$CLAUDE_PROJECT_DIR"/${SCRIPT} | cat`)), SCRIPT, []],
    [
      'in a line, without quotes',
      hooks('Stop', command(`bash $CLAUDE_PROJECT_DIR/${SCRIPT}`)),
      SCRIPT,
      ['hook-variable-unquoted'],
    ],
    ['by a relative path', hooks('Stop', command(`bash ${SCRIPT}`)), SCRIPT, ['hook-path-relative']],
    ["in somebody's home", hooks('Stop', command('/Users/ada/x.sh')), SCRIPT, ['hook-path-of-one-machine']],
    ['that is a program of its own', hooks('Stop', command('npx -y tool --flag a/b')), SCRIPT, []],
    [
      'a status line that is not there',
      { statusLine: command('node "$CLAUDE_PROJECT_DIR"/.claude/hooks/s.mjs') },
      'y',
      ['hook-script-missing'],
    ],
  ])('%s', (_, settings, file, expected) => {
    expect(told({ [PATH]: settings, [file]: 'x' }).map((line) => line.split(' ')[0])).toEqual(expected);
  });
  test('of what is only delivered nobody knows what else stands there', () => {
    const elsewhere = exec('bash', `\${CLAUDE_PROJECT_DIR}/scripts/x.sh`);
    expect(told({ [PATH]: elsewhere }, { complete: false })).toEqual([]);
    const ours = exec('bash', `\${CLAUDE_PROJECT_DIR}/${SCRIPT}`);
    expect(told({ [PATH]: ours }, { complete: false })).toEqual([`hook-script-missing ${PATH}:1`]);
  });
});

describe('servers', () => {
  test.each([
    ['a command', { command: 'npx', args: ['x'], env: { A: '1' } }, []],
    ['an address', { type: 'http', url: 'https://example.com/mcp' }, []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what the client itself fills in
    ['an address from the environment', { type: 'http', url: '${BASE}/mcp' }, []],
    ['neither', {}, ['mcp-server-invalid']],
    ['an address without a type', { url: 'https://example.com' }, ['mcp-server-invalid']],
    ['a type that does not exist', { type: 'htp', url: 'https://example.com' }, ['mcp-server-invalid']],
    ['arguments in a text', { command: 'npx', args: '-y x' }, ['mcp-server-invalid']],
    [
      'a secret in a header',
      { type: 'http', url: 'https://example.com', headers: { Authorization: 'Bearer a1b2c3d4' } },
      ['secret-in-env'],
    ],
  ])('%s', (_, server, expected) => {
    expect(told({ '.mcp.json': { mcpServers: { s: server } } }).map((line) => line.split(' ')[0])).toEqual(expected);
  });
});
