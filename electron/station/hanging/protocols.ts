import type { Response } from '../../../shared/contract/index.ts';
import { effectiveProtocols } from '../../../shared/hanging/protocol/match.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';

export interface ProtocolsOptions {
  readonly shipped: readonly HangingProtocol[];
  /** Who has the store open. */
  readonly personName: string;
}

/** Hanging protocols of one store, as they count for who has it open. */
export class Protocols {
  readonly #options: ProtocolsOptions;

  constructor(options: ProtocolsOptions) {
    this.#options = options;
  }

  /** One document an id, of the latest scope. */
  forReader(): Response<'hanging.protocols'> {
    const { shipped, personName } = this.#options;
    return { protocols: [...effectiveProtocols(shipped)], reader: { name: personName, groups: [] } };
  }
}
