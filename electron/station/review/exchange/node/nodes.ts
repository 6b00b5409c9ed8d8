import { z } from 'zod';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../../shared/model/ids.ts';
import type { ReviewNode } from '../../../../../shared/model/review/node.ts';
import { SourceSecrets, SourceSettings } from '../../../../../shared/model/source-settings.ts';
import { isSameMachine, isSamePlace } from '../../../../../shared/rules/source-address.ts';
import type { Commands } from '../../../kernel/command.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Clock } from '../../../kernel/ports.ts';
import type { Db } from '../../../kernel/sqlite.ts';
import type { Source } from '../../../sources/source.ts';

export interface NodesParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Where studies come from and results go to. */
  readonly clinical: () => readonly SourceSettings[];
  readonly open: (settings: SourceSettings, secrets: SourceSecrets) => Source;
}

const Row = z.object({
  ...{ node_id: z.string(), settings: z.string(), secrets: z.string(), held: z.number(), is_apart: z.number() },
});
type Row = z.infer<typeof Row>;
const SELECT = `
  SELECT node_id, settings, secrets, is_apart,
    (SELECT count(*) FROM review_mail WHERE review_mail.node_id = review_node.node_id AND sent_at IS NULL) AS held
  FROM review_node WHERE removed_at IS NULL`;

/**
 * DICOM nodes that somebody set up for second readings and for nothing else. They stand in a table of their own: no list of sources or of
 * destinations has them, and no place that studies or results go to is one of them.
 */
export class ReviewNodes {
  readonly #parts: NodesParts;

  constructor(parts: NodesParts) {
    this.#parts = parts;
  }

  /** By name. */
  list(): ReviewNode[] {
    return this.#rows().map((row) => shown(row));
  }

  /** By id or name. @throws AppError package/no-such-node */
  one(said: string): ReviewNode {
    return shown(this.#row(said));
  }

  /** @throws AppError package/no-such-node; package/clinical-node, package/shared-machine where it was set up for studies or results since */
  open(said: string): Source {
    const row = this.#row(said);
    const { settings } = shown(row);
    this.#requireOwn(settings, row.is_apart === 1);
    return this.#parts.open(settings, SourceSecrets.parse(JSON.parse(row.secrets)));
  }

  /**
   * @param isApart somebody said that it is another server than those of the same machine
   * @throws AppError package/clinical-node, package/shared-machine, package/known-node
   */
  add(settings: SourceSettings, secrets: SourceSecrets, isApart: boolean): ReviewNode {
    this.#requireOwn(settings, isApart);
    if (!settings.store) throw new AppError('request/bad', 'a node for packages has to take objects');
    const isKnown = this.list().some(
      (node) => isSamePlace(node.settings, settings) || node.settings.name === settings.name,
    );
    if (isKnown) throw new AppError('package/known-node', 'the node is here already');
    const { commands, personId, clock } = this.#parts;
    const nodeId = newId();
    const detail = { kind: settings.kind, secrets: Object.keys(secrets).length, isApart };
    commands.run({ name: 'review.addNode', personId, subject: nodeId, detail }, (db) => {
      db.prepare(
        'INSERT INTO review_node (node_id, name, settings, secrets, added_at, is_apart) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(
        ...[nodeId, settings.name, JSON.stringify(settings), JSON.stringify(secrets), clock.nowIso()],
        isApart ? 1 : 0,
      );
    });
    return this.one(nodeId);
  }

  /** Its secrets go with it. @throws AppError package/no-such-node */
  remove(said: string): void {
    const { nodeId } = this.one(said);
    const { commands, personId, clock } = this.#parts;
    commands.run({ name: 'review.removeNode', personId, subject: nodeId, detail: {} }, (db) => {
      db.prepare("UPDATE review_node SET removed_at = ?, secrets = '{}' WHERE node_id = ?").run(clock.nowIso(), nodeId);
    });
  }

  #requireOwn(settings: SourceSettings, isApart: boolean): void {
    const clinical = this.#parts.clinical();
    if (clinical.some((other) => isSamePlace(other, settings)))
      throw new AppError('package/clinical-node', 'studies or results go to the same place');
    if (!isApart && clinical.some((other) => isSameMachine(other, settings)))
      throw new AppError('package/shared-machine', 'studies or results go to the same machine');
  }

  #row(said: string): Row {
    const row = this.#rows().find((one) => one.node_id === said || shown(one).settings.name === said);
    if (row === undefined) throw new AppError('package/no-such-node', 'there is no such node');
    return row;
  }

  #rows(): Row[] {
    return this.#parts.index
      .prepare(`${SELECT} ORDER BY name, node_id`)
      .all()
      .map((row) => Row.parse(row));
  }
}

function shown({ node_id: nodeId, settings, held }: Row): ReviewNode {
  return { nodeId, settings: SourceSettings.parse(JSON.parse(settings)), held };
}
