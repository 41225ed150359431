// What a guard has to read most often, by which its build tells what it runs often.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Lines as they stand in transcripts of sessions, the everyday ones aside, which a guard lets pass unread.
const LINES = [
  'git add -A && git commit -q -m "Read the names of others"',
  'git add src/parser.ts test/parser.test.ts && git commit -m "$(cat <<\'EOF\'\nRead names\n\nThey were cut.\nEOF\n)"',
  'git checkout -b fix/names && git push -u origin fix/names 2>&1 | tail -5',
  'rm -rf build/cache && npm run build',
  'cd "$HOME/code/shop" && npm test 2>&1 | tail -40',
  'for f in src/*.ts; do echo "== $f"; grep -c TODO "$f"; done',
  'find . -name "*.ts" -not -path "./node_modules/*" | xargs grep -ln "parse(" | head -20',
  "python3 - <<'EOF'\nimport json\nprint(json.load(open('a.json'))['name'])\nEOF",
  'node -e "console.log(require(\'./package.json\').version)"',
  "cat > src/a.ts <<'EOF'\nexport const a = 1;\nEOF\nnpx tsc --noEmit",
  'sed -i "s/old/new/g" src/a.ts src/b.ts && git diff --stat',
  'curl -s http://localhost:3000/health | jq .status; echo "exit: $?"',
  'NODE_ENV=test npx vitest run test/parser.test.ts 2>&1 | grep -E "pass|fail" || true',
  'mkdir -p out && cp -r src/assets out/ && mv out/a.txt out/b.txt && chmod +x bin/run.sh && ./bin/run.sh --dry-run',
  'docker compose ps && docker compose logs --tail 20 web; kill $(lsof -ti :3000)',
  'source .venv/bin/activate && pip install -q -r requirements.txt && pytest -x -q',
];

/** Lets a guard judge each line, in a repository that has nothing to commit. */
export function* judged({ judge }) {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-lines-'));
  const world = { env: {}, home: '/home/ada', cwd: folder, projectDir: folder, tempDirs: ['/tmp'] };
  try {
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(folder, '.git/config'), '[core]\n\tbare = false\n');
    for (const line of LINES) yield judge(line, 'Bash', world);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
