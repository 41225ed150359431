import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // What a person has configured for git or this tool must not reach a test.
    env: { NODE_EXTRA_CA_CERTS: '', GIT_CONFIG_NOSYSTEM: '1', NO_COLOR: '1' },
  },
});
