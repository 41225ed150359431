import type { HookWorld } from '../common/world.ts';
import { projectKey, safeName } from '../transcript/state.ts';
import { type Handover, parseHandover } from './handover.ts';
import { fileStore, type HandoverStore, KEEP_DAYS } from './store.ts';
import type { RemoteTexts } from './texts.ts';

// A session that ends shares 1.5 seconds among all its hooks; nobody should notice that a service is down.
const PATIENCE_MS = 250;

const DAY_SECONDS = 86_400;

/** Keeps handovers in a service: one text for each session of a worktree, and one for its newest. */
export function remoteStore(texts: RemoteTexts): HandoverStore {
  const keyOf = (root: string, what: string) => `reconcile:handover:${projectKey(root)}:${what}`;
  const read = async (key: string): Promise<Handover | undefined> => {
    const text = await texts.get(key);
    return text === undefined ? undefined : handoverIn(text);
  };
  return {
    async save(handover) {
      const text = JSON.stringify(handover);
      const keys = [keyOf(handover.root, `session:${safeName(handover.session)}`), keyOf(handover.root, 'newest')];
      await Promise.all(keys.map((key) => texts.set(key, text, KEEP_DAYS * DAY_SECONDS)));
    },
    ofSession: (root, session) => read(keyOf(root, `session:${safeName(session)}`)),
    newest: (root) => read(keyOf(root, 'newest')),
  };
}

/**
 * The files of this machine, and a service beside them: everything is written to the files first, and read from whichever has the later
 * one. A service that is down, slow or full changes nothing but that; nobody waits for it longer than `patience` milliseconds in all.
 */
export function withRemote(files: HandoverStore, remote: HandoverStore, patience = PATIENCE_MS): HandoverStore {
  let spent = false;
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    // What has not answered once is not asked again in this run.
    if (spent) return undefined;
    const answer = await inTime(work, patience);
    if (answer === FAILED) spent = true;
    return answer === FAILED ? undefined : answer;
  };
  return {
    async save(handover) {
      await files.save(handover);
      await tried(() => remote.save(handover));
    },
    async ofSession(root, session) {
      const [near, far] = await Promise.all([
        files.ofSession(root, session),
        tried(() => remote.ofSession(root, session)),
      ]);
      return later(near, far);
    },
    async newest(root) {
      const [near, far] = await Promise.all([files.newest(root), tried(() => remote.newest(root))]);
      return later(near, far);
    },
  };
}

/** Does something with the store that the settings ask for: files, and a Redis beside them where `RECONCILE_REDIS` names one. */
export async function withStore<T>(world: HookWorld, use: (store: HandoverStore) => Promise<T>): Promise<T> {
  const files = fileStore(world.stateDir);
  const url = world.env.RECONCILE_REDIS;
  if (url === undefined || url === '') return use(files);
  const patience = patienceOf(world);
  const texts = await openTexts(url, world, patience);
  if (texts === undefined) return use(files);
  try {
    return await use(withRemote(files, remoteStore(texts), patience));
  } finally {
    texts.close();
  }
}

/** Loading the client is not waiting for the service: a machine under load may take long for it. */
async function openTexts(url: string, world: HookWorld, patience: number): Promise<RemoteTexts | undefined> {
  try {
    const { openRedis } = await import('./redis.ts');
    return openRedis(url, world.env.RECONCILE_REDIS_PASSWORD, patience);
  } catch {
    // The script is not beside the hook, or the address is none.
    return undefined;
  }
}

function patienceOf(world: HookWorld): number {
  const milliseconds = Number(world.env.RECONCILE_REDIS_TIMEOUT_MS);
  return milliseconds > 0 ? milliseconds : PATIENCE_MS;
}

/** What is told apart from every answer, `undefined` among them. */
const FAILED: unique symbol = Symbol('failed');
type Failed = typeof FAILED;

async function inTime<T>(work: () => Promise<T>, milliseconds: number): Promise<T | Failed> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Failed>((give) => {
    timer = setTimeout(() => give(FAILED), milliseconds);
  });
  try {
    return await Promise.race([work().catch((): Failed => FAILED), late]);
  } finally {
    clearTimeout(timer);
  }
}

function later(one: Handover | undefined, other: Handover | undefined): Handover | undefined {
  if (!one || !other) return one ?? other;
  return other.at > one.at ? other : one;
}

function handoverIn(text: string): Handover | undefined {
  try {
    return parseHandover(JSON.parse(text));
  } catch {
    return undefined;
  }
}
