import type { Page } from 'playwright-core';
import { AnyEnvelope, calls } from '../../../shared/contract/index.ts';
import type { CallName, Request, Response } from '../../../shared/contract/index.ts';
import { unpackReply } from '../../../shared/contract/reply-text.ts';

/**
 * Asks the station through the page's own bridge: for looking at what was stored, never in place of a step of the reader.
 * @throws Error with the code of a refusal
 */
export async function askStation<N extends CallName>(page: Page, name: N, request: Request<N>): Promise<Response<N>> {
  const asked: [string, unknown] = [name, request];
  const answer = await page.evaluate(([call, body]) => window.nightjar.call(call, body), asked);
  const reply = AnyEnvelope.parse(unpackReply(answer));
  if (!reply.ok) throw new Error(`${name} was refused: ${reply.error.code}`);
  return calls[name].response.parse(reply.value) as Response<N>;
}
