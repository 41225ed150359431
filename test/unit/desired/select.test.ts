import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  catalogue,
  destination,
  globMatcher,
  isGlob,
  layerNames,
  namesFor,
  selectableNames,
  stemOf,
} from '../../../src/core/desired/select.ts';
import { library } from './builders.ts';

const COMMANDS = library({
  'commands/research.md': '1',
  'commands/speckit.plan.md': '2',
  'commands/speckit.tasks.md': '3',
  'commands/tdd/cycle.md': '4',
  'commands/tdd/red.md.mustache': '5',
  'commands/tdd-help.md': '6',
  'languages/python/commands/research.md': 'python',
  'languages/python/commands/pytest.md': '7',
});
const commands = (pattern: string): string[] => namesFor(pattern, 'commands', catalogue(COMMANDS, [''], 'commands'));

describe('what a selection picks', () => {
  test.each([
    ['research', ['research.md']],
    ['research.md', ['research.md']],
    ['speckit.plan', ['speckit.plan.md']],
    ['speckit.*', ['speckit.plan.md', 'speckit.tasks.md']],
    ['tdd', ['tdd/cycle.md', 'tdd/red.md']],
    ['tdd/', ['tdd/cycle.md', 'tdd/red.md']],
    ['tdd/cycle', ['tdd/cycle.md']],
    ['tdd/*', ['tdd/cycle.md', 'tdd/red.md']],
    ['tdd/red.md', ['tdd/red.md']],
    ['*', ['research.md', 'speckit.plan.md', 'speckit.tasks.md', 'tdd-help.md']],
    ['**', ['research.md', 'speckit.plan.md', 'speckit.tasks.md', 'tdd-help.md', 'tdd/cycle.md', 'tdd/red.md']],
    ['{research,tdd-help}', ['research.md', 'tdd-help.md']],
    ['cycle', []],
    ['tdd.md', []],
    ['research/', []],
    ['Research', []],
  ])('%s picks %j', (pattern, names) => {
    expect(commands(pattern)).toEqual(names);
  });

  test('a skill is a folder with all that is in it', () => {
    const files = library({
      'skills/pdf/SKILL.md': '',
      'skills/pdf/scripts/a.py': '',
      'skills/pdf-forms/SKILL.md': '',
    });
    const skills = (pattern: string): string[] => namesFor(pattern, 'skills', catalogue(files, [''], 'skills'));
    expect(skills('pdf')).toEqual(['pdf/SKILL.md', 'pdf/scripts/a.py']);
    expect(skills('pdf/')).toEqual(['pdf/SKILL.md', 'pdf/scripts/a.py']);
    expect(skills('pdf*')).toEqual(['pdf-forms/SKILL.md', 'pdf/SKILL.md', 'pdf/scripts/a.py']);
    expect(skills('*')).toHaveLength(3);
    expect(skills('SKILL')).toEqual([]);
  });

  test('of one name the nearest layer’s file is taken, and a layer adds its own', () => {
    const items = catalogue(COMMANDS, ['', 'languages/python/'], 'commands');
    expect(items.get('research.md')?.path).toBe('languages/python/commands/research.md');
    expect(items.get('pytest.md')?.path).toBe('languages/python/commands/pytest.md');
    expect(layerNames(COMMANDS, 'languages/python/', 'commands')).toEqual(['pytest.md', 'research.md']);
    expect(layerNames(COMMANDS, '', 'commands')).toEqual([]);
  });

  test('names to suggest are stems and folders; for skills, folders', () => {
    expect(selectableNames('commands', catalogue(COMMANDS, [''], 'commands')).sort()).toEqual([
      'research',
      'speckit.plan',
      'speckit.tasks',
      'tdd-help',
      'tdd/',
      'tdd/cycle',
      'tdd/red',
    ]);
    const skills = catalogue(library({ 'skills/pdf/SKILL.md': '', 'skills/pdf/a.py': '' }), [''], 'skills');
    expect(selectableNames('skills', skills)).toEqual(['pdf']);
  });

  test('where it goes', () => {
    expect(destination('.claude/', 'outputStyles', 'terse.md')).toBe('.claude/output-styles/terse.md');
    expect(destination('', 'commands', 'tdd/red.md')).toBe('commands/tdd/red.md');
  });

  test('every file is picked by its name, its stem and its folder, and only names of the catalogue are picked', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^([a-z]{1,3}\/)?[a-z.]{1,4}[a-z]\.md$/), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(names, fc.string({ maxLength: 4 }), (list, pattern) => {
        const items = catalogue(library(Object.fromEntries(list.map((name) => [`rules/${name}`, '']))), [''], 'rules');
        for (const name of list) {
          expect(namesFor(name, 'rules', items)).toContain(name);
          expect(namesFor(stemOf(name), 'rules', items)).toContain(name);
          if (name.includes('/'))
            expect(namesFor(name.slice(0, name.indexOf('/') + 1), 'rules', items)).toContain(name);
          expect(namesFor('**', 'rules', items)).toContain(name);
        }
        const picked = namesFor(pattern, 'rules', items);
        expect(picked).toEqual([...picked].sort());
        for (const name of picked) expect(list).toContain(name);
      }),
    );
  });
});

describe('globs', () => {
  test.each([
    ['a*', true],
    ['a?', true],
    ['[ab]', true],
    ['{a,b}', true],
    ['!a', true],
    ['speckit.plan', false],
    ['tdd/', false],
  ])('%s has a wildcard: %s', (pattern, expected) => {
    expect(isGlob(pattern)).toBe(expected);
  });

  test('dot files match', () => {
    expect(globMatcher('**')('.claude/.x')).toBe(true);
    expect(globMatcher('.claude/*')('.claude/a/b')).toBe(false);
  });
});
