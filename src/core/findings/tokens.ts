/**
 * About how many tokens a text costs: a quarter of its bytes, rounded up. An estimate: it is the rule of thumb for English
 * prose; code and other scripts cost up to twice as much. No tokenizer of the model is published.
 */
export function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text, 'utf8') / 4);
}
