/** What the dispatcher gives a task. */
export interface BenchOptions {
  /** Folder of this task for logs, profiles and pictures; it exists and is kept. */
  readonly out: string;
  /** How often ours and the peer are measured, one after the other in the same run. */
  readonly rounds: number;
  /** A run that shows that the task works: smaller data, fewer rounds; its figures mean nothing. */
  readonly quick: boolean;
}

/** One line of the table: what is measured, against whom, and whether the target is met. */
export interface BenchRow {
  readonly name: string;
  /** Median over the rounds; null: it could not be measured, and the notes say why. */
  readonly ours: number | null;
  /** Median of the peer; null: there is none (an absolute target), or it could not be measured. */
  readonly peer: number | null;
  readonly unit: string;
  /** ours / peer; null without a peer. */
  readonly ratio: number | null;
  /** Bound of the ratio, or of `ours` in its unit where the target is absolute. */
  readonly target: number;
  readonly better: 'lower' | 'higher';
  readonly ok: boolean;
  /** Every measurement behind the medians, in the order of the rounds. */
  readonly samples?: { readonly ours: readonly number[]; readonly peer: readonly number[] } | undefined;
}

export interface BenchResult {
  readonly task: string;
  readonly rows: readonly BenchRow[];
  /** Plain sentences: the peer and its setting, what stands in the way, where the time went. */
  readonly notes: readonly string[];
  /** Versions of the peers, by name. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
}

/**
 * A task: `test/bench/<name>/task.ts`. It measures and cleans up after itself, also when it fails, and throws where ours
 * gives wrong pixels or wrong answers: such a figure counts for nothing. A missed target is no error.
 */
export interface BenchTask {
  run(options: BenchOptions): Promise<BenchResult>;
}
