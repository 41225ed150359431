import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A build has a name, so that what it writes down is believed by itself alone.
  define: { BUILD_ID: JSON.stringify('tests') },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // What a person has configured for git or this tool must not reach a test.
    env: { NODE_EXTRA_CA_CERTS: '', GIT_CONFIG_NOSYSTEM: '1', NO_COLOR: '1' },
  },
});
