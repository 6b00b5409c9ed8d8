import { serveChild } from '../../../../electron/station/kernel/child-channel.ts';

/* Answers what the test asks of a hosted process. */
serveChild((message, reply) => {
  if (typeof message !== 'object' || message === null || !('do' in message)) return;
  if (message.do === 'echo') reply({ echo: message });
  if (message.do === 'exit') process.exit(7);
  if (message.do === 'heap') reply({ limit: process.execArgv });
  if (message.do === 'grow') {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + kept.length));
  }
});
