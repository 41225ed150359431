/** Texts by key, kept by a service. Every call may reject. */
export interface RemoteTexts {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string, seconds: number): Promise<void>;
  close(): void;
}
