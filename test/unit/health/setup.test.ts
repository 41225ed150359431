import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeCheck } from '../../../src/engine/health/setup.ts';

const { engines } = JSON.parse(readFileSync(`${import.meta.dirname}/../../../package.json`, 'utf8')) as {
  engines: { node: string };
};

describe('the Node that doctor finds', () => {
  test.each([
    ['18.20.8', 'fail'],
    ['20.5.0', 'fail'],
    ['20.19.0', 'ok'],
    ['22.1.0', 'ok'],
    ['100.0.0', 'ok'],
  ])('%s: %s', (version, status) => {
    expect(nodeCheck(version).status).toBe(status);
  });

  test('an old one is told with what to do, and the least is the one that package.json asks for', () => {
    const { message, remedy } = nodeCheck('18.20.8');
    expect(message).toBe('18.20.8 is too old');
    const [, least] = /(\d+\.\d+)/.exec(engines.node) ?? [];
    expect(remedy).toBe(`Install Node ${least} or newer.`);
  });
});
