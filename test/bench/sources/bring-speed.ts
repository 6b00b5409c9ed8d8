import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeCheapStore } from '../../faults/ingest/cheap-store.ts';
import { openTestStation } from '../../faults/ingest/programs/open-station.ts';

/*
 * A list of reports of others brought into the pool: `node_modules/node/bin/node test/bench/sources/bring-speed.ts [ROWS]`. Forty authors, reports
 * of some hundred letters that name their patient.
 */
const rows = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-bring-'));
const HEAD =
  'report_id,signed_at,author,modality,region,procedure,accession,patient_name,patient_id,findings,impression';

function row(n: number): string {
  const day = String(1 + (n % 28)).padStart(2, '0');
  const at = `2026-${String(1 + (n % 11)).padStart(2, '0')}-${day} ${String(n % 24).padStart(2, '0')}:05`;
  const findings = `The lungs of Mrs Doe${n} are clear apart from a nodule of ${n % 30} mm in the right upper lobe. No effusion, no pneumothorax. The mediastinum is slim, the heart is not enlarged. Degenerative changes of the thoracic spine. Upper abdomen without findings.`;
  return `R${n},${at},"Author${n % 40}, Olga",${['CT', 'MR', 'US'][n % 3]},chest,CT chest,A-${n},Doe${n}^Jane,P-${n},"${findings}","Nodule, follow-up in ${n % 12} months."`;
}

const dir = path.join(folder, 'store');
const list = path.join(folder, 'list.csv');
writeFileSync(list, [HEAD, ...Array.from({ length: rows }, (_, n) => row(n))].join('\n'));
await makeCheapStore(dir);
const station = await openTestStation(dir);
try {
  const { jobs } = station.access.requireStore();
  for (const what of ['brought in', 'brought in again']) {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const bringing = { file: list, format: 'csv', site: 'North', zone: 'Europe/Berlin' } as const;
    const done = await jobs.wait(station.rooms.reviewBring.start(bringing));
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const megabytes = (statSync(list).size / 1e6).toFixed(0);
    process.stdout.write(
      `${rows} reports (${megabytes} MB) ${what} in ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s at work: ${JSON.stringify(done)}\n`,
    );
  }
} finally {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
}
