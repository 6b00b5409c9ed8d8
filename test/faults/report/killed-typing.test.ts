import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { seeded } from '../../../shared/prefetch/simulate/random.ts';
import { newDesk, STUDY } from '../../integration/report/reporting-fixture.ts';
import { projectRoot } from '../../helpers/runtime.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runProgramAt } from '../ingest/station-program.ts';
import { typedText } from './typed-stream.ts';

const KILLS = process.env['NIGHTJAR_LONG'] === undefined ? 4 : 200;
/** The longest that is typed before a kill, milliseconds. */
const LONGEST_MS = 1800;
/** Letters a second: dictation, and no hand. */
const PACE = 80;
/** What was typed so long before the end has to be there, milliseconds. */
const SURVIVES_MS = 1000;
const seed = Number(process.env['NIGHTJAR_KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const random = seeded(seed);

const Found = z.object({ found: z.string() });
const Typed = z.object({ typed: z.number(), at: z.number() });
const program = path.join(import.meta.dirname, 'programs', 'type-until-killed.ts');
const losses: number[] = [];

afterAll(() => {
  const worst = Math.max(...losses);
  process.stdout.write(
    `NIGHTJAR_KILL_SEED=${seed}: ${losses.length} kills, at most ${worst.toFixed(0)} ms of typing lost\n`,
  );
});

it(
  `F03: a typed second of text survives a kill at any moment, ${KILLS} times`,
  async () => {
    const dir = await tempDir();
    const desk = await newDesk(dir, null);
    desk.reporting.create({ studyId: STUDY, templateId: 'general' });
    await desk.access.close();
    let sure = 0;
    let most = 0;
    const env = { NODE_COMPILE_CACHE: path.join(projectRoot, 'node_modules', '.cache', 'node') };
    for (let life = 0; life <= KILLS; life += 1) {
      const isLast = life === KILLS;
      let isTyping = false;
      const end = await runProgramAt(program, [dir, STUDY, isLast ? '0' : String(PACE)], {
        env,
        onLine: (line, kill) => {
          if (isTyping || !Typed.safeParse(line).success) return;
          isTyping = true;
          kill(50 + random() * LONGEST_MS);
        },
      });
      expect([end.stderr, end.signal], `seed ${seed}, life ${life}`).toEqual(['', isLast ? null : 'SIGKILL']);
      const { found } = Found.parse(end.lines[0]);
      // Nothing but what was typed, in its order, and no less than what has to survive.
      expect(found, `seed ${seed}, life ${life}`).toBe(typedText(found.length));
      expect(found.length, `seed ${seed}, life ${life}`).toBeGreaterThanOrEqual(sure);
      expect(found.length).toBeLessThanOrEqual(most);
      if (life > 0) losses.push(((most - found.length) * 1000) / PACE);
      const typed = end.lines.flatMap((line) => Typed.safeParse(line).data ?? []);
      const killedAt = typed.at(-1)?.at ?? 0;
      sure = Math.max(found.length, ...typed.filter(({ at }) => at <= killedAt - SURVIVES_MS).map((one) => one.typed));
      most = typed.at(-1)?.typed ?? found.length;
    }
  },
  30 * 60_000,
);
