import type { CallName, Envelope } from './index.ts';

/**
 * Calls whose replies hold an entry for every image or study. They travel as JSON text: copying a thousand entries as objects
 * through three processes and the context bridge stops the window for longer than anything else when a study opens.
 */
const LONG: ReadonlySet<string> = new Set<CallName>(['study.open', 'worklist.list']);

/** The station's side: an envelope as it travels. */
export function packReply(name: string, envelope: Envelope<unknown>): unknown {
  return envelope.ok && LONG.has(name) ? { ok: true, text: JSON.stringify(envelope.value) } : envelope;
}

/** The window's side: the envelope again, to be checked as any other. */
export function unpackReply(reply: unknown): unknown {
  if (typeof reply !== 'object' || reply === null || !('text' in reply)) return reply;
  const { text, ...rest } = reply;
  return typeof text === 'string' ? { ...rest, value: JSON.parse(text) as unknown } : reply;
}
