/** `npm run bench`: what the paths cost, beside yardsticks of the same run. */
import { benchStream, benchThreads } from './comments.js';
import { benchFanOut } from './fan-out.js';
import { spawnSync } from 'node:child_process';
import { draw } from './figures.js';
import { CAN_PIN } from './measured-process.js';
import { benchReading } from './reading.js';
import { benchNodes } from './nodes.js';
import { benchReactions } from './reactions.js';
import { benchRedis } from './redis.js';

if (CAN_PIN) spawnSync('taskset', ['-acp', '1', String(process.pid)]);
console.log(
  CAN_PIN
    ? 'The server has core 0, the load core 1.'
    : 'One core, or no taskset: server and load share it, and the figures are worse than they are.',
);
console.log('\nReactions, as fast as the replies come …');
console.log(draw('Reactions: 100 connections, each durable before its reply', await benchReactions()));
console.log('\nFan-out …');
console.log(draw('Fan-out: 2,000 viewers of a page, 1,000 clicks a second', await benchFanOut()));
console.log('\nThreads …');
console.log(draw('Threads: of 50 and of 10,000 comments', await benchThreads()));
console.log('\nA stream …');
console.log(draw('A stream: 30 comments a second to 2,000 viewers, and the same beats without', await benchStream()));
console.log('\nReading …');
console.log(
  draw(
    'Reading: 10,000 comments on a phone at a quarter of this speed, others talking; medians of three',
    await benchReading(),
  ),
);
console.log('\nRedis …');
const overRedis = await benchRedis();
if (overRedis === null) console.log('Left out, for there is no redis-server: apt-get install redis-server');
else {
  console.log(draw('Redis: reactions over 100 connections, and 100,000 reactions and comments kept', overRedis));
  console.log('\nThree servers …');
  console.log(draw('Three servers on one Redis: a click on one, seen on another', await benchNodes()));
}
