import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { LONGEST_PROTOCOL, MOST_DRAFTS, ProtocolDraft } from '../../../shared/hanging/protocol/kept.ts';
import type { KeptDraft } from '../../../shared/hanging/protocol/kept.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

const DraftRow = z.object({ value: z.string(), saved_at: z.string() });

export interface ProtocolDraftsOptions {
  readonly journal: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly faults?: FaultPoints | undefined;
}

/** What who has the store open changed of hanging protocols and did not keep yet: in the journal, as what they type elsewhere. */
export class ProtocolDrafts {
  readonly #options: ProtocolDraftsOptions;

  constructor(options: ProtocolDraftsOptions) {
    this.#options = options;
  }

  /** In place of what was kept of the same protocol before. @throws AppError hanging/too-large */
  keep(draft: ParsedRequest<'hanging.keepDraft'>): void {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#options;
    const { steps: _bounded, ...plain } = draft;
    if (JSON.stringify(plain).length > LONGEST_PROTOCOL) {
      throw new AppError('hanging/too-large', 'the protocol is larger than a protocol may be');
    }
    const insert = journal.prepare(
      'INSERT OR REPLACE INTO hanging_draft (person_id, protocol_id, value, saved_at) VALUES (?, ?, ?, ?)',
    );
    const trim = journal.prepare(
      `DELETE FROM hanging_draft WHERE person_id = ? AND protocol_id NOT IN
       (SELECT protocol_id FROM hanging_draft WHERE person_id = ? ORDER BY saved_at DESC, protocol_id LIMIT ?)`,
    );
    const write = journal.transaction(() => {
      insert.run(personId, draft.document.id, JSON.stringify(draft), clock.nowIso());
      trim.run(personId, personId, MOST_DRAFTS);
    });
    faults.around('hanging draft', () => write.immediate());
  }

  list(): Response<'hanging.drafts'> {
    const { journal, personId } = this.#options;
    const drafts = journal
      .prepare('SELECT value, saved_at FROM hanging_draft WHERE person_id = ? ORDER BY saved_at DESC, protocol_id')
      .all(personId)
      .flatMap((row): KeptDraft[] => {
        const { value, saved_at: savedAt } = DraftRow.parse(row);
        const draft = ProtocolDraft.safeParse(JSON.parse(value));
        // Of another version of the program: it cannot be gone on with.
        return draft.success ? [{ draft: draft.data, savedAt }] : [];
      });
    return { drafts };
  }

  drop({ id }: ParsedRequest<'hanging.dropDraft'>): void {
    const { journal, personId, faults = NO_FAULTS } = this.#options;
    const remove = journal.prepare('DELETE FROM hanging_draft WHERE person_id = ? AND protocol_id = ?');
    faults.around('hanging draft', () => remove.run(personId, id));
  }
}
